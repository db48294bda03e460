"""A session as a state machine: each step returns the next state, and undo goes back to the last.

The machine decides; the terminal paints it, reads keys and puts its events into the log. What an
event did to a card comes back from the log as that card's new record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record

# A card graded Again comes back after so many others, or when there are no others left.
CARDS_BETWEEN = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """One grade given in the session."""

    card: Card
    grade: Grade
    thinking_ms: int
    repeated: bool  # asked before in this session


@dataclass(frozen=True, slots=True)
class Session:
    """Where a session stands: the card in front is `queue[0]`, until the queue is empty."""

    queue: tuple[Card, ...]
    records: Mapping[str, Record]  # as they were when the session began
    today: int
    changed: Mapping[str, Record] = field(default_factory=dict)  # those that differ since
    revealed: bool = False
    answered: tuple[Answered, ...] = ()
    before: Session | None = None  # where undo leads
    event: Event | None = None  # what undo takes back

    @property
    def card(self) -> Card | None:
        """The card in front, None when the session is over."""
        return self.queue[0] if self.queue else None

    def record(self, card: Card) -> Record:
        """What the log says of `card`."""
        return self.changed.get(card.id) or self.records.get(card.id, NEW)

    def reveal(self) -> Session:
        """Show the answer of the card in front."""
        return replace(self, revealed=True)

    def after(self, event: Event, record: Record) -> Session:
        """Go on after `event` about the card in front, which left that card with `record`."""
        card, *rest = self.queue
        answered = self.answered
        if event.kind is Kind.REVIEW and event.grade is not None:
            repeated = any(before.card.id == card.id for before in answered)
            given = Answered(card, event.grade, event.thinking_ms or 0, repeated)
            answered = (*answered, given)
            if record.state and record.state.is_learning(event.day):
                rest.insert(CARDS_BETWEEN, card)
        elif event.kind in (Kind.FLAG, Kind.UNFLAG):
            rest.insert(0, card)
        return replace(
            self,
            queue=tuple(rest),
            changed={**self.changed, card.id: record},
            revealed=self.revealed and event.kind in (Kind.FLAG, Kind.UNFLAG),
            answered=answered,
            before=self,
            event=event,
        )

    def noted(self, event: Event, record: Record) -> Session:
        """Go on as before after `event` about any card; undo takes it back first."""
        changed = {**self.changed, event.card: record}
        return replace(self, changed=changed, before=self, event=event)

    def undone(self, record: Record) -> Session:
        """Return to before the last event, whose card has `record` now that it is taken back."""
        if self.before is None or self.event is None:
            return self
        return replace(self.before, changed={**self.before.changed, self.event.card: record})

    def left(self) -> tuple[int, int, int]:
        """Count the cards still to be asked: new, learning, due."""
        new = learning = due = 0
        for card in self.queue:
            state = self.record(card).state
            if state is None:
                new += 1
            elif state.is_learning(self.today):
                learning += 1
            else:
                due += 1
        return new, learning, due
