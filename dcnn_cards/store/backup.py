"""A copy of the store once a study day, from before the first event of that day."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from dcnn_cards import database, threads
from dcnn_cards.errors import CardsError
from dcnn_cards.places import make_folder
from dcnn_cards.schedule.event import Event
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import copies
from dcnn_cards.store.faults import BUSY_SECONDS, reporting
from dcnn_cards.store.store import Store

KEPT = 7
"""How many copies of days are kept; the oldest make room."""


class BackedUp:
    """The log of a store, which is backed up before the first event of a study day is written.

    Such a copy must delay neither the first question nor a grade. A million reviews take 245 MB,
    and a second to be copied and checked, so that cannot be done in the 10 ms that a grade may
    take. But SQLite can hold fast what the store is at an instant, in a fraction of a millisecond:
    that is done right before the first event is written, and the copying goes on in a thread while
    the next card is read. So the copy has what was there before the day's first event whatever is
    graded meanwhile, a session that grades nothing makes none, and nothing comes before the first
    question. A session that ends earlier waits for it.

    A backup that fails stops nothing: `problem` says what happened. For use with `with`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._day: Day | None = None
        self._thread: Thread | None = None
        self._ending = False
        self.problem: CardsError | None = None
        """Why there is no backup of today."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending = error is not None  # an interrupt does not wait
        if self._thread:
            self._thread.join()

    @property
    def device(self) -> str:
        """The id of this device."""
        return self._store.device

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:
        """Return the newest `at` among the events of a card, None if it has none."""
        return self._store.log.newest(deck, card)

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Write one event as `Store.append` does; back up the store first if this is a new day."""
        self._on(event.day)
        return self._store.append(event, scheduler)

    def extend(self, events: Iterable[Event], today: Day, scheduler: Scheduler) -> int:
        """Write many events as `Store.extend` does; back up the store first, unless it was today.

        The events may be of other days.
        """
        self._on(today)
        return self._store.extend(events, scheduler)

    def _on(self, day: Day) -> None:
        """Begin a copy of what the store is now, if this is a new day."""
        copying = self._thread is not None and self._thread.is_alive()
        if day != self._day and not copying:
            self._day = day
            self._begin(copies.place_for(self._store.path, date.fromordinal(day).isoformat()))

    def _begin(self, place: Path) -> None:
        """Hold fast what the store is now and let a thread copy it, unless that was done today."""
        source = None
        try:
            if place.is_file():
                return
            if place.exists():
                raise CardsError(f"{place.name} is no regular file")
            _require_room(self._store.path)
            with reporting(self._store.path):
                source = _as_it_is_now(self._store.path)
            if source is None:
                return
            make_folder(place.parent)
        except (CardsError, OSError) as error:
            if source:
                source.close()
            self.problem = _without(error)
            return
        self._thread = threads.start(partial(self._copy, source, place))

    def _copy(self, source: sqlite3.Connection, place: Path) -> None:
        try:
            with closing(source), reporting(place):
                copies.clear_drafts(self._store.path.parent)
                copies.clear_drafts(place.parent)
                copies.make(source, place, self._go_on)
            _drop_oldest(self._store.path, place)
        except _EndedError:
            pass
        except (CardsError, OSError) as error:
            self.problem = _without(error)
        self._store.take_in_log()  # which had to wait for the copy

    def _go_on(self) -> None:
        if self._ending:
            raise _EndedError


class _EndedError(Exception):
    """The program ends and does not wait for the copy."""


def _as_it_is_now(store: Path) -> sqlite3.Connection | None:
    """A connection that sees what `store` is at this instant; None if it has no events yet."""
    db = database.connect(store, "mode=ro", timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        db.execute("BEGIN")
        if db.execute("SELECT max(rowid) FROM event").fetchone()[0] is not None:
            return db
    except BaseException:
        db.close()
        raise
    db.close()
    return None


def _require_room(store: Path) -> None:
    """Raise CardsError unless as much room as the copy takes is left for reviews after it."""
    disk = os.statvfs(store.parent)
    needed, free = 2 * store.stat().st_size, disk.f_bavail * disk.f_frsize
    if free < needed:
        raise CardsError(f"there is no room: {free:,} bytes are free, {needed:,} are needed")


def _drop_oldest(store: Path, newest: Path) -> None:
    """Keep `newest` and the latest others; days to come, by a clock that was wrong, go first."""
    today = copies.day_of(newest) or 0
    days = [
        (day <= today, day, copy) for copy in copies.kept(store) if (day := copies.day_of(copy))
    ]
    for _, _, copy in sorted(days)[:-KEPT]:
        if copy != newest:
            copy.unlink(missing_ok=True)


def _without(error: CardsError | OSError) -> CardsError:
    """The error for a day without a backup; everything else went on."""
    what = error.what if isinstance(error, CardsError) else f"{error.filename}: {error.strerror}"
    return CardsError(
        f"no backup was made today: {what}",
        fix="Your reviews are saved all the same. `dcnn-cards doctor` says how the store is.",
    )
