"""A connection to the file of a store, which others may replace while it is in use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from dcnn_cards import database
from dcnn_cards.database import transaction
from dcnn_cards.errors import CardsError
from dcnn_cards.store import opening, settling
from dcnn_cards.store.faults import BUSY_SECONDS, DamagedError, damaged, reporting
from dcnn_cards.store.outside import Seen, seen_at

# As many values as every SQLite takes in one statement, with room for others.
_MOST_VALUES = 900

_LAST_ROW = """
SELECT value, (SELECT max(rowid) FROM event), (SELECT id FROM event ORDER BY rowid DESC LIMIT 1)
FROM meta WHERE name = 'device'
"""
_AT_ROW = """
SELECT value, (SELECT id FROM event WHERE rowid = ?) FROM meta WHERE name = 'device'
"""
_End = tuple[str, int | None, str | None]
"""Where a log ends: the device of its store, the row and the id of the newest event, if any."""

Values = Sequence[Any] | Mapping[str, Any]
_T = TypeVar("_T")


class Connection:
    """An open store, as the tables in it are read and written.

    Every method raises CardsError when the store is damaged, or kept locked by another process for
    more than five seconds, or the disk fails; what was reported as done before stays done.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self.db = db
        """For use within `transaction`."""
        self.path = path
        self.writable = not db.execute("PRAGMA query_only").fetchone()[0]
        self._lock = Lock()
        row = self.one("SELECT value FROM meta WHERE name = 'device'")
        if row is None:
            raise damaged(path, "the device id is missing")
        self.device: str = row[0]
        """Stands for this store in the events made with it; random, made with the store."""
        self._end: _End = (self.device, None, None)
        with suppress(DamagedError):  # which may still be read, and is told by who reads it
            self._end = self._log_end()
        self._seen = seen_at(path)
        # To wait for the disk. It is kept: closing any handle of a file gives up SQLite's locks.
        self._handle = os.open(path, os.O_RDONLY) if self.writable and path.exists() else None

    def one(self, query: str, values: Values = ()) -> Any:
        """Return the first row that `query` finds, None if it finds none."""
        with reporting(self.path):
            return self.db.execute(query, values).fetchone()

    def rows(self, query: str, values: Values = ()) -> Iterator[Any]:
        """Yield each row that `query` finds."""
        with reporting(self.path):
            yield from self.db.execute(query, values)

    def each(self, read: Callable[[Any], _T], query: str, values: Values = ()) -> Iterator[_T]:
        """Yield what `read`, which may raise UnreadableRowError, makes of each row found."""
        with reporting(self.path):
            yield from map(read, self.db.execute(query, values))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Do all that is within or nothing, with no other process writing meanwhile.

        Raises CardsError if the file is not the one that was opened any more.
        """
        if not self.writable and self.path.exists():
            opening.connect(self.path).close()  # says why
        with self._lock, reporting(self.path):
            if self.writable:
                self._look_again()
            # SQLite itself looks so seldom that others who write on and on leave it no turn.
            self.db.execute("PRAGMA busy_timeout = 0")
            try:
                with transaction(self.db, BUSY_SECONDS):
                    before = seen_at(self.path)
                    if before != self._seen and not self._is_own():  # since it was looked at
                        raise _replaced(self.path)
                    yield self.db
                    end = self._log_end()
                self._end = end
                if self._handle is not None:
                    self._seen = _take_in_log(self.db, self.path, before, self._handle)
            finally:
                self.db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")

    def close(self) -> None:
        """Close the store. Where another file is in its place, the log is not moved into that."""
        self._let_go()
        if self._handle is not None:
            os.close(self._handle)

    def _let_go(self) -> None:
        with ExitStack() as others:
            if not self._is_own():
                others.enter_context(_reading(self.path))
            self.db.close()

    def take_in_rest(self) -> None:
        """Move what is still in SQLite's log into the file, as far as nobody reads that."""
        seen = seen_at(self.path)
        with suppress(OSError):
            if self._handle is not None and settling.has_log(self.path) and self._is_own():
                self._seen = _take_in_log(self.db, self.path, seen, self._handle)

    def lacking(self, ids: Iterable[str]) -> list[str]:
        """Return those of `ids` whose events are not in the file that is at `path` now.

        Where another file has taken its place, or it was deleted, `ids` and all events of the one
        that was there.
        """
        if self._is_own():
            return []
        wanted = list(ids)
        try:
            if self._is_gone():
                wanted += [name for (name,) in self.db.execute("SELECT id FROM event")]
            with closing(_alone(self.path)) as db:
                query = "SELECT 1 FROM event WHERE id = ?"
                return [name for name in wanted if not db.execute(query, (name,)).fetchone()]
        except (sqlite3.Error, UnicodeDecodeError):
            return wanted

    def _is_gone(self) -> bool:
        """Whether another file has taken the place of the one that is open, or it was deleted.

        One that was only moved away is still there.
        """
        now = seen_at(self.path).file
        if now is None:
            return self._handle is not None and os.fstat(self._handle).st_nlink == 0
        return now != self._seen.file

    def _look_again(self) -> None:
        """See that the file is the one that this process has open; raise CardsError if it is not.

        SQLite would go on with what it remembers of the one before.
        """
        seen = seen_at(self.path)
        if not self._is_own():
            raise _replaced(self.path)
        if seen != self._seen:
            if self._handle is not None:
                seen = _take_in_log(self.db, self.path, seen, self._handle)
            self._let_go()  # with all that SQLite remembers
            self.db = opening.connect(self.path)
            self._seen = seen

    def _is_own(self) -> bool:
        """Whether the file is still the one that this process has open.

        It is looked at past what SQLite knows, and also where it seems not to have been touched:
        another one can have been written over it in the very moment that this one was written. What
        another process of this program has added is no harm.
        """
        seen = seen_at(self.path)
        if not seen.bytes or seen.file != self._seen.file:
            return False  # SQLite takes away the log beside a file that is empty, as one may be now
        if seen != self._seen and settling.has_log(self.path):
            return _belongs(self.path)
        try:
            with closing(_beside(self.path)) as db:
                device, row, event = self._end
                return bool(db.execute(_AT_ROW, (row,)).fetchone() == (device, event))
        except (sqlite3.Error, UnicodeDecodeError):
            return False

    def _log_end(self) -> _End:
        end: _End = self.one(_LAST_ROW)
        return end

    def take_in_log(self) -> None:
        """Move what is in SQLite's log into the file, if that is untouched. For any thread.

        Who has read the store has kept those who wrote meanwhile from doing it.
        """
        with self._lock, suppress(sqlite3.Error), closing(opening.opened(self.path)) as db:
            # Before anything is asked of it: SQLite would move the log into another file as well.
            if seen_at(self.path) == self._seen and self._handle is not None:
                self._seen = _take_in_log(db, self.path, self._seen, self._handle)


