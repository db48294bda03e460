"""A second record of what a session writes: its own events, in a file of its own, until it ends.

The store is one file that other programs copy, replace and take away: those who keep folders of two
devices alike, and people. What a session wrote into a file that is not there any more is gone with
it. So each event is also put at the end of a text beside the store, a line of JSON an event. A
session that ends and finds all its events in the store takes its text away; of one that was killed,
or whose store was replaced, the next start unites what is in the text with the store.

Nothing depends on it: where it cannot be written, events are in the store alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dcnn_cards.schedule.event import Event
from dcnn_cards.store import copies
from dcnn_cards.store.rows import EVENT, event_row, readable_event


class Witness:
    """What one session wrote. Its file is made with the first event."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(f"{store.stem}-session-{os.urandom(8).hex()}.jsonl")
        self.ids: list[str] = []
        """The ids of the events that were written."""
        self._handle: int | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Write `events` down, if that can be done.

        It is not waited for until the disk has them: that the store does. They outlive the process.
        """
        import json  # Only who writes needs it.

        lines, ids = "", []
        for event in events:
            lines += json.dumps(dict(zip(EVENT, event_row(event), strict=True))) + "\n"
            ids.append(event.id)
        self.ids += ids
        with suppress(OSError):
            if self._handle is None:
                self._handle = self._made()
            os.write(self._handle, lines.encode())

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


def left_behind(store: Path) -> list[Path]:
    """Return the files of sessions over `store` that are not open any more."""
    prefix = f"{store.stem}-session-"
    with suppress(OSError), os.scandir(store.parent) as entries:
        return [
            Path(entry.path)
            for entry in entries
            if entry.name.startswith(prefix)
            and entry.name.endswith(".jsonl")
            and not _is_open(entry.path)
        ]
    return []


def events_in(file: Path) -> list[Event]:
    """Return the events in the file of a session, without a line that is not whole."""
    import json

    found = []
    with suppress(OSError):
        for line in file.read_bytes().splitlines():
            with suppress(ValueError, KeyError, TypeError):
                values = json.loads(line)
                event = readable_event(tuple(map(values.get, EVENT)))
                if event is not None:
                    found.append(event)
    return found


def _is_open(file: str) -> bool:
    import fcntl

    try:
        handle = os.open(file, os.O_RDONLY)
    except OSError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False
