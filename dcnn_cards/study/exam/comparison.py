"""Policies compared: made-up learners study for an exam, each under every policy."""

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.exam.course import Plan, studied
from dcnn_cards.study.exam.policies import POLICIES
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.learner import Learner


class Ending(Frozen):
    """How a plan ended: the mean chance, 0 to 1, that a card is recalled in the exam.

    Cards that were never seen are not. `minutes_a_day` is what was used, on average.
    """

    recall: float
    minutes_a_day: float


def deck_of(cards: int) -> list[Standing]:
    """Return so many new cards."""
    return [Standing(CardId(f"card-{number}")) for number in range(1, cards + 1)]


def ending(
    policy: str, cards: Sequence[Standing], plan: Plan, learner: Learner, fsrs: Fsrs
) -> Ending:
    """Return how `plan` ends for a learner who has seen none of the cards, under a policy by name.

    `fsrs` is what is believed of the learner's memory, which may be otherwise.
    """

    def answer(card: Standing, today: Day) -> tuple[Grade, float]:
        grade, thinking_ms = learner.answer(card.card, today)
        return grade, thinking_ms / 1000

    order = POLICIES[policy](plan.exam_day, fsrs, PUBLISHED)
    took = studied(cards, plan, order, answer, fsrs).minutes
    recall = sum(learner.recalls(plan.exam_day)) / len(cards)
    return Ending(recall, took / max(1, len(plan.minutes)))
