"""`dcnn-cards export`: the review log or the cards' progress for scripts, the deck for Anki."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import click
from click.core import ParameterSource

from dcnn_cards.app.agenda import open_agenda
from dcnn_cards.app.anki_export import Exported, export_package
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.exporting import cards_of, reviews_of
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.busy import Task, busy
from dcnn_cards.cli.options import deck_option, filter_options, rollover_option, scheduler_options
from dcnn_cards.counted import counted
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import shown
from dcnn_cards.progress.fields import Row
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.terminal.door import say
from dcnn_cards.whole_file import write_whole

_LINES_A_WRITE = 500


@click.command()
@click.argument("what", type=click.Choice(["reviews", "cards", "anki"]))
@deck_option
@filter_options
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, whole or not at all; without it, standard output or, of anki, a"
    " file named after the deck.",
)
@click.option(
    "--no-progress", is_flag=True, help="With anki: all cards as new, without what was reviewed."
)
def command(
    what: str,
    deck_path: Path | None,
    filters: Filters,
    scheduling: Scheduling,
    rollover: int,
    form: str,
    output: Path | None,
    no_progress: bool,
) -> None:
    """Write the review log (reviews) or each card's progress (cards) as CSV or JSON.

    Without filters, reviews of cards that are no longer in the deck are exported too. With anki,
    write the deck as a package that Anki and AnkiDroid import, with its progress; imported again,
    it changes the notes that are there.
    """
    if what == "anki":
        chosen = click.get_current_context().get_parameter_source("form")
        if chosen is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                "--format is for reviews and cards: a package has one of its own."
            )
        exported = export_package(
            deck_path, filters, None if no_progress else scheduling, rollover, output
        )
        say(_told(exported))
        return
    if no_progress:
        raise click.UsageError("--no-progress is for anki.")
    is_seen = output is None and sys.stdout.isatty()  # says by itself how far it is
    working = nullcontext(Task(what)) if is_seen else busy(f"writing {what}")
    with open_agenda(deck_path, filters, scheduling) as agenda, working as task:
        cards = what == "cards"
        fields, rows = cards_of(agenda, this_day(rollover)) if cards else reviews_of(agenda)
        pieces = _joined(text_format(form).table(fields, _counted(rows, task)))
        if output is None:
            for piece in pieces:
                click.echo(piece, nl=False)
        else:
            write_whole(output, pieces)
            say(f"{output}: {task.done} {what}")


def _told(exported: Exported) -> str:
    """What a package has, and what Anki does with it."""
    notes, cards = counted(exported.notes, "note"), counted(exported.cards, "card")
    same = exported.notes - exported.new - exported.changed
    changes = f"{exported.new:,} new, {exported.changed:,} changed, {same:,} as in the one before"
    told = (
        f"{shown(exported.path)}: {notes} ({changes}), {cards},"
        f" {counted(exported.reviews, 'review')}"
    )
    if exported.draws:
        draw = "draws" if exported.draws == 1 else "draw"
        told += (
            f"\n{counted(exported.draws, 'card')} {draw} numbers or an order of choices in each"
            " session here; the package has the first draw."
        )
    return f"{told}\nIn Anki: File, Import; on a phone: open the file with AnkiDroid."


def _counted(rows: Iterable[Row], task: Task) -> Iterator[Row]:
    for row in rows:
        yield row
        task.done += 1


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, some hundreds in one: each is a write."""
    while some := "".join(islice(pieces, _LINES_A_WRITE)):
        yield some
