"""Whole copies of the store: where they are kept, making one, and looking into one."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from dcnn_cards import database
from dcnn_cards.busy import busy
from dcnn_cards.errors import CardsError
from dcnn_cards.frozen import Frozen
from dcnn_cards.places import make_folder
from dcnn_cards.schedule.units import Day, Millis
from dcnn_cards.store import schema
from dcnn_cards.store.faults import reporting

PAGES_A_STEP = 64
"""How many pages, of 4 KiB, are copied and put on disk at a time.

A grade that falls into a backup waits for the data that the disk has been given by then. Measured
with 1,000,000 reviews (245 MB) on an SSD: copied in one step, the slowest grade waited 100 ms; in
steps of 64 pages the median was 1.4 ms, and 99 of 100 took about 10 ms or less.
"""

_DRAFT = re.compile(r"\..+\.db\.[0-9a-f]{16}(-wal|-shm)?")
_DRAFTS_LAST_S = 3600  # no copying takes an hour


class Contents(Frozen):
    """What is in a sound copy: how many events, how many of them reviews, and when the newest was.

    `newest` is UTC in milliseconds since 1970, None if there are no events.
    """

    events: int
    reviews: int
    newest: Millis | None


def folder_of(store: Path) -> Path:
    """Return where the copies of `store` are kept: beside it."""
    return store.parent / "backups"


def place_for(store: Path, label: str) -> Path:
    """Return where the copy of `store` lies that is called `label`: a date, or `version-1`."""
    return folder_of(store) / f"{store.stem}-{label}{store.suffix}"


def kept(store: Path) -> list[Path]:
    """Return the copies of `store` that are there: those of days, the newest first, then others."""
    stem, suffix = re.escape(store.stem), re.escape(store.suffix)
    name = re.compile(rf"{stem}-(\d{{4}}-\d\d-\d\d|version-\d+){suffix}")
    try:
        found = [path for path in folder_of(store).iterdir() if name.fullmatch(path.name)]
    except OSError:
        return []
    return sorted(found, key=lambda path: ("-version-" not in path.name, path.name), reverse=True)


def day_of(copy: Path) -> Day | None:
    """Return the study day (ordinal) of a copy that `kept` found, None if it is not of a day."""
    match = re.search(r"\d{4}-\d\d-\d\d", copy.stem)
    try:
        return Day(date.fromisoformat(match[0]).toordinal()) if match else None
    except ValueError:
        return None


def make(source: sqlite3.Connection, place: Path, go_on: Callable[[], None] | None = None) -> None:
    """Copy all that `source` sees to `place`, which then is there whole or as it was before.

    The copy is made under another name, put on disk, checked and moved into place. `go_on` is
    called between the steps; what it raises ends the copying. Raises CardsError if the copy is
    damaged, OSError and sqlite3.Error as they come.
    """
    make_folder(place.parent)
    draft = draft_for(place)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:

        def step(_: int, left: int, pages: int) -> None:
            os.fsync(handle)
            task.total, task.done = pages, pages - left
            if go_on:
                go_on()

        with (
            busy("copying the store") as task,
            closing(sqlite3.connect(draft, isolation_level=None)) as copy,
        ):
            # Nothing is lost with a draft, so what makes SQLite's writing safe is left out.
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")
            source.backup(copy, pages=PAGES_A_STEP, progress=step)
        os.fsync(handle)
        look_into(draft)
        draft.replace(place)
        sync_folder(place.parent)
    finally:
        os.close(handle)
        draft.unlink(missing_ok=True)


def look_into(copy: Path) -> Contents:
    """Check `copy`, which nobody writes to, from end to end, and return what is in it.

    Raises CardsError if it is no copy of a store, is damaged or cannot be read, or comes from a
    newer version of the program. Reads all of it.
    """
    if copy.exists() and not copy.is_file():
        raise CardsError("it is no regular file", file=copy)
    with reporting(copy), closing(opened(copy)) as db:
        if db.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
            raise CardsError("this is not a copy of a store of dcnn-cards", file=copy)
        if (version := schema.version(db)) > schema.VERSION:
            raise CardsError(
                f"this copy is at version {version}, from a newer dcnn-cards",
                fix="Update dcnn-cards.",
                file=copy,
            )
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise CardsError(f"the copy is damaged: {found}", file=copy)
        query = "SELECT count(*), count(*) FILTER (WHERE kind = 'review'), max(at) FROM event"
        return Contents(*db.execute(query).fetchone())


def opened(copy: Path) -> sqlite3.Connection:
    """Open `copy` for reading. Raises sqlite3.Error as it comes."""
    # Without SQLite's log beside it, it can be read where nothing can be written.
    alone = "" if copy.with_name(f"{copy.name}-wal").exists() else "&immutable=1"
    return database.connect(copy.resolve(), f"mode=ro{alone}")


def draft_for(place: Path) -> Path:
    """Return a new name for what is to become `place`."""
    return place.with_name(f".{place.name}.{os.urandom(8).hex()}")


def free_name(path: Path) -> Path:
    """Return `path`, or the first of `path` with -2, -3 ... at which there is nothing."""
    names = (path.with_stem(f"{path.stem}{end}") for end in ("", *range(-2, -1000, -1)))
    return next(name for name in names if not os.path.lexists(name))


def clear_drafts(folder: Path) -> None:
    """Take away what killed processes left of their drafts."""
    for draft in folder.glob(".*.*"):
        with suppress(FileNotFoundError):
            old = time.time() - draft.stat().st_mtime > _DRAFTS_LAST_S
            if old and _DRAFT.fullmatch(draft.name):
                draft.unlink()


def sync_folder(folder: Path) -> None:
    """Make names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
