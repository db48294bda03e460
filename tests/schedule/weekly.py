"""A scheduler that is not in the program: every card comes a week after its last review."""

from __future__ import annotations

from typing import ClassVar

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.scheduler import ByIntervals, Settings, State, drilled
from dcnn_cards.schedule.units import Day


class Weekly(ByIntervals):
    """A week, whatever the grade."""

    name = "weekly"
    edition = "weekly/1"
    memory: ClassVar = {"known": "reviews in a row graded Hard or better"}

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""
        again = grade == Grade.AGAIN
        if state is not None and day <= state.last_day:
            return drilled(state, again=again)
        reviews, lapses, known = 0, 0, 0.0
        if state is not None:
            reviews, lapses, known = state.reviews, state.lapses, state.memory[0]
        lapses += again and known > 0
        return State(day + 7, 7, reviews + 1, lapses, again, (0.0 if again else known + 1,))


def scheduler(settings: Settings) -> Weekly:  # noqa: ARG001
    """Return the scheduler, which has nothing to set."""
    return Weekly()
