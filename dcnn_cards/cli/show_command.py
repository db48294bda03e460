"""`dcnn-cards show`: one card, typeset."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.decks import find_cards, load_deck
from dcnn_cards.cli.config import Config
from dcnn_cards.cli.options import chosen_theme, completes, deck_option, theme_option
from dcnn_cards.deck.sources import source_lines
from dcnn_cards.schedule.units import CardId
from dcnn_cards.signs import visible
from dcnn_cards.terminal.door import speaks_unicode


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
    for card in cards:
        place = visible(" · ".join(name for name in (card.section, card.topic) if name))
        rows += [Text(), frame.rule(width, card.id), Text()] if rows else []
        rows += [Text(place, Look.DIM), Text()]
        rows += [*view.context(card, width), *view.question(card, width)]
        rows += [Text(), frame.rule(width), Text(), *view.answer(card, width)]
    for row in frame.in_ascii(rows) if plain_ascii else rows:
        console.print(row, end="\n")
