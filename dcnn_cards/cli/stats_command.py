"""`dcnn-cards stats`: how far the cards have come, what is due, how well they are recalled."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.agenda import open_agenda
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.statistics import summary_of
from dcnn_cards.cli.options import deck_option, filter_options, rollover_option, scheduler_options
from dcnn_cards.deck.filters import Filters
from dcnn_cards.progress.formats import FORMATS, text_format


@click.command()
@deck_option
@filter_options
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(["table", *FORMATS]), default="table")
def command(
    deck_path: Path | None,
    filters: Filters,
    scheduling: Scheduling,
    rollover: int,
    form: str,
) -> None:
    """Show progress: cards by state, what is due, recall by day and section, streak."""
    with open_agenda(deck_path, filters, scheduling) as agenda:
        deck, summary = agenda.deck, summary_of(agenda, this_day(rollover))
    if form == "table":
        from rich.console import Console

        from dcnn_cards.terminal.progress_view import progress_view

        Console(highlight=False).print(progress_view(deck.title or deck.name, summary))
    else:
        from dcnn_cards.progress.document import stats_document

        click.echo(text_format(form).document(stats_document(summary)), nl=False)
