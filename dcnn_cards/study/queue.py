"""What is asked today, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.asking import Asked, asked_as, is_asked, is_asked_later
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day


class Queue(NamedTuple):
    """The cards of a session, in the order in which they are asked."""

    learning: tuple[Card, ...]  # graded earlier today, and to come back today
    due: tuple[Card, ...]
    new: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them: what is due, then what is still being learned today, then new cards."""
        return (*self.due, *self.learning, *self.new)


LEECH_LAPSES = 8
"""A card forgotten so often is a leech, as in Anki: it takes more time than it is worth."""


class CustomStudy(NamedTuple):
    """Cards asked whatever their schedule says; with none of them, what is due and new is asked."""

    flagged: bool = False
    leeches: bool = False
    failed_today: bool = False
    everything: bool = False

    def __str__(self) -> str:
        asked = {"flagged": self.flagged, "a leech": self.leeches}
        asked["one that you failed today"] = self.failed_today
        return " and ".join(name for name, chosen in asked.items() if chosen) or "asked at all"


class DailyLimits(NamedTuple):
    """How many cards a day: new ones, and reviews (None for any number)."""

    new: int = 20
    reviews: int | None = None


def session_queue(
    cards: Sequence[Card],
    records: Mapping[CardId, Record],
    today: Day,
    custom: CustomStudy,
    limits: DailyLimits,
    events: Sequence[Event],
) -> tuple[Card, ...]:
    """Return what a session asks among `cards`; `events` are those of today that stand."""
    if not any(custom):
        queue = build_queue(cards, records, today, limits.new)
        if limits.reviews is not None:
            queue = queue._replace(due=queue.due[: _left(limits.reviews, records, today, events)])
        return queue.cards
    failed = {event.card for event in events if event.grade is Grade.AGAIN}
    return tuple(
        card
        for card in cards
        if is_asked(card, record := records.get(card.id, NEW), today)
        and (not custom.flagged or record.flagged)
        and (not custom.leeches or is_leech(record))
        and (not custom.failed_today or card.id in failed)
    )


class Offers(NamedTuple):
    """What could be asked when nothing is due: cards by why they could be, 0 or more.

    `due` are those that a limit of reviews holds back; `reviewed` and `introduced` count what of
    the day's limits was used.
    """

    due: int
    new: int
    failed: int
    flagged: int
    leeches: int
    all: int
    reviewed: int
    introduced: int


def offers(
    cards: Sequence[Card], records: Mapping[CardId, Record], today: Day, events: Sequence[Event]
) -> Offers:
    """Return what is left among `cards` beyond the day's limits; `events` are as above."""

    def asked(custom: CustomStudy) -> int:
        return len(session_queue(cards, records, today, custom, DailyLimits(), events))

    queue = build_queue(cards, records, today, len(records) + len(cards))
    return Offers(
        len(queue.due),
        len(queue.new),
        asked(CustomStudy(failed_today=True)),
        asked(CustomStudy(flagged=True)),
        asked(CustomStudy(leeches=True)),
        asked(CustomStudy(everything=True)),
        _reviewed(records, today, events),
        _introduced(records, today),
    )


def _left(
    reviews: int, records: Mapping[CardId, Record], today: Day, events: Sequence[Event]
) -> int:
    """How many reviews of cards that were not new today are left for today."""
    return max(0, reviews - _reviewed(records, today, events))


def _reviewed(records: Mapping[CardId, Record], today: Day, events: Sequence[Event]) -> int:
    """How many cards that were not new today were reviewed today."""
    done = {
        event.card
        for event in events
        if event.kind is Kind.REVIEW and records.get(event.card, NEW).introduced != today
    }
    return len(done)


def _introduced(records: Mapping[CardId, Record], today: Day) -> int:
    return sum(1 for record in records.values() if record.introduced == today)


def is_leech(record: Record) -> bool:
    """Say whether a card was forgotten again and again."""
    return record.state is not None and record.state.lapses >= LEECH_LAPSES


def build_queue(
    cards: Sequence[Card], records: Mapping[CardId, Record], today: Day, new_per_day: int
) -> Queue:
    """Return what is due among `cards` on study day `today`, and the new cards for it.

    Due cards come the most overdue first, but two of which one follows the other not one right
    after the other; new ones in the order of the deck, but a card that follows another after that
    one. Cards introduced earlier today, also under another filter, count towards `new_per_day`.
    """
    asked: dict[Asked, list[Card]] = {kind: [] for kind in Asked}
    for card in cards:
        if kind := asked_as(card, records.get(card.id, NEW), today):
            asked[kind].append(card)
    due = sorted(asked[Asked.DUE], key=lambda card: _due(records[card.id]))  # stable: deck's order
    new = _after_what_they_follow(asked[Asked.NEW])
    return Queue(
        tuple(asked[Asked.LEARNING]),
        tuple(_apart(due)),
        tuple(new[: max(0, new_per_day - _introduced(records, today))]),
    )


def _apart(cards: list[Card]) -> list[Card]:
    """Return `cards` in nearly their order, no card next to the one it follows if that can be."""
    rest, ordered = list(cards), list[Card]()
    while rest:
        fits = (card for card in rest if not ordered or not _are_siblings(ordered[-1], card))
        card = next(fits, rest[0])
        rest.remove(card)
        ordered.append(card)
    return ordered


def _are_siblings(one: Card, other: Card) -> bool:
    return other.follows == one.id or one.follows == other.id


def _after_what_they_follow(cards: Sequence[Card]) -> list[Card]:
    """Return `cards` in their order, each brought forward before those that follow it."""
    by_id: dict[CardId | None, Card] = {card.id: card for card in cards}
    ordered: dict[CardId, Card] = {}
    for card in cards:
        chain = [card]
        while (before := by_id.get(chain[-1].follows)) and before not in chain:
            chain.append(before)
        ordered.update((each.id, each) for each in reversed(chain) if each.id not in ordered)
    return list(ordered.values())


def next_due(
    cards: Sequence[Card], records: Mapping[CardId, Record], today: Day
) -> tuple[Day, int] | None:
    """Return the next study day after `today` with reviews due, and how many; None if none is."""
    days = [
        _due(record)
        for card in cards
        if is_asked_later(card, record := records.get(card.id, NEW), today)
    ]
    return (min(days), days.count(min(days))) if days else None


def _due(record: Record) -> Day:
    """The day on which a card that is not new is due."""
    assert record.state is not None
    return record.state.due
