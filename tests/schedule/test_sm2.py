"""SM-2 against vectors worked out by hand from the publication of 1990.

Every line gives the grade, then what the text prescribes, step by step:
interval in days, ease after the repetition, successes in a row, and whether it comes again today.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.scheduler import MAX_INTERVAL, State
from dcnn_cards.schedule.sm2 import SCHEDULER, ease_after, next_interval
from dcnn_cards.schedule.units import Day

AGAIN, HARD, GOOD, EASY = Grade

VECTORS = {
    "Good, q = 4, leaves the ease alone: 0.1 - 1·(0.08 + 1·0.02) = 0": [
        (GOOD, 1, 2.5, 1, False),  # I(1) = 1
        (GOOD, 6, 2.5, 2, False),  # I(2) = 6
        (GOOD, 15, 2.5, 3, False),  # 6·2.5 = 15
        (GOOD, 38, 2.5, 4, False),  # 15·2.5 = 37.5, rounded up
        (GOOD, 95, 2.5, 5, False),  # 38·2.5 = 95
        (GOOD, 238, 2.5, 6, False),  # 95·2.5 = 237.5, rounded up
        (GOOD, 595, 2.5, 7, False),  # 238·2.5 = 595
    ],
    "Easy, q = 5, adds 0.1": [
        (EASY, 1, 2.6, 1, False),  # I(1) = 1; 2.5 + 0.1
        (EASY, 6, 2.7, 2, False),  # I(2) = 6; 2.6 + 0.1
        (EASY, 17, 2.8, 3, False),  # 6·2.7 = 16.2
        (EASY, 48, 2.9, 4, False),  # 17·2.8 = 47.6
        (EASY, 140, 3.0, 5, False),  # 48·2.9 = 139.2
        (EASY, 420, 3.1, 6, False),  # 140·3.0 = 420
    ],
    "Hard, q = 3, takes 0.14: 0.1 - 2·(0.08 + 2·0.02); under 4, so it comes again today": [
        (HARD, 1, 2.36, 1, True),  # I(1) = 1; 2.5 - 0.14
        (HARD, 6, 2.22, 2, True),  # I(2) = 6
        (HARD, 14, 2.08, 3, True),  # 6·2.22 = 13.32
        (HARD, 30, 1.94, 4, True),  # 14·2.08 = 29.12
        (HARD, 59, 1.80, 5, True),  # 30·1.94 = 58.2
        (HARD, 107, 1.66, 6, True),  # 59·1.80 = 106.2
        (HARD, 178, 1.52, 7, True),  # 107·1.66 = 177.62
        (HARD, 271, 1.38, 8, True),  # 178·1.52 = 270.56
        (HARD, 374, 1.30, 9, True),  # 271·1.38 = 373.98; 1.38 - 0.14 = 1.24, so 1.3
        (HARD, 487, 1.30, 10, True),  # 374·1.3 = 486.2
    ],
    "Again, q = 1, starts over without changing the ease": [
        (GOOD, 1, 2.5, 1, False),
        (GOOD, 6, 2.5, 2, False),
        (HARD, 15, 2.36, 3, True),  # 6·2.5 = 15 with the ease before; 2.5 - 0.14 after
        (AGAIN, 1, 2.36, 0, True),  # asked the next day, ease unchanged
        (GOOD, 1, 2.36, 1, False),  # I(1) = 1, "as if the item was memorized anew"
        (GOOD, 6, 2.36, 2, False),  # I(2) = 6
        (EASY, 15, 2.46, 3, False),  # 6·2.36 = 14.16; 2.36 + 0.1
        (GOOD, 37, 2.46, 4, False),  # 15·2.46 = 36.9
    ],
    "a new card that is not known": [
        (AGAIN, 1, 2.5, 0, True),
        (AGAIN, 1, 2.5, 0, True),
        (EASY, 1, 2.6, 1, False),  # I(1) = 1
        (HARD, 6, 2.46, 2, True),  # I(2) = 6; 2.6 - 0.14
        (GOOD, 15, 2.46, 3, False),  # 6·2.46 = 14.76
    ],
}


@pytest.mark.parametrize("steps", VECTORS.values(), ids=VECTORS)
def test_each_repetition_on_its_day_follows_the_publication(
    steps: list[tuple[Grade, int, float, int, bool]],
) -> None:
    state: State | None = None
    day = 738_000
    for count, (grade, interval, ease, repetitions, again) in enumerate(steps, start=1):
        state = SCHEDULER.review(state, grade, Day(day))
        assert (state.interval, state.due) == (interval, day + interval)
        assert state.memory == (ease, repetitions)
        assert state.again is again
        assert state.reviews == count
        day = state.due


@pytest.mark.parametrize(
    ("quality", "change"), [(5, 10), (4, 0), (3, -14), (2, -32), (1, -54), (0, -80)]
)
def test_the_formula_for_the_ease_at_every_quality(quality: int, change: int) -> None:
    # q = 2: 0.1 - 3·(0.08 + 3·0.02) = -0.32; q = 0: 0.1 - 5·(0.08 + 5·0.02) = -0.8
    assert ease_after(250, quality) == 250 + change


def test_the_ease_has_a_floor() -> None:
    assert ease_after(135, 3) == 130
    assert ease_after(130, 0) == 130


def test_a_whole_product_is_not_rounded_up_by_floating_point() -> None:
    assert 50 * 2.22 > 111
    assert next_interval(3, 50, 222) == 111


def test_drill_on_the_same_day_settles_only_whether_it_comes_again() -> None:
    learned = SCHEDULER.review(SCHEDULER.review(None, GOOD, Day(10)), GOOD, Day(11))
    forgotten = SCHEDULER.review(learned, AGAIN, Day(17))
    assert forgotten == State(Day(18), 1, 3, 1, True, (2.5, 0))
    once_more = SCHEDULER.review(forgotten, HARD, Day(17))  # q = 3 is still under 4
    assert once_more == State(Day(18), 1, 4, 1, True, (2.5, 0))
    known = SCHEDULER.review(once_more, EASY, Day(17))
    assert known == State(Day(18), 1, 5, 1, False, (2.5, 0))
    assert SCHEDULER.review(known, GOOD, Day(18)) == State(Day(19), 1, 6, 1, False, (2.5, 1))


def test_a_lapse_is_counted_only_for_what_had_been_learned() -> None:
    lapses = []
    state, day = None, 5
    for grade in (AGAIN, GOOD, AGAIN, AGAIN, HARD, AGAIN):
        state = SCHEDULER.review(state, grade, Day(day))
        lapses.append(state.lapses)
        day = state.due
    assert lapses == [0, 0, 1, 1, 1, 2]


def test_early_and_late_repetitions_count_as_the_next_one() -> None:
    state = SCHEDULER.review(SCHEDULER.review(None, GOOD, Day(10)), GOOD, Day(11))  # due on 17
    assert SCHEDULER.review(state, GOOD, Day(13)) == State(Day(28), 15, 3, 0, False, (2.5, 3))
    assert SCHEDULER.review(state, GOOD, Day(90)) == State(Day(105), 15, 3, 0, False, (2.5, 3))


def test_intervals_end_at_a_hundred_years() -> None:
    state, day = None, 1
    for _ in range(40):
        state = SCHEDULER.review(state, EASY, Day(day))
        day = state.due
    assert state is not None
    assert state.interval == MAX_INTERVAL == 36_525


@given(st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 40)), min_size=1, max_size=30))
def test_any_history_goes_as_the_steps_of_the_text_in_exact_fractions(
    reviews: list[tuple[Grade, int]],
) -> None:
    state: State | None = None
    day, ease, interval, repetition = 738_000, Fraction(5, 2), 0, 0
    for number, (grade, days) in enumerate(reviews):
        day += days
        state = SCHEDULER.review(state, grade, Day(day))
        quality = {AGAIN: 1, HARD: 3, GOOD: 4, EASY: 5}[grade]
        assert state.again is (quality < 4)
        if number and not days:
            continue  # a repetition of the same day: its quality decides only whether one follows
        if quality < 3:
            repetition, interval = 0, 1
        else:
            repetition += 1
            interval = {1: 1, 2: 6}.get(repetition) or ceil(interval * ease)
            missing = 5 - quality
            ease += Fraction(1, 10) - missing * (Fraction(8, 100) + missing * Fraction(2, 100))
            ease = max(ease, Fraction(13, 10))
        interval = min(interval, MAX_INTERVAL)
        assert (state.interval, state.due) == (interval, day + interval)
        assert state.memory == (float(ease), repetition)


@given(
    repetition=st.integers(1, 60), previous=st.integers(1, MAX_INTERVAL), ease=st.integers(130, 900)
)
def test_an_interval_is_never_shorter_than_the_product(
    repetition: int, previous: int, ease: int
) -> None:
    interval = next_interval(repetition, previous, ease)
    assert 1 <= interval <= MAX_INTERVAL
    if repetition > 2 and interval < MAX_INTERVAL:
        assert 0 <= interval * 100 - previous * ease < 100


@given(st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 40)), min_size=1, max_size=30))
def test_the_ease_stays_at_its_floor_or_above_and_is_whole_hundredths(
    reviews: list[tuple[Grade, int]],
) -> None:
    state, day = None, 738_000
    for grade, days in reviews:
        day += days
        state = SCHEDULER.review(state, grade, Day(day))
        ease = state.memory[0]
        assert ease >= 1.3
        assert ease == round(ease, 2)
