"""The index of a large deck: a table with a row a card, in the deck's compiled file.

It says of each card what the deck says and what the store says, so that the first due and new cards
are found without a look at the others, and that cards and reviews are counted in SQL. It is brought
up by the cards of the events that have come since: the log is append-only, so the place of its
newest event says how far the table has come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from dcnn_cards.database import transaction
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.compiled import CompiledDeck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.schedule.asking import SQL, SQL_DAY_DUE, Asked, Stage, is_due, is_due_later
from dcnn_cards.schedule.counts import CardCounts, ReviewCounts, counted_ms
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.store.log import Place, Review
from dcnn_cards.store.store import Store

_PLACE = "CREATE TABLE IF NOT EXISTS place (name PRIMARY KEY, device, row, event, edition)"
_PROGRESS = """
DROP TABLE IF EXISTS progress;
CREATE TABLE progress (
    position INTEGER PRIMARY KEY, heading INTEGER NOT NULL, takes_part INTEGER NOT NULL,
    due INTEGER, interval INTEGER, drill INTEGER, buried INTEGER, introduced INTEGER
);
INSERT INTO progress (position, heading, takes_part) SELECT position, heading, askable FROM card;
CREATE INDEX progress_by_due ON progress (due, position, drill, buried, heading) WHERE takes_part;
CREATE INDEX progress_by_drill ON progress (drill) WHERE drill IS NOT NULL;
"""
_PUT = """
UPDATE progress SET due = :due, interval = :interval, drill = :drill, buried = :buried,
    introduced = :introduced, takes_part = NOT :suspended
        AND (SELECT askable FROM card WHERE card.position = progress.position)
WHERE position = (SELECT position FROM card WHERE id = :card)
"""
# Changes with what is added up; what was tallied under another name is tallied anew.
_TALLIED = "capped"
_TALLIES = """
DROP TABLE IF EXISTS day_tally;
DROP TABLE IF EXISTS card_tally;
CREATE TABLE day_tally (day INTEGER PRIMARY KEY, reviews, first, recalled, timed, thinking_ms);
CREATE TABLE card_tally (id PRIMARY KEY, reviews, first, recalled, timed, thinking_ms);
"""
# Stages in the order of `CardCounts`.
_COUNTED = ", ".join(f"count(*) FILTER (WHERE {SQL[each]})" for each in (*Stage, is_due))
_COUNT = f"""
SELECT section, count(*), {_COUNTED}
FROM progress JOIN heading USING (heading) GROUP BY section ORDER BY min(position)
"""
_COUNT_REVIEWS = """
SELECT section, sum(reviews), sum(first), sum(recalled), sum(timed), sum(thinking_ms)
FROM card_tally JOIN card USING (id) JOIN heading USING (heading) GROUP BY section
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """What statistics add up, counted for a whole deck.

    `sections` are in the order of the deck, each with its cards and how many of them are due today;
    then, by section and by day, reviews; and by day, the cards introduced, and those that come due
    on the days asked for.
    """

    sections: Mapping[str, tuple[CardCounts, int]]
    by_section: Mapping[str, ReviewCounts]
    by_day: Mapping[Day, ReviewCounts]
    introduced: Mapping[Day | None, int]
    due: Mapping[Day, int]


