"""The store: the review log, and what is derived from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from dcnn_cards.database import transaction
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, after, fold_card
from dcnn_cards.schedule.scheduler import Fitted, Scheduler
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store.faults import (
    DamagedError,
    UnreadableRowError,
    damaged,
    told,
)
from dcnn_cards.store.rows import (
    EVENT,
    RECORD,
    Row,
    event_of,
    event_row,
    fitted_of,
    fitted_text,
    record_of,
    record_row,
)

_INSERT_EVENT = (
    f"INSERT INTO event ({EVENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO NOTHING"
)
_SELECT_EVENT = f"SELECT {EVENT} FROM event"
_PUT_STATE = (
    f"INSERT OR REPLACE INTO card_state (deck, {RECORD})"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SAME_DEED = (
    "SELECT 1 FROM event WHERE deck = ? AND card = ? AND at = ? AND kind = ? AND device = ?"
)
_NEWEST_OF_DECK = (
    "SELECT max(at) FROM event WHERE deck = ? AND day = (SELECT max(day) FROM event WHERE deck = ?)"
)
# From one day to the next by the index: a day may have thousands of reviews.
_REVIEW_DAYS = """
WITH RECURSIVE days (day) AS (
    SELECT min(day) FROM event WHERE deck = :deck
    UNION ALL
    SELECT (SELECT min(day) FROM event WHERE deck = :deck AND day > days.day) FROM days
    WHERE days.day IS NOT NULL
)
SELECT day FROM days WHERE EXISTS (
    SELECT 1 FROM standing_event WHERE deck = :deck AND day = days.day AND kind = 'review'
)
"""
_CHANGED = """
SELECT card, day FROM event WHERE rowid > :row AND deck = :deck
UNION SELECT card, day FROM event WHERE deck = :deck
AND id IN (SELECT undoes FROM event WHERE rowid > :row AND deck = :deck AND kind = 'undo')
"""
_REVIEWS = """
SELECT day, card, grade, thinking_ms FROM standing_event
WHERE deck = ? AND kind = 'review'{where} ORDER BY day, at, id
"""
# As many values as every SQLite takes in one statement, with room for others.
_MOST_VALUES = 900
_deck_and_card = itemgetter(4, 5)


class Place(NamedTuple):
    """A place in the log of one store: the row that holds its newest event, and that event's id.

    0 and "" while the log is empty.
    """

    device: str
    row: int
    event: str


class Review(NamedTuple):
    """What statistics need of a review; `grade` is 1 to 4, `day` the study day."""

    day: Day
    card: CardId
    grade: int
    thinking_ms: int | None


class Store:
    """An open store. `open_store` makes it; `with` or `close` ends it.

    Every method raises CardsError when the store is damaged, or kept locked by another process for
    more than five seconds, or the disk fails; what was reported as done before stays done. For use
    by one thread; any number of processes may have the same store open.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path
        with told(path):
            row = db.execute("SELECT value FROM meta WHERE name = 'device'").fetchone()
        if row is None:
            raise damaged(path, "the device id is missing")
        self.device: str = row[0]
        """Stands for this store in the events made with it; random, made with the store."""
        self._file = _file_at(path)

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
        self._db.close()

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Write one event and return its card's record under `scheduler`.

        When this returns, the event is on disk. An event that is there already changes nothing.
        Raises ValueError for one that the log does not take, such as a review without a grade.
        """
        with self._transaction():
            before = self._record_before(event, scheduler)
            if self._insert([event]) and before is not None:
                record = after(before, event, scheduler)
                self._put_record(event.deck, event.card, scheduler, record)
                return record
            return self._derive_card(event.deck, event.card, scheduler)

    def __contains__(self, event: Event) -> bool:
        """Whether the log has `event`: its id, or what the same device did at the same instant."""
        did = event.deck, event.card, event.at, event.kind.value, event.device
        with told(self.path):
            found = self._db.execute("SELECT 1 FROM event WHERE id = ?", (event.id,)).fetchone()
            return (found or self._db.execute(_SAME_DEED, did).fetchone()) is not None

    def extend(self, events: Iterable[Event], scheduler: Scheduler) -> int:
        """Write many events, all or none, and return how many of them were new.

        So the log of another device is taken in. On disk when this returns; raises ValueError as
        `append` does.
        """
        events = list(events)
        with self._transaction():
            new = self._insert(events)
            for deck, card in {(event.deck, event.card) for event in events}:
                self._derive_card(deck, card, scheduler)
        return new

    def records(self, deck: DeckName, scheduler: Scheduler) -> dict[CardId, Record]:
        """Return the record of every card of `deck` that has an event, by card id.

        If the stored ones were derived under another scheduler, or another edition of it, they are
        first derived again from the log.
        """
        rows = self._state_rows(deck)
        if any(row[1] != scheduler.edition for row in rows):
            with self._transaction():
                self._derive(scheduler, " WHERE deck = ?", (deck,))
            rows = self._state_rows(deck)
        with told(self.path):
            return {row[0]: record_of(row) for row in rows}

    def records_of(
        self, deck: DeckName, cards: Iterable[CardId], scheduler: Scheduler
    ) -> dict[CardId, Record]:
        """Return the record of each of `cards` that has an event, as `records` does."""
        ids = list(dict.fromkeys(cards))
        found: dict[CardId, Record] = {}
        with told(self.path):
            for start in range(0, len(ids), _MOST_VALUES):
                some = ids[start : start + _MOST_VALUES]
                query = (
                    f"SELECT {RECORD} FROM card_state WHERE deck = ? AND card IN ({_marks(some)})"
                )
                for row in self._db.execute(query, (deck, *some)).fetchall():
                    stands = row[1] == scheduler.edition
                    found[row[0]] = (
                        record_of(row) if stands else self._fold(deck, row[0], scheduler)
                    )
        return found

    def end(self) -> Place:
        """Return where the log ends."""
        query = "SELECT rowid, id FROM event ORDER BY rowid DESC LIMIT 1"
        with told(self.path):
            row = self._db.execute(query).fetchone()
        return Place(self.device, *(row or (0, "")))

    def changed_since(self, deck: DeckName, place: Place) -> set[tuple[CardId, Day]] | None:
        """Return the cards of `deck`, each with the study days, that later events are about.

        None if `place` is not in this log: then everything may have changed.
        """
        with told(self.path):
            row = self._db.execute("SELECT id FROM event WHERE rowid = ?", (place.row,)).fetchone()
            if place.device != self.device or (row[0] if row else "") != place.event:
                return None
            return set(self._db.execute(_CHANGED, {"row": place.row, "deck": deck}))

    def reviews(
        self, deck: DeckName, column: str = "", values: Iterable[Any] = ()
    ) -> Iterator[Review]:
        """Yield the reviews of `deck` that were not undone, day by day in order.

        With `column`, "card" or "day", only those with one of `values` there, some values after
        the others.
        """
        values = list(values)
        for start in range(0, len(values), _MOST_VALUES) if column else (0,):
            some = values[start : start + _MOST_VALUES]
            where = f" AND {column} IN ({_marks(some)})" if column else ""
            query = _REVIEWS.format(where=where)
            with told(self.path):
                yield from map(Review._make, self._db.execute(query, (deck, *some)))

    def events(self, deck: DeckName | None = None) -> Iterator[Event]:
        """Yield the events of `deck`, or of all decks, in the order of their time and id."""
        where, values = ("", ()) if deck is None else (" WHERE deck = ?", (deck,))
        with told(self.path):
            for row in self._db.execute(f"{_SELECT_EVENT}{where} ORDER BY at, id", values):
                yield event_of(row)

    def standing_on(self, deck: DeckName, day: Day) -> list[Event]:
        """Return the events of `deck` that count for study day `day` and stand, in order. Quick."""
        query = f"SELECT {EVENT} FROM standing_event WHERE deck = ? AND day = ? ORDER BY at, id"
        with told(self.path):
            return [event_of(row) for row in self._db.execute(query, (deck, day))]

    def newest(self, deck: DeckName, card: CardId | None = None) -> Millis | None:
        """Return the newest `at` among the events of a card, None if there are none. Quick.

        Without `card`: among those of the last study day of the deck.
        """
        query, values = _NEWEST_OF_DECK, (deck, str(deck))
        if card is not None:
            query, values = "SELECT max(at) FROM event WHERE deck = ? AND card = ?", (deck, card)
        with told(self.path):
            newest: Millis | None = self._db.execute(query, values).fetchone()[0]
        return newest

    def review_days(self, deck: DeckName) -> list[Day]:
        """Return the study days with a review of `deck` that was not undone, the first first."""
        with told(self.path):
            return [row[0] for row in self._db.execute(_REVIEW_DAYS, {"deck": deck})]

    def reviewed(self) -> list[tuple[DeckName, CardId, int, Day]]:
        """Return deck, card, number of reviews and last study day of each card that was reviewed.

        Cards that are no longer in their deck are among them.
        """
        query = (
            "SELECT deck, card, count(*), max(day) FROM event WHERE kind = 'review'"
            " GROUP BY deck, card ORDER BY deck, card"
        )
        with told(self.path):
            return self._db.execute(query).fetchall()

    def since(self, at: Millis) -> tuple[int, Millis | None]:
        """Return how many events are later than `at`, and when the latest was."""
        with told(self.path):
            query = "SELECT count(*), max(at) FROM event WHERE at > ?"
            later: tuple[int, Millis | None] = self._db.execute(query, (at,)).fetchone()
        return later

    def rebuild(self, scheduler: Scheduler) -> int:
        """Derive the record of every card again from the log; return the number of cards."""
        with self._transaction():
            self._db.execute("DELETE FROM card_state")
            return self._derive(scheduler, "", ())

    def check(self, scheduler: Scheduler) -> list[str]:
        """Return what `damage` finds or, if that is nothing, what `differences` finds."""
        return self.damage() or self.differences(scheduler)

    def damage(self) -> list[str]:
        """Let SQLite check the whole file; return what it found, a line each, nothing if sound."""
        try:
            with told(self.path):
                found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check")]
        except DamagedError as error:
            return [error.what]
        return [] if found == ["ok"] else [f"the store is damaged: {line}" for line in found]

    def differences(self, scheduler: Scheduler) -> list[str]:
        """Compare what is stored for each card with what `scheduler` derives from the log.

        Return what differs, a line each. Records under another scheduler are left out: they are
        derived again before they are used.
        """
        try:
            with told(self.path):
                stored = self._db.execute(f"SELECT deck, {RECORD} FROM card_state").fetchall()
                derived = dict(self._derived(scheduler, "", ()))
        except DamagedError as error:
            return [error.what]
        edition = scheduler.edition
        differing = [
            f"card {card} of deck {deck}: its stored state does not follow from its reviews"
            for deck, card, *rest in stored
            if rest[0] == edition and derived.get((deck, card)) != (card, *rest)
        ]
        missing = derived.keys() - {(row[0], row[1]) for row in stored}
        return differing + [
            f"card {card} of deck {deck}: it has reviews but no stored state"
            for deck, card in sorted(missing)
        ]

    def fitted(self, scheduler: str) -> Fitted | None:
        """Return the parameters fitted for the scheduler of that name, None if there are none.

        Raises CardsError if what is kept of them cannot be read; all else is as it was.
        """
        with told(self.path):
            query = "SELECT value FROM meta WHERE name = ?"
            row = self._db.execute(query, (f"fitted.{scheduler}",)).fetchone()
        try:
            return None if row is None else fitted_of(row[0])
        except UnreadableRowError as error:
            raise CardsError(
                f"the parameters that were fitted for {scheduler} cannot be read",
                fix="Your reviews are sound. `dcnn-cards optimize` fits the parameters again, "
                "`dcnn-cards optimize --default` goes back to those that it comes with.",
                file=self.path,
            ) from error

    def put_fitted(self, scheduler: str, fitted: Fitted | None) -> None:
        """Keep `fitted` for the scheduler of that name, or None to keep none."""
        name = f"fitted.{scheduler}"
        with self._transaction():
            if fitted is None:
                self._db.execute("DELETE FROM meta WHERE name = ?", (name,))
            else:
                put = "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"
                self._db.execute(put, (name, fitted_text(fitted)))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # SQLite would go on writing to a file that is no longer there.
        if _file_at(self.path) != self._file:
            raise CardsError(
                "the store was moved away or replaced while it was open",
                fix="Put it back, or end the session and start it again.",
                file=self.path,
            )
        with told(self.path), transaction(self._db):
            yield

    def _insert(self, events: Iterable[Event]) -> int:
        before = self._db.total_changes
        try:
            self._db.executemany(_INSERT_EVENT, map(event_row, events))
        except sqlite3.IntegrityError as error:
            raise ValueError(f"not an event for the log: {error}") from error
        return self._db.total_changes - before

    def _derive(self, scheduler: Scheduler, where: str, values: Row) -> int:
        rows = [(deck, *row) for (deck, _), row in self._derived(scheduler, where, values)]
        self._db.executemany(_PUT_STATE, rows)
        return len(rows)

    def _derived(
        self, scheduler: Scheduler, where: str, values: Row
    ) -> Iterator[tuple[tuple[DeckName, CardId], Row]]:
        """Each card with events, as (deck, card), and the row of its record."""
        rows = self._db.execute(f"{_SELECT_EVENT}{where} ORDER BY deck, card", values)
        for (deck, card), own in groupby(rows, key=_deck_and_card):
            record = fold_card(map(event_of, own), scheduler)
            yield (deck, card), record_row(card, scheduler.edition, record)

    def _state_rows(self, deck: DeckName) -> list[Row]:
        with told(self.path):
            query = f"SELECT {RECORD} FROM card_state WHERE deck = ?"
            return self._db.execute(query, (deck,)).fetchall()

    def _record_before(self, event: Event, scheduler: Scheduler) -> Record | None:
        """The record to which `event` can be added as it is: all else of its card is earlier.

        None if the card has to be derived from all of its events.
        """
        undone = "SELECT 1 FROM event WHERE undoes = ?"
        if event.kind is Kind.UNDO or self._db.execute(undone, (event.id,)).fetchone():
            return None
        where = " WHERE deck = ? AND card = ?"
        card = event.deck, event.card
        last = self._db.execute(f"SELECT max(at) FROM event{where}", card).fetchone()[0]
        if last is None:
            return NEW
        row = self._db.execute(f"SELECT {RECORD} FROM card_state{where}", card).fetchone()
        if row is None or row[1] != scheduler.edition or last >= event.at:
            return None
        return record_of(row)

    def _derive_card(self, deck: DeckName, card: CardId, scheduler: Scheduler) -> Record:
        record = self._fold(deck, card, scheduler)
        self._put_record(deck, card, scheduler, record)
        return record

    def _fold(self, deck: DeckName, card: CardId, scheduler: Scheduler) -> Record:
        query = f"{_SELECT_EVENT} WHERE deck = ? AND card = ?"
        return fold_card(map(event_of, self._db.execute(query, (deck, card))), scheduler)

    def _put_record(
        self, deck: DeckName, card: CardId, scheduler: Scheduler, record: Record
    ) -> None:
        self._db.execute(_PUT_STATE, (deck, *record_row(card, scheduler.edition, record)))


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file `path` leads to, None if to none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
