"""The store: the review log, and what is derived from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from dcnn_cards.schedule.event import Event
from dcnn_cards.schedule.fold import Record, after
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.store.connection import Connection
from dcnn_cards.store.faults import DamagedError
from dcnn_cards.store.fits import Fits
from dcnn_cards.store.log import Log
from dcnn_cards.store.records import Records


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
        """Close the store; doing so twice is no error."""
        self._connection.db.close()

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
                return record
            return self.records.derive(event.deck, event.card, scheduler)

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
