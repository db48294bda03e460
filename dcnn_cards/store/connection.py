"""A connection to the file of a store: telling it from others, making it, opening it, using it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from dcnn_cards.database import transaction
from dcnn_cards.errors import CardsError
from dcnn_cards.places import data_folder
from dcnn_cards.schedule.units import Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import copies, schema
from dcnn_cards.store.faults import BUSY_SECONDS, damaged, reporting

# Offsets in the header: SQLite documentation, "Database File Format", section 1.3.
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_PAGE_BYTES = slice(16, 18)
_PAGES = slice(28, 32)
_USER_VERSION = slice(60, 64)
_APPLICATION_ID = slice(68, 72)

_ELSEWHERE = (
    "It was left as it is. Move it away, or set DCNN_CARDS_HOME to another folder. If it was your "
    "store once, `dcnn-cards doctor --restore` puts a backup back."
)


# As many values as every SQLite takes in one statement, with room for others.
_MOST_VALUES = 900

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
        self._file = _file_at(path)
        row = self.one("SELECT value FROM meta WHERE name = 'device'")
        if row is None:
            raise damaged(path, "the device id is missing")
        self.device: str = row[0]
        """Stands for this store in the events made with it; random, made with the store."""

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
        """Do all that is within or nothing, with no other process writing meanwhile."""
        # SQLite would go on writing to a file that is no longer there.
        if _file_at(self.path) != self._file:
            raise CardsError(
                "the store was moved away or replaced while it was open",
                fix="Put it back, or end the session and start it again.",
                file=self.path,
            )
        with reporting(self.path), transaction(self.db):
            yield self.db


def placeholders(values: Iterable[object]) -> str:
    """Return what stands for `values` in a statement."""
    return ", ".join("?" for _ in values)


def in_batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield `values`, as many at a time as a statement takes beside a few others."""
    every = list(values)
    for start in range(0, len(every), _MOST_VALUES):
        yield every[start : start + _MOST_VALUES]


def default_path() -> Path:
    """Return where the store lies unless something else is asked for.

    That is `progress.db` in the folder that the environment variable DCNN_CARDS_HOME names, or, if
    it is unset or empty, in the folder for this program's data on this platform. Nothing is made.
    """
    return data_folder() / "progress.db"


def is_missing(path: Path) -> bool:
    """Whether there is no store at `path`, nor a part of one.

    Raises CardsError if the path cannot be looked at, or if the store is gone while its backups are
    still there, or the log that SQLite keeps beside it: a new store would take in that log.
    """
    log = _log_of(path)
    try:
        # In this order: a store that another process makes meanwhile is there before its log.
        orphaned, backups = log.exists() and log.stat().st_size > 0, copies.kept(path)
        if path.exists():
            return False
    except OSError as error:
        raise _unreachable(path, error) from error
    if orphaned:
        raise CardsError(
            what=f"the store is missing, but {log.name}, with its newest reviews, is still there",
            fix=f"Put {path.name} back beside it, or move {log.name} away to start anew.",
            file=path,
        )
    if backups:
        raise CardsError(
            what=f"the store is missing, but its backups are still there: {len(backups)}",
            fix="`dcnn-cards doctor --restore` puts the newest one back. To start anew instead, "
            f"move the folder {backups[0].parent} away.",
            file=path,
        )
    return True


def create(path: Path) -> None:
    """Make an empty store at `path`, with its folder (mode 0700), unless there is one by then.

    It is made under another name and moved into place whole, so that two processes can do it at
    once. Raises CardsError if the folder or the file cannot be made.
    """
    draft = copies.draft_for(path)
    try:
        copies.make_folder(path)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with reporting(path):
                _write_empty(draft)
            _move_into_place(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise _unreachable(path, error) from error


def connect(path: Path, *, is_copy: bool = False) -> sqlite3.Connection:
    """Open the store at `path`, bringing it to the version of this program.

    One of an earlier version is copied before that, unless it is a copy itself. Raises CardsError,
    and changes nothing, if the file is not a store, is damaged, comes from a newer version of the
    program, or cannot be read and written.
    """
    _recognise(path)
    with reporting(path):
        db = opened(path)
        try:
            _prepare(db, path, is_copy=is_copy)
        except BaseException:
            db.close()
            raise
    return db


def opened(path: Path) -> sqlite3.Connection:
    """Open the database at `path` as it is, for reading and writing. Raises sqlite3.Error."""
    return sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )


