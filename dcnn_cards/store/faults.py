"""What SQLite reports, put into words for the person at the keyboard."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dcnn_cards.errors import CardsError

BUSY_SECONDS = 5.0
"""How long to wait for another process that is writing."""


class UnreadableRowError(Exception):
    """A row that this program cannot have written."""


class DamagedError(CardsError):
    """The store, or a part of it, is not as this program writes it."""


class DiskError(CardsError):
    """The disk does not take what has to be written, or does not give what is read."""


_NOT_SAVED = "The last step was not saved; all before it was."

# By primary result code: SQLite documentation, "Result and Error Codes".
_FAULTS = {
    sqlite3.SQLITE_BUSY: (
        f"another program has kept the store locked for {BUSY_SECONDS:.0f} seconds",
        f"{_NOT_SAVED} Close the other program and try again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "the store cannot be written",
        f"{_NOT_SAVED} Check the permissions of the file and its folder, or set DCNN_CARDS_HOME "
        "to a folder of yours.",
    ),
    sqlite3.SQLITE_FULL: (
        "there is no room left on the disk",
        f"{_NOT_SAVED} Make room and try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk could not be read or written",
        f"{_NOT_SAVED} Check the disk and its free space, and try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the store cannot be opened",
        "Check the permissions of the file and its folder, or set DCNN_CARDS_HOME to a folder of "
        "yours.",
    ),
}
_FAULTS[sqlite3.SQLITE_LOCKED] = _FAULTS[sqlite3.SQLITE_BUSY]
_FAULTS[sqlite3.SQLITE_PERM] = _FAULTS[sqlite3.SQLITE_CANTOPEN]


def damaged(path: Path, how: str) -> DamagedError:
    """The error for a store that cannot be read as one."""
    return DamagedError(
        what=f"the store is damaged: {how}",
        fix="It was left as it is; do not delete it. `dcnn-cards doctor` lists its backups, and "
        "`dcnn-cards doctor --restore` puts one back, together with the newer reviews that can "
        "still be read.",
        file=path,
    )


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Raise as CardsError what SQLite reports of the store at `path`, and unreadable rows.

    Misuse by the program itself (sqlite3.ProgrammingError) goes through as it is.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except (UnreadableRowError, UnicodeDecodeError) as error:
        raise damaged(path, str(error)) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code not in _FAULTS:
            raise damaged(path, str(error)) from error
        what, fix = _FAULTS[code]
        kind = DiskError if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) else CardsError
        raise kind(what, fix=fix, file=path) from error
