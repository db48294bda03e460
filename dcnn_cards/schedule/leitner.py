"""Leitner's card box with five compartments.

Source: Sebastian Leitner, "So lernt man lernen: Der Weg zum Erfolg", Herder, Freiburg 1972. Every
card starts in the first compartment; one that is known moves to the next, one that is not known
goes back to the first, however far it had come.

Leitner works through a compartment when it is full. Here each has its days instead: 1, 2, 4, 8 and
16. Two more grades than his known and not known: Hard leaves the card in its box, Easy moves it up
two. A new card counts as one in box 1, where Leitner puts it, so Good on a new card means box 2 and
two days. A card graded Again comes back in the same session. Further repetitions on a study day
that already had one are drill and move no box.
"""

from __future__ import annotations

from typing import ClassVar

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.scheduler import ByIntervals, Settings, State, drilled
from dcnn_cards.schedule.units import Day

BOX_DAYS = (1, 2, 4, 8, 16)
"""Days that a card waits in each box, box 1 first."""

STEPS = {Grade.HARD: 0, Grade.GOOD: 1, Grade.EASY: 2}
"""Boxes up for each grade but Again."""


class Leitner(ByIntervals):
    """The card box."""

    name = "leitner"
    edition = "leitner/1"
    memory: ClassVar = {"box": "Leitner: box, 1 to 5"}

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""
        again = grade == Grade.AGAIN
        if state is None:
            box, reviews, lapses = 1, 0, 0
        elif day <= state.last_day:
            return drilled(state, again=again)
        else:
            box, reviews, lapses = int(state.memory[0]), state.reviews, state.lapses
        if again:
            lapses += box > 1
            box = 1
        else:
            box = min(len(BOX_DAYS), box + STEPS[grade])
        interval = BOX_DAYS[box - 1]
        return State(day + interval, interval, reviews + 1, lapses, again, (float(box),))


SCHEDULER = Leitner()


def scheduler(settings: Settings) -> Leitner:  # noqa: ARG001
    """Return the card box, which has nothing to set."""
    return SCHEDULER
