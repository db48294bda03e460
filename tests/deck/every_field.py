"""Values for the fields of a card, whatever fields it has."""

from __future__ import annotations

from typing import Any

from dcnn_cards.deck.card import FIELDS, Card, CardField, Kind, Source, Span
from dcnn_cards.schedule.units import CardId

_VALUES: dict[Kind, Any] = {
    Kind.TEXT: "some words",
    Kind.WORDS: ("one word", "another"),
    Kind.TRUTH: True,
    Kind.SOURCE: Source(Span(1, 2), Span(4, 4), "abc", "def"),
}


def value_of(field: CardField) -> Any:
    """A value of `field` that is not its default."""
    if field.kind is Kind.CHOICE:
        return next(choice for choice in field.choices if choice != field.default)
    return _VALUES[field.kind]


def whole_card(name: CardId, follows: CardId) -> Card:
    """A card of which everything is said that a deck may say."""
    values = {field.name: value_of(field) for field in FIELDS}
    return Card(**{**values, "id": name, "follows": follows})
