"""What a review is worth on an exam day, of many cards at once, and what score to expect."""

from __future__ import annotations

import time
from random import Random

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.exam.course import Plan
from dcnn_cards.study.exam.forecast import forecast
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.exam.worth import worths
from scripts.bench.figure import Bench
from scripts.bench.harness import part

CARDS = 10_000
_TODAY, _DAYS = Day(740_000), 30
_TRIES = 7


def seen_cards(count: int) -> list[Standing]:
    """Return cards that were all seen, no two of them alike: what takes longest."""
    dice = Random(1)
    return [
        Standing(
            CardId(f"card-{number}"),
            section=f"Week {number * 12 // count}",
            memory=(dice.uniform(0.2, 60), dice.uniform(1, 10)),
            first_day=_TODAY - 40,
            last_day=_TODAY - dice.randint(1, 30),
            grade=Grade.GOOD,
        )
        for number in range(count)
    ]


def exam_part() -> dict[str, float]:
    """Computes the worth of many cards, and forecasts: seconds of the processor, the best of some.

    Nothing is waited for, and what else the machine does adds to them.
    """
    fsrs, cards = Fsrs(Settings()), seen_cards(CARDS)
    took = []
    for _ in range(_TRIES):
        began = time.process_time()
        worths(cards, _TODAY, _TODAY + _DAYS, fsrs, PUBLISHED)
        took.append(time.process_time() - began)
    found = {"worth": min(took)}
    for count in (300, CARDS):
        began = time.process_time()
        forecast(seen_cards(count), Plan(_TODAY, (count / 30,) * _DAYS), fsrs, PUBLISHED)
        found[f"forecast_{count}"] = time.process_time() - began
    return found


def measure(bench: Bench) -> None:
    """Times both, in a process of their own."""
    found = part("exam")
    results = bench.results
    results.put(f"worth of {CARDS:,} cards", seconds=found["worth"])
    results.goal(
        f"worth of {CARDS:,}",
        "under 50 ms",
        found["worth"] * 1000,
        " ms",
        met=found["worth"] < 0.05,
    )
    for count, most in ((300, 1), (CARDS, 5)):
        seconds = found[f"forecast_{count}"]
        results.put(f"forecast for {count:,} cards", seconds=seconds)
        results.goal(
            f"forecast for {count:,}", f"under {most} s", seconds, " s", met=seconds < most
        )
