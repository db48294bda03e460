"""SQLite, as every room uses it: steps that are done whole, and files that are taken away."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BETWEEN_TRIES_S = 0.002


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
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
