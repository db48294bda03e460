"""The order of a day's reviews: interleaved, chains in order, the same after a break."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.order import after_what_they_follow, interleaved, parts_apart

days = st.integers(738_000, 739_000).map(Day)


def deck(topics: Sequence[str], follows: Sequence[int | None] = ()) -> list[Card]:
    """Cards c0, c1 ... with these topics; what a card follows is given by its number."""
    befores = [*follows, *[None] * len(topics)]
    return [
        Card(CardId(f"c{n}"), "?", "!", topic=topic,
             follows=None if before is None else CardId(f"c{before}"))
        for n, (topic, before) in enumerate(zip(topics, befores, strict=False))
    ]  # fmt: skip


@st.composite
def decks(draw: st.DrawFn) -> list[Card]:
    topics = draw(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=25))
    befores = [draw(st.none() | st.integers(0, n - 1)) if n else None for n in range(len(topics))]
    cards = deck(topics, befores)
    return draw(st.permutations(cards))


def neighbours(cards: Sequence[Card]) -> int:
    """How many stand behind one of their topic."""
    return sum(bool(one.topic) and one.topic == other.topic for one, other in pairwise(cards))


@given(decks(), days)
def test_every_card_comes_once_and_after_what_it_follows(cards: list[Card], day: Day) -> None:
    asked = interleaved(cards, day)
    assert Counter(card.id for card in asked) == Counter(card.id for card in cards)
    places = {card.id: place for place, card in enumerate(asked)}
    for card in cards:
        if card.follows:
            assert places[card.follows] < places[card.id]


@given(decks(), days, st.randoms())
def test_the_order_hangs_on_the_cards_and_the_day_alone(
    cards: list[Card], day: Day, dice: st.DataObject
) -> None:
    mixed = list(cards)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert interleaved(mixed, day) == interleaved(cards, day)


@given(decks(), days)
def test_after_a_break_it_goes_on_as_it_would_have(cards: list[Card], day: Day) -> None:
    asked = interleaved(cards, day)
    for done in range(1, len(asked)):
        assert interleaved(asked[done:], day, asked[done - 1]) == asked[done:]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), days)
def test_no_two_of_a_topic_in_a_row_where_that_can_be_had(sizes: list[int], day: Day) -> None:
    topics = [name for name, size in zip("abcdef", sizes, strict=False) for _ in range(size)]
    unavoidable = max(0, max(sizes) - (sum(sizes) - max(sizes)) - 1)
    assert neighbours(interleaved(deck(topics), day)) == unavoidable


@given(st.lists(st.integers(1, 6), min_size=2, max_size=6), days)
def test_chains_within_their_topics_are_no_hindrance(sizes: list[int], day: Day) -> None:
    topics, befores = list[str](), list[int | None]()
    for name, size in zip("abcdef", sizes, strict=False):
        for n in range(size):
            befores.append(len(topics) - 1 if n else None)
            topics.append(name)
    unavoidable = max(0, max(sizes) - (sum(sizes) - max(sizes)) - 1)
    assert neighbours(interleaved(deck(topics, befores), day)) == unavoidable


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.randoms())
def test_no_two_parts_of_a_card_in_a_row_where_that_can_be_had(
    sizes: list[int], dice: st.DataObject
) -> None:
    cards = [Card(CardId(f"{n}#c{m}"), "?") for n, size in enumerate(sizes) for m in range(size)]
    dice.shuffle(cards)  # type: ignore[attr-defined]
    asked = parts_apart(cards)
    together = sum(one.whole == other.whole for one, other in pairwise(asked))
    assert together == max(0, max(sizes) - (sum(sizes) - max(sizes)) - 1)
    for card in cards:  # the parts of each in their order
        own = [other for other in cards if other.whole == card.whole]
        assert [other for other in asked if other.whole == card.whole] == own


def test_parts_move_no_further_than_they_have_to() -> None:
    names = ["a", "x#c1", "x#c2", "x#c3", "b", "c", "d"]
    asked = parts_apart([Card(CardId(name), "?") for name in names])
    assert [card.id for card in asked] == ["a", "x#c1", "b", "x#c2", "c", "x#c3", "d"]


def test_another_day_has_another_order() -> None:
    cards = deck(["a", "b", "c", "d"] * 5)
    orders = {tuple(card.id for card in interleaved(cards, Day(day))) for day in range(30)}
    assert len(orders) == 30


def test_cards_that_follow_each_other_in_a_circle_are_asked_all_the_same() -> None:
    cards = deck(["a", "a", "b"], [1, 0, None])
    assert sorted(card.id for card in interleaved(cards, Day(1))) == ["c0", "c1", "c2"]
    assert sorted(card.id for card in after_what_they_follow(cards)) == ["c0", "c1", "c2"]


@pytest.mark.parametrize(
    "arrange", [after_what_they_follow, lambda c: interleaved(c, Day(1)), parts_apart]
)
@pytest.mark.parametrize(
    "cards",
    [
        pytest.param(
            lambda n: deck(["t"] * n, [k + 1 if k + 1 < n else None for k in range(n)]),
            id="a chain from the end of the deck",
        ),
        pytest.param(lambda n: deck(["t"] * n, [None, *range(n - 1)]), id="a chain"),
        pytest.param(lambda n: deck([f"t{k}" for k in range(n)]), id="topics of one card"),
        pytest.param(lambda n: deck(["t"] * n, [None] + [0] * (n - 1)), id="all follow one"),
        pytest.param(lambda n: deck(["t"] * (n - 9) + list("abcdefghi")), id="a large topic"),
        pytest.param(
            lambda n: [Card(CardId(f"{k // 30}#c{k % 30}"), "?") for k in range(n)], id="parts"
        ),
    ],
)
def test_it_takes_hardly_longer_than_there_are_cards(arrange, cards) -> None:  # type: ignore[no-untyped-def]
    def taken(count: int) -> float:
        given_, best = cards(count), 9.9
        for _ in range(3):
            began = time.process_time()
            assert len(arrange(given_)) == count
            best = min(best, time.process_time() - began)
        return best

    # Eight times the cards: 64 times as long would be quadratic.
    assert taken(16_000) < 30 * max(taken(2_000), 0.002)
