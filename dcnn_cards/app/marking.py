"""Ways back: what was done to cards beside their reviews is ended, or they begin anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.app.decks import find_cards, load_deck
from dcnn_cards.app.outcome import TakenBack
from dcnn_cards.app.recording import NotSavedError, Recorder, last_step
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.filters import Filters
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.units import CardId
from dcnn_cards.store import default_path, open_store
from dcnn_cards.store.backup import BackedUp


class WayBack(Enum):
    """What can be ended of a card."""

    UNSUSPEND = "suspended"
    UNBURY = "put off"
    UNFLAG = "flagged"
    RESET = "reviewed"


class Marked(NamedTuple):
    """A card, and whether there was something to be ended."""

    card: Card
    done: bool


def go_back(
    way: WayBack, deck: Path | None, ids: Iterable[str], scheduling: Scheduling, rollover: int
) -> list[Marked]:
    """End what `way` names of the cards `ids`, in their order, and say of which there was any.

    Study days begin at the hour `rollover`. Raises CardsError, before anything is done, where a
    card is not in the deck; and where the deck or the store cannot be had or does not take it.
    """
    found = load_deck(deck)
    named = (find_cards(found, CardId(name)) for name in ids)
    cards = {card.id: card for cards in named for card in cards}.values()
    with open_store(default_path()) as store, BackedUp(store) as log:
        agenda = Agenda(found, Filters(), store, scheduling.scheduler(store))
        recorder = Recorder(log, found.name, agenda.scheduler, rollover)
        try:
            return [Marked(card, _ended(way, card, agenda, recorder)) for card in cards]
        except NotSavedError as error:
            raise error.problem from error


def undo_last(deck: Path | None, scheduling: Scheduling, rollover: int) -> TakenBack | None:
    """Take back what was done last on this device today; None if nothing was.

    Study days begin at the hour `rollover`. Raises CardsError where the deck or the store cannot be
    had or does not take it.
    """
    found = load_deck(deck)
    with open_store(default_path()) as store, BackedUp(store) as log:
        agenda = Agenda(found, Filters(), store, scheduling.scheduler(store))
        recorder = Recorder(log, found.name, agenda.scheduler, rollover)
        events = last_step(agenda.events_of(recorder.today), recorder.device)
        try:
            for event in reversed(events):
                recorder.take_back(event)
        except NotSavedError as error:
            raise error.problem from error
        return TakenBack(events[0], found.card(events[0].card)) if events else None


def _ended(way: WayBack, card: Card, agenda: Agenda, recorder: Recorder) -> bool:
    """Log what ends it; return false if there is nothing to be ended."""
    record = agenda.record_of(card.id)
    match way:
        case WayBack.UNSUSPEND if record.suspended:
            recorder.record(Kind.UNSUSPEND, card.id)
        case WayBack.UNFLAG if record.flagged:
            recorder.record(Kind.UNFLAG, card.id)
        case WayBack.RESET if record.state:
            recorder.record(Kind.RESET, card.id)
        case WayBack.UNBURY if record.buried == recorder.today:
            for bury in _buries(card, agenda.events_of(recorder.today)):
                recorder.record(Kind.UNDO, card.id, undoes=bury.id)
        case _:
            return False
    return True


def _buries(card: Card, events: Iterable[Event]) -> Iterator[Event]:
    return (event for event in events if event.card == card.id and event.kind is Kind.BURY)
