"""An answer that was typed to a card, judged by all that the card says is right."""

from __future__ import annotations

from dcnn_cards.deck.card import Card
from dcnn_cards.judging import Verdict, judge


def judged(card: Card, typed: str) -> Verdict:
    """Return what is to be said of an answer typed to `card`; nothing is raised."""
    expected = "\n\n".join((card.learned, card.added))
    return judge(expected, typed, accept=card.accept, aliases=card.aliases)
