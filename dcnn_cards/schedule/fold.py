"""From what happened to what follows from it: the log of events folded into a record a card.

Events count in the order of (`at`, `id`), an event that is there twice counts once, and an undo
takes back the event of its own card that it names, wherever in the log the two stand. So the union
of two devices' logs folds to the same records whatever the order of arrival. What is done later
counts later, also where a clock was ahead in between. Every review is replayed through one
scheduler, whichever was in force when the review was made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import MAX_DAY, ZONE_DAYS, Event, Kind
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import CardId, Day, DeckName

_moment = attrgetter("at", "id")


class Record(Frozen):
    """What the log says of one card.

    `state` is None while the card is new: never reviewed, or not since it was reset. `introduced`
    is the study day (ordinal) of its first review, None for a new card. `buried` is the last study
    day for which it was put off until the next, None if it never was.
    """

    state: State | None = None
    suspended: bool = False
    flagged: bool = False
    introduced: Day | None = None
    buried: Day | None = None


NEW = Record()
"""The record of a card to which nothing has happened."""


def standing_events(events: Iterable[Event]) -> list[Event]:
    """Return the events that hold, in order: each once, without undone ones and without undos.

    An undo cannot itself be undone; one that names no known event of its card has no effect.
    """
    once = {event.id: event for event in events}
    undone = taken_back(once.values())
    ordered = sorted(once.values(), key=_moment)
    if not undone:
        return ordered
    return [
        event
        for event in ordered
        if event.kind is not Kind.UNDO and (event.deck, event.card, event.id) not in undone
    ]


def taken_back(events: Iterable[Event]) -> set[tuple[DeckName, CardId, str | None]]:
    """Return what the undos among `events` take back: deck, card and id of each."""
    return {(event.deck, event.card, event.undoes) for event in events if event.kind is Kind.UNDO}


def in_their_days(ordered: Sequence[Event]) -> list[Event]:
    """Return the events of one card, which are in order, with the days that they count for.

    That is the day of each, unless a clock was ahead by more than `ZONE_DAYS`: then that of the
    next event whose clock was right. Right are those of which the most study days come one after
    the other; of as many, the latest.
    """
    days = [event.day for event in ordered]
    if all(day <= later + ZONE_DAYS for day, later in pairwise(days)):
        return list(ordered)
    right = _longest_rise(days)
    found: list[Event] = []
    earliest = MAX_DAY
    for place in reversed(range(len(days))):
        event = ordered[place]
        if place in right:
            earliest = event.day
        if event.day > earliest + ZONE_DAYS:
            event = event.replace(day=earliest)
        found.append(event)
    return found[::-1]


def _longest_rise(days: Sequence[Day]) -> set[int]:
    """The places of as many days as possible of which each is later than the one before it."""
    tops: list[Day] = []  # the least day with which so many can end, and its place
    places: list[int] = []
    before: list[int] = []
    for place, day in enumerate(days):
        length = bisect_left(tops, day)
        tops[length : length + 1] = [day]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    rise, place = set[int](), places[-1]
    while place >= 0:
        rise.add(place)
        place = before[place]
    return rise


def in_their_days_by_card(ordered: Sequence[Event]) -> list[Event]:
    """Return events of any cards, which are in order, each as `in_their_days` has it."""
    by_card: dict[tuple[DeckName, CardId], list[Event]] = {}
    for event in ordered:
        by_card.setdefault((event.deck, event.card), []).append(event)
    days = {event.id: event for own in by_card.values() for event in in_their_days(own)}
    return [days[event.id] for event in ordered]


def fold_card(events: Iterable[Event], scheduler: Scheduler) -> Record:
    """Return the record of one card from its own events, given in any order."""
    record = NEW
    for event in in_their_days(standing_events(events)):
        record = after(record, event, scheduler)
    return record


def after(record: Record, event: Event, scheduler: Scheduler) -> Record:
    """Return what `record` becomes by one more event of its card; an undo changes nothing."""
    match event.kind:
        case Kind.REVIEW if event.grade is not None:
            introduced = event.day if record.state is None else record.introduced
            state = scheduler.review(record.state, event.grade, event.day)
            # Not `replace`, which takes longer than all the rest: a log is mostly reviews.
            return Record(state, record.suspended, record.flagged, introduced, record.buried)
        case Kind.SUSPEND | Kind.UNSUSPEND:
            return record.replace(suspended=event.kind is Kind.SUSPEND)
        case Kind.BURY:
            return record.replace(buried=event.day)
        case Kind.FLAG | Kind.UNFLAG:
            return record.replace(flagged=event.kind is Kind.FLAG)
        case Kind.RESET:
            return record.replace(state=None, introduced=None)
    return record


def seen_on(state: State | None, today: Day) -> State | None:
    """Return `state` as a review on study day `today` finds it, if its last was by a wrong clock.

    That one then counts for `today`, as near as that can be told without the events before it.
    """
    if state is None or state.last_day <= today + ZONE_DAYS:
        return state
    return state.replace(due=today + state.interval)


def fold(events: Iterable[Event], scheduler: Scheduler) -> dict[tuple[DeckName, CardId], Record]:
    """Return the record of every card that has an event, by (deck, card)."""
    by_card: dict[tuple[DeckName, CardId], list[Event]] = {}
    for event in events:
        by_card.setdefault((event.deck, event.card), []).append(event)
    return {card: fold_card(own, scheduler) for card, own in by_card.items()}
