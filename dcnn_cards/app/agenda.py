"""Which cards a session is about: all of a small deck, of a large one those that can matter.

What is asked, and in what order, is said by the pure functions of `dcnn_cards.study.queue`, which
look at every card and every record. With 100,000 cards that takes longer than a first question may.
An agenda hands them fewer: cards without which they come to the same result are left out. Whatever
it hands them, they decide, so that there is one definition of the queue.

To find these cards quickly, a large deck has an index (`dcnn_cards.app.index`). Where it cannot
be had, all cards are looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.compiled import CompiledDeck
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.counts import NOTHING_LEFT, Left
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.store import Store, default_path, open_store
from dcnn_cards.study.queue import (
    PORTION,
    CustomStudy,
    DailyLimits,
    Offers,
    Order,
    offers,
    session_queue,
)

if TYPE_CHECKING:
    from dcnn_cards.app.index import Counts, Index
    from dcnn_cards.schedule.exam import Exam

_Answer = TypeVar("_Answer")

LARGE = 1_000
"""The number of cards from which a deck is worth an index."""

BATCH = PORTION
"""So many due cards are had at once: a backlog of thousands is taken batch by batch."""


class Request(NamedTuple):
    """What a session is to ask; no more than `cards` of them, if that is given.

    Due cards come interleaved or, `in_order`, as the deck has them.
    """

    custom: CustomStudy = CustomStudy()
    limits: DailyLimits = DailyLimits()
    cards: int | None = None
    in_order: bool = False


class Batch(NamedTuple):
    """The next cards that a session asks, with their records; `behind` counts those after them."""

    queue: tuple[Card, ...]
    records: Mapping[CardId, Record]
    behind: Left = NOTHING_LEFT


class Candidates(NamedTuple):
    """Cards in the order of the deck, and by card id the records of those that have one.

    The records of cards that were reviewed on the day in question are there whatever the cards.
    Unless `behind`, which counts new, learning and due cards, is None, these are only due cards,
    and the first `BATCH` in a queue of them are asked before those behind.
    """

    cards: Sequence[Card]
    records: Mapping[CardId, Record]
    behind: Left | None = None


@contextmanager
def open_agenda(deck: Path | None, filters: Filters, scheduling: Scheduling) -> Iterator[Agenda]:
    """Open what there is to study in `deck`, or in the one that ships with the program.

    Nothing is made: a store that is not there is taken for an empty one. Raises CardsError where
    the deck, the store or the scheduler cannot be had.
    """
    found = load_deck(deck)
    with open_store(default_path(), create=False) as store:
        yield Agenda(found, filters, store, scheduling.scheduler(store))


class Agenda:
    """What there is to study among the cards of one deck that pass the filters."""

    def __init__(self, deck: Deck, filters: Filters, store: Store, scheduler: Scheduler) -> None:
        self.deck = deck
        self.scheduler = scheduler
        self._filters = filters
        self._store = store

    def batch(self, today: Day, request: Request) -> Batch:
        """Return what a session on study day `today` asks first, or next if the log has grown.

        Raises CardsError if no card passes the filters, or if cards were chosen and there are none.
        """
        custom, limits, cards = request.custom, request.limits, request.cards
        most = min((most for most in (limits.reviews, cards) if most is not None), default=None)
        events = self.events_of(today)
        found = self.whole() if any(custom) else self.on(today, events, limits.new, most)
        reviewed = [event.card for event in events if event.kind is Kind.REVIEW]
        order = Order(request.in_order, self.deck.card(reviewed[-1]) if reviewed else None)
        at_once = cards if found.behind is None else BATCH
        queue = session_queue(
            found.cards, found.records, today, custom, limits, events, order, at_once
        )
        if any(custom) and not queue:
            what = f"none of the {len(found.cards)} cards is {custom}"
            raise CardsError(what, fix="Leave the option out.")
        return Batch(queue, found.records, found.behind or NOTHING_LEFT)

    def offers(self, today: Day) -> Offers:
        """Return what could be asked on study day `today` beyond what is due."""
        every = self.whole()
        return offers(every.cards, every.records, today, self.events_of(today))

    def takes(self, card: Card) -> bool:
        """Whether a card passes the filters."""
        return self._filters.match(card)

    def cards(self) -> Sequence[Card]:
        """Return the cards that pass the filters. Raises CardsError if none do."""
        return select(self.deck, self._filters)

    def events(self) -> Iterator[Event]:
        """Yield the events of the deck, of all its cards, in order."""
        return self._store.log.events(self.deck.name)

    def undos(self) -> Iterator[Event]:
        """Yield what took back other events of the deck."""
        return self._store.log.undos(self.deck.name)

    def events_of(self, day: Day) -> list[Event]:
        """Return the events of the deck that stand and count for study day `day`, in order."""
        return self._store.log.standing_on(self.deck.name, day)

    def exam(self) -> Exam | None:
        """Return the exam that is set for the deck, None if none is; it may be over by now."""
        from dcnn_cards.app.exam import exam_in_force

        return exam_in_force(self._store, self.deck.name)

    def record_of(self, card: CardId) -> Record:
        """Return what the log says of a card now."""
        records = self._store.records.of_cards(self.deck.name, [card], self.scheduler)
        return records.get(card, NEW)

    def last_review(self, card: CardId) -> Event | None:
        """Return the last review of a card that stands, None if there is none."""
        return self._store.log.last_standing(self.deck.name, card, Kind.REVIEW)

    def review_days(self) -> list[Day]:
        """Return the study days with a review of the deck that stands, the first first."""
        return self._store.log.review_days(self.deck.name)

    def on(
        self, today: Day, events: Iterable[Event], new: int, most: int | None = None
    ) -> Candidates:
        """Return what a session on study day `today` can ask, with up to `new` new cards.

        `events` are those of today that stand. No more than `most` due cards are needed, if it is
        given. Raises CardsError if no card passes the filters.
        """
        reviewed = {event.card for event in events}
        session = self._of_index(lambda index: self._session(index, today, reviewed, new, most))
        return session or self.whole()

    def later(self, today: Day, days: int) -> Candidates:
        """Return what is due in the `days` days after `today`, and on the next day with reviews."""

        def found(index: Index) -> Candidates:
            last = max(today + days, index.next_day(today) or today)
            return Candidates(*self._found(index, index.coming(today, last)))

        return self._of_index(found) or self.whole()

    def counts(self, today: Day, *, days: int) -> Counts | None:
        """Return what statistics count, with `days` days after `today`.

        None where it has to be counted card by card.
        """
        if self._filters != Filters():
            return None
        return self._of_index(lambda index: index.counts(today, days), tallies=True)

    @property
    def is_filtered(self) -> bool:
        """Whether not all cards of the deck were asked for."""
        return self._filters != Filters()

    def reach(self) -> tuple[int, int] | None:
        """Return how many of the cards were seen so far, and of how many.

        None for a large deck, where they would have to be counted card by card.
        """
        if len(self.deck.cards) >= LARGE:
            return None
        cards, records, _ = self.whole()
        seen = sum(records.get(card.id, NEW).state is not None for card in cards)
        return seen, len(cards)

    def whole(self) -> Candidates:
        """Return all cards that pass the filters. Raises CardsError if none do."""
        return Candidates(self.cards(), self._store.records.of_deck(self.deck.name, self.scheduler))

    def _session(
        self, index: Index, today: Day, reviewed: Set[CardId], new: int, most: int | None
    ) -> Candidates:
        # Of the parts of a card one may be all that is asked, and none if one was reviewed today.
        parts = index.deck.most_parts
        held = len(reviewed) if parts > 1 else 0
        batch = (BATCH + held) * parts
        due = index.first_due(batch + 1 if most is None else (most + held) * parts, today)
        backlog = most is None and len(due) > batch
        positions = set(due)
        if not backlog:
            positions |= index.learning(today)
            some = new if parts == 1 else (new + held + len(due)) * parts
            positions |= index.with_what_they_follow(index.first_new(some, today), today)
        cards, records = self._found(index, positions, reviewed)
        if not backlog:
            return Candidates(cards, records)
        introduced = sum(record.introduced == today for record in records.values())
        behind = Left(
            len(index.first_new(max(0, new - introduced), today)),
            len(index.learning(today)),
            index.due_count(today) - BATCH,
        )
        return Candidates(cards, records, behind)

    def _found(
        self, index: Index, positions: set[int], others: Iterable[CardId] = ()
    ) -> tuple[list[Card], dict[CardId, Record]]:
        """The cards at these positions, with their records and those of others."""
        cards = index.deck.cards_at(positions)
        ids = [*others, *(card.id for card in cards)]
        return cards, self._store.records.of_cards(self.deck.name, ids, self.scheduler)

    def _of_index(
        self, ask: Callable[[Index], _Answer], *, tallies: bool = False
    ) -> _Answer | None:
        """What the index of a large deck answers, None where all cards have to be looked at."""
        deck = self.deck
        if (
            not isinstance(deck, CompiledDeck)
            or len(deck.cards) < LARGE
            or self._filters.look_inside
        ):
            return None
        from dcnn_cards.app.index import Index

        try:
            index = Index(deck, self._filters, self._store, self.scheduler)
            with index.brought_up(tallies=tallies) as ours:
                return ask(index) if ours and index.has_cards else None
        except sqlite3.Error as error:
            deck.failed(error)
            return None
