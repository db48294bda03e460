"""What holds for every scheduler, and the table that names them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import Day

names = pytest.mark.parametrize("name", SCHEDULERS)
of_intervals = pytest.mark.parametrize(
    "name", [name for name in SCHEDULERS if not scheduler(name).predicts]
)
histories = st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 60)), max_size=20)
START = 738_000


def after(name: str, history: list[tuple[Grade, int]]) -> tuple[State | None, int]:
    """State after a history of (grade, days since the review before), and the day."""
    state, day = None, START
    for grade, days in history:
        day += days
        state = scheduler(name).review(state, grade, Day(day))
    return state, day


@names
@given(history=histories, late=st.integers(0, 100))
def test_an_interval_never_shrinks_on_good(
    name: str, history: list[tuple[Grade, int]], late: int
) -> None:
    before, day = after(name, [*history, (Grade.GOOD, 1)])
    assert before is not None
    assert scheduler(name).review(before, Grade.GOOD, Day(day + late)).interval >= before.interval


@names
@given(history=histories, days=st.integers(0, 100))
def test_a_better_grade_never_means_an_earlier_day(
    name: str, history: list[tuple[Grade, int]], days: int
) -> None:
    state, day = after(name, history)
    states = [scheduler(name).review(state, grade, Day(day + days)) for grade in Grade]
    assert [s.due for s in states] == sorted(s.due for s in states)
    assert [s.again for s in states] == sorted((s.again for s in states), reverse=True)


@names
@given(history=histories)
def test_every_interval_is_at_least_a_day_and_every_grade_counts(
    name: str, history: list[tuple[Grade, int]]
) -> None:
    state, day = None, START
    for count, (grade, days) in enumerate(history, start=1):
        day += days
        state = scheduler(name).review(state, grade, Day(day))
        assert state.interval >= 1
        assert state.due > day
        assert state.reviews == count
        assert 0 <= state.lapses <= count
        assert len(state.memory) == len(scheduler(name).memory)


@of_intervals
@given(history=histories, back=st.integers(0, 400))
def test_a_day_that_is_not_after_the_last_one_changes_no_interval(
    name: str, history: list[tuple[Grade, int]], back: int
) -> None:
    before, day = after(name, [*history, (Grade.GOOD, 1)])
    assert before is not None
    for grade in Grade:
        later = scheduler(name).review(before, grade, Day(day - back))
        assert (later.due, later.interval, later.memory) == (
            before.due,
            before.interval,
            before.memory,
        )


@names
@given(history=histories.filter(bool), days=st.integers(-100, 4000), more=st.integers(0, 4000))
def test_recall_is_a_probability_that_falls_with_the_days(
    name: str, history: list[tuple[Grade, int]], days: int, more: int
) -> None:
    state, _ = after(name, history)
    assert state is not None
    on = [scheduler(name).recall(state, state.last_day + d) for d in (0, days, days + more)]
    assert on[0] == 1
    assert 1 >= on[1] >= on[2] >= 0


@of_intervals
def test_recall_is_taken_to_be_nine_tenths_when_due_by_those_that_predict_none(name: str) -> None:
    state, _ = after(name, [(Grade.EASY, 0), (Grade.EASY, 1), (Grade.EASY, 6)])
    assert state is not None
    recall = scheduler(name).recall
    assert recall(state, state.due) == pytest.approx(0.9)
    assert recall(state, state.due + state.interval) == pytest.approx(0.81)


def test_a_card_is_due_from_its_day_on_and_while_it_comes_again_today() -> None:
    again = State(due=Day(11), interval=1, reviews=1, lapses=0, again=True, memory=())
    assert again.last_day == 10
    assert [again.is_due(Day(day)) for day in (10, 11, 12)] == [True, True, True]
    assert [again.is_learning(Day(day)) for day in (10, 11, 12)] == [True, False, False]
    known = State(due=Day(13), interval=3, reviews=1, lapses=0, again=False, memory=())
    assert [known.is_due(Day(day)) for day in (10, 12, 13, 14)] == [False, False, True, True]


@names
def test_each_goes_by_its_name(name: str) -> None:
    assert scheduler(name).name == name
    assert scheduler(name).edition.startswith(f"{name}/")


def test_sm2_is_the_default() -> None:
    assert scheduler().name == SCHEDULERS[0] == "sm2"


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CardsError) as caught:
        scheduler("sm17")
    assert "'sm17'" in str(caught.value)
    assert all(name in caught.value.fix for name in SCHEDULERS)


def test_a_scheduler_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys; from dcnn_cards.schedule import scheduler; before = set(sys.modules);"
        "assert not any(m.endswith(('.sm2', '.leitner')) for m in before); scheduler('leitner');"
        "assert 'dcnn_cards.schedule.sm2' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
