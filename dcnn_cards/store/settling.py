"""Before a store is opened for writing: does what lies beside it belong to it?

SQLite takes any write-ahead log beside a file for the log of that file. After a crash the log holds
what the file has not taken in yet; but where another program, or a person, has put another copy
of the store in its place meanwhile, taking in that log loses reviews or destroys the copy. Which of
the two it is can be seen: the review log is only ever added to, so a file and a log that belong
together are sound together, and what the file alone has is the beginning of what both have.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from dcnn_cards import database
from dcnn_cards.store import copies
from dcnn_cards.store.faults import BUSY_SECONDS, damaged
from dcnn_cards.whole_file import open_at_once

# Bytes that SQLite locks in a file: its documentation, "File Locking And Concurrency", and os.h.
_LOCKS_BEGIN, _LOCKS_LENGTH = 0x4000_0000, 512

# SQLite documentation, "Database File Format", 1.3, and "WAL-mode File Format", 2.1.
_HEADER_BYTES, _PAGES = 100, slice(28, 32)
_INDEX_BYTES, _IS_MADE, _PAGES_IN_INDEX = 48, 12, slice(20, 24)
_LOOKS, _BETWEEN_LOOKS_S = 3, 0.01

_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


def log_of(store: Path) -> Path:
    """SQLite's write-ahead log: what it has not yet moved into the file."""
    return store.with_name(f"{store.name}-wal")


def index_of(store: Path) -> Path:
    """SQLite's index of that log, which processes share."""
    return store.with_name(f"{store.name}-shm")


def has_log(store: Path) -> bool:
    """Whether there is anything in the log beside `store`. Raises OSError as it comes."""
    try:
        return log_of(store).stat().st_size > 0
    except FileNotFoundError:
        return False


def set_aside_foreign_log(store: Path) -> Path | None:
    """Give a log that was not made for `store` another name; return that, None without such a log.

    The store is only read. Raises CardsError if it is damaged and would be with its log as well,
    OSError as it comes.
    """
    if not has_log(store):
        return None
    with _alone_in(store.parent):
        if not has_log(store) or _is_in_use(store) or belong_together(store):
            return None
        aside = _free_name(store)
        log_of(store).rename(aside)
        index_of(store).unlink(missing_ok=True)
        copies.sync_folder(store.parent)
        return aside


def forget_stale_index(store: Path) -> None:
    """Take away an empty log with an index of another file, as a session has it that is still open.

    Where a store is replaced while a session is open, SQLite's index of the log (`-shm`) goes on
    saying how many pages the file has that was there before. Whoever has the old ones open sees
    that they are gone. Raises OSError as it comes.
    """
    for _ in range(_LOOKS):  # not what another process is just about to bring up to date
        if has_log(store) or not _is_stale(store):
            return
        time.sleep(_BETWEEN_LOOKS_S)
    log_of(store).unlink(missing_ok=True)
    index_of(store).unlink(missing_ok=True)


def _is_stale(store: Path) -> bool:
    try:
        with open(index_of(store), "rb", opener=open_at_once) as file:
            index = file.read(_INDEX_BYTES)
        with store.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return False
    if len(index) < _INDEX_BYTES or not index[_IS_MADE]:
        return False
    pages = int.from_bytes(index[_PAGES_IN_INDEX], sys.byteorder)
    return pages not in (0, int.from_bytes(header[_PAGES]))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes from settling in this folder meanwhile, where that can be done."""
    import fcntl  # Only a store that was not closed needs it.

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_in_use(store: Path) -> bool:
    """Whether another process has the store open: then the log is its log."""
    import fcntl

    try:
        handle = os.open(store, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS_LENGTH, _LOCKS_BEGIN)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def belong_together(store: Path) -> bool:
    """Whether the log was made for the store. Raises CardsError if neither way it is sound."""
    try:
        with closing(_opened(store, "mode=ro")) as both:
            if _is_sound(both):
                with closing(_opened(store, "mode=ro&immutable=1")) as alone:
                    return _begins_with(both, alone)
    except _UNREADABLE:
        pass
    with closing(_opened(store, "mode=ro&immutable=1")) as alone:
        if _is_sound(alone):
            return False
    raise damaged(store, "neither with nor without the log beside it is it sound")


def _opened(store: Path, how: str) -> sqlite3.Connection:
    return database.connect(store, how, timeout=BUSY_SECONDS)


def _is_sound(db: sqlite3.Connection) -> bool:
    try:
        return bool(db.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except _UNREADABLE:
        return False


def _begins_with(both: sqlite3.Connection, alone: sqlite3.Connection) -> bool:
    """Whether `both` has every event that `alone` has, in the same place."""
    query = "SELECT rowid, id FROM event ORDER BY rowid"
    later = iter(both.execute(query))
    try:
        for row in alone.execute(query):
            if row != next(later, None):
                return False
    except _UNREADABLE:
        pass  # what was being taken in when the process was killed
    return True


def _free_name(store: Path) -> Path:
    stem = f"{store.stem}-log-{time.strftime('%Y-%m-%d-%H%M%S')}"
    return copies.free_name(store.with_name(f"{stem}.wal"))
