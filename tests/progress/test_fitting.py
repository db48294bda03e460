"""Fitting FSRS-6 to a learner's log, and judging whether it helped."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.progress.evaluation import predictions, trials
from dcnn_cards.progress.fitting import STEPS, Accuracy, optimise
from dcnn_cards.progress.metrics import log_loss
from dcnn_cards.schedule.event import Kind
from dcnn_cards.schedule.fitting import MIN_LESSONS, fit, lessons
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId
from tests.schedule.histories import event, studied, undo

LOG = studied(cards=200, days=300)


def test_fitting_helps_to_predict_reviews_that_were_not_seen_and_is_the_same_every_time() -> None:
    told: list[str] = []
    outcome = optimise(LOG, begins=told.append)
    assert tuple(told) == STEPS
    assert outcome.is_better
    assert outcome.fitted.log_loss < outcome.default.log_loss
    assert outcome.fitted.rmse_bins < outcome.default.rmse_bins
    assert outcome.in_use == outcome.default
    taught = lessons(LOG)
    assert (outcome.lessons, outcome.judged) == (len(taught), round(len(taught) / 5))
    assert outcome.parameters == fit(taught)
    shuffled = list(LOG)
    Random(1).shuffle(shuffled)
    assert optimise(shuffled) == outcome


def test_what_is_judged_are_the_last_reviews_by_what_was_fitted_to_those_before() -> None:
    outcome = optimise(LOG, (*Fsrs(Settings()).parameters[:20], 0.5))
    tried = trials(LOG)
    earlier = fit(lessons(LOG)[: -outcome.judged])
    for parameters, found in (
        (earlier, outcome.fitted),
        ((), outcome.default),
        ((*Fsrs(Settings()).parameters[:20], 0.5), outcome.in_use),
    ):
        predicted = list(predictions(tried.log, Fsrs(Settings(parameters=parameters))))
        last = predicted[-outcome.judged :], tried.recalled[-outcome.judged :]
        assert found.log_loss == log_loss(*last)


def test_what_was_undone_or_before_a_reset_changes_nothing() -> None:
    lost = studied(cards=20, days=300, seed=2)
    lost = [made.replace(id=f"lost-{made.id}", card=CardId(f"lost-{made.card}")) for made in lost]
    undos = [undo(0, made) for made in lost[::2]]
    undos = [made.replace(id=f"undo-{made.undoes}") for made in undos]
    resets = [
        event(999, Kind.RESET, card=card, id=f"reset-{card}") for card in {e.card for e in lost}
    ]
    assert optimise([*LOG, *lost, *undos, *resets]) == optimise(LOG)


def test_what_predicts_no_better_than_the_default_parameters_is_not_better() -> None:
    outcome = optimise(LOG)
    assert not replace(outcome, fitted=outcome.default).is_better
    assert not replace(outcome, fitted=Accuracy(9.0, 0.0)).is_better


def test_too_few_reviews_are_refused_with_how_many_there_are_and_are_needed() -> None:
    log = sorted(LOG, key=lambda made: made.at)
    tried = trials(log)
    enough = tried.places[MIN_LESSONS - 1] + 1
    with pytest.raises(CardsError) as caught:
        optimise(log[: enough - 1])
    assert "399, and 400 are needed" in caught.value.what
    assert optimise(log[:enough]).lessons == 400
    assert optimise(log[:enough]).lessons == MIN_LESSONS
