"""`dcnn-cards mock`: a mock exam."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.text import Text

from dcnn_cards.app.blocks import Blocks
from dcnn_cards.app.mock import AnswerSheet, Grading, MockOptions, MockResult, hold_mock, paper_of
from dcnn_cards.app.printed_paper import printed
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.config import Config, chosen_keys
from dcnn_cards.cli.options import (
    FiniteRange,
    chosen_theme,
    deck_option,
    filter_options,
    rollover_option,
    scheduler_options,
    theme_option,
)
from dcnn_cards.deck.filters import Filters
from dcnn_cards.places import cache_folder
from dcnn_cards.program import called
from dcnn_cards.study.paper import Paper
from dcnn_cards.terminal import closing
from dcnn_cards.terminal.door import say, speaks_unicode
from dcnn_cards.terminal.mock_view import result_lines
from dcnn_cards.terminal.notices import in_one_line, unreadable
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.typeset import visible
from dcnn_cards.whole_file import write_whole

MOST_QUESTIONS = 1_000


@click.command()
@deck_option
@filter_options
@click.option(
    "--questions",
    type=click.IntRange(1, MOST_QUESTIONS),
    default=20,
    show_default=True,
    help="So many questions, from all sections.",
)
@click.option(
    "--minutes",
    type=FiniteRange(min=0, min_open=True),
    help="The time to answer them in; without it, as long as you like.",
)
@click.option("--seed", type=click.IntRange(min=0), help="The number of a paper, to have it again.")
@click.option(
    "--print",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the paper to this file, as Markdown with its answers at the end; ask nothing.",
)
@theme_option
@click.option("--plain", is_flag=True, help="Line by line, for screen readers.")
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII on the screen.")
@scheduler_options
@rollover_option
@click.pass_obj
def command(
    config: Config,
    deck_path: Path | None,
    filters: Filters,
    questions: int,
    minutes: float | None,
    seed: int | None,
    output: Path | None,
    theme: str,
    plain: bool,
    plain_ascii: bool,
    scheduling: Scheduling,
    rollover: int,
) -> None:
    """Answer a paper as in an exam, then grade your answers; the grades count as reviews."""
    options = MockOptions(deck_path, filters, questions, minutes, seed, scheduling, rollover)
    if output:
        deck, paper = paper_of(options)
        write_whole(output, printed(deck, paper, minutes, _again(options, paper)))
        say(f"{output}: {len(paper.questions)} questions, their answers at the end")
        return
    if not (plain or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise click.UsageError(
            "mock needs a terminal to read keys from and to paint on; --plain does without."
        )
    plain = plain or os.environ.get("TERM", "dumb") == "dumb"
    plain_ascii = plain_ascii or not speaks_unicode()
    look = chosen_theme(theme, config)

    def words(result: MockResult) -> list[Text]:
        return result_lines(result, _again(options, result.paper))

    def sit(
        sheet: AnswerSheet, grade: Callable[[], Grading], so_far: Callable[[], MockResult]
    ) -> None:
        keys = chosen_keys(config)
        with contextlib.closing(Blocks(cache_folder())) as blocks:
            pages = Pages(blocks, in_ascii=plain_ascii, linear=plain)
            if plain:
                from dcnn_cards.terminal.plain import line_keys
                from dcnn_cards.terminal.run import run_plain_mock

                run_plain_mock(sheet, grade, pages, line_keys(keys))
            else:
                from dcnn_cards.terminal.answer_sheet import SheetView
                from dcnn_cards.terminal.quiz import Quiz
                from dcnn_cards.terminal.run import run_mock

                run_mock(
                    SheetView(sheet, pages, keys),
                    lambda: Quiz(grade(), pages, keys, typed=True, so_far=lambda: words(so_far())),
                    look,
                )

    result = hold_mock(options, sit)
    broken = unreadable(result.unreadable) if result.unreadable else ""
    remark = "\n".join(filter(None, (in_one_line(result.problem), broken)))
    closing.show(words(result), look, remark, in_ascii=plain_ascii, plain=plain)


def _again(options: MockOptions, paper: Paper) -> str:
    """The command that makes the same paper."""
    filters = options.filters
    named = [("--deck", str(options.deck))] if options.deck else []
    named += [("--week", week) for week in filters.weeks]
    texts = (("--section", filters.section), ("--topic", filters.topic), ("--text", filters.text))
    named += [pair for pair in texts if pair[1]]
    named += [("--tag", tag) for tag in filters.tags]
    named += [("--minutes", f"{options.minutes:g}")] if options.minutes else []
    named += [("--questions", str(options.questions)), ("--seed", str(paper.seed))]
    words = [word for pair in named for word in pair]
    return f"{called()} mock {visible(shlex.join(words))}"
