"""Putting a backup back, with the newer events of the store that is there, and losing neither.

The log only grows and its events have identities, so a backup and the store of today are joined by
the union of their events: what the backup has and what can still be read of the store. The store
that was there is kept under another name, whatever its state.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from dcnn_cards import database
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.store import copies, opening, rescue, witness
from dcnn_cards.store.faults import DiskError, reporting
from dcnn_cards.store.rows import columns_there, readable_event
from dcnn_cards.store.store import Store

# What SQLite raises where it meets damage; names and messages in it may be damaged as well.
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a store.

    `reviews` are in it now; `newer` of them are not in the backup, and `taken_over` says where they
    were found and how many there: in the store that was there, in newer backups, or beside it. That
    store is now at `aside`, None if there was none; `whole` says whether it could be read from end
    to end.
    """

    reviews: int
    newer: int
    taken_over: Mapping[str, int]
    aside: Path | None
    whole: bool


def restore(store: Path, backup: Path, scheduler: Callable[[Store], Scheduler]) -> Restored:
    """Put `backup` in the place of `store`, with the newer events of what is there.

    `scheduler` is asked for the one to derive states with.

    Raises CardsError, and changes nothing, if `backup` is not a sound copy of a store, if another
    process has the store open, or if the disk does not take it.
    """
    store = store.resolve()
    opening.require_files(store)
    in_backup = copies.look_into(backup)
    copies.clear_drafts(store.parent)
    draft = copies.draft_for(store)
    try:
        with reporting(backup), closing(copies.opened(backup)) as source:
            copies.make(source, draft)
        beside = _beside(store)
        with _held(store) as present:
            with Store(opening.connect(draft, is_copy=True), draft) as made:
                rules = scheduler(made)
                if present:
                    made.take_after(_own_facts(present))
                newer, whole = _missing(made, present) if present else ([], False)
                # A backup first, for what is in it is sound.
                backups = [] if whole else _of_fullest_backup(made, store, in_backup.events)
                taken_over = {
                    where: _take_over(made, events, rules)
                    for where, events in (
                        ("newer backups", backups),
                        ("the store that was there", newer),
                        ("what sessions left beside it", beside),
                    )
                }
            reviews = copies.look_into(draft).reviews
            aside = _change_over(draft, store)
    except DiskError as error:
        error.file = store  # for which the room lacks
        raise
    except OSError as error:
        raise CardsError(
            f"the backup could not be put back: {error.strerror or error}",
            fix="Nothing was changed. Make room, check the permissions of the folder, try again.",
            file=store,
        ) from error
    finally:
        database.remove(draft)
    newer_reviews, whole = reviews - in_backup.reviews, whole or present is None
    return Restored(reviews, newer_reviews, taken_over, aside, whole)


def _take_over(made: Store, events: Iterable[Event], scheduler: Scheduler) -> int:
    """Take the events in that `made` has not; return how many of them are reviews."""
    new = [event for event in events if event not in made.log]
    made.extend(new, scheduler)
    return sum(event.kind is Kind.REVIEW for event in new)


@contextmanager
def _held(store: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection to `store` that keeps other processes out; None if there is no such file.

    Raises CardsError if another process has it open: what it writes next would not be in the store.
    """
    if not store.exists():
        yield None
        return
    with suppress(CardsError):
        opening.connect(store).close()  # brings it to the version of this program
    db = opening.opened(store)
    db.text_factory = _text
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN IMMEDIATE")
    except _UNREADABLE as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            db.close()
            raise CardsError(
                "another dcnn-cards has the store open",
                fix="Nothing was changed. End it (q in a session), and try again.",
                file=store,
            ) from error
    with closing(db):
        yield db


def _beside(store: Path) -> list[Event]:
    """Events in a log beside `store` that was not made for it, and of sessions that were killed."""
    found = [event for left in witness.left_behind(store) for event in left.events]
    with suppress(CardsError):
        if foreign := rescue.foreign_log(store):
            found += foreign.events
    return found


def _text(stored: bytes) -> str | bytes:
    """Text as it is stored, as bytes if it is damaged."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored


def _own_facts(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """What a store knows of its device and has fitted, by name; nothing if it cannot be read."""
    query = "SELECT name, value FROM meta WHERE name = 'device' OR name LIKE 'fitted.%'"
    with suppress(*_UNREADABLE):
        rows = db.execute(query).fetchall()
        return [row for row in rows if all(isinstance(value, str) for value in row)]
    return []


def _missing(made: Store, db: sqlite3.Connection) -> tuple[list[Event], bool]:
    """Return the events of `db` that `made` has not, and whether all of its events could be read.

    Where the log is damaged it is read from its end as well, up to the damage.
    """
    events: dict[str, Event] = {}
    whole = True
    try:
        columns = columns_there(db)
    except _UNREADABLE:
        return [], False
    for order in ("ASC", "DESC"):
        try:
            for row in db.execute(f"SELECT {columns} FROM event ORDER BY rowid {order}"):
                event = readable_event(row)
                if event is None:
                    whole = False
                elif event not in made.log:
                    events[event.id] = event
        except _UNREADABLE:
            whole = False
        else:
            break
    return list(events.values()), whole


def _of_fullest_backup(made: Store, store: Path, events: int) -> list[Event]:
    """The events that `made` has not, of the backup with the most, if it has more than `events`."""
    fullest: tuple[int, Path | None] = (events, None)
    for copy in copies.kept(store):
        with suppress(CardsError):
            fullest = max(fullest, (copies.look_into(copy).events, copy), key=itemgetter(0))
    if fullest[1] is None:
        return []
    with closing(copies.opened(fullest[1])) as db:
        return _missing(made, db)[0]


def _change_over(draft: Path, store: Path) -> Path | None:
    """Give `draft` the name of `store`, and what has that name another; return the other name.

    At every instant there is a store under its name, and never one beside the log of another.
    """
    log, index = (store.with_name(store.name + end) for end in ("-wal", "-shm"))
    aside = _free_name(store)
    there = [(store, aside), (log, aside.with_name(f"{aside.name}-wal"))]
    there = [(old, new) for old, new in there if old.exists() and old.stat().st_size > 0]
    for old, new in there:
        _also_call(old, new)
    copies.sync_folder(store.parent)
    log.unlink(missing_ok=True)
    index.unlink(missing_ok=True)
    draft.replace(store)
    copies.sync_folder(store.parent)
    return there[0][1] if there else None


def _free_name(store: Path) -> Path:
    """A name for a store that is set aside now."""
    stem = f"{store.stem}-{time.strftime('before-restore-%Y-%m-%d-%H%M%S')}"
    return copies.free_name(store.with_name(f"{stem}{store.suffix}"))


def _also_call(old: Path, new: Path) -> None:
    """Give a file a second name; another one, where files cannot have two."""
    try:
        new.hardlink_to(old)
    except OSError:
        old.rename(new)
