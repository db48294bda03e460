"""Simulated learners behave as their theory says."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import groupby, pairwise
from math import sqrt
from typing import cast
from uuid import UUID

import pytest

from dcnn_cards.progress.evaluation import Trials, predictions, trials
from dcnn_cards.progress.workload import workload
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.leitner import BOX_DAYS, STEPS
from dcnn_cards.schedule.scheduler import Scheduler, Settings
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.learner import Exponential, Learner, Memory, fsrs_memory, near
from dcnn_cards.study.simulation import Course, Plan, simulate

AGAIN, HARD, GOOD, EASY = Grade
YEAR = Plan()


def course(memory: Memory, algorithm: Scheduler, seed: int = 1, plan: Plan = YEAR) -> Course:
    return simulate(plan, algorithm, Learner(memory, seed), seed)


@cache
def year_of_leitner() -> Course:
    """A year that several tests look at."""
    return course(Exponential(), scheduler("leitner"), seed=7)


def retention(tried: Trials) -> float:
    return sum(tried.recalled) / len(tried.recalled)


@pytest.mark.parametrize("name", SCHEDULERS)
def test_the_same_seed_gives_the_same_log_and_another_seed_another(name: str) -> None:
    plan = Plan(days=60, cards=50)
    one, same, other = (
        course(fsrs_memory(seed), scheduler(name), seed, plan) for seed in (1, 1, 2)
    )
    assert one == same
    assert one.log != other.log


@pytest.mark.parametrize("name", SCHEDULERS)
def test_the_log_is_one_that_sessions_could_have_made(name: str) -> None:
    plan = Plan(days=80, cards=100, new=7)
    algorithm = scheduler(name)
    log = course(fsrs_memory(3), algorithm, 3, plan).log
    assert [made.id for made in log] == sorted({made.id for made in log})
    assert all(UUID(made.id).version == 7 for made in log)
    assert all(before.at < after.at for before, after in pairwise(log))
    seen: set[str] = set()
    for day, events in groupby(log, lambda made: made.day):
        asked = {made.card for made in events}
        assert len(asked - seen) <= plan.new
        seen |= asked
        records = fold((made for made in log if made.day <= day), algorithm)
        states = [record.state for record in records.values()]
        assert not any(state is None or state.is_due(day) for state in states)
    assert len(seen) == plan.cards


def test_events_stay_in_order_where_the_work_of_a_day_takes_longer_than_a_day() -> None:
    class Slow(Learner):
        def answer(self, card: str, day: Day) -> tuple[Grade, int]:
            return super().answer(CardId(card), day)[0], 20 * 3_600_000

    log = simulate(Plan(days=5, cards=9), scheduler("sm2"), Slow(Exponential(), 1), 1).log
    assert all(before.at < after.at for before, after in pairwise(log))
    assert [made.day for made in log] == sorted(made.day for made in log)


def test_the_days_add_up_to_the_log() -> None:
    found = year_of_leitner()
    load = workload("leitner", found.log, YEAR.first_day, YEAR.days, found.recall)
    assert sum(load.reviews) == len(found.log)
    assert load.reviews[0] == sum(made.day == YEAR.first_day for made in found.log)
    thought = sum(made.thinking_ms or 0 for made in found.log)
    assert thought > 0
    assert sum(load.minutes) == pytest.approx(thought / 60_000)
    assert load.introduced == YEAR.cards
    assert load.recall_rate == retention(trials(found.log))
    assert len(load.recall) == YEAR.days


def test_recall_halves_with_every_half_life() -> None:
    memory = Exponential(half_life=8, growth=2)
    first = memory.review(None, GOOD, Day(100))
    assert [memory.recall(first, Day(100 + days)) for days in (0, 8, 16)] == [1, 1 / 2, 1 / 4]
    recalled = memory.review(first, HARD, Day(108))
    assert memory.recall(recalled, Day(108 + 16)) == 1 / 2
    assert memory.review(recalled, GOOD, Day(108)) == recalled.replace(reviews=3)  # the same day
    assert memory.recall(memory.review(recalled, AGAIN, Day(120)), Day(128)) == 1 / 2


def test_leitner_with_a_constant_half_life_keeps_what_its_markov_chain_says() -> None:
    # With a half-life that nothing changes, a card's way through the boxes is a Markov chain: due
    # after d days it is recalled with 2^(-d/h) and moves by its grade, or goes back to box 1.
    half_life = 10.0
    recall = [0.5 ** (days / half_life) for days in BOX_DAYS]
    share = [1 / len(BOX_DAYS)] * len(BOX_DAYS)
    for _ in range(1000):
        after = [0.0] * len(BOX_DAYS)
        for box, here in enumerate(share):
            after[0] += here * (1 - recall[box])
            for grade, steps in STEPS.items():
                to = min(len(BOX_DAYS) - 1, box + steps)
                after[to] += here * recall[box] * PUBLISHED.recalled[grade - 1]
        share = after
    expected = sum(here * p for here, p in zip(share, recall, strict=True))
    assert expected == pytest.approx(0.7568, abs=1e-4)
    # The first year brings the cards into the chain; the second is counted.
    plan = Plan(days=730, cards=80, new=40)
    log = course(Exponential(half_life, growth=1), scheduler("leitner"), plan=plan).log
    tried = trials(log)
    second = [
        recalled
        for place, recalled in zip(tried.places, tried.recalled, strict=True)
        if tried.log[place].day >= plan.first_day + 365
    ]
    error = sqrt(expected * (1 - expected) / len(second))
    assert len(second) > 4_000
    assert sum(second) / len(second) == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize("wanted", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("seed", [1, 2])
def test_fsrs_with_the_learners_own_parameters_keeps_the_retention_it_aims_at(
    wanted: float, seed: int
) -> None:
    parameters = near(scheduler("fsrs").parameters, seed)  # type: ignore[attr-defined]
    memory = scheduler("fsrs", Settings(wanted, parameters))
    tried = trials(course(memory, memory, seed, Plan(cards=250)).log)
    chances = list(predictions(tried.log, memory))
    # What fades in less than a day is asked too late: no interval is shorter.
    in_time = [p >= wanted - 0.03 for p in chances]
    asked = [p for p, kept in zip(chances, in_time, strict=True) if kept]
    recalled = [known for known, kept in zip(tried.recalled, in_time, strict=True) if kept]
    error = sqrt(wanted * (1 - wanted) / len(asked))
    assert sum(asked) / len(asked) == pytest.approx(wanted, abs=0.01)
    assert sum(recalled) / len(asked) == pytest.approx(wanted, abs=4 * error)
    assert len(asked) > len(chances) / 2
    assert wanted - 0.06 < retention(tried) < wanted + 0.03


@pytest.mark.parametrize("memory", [Exponential(), fsrs_memory(7)], ids=["exponential", "fsrs"])
def test_a_learner_recalls_as_often_as_its_memory_says(memory: Memory) -> None:
    plain = isinstance(memory, Exponential)
    held = year_of_leitner() if plain else course(memory, scheduler("leitner"), seed=7)
    tried = trials(held.log)
    chances = list(predictions(tried.log, cast(Scheduler, memory)))  # which needs no more of it
    error = sqrt(sum(p * (1 - p) for p in chances))
    assert sum(tried.recalled) == pytest.approx(sum(chances), abs=4 * error)
    assert error < 0.01 * len(chances)


def test_every_card_that_was_seen_has_a_chance_and_none_is_recalled_better_than_surely() -> None:
    learner = Learner(Exponential(), 1)
    for number in range(5):
        learner.answer(CardId(f"c{number}"), Day(100))
    for day in (98, 100, 130):
        chances = learner.recalls(Day(day))
        assert len(chances) == 5
        assert all(0 < chance <= 1 for chance in chances)
    assert set(learner.recalls(Day(98))) == {1.0}


def test_more_retention_costs_more_reviews() -> None:
    plan = Plan(cards=100)
    courses = [
        course(fsrs_memory(1), scheduler("fsrs", Settings(wanted)), plan=plan)
        for wanted in (0.8, 0.9, 0.97)
    ]
    assert [len(one.log) for one in courses] == sorted(len(one.log) for one in courses)
    assert [one.recall[-1] for one in courses] == sorted(one.recall[-1] for one in courses)


def test_what_is_recalled_is_graded_as_often_hard_good_and_easy_as_the_source_says() -> None:
    tried = trials(year_of_leitner().log)
    grades = Counter(tried.log[place].grade for place in tried.places)
    recalled = grades[HARD] + grades[GOOD] + grades[EASY]
    for grade in (HARD, GOOD, EASY):
        assert grades[grade] / recalled == pytest.approx(PUBLISHED.recalled[grade - 1], abs=0.02)


def test_drawn_parameters_are_near_the_defaults_and_differ_by_seed() -> None:
    default = (*tuple(float(n) for n in range(1, 21)), 0.15)
    drawn = [near(default, seed) for seed in range(200)]
    assert len(set(drawn)) == len(drawn)
    assert all(list(one[:4]) == sorted(one[:4]) for one in drawn)
    assert all(0.1 <= one[20] <= 0.8 for one in drawn)
    mean = sum(one[10] for one in drawn) / len(drawn)
    assert mean == pytest.approx(default[10] * 1.046, rel=0.08)  # e^(0.3²/2)
    assert near(default, 1, spread=0) == default
