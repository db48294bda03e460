"""A session as a state machine: each step returns the next state, and undo goes back to the last.

The machine decides; the terminal paints it, reads keys and puts its events into the log. What an
event did to a card comes back from the log as that card's new record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.counts import NOTHING_LEFT, Left
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day, Millis
from dcnn_cards.study.recall import proposed

# A card to be asked again comes back after so many others, or when there are no others left,
CARDS_BETWEEN = 5
# or after so many milliseconds, whichever is first.
RETURN_MS = 10 * 60_000


class Answered(NamedTuple):
    """One grade given in the session."""

    card: Card
    grade: Grade
    thinking_ms: int
    repeated: bool  # asked before in this session
    at: Millis


@dataclass(frozen=True, slots=True)
class Session:
    """Where a session stands: the card in front is `queue[0]`, until the queue is empty."""

    queue: tuple[Card, ...]
    records: Mapping[CardId, Record]  # as they were when the session began
    today: Day
    changed: Mapping[CardId, Record] = field(default_factory=dict)  # those that differ since
    revealed: bool = False
    items: int = 0  # of an answer that is recalled item by item
    judged: int = 0  # of them
    known: int = 0  # of those
    answered: tuple[Answered, ...] = ()
    behind: Left = NOTHING_LEFT  # what comes behind the queue
    before: Session | None = None  # where undo leads
    event: Event | None = None  # what undo takes back

    @property
    def card(self) -> Card | None:
        """The card in front, None when the session is over."""
        return self.queue[0] if self.queue else None

    def record(self, card: Card) -> Record:
        """What the log says of `card`."""
        return self.changed.get(card.id) or self.records.get(card.id, NEW)

    @property
    def waiting(self) -> int:
        """How many cards are still to be asked, those included that come behind the queue."""
        return len(self.queue) + self.behind.total

    @property
    def runs_short(self) -> bool:
        """Whether it is time to take in some of the cards behind the queue."""
        return self.behind.total > 0 and len(self.queue) <= CARDS_BETWEEN + 1

    @property
    def recalling(self) -> bool:
        """Whether items of the answer are still to come."""
        return self.judged < self.items

    @property
    def proposal(self) -> Grade | None:
        """The grade that the items known would deserve, once all were judged."""
        done = self.items > 0 and not self.recalling
        return proposed(self.known, self.items) if done else None

    def reveal(self, items: int = 0) -> Session:
        """Show the answer of the card in front, or the first of its `items`."""
        return replace(self, revealed=True, items=items, judged=0, known=0)

    def judge_item(self, *, known: bool) -> Session:
        """Take the item shown last as known or not, and show the next."""
        return replace(self, judged=self.judged + 1, known=self.known + known)

    def show_all(self) -> Session:
        """Show all items at once, to be graded as a whole."""
        return replace(self, items=0, judged=0, known=0)

    def with_more(
        self, queue: Sequence[Card], records: Mapping[CardId, Record], behind: Left
    ) -> Session:
        """Take in more cards with their records, each card once; `behind` counts those after them.

        The card in front stays there, and undo leads to where it led.
        """
        known = {card.id for card in self.queue}
        more = (card for card in queue if card.id not in known)
        return replace(
            self,
            queue=(*self.queue, *more),
            records={**self.records, **records},
            behind=behind,
        )

    def after(self, event: Event, record: Record) -> Session:
        """Go on after `event` about the card in front, which left that card with `record`."""
        card, *rest = self.queue
        answered = self.answered
        if event.kind is Kind.REVIEW and event.grade is not None:
            repeated = any(before.card.id == card.id for before in answered)
            given = Answered(card, event.grade, event.thinking_ms or 0, repeated, event.at)
            answered = (*answered, given)
            if record.state and record.state.is_learning(event.day):
                rest.insert(CARDS_BETWEEN, card)
        stays = event.kind in (Kind.FLAG, Kind.UNFLAG)
        if stays:
            rest.insert(0, card)
        else:
            _bring_back(rest, answered, event.at)
        return replace(
            self,
            queue=tuple(rest),
            changed={**self.changed, card.id: record},
            revealed=stays and self.revealed,
            items=self.items if stays else 0,
            judged=self.judged if stays else 0,
            known=self.known if stays else 0,
            answered=answered,
            before=self,
            event=event,
        )

    def with_event_elsewhere(self, event: Event, record: Record) -> Session:
        """Go on as before after `event` about any card; undo takes it back first."""
        changed = {**self.changed, event.card: record}
        return replace(self, changed=changed, before=self, event=event)

    def undone(self, record: Record) -> Session:
        """Return to before the last event, whose card has `record` now that it is taken back."""
        if self.before is None or self.event is None:
            return self
        return replace(self.before, changed={**self.before.changed, self.event.card: record})

    def left(self) -> Left:
        """Count the cards still to be asked, those included that come behind the queue."""
        new, learning, due = self.behind.new, self.behind.learning, self.behind.due
        for card in self.queue:
            state = self.record(card).state
            if state is None:
                new += 1
            elif state.is_learning(self.today):
                learning += 1
            else:
                due += 1
        return Left(new, learning, due)


def _bring_back(queue: list[Card], answered: tuple[Answered, ...], now: int) -> None:
    """Put the card that has waited longest in front, if it has waited for its time."""
    last = {given.card.id: given.at for given in answered}
    waiting = [card for card in queue if card.id in last and now - last[card.id] >= RETURN_MS]
    if waiting:
        longest = min(waiting, key=lambda card: last[card.id])
        queue.remove(longest)
        queue.insert(0, longest)
