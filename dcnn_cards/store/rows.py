"""Events and records as rows of the store, and back.

Here alone stands which columns there are and what is in them. Going back raises UnreadableRowError
for a row that this program cannot have written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from dcnn_cards.schedule.event import MAX_AT, MAX_DAY, MIN_AT, Event, Grade, Kind, facts_in
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.store.faults import UnreadableRowError

Row = tuple[Any, ...]

EVENT: Mapping[str, Any] = {
    "id": str,
    "device": str,
    "at": int,
    "day": int,
    "deck": str,
    "card": str,
    "kind": str,
    "grade": int | None,
    "thinking_ms": int | None,
    "scheduler": str | None,
    "undoes": str | None,
    "seed": int | None,
    "detail": str | None,
}
"""The columns of an event, which are its fields in their order, and what SQLite has in them."""

FEWEST = list(EVENT).index("seed")
"""Columns of an event when it had fewest; those that came later have nothing in them then."""

_SQL = {str: "TEXT", int: "INTEGER", str | None: "TEXT", int | None: "INTEGER"}

AS_READ: Mapping[str, str] = {
    **{name: f"CAST({name} AS {_SQL[kind]})" for name, kind in EVENT.items()},
    "at": f"CAST(max({MIN_AT}, min(at, {MAX_AT})) AS INTEGER)",
    "day": f"CAST(max(1, min(day, {MAX_DAY})) AS INTEGER)",
}
"""How a statement reads the columns of an event, whoever wrote them: as the nearest there may be.

Texts as texts, numbers as numbers, days and instants within the calendar.
"""

RECORD = (
    "due", "interval", "reviews", "lapses", "again", "memory",
    "suspended", "flagged", "introduced", "buried",
)  # fmt: skip
"""The columns of a record: the fields of its state, then its own."""

_MEANINGS: Mapping[str, Mapping[Any, Any]] = {
    "kind": {kind.value: kind for kind in Kind},
    "grade": {None: None, **{grade.value: grade for grade in Grade}},
}
_DECODED = [(place, _MEANINGS[name]) for place, name in enumerate(EVENT) if name in _MEANINGS]
_NEW: Row = (None,) * 6

event_row: Callable[[Event], Row] = attrgetter(*EVENT)
"""Return the values of the columns `EVENT`."""


def columns_there(db: sqlite3.Connection) -> str:
    """Return those columns of `EVENT` that a store has, of whatever version, for a statement.

    Raises sqlite3.Error as it comes.
    """
    there = {name for _, name, *_ in db.execute("PRAGMA table_info (event)")}
    return ", ".join(name for name in EVENT if name in there)


def event_of(row: Row) -> Event:
    """Return the event in the columns `EVENT`."""
    values = list(row)
    try:
        for place, meaning in _DECODED:
            values[place] = meaning[values[place]]
    except KeyError:
        found = dict(zip(EVENT, row, strict=True))
        what = f"event {found['id']} has kind {found['kind']!r} and grade {found['grade']!r}"
        raise UnreadableRowError(what) from None
    return Event(*values)


def readable_event(row: Row) -> Event | None:
    """Return the event in a row from anywhere, None if the log would not take it.

    A store of an earlier version has fewer columns.
    """
    if len(row) >= FEWEST:
        row += (None,) * (len(EVENT) - len(row))
    if len(row) != len(EVENT) or not all(map(isinstance, row, EVENT.values())):
        return None
    if not all(map(_is_storable, row)):
        return None
    try:
        event = event_of(row)
    except UnreadableRowError:
        return None
    sound = (
        0 < len(event.id) <= 64
        and MIN_AT <= event.at <= MAX_AT
        and 0 < event.day <= MAX_DAY
        and (event.kind is Kind.REVIEW) == (event.grade is not None)
        and (event.kind is Kind.UNDO) == (event.undoes is not None)
        and (event.thinking_ms or 0) >= 0
        and (event.seed is None or event.seed >= 0)
        and (event.detail is None or facts_in(event.detail) is not None)
    )
    return event if sound else None


def _is_storable(value: str | int | None) -> bool:
    """Whether SQLite keeps a value as it is: no half of a character, no number past 64 bits."""
    match value:
        case bool():
            return False
        case int():
            return abs(value) < 2**63
        case str():
            return "\0" not in value and value.encode(errors="ignore").decode() == value
    return True


def record_row(record: Record) -> Row:
    """Return the values of the columns `RECORD`."""
    state, schedule = record.state, _NEW
    if state is not None:
        memory = f"[{','.join(map(repr, state.memory))}]"
        schedule = (
            state.due, state.interval, state.reviews, state.lapses, state.again, memory,
        )  # fmt: skip
    return (*schedule, record.suspended, record.flagged, record.introduced, record.buried)


def record_of(row: Sequence[Any]) -> Record:
    """Return the record in the columns `RECORD`."""
    due, interval, reviews, lapses, again, memory, suspended, flagged, introduced, buried = row
    state = None
    if due is not None:
        try:
            numbers = tuple(map(float, memory[1:-1].split(","))) if len(memory) > 2 else ()
            state = State(due + 0, interval + 0, reviews + 0, lapses + 0, bool(again), numbers)
        except (TypeError, ValueError) as error:
            raise UnreadableRowError(f"the state {row} makes no sense") from error
    return Record(state, bool(suspended), bool(flagged), introduced, buried)
