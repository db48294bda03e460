"""The review log: what happened, in the order of its time and id; nothing in it ever changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dcnn_cards.schedule.event import Event, Kind, facts_in, is_by_the_clock
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store.connection import Connection, in_batches, placeholders
from dcnn_cards.store.rows import AS_READ, EVENT, Row, event_of, event_row

_INSERT = f"""
INSERT INTO event ({", ".join(EVENT)}) VALUES ({placeholders(EVENT)}) ON CONFLICT (id) DO NOTHING
"""
_SELECT = f"SELECT {', '.join(AS_READ.values())} FROM"
_SAME_DEED = (
    "SELECT 1 FROM event WHERE deck = ? AND card = ? AND at = ? AND kind = ? AND device = ?"
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
# From one deck to the next by the index.
_DECKS = """
WITH RECURSIVE decks (deck) AS (
    SELECT min(deck) FROM event
    UNION ALL
    SELECT (SELECT min(deck) FROM event WHERE deck > decks.deck) FROM decks WHERE deck IS NOT NULL
)
SELECT deck FROM decks WHERE deck IS NOT NULL
"""
_CHANGED = """
SELECT card, day FROM event WHERE rowid > :row AND deck = :deck
UNION SELECT card, day FROM event WHERE deck = :deck
AND id IN (SELECT undoes FROM event WHERE rowid > :row AND deck = :deck AND kind = 'undo')
"""
_OF_CARD = "FROM event WHERE deck = :deck AND card = :card"
_NEWEST = f"SELECT at, day, (SELECT max(day) {_OF_CARD}) {_OF_CARD} ORDER BY at DESC LIMIT 1"
_REVIEWS = f"""
SELECT {", ".join(AS_READ[name] for name in ("day", "card", "grade", "thinking_ms"))}
FROM standing_event
"""
_REVIEWED = f"""
SELECT {AS_READ["deck"]}, {AS_READ["card"]}, count(*), max({AS_READ["day"]})
FROM event WHERE kind = 'review' GROUP BY deck, card ORDER BY deck, card
"""


class Place(NamedTuple):
    """A place in the log of one store: the row that holds its newest event, and that event's id.

    0 and "" while the log is empty.
    """

    device: str
    row: int
    event: str


class Review(NamedTuple):
    """What statistics need of a review; `grade` is 1 to 4."""

    day: Day
    card: CardId
    grade: int
    thinking_ms: int | None


class Reviewed(NamedTuple):
    """A card that was reviewed: how often, undone reviews included, and when last."""

    deck: DeckName
    card: CardId
    reviews: int
    last_day: Day


class Moment(NamedTuple):
    """When an event was, and the study day it counts for."""

    at: Millis
    day: Day


class Since(NamedTuple):
    """How many events are later than an instant, and when the latest was, None if none is."""

    events: int
    newest: Millis | None


class Log:
    """The events of one store. Every method raises CardsError as those of `Store` do."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __contains__(self, event: Event) -> bool:
        """Whether the log has `event`: its id, or what the same device did at the same instant."""
        one = self._connection.one
        did = event.deck, event.card, event.at, event.kind.value, event.device
        found = one("SELECT 1 FROM event WHERE id = ?", (event.id,)) or one(_SAME_DEED, did)
        return found is not None

    def events(self, deck: DeckName | None = None) -> Iterator[Event]:
        """Yield the events of `deck`, or of all decks, in order."""
        where, values = ("", ()) if deck is None else (" WHERE deck = ?", (deck,))
        return self._connection.each(event_of, f"{_SELECT} event{where} ORDER BY at, id", values)

    def undos(self, deck: DeckName) -> Iterator[Event]:
        """Yield what took back other events of `deck`."""
        query = f"{_SELECT} event WHERE undoes IS NOT NULL AND deck = ?"
        return self._connection.each(event_of, query, (deck,))

    def by_card(self, deck: DeckName | None = None, card: CardId | None = None) -> Iterator[Event]:
        """Yield the events of all cards, or those of a deck or card, card by card."""
        given = {"deck": deck, "card": card}
        values = {name: value for name, value in given.items() if value is not None}
        where = " AND ".join(f"{name} = :{name}" for name in values) or "TRUE"
        query = f"{_SELECT} event WHERE {where} ORDER BY deck, card"
        return self._connection.each(event_of, query, values)

    def count(self, deck: DeckName | None = None) -> int:
        """Return how many events there are, of all decks or of one."""
        query = "SELECT count(*) FROM event WHERE ? IS NULL OR deck = ?"
        return int(self._connection.one(query, (deck, deck))[0])

    def standing_on(self, deck: DeckName, day: Day) -> list[Event]:
        """Return the events of `deck` that count for study day `day` and stand, in order. Quick."""
        query = f"{_SELECT} standing_event WHERE deck = ? AND day = ? ORDER BY at, id"
        return list(self._connection.each(event_of, query, (deck, day)))

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:
        """Return the newest `at` among the events of a card, None if there are none. Quick."""
        row = self._connection.one(f"SELECT max(at) {_OF_CARD}", {"deck": deck, "card": card})
        newest: Millis | None = row[0]
        return newest

    def newest_of(self, deck: DeckName, card: CardId) -> tuple[Moment | None, Day]:
        """Return when the newest event of a card was, and the latest day of any; 0 without one."""
        row = self._connection.one(_NEWEST, {"deck": deck, "card": card})
        if row is None:
            return None, Day(0)
        at, day, latest = row
        return Moment(at, day), latest

    def last_clock(self) -> Millis | None:
        """Return what the clock said when an event was last written, None if it is not known.

        Quick.
        """
        row = self._connection.one("SELECT at, day FROM event ORDER BY rowid DESC LIMIT 1")
        moment = Moment(*row) if row else None
        return moment.at if moment and is_by_the_clock(*moment) else None

    def last_standing(self, deck: DeckName, card: CardId, kind: Kind) -> Event | None:
        """Return the last event of a kind of a card that stands, None if there is none. Quick."""
        query = (
            f"{_SELECT} standing_event WHERE deck = ? AND card = ? AND kind = ? "
            "ORDER BY at DESC, id DESC LIMIT 1"
        )
        return next(self._connection.each(event_of, query, (deck, card, kind.value)), None)

    def is_reviewed_after(self, deck: DeckName, day: Day) -> bool:
        """Whether a review of `deck` that stands is of a later study day than `day`. Quick."""
        query = "SELECT 1 FROM standing_event WHERE deck = ? AND day > ? AND kind = 'review'"
        return self._connection.one(query, (deck, day)) is not None

    def decks(self) -> list[DeckName]:
        """Return the names of all decks that there are events of. Quick."""
        return [deck for (deck,) in self._connection.rows(_DECKS)]

    def review_days(self, deck: DeckName) -> list[Day]:
        """Return the study days with a review of `deck` that stands, the first first. Quick."""
        return [day for (day,) in self._connection.rows(_REVIEW_DAYS, {"deck": deck})]

    def reviews(self, deck: DeckName) -> Iterator[Review]:
        """Yield the reviews of `deck` that stand, day by day in order."""
        return self._reviews("deck = ?", (deck,))

    def reviews_on(self, deck: DeckName, days: Iterable[Day]) -> Iterator[Review]:
        """Yield those of the `days`, as `reviews` does, but some days after the others."""
        for some in in_batches(days):
            yield from self._reviews(f"deck = ? AND day IN ({placeholders(some)})", (deck, *some))

    def reviews_of(self, deck: DeckName, cards: Iterable[CardId]) -> Iterator[Review]:
        """Yield those of the `cards`, as `reviews` does, but of some cards after the others."""
        for some in in_batches(cards):
            yield from self._reviews(f"deck = ? AND card IN ({placeholders(some)})", (deck, *some))

    def reviewed(self) -> list[Reviewed]:
        """Return each card that was reviewed, also if it is no longer in its deck."""
        return list(self._connection.each(Reviewed._make, _REVIEWED))

    def standing_reviews(self) -> int:
        """Return how many reviews there are that were not taken back, of all decks."""
        return int(
            self._connection.one("SELECT count(*) FROM standing_event WHERE kind = 'review'")[0]
        )

    def later_than(self, at: Millis, most: int) -> list[Event]:
        """Return the events that are later than `at`, the first `most` of them, in order."""
        query = f"{_SELECT} event WHERE at > ? ORDER BY at, id LIMIT {most}"
        return list(self._connection.each(event_of, query, (at,)))

    def since(self, at: Millis) -> Since:
        """Return what there is later than `at`."""
        query = "SELECT count(*), max(at) FROM event WHERE at > ?"
        return Since(*self._connection.one(query, (at,)))

    def end(self) -> Place:
        """Return where the log ends."""
        row = self._connection.one("SELECT rowid, id FROM event ORDER BY rowid DESC LIMIT 1")
        return Place(self._connection.device, *(row or (0, "")))

    def changed_since(self, deck: DeckName, place: Place) -> set[tuple[CardId, Day]] | None:
        """Return the cards of `deck`, each with the study days, that later events are about.

        None if `place` is not in this log: then everything may have changed.
        """
        row = self._connection.one("SELECT id FROM event WHERE rowid = ?", (place.row,))
        if place.device != self._connection.device or (row[0] if row else "") != place.event:
            return None
        return set(self._connection.rows(_CHANGED, {"row": place.row, "deck": deck}))

    def insert(self, events: Iterable[Event]) -> int:
        """Write those of `events` that are not there, within a transaction; return how many.

        Raises ValueError for one that the log does not take, such as a review without a grade.
        """
        db = self._connection.db
        before = db.total_changes
        try:
            db.executemany(_INSERT, map(_row_of, events))
        except sqlite3.IntegrityError as error:
            raise ValueError(f"not an event for the log: {error}") from error
        return db.total_changes - before

    def is_undone(self, event: Event) -> bool:
        """Whether some event takes `event` back, or may do so."""
        query = "SELECT 1 FROM event WHERE undoes = ?"
        return self._connection.one(query, (event.id,)) is not None

    def _reviews(self, where: str, values: Sequence[object]) -> Iterator[Review]:
        query = f"{_REVIEWS} WHERE kind = 'review' AND {where} ORDER BY day, at, id"
        return self._connection.each(Review._make, query, values)


def _row_of(event: Event) -> Row:
    if event.detail is not None and facts_in(event.detail) is None:
        raise ValueError(f"not an event for the log: its detail is {event.detail[:80]!r}")
    return event_row(event)
