"""What passes a filter: any form of a text, weeks one by one and together."""

from __future__ import annotations

from typing import Any

import pytest

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId, DeckName

WEEKS = ("7", "8", "8a", "8b", "9", "9a", "10", "11b", "12", "intro", "1-2")
CARDS = tuple(Card(CardId(f"w{week}"), "Q?", week=week) for week in WEEKS)
DECK = Deck(DeckName("d"), "t", CARDS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("8", "8 8a 8b"),
        ("8A", "8a"),
        ("8,9", "8 8a 8b 9 9a"),
        (" 8a , 9 ", "8a 9 9a"),
        ("8-11", "8 8a 8b 9 9a 10 11b"),
        ("8–10", "8 8a 8b 9 9a 10"),
        ("8b-9", "8b 9 9a"),
        ("8-9,12", "8 8a 8b 9 9a 12"),
        ("1-2", "1-2"),
        ("intro", "intro"),
        ("８", "8 8a 8b"),
    ],
)
def test_weeks(asked: str, found: str) -> None:
    assert [card.week for card in select(DECK, Filters((asked,)))] == found.split()


@pytest.mark.parametrize("asked", ["11-8", "13", "8-", "-8", ",", "99999999999999999999-1"])
def test_weeks_that_are_not_there_say_what_is(asked: str) -> None:
    with pytest.raises(CardsError, match="no card matches week") as raised:
        select(DECK, Filters((asked,)))
    assert raised.value.fix.startswith("Weeks: ")
    assert raised.value.fix.endswith(f" and {len({card.week for card in DECK.cards}) - 10} more")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Cafe\u0301", "café"),
        ("café", "CAFE\u0301"),
        ("Zürich", "zu\u0308rich"),
        ("neu\xadral", "neural"),
        ("neural", "neu\u200bral"),
        ("Straße", "STRASSE"),
        ("ﬁlter", "filter"),
    ],
)
@pytest.mark.parametrize("field", ["section", "topic", "question"])
def test_forms_of_a_text_are_one(name: str, asked: str, field: str) -> None:
    changes: dict[str, Any] = {field: f"The {name} of it"}
    card = Card(CardId("a"), "Q?").replace(**changes)
    deck = Deck(DeckName("d"), "t", (card,))
    key = "text" if field == "question" else field
    wanted: dict[str, Any] = {key: asked}
    assert select(deck, Filters().replace(**wanted)) == (card,)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cross entropy", True),  # a hyphen is a space
        ("entropy cross", True),
        ("loss cross-entropy", True),
        ("SOFTMAX log loss", True),
        ("cross hinge", False),
        ("entropycross", False),
    ],
)
def test_all_words_count_in_any_order(asked: str, found: bool) -> None:
    card = Card(CardId("a"), "The cross-entropy of softmax?", "A loss.", aliases=("log loss",))
    assert Filters(text=asked).match(card) is found


def test_a_tag_is_whole_and_one_of_several_is_enough() -> None:
    card = Card(CardId("a"), "Q?", tags=("Derivation", "corrected"))
    assert Filters(tags=("derivation",)).match(card)
    assert Filters(tags=("list", "corrected")).match(card)
    assert not Filters(tags=("correct",)).match(card)
    assert not Filters(tags=("derivation",), text="other").match(card)
    assert str(Filters(tags=("list",))) == "tag “list”"


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    card = Card(CardId("a"), "Q?", section="Generative models", topic="Batch norm", week="8a")
    card = card.replace(tags=("derivation",))
    deck = Deck(DeckName("d"), "t", (card,))
    for filters, meant in (
        (Filters(section="genrative"), "--section `Generative models`"),
        (Filters(topic="bacth norm"), "--topic `Batch norm`"),
        (Filters(tags=("derivaton",)), "--tag `derivation`"),
    ):
        with pytest.raises(CardsError) as raised:
            select(deck, filters)
        name = meant.split("`")[1]
        field = meant.removeprefix("--").split()[0].capitalize()
        assert raised.value.fix == f"Did you mean {meant}?\n{field}s: {name}"


def said_of_none(**asked: Any) -> str:
    cards = tuple(
        Card(CardId(f"c{n}"), "Q?", week=str(n), section=f"Part {n}", topic="Norms")
        for n in range(1, 15)
    )
    with pytest.raises(CardsError) as raised:
        select(Deck(DeckName("d"), "t", cards), Filters(**asked))
    return raised.value.fix


def test_only_what_failed_is_told_and_the_nearest_of_it_first() -> None:
    assert said_of_none(weeks=("17",)) == "Weeks: 14; 13; 12; 11; 10; 9; 8; 7; 6; 5 and 4 more"
    assert said_of_none(weeks=("8",), section="Party") == (
        "Did you mean --section `Part 14`?\nSections: "
        + "; ".join(f"Part {n}" for n in range(1, 10))
        + "; Part 10 and 4 more"
    )
    assert said_of_none(text="something else", weeks=("3",)) == (
        "Use fewer words: all of them have to be on one card."
    )
    assert said_of_none(tags=("why",)) == "The deck has no tags."
    assert "leave one out" in said_of_none(weeks=("3",), section="Part 4")
