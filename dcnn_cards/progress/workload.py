"""What studying costs and what it is worth: reviews and minutes a day, and recall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dcnn_cards.progress.document import Document
from dcnn_cards.progress.evaluation import trials
from dcnn_cards.progress.fields import Field, iso_day
from dcnn_cards.schedule.counts import counted_ms
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.units import Day

SIMULATION_FIELDS = (
    Field("learner", "how the learner's memory works"),
    Field("seed", "what the dice were thrown with"),
    Field("cards", "cards in the deck"),
    Field("new", "new cards a day, at most"),
    Field("schedulers.scheduler", "name of the scheduler"),
    Field("schedulers.reviews", "reviews, those of new cards and drill included"),
    Field("schedulers.reviews_a_day", "the same a day, on average"),
    Field("schedulers.reviews_peak", "on the day with the most"),
    Field("schedulers.minutes_a_day", "from question to grade, on average"),
    Field("schedulers.minutes_peak", "on the day that took longest"),
    Field("schedulers.introduced", "cards seen at least once"),
    Field(
        "schedulers.recall_rate", "share recalled, 0 to 1, of a day's first reviews of old cards"
    ),
    Field(
        "schedulers.recall_at_end", "mean chance of recall, 0 to 1, of all cards seen, at the end"
    ),
    Field("days.day", "each study day, ISO 8601"),
    Field("days.reviews_NAME", "reviews on it under the scheduler NAME"),
    Field("days.recall_NAME", "mean chance of recall on the next, of all cards seen"),
)
"""Every name in the document of a simulation, lists written as `list.field`."""


@dataclass(frozen=True, slots=True)
class Workload:
    """The days of a log, from study day `first_day` (ordinal) on.

    `reviews` and `minutes`, from question to grade, are by day. `recalled` of `tried` trials were,
    as `dcnn_cards.progress.evaluation` understands a trial; `introduced` cards were seen. `recall`
    has by day the mean probability of recall of these cards, 0 to 1, where the learner's mind is
    open to us.
    """

    scheduler: str
    first_day: Day
    reviews: tuple[int, ...]
    minutes: tuple[float, ...]
    tried: int
    recalled: int
    introduced: int
    recall: tuple[float, ...]

    @property
    def recall_rate(self) -> float | None:
        """The share of trials that were recalled, 0 to 1; None without any."""
        return self.recalled / self.tried if self.tried else None


def workload(
    scheduler: str, log: Sequence[Event], first_day: Day, days: int, recall: Sequence[float]
) -> Workload:
    """Return the workload of `days` study days in `log`, which was made under `scheduler`."""
    reviews, thinking_ms = [0] * days, [0] * days
    for event in log:
        if event.kind is Kind.REVIEW:
            reviews[event.day - first_day] += 1
            thinking_ms[event.day - first_day] += counted_ms(event.thinking_ms or 0)
    tried = trials(log)
    minutes = tuple(time / 60_000 for time in thinking_ms)
    return Workload(
        scheduler,
        first_day,
        tuple(reviews),
        minutes,
        len(tried.recalled),
        sum(tried.recalled),
        tried.firsts,
        tuple(recall),
    )


def simulation_document(
    learner: str, seed: int, cards: int, new: int, loads: Sequence[Workload]
) -> Document:
    """Return a simulation as plain values under the names of `SIMULATION_FIELDS`, in order."""
    return {
        "learner": learner,
        "seed": seed,
        "cards": cards,
        "new": new,
        "schedulers": [
            {
                "scheduler": load.scheduler,
                "reviews": sum(load.reviews),
                "reviews_a_day": round(sum(load.reviews) / len(load.reviews), 3),
                "reviews_peak": max(load.reviews),
                "minutes_a_day": round(sum(load.minutes) / len(load.minutes), 3),
                "minutes_peak": round(max(load.minutes), 3),
                "introduced": load.introduced,
                "recall_rate": None if load.recall_rate is None else round(load.recall_rate, 4),
                "recall_at_end": round(load.recall[-1], 4),
            }
            for load in loads
        ],
        "days": [
            {
                "day": iso_day(loads[0].first_day + day),
                **{f"reviews_{load.scheduler}": load.reviews[day] for load in loads},
                **{f"recall_{load.scheduler}": round(load.recall[day], 4) for load in loads},
            }
            for day in range(len(loads[0].reviews))
        ],
    }
