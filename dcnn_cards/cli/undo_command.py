"""`dcnn-cards undo`: take back what was done last, once its session is over."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.marking import undo_last
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.options import deck_option, rollover_option, scheduler_options
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.day import iso
from dcnn_cards.schedule.event import Kind
from dcnn_cards.terminal.door import say
from dcnn_cards.terminal.keymap import keymap
from dcnn_cards.terminal.notices import in_words


@click.command()
@deck_option
@scheduler_options
@rollover_option
def command(deck_path: Path | None, scheduling: Scheduling, rollover: int) -> None:
    """Take back the last step of today: a grade, a card suspended, put off or flagged.

    What was done on other devices stays, and so does what was taken back already.
    """
    done = undo_last(deck_path, scheduling, rollover)
    if done is None:
        raise CardsError("there is nothing to undo: nothing was done here today")
    say(in_words((done,), keymap()))
    if done.event.kind is Kind.EXAM:
        from dcnn_cards.app.setting_exam import exam_set

        exam = exam_set(deck_path)
        now = f"on {iso(exam.day)}, {exam.minutes} minutes a day" if exam else "none"
        say(f"The exam that is set now: {now}.")