def empty() -> sqlite3.Connection:
    """Open an empty store in memory, which nothing can be written to."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    _fill(db)
    db.execute("PRAGMA query_only = ON")
    return db


def _prepare(db: sqlite3.Connection, path: Path, *, is_copy: bool) -> None:
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    version = schema.version(db)
    if version > schema.VERSION:
        raise _newer(path, version)
    if version < schema.VERSION:
        check_structure(db, path)
        if version and not is_copy:
            _keep_a_copy(db, path, version)
        schema.migrate(db, schema.scripts())
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.execute("PRAGMA journal_mode = WAL")


def _keep_a_copy(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Copy the store before it goes to the next version: never pruned, readable by the old program.

    Where no copy can be made there is no migration either: it would need the same room.
    """
    try:
        copies.make(db, copies.place_for(path, f"version-{version}"))
    except OSError as error:
        raise CardsError(
            what="the store comes from an older dcnn-cards and is copied before it is brought up "
            f"to date, but no copy could be made: {error.strerror or error}",
            fix="It was left as it is. Make room, check the permissions of its folder, and start "
            "again.",
            file=path,
        ) from error


def check_structure(db: sqlite3.Connection, path: Path) -> None:
    """Raise CardsError if SQLite finds the file damaged. Reads all of it."""
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise damaged(path, found)


def _recognise(path: Path) -> None:
    """Raise CardsError unless the file begins as a store does: SQLite is not let near others."""
    try:
        if not path.is_file():
            raise CardsError("this is not a file", fix=_ELSEWHERE, file=path)
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
            complete = not _log_of(path).exists()
            size = os.fstat(file.fileno()).st_size
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    except OSError as error:
        raise _unreachable(path, error) from error
    if not header:
        raise CardsError("the file is empty, so it is no store", fix=_ELSEWHERE, file=path)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise CardsError("this is not a store of dcnn-cards", fix=_ELSEWHERE, file=path)
    if int.from_bytes(header[_APPLICATION_ID]) != schema.APPLICATION_ID:
        raise CardsError("this is a database of another program", fix=_ELSEWHERE, file=path)
    version = int.from_bytes(header[_USER_VERSION])
    if version > schema.VERSION:
        raise _newer(path, version)
    page_bytes = int.from_bytes(header[_PAGE_BYTES])
    expected = int.from_bytes(header[_PAGES]) * (65_536 if page_bytes == 1 else page_bytes)
    if complete and size < expected:
        raise damaged(path, f"only {size:,} of its {expected:,} bytes are there")
    if not writable:
        raise CardsError(
            what="the store or its folder cannot be written",
            fix="Check their permissions, or set DCNN_CARDS_HOME to a folder of yours.",
            file=path,
        )


def _log_of(path: Path) -> Path:
    """SQLite's write-ahead log: what it has not yet moved into the file at `path`."""
    return path.with_name(f"{path.name}-wal")


def _write_empty(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        _fill(db)
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()


def _fill(db: sqlite3.Connection) -> None:
    schema.migrate(db, schema.scripts())
    now = Millis(time.time_ns() // 1_000_000)
    rows = [("device", uuid7(now)), ("created", str(now))]
    db.executemany("INSERT INTO meta (name, value) VALUES (?, ?)", rows)


def _move_into_place(draft: Path, path: Path) -> None:
    """Give the file its name, unless the name is taken, and make that durable."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    except OSError:
        _copy(draft, path)
    copies.sync_folder(path.parent)


def _copy(draft: Path, path: Path) -> None:
    """For file systems without hard links: a process that looks at the wrong instant is refused."""
    try:
        with path.open("xb") as file:
            file.write(draft.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return


def _newer(path: Path, version: int) -> CardsError:
    return CardsError(
        what=f"the store is at version {version}, from a newer dcnn-cards; this one reads up to "
        f"{schema.VERSION}",
        fix="It was left as it is. Update dcnn-cards.",
        file=path,
    )


def _unreachable(path: Path, error: OSError) -> CardsError:
    return CardsError(
        what=f"the store cannot be reached: {error.strerror or error}",
        fix="Check the folder and its permissions, or set DCNN_CARDS_HOME to a folder of yours.",
        file=path,
    )


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file `path` leads to, None if to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
