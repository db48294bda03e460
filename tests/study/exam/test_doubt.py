"""What a log tells of how its learner forgets, next to what FSRS says."""

from __future__ import annotations

from math import isfinite, sqrt
from random import Random

import pytest

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Grade, Kind
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.study.exam.doubt import (
    UNKNOWN,
    Doubt,
    Forgetting,
    Trial,
    doubt_after,
    doubt_of,
    trials,
)
from dcnn_cards.study.learner import Learner, Stubborn
from dcnn_cards.study.simulation import Plan, simulate
from tests.study.exam.test_standing import FSRS, log

AGAIN, HARD, GOOD, EASY = Grade


def tried(own: Forgetting, count: int, seed: int = 1) -> list[Trial]:
    """Reviews of a learner who forgets so."""
    dice, found = Random(seed), []
    for _ in range(count):
        stability, days = dice.uniform(0.5, 40), dice.randint(1, 30)
        (believed,) = FSRS.recalls([stability], [days])
        recalled = dice.random() < own.recall(believed, stability)
        found.append(Trial(stability, believed, recalled))
    return found


def test_without_reviews_all_that_is_known_is_how_learners_differ() -> None:
    assert doubt_after([]) == doubt_of([], FSRS) == UNKNOWN


@pytest.mark.parametrize("own", [Forgetting(), Forgetting(0.7, -0.1), Forgetting(-0.5, 0.2)])
def test_a_long_log_tells_how_its_learner_forgets(own: Forgetting) -> None:
    found = doubt_after(tried(own, 3000))
    assert found.speed == pytest.approx(own.speed, abs=0.15)
    assert found.growth == pytest.approx(own.growth, abs=0.1)
    assert found.growth_variance < UNKNOWN.growth_variance


def test_more_reviews_leave_less_doubt_and_some_remains() -> None:
    variances = [doubt_after(tried(Forgetting(), count)).growth_variance for count in (9, 99, 999)]
    assert variances == sorted(variances, reverse=True)
    assert doubt_after(tried(Forgetting(), 3000)).speed_variance > 0.2**2


@pytest.mark.parametrize("recalled", [True, False])
@pytest.mark.parametrize("stability", [0.001, 5.0, 36_500.0])
def test_a_log_of_nothing_but_one_grade_leads_to_numbers_too(
    stability: float, recalled: bool
) -> None:
    (believed,) = FSRS.recalls([stability], [3])
    found = doubt_after([Trial(stability, believed, recalled)] * 500)
    assert all(isfinite(getattr(found, name)) for name in Doubt._fields)
    assert (found.speed < 0) is recalled
    assert found.speed_variance > 0
    for learner in found.drawn(12, "1"):
        assert 0 <= learner.recall(0.9, stability) <= 1


def test_learners_stand_for_what_is_possible() -> None:
    doubt = Doubt(0.4, -0.1, 0.25, 0.04, 0.05)
    drawn = doubt.drawn(40, "seed")
    speeds, growths = [each.speed for each in drawn], [each.growth for each in drawn]
    assert sum(speeds) / 40 == pytest.approx(0.4)
    assert sum(growths) / 40 == pytest.approx(-0.1)
    assert sqrt(sum((each - 0.4) ** 2 for each in speeds) / 40) == pytest.approx(0.5)
    both = sum((x - 0.4) * (y + 0.1) for x, y in zip(speeds, growths, strict=True)) / 40
    assert both == pytest.approx(0.05, abs=0.03)
    assert doubt.drawn(40, "seed") == drawn != doubt.drawn(40, "other")


def test_a_trial_is_the_first_review_of_an_old_card_on_a_day() -> None:
    events = log(
        (0, GOOD), (0, GOOD), (3, HARD), (3, AGAIN), (5, AGAIN), (6, Kind.RESET), (9, EASY)
    )
    found = list(trials(events, FSRS))
    assert [each.recalled for each in found] == [True, False]
    assert [each.believed < 1 for each in found] == [True, True]
    (first,) = FSRS.recalls([found[0].stability], [3])
    assert found[0].believed == first


def test_a_simulated_learner_who_forgets_twice_as_fast_is_told_from_others() -> None:
    plan = Plan(days=60, cards=120)
    speeds = [
        doubt_of(simulate(plan, scheduler("fsrs"), Learner(memory, 1), 1).log, FSRS).speed
        for memory in (Fsrs(Settings()), Stubborn(Fsrs(Settings())))
    ]
    assert speeds[0] == pytest.approx(0, abs=0.2)
    assert speeds[1] > speeds[0] + 0.2