def placeholders(values: Iterable[object]) -> str:
    """Return what stands for `values` in a statement."""
    return ", ".join("?" for _ in values)


def in_batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield `values`, as many at a time as a statement takes beside a few others."""
    every = list(values)
    for start in range(0, len(every), _MOST_VALUES):
        yield every[start : start + _MOST_VALUES]


def _replaced(path: Path) -> CardsError:
    return CardsError(
        "the store was moved away or replaced while it was open",
        fix="Put it back, or end the session and start it again.",
        file=path,
    )


def _take_in_log(db: sqlite3.Connection, path: Path, before: Seen, handle: int) -> Seen:
    """Move what was written from SQLite's log into the file, if nobody reads that.

    Return what it looks like then. `handle` is one of the file.

    So the store is one whole file between grades, which can be copied and replaced. Measured with
    100,000 reviews, 99 of 100 grades then take under 6 ms (2 ms otherwise). A rollback journal
    would leave one file as well, but makes a grade wait for whoever reads: 0.6 s for an export of
    these, more than the patience of 5 s for one of a million.

    Nothing is moved unless the file is as `before`. What another program writes over it between
    that look and the last page moved would be lost. So the disk is waited for afterwards, and these
    are some 0.05 ms.
    """
    after = before
    with suppress(sqlite3.OperationalError, OSError):  # the event is on disk all the same
        db.execute("PRAGMA synchronous = OFF")
        try:
            if seen_at(path) != before:
                return before
            try:
                _, pages, moved = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            finally:
                after = seen_at(path)
        finally:
            db.execute("PRAGMA synchronous = FULL")
        if moved == pages:
            os.fsync(handle)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return after


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Read the file, so that no other connection moves the log into it when it closes."""
    with ExitStack() as stack:
        with suppress(sqlite3.Error):
            db = stack.enter_context(closing(_beside(path)))
            db.execute("BEGIN")
            db.execute("SELECT 1 FROM sqlite_schema").fetchone()
        yield


def _beside(path: Path) -> sqlite3.Connection:
    """One more connection to the store at `path`, to read it."""
    return database.connect(path, "mode=ro")


def _alone(path: Path) -> sqlite3.Connection:
    """The file at `path` without the log beside it."""
    return database.connect(path, "mode=ro&immutable=1")


def _belongs(path: Path) -> bool:
    """Whether the log beside the file was made for it."""
    try:
        return settling.belong_together(path)
    except CardsError:
        return False
