"""SQLite, as every room uses it: steps that are done whole, and files that are taken away."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_BETWEEN_TRIES_S = 0.002

_BESIDE = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside one."""


def connect(file: Path, how: str, **options: Any) -> sqlite3.Connection:
    """Open the database in `file` as SQLite's URI says `how`, in autocommit mode.

    Raises sqlite3.DatabaseError where `no_file` finds what SQLite might wait for, and sqlite3.Error
    as it comes.
    """
    if found := no_file(file):
        raise sqlite3.DatabaseError(f"{found.name} is no regular file")
    uri = f"{file.absolute().as_uri()}?{how}"
    db: sqlite3.Connection = sqlite3.connect(uri, uri=True, isolation_level=None, **options)
    return db


def no_file(file: Path) -> Path | None:
    """Return what is a folder, a pipe or a device where a database or what is beside it would be.

    None if there is nothing of that kind.
    """
    names = (file.with_name(f"{file.name}{end}") for end in ("", *_BESIDE))
    return next((name for name in names if name.exists() and not name.is_file()), None)


@contextmanager
def transaction(db: sqlite3.Connection, patience_s: float = 0) -> Iterator[None]:
    """All of it or nothing, with no other process writing meanwhile.

    Beyond what SQLite waits for others, it is tried again and again for so many seconds. The
    connection must be in autocommit mode. Raises sqlite3.Error as it comes.
    """
    _begin(db, time.monotonic() + patience_s)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _begin(db: sqlite3.Connection, until: float) -> None:
    while True:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_BETWEEN_TRIES_S)
        else:
            return


def remove(file: Path) -> None:
    """Take a database away, with what SQLite keeps beside it, as far as that can be done."""
    for end in ("", *_BESIDE):
        with suppress(OSError):
            file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
