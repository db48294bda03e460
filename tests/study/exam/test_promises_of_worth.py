"""What the exam's plan promises, whatever the cards."""

from __future__ import annotations

import os
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.exam.course import Plan, studied
from dcnn_cards.study.exam.forecast import scores
from dcnn_cards.study.exam.policies import POLICIES, by_worth
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.exam.worth import untouched, worths
from scripts.exam_range import KINDS, course
from tests.study.exam.test_worth import EXAM, FSRS, TODAY, written_out

LEARNERS = int(os.environ.get("EXAM_LEARNERS", "4"))
"""So many learners a kind try the range; 200 make it long."""


@st.composite
def stands(draw: st.DrawFn) -> Standing:
    """Any card that a log can have led to: new, of today or of an earlier day."""
    card = Standing(CardId("card"), draw(st.sampled_from([0.0, 0.5, 1.0, 3.0])))
    days = sorted(draw(st.lists(st.integers(0, 60), max_size=6)), reverse=True)
    for before in days:
        card = card.after(draw(st.sampled_from(Grade)), TODAY - before, FSRS)
    return card


@given(st.lists(stands(), max_size=8), st.integers(1, 90))
@settings(max_examples=60, deadline=None)
def test_a_card_is_asked_if_and_only_if_that_raises_what_it_counts(
    cards: list[Standing], days: int
) -> None:
    found = worths(cards, TODAY, TODAY + days, FSRS, PUBLISHED)
    for card, worth in zip(cards, found, strict=True):
        assert worth == pytest.approx(written_out(card, exam=TODAY + days), abs=1e-9)
        assert worth >= 0
        assert card.weight or not worth


@given(st.lists(stands(), min_size=1, max_size=12), st.sampled_from([1.0, 4.0]))
@settings(max_examples=25, deadline=None)
def test_a_plan_asks_the_largest_worth_there_is_and_nothing_that_is_worth_nothing(
    cards: list[Standing], minutes: float
) -> None:
    named = [card.replace(card=CardId(f"{number}")) for number, card in enumerate(cards)]
    asked: list[float] = []

    def answer(card: Standing, today: Day) -> tuple[Grade, float]:
        (worth,) = worths([card], today, EXAM, FSRS, PUBLISHED)
        asked.append(worth)
        return Grade.GOOD, 20.0

    policy = by_worth(EXAM, FSRS, PUBLISHED)
    studied(named, Plan(TODAY, (minutes, *[0.0] * 13)), policy, answer, FSRS)
    worth = worths(named, TODAY, EXAM, FSRS, PUBLISHED)
    best = sorted((each for each in worth if each), reverse=True)
    assert asked == pytest.approx(best[: round(minutes * 3)])


@given(
    st.lists(st.floats(0.5, 200), min_size=2, max_size=20, unique=True),
    st.floats(1, 10),
    st.integers(1, 60),
)
@settings(max_examples=60, deadline=None)
def test_on_the_day_before_the_weakest_come_first(
    stabilities: list[float], difficulty: float, days: int
) -> None:
    """Of cards alike in difficulty and last day, all recalled today with 65 % or more.

    What is weaker than that will likelier fail, costs more seconds, and gains about as much.
    """
    last = TODAY - days
    cards = [
        Standing(CardId("card"), 1.0, "", (stability, difficulty), last, last, Grade.GOOD)
        for stability in sorted(stabilities)
    ]
    weakest_first = [
        worth
        for worth, recall in zip(
            worths(cards, TODAY, TODAY + 1, FSRS, PUBLISHED),
            untouched(cards, TODAY, FSRS),
            strict=True,
        )
        if recall >= 0.65
    ]
    # Stabilities are single precision in the engine: the worth of what hardly differs is as much.
    assert all(before >= after - 1e-6 for before, after in pairwise(weakest_first))


@pytest.mark.parametrize("days", [1, 5, 12])
def test_more_minutes_never_lower_the_expected_score_beyond_the_noise(days: int) -> None:
    cards = [Standing(CardId(f"{number}")) for number in range(40)]
    cards[20:] = [card.after(Grade.GOOD, TODAY - 3, FSRS) for card in cards[20:]]
    learners = [
        scores(cards, Plan(TODAY, (minutes,) * days), FSRS, PUBLISHED).learners
        for minutes in (0.5, 1.0, 2.0, 4.0)
    ]
    expected = [sum(each) / len(each) for each in learners]
    assert all(more >= fewer - 0.01 for fewer, more in pairwise(expected))
    assert expected[-1] > expected[0]


@pytest.mark.parametrize("policy", POLICIES)
def test_cards_of_weight_0_are_asked_by_no_policy_that_knows_weights(policy: str) -> None:
    cards = [
        Standing(CardId("counts")),
        Standing(CardId("does not"), 0.0),
        Standing(CardId("did not"), 0.0).after(Grade.AGAIN, TODAY - 9, FSRS),
    ]
    found = POLICIES[policy](EXAM, FSRS, PUBLISHED)(cards, TODAY)
    assert found[0] > 0
    assert found[1:] == [0, 0]


@pytest.mark.parametrize("kind", ["fsrs", "stubborn"])
def test_the_range_holds_for_about_eight_of_ten(kind: str) -> None:
    """In the middle and the day before; `python -m scripts.exam_range` has all the figures."""
    assert kind in KINDS
    courses = [course(kind, seed, 8, 2.0, 40) for seed in range(1, LEARNERS + 1)]
    found = [each for _, middle, last in courses for each in (middle, last)]
    held = sum(each.held for each in found) / len(found)
    error = sqrt(0.16 / len(found))
    assert 0.72 - 2 * error < held < 0.88 + 2 * error
    assert all(each.high - each.low < 0.5 for each in found)


def test_a_forecast_of_a_learner_who_forgets_twice_as_fast_comes_down() -> None:
    began, _, ended = zip(
        *(course("stubborn", seed, 12, 2.0, 60) for seed in range(1, 5)), strict=True
    )
    expected = [sum(each.expected for each in found) / 4 for found in (began, ended)]
    assert expected[1] < expected[0]
