"""Kinds of cards: what a card of a deck file makes to review.

A card is of a kind by one of its fields; one without any of these is its question and its answer.
A kind is a file here with a `KIND`, and a line in the table below. It is imported when a deck has a
card of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple, cast

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.registries import module_of
from dcnn_cards.schedule.units import PART, CardId

if TYPE_CHECKING:
    from fractions import Fraction

_MODULES = {
    "cloze": "dcnn_cards.deck.kinds.cloze",
    "reversed": "dcnn_cards.deck.kinds.reversing",
    "steps": "dcnn_cards.deck.kinds.steps",
    "vary": "dcnn_cards.deck.kinds.vary",
    "choices": "dcnn_cards.deck.kinds.choices",
}
"""The field that makes a card one of a kind, and where that kind is."""

KINDS = tuple(_MODULES)
"""The fields of which a card may have one."""

_values = attrgetter(*KINDS, "id")


class Number(NamedTuple):
    """A number that is asked for.

    It may be off by `tolerance`, in its own `unit`; 0 is for exact. `name` is what it is called
    where several are asked for.
    """

    value: Fraction | float
    tolerance: float = 0.0
    unit: str = ""
    name: str = ""


class Drawn(NamedTuple):
    """A card as it is asked this time.

    `facts` says in words what was drawn, `numbers` are what it asks for. Of `choices` that it
    offers, numbered from 1, one is `right`.
    """

    card: Card
    facts: str = ""
    numbers: tuple[Number, ...] = ()
    choices: int = 0
    right: int = 0


class CardKind(NamedTuple):
    """What is to be known of a kind of card.

    `items` returns what a card makes to review, one or more: plain cards, each with its own id, of
    which all but perhaps the first are the card's own with a name behind it. `faults` returns what
    keeps it from that, in words; a card with faults is not asked for its items. `drawn` makes a
    thing to review of draw number 0, 1, ...: the same of the same number, another of the next.
    `named` is what stands for a thing to review in a list, as Markdown. The `example` is a card or
    more as in a deck file, each with nothing but an id, its words, and what makes it one.
    """

    example: str
    items: Callable[[Card], Sequence[Card]]
    faults: Callable[[Card], Iterable[str]] = lambda _: ()
    drawn: Callable[[Card, int], Drawn] | None = None
    named: Callable[[Card], str] = attrgetter("asked")


def examples() -> str:
    """Return a deck with cards of each kind, as a file has it."""
    cards = "".join(_kind(name).example.lstrip("\n") for name in KINDS)
    return f"deck: kinds\ncards:\n{indent(cards, '  ')}"


def fields_of(card: Card) -> list[str]:
    """Return the fields that make `card` one of a kind; more than one is a fault."""
    *values, _ = _values(card)
    return [name for name, value in zip(KINDS, values, strict=True) if value]


def kind_of(card: Card) -> CardKind | None:
    """Return the kind that `card` is of, None for a question with its answer."""
    names = fields_of(card)
    return _kind(names[0]) if names else None


def faults_of(card: Card) -> list[str]:
    """Return in words what keeps `card` from being one of its kind."""
    names = fields_of(card)
    if card.where and not card.vary:
        return [f"card `{card.id}` has `where` without `vary`"]
    if len(names) > 1:
        return [f"card `{card.id}` has {' and '.join(f'`{name}`' for name in names)}: of these one"]
    return [f"card `{card.id}`: {what}" for name in names for what in _kind(name).faults(card)]


@lru_cache(maxsize=16)  # asked for again and again while the card is in front
def drawn(card: Card, number: int) -> Drawn | None:
    """Return `card` as draw `number` asks it, from 0; None if nothing of it is drawn."""
    kind = kind_of(card)
    return kind.drawn(card, number) if kind and kind.drawn else None


def named(card: Card) -> str:
    """Return what stands for `card` in a list: its question, or what tells its parts apart."""
    kind = kind_of(card)
    return kind.named(card) if kind else card.asked


def part_of(card: Card, name: str) -> CardId:
    """Return the id of a part of `card`."""
    return CardId(f"{card.id}{PART}{name}")


def to_review(deck: Deck) -> Deck:
    """Return `deck` with what there is to review of each card in that card's place.

    What follows a card that is several follows the first of them. The deck has no faults.
    """
    made = [(card, line, kind_of(card)) for card, line in zip(deck.cards, deck.lines, strict=True)]
    if not any(kind for *_, kind in made):
        return deck
    items = [(kind.items(card) if kind else (card,), line) for card, line, kind in made]
    first = {
        card.id: cards[0].id for card, (cards, _) in zip(deck.cards, items, strict=True)
    }  # fmt: skip
    return replace(
        deck,
        cards=tuple(
            item.replace(follows=first[item.follows]) if item.follows else item
            for cards, _ in items
            for item in cards
        ),
        lines=tuple(line for cards, line in items for _ in cards),
    )


def _kind(name: str) -> CardKind:
    return cast(CardKind, module_of(name, _MODULES, "kind of card").KIND)
