"""The paper of a mock exam: what it asks, and what its result says of all cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.units import CardId
from dcnn_cards.study.paper import draw_paper, share_known


def deck(sizes: Sequence[int]) -> list[Card]:
    """Cards of sections s0, s1 ..., each with so many."""
    return [
        Card(CardId(f"s{section}-{n}"), "?", "!", section=f"s{section}")
        for section, size in enumerate(sizes)
        for n in range(size)
    ]


def tangled(dice: Random) -> list[Card]:
    """Cards with chains, parts and circles among them."""
    made: dict[CardId, Card] = {}
    for n in range(dice.randint(1, 25)):
        part = dice.choice(["", "#c1", "#c2"])
        name = CardId(f"c{dice.randint(0, n) if part else n}{part}")
        follows = CardId(f"c{dice.randint(0, 25)}") if dice.random() < 0.5 else None
        made[name] = Card(name, "?", "!", section=dice.choice("abc"), follows=follows)
    return list(made.values())


decks = st.integers(0, 2**32).map(Random).map(tangled)


@given(decks, st.integers(1, 30), st.integers(0, 99))
def test_of_a_card_one_part_is_asked_and_of_a_chain_one_card(
    cards: list[Card], questions: int, seed: int
) -> None:
    paper = draw_paper(cards, questions, seed)
    asked = {card.id: card for card in paper.questions}
    assert 1 <= len(asked) == len(paper.questions) <= questions
    wholes = [card.whole for card in paper.questions]
    assert len(set(wholes)) == len(wholes)
    follows = {card.whole: card.follows for card in cards if card.follows}
    for card in paper.questions:
        at, passed = card.whole, set[str]()
        while (before := follows.get(CardId(at))) and before not in passed:
            passed.add(before)
            at = CardId(before.partition("#")[0])
            assert at == card.whole or at not in wholes


@given(decks, st.integers(1, 30), st.integers(0, 99))
def test_the_same_cards_and_seed_make_the_same_paper_in_the_decks_order(
    cards: list[Card], questions: int, seed: int
) -> None:
    paper = draw_paper(cards, questions, seed)
    assert paper == draw_paper(cards, questions, seed)
    places = [cards.index(card) for card in paper.questions]
    assert places == sorted(places)


def test_another_seed_makes_another_paper() -> None:
    cards = deck([30, 30])
    papers = {tuple(card.id for card in draw_paper(cards, 10, seed).questions) for seed in range(9)}
    assert len(papers) == 9


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 60), st.integers(0, 99))
def test_each_section_has_its_share_give_or_take_one(
    sizes: list[int], questions: int, seed: int
) -> None:
    paper = draw_paper(deck(sizes), questions, seed)
    asked = Counter(card.section for card in paper.questions)
    assert asked.total() == min(questions, sum(sizes))
    for section, size in enumerate(sizes):
        share = asked.total() * size / sum(sizes)
        assert abs(asked[f"s{section}"] - share) < 1 + 1e-6


def test_a_section_that_counts_double_is_asked_twice_as_often() -> None:
    weights = {"s0": 1.0, "s1": 2.0, "s2": 0.0}
    asked = Counter(
        card.section
        for seed in range(60)
        for card in draw_paper(
            deck([50, 50, 50]), 9, seed, lambda card: weights[card.section]
        ).questions
    )
    assert (asked["s0"], asked["s1"], asked["s2"]) == (180, 360, 0)


def test_every_card_has_the_same_chance() -> None:
    cards = deck([7, 13, 5])
    rounds = 2000
    asked = Counter(
        card.id for seed in range(rounds) for card in draw_paper(cards, 5, seed).questions
    )
    expected = rounds * 5 / 25
    spread = (expected * (1 - 5 / 25)) ** 0.5
    assert all(abs(asked[card.id] - expected) < 4.5 * spread for card in cards)


def test_a_paper_is_no_longer_than_what_can_be_asked() -> None:
    chain = [
        Card(CardId(f"c{n}"), "?", "!", follows=CardId(f"c{n - 1}") if n else None)
        for n in range(4)
    ]
    assert len(draw_paper(chain, 20, 1).questions) == 1
    assert len(draw_paper(deck([3]), 20, 1).questions) == 3


@pytest.mark.parametrize(
    ("known", "low", "high"), [(0, 0, 0.0759), (10, 0.3623, 0.6377), (20, 0.9241, 1)]
)
def test_the_bounds_are_wilsons(known: int, low: float, high: float) -> None:
    # Computed by hand for n = 20 and z = 1.2816, drawn from so many that each is drawn anew.
    share = share_known(known, 20, 10**9)
    assert share.value == known / 20
    assert share.low == pytest.approx(low, abs=1e-4)
    assert share.high == pytest.approx(high, abs=1e-4)


def test_who_was_asked_all_has_no_margin() -> None:
    assert share_known(3, 4, 4) == (0.75, 0.75, 0.75)


@pytest.mark.parametrize("truth", [0.5, 0.7, 0.9])
def test_the_bounds_hold_for_eight_of_ten_papers(truth: float) -> None:
    cards, questions = 60, 20
    knows = [True] * round(cards * truth) + [False] * (cards - round(cards * truth))
    dice = Random(1)
    held = 0
    for _ in range(4000):
        share = share_known(sum(dice.sample(knows, questions)), questions, cards)
        held += share.low - 1e-9 <= truth <= share.high + 1e-9
    assert 0.72 <= held / 4000 <= 0.92  # results are whole questions, so it comes in steps
    assert comb(cards, questions) > 4000
