"""`dcnn-cards show`: one card, typeset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from dcnn_cards.app.decks import find_cards, load_deck
from dcnn_cards.cli.config import Config
from dcnn_cards.cli.options import chosen_theme, completes, deck_option, theme_option
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import drawn
from dcnn_cards.deck.sources import source_lines
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId
from dcnn_cards.signs import visible
from dcnn_cards.terminal.door import speaks_unicode

MOST_DRAWS = 100
"""So many draws of a card are shown at most."""


@click.command()
@click.argument("card_id", shell_complete=completes("card"))
@deck_option
@click.option("--source", is_flag=True, help="Show the lines of the source document instead.")
@click.option(
    "--draw",
    "draws",
    type=click.IntRange(1, MOST_DRAWS),
    help="So many draws of a card that gets fresh numbers.",
)
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII.")
@theme_option
@click.pass_obj
def command(
    config: Config,
    card_id: str,
    deck_path: Path | None,
    source: bool,
    draws: int | None,
    plain_ascii: bool,
    theme: str,
) -> None:
    """Show the card with the id CARD_ID."""
    deck = load_deck(deck_path)
    cards = find_cards(deck, CardId(card_id))
    if source:
        for number, line in source_lines(deck, cards[0]):
            click.echo(f"{number:>5}  {visible(line)}".rstrip())
        return
    from rich.text import Text

    from dcnn_cards.terminal import frame
    from dcnn_cards.terminal.card_view import CardView
    from dcnn_cards.terminal.pages import Pages, Uncached
    from dcnn_cards.terminal.theme import Look

    console = chosen_theme(theme, config).console(soft_wrap=True)
    plain_ascii = plain_ascii or not speaks_unicode()
    width = frame.layout(console.width, 0).text
    view = CardView(deck, Pages(Uncached(), in_ascii=plain_ascii))
    rows: list[Text] = []
    for card, facts in _as_asked(cards, draws):
        place = visible(" · ".join(name for name in (card.section, card.topic) if name))
        rows += [Text(), frame.rule(width, card.id), Text()] if rows else []
        rows += [Text(place, Look.DIM), *([Text(facts, Look.DIM)] if facts else []), Text()]
        rows += [*view.context(card, width), *view.question(card, width)]
        rows += [Text(), frame.rule(width), Text(), *view.answer(card, width)]
    for row in frame.in_ascii(rows) if plain_ascii else rows:
        console.print(row, end="\n")


def _as_asked(cards: Sequence[Card], draws: int | None) -> Iterator[tuple[Card, str]]:
    """Yield cards as they are asked, with what was drawn for them, `draws` times where it is."""
    for card in cards:
        if drawn(card, 0) is None:
            if draws is not None:
                raise CardsError(f"nothing is drawn for card `{card.id}`", fix="Leave --draw out.")
            yield card, ""
        for number in range(draws or 1):
            if found := drawn(card, number):
                yield found.card, f"draw {number}: {found.facts}"
