"""SM-2, as P. A. Woźniak published it in 1990.

Source: P. A. Woźniak, "Optimization of learning", master's thesis, University of Technology in
Poznań, 1990, section 3.2, "Application of a computer to improve the results obtained in working
with the SuperMemo method", algorithm SM-2.

In short, with EF the E-Factor (here: ease) of an item and q the quality of a response, 0 to 5:

- EF starts at 2.5. I(1) = 1, I(2) = 6, and I(n) = I(n-1)·EF for n > 2, in days; "if interval is a
  fraction, round it up to the nearest integer".
- After each repetition EF' = EF + (0.1 - (5-q)·(0.08 + (5-q)·0.02)), and never less than 1.3.
- If q < 3, "start repetitions for the item from the beginning without changing the E-Factor (i.e.
  use intervals I(1), I(2) etc. as if the item was memorized anew)".
- "After each repetition session of a given day repeat again all items that scored below four in
  the quality assessment. Continue the repetitions until all of these items score at least four."

How it is read here where the words leave room; what they say plainly is followed to the letter,
and what they leave open follows the SM-2 procedure in Pascal that the author made public later:

- I(n) is computed with EF, the value before this repetition, not with EF'. (The procedure does so,
  and the text writes EF' wherever it means the new value.) A grade therefore tells in the interval
  after next.
- After q < 3 the item has no repetition to its name: it is asked the next day, and a success then
  is its first, followed by I(1). So its intervals are 1, 1, 6.
- The procedure lowers EF also for q < 3, and rounds to the nearest day. The text says otherwise,
  plainly, and the text is what was published in 1990.
- Repeating the failed items of a day is drill: it changes neither EF nor interval. So does every
  further repetition on a study day that already had one.
- The text knows no repetition before or after its day: one that is early or late counts as the
  n-th like any other.

Intervals end at a hundred years (`MAX_INTERVAL`); the text has no bound.
"""

from __future__ import annotations

from typing import ClassVar

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.scheduler import (
    MAX_INTERVAL,
    ByIntervals,
    Settings,
    State,
    drilled,
)
from dcnn_cards.schedule.units import Day

QUALITY = {Grade.AGAIN: 1, Grade.HARD: 3, Grade.GOOD: 4, Grade.EASY: 5}
"""Quality of a response for each grade, on the publication's scale of 0 to 5."""

START_EASE = 250
"""Ease of a new card, in hundredths. All steps of the ease are whole hundredths: no rounding."""

MIN_EASE = 130
"""The least ease, in hundredths."""


def ease_after(ease: int, quality: int) -> int:
    """Return the ease after a response of `quality` 0 to 5; both eases in hundredths."""
    missing = 5 - quality
    return max(MIN_EASE, ease + 10 - missing * (8 + missing * 2))


def next_interval(repetition: int, previous: int, ease: int) -> int:
    """Return I(n) in days for n = `repetition`, from 1, after an interval of `previous` days.

    `ease` is in hundredths. The result is between 1 and `MAX_INTERVAL`.
    """
    if repetition == 1:
        return 1
    if repetition == 2:
        return 6
    return min(MAX_INTERVAL, -(-previous * ease // 100))


class Sm2(ByIntervals):
    """SM-2."""

    name = "sm2"
    edition = "sm2/1"
    memory: ClassVar = {
        "ease": "SM-2: E-Factor, 1.3 or more; a new card starts at 2.5",
        "repetitions": "SM-2: repetitions in a row graded Hard or better",
    }

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""
        quality = QUALITY[grade]
        if state is None:
            previous, reviews, lapses, ease, repetitions = 0, 0, 0, START_EASE, 0
        elif day <= state.last_day:
            return drilled(state, again=quality < 4)
        else:
            previous, reviews, lapses = state.interval, state.reviews, state.lapses
            ease, repetitions = round(state.memory[0] * 100), int(state.memory[1])
        if quality < 3:
            lapses += repetitions > 0
            return State(day + 1, 1, reviews + 1, lapses, True, (ease / 100, 0.0))
        interval = next_interval(repetitions + 1, previous, ease)
        memory = (ease_after(ease, quality) / 100, repetitions + 1.0)
        return State(day + interval, interval, reviews + 1, lapses, quality < 4, memory)


SCHEDULER = Sm2()


def scheduler(settings: Settings) -> Sm2:  # noqa: ARG001
    """Return SM-2, which has nothing to set."""
    return SCHEDULER
