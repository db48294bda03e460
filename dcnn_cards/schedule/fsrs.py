"""FSRS-6, the Free Spaced Repetition Scheduler.

Source: Jarrett Ye and others, open-spaced-repetition, "The Algorithm", version FSRS-6 (2025), after
J. Ye, J. Su and Y. Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling", KDD 2022. The equations are computed by the reference implementation, fsrs-rs, through
its Python binding.

A memory has a stability, the days until recall has fallen to 90 %, from 0.001 to 36500, and a
difficulty from 1 to 10. 21 parameters say how reviews change the two, and how fast memories fade.
A card is due on the whole day nearest to the one on which its recall will have fallen to the
retention that the learner wants.

What the reference leaves to the program:

- A further review on the same study day counts: by FSRS-6's short-term stability, for which no time
  has passed. The interval then runs anew from that day. Neither is there drill, nor are there
  learning steps: a card graded Again comes back in the same session, and Again, Hard, Good or Easy
  on its return count like all others. Every interval is at least a day.
- A review dated before the last one, after a clock was set back, counts for the day of the last.
- Intervals are not varied at random: a replay of the same reviews leads to the same days.
- A lapse is an Again on a day after the last review, unless that left the card unlearned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from math import isfinite
from operator import attrgetter
from typing import Any, ClassVar, Protocol

from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Grade
from dcnn_cards.schedule.scheduler import (
    MAX_INTERVAL,
    MAX_RETENTION,
    MIN_RETENTION,
    Settings,
    State,
)
from dcnn_cards.schedule.units import Day

MIN_DECAY, MAX_DECAY = 0.1, 0.8
"""The bounds of w20, the decay, in fsrs-rs."""

Reviews = tuple[tuple[Grade, int], ...]
"""Reviews of a card in order, each with the days since the one before it, 0 on the same day.

