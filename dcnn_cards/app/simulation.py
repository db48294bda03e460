"""Study that was not held: what a year would have cost under each scheduler, and what an order of
the cards would have come to in an exam.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.app.scheduling import available
from dcnn_cards.busy import busy
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.policies import PolicyResult, policy_result
from dcnn_cards.progress.workload import Workload, workload
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.store import open_store
from dcnn_cards.study.exam.comparison import deck_of, ending
from dcnn_cards.study.exam.course import Plan as ExamPlan
from dcnn_cards.study.learner import Exponential, Learner, Memory, Stubborn, fsrs_memory
from dcnn_cards.study.simulation import FIRST_DAY, Plan, simulate

LEARNERS = {
    "fsrs": "memory follows FSRS-6, parameters drawn around the defaults",
    "stubborn": "the same, but all fades twice as fast as FSRS believes",
    "exponential": "recall halves with every half-life: 4 days, twice as many after each success",
}
"""How a learner may remember and forget, by name."""


class Simulation(NamedTuple):
    """What each scheduler would cost, why some cannot be simulated, and the last one's reviews."""

    loads: list[Workload]
    missing: list[CardsError]
    reviews: int


def simulation_of(
    plan: Plan,
    learner: str,
    seed: int,
    retention: float,
    chosen: Sequence[str] = (),
    write: Path | None = None,
) -> Simulation:
    """Have a learner of `LEARNERS` study under each scheduler, or under those that were `chosen`.

    The log of the last one is kept in a new store at `write`. Raises CardsError if there is a file
    already, if the learner cannot be had, or a scheduler that was chosen.
    """
    if write and write.exists():
        raise CardsError(
            "there is a file already, and a simulated log is never mixed with another",
            fix="Name a new file.",
            file=write,
        )
    memory, settings, loads, reviews = _memory(learner, seed), Settings(retention), [], 0
    if chosen:
        schedulers, missing = [scheduler(name, settings) for name in chosen], list[CardsError]()
    else:
        schedulers, missing = available(lambda name: scheduler(name, settings))
    for each in schedulers:
        course = simulate(plan, each, Learner(memory, seed), seed)
        loads.append(workload(each.name, course.log, plan.first_day, plan.days, course.recall))
        reviews = len(course.log)
    if write:
        with open_store(write) as store:
            store.extend(course.log, each)
    return Simulation(loads, missing, reviews)


def policies_compared(
    days: int, minutes: float, cards: int, learner: str, seeds: int, policies: Sequence[str]
) -> list[PolicyResult]:
    """Have `seeds` learners of `LEARNERS` study for an exam in `days` days, under each policy.

    They know none of the `cards`, and study for so many `minutes` a day. Raises CardsError if FSRS,
    which the policies ask, cannot be had.
    """
    fsrs, plan, deck = Fsrs(Settings()), ExamPlan(FIRST_DAY, (minutes,) * days), deck_of(cards)
    found = []
    with busy("simulating learners", seeds * len(policies)) as task:
        for policy in policies:
            endings = []
            for seed in range(1, seeds + 1):
                student = Learner(_memory(learner, seed), seed)
                endings.append(ending(policy, deck, plan, student, fsrs))
                task.done += 1
            recalls = [each.recall for each in endings]
            found.append(policy_result(policy, recalls, [each.minutes_a_day for each in endings]))
    return found


def _memory(learner: str, seed: int) -> Memory:
    if learner == "exponential":
        return Exponential()
    try:
        memory = fsrs_memory(seed)
        return Stubborn(memory) if learner == "stubborn" else memory
    except CardsError as error:
        raise CardsError(error.what, fix="Install it, or take --learner exponential.") from None
