"""`dcnn-cards quiz`: a session."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Container
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from dcnn_cards.app.agenda import Request
from dcnn_cards.app.quiz import NothingDue, NothingToGain, QuizOptions, hold_quiz
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.config import Config, chosen_keys, option_name
from dcnn_cards.cli.options import (
    FiniteRange,
    chosen_theme,
    deck_option,
    filter_options,
    new_edition,
    rollover_option,
    scheduler_options,
    theme_option,
)
from dcnn_cards.cli.progress import watch
from dcnn_cards.deck.filters import Filters
from dcnn_cards.places import cache_folder
from dcnn_cards.program import called
from dcnn_cards.study.queue import CustomStudy, DailyLimits
from dcnn_cards.terminal.door import speaks_unicode
from dcnn_cards.typeset import visible

if TYPE_CHECKING:
    from rich.text import Text

    from dcnn_cards.app.drill import Drill
    from dcnn_cards.app.exam import Expected
    from dcnn_cards.app.preparation import Prepared
    from dcnn_cards.app.quiz import Ended

_LIMITS = ("new", "reviews", "limit", "minutes")
_OF_ALL = ("deck_path", "scheduler", "retention", "rollover")


@click.command()
@deck_option
@filter_options
@click.option("--practice", is_flag=True, help="Mix in the deck to practise with beside it.")
@click.option("--flagged", is_flag=True, help="Ask the cards you flagged, due or not.")
@click.option("--leeches", is_flag=True, help="Ask what you forget again and again, due or not.")
@click.option("--failed-today", is_flag=True, help="Ask again what you failed today.")
@click.option("--suspended", is_flag=True, help="Go through what you suspended, to have it back.")
@click.option(
    "--all", "everything", is_flag=True, help="Go through all chosen cards; record no grade."
)
@click.option("--record", is_flag=True, help="With --all: record it like any other session.")
@click.option(
    "--new",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="At most so many new cards a day.",
)
@click.option("--reviews", type=click.IntRange(min=0), help="At most so many reviews a day.")
@click.option("--in-order", is_flag=True, help="Reviews in the order of the deck, not mixed.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many cards in this session.")
@click.option(
    "--minutes", type=FiniteRange(min=0, min_open=True), help="End after so many minutes."
)
@click.option("--type", "typed", is_flag=True, help="Type the answers; they are compared.")
@theme_option
@click.option(
    "--plain", is_flag=True, help="Line by line, for screen readers: no colours, nothing drawn."
)
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII on the screen.")
@scheduler_options
@rollover_option
@click.pass_obj
def command(
    config: Config,
    deck_path: Path | None,
    filters: Filters,
    practice: bool,
    flagged: bool,
    leeches: bool,
    failed_today: bool,
    suspended: bool,
    everything: bool,
    record: bool,
    new: int,
    reviews: int | None,
    in_order: bool,
    limit: int | None,
    minutes: float | None,
    scheduling: Scheduling,
    typed: bool,
    theme: str,
    plain: bool,
    plain_ascii: bool,
    rollover: int,
) -> None:
    """Study what is due, then new cards. Every grade is on disk before the next card shows."""
    if not (plain or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError(
            "quiz needs a terminal to read keys from and to paint on; --plain does without."
        )
    if record and not everything:
        raise click.UsageError("--record goes with --all: every other session is recorded.")
    plain = plain or os.environ.get("TERM", "dumb") == "dumb"
    # What the terminal could not show is spelled.
    plain_ascii = plain_ascii or not speaks_unicode()
    look = chosen_theme(theme, config)
    custom = CustomStudy(flagged, leeches, failed_today, everything, suspended)
    options = QuizOptions(
        deck_path,
        filters,
        Request(custom, DailyLimits(new, reviews), limit, in_order),
        scheduling,
        minutes,
        practice=everything and not record,
        rollover=rollover,
        beside=practice,
        for_exam=not _is_given("new", "reviews", "in_order"),
        given=_is_given("minutes"),
    )

    def words(done: Ended) -> list[Text]:
        from dcnn_cards.terminal.closing import summary_lines

        exam = exam_lines(done.prepared, done.expected) if done.prepared else ()
        return summary_lines(done.summary, done.outlook, practice=options.practice, exam=exam)

    def play(drill: Drill, so_far: Callable[[], Ended]) -> None:
        from dcnn_cards.app.blocks import Blocks
        from dcnn_cards.terminal.pages import Pages

        keys = chosen_keys(config)
        with contextlib.closing(Blocks(cache_folder())) as blocks:
            pages = Pages(blocks, in_ascii=plain_ascii, linear=plain)
            if plain:
                from dcnn_cards.terminal.plain import line_keys
                from dcnn_cards.terminal.run import run_plain

                run_plain(drill, pages, line_keys(keys), typed=typed)
            else:
                from dcnn_cards.terminal.quiz import Quiz
                from dcnn_cards.terminal.run import run_quiz

                quiz = Quiz(drill, pages, keys, typed=typed, so_far=lambda: words(so_far()))
                run_quiz(quiz, look)
        if drill.preparation:
            watch()  # again: to see what is expected of an exam now takes a moment

    done = hold_quiz(options, play)
    from dcnn_cards.terminal import closing
    from dcnn_cards.terminal.notices import (
        clock_behind_notice,
        exam_over_notice,
        in_one_line,
        unreadable,
    )

    if isinstance(done, NothingDue):
        ctx = click.get_current_context()
        undo = _again(ctx, "undo", _OF_ALL) if done.undoable else ""
        rows = closing.nothing_due(done.outlook, done.offers, _again(ctx, "quiz"), undo)
        told = clock_behind_notice(done.behind), exam_over_notice(done.exam_over)
        remark = "\n".join(filter(None, told))
    elif isinstance(done, NothingToGain):
        ctx = click.get_current_context()
        undo = _again(ctx, "undo", _OF_ALL) if done.undoable else ""
        again, exam = _again(ctx, "quiz"), exam_lines(done.prepared, done.expected)
        more = "" if done.prepared.nothing_more else f"{again} --minutes 10"
        rows = closing.nothing_to_gain(exam, more, f"{again} --in-order", undo)
        remark = clock_behind_notice(done.behind)
    else:
        rows = words(done)
        broken = unreadable(done.unreadable) if done.unreadable else ""
        remark = "\n".join(filter(None, (in_one_line(done.problem), broken)))
    remark = "\n".join(filter(None, (remark, new_edition(deck_path))))
    closing.show(rows, look, remark, in_ascii=plain_ascii, plain=plain)


def exam_lines(prepared: Prepared, expected: Expected | None) -> list[str]:
    """Return in lines what came of a session for an exam, and what is expected of that."""
    from dcnn_cards.terminal.exam_line import came_to, expected_line

    line = [expected_line(expected, prepared.today)] if expected else []
    return [*line, *came_to(prepared)]


def _is_given(*names: str) -> bool:
    """Whether one of these parameters was given with this command: not as a setting for all."""
    source = click.get_current_context().get_parameter_source
    return any(source(name) is ParameterSource.COMMANDLINE for name in names)


def _again(ctx: click.Context, command: str, only: Container[str] | None = None) -> str:
    """A command with the options that were given, without what they said of limits.

    If there are such, it takes `only` some options, by their parameters' names.
    """
    import shlex

    words = [command]
    for option in ctx.command.params:
        name, value = option.name or "", ctx.params.get(option.name or "")
        given = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
        wanted = name not in _LIMITS if only is None else name in only
        if given and wanted and isinstance(option, click.Option):
            flag = f"--{option_name(option)}"
            values = value if isinstance(value, tuple) else (value,)
            words += [flag] if option.is_flag else [w for each in values for w in (flag, str(each))]
    return f"{called()} {visible(shlex.join(words))}"
