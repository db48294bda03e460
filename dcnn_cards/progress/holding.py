"""How well the forecast of an exam has held so far: what was expected of each day, and what was.

What an exam is expected to come to rests on what FSRS says of each memory. On every past day it
said so as well, before that day's reviews, and their grades say what was: each review of an old
card, the first on a day, is a trial of a chance of recall.

Over all of them, as many are expected to be recalled as those chances come to. Chance alone leaves
a difference, whose standard deviation is the root of the sum of p (1 - p) over the trials, each of
which is recalled with its own p. Beyond `MOST_DEVIATIONS` of these the forecast is off: a two-sided
z-test of calibration in the large, at the level of 1 %. Source: D. J. Spiegelhalter, "Probabilistic
Prediction in Patient Management and Clinical Trials", Statistics in Medicine 5, 1986, whose test
weighs the trials besides; D. R. Cox, "Two Further Applications of a Model for Binary Regression",
Biometrika 45, 1958.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import sqrt
from operator import itemgetter
from typing import NamedTuple

from dcnn_cards.frozen import Frozen
from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, iso_day
from dcnn_cards.schedule.units import Day

MOST_DEVIATIONS = 2.576
"""So many standard deviations chance alone exceeds, one way or the other, in 1 of 100 logs."""

MIN_TRIALS = 50
"""Fewer trials say nothing: the sum of so few is not yet distributed as the test takes it."""


class Held(Frozen):
    """How many trials there were, and what came of them.

    `expected` is the number that was expected to be recalled, `variance` that of this number, and
    `recalled` how many were.
    """

    trials: int
    expected: float
    variance: float
    recalled: int

    @property
    def deviations(self) -> float:
        """How many standard deviations more were recalled than expected; negative for fewer."""
        return (self.recalled - self.expected) / sqrt(self.variance) if self.variance else 0.0

    @property
    def is_off(self) -> bool:
        """Whether that is more than chance allows."""
        return self.trials >= MIN_TRIALS and abs(self.deviations) > MOST_DEVIATIONS


class DayHeld(NamedTuple):
    """A study day, or the first of some, and what came of its trials."""

    day: Day
    held: Held


def held_of(tried: Iterable[tuple[float, bool]]) -> Held:
    """Return what came of trials: of each the chance that was expected, and if it was recalled."""
    rows = list(tried)
    return Held(
        len(rows),
        sum(chance for chance, _ in rows),
        sum(chance * (1 - chance) for chance, _ in rows),
        sum(knew for _, knew in rows),
    )


def held_by_day(tried: Iterable[tuple[Day, float, bool]]) -> list[DayHeld]:
    """Return what came of each day's trials, which are as those of `held_of`, the first first."""
    days = groupby(sorted(tried, key=itemgetter(0)), key=itemgetter(0))
    return [DayHeld(day, held_of((chance, knew) for _, chance, knew in own)) for day, own in days]


def together(days: Iterable[DayHeld]) -> Held:
    """Return what came of the trials of all these days."""
    own = [held for _, held in days]
    return Held(
        sum(each.trials for each in own),
        sum(each.expected for each in own),
        sum(each.variance for each in own),
        sum(each.recalled for each in own),
    )


def in_parts(days: Sequence[DayHeld], most: int) -> list[DayHeld]:
    """Return `days` in at most so many parts of about as many days each."""
    parts = min(most, len(days))
    edges = [part * len(days) // parts for part in range(parts + 1)] if parts else []
    return [DayHeld(days[start].day, together(days[start:end])) for start, end in pairwise(edges)]


HELD_FIELDS = (
    Field("forecast_trials", "first reviews of a day of old cards, of which FSRS expected recall"),
    Field("forecast_expected", "share of them that was expected to be recalled; null without any"),
    Field("forecast_recalled", "share of them that was; null without any"),
    Field("forecast_deviations", "the difference, in standard deviations that chance leaves"),
    Field("forecast_off", "whether it is more than chance allows, at the level of 1 %"),
    Field("days.day", "each study day with such reviews, ISO 8601"),
    Field("days.trials", "how many it had"),
    Field("days.expected", "how many of them were expected to be recalled"),
    Field("days.recalled", "how many were"),
)
"""Every name in `held_document`, lists written as `list.field`."""


def held_document(days: Sequence[DayHeld]) -> Document:
    """Return how a forecast has held as plain values under the names of `HELD_FIELDS`."""
    whole = together(days) if days else None
    return {
        "forecast_trials": whole.trials if whole else 0,
        "forecast_expected": round(whole.expected / whole.trials, 4) if whole else None,
        "forecast_recalled": round(whole.recalled / whole.trials, 4) if whole else None,
        "forecast_deviations": round(whole.deviations, 2) if whole else None,
        "forecast_off": bool(whole and whole.is_off),
        "days": [
            {
                "day": iso_day(day),
                "trials": held.trials,
                "expected": round(held.expected, 2),
                "recalled": held.recalled,
            }
            for day, held in days
        ],
    }
