"""Texts as they were typeset, kept between sessions in a file that may be thrown away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from dcnn_cards import database

MAX_BLOCKS = 20_000
"""How many typeset texts are kept; the oldest make room."""

MAX_LENGTH = 262_144
"""The longest typeset text that is kept, in characters."""

# A higher seq is newer.
_TABLE = """
CREATE TABLE IF NOT EXISTS block (
    seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL
)
"""
_PUT = "INSERT OR REPLACE INTO block (key, value) VALUES (?, ?)"
_MAKE_ROOM = "DELETE FROM block WHERE seq <= (SELECT max(seq) FROM block) - ?"
_FAULTS = (sqlite3.Error, UnicodeError)


class Blocks:
    """What was typeset, by key; whatever is wrong with the file is as if nothing had been kept.

    Any number of processes may use one `folder`, which has to be there.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "blocks.db"
        self._db: sqlite3.Connection | None = None
        try:
            # Without a timeout: a text is typeset sooner than another process is waited for.
            self._db = database.connect(self._file, "mode=rwc", timeout=0)
            # After a power failure it may be older, but it is whole; that is good enough here.
            self._db.execute("PRAGMA synchronous = NORMAL")
        except _FAULTS as error:
            self._failed(error)

    def get(self, key: str) -> str | None:
        """Return what was kept under `key`, None if nothing is."""
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT value FROM block WHERE key = ?", (key,)).fetchone()
        except _FAULTS as error:
            self._failed(error)
            return None
        return row[0] if row else None

    def put(self, key: str, value: str) -> None:
        """Keep `value` under `key`, until `MAX_BLOCKS` newer ones have come.

        What is longer than `MAX_LENGTH`, or cannot be kept now, is let go: it can be made again.
        """
        if self._db is None or len(value) > MAX_LENGTH:
            return
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            with database.transaction(self._db):
                self._db.execute(_TABLE)
                self._db.execute(_PUT, (key, value))
                self._db.execute(_MAKE_ROOM, (MAX_BLOCKS,))
        except _FAULTS as error:
            self._failed(error, has_table=True)

    def close(self) -> None:
        """Close the file; doing so twice is no error."""
        if self._db:
            self._db.close()
            self._db = None

    def _failed(self, error: Exception, *, has_table: bool = False) -> None:
        """Take the file away if it is damaged, so that it is made again by the next session.

        So is one in which a statement makes no sense although the table is there: its shape is
        another program's.
        """
        if not isinstance(error, sqlite3.OperationalError) or (
            has_table and error.sqlite_errorcode == sqlite3.SQLITE_ERROR
        ):
            self.close()
            database.remove(self._file)
