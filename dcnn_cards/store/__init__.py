"""Where progress is kept: one SQLite file with the review log, and what is derived from it.

The log is append-only and is what counts; all else in the file can be made again. Events are on
disk when `Store.append` returns (write-ahead log, synchronous FULL, taken into the file at once),
and any number of processes may use one store at once. Before a store is opened for writing, what
lies beside it is looked at: a log that was made for another file, and what sessions left whose
store was replaced, are not lost.
"""

from __future__ import annotations

from pathlib import Path

from dcnn_cards.store import opening, rescue
from dcnn_cards.store.faults import DiskError
from dcnn_cards.store.opening import default_path
from dcnn_cards.store.store import Rescued, Store

__all__ = ["Rescued", "Store", "default_path", "open_store"]


def open_store(path: Path, *, create: bool = True) -> Store:
    """Open the store at `path`, making it and its folder if there is none.

    With `create` false nothing is made: where there is no store, the result is an empty one
    in memory that can be read and not written, and one that cannot be written can be read. Raises
    CardsError, and leaves the file as it is, if it is not a store, is damaged, comes from a newer
    version of the program, or cannot be read and written.
    """
    target = path.resolve()
    if opening.is_missing(target):
        if not create:
            return Store(opening.empty(), target)
        opening.create(target)
    if create:
        return _open_to_write(target)
    try:
        if opening.is_writable(target):
            return _open_to_write(target)
    except DiskError:  # SQLite needs some room beside a file even to read it
        pass
    return Store(opening.connect_for_reading(target), target)


def _open_to_write(target: Path) -> Store:
    found = rescue.foreign_log(target)
    store = Store(opening.connect(target), target)
    try:
        rescue.take_over(store, found)
    except BaseException:
        store.close()
        raise
    return store
