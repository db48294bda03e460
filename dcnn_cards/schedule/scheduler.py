"""The protocol that every scheduler follows, and the state that it hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dcnn_cards.schedule.event import Grade


@dataclass(frozen=True, slots=True)
class State:
    """What a scheduler knows of a card after a review.

    `due` is the study day (ordinal) on which it is asked next, `interval` the days from the last
    review to it. `again` is true while the card has to come back in the same day's session.
    `lapses` counts the times it was forgotten after it had been learned. `memory` holds the numbers
    that only the scheduler itself reads, such as a box or an ease, in the order of its
    `memory_names`.
    """

    due: int
    interval: int
    reviews: int
    lapses: int
    again: bool
    memory: tuple[float, ...]


class Scheduler(Protocol):
    """An algorithm that says when a card is asked again: pure, and the same on every replay."""

    @property
    def name(self) -> str:
        """The name that users type, lower case."""

    @property
    def memory_names(self) -> tuple[str, ...]:
        """What the numbers in `State.memory` are called, such as `("ease", "repetitions")`."""

    def review(self, state: State | None, grade: Grade, day: int) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""
