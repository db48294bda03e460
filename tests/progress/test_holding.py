"""Whether what was expected of past days came: by day, together, and beyond chance."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest

from dcnn_cards.progress.evaluation import forecast_held, trials
from dcnn_cards.progress.holding import (
    HELD_FIELDS,
    MIN_TRIALS,
    DayHeld,
    held_by_day,
    held_document,
    held_of,
    in_parts,
    together,
)
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.learner import Exponential, Learner
from dcnn_cards.study.simulation import Plan, simulate
from tests.schedule.histories import FIRST_DAY, review

FSRS = Fsrs(Settings())


def drawn(trials: int, chance: float, true: float, seed: int) -> list[DayHeld]:
    """Days of ten trials each, expected with one chance and recalled with another."""
    dice = Random(seed)
    return held_by_day((Day(1 + n // 10), chance, dice.random() < true) for n in range(trials))


def test_each_day_is_told_by_itself_and_in_order() -> None:
    rows = [(Day(9), 0.9, True), (Day(7), 0.8, False), (Day(9), 0.5, False), (Day(9), 0.4, True)]
    seventh, ninth = held_by_day(rows)
    assert (seventh.day, seventh.held.trials, seventh.held.recalled) == (7, 1, 0)
    assert (ninth.day, ninth.held.trials, ninth.held.recalled) == (9, 3, 2)
    assert ninth.held.expected == pytest.approx(1.8)
    assert ninth.held.variance == pytest.approx(0.09 + 0.25 + 0.24)
    assert ninth.held.deviations == pytest.approx(0.2 / sqrt(0.58))


def test_together_nothing_is_lost() -> None:
    days = drawn(95, 0.8, 0.8, 1)
    whole = together(days)
    assert (len(days), whole.trials) == (10, 95)
    assert whole.expected == pytest.approx(76)
    for most in (1, 3, 4, 10, 50):
        parts = in_parts(days, most)
        assert len(parts) == min(most, 10)
        assert together(parts).expected == pytest.approx(whole.expected)
        assert together(parts).variance == pytest.approx(whole.variance)
        assert together(parts).recalled == whole.recalled
        assert [part.day for part in parts] == sorted({part.day for part in parts})
    assert in_parts([], 3) == []


@pytest.mark.parametrize("chance", [0.6, 0.9, 0.97])
def test_chance_alone_is_off_in_one_of_a_hundred_logs(chance: float) -> None:
    off = sum(together(drawn(400, chance, chance, seed)).is_off for seed in range(1_000))
    assert 1 <= off <= 30


def test_what_is_otherwise_than_expected_is_found() -> None:
    for true in (0.8, 0.97):
        assert all(together(drawn(600, 0.9, true, seed)).is_off for seed in range(50))


def test_a_few_trials_say_nothing() -> None:
    assert not together(drawn(MIN_TRIALS - 1, 0.9, 0.0, 1)).is_off
    assert together(drawn(MIN_TRIALS, 0.9, 0.0, 1)).is_off


def test_what_is_certain_is_never_off_as_it_comes() -> None:
    assert held_of([(1.0, True)] * 100).deviations == 0


def test_the_first_review_of_a_day_of_an_old_card_is_expected_by_its_memory() -> None:
    log = [review(0), review(1, Grade.AGAIN), review(72, Grade.GOOD), review(73, Grade.AGAIN)]
    ((day, held),) = forecast_held(trials(log), FSRS)
    state = FSRS.review(FSRS.review(None, Grade.GOOD, FIRST_DAY), Grade.AGAIN, FIRST_DAY)
    assert (day, held.trials, held.recalled) == (FIRST_DAY + 3, 1, 1)
    assert held.expected == pytest.approx(FSRS.recall(state, Day(FIRST_DAY + 3)))


@pytest.mark.parametrize("off", [True, False], ids=["forgets otherwise", "forgets as believed"])
def test_a_learner_with_another_memory_is_found_out(off: bool) -> None:
    memory = Exponential() if off else FSRS
    log = simulate(Plan(days=100, cards=100), scheduler("sm2"), Learner(memory, 3), 3).log
    assert together(forecast_held(trials(log), FSRS)).is_off is off


def test_the_document_has_the_names_that_are_explained() -> None:
    document = held_document(drawn(30, 0.9, 0.9, 1))
    first = document["days"][0]  # type: ignore[index]
    assert isinstance(first, dict)
    names = [name for name in document if name != "days"] + [f"days.{name}" for name in first]
    assert names == [field.name for field in HELD_FIELDS]
    assert held_document([])["forecast_expected"] is None
