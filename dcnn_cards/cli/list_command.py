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
from dcnn_cards.counted import counted
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.kinds import named
from dcnn_cards.deck.writing import card_fields
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.formats.json_text import dumped

_MARKS = {"flagged": "flagged", "leeches": "leech", "suspended": "suspended", "buried": "put off"}


@click.command()
@deck_option
@filter_options
@click.option("--flagged", is_flag=True, help="Only cards with a flag.")
@click.option("--leeches", is_flag=True, help="Only what you forget again and again.")
@click.option("--suspended", is_flag=True, help="Only cards that are not asked.")
@click.option("--buried", is_flag=True, help="Only cards put off until tomorrow.")
@scheduler_options
@rollover_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def command(
    deck_path: Path | None,
    filters: Filters,
    scheduling: Scheduling,
    rollover: int,
    form: str,
    **marked: bool,
) -> None:
    """List cards: id, state and question."""
    with open_agenda(deck_path, filters, scheduling) as agenda:
        chosen, standing = agenda.cards(), standing_of(agenda, this_day(rollover))
    wanted = [_MARKS[name] for name, asked in marked.items() if asked]
    cards = [card for card in chosen if not set(wanted).difference(standing[card.id])]
    if not cards:
        all_of = " and ".join("a leech" if word == "leech" else word for word in wanted)
        what = f"{counted(len(chosen), 'card')}, and none of them is {all_of}"
        raise CardsError(what, fix="Leave the option out.")
    if form == "json":
        listed = [{**_as_data(card), "state": standing[card.id]} for card in cards]
        click.echo(dumped(listed), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.closing import one_line
    from dcnn_cards.terminal.list_view import Line, list_view

    lines = [
        Line(card.id, ", ".join(standing[card.id]), one_line(named(card)), not card.suspended)
        for card in cards
    ]
    console = Console(highlight=False)
    if not console.is_terminal:  # a file or a pipe has no width: nothing is cut
        for line in lines:
            click.echo(f"{line.card}\t{line.question}\t{line.state}")
        return
    for row in list_view(lines, console.width):
        console.print(row, soft_wrap=True)


def _as_data(card: Card) -> dict[str, object]:
    """Return `card` with the keys of the deck file, as JSON has them."""
    fields = card_fields(card)
    if card.source:
        spans = {"question": card.source.question, "answer": card.source.answer}
        fields["source"] = {key: [span.first, span.last] for key, span in spans.items() if span}
    return fields
