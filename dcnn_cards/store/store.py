"""The store: the review log, and what is derived from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from dcnn_cards.counted import counted
from dcnn_cards.errors import CardsError
from dcnn_cards.news import tell
from dcnn_cards.schedule.event import Event
from dcnn_cards.schedule.fold import Record, after
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.store.connection import Connection
from dcnn_cards.store.faults import DamagedError
from dcnn_cards.store.fits import Fits
from dcnn_cards.store.log import Log
from dcnn_cards.store.records import Records
from dcnn_cards.store.witness import Witness


class Rescued(NamedTuple):
    """So many events that the store lacked, and where they were found.

    In a log of another file, which is now at `aside`; in a `backup`; or written by a session.
    """

    events: int = 0
    aside: Path | None = None
    backup: Path | None = None

    def __str__(self) -> str:
        what = f"{counted(self.events, 'event')} taken over"
        if self.aside:
            return (
                f"the log beside it was made for another file: {what} from it, and it is kept as "
                f"{self.aside.name}"
            )
        if self.backup:
            return f"{what} from the backup {self.backup.name}"
        return f"it was replaced while a session was open: {what} of that session"


class Store:
    """An open store. `open_store` makes it; `with` or `close` ends it.

    Its `log` is what happened, its `records` follow from that, its `fits` were made from it. Every
    method of all of them raises CardsError when the store is damaged, or kept locked by another
    process for more than five seconds, or the disk fails; what was reported as done before stays
    done. For use by one thread; any number of processes may have the same store open.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._connection = Connection(db, path)
        self.path = path
        self.device = self._connection.device
        """Stands for this store in the events made with it; random, made with the store."""
        self.log = Log(self._connection)
        self.records = Records(self._connection, self.log)
        self.fits = Fits(self._connection)
        self.rescued: tuple[Rescued, ...] = ()
        """What was found beside the store when it was opened, and taken over."""
        self._witness = Witness(path)
        self._closed = False

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; doing so twice is no error.

        What this session wrote and is not in it, because another file was put in its place, is kept
        beside it, and united with what is there when that is opened.
        """
        if self._closed:
            return
        self._closed = True
        self._connection.take_in_rest()
        lacking = set(self._connection.lacking(self._witness.ids))
        if elsewhere := lacking.difference(self._witness.ids):
            with suppress(CardsError):
                self._witness.add(each for each in self.log.events() if each.id in elsewhere)
        self._witness.close(keep=bool(lacking))  # at once: the file may still be replaced
        self._connection.close()
        if lacking:
            tell(
                f"{self.path}: it was replaced or moved away while it was open; what it lacks is "
                f"taken over at the next start ({counted(len(lacking), 'event')})"
            )

    def take_in_log(self) -> None:
        """Make the store one whole file again, for who has read it in another thread."""
        self._connection.take_in_log()

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Write one event and return its card's record under `scheduler`.

        When this returns, the event is on disk. An event that is there already changes nothing.
        Raises ValueError for one that the log does not take, such as a review without a grade.
        """
        with self._connection.transaction():
            before = self.records.before(event, scheduler)
            if self.log.insert([event]) and before is not None:
                record = after(before, event, scheduler)
                self.records.put(event.deck, event.card, scheduler, record)
            else:
                record = self.records.derive(event.deck, event.card, scheduler)
        self._witness.add([event])
        return record

    def rescue(self, found: Rescued, events: Iterable[Event]) -> None:
        """Take over `events` that were `found` beside the store, and say so in `rescued`.

        The states of their cards are derived again before they are used.
        """
        new = [event for event in events if event not in self.log]
        if new:
            with self._connection.transaction():
                self.log.insert(new)
                self.records.outdate((event.deck, event.card) for event in new)
        if new or found.aside:
            self.rescued += (found._replace(events=len(new)),)

    def extend(self, events: Iterable[Event], scheduler: Scheduler) -> int:
        """Write many events, all or none, and return how many of them were new.

        So the log of another device is taken in. On disk when this returns; raises ValueError as
        `append` does.
        """
        events = list(events)
        with self._connection.transaction():
            new = self.log.insert(events)
            for deck, card in {(event.deck, event.card) for event in events}:
                self.records.derive(deck, card, scheduler)
        return new

    def take_after(self, facts: Iterable[tuple[str, str]]) -> None:
        """Take over the device's id and fitted parameters of the store that this one replaces."""
        with self._connection.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", facts)

    def check(self, scheduler: Scheduler) -> list[str]:
        """Return what `damage` finds or, if that is nothing, what is wrong with the records."""
        return self.damage() or self.records.differences(scheduler)

    def damage(self) -> list[str]:
        """Let SQLite check the whole file; return what it found, a line each, nothing if sound."""
        try:
            found = [str(line) for (line,) in self._connection.rows("PRAGMA integrity_check")]
        except DamagedError as error:
            return [error.what]
        return [] if found == ["ok"] else [f"the store is damaged: {line}" for line in found]
