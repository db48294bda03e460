"""From what happens in a session to events in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from dcnn_cards.app.clock import Clock
from dcnn_cards.app.outcome import ClockJumped, NoBackup, Notice
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind, later_than
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7


class Log(Protocol):
    """Where events are kept."""

    @property
    def device(self) -> str:
        """The id of this device."""

    @property
    def problem(self) -> CardsError | None:
        """What went wrong beside the writing of events, such as a backup."""

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:
        """Return the newest `at` among the events of a card, None if it has none."""

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Make `event` durable, and return what the log says of its card now."""


_AT_ONCE_MS = 250
"""A flag so soon after a grade was the program's own, for a leech: nobody reads a card so fast."""


_FORGOTTEN = (Kind.REVIEW, Grade.AGAIN)


class Logged(NamedTuple):
    """An event that the log has taken, and what it says of the event's card now."""

    event: Event
    record: Record


class NotSavedError(Exception):
    """The log did not take an event, because of `problem`."""

    def __init__(self, problem: CardsError) -> None:
        super().__init__(problem)
        self.problem = problem


class Recorder:
    """Puts what happens to the cards of a deck into a log, at the time that it is.

    Study days begin at the hour `rollover`.
    """

    def __init__(self, log: Log, deck: DeckName, scheduler: Scheduler, rollover: int) -> None:
        self._log = log
        self._deck = deck
        self.scheduler = scheduler
        self._rollover = rollover
        self._clock = Clock()
        self._problem: CardsError | None = None

    @property
    def device(self) -> str:
        """The id of this device."""
        return self._log.device

    @property
    def today(self) -> Day:
        """The study day (ordinal) that it is now."""
        return self._day(self._clock.now())

    def record(self, kind: Kind, card: CardId, **facts: Any) -> Logged:
        """Log what happened to a card, after all else that happened to it.

        `facts` are those fields of the event that belong to its `kind`. Raises NotSavedError when
        the log does not take it.
        """
        try:
            now, newest = self._clock.now(), self._log.newest(self._deck, card)
            at, day = later_than(newest, now), self._day(now)
            event = Event(uuid7(now), self._log.device, at, day, self._deck, card, kind, **facts)
            return Logged(event, self._log.append(event, self.scheduler))
        except CardsError as error:
            raise NotSavedError(error) from error

    def take_back(self, event: Event) -> Record:
        """Log that `event` is taken back; an undo, which took back a bury, by another bury."""
        if event.kind is Kind.UNDO:
            return self.record(Kind.BURY, event.card).record
        return self.record(Kind.UNDO, event.card, undoes=event.id).record

    def news(self) -> Iterator[Notice]:
        """Yield what went on besides since the last call: the clock was set, a backup failed."""
        if jumped := self._clock.jump():
            yield ClockJumped(jumped)
        if (problem := self._log.problem) is not self._problem:
            self._problem = problem
            if problem:
                yield NoBackup(problem)

    def _day(self, at_ms: Millis) -> Day:
        return study_day(at_ms, rollover_hours=self._rollover)


def last_step(events: Iterable[Event], device: str) -> tuple[Event, ...]:
    """Return what was done last on `device` among `events`, which are in order; () if nothing was.

    The flag that made a card known as a leech belongs to the grade before it.
    """
    own = [event for event in events if event.device == device][-2:]
    if [(event.kind, event.grade) for event in own] == [_FORGOTTEN, (Kind.FLAG, None)]:
        grade, flag = own
        if grade.card == flag.card and flag.at - grade.at < _AT_ONCE_MS:
            return grade, flag
    return tuple(own[-1:])
