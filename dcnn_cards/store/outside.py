"""What can be seen of a store without opening it: which files it is, and when they changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.store import settling


class Seen(NamedTuple):
    """A store from outside: which files it is, how long the main one is and when written."""

    file: tuple[int, int] | None
    bytes: int
    written_ns: int
    log: tuple[int, int] | None
    shared: tuple[int, int] | None


def seen_at(path: Path) -> Seen:
    """Return what the store at `path` looks like now."""
    log, shared = (identity(stat_of(of(path))) for of in (settling.log_of, settling.index_of))
    main = stat_of(path)  # last, for what is done next is done to it
    size, written_ns = (main.st_size, main.st_mtime_ns) if main else (0, 0)
    return Seen(identity(main), size, written_ns, log, shared)


def stat_of(path: Path) -> os.stat_result | None:
    """Return what the system says of a file, None if it says nothing."""
    try:
        return path.stat()
    except OSError:
        return None


def identity(found: os.stat_result | None) -> tuple[int, int] | None:
    """Return which file it is, whatever its name: its device and number there."""
    return found and (found.st_dev, found.st_ino)