The days of the first are those since the memory that it finds, and 0 where it finds none.
"""


class Remembered(Protocol):
    """A memory as the engine has it: the stability in days, the difficulty from 1 to 10."""

    @property
    def stability(self) -> float:
        """Days until recall has fallen to 90 %."""

    @property
    def difficulty(self) -> float:
        """From 1 to 10."""


_STATE_AFTER = {grade: attrgetter(grade.name.lower()) for grade in Grade}

# Grades, each with the days since the one before, by which engines are told apart.
_PROBE = tuple((Grade(n % 4 + 1), n % 3 * n) for n in range(2, 20))


def engine() -> Any:
    """Return the package that computes FSRS-6; raises CardsError if it is not there.

    It is loaded only for those who use FSRS, and the rest of the program works without it.
    """
    try:
        return import_module("fsrs_rs_python")
    except ImportError as error:
        raise CardsError(
            f"FSRS needs the package fsrs-rs-python, which cannot be loaded: {error}",
            fix="Install it (pip install fsrs-rs-python), or choose --scheduler sm2.",
        ) from None


class Fsrs:
    """FSRS-6."""

    name = "fsrs"
    memory: ClassVar = {
        "stability": "FSRS: days until recall has fallen to 90 %",
        "difficulty": "FSRS: difficulty, 1 to 10",
    }
    predicts = True

    def __init__(self, settings: Settings) -> None:
        rust = engine()
        self.parameters = settings.parameters or tuple(rust.DEFAULT_PARAMETERS)
        """The 21 parameters w0 to w20."""
        self.retention = settings.retention
        """The recall at which a card is due."""
        if not MIN_RETENTION <= self.retention <= MAX_RETENTION:
            raise CardsError(
                f"a retention of {self.retention} cannot be aimed at",
                fix=f"It may be from {MIN_RETENTION} to {MAX_RETENTION}.",
            )
        if not _are_parameters(self.parameters):
            raise CardsError(
                f"these {len(self.parameters)} numbers are not parameters of FSRS-6",
                fix="`dcnn-cards optimize` fits them anew to your reviews.",
            )
        model = rust.FSRS(self.parameters)
        self._next_states = model.next_states
        self._after_all = model.memory_state_batch
        self._memory = rust.MemoryState
        self._review, self._item = rust.FSRSReview, rust.FSRSItem
        self._decay = -self.parameters[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self.edition = f"fsrs/1-{self._fingerprint()}"

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""
        again = grade == Grade.AGAIN
        if state is None:
            states = self._next_states(None, self.retention, 0)
            reviews = lapses = 0
        else:
            last = state.last_day
            day = max(day, last)
            states = self._next_states(self._memory(*state.memory), self.retention, day - last)
            reviews = state.reviews
            lapses = state.lapses + (again and day > last and not state.again)
        after = _STATE_AFTER[grade](states)
        interval = min(MAX_INTERVAL, max(1, round(after.interval)))
        memory = after.memory
        return State(
            day + interval,
            interval,
            reviews + 1,
            lapses,
            again,
            (memory.stability, memory.difficulty),
        )

    def recall(self, state: State, day: Day) -> float:
        """Return the probability of recall on study day `day`, by FSRS-6's forgetting curve."""
        (recall,) = self.recalls([state.memory[0]], [max(0, day - state.last_day)])
        return recall

    def recalls(self, stabilities: Iterable[float], days: Iterable[int]) -> list[float]:
        """Return the probability of recall of each of many memories so many days after review.

        It ends with the shorter of the two.
        """
        factor, decay = self._factor, self._decay
        found: list[float] = [
            (1 + factor * elapsed / stability) ** decay
            for stability, elapsed in zip(stabilities, days, strict=False)
        ]
        return found

    def memory_after(
        self, memory: tuple[float, ...] | None, grade: Grade, days: int
    ) -> tuple[float, float]:
        """Return the memory after a grade, `days` after the last; `memory` is None for a new card.

        It is the stability in days and the difficulty from 1 to 10.
        """
        before = memory and self._memory(*memory)
        after = _STATE_AFTER[grade](self._next_states(before, self.retention, days)).memory
        return after.stability, after.difficulty

    def remembered(
        self, memories: Iterable[tuple[float, ...] | None], reviews: Sequence[Reviews]
    ) -> Sequence[Remembered]:
        """Return what becomes of each of many memories, None for a new card, by its reviews.

        It is what as many calls of `review` would come to, in a tenth of the time.
        """
        items = {each: self._item([self._review(*one) for one in each]) for each in set(reviews)}
        before = [known and self._memory(*known) for known in memories]
        return list(self._after_all([items[each] for each in reviews], before))

    def stabilities(
        self, memories: Iterable[tuple[float, ...] | None], days: Sequence[int]
    ) -> list[list[float]]:
        """Return for each of the four grades the stabilities that it would leave memories with.

        `days` has the days since the last review of each.
        """
        before = [known and self._memory(*known) for known in memories]
        found = []
        for grade in Grade:
            items = {elapsed: self._item([self._review(grade, elapsed)]) for elapsed in set(days)}
            after = self._after_all([items[elapsed] for elapsed in days], before)
            found.append([each.stability for each in after])
        return found

    def fit(self, past: Sequence[Event]) -> tuple[float, ...] | None:
        """Return the parameters that fit `past` best, None where that is too short."""
        from dcnn_cards.schedule.fitting import MIN_LESSONS, fit, lessons

        learned = lessons(past)
        return fit(learned) if len(learned) >= MIN_LESSONS else None

    def _fingerprint(self) -> str:
        """Stand for the parameters, the retention and what the engine makes of them.

        Another version of the engine, or the mathematics of another platform, may differ in the
        last digits; then states are derived again too.
        """
        state, day = None, Day(1)
        states = list[State]()
        for grade, days in _PROBE:
            day += days
            state = self.review(state, grade, day)
            states.append(state)
        text = repr((self.parameters, self.retention, states))
        return digest(text.encode())[:16]


def _are_parameters(numbers: tuple[float, ...]) -> bool:
    """Whether these can be parameters.

    A fit that ends on a bound gives its nearest number in single precision.
    """
    return (
        len(numbers) == 21
        and all(isfinite(number) and number >= 0 for number in numbers)
        and MIN_DECAY <= round(numbers[20], 6) <= MAX_DECAY
    )


def scheduler(settings: Settings) -> Fsrs:
    """Return FSRS-6 under `settings`; raises CardsError if its library or they are no good."""
    return Fsrs(settings)
