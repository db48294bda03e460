"""What happened: the facts of the review log, from which every schedule is derived."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis

ZONE_DAYS = 2
"""So many days can lie between the dates of two places at once, from UTC+14 to UTC-12."""

MAX_DAY = Day(3_600_000)
"""The last study day that an event may be of."""

MIN_AT, MAX_AT = Millis(-62_135_596_800_000), Millis(253_402_300_799_999)
"""The first and the last instant that an event may be of: of the years 1 and 9999."""

_EPOCH_DAY = 719_163  # 1970-01-01


class Grade(IntEnum):
    """How well a card was recalled, in the learner's own judgement."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Kind(StrEnum):
    """What an event says about its card."""

    REVIEW = "review"
    UNDO = "undo"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    FLAG = "flag"
    UNFLAG = "unflag"
    RESET = "reset"


class Event(Frozen):
    """One fact about one card, never changed once written.

    `id` is a UUIDv7, so events sort by the time they were made; `at` is UTC in milliseconds since
    1970 or, where the clock was set back, right after the event of the card before: what was done
    later counts later. `day` is the local study day it counted for, as a proleptic Gregorian
    ordinal (`date.toordinal`). `grade`, `thinking_ms` (from question to grade, milliseconds) and
    `scheduler` belong to reviews; `undoes` is the id of the event that an undo takes back. `seed`
    is the draw, from 0, of a card that is asked with fresh numbers or in another order each time.
    """

    id: str
    device: str
    at: Millis
    day: Day
    deck: DeckName
    card: CardId
    kind: Kind
    grade: Grade | None = None
    thinking_ms: int | None = None
    scheduler: str | None = None
    undoes: str | None = None
    seed: int | None = None


def is_by_the_clock(at: Millis, day: Day) -> bool:
    """Whether an event has its `at` from the clock, as its study day has it, and not from another.

    Where the clock was ahead once, later events of that card come right after the one it dated.
    """
    return at // 86_400_000 + _EPOCH_DAY <= day + ZONE_DAYS


def later_than(newest: Millis | None, now: Millis) -> Millis:
    """Return the `at` of an event that happens `now` to a card whose newest event is at `newest`.

    What was done later counts later, also where the clock was set back in between. `newest` is None
    for a card without events. At the last instant that there is, ids say what is later.
    """
    return now if newest is None else min(max(now, Millis(newest + 1)), MAX_AT)
