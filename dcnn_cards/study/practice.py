"""A log that forgets grades: for going through cards without a trace in the schedule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, after
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, DeckName, Millis


class Kept(Protocol):
    """A log that keeps what it is given."""

    @property
    def device(self) -> str:
        """The id of this device."""

    @property
    def problem(self) -> CardsError | None:
        """What went wrong beside the writing of events."""

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:
        """Return the newest `at` among the events of a card, None if it has none."""

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Make `event` durable, and return what the log says of its card now."""


class Practice:
    """Answers as the store would, and keeps no grade; what else happens goes into `log`.

    Without a `log` nothing is kept at all.
    """

    def __init__(self, records: Mapping[CardId, Record], log: Kept | None = None) -> None:
        self._records = dict(records)
        self._log = log
        self._forgotten: dict[CardId, list[Event]] = {}

    @property
    def device(self) -> str:
        """The id of this device."""
        return self._log.device if self._log else "practice"

    @property
    def problem(self) -> CardsError | None:
        """What went wrong beside the writing of events."""
        return self._log.problem if self._log else None

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:
        """Return when the newest event that is kept was, None if there is none."""
        return self._log.newest(deck, card) if self._log else None

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Return the record that `event` leaves its card with, grades that are not kept included.

        Raises CardsError where the log does not take it.
        """
        forgotten = self._forgotten.setdefault(event.card, [])
        if event.kind is Kind.UNDO and any(made.id == event.undoes for made in forgotten):
            forgotten[:] = (made for made in forgotten if made.id != event.undoes)
        elif self._log is None or event.kind is Kind.REVIEW:
            forgotten.append(event)
        else:
            self._records[event.card] = self._log.append(event, scheduler)
        record = self._records.get(event.card, NEW)
        for made in forgotten:
            record = after(record, made, scheduler)
        return record