class Index:
    """The index of one deck, in a choice of its cards. Every method may raise sqlite3.Error."""

    def __init__(
        self, deck: CompiledDeck, filters: Filters, store: Store, scheduler: Scheduler
    ) -> None:
        self.deck = deck
        self._db = deck.opened
        self._store = store
        self._scheduler = scheduler
        self._within = ""
        self.has_cards = True
        if filters != Filters():
            rows = self._db.execute("SELECT heading, week, section, topic FROM heading")
            passing = [
                str(heading)
                for heading, week, section, topic in rows
                if filters.match(Card(CardId(""), "", week=week, section=section, topic=topic))
            ]
            self.has_cards = bool(passing)
            self._within = f" AND progress.heading IN ({','.join(passing)})"

    def learning(self, today: Day) -> set[int]:
        """Where the cards are that have to come back on study day `today`."""
        return self._positions(SQL[Asked.LEARNING], today)

    def coming(self, today: Day, last: Day) -> set[int]:
        """Where the cards are that are due after study day `today`, up to the day `last`."""
        return self._positions(f"{SQL[is_due_later]} AND {SQL_DAY_DUE} <= {last}", today)

    def due_count(self, today: Day) -> int:
        """How many cards are due on study day `today`."""
        query = f"SELECT count(*) FROM progress WHERE {SQL[Asked.DUE]}{self._within}"
        found: int = self._db.execute(query, {"today": today}).fetchone()[0]
        return found

    def first_due(self, count: int, today: Day) -> list[int]:
        """Where the first `count` due cards are, the most overdue first, in the deck's order."""
        order = f"ORDER BY due, position LIMIT {count}"
        query = f"SELECT position FROM progress WHERE {SQL[Asked.DUE]}{self._within} {order}"
        return [position for (position,) in self._db.execute(query, {"today": today})]

    def first_new(self, count: int, today: Day) -> list[tuple[int, CardId | None]]:
        """The first `count` new cards, each with the id of the one it follows."""
        order = f"ORDER BY progress.position LIMIT {count}"
        return self._rows(f"{SQL[Asked.NEW]}{self._within} {order}", {"today": today})

    def with_what_they_follow(
        self, found: Sequence[tuple[int, CardId | None]], today: Day
    ) -> set[int]:
        """Where these new cards are, and those that have to come before them."""
        positions: set[int] = set()
        while found:
            positions.update(position for position, _ in found)
            ids = {before for _, before in found if before}
            marks = ",".join(f":id{number}" for number in range(len(ids)))
            values = {f"id{number}": before for number, before in enumerate(ids)}
            where = f"{SQL[Asked.NEW]}{self._within} AND id IN ({marks})"
            found = [
                row for row in self._rows(where, {"today": today, **values})
                if row[0] not in positions
            ]  # fmt: skip
        return positions

    def next_day(self, today: Day) -> Day | None:
        """The first study day after `today` with a review due, None if there is none."""
        where = f"{SQL[is_due_later]}{self._within}"
        query = f"SELECT min({SQL_DAY_DUE}) FROM progress WHERE {where}"
        found: Day | None = self._db.execute(query, {"today": today}).fetchone()[0]
        return found

    @contextmanager
    def brought_up(self, *, tallies: bool = False) -> Iterator[bool]:
        """Take in what the log says since the last time, and see nothing newer within the block.

        Yields false if another process has just made the table one for another scheduler.
        """
        edition = self._scheduler.edition
        self._bring_up("progress", edition, self._take_in_cards)
        if tallies:
            self._bring_up("tally", _TALLIED, self._take_in_reviews)
        self._db.execute("BEGIN")
        try:
            yield self._known("progress", edition) is not None
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _bring_up(
        self, name: str, edition: str, take_in: Callable[[set[tuple[CardId, Day]] | None], None]
    ) -> None:
        end = self._store.log.end()
        if end == self._known(name, edition):
            return
        with transaction(self._db):
            # Only now, since another process may have been at it meanwhile.
            known = self._known(name, edition)
            take_in(known and self._store.log.changed_since(self.deck.name, known))
            self._db.execute(_PLACE)
            row = (name, *end, edition)
            self._db.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?)", row)

    def _take_in_cards(self, changed: set[tuple[CardId, Day]] | None) -> None:
        if changed is None:
            self._make(_PROGRESS)
            records = self._store.records.of_deck(self.deck.name, self._scheduler)
        else:
            cards = {card for card, _ in changed}
            records = self._store.records.of_cards(self.deck.name, cards, self._scheduler)
        self._db.executemany(_PUT, (_row_of(*each) for each in records.items()))

    def _take_in_reviews(self, changed: set[tuple[CardId, Day]] | None) -> None:
        name, store = self.deck.name, self._store
        if changed is None:
            self._make(_TALLIES)
            by_day, by_card = self._tallied(store.log.reviews(name))
        else:
            # What was counted for these is counted anew, if it comes to nothing too.
            by_day = {day: [0] * 5 for _, day in changed}
            by_card = {card: [0] * 5 for card, _ in changed}
            by_day |= self._tallied(store.log.reviews_on(name, by_day))[0]
            by_card |= self._tallied(store.log.reviews_of(name, by_card))[1]
        for table, tallies in (("day_tally", by_day), ("card_tally", by_card)):
            rows = ((key, *tally) for key, tally in tallies.items())
            self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _tallied(
        self, reviews: Iterable[Review]
    ) -> tuple[dict[Day, list[int]], dict[CardId, list[int]]]:
        """Reviews of cards in the deck, given day by day in order, counted by day and by card."""
        query = "SELECT 1 FROM card WHERE id = ?"

        @cache
        def known(card: CardId) -> bool:
            return self._db.execute(query, (card,)).fetchone() is not None

        by_day: dict[Day, list[int]] = {}
        by_card: dict[CardId, list[int]] = {}
        on: Day | None = None
        seen: set[CardId] = set()
        for day, card, grade, thinking_ms in reviews:
            if not known(card):
                continue
            if day != on:
                on, seen = day, set()
            first = card not in seen
            seen.add(card)
            recalled = first and grade != Grade.AGAIN
            timed = thinking_ms is not None
            for tally in (
                by_day.setdefault(day, [0, 0, 0, 0, 0]),
                by_card.setdefault(card, [0, 0, 0, 0, 0]),
            ):
                tally[0] += 1
                tally[1] += first
                tally[2] += recalled
                tally[3] += timed
                tally[4] += counted_ms(thinking_ms or 0)
        return by_day, by_card

    def counts(self, today: Day, days: int) -> Counts:
        """What statistics count, once all is brought up."""
        run, values = self._db.execute, {"today": today, "last": today + days}
        introduced = "SELECT introduced, count(*) FROM progress GROUP BY introduced"
        coming = (
            f"SELECT {SQL_DAY_DUE} AS day, count(*) FROM progress"
            f" WHERE {SQL[is_due_later]} AND day <= :last GROUP BY day"
        )
        return Counts(
            {section: (CardCounts(*cards), due) for section, *cards, due in run(_COUNT, values)},
            {section: ReviewCounts(*tally) for section, *tally in run(_COUNT_REVIEWS)},
            {
                day: ReviewCounts(*tally)
                for day, *tally in run("SELECT * FROM day_tally WHERE reviews > 0 ORDER BY day")
            },
            dict(run(introduced)),
            dict(run(coming, values)),
        )

    def _positions(self, where: str, today: Day) -> set[int]:
        query = f"SELECT position FROM progress WHERE {where}{self._within}"
        return {position for (position,) in self._db.execute(query, {"today": today})}

    def _make(self, schema: str) -> None:
        for statement in schema.split(";"):
            self._db.execute(statement)

    def _known(self, name: str, edition: str) -> Place | None:
        """How far a table has come, None if it is not there or for another scheduler."""
        query = "SELECT device, row, event FROM place WHERE name = ? AND edition = ?"
        try:
            row = self._db.execute(query, (name, edition)).fetchone()
        except sqlite3.OperationalError:
            return None
        return Place(*row) if row else None

    def _rows(self, where: str, values: Mapping[str, Any]) -> list[tuple[int, CardId | None]]:
        query = "SELECT progress.position, follows FROM progress JOIN card USING (position)"
        return self._db.execute(f"{query} WHERE {where}", values).fetchall()


def _row_of(card: CardId, record: Record) -> dict[str, Any]:
    state = record.state
    return {
        "card": card,
        "due": state and state.due,
        "interval": state and state.interval,
        "drill": state.last_day if state and state.again else None,
        "suspended": record.suspended,
        "buried": record.buried,
        "introduced": record.introduced,
    }
