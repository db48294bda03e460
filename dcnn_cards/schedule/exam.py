"""The day that counts: when a deck is examined, what of it, and what time there is until then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.day import iso
from dcnn_cards.schedule.event import Event, Kind, detail_of, in_detail
from dcnn_cards.schedule.units import Day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as they are named in a log, Monday first."""

MOST_DAYS = 1_000
"""So many days ahead an exam may be: every one of them is simulated."""

MOST_MINUTES = 1_440
"""A day has no more."""

MAX_WEIGHT = 1_000.0
"""The most that a card can count next to one of weight 1."""


class Exam(Frozen):
    """An exam of one deck, as it was set last.

    `day` is the study day of the exam, on which nothing is studied for it any more. `minutes` is
    the time for each day before it, 1 to `MOST_MINUTES`, but for days off: the `weekdays` (0 is
    Monday) and `breaks`, each from a day to a day, both included. `cards` says which cards are
    examined: what `deck.filters.Filters` takes, by the name of its field; nothing for all of them.
    `weights` says by the name of a section how much each of its cards counts, 0 to `MAX_WEIGHT`; in
    others each counts 1.
    """

    day: Day
    minutes: int
    weekdays: tuple[int, ...] = ()
    breaks: tuple[tuple[Day, Day], ...] = ()
    cards: tuple[tuple[str, tuple[str, ...]], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()

    def is_off(self, day: Day) -> bool:
        """Whether nothing is to be studied on a day because it is free."""
        return (day - 1) % 7 in self.weekdays or any(
            first <= day <= last for first, last in self.breaks
        )

    def minutes_on(self, day: Day) -> int:
        """Return the time there is on a day: none on days off, on the exam's and after it."""
        return 0 if day >= self.day or self.is_off(day) else self.minutes

    def minutes_from(self, today: Day) -> tuple[int, ...]:
        """Return the time there is on each day from `today` to the one before the exam."""
        return tuple(map(self.minutes_on, map(Day, range(today, self.day))))

    def weight_of(self, section: str) -> float:
        """Return how much each card of a section counts."""
        return dict(self.weights).get(section, 1.0)


class Score(Frozen):
    """How the exam of study day `day` went, and what had been expected: shares of 1.

    Eight of ten such learners had been expected to end from `low` to `high`.
    """

    day: Day
    score: float
    expected: float
    low: float
    high: float


def score_facts(score: Score) -> str:
    """Return the `detail` of the event that keeps `score`."""
    shares = {name: round(getattr(score, name), 4) for name in _SHARES}
    return in_detail({"day": iso(score.day), **shares})


_SHARES = ("score", "expected", "low", "high")


def score_of(event: Event | None) -> Score | None:
    """Return the score that an event keeps, None if it keeps none or makes no sense as one."""
    if event is None or event.kind is not Kind.SCORE:
        return None
    facts = detail_of(event)
    try:
        shares = [float(facts[name]) for name in _SHARES]
        found = Score(_day(facts["day"]), *shares)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return found if all(0 <= share <= 1 for share in shares) else None


def exam_facts(exam: Exam | None) -> str:
    """Return the `detail` of the event that sets `exam` or, with None, forgets the one before.

    Raises ValueError if there is too much of it for an event.
    """
    if exam is None:
        return in_detail({"day": None})
    days_off = [WEEKDAYS[number] for number in exam.weekdays]
    days_off += [f"{iso(first)}..{iso(last)}" for first, last in exam.breaks]
    facts = {
        "day": iso(exam.day),
        "minutes": exam.minutes,
        "off": days_off,
        "cards": dict(exam.cards),
        "weights": dict(exam.weights),
    }
    return in_detail({name: value for name, value in facts.items() if value})


def exam_of(event: Event | None) -> Exam | None:
    """Return the exam that an event sets, None if it sets none or makes no sense as one."""
    if event is None or event.kind is not Kind.EXAM:
        return None
    try:
        exam = _exam_in(detail_of(event))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    return exam if exam.day - event.day <= MOST_DAYS else None


def _exam_in(facts: Mapping[str, Any]) -> Exam:
    """Raises as it comes where a fact is missing, or is not what `exam_facts` writes."""
    days_off = [str(name) for name in facts.get("off", ())]
    minutes, weights = facts["minutes"], facts.get("weights", {}).items()
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        raise ValueError
    if not all(0 <= float(weight) <= MAX_WEIGHT for _, weight in weights):
        raise ValueError
    return Exam(
        _day(facts["day"]),
        minutes,
        tuple(WEEKDAYS.index(name) for name in days_off if ".." not in name),
        tuple(_span(name) for name in days_off if ".." in name),
        tuple((field, tuple(map(str, words))) for field, words in facts.get("cards", {}).items()),
        tuple((section, float(weight)) for section, weight in weights),
    )


def _span(text: str) -> tuple[Day, Day]:
    first, last = map(_day, text.split(".."))
    return first, last


def _day(text: str) -> Day:
    return Day(date.fromisoformat(text).toordinal())
