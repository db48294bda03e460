"""A learner who does not exist: what a simulation asks instead of a person.

What is recalled follows from a memory, anything that gives each card a state and a probability of
recall; a scheduler does. How often one then grades Hard or Easy, what one grades a card that is
asked again on the same day, and how long one thinks, are the averages that are `PUBLISHED`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Protocol

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import MAX_DECAY, MIN_DECAY, Fsrs
from dcnn_cards.schedule.scheduler import MAX_INTERVAL, Settings, State, drilled
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED

FORGOTTEN = (1.0, 0.0, 0.0, 0.0)
"""Chances of the grades of a card that is not recalled."""


class Memory(Protocol):
    """How cards are remembered."""

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""

    def recall(self, state: State, day: Day) -> float:
        """Return the probability, 0 to 1, that the card is recalled on study day `day`."""


@dataclass(frozen=True, slots=True)
class Exponential:
    """A plain forgetter: the probability of recall halves with every half-life that passes.

    A new card has `half_life` days; recall multiplies that of its card by `growth`, and what is
    forgotten starts anew. The shape is that of H. Ebbinghaus, "Über das Gedächtnis", Leipzig 1885,
    made as simple as it can be.
    """

    half_life: float = 4.0
    growth: float = 2.0

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading: its memory is the half-life, and it is due after one."""
        again = grade is Grade.AGAIN
        if state is not None and day <= state.last_day:
            return drilled(state, again=again)
        reviews, lapses, half_life = 0, 0, self.half_life
        if state is not None:
            reviews, lapses = state.reviews, state.lapses + again
            if not again:
                half_life = min(MAX_INTERVAL, state.memory[0] * self.growth)
        interval = max(1, round(half_life))
        return State(day + interval, interval, reviews + 1, lapses, again, (half_life,))

    def recall(self, state: State, day: Day) -> float:
        """Return the probability, 0 to 1, that the card is recalled on study day `day`."""
        return float(0.5 ** (max(0, day - state.last_day) / state.memory[0]))


class Stubborn:
    """A memory that fades twice as fast as `memory` believes it does.

    Whatever its parameters, FSRS takes the stabilities for twice of what they are.
    """

    def __init__(self, memory: Fsrs) -> None:
        self._memory = memory

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading, as it is believed."""
        return self._memory.review(state, grade, day)

    def recall(self, state: State, day: Day) -> float:
        """Return the probability, 0 to 1, that the card is recalled on study day `day`."""
        elapsed = max(0, day - state.last_day)
        (recall,) = self._memory.recalls([state.memory[0] / 2], [elapsed])
        return recall


class Learner:
    """Grades cards as `memory` and the dice thrown with `seed` say, and remembers them.

    Each card has dice of its own, so its fate does not hang on what is asked between.
    """

    def __init__(self, memory: Memory, seed: int) -> None:
        self._memory = memory
        self._seed = seed
        self._dice: dict[str, Random] = {}
        self._states: dict[CardId, State] = {}
        self._learned: dict[str, tuple[Day, Grade]] = {}  # first day, last grade

    def answer(self, card: CardId, day: Day) -> tuple[Grade, int]:
        """Grade `card` on study day `day`: the grade, and milliseconds from question to grade."""
        dice = self._dice.get(card)
        if dice is None:
            dice = self._dice[card] = Random(f"{self._seed}/{card}")
        state = self._states.get(card)
        habits = PUBLISHED
        if state is None:
            chances, seconds, first_day = habits.first, habits.seconds_learning, day
        else:
            first_day, before = self._learned[card]
            if day > state.last_day:
                knows = dice.random() < self._memory.recall(state, day)
                chances, seconds = (habits.recalled if knows else FORGOTTEN), habits.seconds_review
            else:
                chances = habits.again_today(before, first_day=day == first_day)
                seconds = habits.seconds_again_today(first_day=day == first_day)
        grade = dice.choices(tuple(Grade), chances)[0]
        self._states[card] = self._memory.review(state, grade, day)
        self._learned[card] = first_day, grade
        return grade, round(seconds[grade - 1] * 1000)

    def recalls(self, day: Day) -> list[float]:
        """Return the probability of recall on study day `day` of every card that was ever seen."""
        return [self._memory.recall(state, day) for state in self._states.values()]


def fsrs_memory(seed: int) -> Fsrs:
    """Return a memory that follows FSRS-6 with parameters drawn around the defaults by `seed`.

    Raises CardsError where FSRS cannot be loaded.
    """
    return Fsrs(Settings(parameters=near(Fsrs(Settings()).parameters, seed)))


def near(parameters: Sequence[float], seed: int, spread: float = 0.3) -> tuple[float, ...]:
    """Return parameters of FSRS-6 drawn around `parameters`: each times e to a normal number.

    `spread` is the standard deviation of that number. With 0.3 a learner is predicted worse by the
    original parameters than by its own by some 0.01 of log loss, near to what the srs-benchmark
    finds between default and fitted ones. The first four, the stabilities that a new card gets by
    its grade, are put in the order of the grades; the last, the decay, is kept within its bounds.
    """
    dice = Random(f"{seed}/parameters")
    *drawn, decay = [value * exp(dice.gauss(0, spread)) for value in parameters]
    return (*sorted(drawn[:4]), *drawn[4:], min(max(decay, MIN_DECAY), MAX_DECAY))
