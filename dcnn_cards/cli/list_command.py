"""`dcnn-cards list`: the cards of a deck, a line each."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dcnn_cards.app.decks import load_deck
from dcnn_cards.cli.options import deck_option, filter_options
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.deck.writing import card_fields


@click.command()
@deck_option
@filter_options
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(deck_path: Path | None, filters: Filters, form: str) -> None:
    """List cards: id, section and question."""
    cards = select(load_deck(deck_path), filters)
    if form == "json":
        click.echo(json.dumps([_as_data(card) for card in cards], ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dcnn_cards.terminal.closing import one_line

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("card", no_wrap=True)
    table.add_column("question", no_wrap=True, overflow="ellipsis", ratio=1)
    for card in cards:
        table.add_row(Text(card.id), Text(one_line(card.question), "dim" * card.suspended))
    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe has no width: nothing is cut
        for card in cards:
            click.echo(f"{card.id}\t{one_line(card.question)}")
        return
    console.print(table)


def _as_data(card: Card) -> dict[str, object]:
    """Return `card` with the keys of the deck file, as JSON has them."""
    fields = card_fields(card)
    if card.source:
        spans = {"question": card.source.question, "answer": card.source.answer}
        fields["source"] = {key: [span.first, span.last] for key, span in spans.items() if span}
    return fields
