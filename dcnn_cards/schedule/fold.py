"""From what happened to what follows from it: the log of events folded into a record a card.

Events count in the order of (`at`, `id`), an event that is there twice counts once, and an undo
takes back the event of its own card that it names, wherever in the log the two stand. So the union
of two devices' logs folds to the same records whatever the order of arrival. Every review is
replayed through one scheduler, whichever was in force when the review was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter

from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import CardId, Day, DeckName

_moment = attrgetter("at", "id")


@dataclass(frozen=True, slots=True)
class Record:
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
    undone = {
        (event.deck, event.card, event.undoes) for event in once.values() if event.kind is Kind.UNDO
    }
    ordered = sorted(once.values(), key=_moment)
    if not undone:
        return ordered
    return [
        event
        for event in ordered
        if event.kind is not Kind.UNDO and (event.deck, event.card, event.id) not in undone
    ]


def fold_card(events: Iterable[Event], scheduler: Scheduler) -> Record:
    """Return the record of one card from its own events, given in any order."""
    record = NEW
    for event in standing_events(events):
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
            return replace(record, suspended=event.kind is Kind.SUSPEND)
        case Kind.BURY:
            return replace(record, buried=event.day)
        case Kind.FLAG | Kind.UNFLAG:
            return replace(record, flagged=event.kind is Kind.FLAG)
        case Kind.RESET:
            return replace(record, state=None, introduced=None)
    return record


def fold(events: Iterable[Event], scheduler: Scheduler) -> dict[tuple[DeckName, CardId], Record]:
    """Return the record of every card that has an event, by (deck, card)."""
    by_card: dict[tuple[DeckName, CardId], list[Event]] = {}
    for event in events:
        by_card.setdefault((event.deck, event.card), []).append(event)
    return {card: fold_card(own, scheduler) for card, own in by_card.items()}
