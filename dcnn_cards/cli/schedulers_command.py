"""`dcnn-cards schedulers`: what each scheduler would ask, side by side."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.clock import this_day
from dcnn_cards.app.comparison import comparison_of
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.cli.options import (
    deck_option,
    filter_options,
    rollover_option,
    scheduler_options,
    tell_missing,
)
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.progress.comparison import comparison_document
from dcnn_cards.progress.formats import text_format


@click.command()
@deck_option
@filter_options
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(
    deck_path: Path | None, filters: Filters, scheduling: Scheduling, rollover: int, form: str
) -> None:
    """Compare the schedulers: the reviews of today and of each of the next 30 days under each.

    Your reviews are gone through by each of them anew; nothing changes. Choose one with the option
    --scheduler of the other commands, or in the settings.
    """
    deck = load_deck(deck_path)
    today = this_day(rollover)
    compared, missing = comparison_of(deck, select(deck, filters), scheduling, today)
    tell_missing(missing)
    if form == "json":
        document = comparison_document(deck.name, today, compared, scheduling.name)
        click.echo(text_format(form).document(document), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.comparison_view import comparison_view

    console = Console(highlight=False)
    title = deck.title or deck.name
    console.print(comparison_view(title, compared, scheduling.name, console.width))
