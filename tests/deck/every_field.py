"""Values for the fields of a card, whatever fields it has."""

from __future__ import annotations

from typing import Any

from dcnn_cards.deck.card import FIELDS, Card, CardField, Kind, Source, Span
from dcnn_cards.deck.kinds import KINDS, examples
from dcnn_cards.deck.reading import parse_deck
from dcnn_cards.schedule.units import CardId

_VALUES: dict[Kind, Any] = {
    Kind.TEXT: "some words",
    Kind.WORDS: ("one word", "another"),
    Kind.STEPS: ("one step", "another"),
    Kind.PAIRS: (("n", "5..64"), ("f", "1, 3")),
    Kind.TRUTH: True,
    Kind.SOURCE: Source(Span(1, 2), Span(4, 4), "abc", "def"),
}


def _examples() -> dict[str, Card]:
    """By the fields that make a card one of a kind, or stand beside such a one, a card with it."""
    deck, problems = parse_deck(examples())
    assert deck
    assert problems == []
    words = ("id", "question", "answer")
    return {
        field.name: card
        for card in reversed(deck.cards)
        for field in FIELDS
        if field.name not in words and getattr(card, field.name) != field.default
    }


EXAMPLES = _examples()


def value_of(field: CardField) -> Any:
    """A value of `field` that is not its default."""
    if field.name in EXAMPLES:
        return getattr(EXAMPLES[field.name], field.name)
    if field.kind is Kind.CHOICE:
        return next(choice for choice in field.choices if choice != field.default)
    return _VALUES[field.kind]


def whole_cards(follows: CardId) -> tuple[Card, ...]:
    """Cards of which everything is said that a deck may say: of each kind one."""
    plain = {field.name: value_of(field) for field in FIELDS if field.name not in EXAMPLES}
    plain |= {"id": CardId("whole"), "follows": follows}
    return Card(**plain), *(EXAMPLES[name].replace(id=CardId(f"whole-{name}")) for name in KINDS)
