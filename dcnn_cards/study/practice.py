"""A log that forgets: for going through cards without a trace in the schedule."""

from __future__ import annotations

from collections.abc import Mapping

from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, after
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, DeckName


class Practice:
    """Answers as the store would, and keeps nothing."""

    device = "practice"
    problem = None

    def __init__(self, records: Mapping[CardId, Record]) -> None:
        self._records = records
        self._steps: dict[str, list[Record]] = {}

    def newest(self, deck: DeckName, card: CardId) -> None:
        """Return when the newest event was: there are none."""

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Return the record that `event` would leave its card with."""
        steps = self._steps.setdefault(event.card, [self._records.get(event.card, NEW)])
        if event.kind is Kind.UNDO:
            steps[1:] = steps[1:-1]
        else:
            steps.append(after(steps[-1], event, scheduler))
        return steps[-1]
