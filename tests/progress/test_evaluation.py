"""What counts as a trial, how the trials are split, and that the better model wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.progress.evaluation import (
    SPLITS,
    Predictor,
    average,
    predictions,
    predictors,
    score,
    time_series_split,
    trials,
)
from dcnn_cards.progress.metrics import bin_of
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fitting import MIN_LESSONS, lessons
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.study.learner import Exponential, Learner, Memory, fsrs_memory
from dcnn_cards.study.simulation import Plan, simulate
from tests.schedule.histories import event, logs, review, undo

AGAIN, HARD, GOOD, EASY = Grade


def day(number: int, grade: Grade, hour: int = 0, card: str = "a") -> Event:
    """A review on the day `number` days after the first."""
    return review(number * 24 + hour, grade, card=card)


def simulated(memory: Memory, name: str, seed: int, cards: int = 300) -> tuple[Event, ...]:
    plan = Plan(days=200, cards=cards)
    return simulate(plan, scheduler(name), Learner(memory, seed), seed).log


@pytest.mark.parametrize(
    ("count", "parts"),
    [
        (6, [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]),
        (13, [(3, 5), (5, 7), (7, 9), (9, 11), (11, 13)]),
        (5, []),
    ],
)
def test_the_split_is_that_of_scikit_learn(count: int, parts: list[tuple[int, int]]) -> None:
    assert time_series_split(count) == parts


@given(count=st.integers(6, 10_000))
def test_every_part_follows_on_the_last_and_has_their_size(count: int) -> None:
    parts = time_series_split(count)
    assert len(parts) == SPLITS
    assert {end - start for start, end in parts} == {count // (SPLITS + 1)}
    assert [end for _, end in parts[:-1]] == [start for start, _ in parts[1:]]
    assert parts[-1][1] == count
    assert parts[0][0] >= count // (SPLITS + 1)


def test_a_trial_is_the_first_review_on_a_later_day() -> None:
    log = [
        day(0, AGAIN, 1),  # the first of the card
        day(0, GOOD, 2),  # drill
        day(2, HARD, 1),  # after two days, the second review, no lapse yet
        day(2, AGAIN, 2),  # drill: no lapse
        day(9, AGAIN, 1),  # after seven days, the third
        day(9, GOOD, 2),
        day(10, GOOD, 1),  # after a day, the fourth, after one lapse
        day(10, GOOD, 2, card="b"),
    ]
    found = trials(log)
    assert found.recalled == (True, False, True)
    assert found.bins == (bin_of(2, 2, 0), bin_of(7, 3, 0), bin_of(1, 4, 1))
    assert [log[place] for place in found.places] == [log[2], log[4], log[6]]
    assert (found.firsts, found.drills, found.reviews) == (2, 3, len(log))


def test_a_review_dated_before_the_last_one_is_no_trial() -> None:
    log = [day(5, GOOD, 1), review(200, GOOD, day=day(3, GOOD).day), day(9, GOOD)]
    assert trials(log).bins == (bin_of(4, 2, 0),)


def test_after_a_reset_the_card_is_new() -> None:
    log = [day(0, GOOD), day(3, AGAIN), event(80, Kind.RESET), day(5, GOOD), day(9, GOOD)]
    found = trials(log)
    assert found.bins == (bin_of(3, 2, 0), bin_of(4, 2, 0))
    assert found.firsts == 2


def test_undone_reviews_and_other_events_do_not_count() -> None:
    log = [day(0, GOOD), day(3, GOOD), day(9, GOOD)]
    wrong = day(5, AGAIN)
    noise = [wrong, undo(121, wrong), event(30, Kind.FLAG), event(31, Kind.SUSPEND)]
    assert trials([*noise, *log]) == trials(log)


@pytest.mark.parametrize("name", SCHEDULERS)
@given(log=logs())
def test_every_trial_is_predicted_by_every_scheduler(name: str, log: list[Event]) -> None:
    found = trials(log)
    predicted = list(predictions(found.log, scheduler(name)))
    assert len(predicted) == len(found.places)
    assert all(0 <= p <= 1 for p in predicted)


def test_sm2_is_given_nine_tenths_on_the_due_day() -> None:
    log = [day(0, GOOD), day(1, GOOD), day(10, GOOD)]  # due after 1 day, then after 6
    predicted = list(predictions(trials(log).log, scheduler("sm2")))
    assert predicted == pytest.approx([0.9, 0.9 ** (9 / 6)])


def test_the_average_is_that_of_the_past() -> None:
    # Six trials: the first is only learned from, so 1, 1/2, 2/3, 3/4 and 3/5 predict the others.
    grades = [GOOD, AGAIN, GOOD, GOOD, AGAIN, GOOD]
    log = [day(0, GOOD), *(day(n, grade) for n, grade in enumerate(grades, 1))]
    found = average(trials(log))
    assert found.reviews == 5
    # The pairs of one recalled, 1/2, 2/3, 3/5, and one forgotten, 1, 3/4: none is the right way.
    assert found.auc == 0


def test_what_is_learned_is_learned_from_the_past_only() -> None:
    log = simulated(Exponential(), "sm2", seed=1, cards=40)
    tried = trials(log)
    pasts: list[Sequence[Event]] = []
    begun: list[int] = []

    def train(past: Sequence[Event]) -> Scheduler | None:
        pasts.append(past)
        return scheduler("leitner") if len(pasts) > 2 else None

    found = score(tried, Predictor("both", scheduler("sm2"), train), begun.append)
    assert (found.trained, begun) == (3, [1, 2, 3, 4, 5])
    for past, (start, _) in zip(pasts, tried.parts, strict=True):
        first = tried.log[tried.places[start]]
        assert [*past] == [made for made in log if made.at < first.at]
    # The first two parts were predicted by one scheduler, the others by the other.
    sm2, leitner = (score(tried, predictors(name)[0]) for name in ("sm2", "leitner"))
    assert sm2.trained is None
    assert found.log_loss not in (sm2.log_loss, leitner.log_loss)


@pytest.mark.parametrize("seed", range(3))
def test_fsrs_predicts_a_learner_of_its_kind_better_than_all_others(seed: int) -> None:
    memory = fsrs_memory(seed)
    for name in ("sm2", "leitner"):
        tried = trials(simulated(memory, name, seed))
        by_name = {
            each.name: score(tried, each) for other in SCHEDULERS for each in predictors(other)
        }
        best = by_name["fsrs-default"]
        for other in (by_name["sm2"], by_name["leitner"], average(tried)):
            assert best.log_loss < other.log_loss
            assert best.rmse_bins < other.rmse_bins
            assert best.auc is not None
            assert other.auc is not None
            assert best.auc > other.auc


def test_a_plain_forgetter_is_predicted_best_by_the_truth() -> None:
    memory = Exponential()
    tried = trials(simulated(memory, "leitner", seed=1))
    best = score(tried, Predictor("truth", cast(Scheduler, memory)))  # which needs no more of it
    others = [score(tried, each) for name in SCHEDULERS for each in predictors(name)]
    assert all(best.log_loss < other.log_loss for other in others)


def test_fitting_pays_for_a_learner_far_from_the_defaults() -> None:
    # Seed 0 draws a memory that the default parameters do not fit.
    tried = trials(simulated(fsrs_memory(0), "sm2", seed=0))
    default, fitted = (score(tried, each) for each in predictors("fsrs"))
    assert fitted.trained == SPLITS
    assert fitted.log_loss < default.log_loss - 0.005


def test_too_short_a_past_is_not_fitted_to() -> None:
    log = trials(simulated(fsrs_memory(0), "sm2", seed=0)).log
    enough = next(n for n in range(len(log)) if len(lessons(log[:n])) == MIN_LESSONS)
    fit = scheduler("fsrs").fit
    assert fit is not None
    assert fit(log[: enough - 1]) is None
    assert fit(log[:enough]) is not None
