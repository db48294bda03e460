"""What is asked today, and in what order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.asking import Asked, asked_as, day_due, is_asked, is_due_later
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.order import after_what_they_follow, interleaved, parts_apart
from dcnn_cards.study.siblings import apart

PORTION = 200
"""So many due cards are interleaved with each other: of a longer backlog, the most overdue ones."""


class Queue(NamedTuple):
    """The cards of a session, in the order in which they are asked."""

    learning: tuple[Card, ...]  # graded earlier today, and to come back today
    due: tuple[Card, ...]
    new: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them: what is due, then what is still being learned today, then new cards.

        A card that was failed today comes back before what follows on it.
        """
        followed = {card.follows for card in self.due}
        first = (card for card in self.learning if card.id in followed)
        others = (card for card in self.learning if card.id not in followed)
        return (*first, *self.due, *others, *self.new)


LEECH_LAPSES = 8
"""A card forgotten so often is a leech, as in Anki: it takes more time than it is worth."""


class CustomStudy(NamedTuple):
    """Cards asked whatever their schedule says; with none of them, what is due and new is asked."""

    flagged: bool = False
    leeches: bool = False
    failed_today: bool = False
    everything: bool = False
    suspended: bool = False

    def __str__(self) -> str:
        asked = {"flagged": self.flagged, "a leech": self.leeches}
        asked["suspended"] = self.suspended
        asked["one that you failed today"] = self.failed_today
        return " and ".join(name for name, chosen in asked.items() if chosen) or "asked at all"


class Order(NamedTuple):
    """How due cards come: interleaved, or in the order of the deck.

    `last` is the card that was asked last, whose topic the first one should not share.
    """

    of_deck: bool = False
    last: Card | None = None


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
    order: Order = Order(),  # noqa: B008
    most: int | None = None,
) -> tuple[Card, ...]:
    """Return what a session asks among `cards`, at most `most` of them if that is given.

    `events` are those of today that stand. Cards of a `custom` study come in their own order, but
    that parts of one card are no neighbours where that can be avoided.
    """
    if not any(custom):
        left = [] if limits.reviews is None else [_left(limits.reviews, records, today, events)]
        reviews = min([*left, *([] if most is None else [most])], default=None)
        return build_queue(cards, records, today, limits.new, order, reviews).cards[:most]
    return tuple(parts_apart(_chosen(cards, records, today, custom, events)))[:most]


def _chosen(
    cards: Sequence[Card],
    records: Mapping[CardId, Record],
    today: Day,
    custom: CustomStudy,
    events: Sequence[Event],
) -> list[Card]:
    """The cards that a custom study is about."""
    failed = {event.card for event in events if event.grade is Grade.AGAIN}
    return [
        card
        for card in cards
        if _may_be_asked(card, record := records.get(card.id, NEW), today, custom)
        and (not custom.flagged or record.flagged)
        and (not custom.leeches or is_leech(record))
        and (not custom.failed_today or card.id in failed)
    ]


def _may_be_asked(card: Card, record: Record, today: Day, custom: CustomStudy) -> bool:
    """Say whether `card` can be asked: where all are, also one that the learner set aside."""
    if custom.everything:
        return card.askable
    if custom.suspended:
        return card.askable and record.suspended
    return is_asked(card, record, today)


class Offers(NamedTuple):
    """What could be asked when nothing is due: cards by why they could be, 0 or more.

    `due` are those that a limit of reviews holds back, `buried` those put off until tomorrow;
    `reviewed` and `introduced` count what of the day's limits was used.
    """

    due: int
    new: int
    failed: int
    flagged: int
    leeches: int
    all: int
    reviewed: int
    introduced: int
    suspended: int = 0
    buried: int = 0


def offers(
    cards: Sequence[Card], records: Mapping[CardId, Record], today: Day, events: Sequence[Event]
) -> Offers:
    """Return what is left among `cards` beyond the day's limits; `events` are as above."""

    def asked(custom: CustomStudy) -> int:
        return len(_chosen(cards, records, today, custom, events))

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
        asked(CustomStudy(suspended=True)),
        sum(card.askable and records.get(card.id, NEW).buried == today for card in cards),
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
    cards: Sequence[Card],
    records: Mapping[CardId, Record],
    today: Day,
    new_per_day: int,
    order: Order = Order(),  # noqa: B008
    reviews: int | None = None,
) -> Queue:
    """Return what is due among `cards` on study day `today`, and the new cards for it.

    Of the due cards the `reviews` most overdue ones are taken, if that is given, in the `order`
    asked for, portion by portion. New ones come in the order of the deck, but a card that follows
    another after that one. The parts of a card are kept `apart`. Cards introduced earlier today,
    also under another filter, count towards `new_per_day`.
    """
    asked: dict[Asked, list[Card]] = {kind: [] for kind in Asked}
    for card in cards:
        if kind := asked_as(card, records.get(card.id, NEW), today):
            asked[kind].append(card)
    due = sorted(asked[Asked.DUE], key=lambda card: _due(records[card.id]))  # stable: deck's order
    new = after_what_they_follow(asked[Asked.NEW])
    due, new = apart(asked[Asked.LEARNING], due, new, records, today)
    return Queue(
        tuple(after_what_they_follow(asked[Asked.LEARNING])),
        tuple(_in_portions(due[:reviews], cards, today, order)),
        tuple(new[: max(0, new_per_day - _introduced(records, today))]),
    )


def _in_portions(
    due: Sequence[Card], cards: Sequence[Card], today: Day, order: Order
) -> Iterator[Card]:
    """Yield `due`, the most overdue first, `PORTION` by `PORTION` in the order asked for."""
    places = {card.id: place for place, card in enumerate(cards)} if order.of_deck else {}
    last = order.last
    for start in range(0, len(due), PORTION):
        portion = due[start : start + PORTION]
        if order.of_deck:
            portion = after_what_they_follow(sorted(portion, key=lambda card: places[card.id]))
        else:
            portion = interleaved(portion, today, last)
        yield from portion
        last = portion[-1]


def next_due(
    cards: Sequence[Card], records: Mapping[CardId, Record], today: Day
) -> tuple[Day, int] | None:
    """Return the next study day after `today` with reviews due, and how many; None if none is."""
    days = [
        day_due(record.state, record.buried, today)
        for card in cards
        if is_due_later(card, record := records.get(card.id, NEW), today) and record.state
    ]
    return (min(days), days.count(min(days))) if days else None


def _due(record: Record) -> Day:
    """The day on which a card that is not new is due."""
    assert record.state is not None
    return record.state.due
