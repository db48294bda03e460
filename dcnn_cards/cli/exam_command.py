"""`dcnn-cards exam`: when the exam is, what there is to be done until then, what to expect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from dcnn_cards.app.clock import this_day
from dcnn_cards.app.prospect import look_ahead
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.setting_exam import NO_CHANGE, Change, SetExam, clear_exam, keep_score, set_exam
from dcnn_cards.cli.exam_values import DaysOff, date_given, days_off_given, weight_given
from dcnn_cards.cli.options import (
    FiniteRange,
    deck_option,
    filter_options,
    rollover_option,
    scheduler_options,
)
from dcnn_cards.deck.filters import Filters
from dcnn_cards.program import called
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.schedule.day import iso
from dcnn_cards.schedule.exam import MOST_MINUTES
from dcnn_cards.schedule.units import Day
from dcnn_cards.terminal.door import say, speaks_unicode, tell
from dcnn_cards.typeset import visible


@click.command()
@click.argument("day", required=False, type=date_given, metavar="[DATE]")
@deck_option
@filter_options
@click.option("--whole-deck", is_flag=True, help="All cards are examined again.")
@click.option("--minutes", type=click.IntRange(1, MOST_MINUTES), help="The time for it on a day.")
@click.option(
    "--off",
    type=days_off_given,
    metavar="DAY",
    multiple=True,
    help="Free days: sun, a date, FROM..TO; `none` forgets all before. May be repeated.",
)
@click.option(
    "--weigh",
    type=weight_given,
    metavar="SECTION=N",
    multiple=True,
    help="Each card of this section counts N times; with 0, not at all. May be repeated.",
)
@click.option("--clear", is_flag=True, help="Forget the exam.")
@click.option("--score", type=FiniteRange(0, 100), help="Keep how it went, in percent.")
@click.option(
    "--pass", "mark", type=FiniteRange(0, 100), help="Tell the chance of so many percent or more."
)
@click.option("--plain", is_flag=True, help="Nothing drawn.")
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII.")
@click.option("--format", "form", type=click.Choice(["table", *FORMATS]), default="table")
@scheduler_options
@rollover_option
def command(
    day: Day | None,
    deck_path: Path | None,
    filters: Filters,
    whole_deck: bool,
    minutes: int | None,
    off: tuple[DaysOff, ...],
    weigh: tuple[tuple[str, float], ...],
    clear: bool,
    score: float | None,
    mark: float | None,
    plain: bool,
    plain_ascii: bool,
    form: str,
    scheduling: Scheduling,
    rollover: int,
) -> None:
    """Set the DATE of the exam, and show what score to expect; without options, show it.

    With an exam set, quiz asks what adds most to that day's score. One option changes one thing;
    `undo` takes it back. The filters say which cards are examined.
    """
    change = _change(day, filters, minutes, off, weigh, whole_deck=whole_deck)
    if clear + (score is not None) + (change != NO_CHANGE) > 1:
        raise click.UsageError("--clear, --score and what sets an exam go one at a time.")
    if whole_deck and filters != Filters():
        raise click.UsageError("--whole-deck examines all cards: leave the filters out.")
    if clear:
        before = clear_exam(deck_path, scheduling, rollover)
        said = f"The exam on {iso(before.day)} is forgotten" if before else "No exam was set"
        say(f"{said}." + f" {called()} undo takes that back." * bool(before))
        return
    told: list[str] = []
    if score is not None:
        keep_score(deck_path, score / 100, scheduling, rollover)
    elif change != NO_CHANGE:
        told = list(_told(set_exam(deck_path, change, scheduling, rollover)))
    ahead = look_ahead(deck_path, scheduling, this_day(rollover))
    share = None if mark is None else mark / 100
    if form != "table":
        from dcnn_cards.app.exam_document import exam_document

        for line in told:
            tell(line)
        click.echo(text_format(form).document(exam_document(ahead, share)), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.exam_view import show_exam

    console = Console(highlight=False, color_system=None if plain else "auto")
    in_ascii = plain_ascii or not speaks_unicode()
    for line in told:
        say(line)
    show_exam(console, ahead, mark=share, in_ascii=in_ascii, plain=plain)


def _change(
    day: Day | None,
    filters: Filters,
    minutes: int | None,
    off: tuple[DaysOff, ...],
    weigh: tuple[tuple[str, float], ...],
    *,
    whole_deck: bool,
) -> Change:
    """What the options ask for."""
    return Change(
        day,
        minutes,
        tuple(each.weekday for each in off if each.weekday is not None),
        tuple(each.span for each in off if each.span),
        DaysOff() in off,
        filters if whole_deck or filters != Filters() else None,
        weigh,
    )


def _told(made: SetExam) -> Iterator[str]:
    """What is to be said of what was set, beside what is shown of it."""
    if made.before and made.before.day != made.exam.day:
        yield f"The exam of this deck is no longer on {iso(made.before.day)}."
    for deck, exam in made.others:
        together = made.exam.minutes + exam.minutes
        yield (
            f"{visible(deck)} has its exam on {iso(exam.day)}, with {exam.minutes} minutes a day:"
            f" together that is {together} on the days that both have."
        )
