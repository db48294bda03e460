"""A second record of what a session writes: its own events, in a file of its own, until it ends.

The store is one file that other programs copy, replace and take away: those who keep folders of two
devices alike, and people. What a session wrote into a file that is not there any more is gone with
it. So each event is also put at the end of a text beside the store, a line of JSON an event. A
session that ends and finds all its events in the store takes its text away; of one that was killed,
or whose store was replaced, the next start unites what is in the text with the store.

Nothing depends on it: where it cannot be written, events are in the store alone. What lies there
may be anybody's: each line is read by itself, and what cannot be read is kept under another name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.counted import counted
from dcnn_cards.errors import CardsError
from dcnn_cards.news import tell
from dcnn_cards.schedule.event import Event
from dcnn_cards.store import copies
from dcnn_cards.store.rows import EVENT, event_row, readable_event
from dcnn_cards.whole_file import open_at_once, read_whole

MAX_BYTES = 500_000_000
"""The longest file of a session that is read: over a million events."""


class Witness:
    """What one session wrote. Its file is made with the first event."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(f"{store.stem}-session-{os.urandom(8).hex()}.jsonl")
        self.ids: list[str] = []
        """The ids of the events that were written."""
        self._handle: int | None = None
        self._waiting = b""
        """What the disk did not take yet; where it took half a line, the other half is next."""

    def add(self, events: Iterable[Event]) -> None:
        """Write `events` down, if that can be done.

        It is not waited for until the disk has them: that the store does. They outlive the process.
        """
        import json  # Only who writes needs it.

        lines = []
        for event in events:
            values = dict(zip(EVENT, event_row(event), strict=True))
            lines.append(json.dumps(values).encode() + b"\n")
            self.ids.append(event.id)
        self._waiting += b"".join(lines)
        with suppress(OSError):
            if self._handle is None:
                self._handle = self._made()
            while self._waiting:
                self._waiting = self._waiting[os.write(self._handle, self._waiting) :]

    def close(self, *, keep: bool) -> None:
        """End the session; `keep` its file where the store has not all that is in it."""
        if self._handle is None:
            return
        with suppress(OSError):
            if not keep:
                self.path.unlink(missing_ok=True)
            os.close(self._handle)
        self._handle = None

    def _made(self) -> int:
        import fcntl

        handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
        with suppress(OSError):  # not every file system knows locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        copies.sync_folder(self.path.parent)
        return handle


class Left(NamedTuple):
    """What a session left in its `file`: events, and how many lines that are none."""

    file: Path
    events: list[Event]
    unread: int


def left_behind(store: Path) -> Iterator[Left]:
    """Yield what sessions that ended left beside `store`; tell which files cannot be read."""
    for file in _files_of_sessions(store):
        if not _is_open(file):
            try:
                yield _read(file)
            except CardsError as error:
                tell(f"{error}. It is left alone: move it away if a session did not leave it.")


def _files_of_sessions(store: Path) -> list[Path]:
    prefix = f"{store.stem}-session-"
    with suppress(OSError), os.scandir(store.parent) as entries:
        return [
            Path(entry.path)
            for entry in entries
            if entry.name.startswith(prefix) and entry.name.endswith(".jsonl")
        ]
    return []


def put_away(left: Left) -> str | None:
    """Take away a file that is in the store; keep one with lines that are none, and say so.

    It is kept under a name that is not looked for again.
    """
    with suppress(OSError):  # what cannot be moved is found again, with nothing new in it
        if not left.unread:
            left.file.unlink(missing_ok=True)
            return None
        kept = copies.free_name(left.file.with_suffix(".unread"))
        left.file.rename(kept)
        return (
            f"a session left {counted(left.unread, 'line')} that cannot be read, as of another "
            f"version or cut off: kept in {kept.name}"
        )
    return None


def _read(file: Path) -> Left:
    """Raises CardsError for what is no regular file, cannot be read or is too large."""
    lines = read_whole(file, MAX_BYTES).splitlines()
    events = [event for event in map(_event_in, lines) if event is not None]
    return Left(file, events, sum(map(bool, lines)) - len(events))


def _event_in(line: bytes) -> Event | None:
    """The event that a line is, None if the log would not take what it is."""
    import json

    try:
        values = json.loads(line)
    except (ValueError, RecursionError):  # RecursionError: it is nested without end
        return None
    return readable_event(tuple(map(values.get, EVENT))) if isinstance(values, dict) else None


def _is_open(file: Path) -> bool:
    """Whether the session that writes it goes on, or has just taken it away."""
    import fcntl

    try:
        handle = open_at_once(file)
    except FileNotFoundError:
        return True
    except OSError:  # told by who reads it
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False
