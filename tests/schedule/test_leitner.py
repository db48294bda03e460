"""Leitner's box against its rules, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.leitner import SCHEDULER
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import Day

AGAIN, HARD, GOOD, EASY = Grade

# Grade, box after it, days until it is asked.
VECTORS = {
    "known each time: one box up, each twice as long, up to the fifth": [
        (GOOD, 2, 2),  # a new card is in box 1
        (GOOD, 3, 4),
        (GOOD, 4, 8),
        (GOOD, 5, 16),
        (GOOD, 5, 16),
    ],
    "Easy moves two up": [(EASY, 3, 4), (EASY, 5, 16), (EASY, 5, 16)],
    "Easy from the fourth box ends in the fifth": [
        (GOOD, 2, 2),
        (EASY, 4, 8),
        (EASY, 5, 16),
    ],
    "Hard stays": [(HARD, 1, 1), (GOOD, 2, 2), (HARD, 2, 2), (GOOD, 3, 4)],
    "Again goes back to the first, however far it had come": [
        (EASY, 3, 4),
        (EASY, 5, 16),
        (AGAIN, 1, 1),
        (GOOD, 2, 2),
    ],
    "a new card that is not known": [(AGAIN, 1, 1), (AGAIN, 1, 1), (GOOD, 2, 2)],
}


@pytest.mark.parametrize("steps", VECTORS.values(), ids=VECTORS)
def test_each_review_on_its_day_moves_the_card_as_the_rules_say(
    steps: list[tuple[Grade, int, int]],
) -> None:
    state: State | None = None
    day = 738_000
    for grade, box, days in steps:
        state = SCHEDULER.review(state, grade, Day(day))
        assert state.memory == (box,)
        assert (state.interval, state.due) == (days, day + days)
        assert state.again is (grade is AGAIN)
        day = state.due


def test_drill_on_the_same_day_moves_no_box() -> None:
    third = SCHEDULER.review(None, EASY, Day(10))
    back = SCHEDULER.review(third, AGAIN, Day(14))
    assert back == State(Day(15), 1, 2, 1, True, (1,))
    assert SCHEDULER.review(back, AGAIN, Day(14)) == State(Day(15), 1, 3, 1, True, (1,))
    assert SCHEDULER.review(back, EASY, Day(14)) == State(Day(15), 1, 3, 1, False, (1,))


def test_a_lapse_is_counted_only_from_the_second_box_on() -> None:
    new = SCHEDULER.review(None, AGAIN, Day(10))
    assert SCHEDULER.review(new, AGAIN, Day(11)).lapses == 0
    second = SCHEDULER.review(new, GOOD, Day(11))
    assert SCHEDULER.review(second, AGAIN, Day(13)).lapses == 1


def test_a_review_before_or_after_its_day_moves_the_card_like_one_on_it() -> None:
    third = SCHEDULER.review(None, EASY, Day(10))  # due on 14
    for day in (11, 14, 99):
        assert SCHEDULER.review(third, GOOD, Day(day)) == State(Day(day + 8), 8, 2, 0, False, (4,))


@given(st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 20)), min_size=1))
def test_any_history_ends_in_the_box_that_the_definition_says(
    history: list[tuple[Grade, int]],
) -> None:
    state: State | None = None
    day, box = 738_000, 1
    for number, (grade, days) in enumerate(history):
        day += days
        state = SCHEDULER.review(state, grade, Day(day))
        if number == 0 or days:  # the first on its day
            moved = {AGAIN: 1, HARD: box, GOOD: box + 1, EASY: box + 2}[grade]
            box = min(moved, 5)
        assert state.memory == (box,)
        assert state.due == day + 2 ** (box - 1)
