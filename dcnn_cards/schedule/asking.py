"""Which card is asked, when, and as what: each rule once in Python, and beside it once in SQL.

Of a card the rules need to know whether its deck has it asked at all, of its progress the record.
The index of a large deck has both in a row a card, and `SQL` has for every rule the condition on
such a row on the study day `:today`. Its columns are
- `takes_part`, as the rule of that name says;
- `due` and `interval`, those of the card's state; NULL while it is new;
- `drill`, the day of the last review while the card has to come back on it; NULL otherwise;
- `buried`, that of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, StrEnum, auto
from typing import Protocol

from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import Day

MATURE_DAYS = 21
"""The interval in days from which a card counts as mature, as in Anki."""


class Askable(Protocol):
    """What a deck says of a card."""

    @property
    def askable(self) -> bool:
        """Whether the card has an answer, and is not suspended by its deck."""


class Asked(Enum):
    """As what a card is asked on a study day."""

    NEW = auto()
    LEARNING = auto()  # graded on that day already, and to come back on it
    DUE = auto()  # or overdue


class Stage(StrEnum):
    """How far a card has come; each card is at one stage only."""

    NEW = "new"  # not reviewed yet
    LEARNING = "learning"  # comes back in today's session
    YOUNG = "young"  # interval under MATURE_DAYS
    MATURE = "mature"  # interval of MATURE_DAYS or more
    SUSPENDED = "suspended"  # not asked: set aside, or without an answer


def takes_part(card: Askable, record: Record) -> bool:
    """Say whether `card` is asked at all: not set aside, and with something for an answer."""
    return card.askable and not record.suspended


def is_asked(card: Askable, record: Record, today: Day) -> bool:
    """Say whether `card` may be asked today: it takes part, and was not put off until tomorrow."""
    return takes_part(card, record) and record.buried != today


def asked_as(card: Askable, record: Record, today: Day) -> Asked | None:
    """Return as what `card` is asked today; None if it is not."""
    if not is_asked(card, record, today):
        return None
    if record.state is None:
        return Asked.NEW
    if record.state.is_learning(today):
        return Asked.LEARNING
    return Asked.DUE if record.state.due <= today else None


def stage_of(card: Askable, record: Record, today: Day) -> Stage:
    """Return how far `card` has come today."""
    if not takes_part(card, record):
        return Stage.SUSPENDED
    if record.state is None:
        return Stage.NEW
    if record.state.is_learning(today):
        return Stage.LEARNING
    return Stage.MATURE if record.state.interval >= MATURE_DAYS else Stage.YOUNG


def is_due(card: Askable, record: Record, today: Day) -> bool:
    """Say whether `card` is to be asked today and is not new: due, overdue or learning."""
    return asked_as(card, record, today) in (Asked.LEARNING, Asked.DUE)


def day_due(state: State, buried: Day | None, today: Day) -> Day:
    """Return the first study day from `today` on for which a card is due and not put off."""
    day = max(state.due, today)
    return day + 1 if day == buried else day


def is_due_later(card: Askable, record: Record, today: Day) -> bool:
    """Say whether `card` comes due after today: by its schedule, or because it was put off."""
    state = record.state
    due = state is not None and day_due(state, record.buried, today) > today
    return due and takes_part(card, record)


Rule = Callable[[Askable, Record, Day], bool]

_IS_ASKED = "takes_part AND buried IS NOT :today"
_LEARNT = "takes_part AND due IS NOT NULL AND (drill IS NULL OR drill < :today)"
SQL: Mapping[Asked | Stage | Rule, str] = {
    is_asked: _IS_ASKED,
    Asked.NEW: f"{_IS_ASKED} AND due IS NULL",
    Asked.LEARNING: f"{_IS_ASKED} AND drill >= :today",
    Asked.DUE: f"{_IS_ASKED} AND due <= :today AND (drill IS NULL OR drill < :today)",
    Stage.NEW: "takes_part AND due IS NULL",
    Stage.LEARNING: "takes_part AND drill >= :today",
    Stage.YOUNG: f"{_LEARNT} AND interval < {MATURE_DAYS}",
    Stage.MATURE: f"{_LEARNT} AND interval >= {MATURE_DAYS}",
    Stage.SUSPENDED: "NOT takes_part",
    is_due: f"{_IS_ASKED} AND (due <= :today OR drill >= :today)",
    is_due_later: "takes_part AND due IS NOT NULL AND (due > :today OR buried = :today)",
}
"""For each rule, and for each answer of `asked_as` and `stage_of`, when it holds of a row."""

SQL_DAY_DUE = "max(due, :today) + (buried IS max(due, :today))"
"""What `day_due` returns for a row that is not new."""
