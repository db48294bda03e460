"""Orders of cards before an exam, compared at the same minutes by the same learners."""

from __future__ import annotations

import pytest

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.exam.comparison import deck_of, ending
from dcnn_cards.study.exam.course import Plan, studied
from dcnn_cards.study.exam.policies import POLICIES, due_first
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.learner import Exponential, Learner, Memory, Stubborn, fsrs_memory
from tests.study.exam.test_worth import FSRS, TODAY

SEEDS = range(1, 5)


def recall(policy: str, days: int, minutes: float, memories: list[Memory]) -> float:
    """The mean recall of 100 cards in the exam."""
    plan = Plan(TODAY, (minutes,) * days)
    endings = [
        ending(policy, deck_of(100), plan, Learner(memory, seed), FSRS)
        for seed, memory in zip(SEEDS, memories, strict=True)
    ]
    assert all(each.minutes_a_day < minutes * 1.03 for each in endings)
    return sum(each.recall for each in endings) / len(endings)


def test_the_most_worth_leads_where_memory_is_as_believed_and_near() -> None:
    near: list[Memory] = [fsrs_memory(seed) for seed in SEEDS]
    stubborn: list[Memory] = [Stubborn(fsrs_memory(seed)) for seed in SEEDS]
    far: list[Memory] = [Exponential() for _ in SEEDS]
    for days, minutes, memories in ((14, 10 / 3, near), (30, 2.0, stubborn)):
        due, new, worth = (recall(policy, days, minutes, memories) for policy in POLICIES)
        assert due + 0.2 < new < worth
    assert recall("worth", 30, 2.0, far) < recall("new", 30, 2.0, far)


def test_the_same_learner_ends_the_same_and_a_stubborn_one_knows_less() -> None:
    plan, cards = Plan(TODAY, (2.0,) * 5), deck_of(40)
    memory = fsrs_memory(3)
    ends = [ending("worth", cards, plan, Learner(memory, 3), FSRS) for _ in range(2)]
    assert ends[0] == ends[1]
    assert ending("worth", cards, plan, Learner(Stubborn(memory), 3), FSRS).recall < ends[0].recall


def test_due_cards_come_first_and_a_failed_one_comes_back_before_new_ones() -> None:
    policy = due_first(TODAY + 9, FSRS, PUBLISHED)
    new = Standing(CardId("new"))
    seen = new.after(Grade.GOOD, TODAY - 5, FSRS)
    later = new.after(Grade.EASY, TODAY - 1, FSRS)
    failed = seen.after(Grade.AGAIN, TODAY, FSRS)
    done = seen.after(Grade.GOOD, TODAY, FSRS)
    found = policy([seen, failed, new, later, done], TODAY)
    assert found[0] > found[1] > found[2] > 0
    assert found[3:] == [0, 0]


def test_a_day_ends_with_the_card_at_its_end_which_the_next_day_makes_good() -> None:
    asked: list[Day] = []

    def answer(_: Standing, today: Day) -> tuple[Grade, float]:
        asked.append(today)
        return Grade.GOOD, 40.0

    plan = Plan(TODAY, (1.0, 0.0, 1.0))
    took = studied(deck_of(9), plan, due_first(plan.exam_day, FSRS, PUBLISHED), answer, FSRS)
    assert asked == [TODAY, TODAY, TODAY + 2]
    assert took.minutes == 2


@pytest.mark.parametrize("minutes", [0.0, 5.0])
def test_without_days_or_minutes_nothing_is_asked(minutes: float) -> None:
    plan = Plan(TODAY, (minutes,) * (not minutes))
    found = ending("worth", deck_of(3), plan, Learner(Exponential(), 1), FSRS)
    assert (found.recall, found.minutes_a_day) == (0, 0)
