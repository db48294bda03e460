"""What happened: the facts of the review log, from which every schedule is derived."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Any

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis

ZONE_DAYS = 2
"""So many days can lie between the dates of two places at once, from UTC+14 to UTC-12."""

MAX_DAY = Day(3_600_000)
"""The last study day that an event may be of."""

MIN_AT, MAX_AT = Millis(-62_135_596_800_000), Millis(253_402_300_799_999)
"""The first and the last instant that an event may be of: of the years 1 and 9999."""

MAX_DETAIL_BYTES = 3_000
"""The longest `detail` of an event, in UTF-8.

So that an event is within one page of a store, of 4 KiB, where it is found also by itself.
"""

WHOLE_DECK = CardId("")
"""Stands in the place of a card in events that are about the deck: no card has such an id."""

_EPOCH_DAY = 719_163  # 1970-01-01


class Grade(IntEnum):
    """How well a card was recalled, in the learner's own judgement."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Kind(StrEnum):
    """What an event says about its card; about its whole deck, `EXAM` and `SCORE`."""

    REVIEW = "review"
    UNDO = "undo"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    FLAG = "flag"
    UNFLAG = "unflag"
    RESET = "reset"
    EXAM = "exam"
    SCORE = "score"


class Event(Frozen):
    """One fact about one card, never changed once written.

    `id` is a UUIDv7, so events sort by the time they were made; `at` is UTC in milliseconds since
    1970 or, where the clock was set back, right after the event of the card before: what was done
    later counts later. `day` is the local study day it counted for, as a proleptic Gregorian
    ordinal (`date.toordinal`). `grade`, `thinking_ms` (from question to grade, milliseconds) and
    `scheduler` belong to reviews; `undoes` is the id of the event that an undo takes back. `seed`
    is the draw, from 0, of a card that is asked with fresh numbers or in another order each time.
    `detail` is what else belongs to a kind of event: a JSON object as `in_detail` writes it, which
    `detail_of` reads.
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
    detail: str | None = None


def in_detail(facts: Mapping[str, Any]) -> str:
    """Return `facts`, by names, as the `detail` of an event.

    Raises ValueError for what JSON does not have, and beyond `MAX_DETAIL_BYTES`.
    """
    import json  # Hardly any event has one.

    text = json.dumps(facts, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if len(text.encode()) > MAX_DETAIL_BYTES:
        raise ValueError(f"the detail of an event is over {MAX_DETAIL_BYTES:,} bytes")
    return text


def detail_of(event: Event) -> dict[str, Any]:
    """Return what `in_detail` was given; nothing of an event without, or with what it never wrote.

    Each fact is to be looked at by whoever reads it: a log may come from anywhere.
    """
    return {} if event.detail is None else facts_in(event.detail) or {}


def facts_in(detail: str) -> dict[str, Any] | None:
    """Return the facts in the `detail` of an event, None if the log would not take it."""
    import json

    try:
        if len(detail.encode()) > MAX_DETAIL_BYTES:
            return None
        facts = json.loads(detail)
        # Neither infinite numbers nor halves of characters, which Python reads.
        json.dumps(facts, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None


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
