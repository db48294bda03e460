"""Where progress is kept: one SQLite file with the review log, and what is derived from it.

The log is append-only and is what counts; all else in the file can be made again. Events are on
disk when `Store.append` returns (write-ahead log, synchronous FULL), and any number of processes
may use one store at once.
"""

from __future__ import annotations

from pathlib import Path

from dcnn_cards.store import connection
from dcnn_cards.store.connection import default_path
from dcnn_cards.store.store import Store

__all__ = ["Store", "default_path", "open_store"]


def open_store(path: Path, *, create: bool = True) -> Store:
    """Open the store at `path`, making it and its folder if there is none.

    With `create` false nothing is made: where there is no store, the result is an empty one
    in memory that can be read and not written. Raises CardsError, and leaves the file as it is, if
    it is not a store, is damaged, comes from a newer version of the program, or cannot be read and
    written.
    """
    target = path.resolve()
    if connection.is_missing(target):
        if not create:
            return Store(connection.empty(), target)
        connection.create(target)
    return Store(connection.connect(target), target)
