"""`dcnn-cards show`: one card, typeset."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from dcnn_cards.app.decks import load_deck
from dcnn_cards.cli.config import Config
from dcnn_cards.cli.options import chosen_theme, completes, deck_option, theme_option
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.sources import source_lines
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId


@click.command()
@click.argument("card_id", shell_complete=completes("card"))
@deck_option
@click.option("--source", is_flag=True, help="Show the lines of the source document instead.")
@click.option("--ascii", "plain_ascii", is_flag=True, help="Nothing outside ASCII.")
@theme_option
@click.pass_obj
def command(
    config: Config,
    card_id: str,
    deck_path: Path | None,
    source: bool,
    plain_ascii: bool,
    theme: str,
) -> None:
    """Show the card with the id CARD_ID."""
    deck = load_deck(deck_path)
    card = _find(deck, card_id)
    if source:
        for number, line in source_lines(deck, card):
            click.echo(f"{number:>5}  {line}".rstrip())
        return
    from rich.text import Text

    from dcnn_cards.terminal import frame
    from dcnn_cards.terminal.card_view import CardView
    from dcnn_cards.terminal.pages import Pages, Uncached
    from dcnn_cards.terminal.theme import Look

    console = chosen_theme(theme, config).console(soft_wrap=True)
    width = frame.layout(console.width, 0).text
    view = CardView(deck, Pages(Uncached(), in_ascii=plain_ascii))
    place = " · ".join(name for name in (card.section, card.topic) if name)
    rows = [Text(place, Look.DIM), Text(), *view.context(card, width), *view.question(card, width)]
    rows += [Text(), frame.rule(width), Text(), *view.answer(card, width)]
    for row in frame.in_ascii(rows) if plain_ascii else rows:
        console.print(row, end="\n")


def _find(deck: Deck, card_id: str) -> Card:
    if card := deck.card(CardId(card_id)):
        return card
    near = difflib.get_close_matches(card_id, [card.id for card in deck.cards], n=5, cutoff=0.4)
    near += [card.id for card in deck.cards if card_id in card.id and card.id not in near][:5]
    hint = f"Did you mean one of: {', '.join(near)}?" if near else "`dcnn-cards list` has them all."
    raise CardsError(f"there is no card `{card_id}`", fix=hint, file=deck.path)
