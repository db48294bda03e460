"""What FSRS-6 learns from a log, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from math import log
from operator import mul

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fitting import (
    MAX_HISTORY,
    MIN_LESSONS,
    STEPS,
    Accuracy,
    accuracy,
    fit,
    lessons,
    optimise,
)
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings, State
from tests.schedule.histories import FIRST_DAY, event, review, studied, undo

AGAIN, HARD, GOOD, EASY = Grade
DEFAULT = Fsrs(Settings()).parameters
LOG = studied(cards=200, days=300)


def learned(events: list[Event]) -> list[str]:
    """Each lesson as grades with the days before them, such as `3 3+2`."""
    found = []
    for lesson in lessons(events):
        words = repr(lesson).replace(",", " ").split()
        numbers = [int(word) for word in words if word.isdigit()]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        found.append(" ".join(f"{grade}+{days}" if days else f"{grade}" for grade, days in pairs))
    return found


def day(number: int, grade: Grade = GOOD, *, hour: int = 0, card: str = "a") -> Event:
    return review(number * 24 + hour, grade, card=card, id=f"{number:04}-{hour:02}-{card}")


def test_each_review_on_a_later_day_teaches_with_all_that_was_before_it() -> None:
    log = [day(0, AGAIN), day(0, GOOD, hour=1), day(1, HARD), day(5, EASY), day(5, AGAIN, hour=2)]
    assert learned(log) == ["1 3 2+1", "1 3 2+1 4+4"]
    assert learned([*log, day(7)]) == [*learned(log), "1 3 2+1 4+4 1 3+2"]


def test_a_card_seen_once_teaches_nothing() -> None:
    assert learned([day(0), day(0, hour=1), day(1, card="b")]) == []


def test_lessons_of_all_cards_and_decks_stand_in_order_of_time_whatever_the_order_of_arrival() -> (
    None
):
    log = [day(0), day(0, EASY, card="b"), day(2, card="b"), day(3, HARD)]
    elsewhere = [event(5, Kind.REVIEW, deck="other", grade=AGAIN), day(0, GOOD, hour=6)]
    elsewhere += [event(30, Kind.REVIEW, deck="other", grade=GOOD)]
    assert learned([*log, *elsewhere]) == ["1 3+1", "4 3+2", "3 3 2+3"]
    assert learned([*elsewhere, *log[::-1]]) == learned([*log, *elsewhere])


def test_what_was_undone_or_before_a_reset_teaches_nothing() -> None:
    wrong = day(3, AGAIN)
    assert learned([day(0), wrong, undo(73, wrong), day(4)]) == ["3+0 3+4".replace("+0", "")]
    log = [day(0), day(2), event(60, Kind.RESET), day(5, HARD), day(6), day(2, card="b")]
    assert learned(log) == ["2 3+1"]


def test_a_clock_set_back_makes_no_negative_days() -> None:
    back = review(80, GOOD, day=FIRST_DAY - 9)
    assert learned([day(0), day(3), back, day(4)]) == ["3 3+3", "3 3+3 3 3+1"]


def test_very_long_histories_are_cut_off() -> None:
    log = [day(number) for number in range(MAX_HISTORY + 50)]
    assert len(lessons(log)) == MAX_HISTORY - 1


def test_log_loss_is_that_of_what_the_scheduler_predicts_with_more_weight_on_later_reviews() -> (
    None
):
    rules = Fsrs(Settings())
    states: dict[str, State] = {}
    losses = []
    for made in sorted(LOG, key=lambda made: made.at):
        assert made.grade is not None
        state = states.get(made.card)
        if state and made.day > state.last_day:
            recall = rules.recall(state, made.day)
            losses.append(-log(recall if made.grade > AGAIN else 1 - recall))
        states[made.card] = rules.review(state, made.grade, made.day)
    weights = [0.25 + 0.75 * (n / (len(losses) - 1)) ** 3 for n in range(len(losses))]
    mean = sum(map(mul, losses, weights)) / sum(weights)
    assert accuracy(DEFAULT, lessons(LOG)).log_loss == pytest.approx(mean, abs=1e-6)


def test_fitting_helps_to_predict_reviews_that_were_not_seen_and_is_the_same_every_time() -> None:
    told: list[str] = []
    taught = lessons(LOG)
    outcome = optimise(taught, begins=told.append)
    assert tuple(told) == STEPS
    assert outcome.is_better
    assert outcome.fitted.log_loss < outcome.default.log_loss == outcome.in_use.log_loss
    assert outcome.fitted.rmse_bins < outcome.default.rmse_bins
    assert (outcome.lessons, outcome.judged) == (len(taught), round(len(taught) / 5))
    assert outcome.parameters == optimise(taught).parameters == fit(taught)
    Fsrs(Settings(parameters=outcome.parameters))  # takes them


def test_parameters_in_use_are_judged_by_the_same_reviews() -> None:
    taught = lessons(LOG)
    outcome = optimise(taught, fit(taught))
    assert outcome.in_use.log_loss == accuracy(fit(taught), taught[-outcome.judged :]).log_loss


def test_what_predicts_no_better_than_the_default_parameters_is_not_better() -> None:
    outcome = optimise(lessons(LOG))
    assert not replace(outcome, fitted=outcome.default).is_better
    assert not replace(outcome, fitted=Accuracy(9.0, 0.0)).is_better


def test_too_few_reviews_are_refused_with_how_many_there_are_and_are_needed() -> None:
    taught = lessons(LOG)
    with pytest.raises(CardsError) as caught:
        optimise(taught[: MIN_LESSONS - 1])
    assert "399, and 400 are needed" in caught.value.what
    assert optimise(taught[:MIN_LESSONS]).lessons == MIN_LESSONS


@pytest.mark.parametrize("grade", Grade)
def test_a_log_of_one_grade_and_one_interval_is_fitted_too(grade: Grade) -> None:
    log = [day(n, grade, card=f"c{card}") for card in range(60) for n in range(10)]
    Fsrs(Settings(parameters=fit(lessons(log))))


def test_too_little_to_learn_from_leaves_the_default_parameters() -> None:
    assert fit([]) == DEFAULT
    once = [day(400 * n, card=f"c{card}") for card in range(60) for n in range(9)]
    assert fit(lessons(once)) == DEFAULT  # nobody first sees a card again after 400 days
