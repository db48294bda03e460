"""Whether the range of a forecast holds: `python -m scripts.exam_range`.

Made-up learners of each kind study for an exam by worth. At the beginning, in the middle and on the
day before, the forecast is asked what to expect, knowing their log so far; then they go on, and sit
an exam that asks every card once. Eight of ten results should lie in the range; of 200 learners, 95
of 100 times between 74 and 86 % do.

With 200 learners, 150 cards, 30 days and 3 minutes a day: of `fsrs` 94, 89 and 77 % at the three
moments; of `stubborn`, whom nothing tells from the others at the beginning, 80, 81 and 70 %. At the
beginning it holds for no `exponential` one, who forgets in another way than anything believed: that
is seen once such learners have been asked what they forgot.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.exam.comparison import deck_of
from dcnn_cards.study.exam.course import Plan, studied
from dcnn_cards.study.exam.doubt import Trial, doubt_after
from dcnn_cards.study.exam.forecast import Scores, scores
from dcnn_cards.study.exam.policies import by_worth
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.learner import Exponential, Learner, Memory, Stubborn, fsrs_memory

SPREAD = 0.3
"""Learners of a kind differ: half-lives and their growth as much as parameters of FSRS do."""


def exponential(seed: int) -> Memory:
    """Return a learner whose recall halves with every half-life."""
    dice = Random(f"{seed}/exponential")
    half_life, growth = (exp(dice.gauss(0, SPREAD)) for _ in range(2))
    return Exponential(4.0 * half_life, 1 + growth)


KINDS: dict[str, Callable[[int], Memory]] = {
    "fsrs": fsrs_memory,
    "stubborn": lambda seed: Stubborn(fsrs_memory(seed)),
    "exponential": exponential,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was expected at one moment, and what came."""

    low: float
    expected: float
    high: float
    result: float

    @property
    def held(self) -> bool:
        """Whether the result lies in the range."""
        return self.low <= self.result <= self.high


@cache
def at_the_beginning(plan: Plan, cards: int) -> Scores:
    """Return what is expected of anyone of whom nothing is known yet."""
    return scores(deck_of(cards), plan, Fsrs(Settings()), PUBLISHED)


def course(kind: str, seed: int, days: int, minutes: float, cards: int) -> list[Found]:
    """Return what was expected of a learner at the beginning, in the middle and the day before."""
    fsrs = Fsrs(Settings())
    learner = Learner(KINDS[kind](seed), seed)
    tried: list[Trial] = []

    def answer(card: Standing, today: Day) -> tuple[Grade, float]:
        grade, thinking_ms = learner.answer(card.card, today)
        if card.memory and card.days_since(today):
            (believed,) = fsrs.recalls([card.memory[0]], [card.days_since(today)])
            tried.append(Trial(card.memory[0], believed, grade is not Grade.AGAIN))
        return grade, thinking_ms / 1000

    stands, day = deck_of(cards), Day(739_000)
    exam_day = day + days
    policy = by_worth(exam_day, fsrs, PUBLISHED)
    said = []
    for until in (days // 2, days - 1, days):
        plan = Plan(day, (minutes,) * (exam_day - day))
        if day == exam_day - days:
            said.append(at_the_beginning(plan, cards))
        else:
            said.append(scores(stands, plan, fsrs, PUBLISHED, doubt_after(tried), seed))
        stretch = Plan(day, plan.minutes[: exam_day - days + until - day])
        stands = list(studied(stands, stretch, policy, answer, fsrs).cards)
        day = stretch.exam_day
    dice = Random(f"{seed}/exam")
    recalls = learner.recalls(exam_day)
    result = sum(dice.random() < recall for recall in recalls) / cards
    return [
        Found(
            each.quantile(0.1), sum(each.learners) / len(each.learners), each.quantile(0.9), result
        )
        for each in said
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=6.0)
    parser.add_argument("--cards", type=int, default=300)
    parser.add_argument("--kind", choices=tuple(KINDS), action="append")
    given = parser.parse_args()
    print("| learner | when | in the range | below | above | expected | result | width |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in given.kind or KINDS:
        courses = [
            course(kind, seed, given.days, given.minutes, given.cards)
            for seed in range(1, given.learners + 1)
        ]
        for when, found in zip(
            ("beginning", "middle", "day before"), zip(*courses, strict=True), strict=True
        ):
            count = len(found)
            print(
                f"| {kind} | {when} | {sum(f.held for f in found) / count:.0%}"
                f" | {sum(f.result < f.low for f in found) / count:.0%}"
                f" | {sum(f.result > f.high for f in found) / count:.0%}"
                f" | {sum(f.expected for f in found) / count:.1%}"
                f" | {sum(f.result for f in found) / count:.1%}"
                f" | {sum(f.high - f.low for f in found) / count:.1%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
