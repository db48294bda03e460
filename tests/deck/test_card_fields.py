"""Each field of a card, whatever it is called, goes everywhere that fields go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards.deck.card import (
    CARD_KEYS,
    CHOICES,
    FIELDS,
    Card,
    CardField,
    Deck,
    Kind,
)
from dcnn_cards.deck.compiled import CompiledDeck, load_deck
from dcnn_cards.deck.doubts import doubts
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.reading import parse_deck
from dcnn_cards.deck.writing import card_fields, dump_deck, with_fields
from dcnn_cards.schedule.units import CardId, DeckName
from tests.deck.every_field import EXAMPLES, value_of

BARE = Card(CardId("bare"), "Which?")
# A figure and the card that is followed belong to the world around the card.
each_field = pytest.mark.parametrize(
    "field",
    [field for field in FIELDS if field.name not in ("id", "follows")],
    ids=lambda f: f.name,
)


def card_with(field: CardField, value: Any) -> Card:
    plain = Card(CardId("a"), "What?", "That.", figure="figure.txt")
    card = EXAMPLES.get(field.name, plain)
    return card.replace(**{"id": CardId("a"), field.name: value})


def deck_of(card: Card) -> Deck:
    return Deck(DeckName("d"), "T", (BARE, card))


def read(text: str) -> Card:
    deck, problems = parse_deck(text)
    assert problems == []
    assert deck
    return deck.cards[1]


@each_field
def test_it_is_written_and_read(field: CardField) -> None:
    card = card_with(field, value_of(field))
    assert field.name in card_fields(card)
    assert read(dump_deck(deck_of(card))) == card


@each_field
def test_it_is_put_into_a_deck(field: CardField) -> None:
    text = dump_deck(deck_of(card_with(field, field.default)))
    there = with_fields(text, {"a": {field.name: value_of(field)}})
    assert getattr(read(there), field.name) == value_of(field)


@each_field
def test_it_is_kept_with_the_deck_as_read(field: CardField, tmp_path: Path) -> None:
    card = card_with(field, value_of(field))
    path = tmp_path / "deck.yaml"
    path.write_text(dump_deck(deck_of(card)))
    deck = load_deck(path, tmp_path)
    assert isinstance(deck, CompiledDeck)
    assert list(deck.cards) == list(to_review(replace(deck_of(card), lines=(2, 5))).cards)


@pytest.mark.parametrize(
    "field",
    [field for field in FIELDS if field.kind in (Kind.TEXT, Kind.WORDS)],
    ids=lambda field: field.name,
)
def test_its_words_find_the_card_and_its_formulas_are_checked_if_its_key_says_so(
    field: CardField,
) -> None:
    wrong = r"see $\frac{a$"
    card = card_with(field, (wrong,) if field.kind is Kind.WORDS else wrong)
    assert Filters(text="SEE $").match(card) == (field.key.typeset or field.key.searched)
    doubted = [each.what for each in doubts(Deck(DeckName("d"), "T", (card,), lines=(4,)))]
    assert any(f"formula of `{field.name}`" in what for what in doubted) == field.key.typeset


@pytest.mark.parametrize(("name", "choices"), CHOICES.items())
def test_a_choice_is_one_of_its_words(name: str, choices: tuple[str, ...]) -> None:
    text = f"deck: d\ncards:\n  - id: a\n    question: q\n    {name}: neither\n"
    _, problems = parse_deck(text)
    listed = " or ".join(f"`{choice}`" for choice in choices)
    assert [(each.line, each.what) for each in problems] == [(5, f"`{name}` is {listed}")]


def test_every_field_is_a_key_with_a_meaning() -> None:
    assert sorted(CARD_KEYS) == sorted(field.name for field in FIELDS)
    assert all(field.key.meaning for field in FIELDS)
