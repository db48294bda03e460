"""Values for the fields of a card, whatever fields it has."""

from __future__ import annotations

from itertools import chain
from typing import Any

from dcnn_cards.deck.card import FIELDS, Card, CardField, Kind, Source, Span
from dcnn_cards.deck.kinds import KINDS
from dcnn_cards.schedule.units import CardId

_VALUES: dict[Kind, Any] = {
    Kind.TEXT: "some words",
    Kind.WORDS: ("one word", "another"),
    Kind.STEPS: ("one step", "another"),
    Kind.PAIRS: (("n", "5..64"), ("f", "1, 3")),
    Kind.TRUTH: True,
    Kind.SOURCE: Source(Span(1, 2), Span(4, 4), "abc", "def"),
}


_OF_KINDS: dict[str, Any] = {"cloze": "{{c1::some}} words", "where": "n > 3"}
"""Fields that make a card one of a kind, where not any value does."""

WITH = {"vary": ("where",)}
"""Those that stand beside one of them only."""

ANSWERS = ("cloze",)
"""Those of them that are the answer of a card, which has no other."""


def value_of(field: CardField) -> Any:
    """A value of `field` that is not its default."""
    if field.name in _OF_KINDS:
        return _OF_KINDS[field.name]
    if field.kind is Kind.CHOICE:
        return next(choice for choice in field.choices if choice != field.default)
    return _VALUES[field.kind]


def whole_cards(follows: CardId) -> tuple[Card, ...]:
    """Cards of which everything is said that a deck may say: of each kind one."""
    values = {field.name: value_of(field) for field in FIELDS}
    of_kinds = {*KINDS, *chain.from_iterable(WITH.values())}
    plain = {name: value for name, value in values.items() if name not in of_kinds}
    plain |= {"id": CardId("whole"), "follows": follows}
    return Card(**plain), *(
        Card(
            CardId(f"whole-{name}"),
            "Which?",
            "" if name in ANSWERS else "This.",
            **{each: values[each] for each in (name, *WITH.get(name, ()))},
        )
        for name in KINDS
    )
