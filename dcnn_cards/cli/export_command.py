"""`dcnn-cards export`: the review log or the cards' progress, for spreadsheets and scripts."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.agenda import open_agenda
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.exporting import cards_of, reviews_of
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.busy import busy
from dcnn_cards.cli.options import deck_option, filter_options, rollover_option, scheduler_options
from dcnn_cards.deck.filters import Filters
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.whole_file import write_whole


@click.command()
@click.argument("what", type=click.Choice(["reviews", "cards"]))
@deck_option
@filter_options
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, whole or not at all; without it, standard output.",
)
def command(
    what: str,
    deck_path: Path | None,
    filters: Filters,
    scheduling: Scheduling,
    rollover: int,
    form: str,
    output: Path | None,
) -> None:
    """Write the review log (reviews) or each card's progress (cards) as CSV or JSON.

    Without filters, reviews of cards that are no longer in the deck are exported too.
    """
    with busy("reading the log"), open_agenda(deck_path, filters, scheduling) as agenda:
        cards = what == "cards"
        fields, rows = cards_of(agenda, this_day(rollover)) if cards else reviews_of(agenda)
    text = text_format(form).table(fields, rows)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text)
        click.echo(f"{output}: {len(rows)} {what}")
