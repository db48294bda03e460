"""A store that is being read, so that SQLite's log cannot be taken into its file."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def being_read(path: Path) -> sqlite3.Connection:
    """A connection in the middle of reading the store at `path`, until it is closed."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM event").fetchall()
    return db
