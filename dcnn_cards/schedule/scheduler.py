"""The protocol that every scheduler follows, and the state that it hands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Event, Grade
from dcnn_cards.schedule.units import Day

MAX_INTERVAL = 36_525
"""The longest interval in days: a hundred years, so that no due day leaves the calendar."""


ASSUMED_RECALL = 0.9
"""Recall on the due day for an algorithm that predicts none, as in the open srs-benchmark."""

DEFAULT_RETENTION = 0.9
"""The share of cards to be recalled on their due days, for an algorithm that aims at one."""

MIN_RETENTION, MAX_RETENTION = 0.7, 0.97
"""What may be aimed at, as FSRS4Anki has it: below, too much is forgotten to be worth the reviews
saved; above, the reviews become too many."""


class Settings(Frozen):
    """What a learner may set of a scheduler; each takes what concerns it.

    `retention` is the share of cards that are to be recalled on their due days, between 0 and 1.
    `parameters` were fitted to the learner's own reviews; empty for those the algorithm comes with.
    """

    retention: float = DEFAULT_RETENTION
    parameters: tuple[float, ...] = ()


class Fitted(Frozen):
    """Parameters fitted on study day `day` (ordinal) to `reviews` reviews of the learner's own."""

    parameters: tuple[float, ...]
    day: Day
    reviews: int


class State(Frozen):
    """What a scheduler knows of a card after a review.

    `due` is the study day (ordinal) on which it is asked next, `interval` the days from the last
    review to it, from 1 to `MAX_INTERVAL`. `again` is true while the card has to come back in the
    same day's session. `reviews` counts every grade, `lapses` the times the card was forgotten
    after it had been learned. `memory` holds the numbers that only the scheduler itself reads, such
    as a box or an ease, in the order of its `memory`.
    """

    due: Day
    interval: int
    reviews: int
    lapses: int
    again: bool
    memory: tuple[float, ...]

    @property
    def last_day(self) -> Day:
        """The study day (ordinal) of the review that set the interval."""
        return self.due - self.interval

    def is_learning(self, today: Day) -> bool:
        """Whether the card still has to come back in the session of study day `today`."""
        return self.again and self.last_day >= today

    def is_due(self, today: Day) -> bool:
        """Whether the card is to be asked on study day `today`: due, overdue or still learning."""
        return self.due <= today or self.is_learning(today)


class Scheduler(Protocol):
    """An algorithm that says when a card is asked again: pure, and the same on every replay."""

    @property
    def name(self) -> str:
        """The name that users type, lower case."""

    @property
    def edition(self) -> str:
        """The name with all that its answers depend on, such as `sm2/1`.

        It changes whenever the same reviews would lead to another state, be it by other rules or
        other parameters; what was derived under another edition is derived again.
        """

    @property
    def memory(self) -> Mapping[str, str]:
        """What the numbers in `State.memory` are called, in their order, each with its meaning."""

    @property
    def predicts(self) -> bool:
        """Whether the algorithm itself says how likely recall is; if not, see `ByIntervals`."""

    @property
    def fit(self) -> Callable[[Sequence[Event]], tuple[float, ...] | None] | None:
        """What returns the parameters for `Settings` that fit a log of any decks best.

        It returns None where that is too short. It is None for an algorithm that learns nothing.
        """

    def review(self, state: State | None, grade: Grade, day: Day) -> State:
        """Return the state after grading on study day `day`; `state` is None for a new card."""

    def recall(self, state: State, day: Day) -> float:
        """Return the probability, 0 to 1, that the card is recalled on study day `day`.

        It is 1 on the day of the last review, and before it.
        """


class ByIntervals:
    """What algorithms have in common that have intervals, predict nothing and learn nothing."""

    predicts = False
    fit = None

    def recall(self, state: State, day: Day) -> float:
        """Return `Scheduler.recall` as it is read into an interval.

        Forgetting is taken to be exponential, and recall to be `ASSUMED_RECALL` on the due day,
        however long the interval: 0.9^(elapsed / interval). Source: the open srs-benchmark, which
        so compares SM-2 with algorithms that predict.
        """
        elapsed = max(0, day - state.last_day)
        return float(ASSUMED_RECALL ** (elapsed / state.interval))


def drilled(state: State, *, again: bool) -> State:
    """Return `state` after one more repetition on a study day that already had one.

    Drill settles whether the card comes back `again` today, and nothing else.
    """
    return State(state.due, state.interval, state.reviews + 1, state.lapses, again, state.memory)
