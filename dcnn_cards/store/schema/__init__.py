"""The tables of the store: numbered SQL files, each taking it from one version to the next.

`PRAGMA user_version` is the number of the last file that was applied, `PRAGMA application_id` marks
the file as ours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from dcnn_cards.database import transaction

APPLICATION_ID = 0x44434E43  # "DCNC"

VERSION = 5
"""The version that this program reads and writes: the number of SQL files."""


def scripts() -> list[str]:
    """Return the text of the SQL files, in order."""
    folder = Path(__file__).parent
    return [(folder / f"{n:04}.sql").read_text(encoding="utf-8") for n in range(1, VERSION + 1)]


def version(db: sqlite3.Connection) -> int:
    """Return the version that the store is at; 0 for an empty one."""
    number: int = db.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(db: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Bring the store to version len(`steps`) in one transaction: all of it happens or nothing.

    `steps[n]` is the SQL that takes version n to n + 1. Safe when two processes do it at once. The
    connection must be in autocommit mode. Raises sqlite3.Error as it comes.
    """
    with transaction(db):
        for step in steps[version(db) :]:
            for statement in _statements(step):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {max(version(db), len(steps))}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
