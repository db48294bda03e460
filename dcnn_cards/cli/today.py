"""`dcnn-cards` without a command: what is due today, and how to start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dcnn_cards.app.agenda import open_agenda
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.today import coming_exam, work_of
from dcnn_cards.cli.options import new_edition
from dcnn_cards.counted import counted
from dcnn_cards.deck.filters import Filters
from dcnn_cards.program import called
from dcnn_cards.terminal.door import say


def show_today(options: Mapping[str, Any]) -> None:
    """Print a few lines about the day's work; nothing is created.

    `options` are those of `quiz`, by the names of its parameters.
    """
    scheduling = Scheduling(options["scheduler"], options["retention"])
    with open_agenda(options["deck_path"], Filters(), scheduling) as agenda:
        deck, today = agenda.deck, this_day(options["rollover"])
        work, coming = work_of(agenda, today, options["new"]), coming_exam(agenda, today)
    say(f"{deck.title or deck.name}: {work.reviews} to review today, {work.new} new")
    if work.waiting:
        say(f"  {work.waiting} more due: other parts of these cards, one of which a day is asked")
    if coming:
        from dcnn_cards.terminal.exam_line import exam_line, when

        expected, minutes = coming.expected, coming.minutes
        say(exam_line(expected, today) if expected else f"Exam {when(coming.day, today)}")
        time = f"for {counted(minutes, 'minute')}" if minutes else "but today is a day off"
        say(f"  quiz asks what adds most to its score, {time}")
    if news := new_edition(options["deck_path"]):
        say(news)
    ways = {
        "quiz": "study them" if any(work[:2]) else "what can be done all the same",
        "quiz --week 8": "only week 8",
        "stats": "see your progress",
        "--help": "all commands",
    }
    for command, what in ways.items():
        say(f"  {called()} {command:<15} {what}")
