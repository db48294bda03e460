"""`dcnn-cards list`: the cards of a deck, a line each."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.agenda import open_agenda
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.standing import standing_of
from dcnn_cards.cli.options import (
    deck_option,
    filter_options,
    rollover_option,
    scheduler_options,
)
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.writing import card_fields
from dcnn_cards.progress.formats.json_text import dumped


@click.command()
@deck_option
@filter_options
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(
    deck_path: Path | None, filters: Filters, scheduling: Scheduling, rollover: int, form: str
) -> None:
    """List cards: id, state and question."""
    with open_agenda(deck_path, filters, scheduling) as agenda:
        cards, standing = agenda.cards(), standing_of(agenda, this_day(rollover))
    if form == "json":
        listed = [{**_as_data(card), "state": standing[card.id]} for card in cards]
        click.echo(dumped(listed), nl=False)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dcnn_cards.terminal.closing import one_line

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("card", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("question", no_wrap=True, overflow="ellipsis", ratio=1)
    for card in cards:
        state = ", ".join(standing[card.id])
        question = Text(one_line(card.named), "dim" * card.suspended)
        table.add_row(Text(card.id), Text(state), question)
    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe has no width: nothing is cut
        for card in cards:
            state = ", ".join(standing[card.id])
            click.echo(f"{card.id}\t{one_line(card.named)}\t{state}")
        return
    console.print(table)


def _as_data(card: Card) -> dict[str, object]:
    """Return `card` with the keys of the deck file, as JSON has them."""
    fields = card_fields(card)
    if card.source:
        spans = {"question": card.source.question, "answer": card.source.answer}
        fields["source"] = {key: [span.first, span.last] for key, span in spans.items() if span}
    return fields
