"""Events read out of SQLite's write-ahead log by itself, without the file that it was made for.

The log holds pages whole, as they became. Those of the table of events are found by what is in
them: rows of as many values as an event has, which the review log would take. So it does not matter
which file lies beside the log, nor in what state.

Source: SQLite documentation, "Database File Format", sections 1.6 (b-tree pages), 2.1 (records) and
4.1 (the log).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from dcnn_cards.schedule.event import Event
from dcnn_cards.store.rows import EVENT, FEWEST, Row, readable_event

_MAGIC = (0x377F0682, 0x377F0683)
_HEADER_BYTES, _FRAME_BYTES = 32, 24
_LEAF = 0x0D  # of a table
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def events_in_log(log: Path) -> list[Event]:
    """Return the events in the pages of a write-ahead log, each once. Raises OSError as it comes.

    What was never committed, and what makes no sense, is left out.
    """
    found: dict[str, Event] = {}
    for page in _pages(log.read_bytes()):
        for row in _rows(page):
            event = readable_event(row)
            if event is not None:
                found[event.id] = event
    return list(found.values())


def _pages(log: bytes) -> Iterator[memoryview]:
    """The pages in the log that were committed, in order; older versions of a page come too."""
    page_bytes, salts = int.from_bytes(log[8:12]), log[16:24]
    if int.from_bytes(log[:4]) not in _MAGIC or not 512 <= page_bytes <= 65_536:
        return
    waiting: list[memoryview] = []
    view, frame_bytes = memoryview(log), _FRAME_BYTES + page_bytes
    for start in range(_HEADER_BYTES, len(log) - frame_bytes + 1, frame_bytes):
        if log[start + 8 : start + 16] != salts:  # of an earlier log in the same file
            return
        waiting.append(view[start + _FRAME_BYTES : start + frame_bytes])
        if any(log[start + 4 : start + 8]):  # ends a transaction
            yield from waiting
            waiting = []


def _rows(page: memoryview) -> Iterator[Row]:
    """The rows in a page that have as many values as an event; none if the page is another."""
    if page[0] != _LEAF:
        return
    for number in range(int.from_bytes(page[3:5])):
        place = 8 + 2 * number
        try:
            row = _row(page, int.from_bytes(page[place : place + 2]))
        except (ValueError, IndexError, KeyError):
            continue
        if row is not None:
            yield row


def _row(page: memoryview, start: int) -> Row | None:
    """The values in the cell at `start`; None if there are too few or many, or not all are here."""
    payload, start = _varint(page, start)
    _, start = _varint(page, start)  # the number of the row
    if start + payload > len(page):
        return None
    header, place = _varint(page, start)
    kinds = []
    while place < start + header:
        kind, place = _varint(page, place)
        kinds.append(kind)
    if not FEWEST <= len(kinds) <= len(EVENT):
        return None
    places = accumulate(map(_size, kinds), initial=start + header)
    return tuple(
        _value(kind, bytes(page[at : at + _size(kind)]))
        for kind, at in zip(kinds, places, strict=False)
    )


def _size(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 0 if kind in (0, 8, 9) else _INTEGER_BYTES[kind]


def _value(kind: int, content: bytes) -> Any:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind < 12:
        return int.from_bytes(content, signed=True)
    return content.decode() if kind % 2 else content


def _varint(page: memoryview, start: int) -> tuple[int, int]:
    """The number at `start`, and where it ends."""
    value = 0
    for place in range(start, start + 8):
        value = value << 7 | page[place] & 0x7F
        if page[place] < 0x80:
            return value, place + 1
    return value << 8 | page[start + 8], start + 9
