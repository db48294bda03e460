"""What a card follows: the cards without which its question makes no sense."""

from __future__ import annotations

from collections.abc import Callable

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.units import CardId

MAX_BEFORE = 2
"""Questions that stand above the question which follows on them: the last ones."""


def followed(card: Card, find: Callable[[CardId], Card | None]) -> list[Card]:
    """Return the last cards that `card` follows on, in their order; `find` has those of its deck.

    None for a card that has a `context` in their place.
    """
    before: list[Card] = []
    at = None if card.context else card.follows
    while at and len(before) < MAX_BEFORE and (found := find(at)):
        before.insert(0, found)
        at = found.follows
    return before
