"""SQLite, as every room uses it: steps that are done whole, and files that are taken away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, with no other process writing meanwhile.

    The connection must be in autocommit mode. Raises sqlite3.Error as it comes.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def remove(file: Path) -> None:
    """Take a database away, with what SQLite keeps beside it, as far as that can be done."""
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
