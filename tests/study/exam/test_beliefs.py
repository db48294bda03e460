"""What is believed of a learner: published averages at first, then the learner's own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade
from dcnn_cards.study.exam.beliefs import PRIOR_REVIEWS, PUBLISHED, beliefs_of
from dcnn_cards.study.learner import Learner, fsrs_memory
from dcnn_cards.study.simulation import Plan, simulate

AGAIN, HARD, GOOD, EASY = Grade


@pytest.fixture(scope="module")
def log() -> tuple[Event, ...]:
    plan = Plan(days=40, cards=150)
    return simulate(plan, scheduler("fsrs"), Learner(fsrs_memory(1), 1), 1).log


def test_without_a_log_the_published_averages_are_believed() -> None:
    assert beliefs_of([]) == PUBLISHED


def test_the_chances_of_the_grades_stay_chances(log: tuple[Event, ...]) -> None:
    found = beliefs_of(log)
    for chances in (found.first, found.recalled, *found.learning, *found.relearning):
        assert sum(chances) == pytest.approx(
            1, abs=2e-3
        )  # as the published ones, which are rounded
        assert min(chances) >= 0
    assert found.recalled[0] == 0


def test_own_reviews_count_as_much_as_the_averages_when_there_are_as_many(
    log: tuple[Event, ...],
) -> None:
    firsts = list({event.card: event for event in reversed(log)}.values())[:PRIOR_REVIEWS]
    own = [event.replace(grade=EASY, thinking_ms=4_000) for event in firsts]
    found = beliefs_of(own)
    assert found.first == pytest.approx(
        [(usual + (place == 3)) / 2 for place, usual in enumerate(PUBLISHED.first)]
    )
    assert found.seconds_learning == pytest.approx(
        (*PUBLISHED.seconds_learning[:3], (PUBLISHED.seconds_learning[3] + 4) / 2)
    )
    assert (found.recalled, found.learning) == (PUBLISHED.recalled, PUBLISHED.learning)


def test_one_more_review_changes_no_belief_by_more_than_its_share(log: tuple[Event, ...]) -> None:
    steps = [beliefs_of(log[:count]) for count in range(300, 330)]
    for before, after in pairwise(steps):
        assert after.first == pytest.approx(before.first, abs=1 / PRIOR_REVIEWS)
        assert after.seconds_review == pytest.approx(before.seconds_review, abs=60 / PRIOR_REVIEWS)


def test_a_learner_who_follows_the_averages_is_believed_to(log: tuple[Event, ...]) -> None:
    found = beliefs_of(log)
    assert found.first == pytest.approx(PUBLISHED.first, abs=0.08)
    assert found.recalled == pytest.approx(PUBLISHED.recalled, abs=0.08)
    for own, usual in zip(found.learning, PUBLISHED.learning, strict=True):
        assert own == pytest.approx(usual, abs=0.15)
    assert found.seconds_relearning == pytest.approx(PUBLISHED.seconds_relearning, abs=0.01)


def test_a_card_left_open_counts_for_a_minute() -> None:
    event = simulate(Plan(days=1, cards=1), scheduler("fsrs"), Learner(fsrs_memory(1), 1), 1).log[0]
    long, minute = (event.replace(thinking_ms=ms) for ms in (3_600_000, 60_000))
    assert beliefs_of([long]) == beliefs_of([minute])
