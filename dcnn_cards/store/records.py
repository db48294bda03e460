"""Records of cards, as they follow from the log: kept, and derived again where that is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from dcnn_cards.busy import each
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, fold_card
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.store.connection import Connection, in_batches, placeholders
from dcnn_cards.store.faults import DamagedError
from dcnn_cards.store.log import Log
from dcnn_cards.store.rows import RECORD, Row, record_of, record_row

_COLUMNS = ", ".join(RECORD)
_PUT = f"""
INSERT OR REPLACE INTO card_state (deck, card, edition, {_COLUMNS})
VALUES (?, ?, ?, {placeholders(RECORD)})
"""
_OF_DECK = f"SELECT card, edition, {_COLUMNS} FROM card_state WHERE deck = ?"
_deck_and_card = attrgetter("deck", "card")


class Records:
    """The records of one store. Every method raises CardsError as those of `Store` do."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log

    def of_deck(self, deck: DeckName, scheduler: Scheduler) -> dict[CardId, Record]:
        """Return the record of every card of `deck` that has an event, by card id.

        If stored ones were derived under another scheduler, or another edition of it, all are first
        derived again from the log.
        """
        stale = "SELECT 1 FROM card_state WHERE deck = ? AND edition != ?"
        if self._connection.one(stale, (deck, scheduler.edition)):
            if not self._connection.writable:
                own = self._folded(scheduler, deck)
                return {card: record for (_, card), record in own}
            with self._connection.transaction():
                self._derive(scheduler, deck)
        rows = self._connection.each(_read, _OF_DECK, (deck,))
        return {card: record for card, _, record in rows}

    def of_cards(
        self, deck: DeckName, cards: Iterable[CardId], scheduler: Scheduler
    ) -> dict[CardId, Record]:
        """Return the record of each of `cards` that has an event, as `of_deck` does."""
        found: dict[CardId, Record] = {}
        for some in in_batches(dict.fromkeys(cards)):
            query = f"{_OF_DECK} AND card IN ({placeholders(some)})"
            for card, edition, record in list(self._connection.each(_read, query, (deck, *some))):
                stands = edition == scheduler.edition
                found[card] = record if stands else self._fold(deck, card, scheduler)
        return found

    def before(self, event: Event, scheduler: Scheduler) -> Record | None:
        """Return the record of a card before `event`, which is later than all else of it.

        None if it is not, or takes something back: then all events of the card have to be folded.
        """
        if event.kind is Kind.UNDO or self._log.is_undone(event):
            return None
        newest, last_day = self._log.newest_of(event.deck, event.card)
        if newest is None:
            return NEW
        if not newest.day == last_day <= event.day:  # what was before may count for other days now
            return None
        row = self._connection.one(f"{_OF_DECK} AND card = ?", (event.deck, event.card))
        if row is None or newest.at >= event.at:
            return None
        _, edition, record = _read(row)
        return record if edition == scheduler.edition else None

    def put(self, deck: DeckName, card: CardId, scheduler: Scheduler, record: Record) -> None:
        """Keep the record of a card, within a transaction."""
        values = (deck, card, scheduler.edition, *record_row(record))
        self._connection.db.execute(_PUT, values)

    def derive(self, deck: DeckName, card: CardId, scheduler: Scheduler) -> Record:
        """Derive the record of a card from the log, keep and return it, within a transaction."""
        record = self._fold(deck, card, scheduler)
        self.put(deck, card, scheduler, record)
        return record

    def outdate(self, cards: Iterable[tuple[DeckName, CardId]]) -> None:
        """Have the records of these cards derived again before they are used, in a transaction."""
        rows = ((deck, card, "", *record_row(NEW)) for deck, card in dict.fromkeys(cards))
        self._connection.db.executemany(_PUT, rows)

    def rebuild(self, scheduler: Scheduler) -> int:
        """Derive the record of every card again from the log; return the number of cards."""
        with self._connection.transaction() as db:
            db.execute("DELETE FROM card_state")
            return self._derive(scheduler)

    def differences(self, scheduler: Scheduler) -> list[str]:
        """Compare what is stored for each card with what `scheduler` derives from the log.

        Return what differs, a line each. Records under another scheduler are left out: they are
        derived again before they are used.
        """
        query = f"SELECT deck, card, edition, {_COLUMNS} FROM card_state"
        try:
            stored = list(self._connection.rows(query))
            derived = {card: record_row(record) for card, record in self._folded(scheduler)}
        except DamagedError as error:
            return [error.what]
        differing = [
            f"card {card} of deck {deck}: its stored state does not follow from its reviews"
            for deck, card, edition, *values in stored
            if edition == scheduler.edition and derived.get((deck, card)) != tuple(values)
        ]
        missing = derived.keys() - {(deck, card) for deck, card, *_ in stored}
        return differing + [
            f"card {card} of deck {deck}: it has reviews but no stored state"
            for deck, card in sorted(missing)
        ]

    def _fold(self, deck: DeckName, card: CardId, scheduler: Scheduler) -> Record:
        return fold_card(self._log.by_card(deck, card), scheduler)

    def _derive(self, scheduler: Scheduler, of_deck: DeckName | None = None) -> int:
        """Keep the record of each card, of all decks or of one; return how many cards there are."""
        rows = [
            (deck, card, scheduler.edition, *record_row(record))
            for (deck, card), record in self._folded(scheduler, of_deck)
        ]
        self._connection.db.executemany(_PUT, rows)
        return len(rows)

    def _folded(
        self, scheduler: Scheduler, deck: DeckName | None = None
    ) -> Iterator[tuple[tuple[DeckName, CardId], Record]]:
        """Each card of all decks, or of one, with its record."""
        total, events = self._log.count(deck), self._log.by_card(deck)
        events = each("deriving each card from its reviews", events, total)
        for card, own in groupby(events, key=_deck_and_card):
            yield card, fold_card(own, scheduler)


def _read(row: Row) -> tuple[CardId, str, Record]:
    """The card, the edition of the scheduler and the record in a row of `_OF_DECK`."""
    card, edition, *values = row
    return card, edition, record_of(values)
