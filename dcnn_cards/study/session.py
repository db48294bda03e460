"""A session as a state machine: each step returns the next state, and undo goes back to the last.

The machine decides; the terminal paints it, reads keys and puts its events into the log. What an
event did to a card comes back from the log as that card's new record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.asking import Asked, asked_as
from dcnn_cards.schedule.counts import NOTHING_LEFT, Left
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day, Millis
from dcnn_cards.study.recall import in_sight, is_led_to, proposed, recall_order

# A card to be asked again comes back after so many others, or when there are no others left,
CARDS_BETWEEN = 5
# or after so many milliseconds, whichever is first.
RETURN_MS = 10 * 60_000


LEAVING = (Kind.SUSPEND, Kind.BURY)
"""What puts the card in front aside."""

_STAYING = (Kind.FLAG, Kind.UNFLAG, Kind.UNSUSPEND, Kind.UNDO)
_UNANSWERED: dict[str, Any] = {
    "revealed": False, "order": (), "judged": 0, "missed": frozenset(), "blank": False,
}  # fmt: skip


class Answered(NamedTuple):
    """One grade given in the session."""

    card: Card
    grade: Grade
    thinking_ms: int
    repeated: bool  # asked before in this session
    at: Millis


class Session(Frozen):
    """Where a session stands: the card in front is `queue[0]`, until the queue is empty."""

    queue: tuple[Card, ...]
    records: Mapping[CardId, Record]  # as they were when the session began
    today: Day
    changed: Mapping[CardId, Record] = {}  # those that differ since
    revealed: bool = False
    order: tuple[int, ...] = ()  # of the items, from 0, of an answer that is recalled so
    judged: int = 0  # of them
    missed: frozenset[int] = frozenset()  # those that were not known, from 0
    blank: bool = False  # whether the next of them is asked for, but not shown yet
    answered: tuple[Answered, ...] = ()
    behind: Left = NOTHING_LEFT  # what comes behind the queue
    once: bool = False  # a card that was failed does not come back
    before: Session | None = None  # where undo leads
    event: Event | None = None  # what undo takes back
    added: tuple[Event, ...] = ()  # what the program did because of it, which goes with it

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
    def items(self) -> int:
        """How many items an answer has that is recalled item by item, 0 for any other."""
        return len(self.order)

    @property
    def in_sight(self) -> tuple[int, ...]:
        """Which items are seen, from 0; the last is the one to be judged next."""
        return in_sight(self.order, self.judged)

    @property
    def recalling(self) -> bool:
        """Whether items of the answer are still to come."""
        return self.judged < self.items

    @property
    def known(self) -> int:
        """How many of the items judged were known."""
        return self.judged - len(self.missed)

    @property
    def proposal(self) -> Grade | None:
        """The grade that the items known would deserve, once all were judged."""
        done = self.items > 0 and not self.recalling
        return proposed(self.known, self.items) if done else None

    def reveal(self, items: int = 0, first: Collection[int] = ()) -> Session:
        """Show the answer of the card in front, or of its `items` one, of those to come `first`."""
        order = recall_order(items, first)
        return self.replace(revealed=True, order=order, judged=0, missed=frozenset(), blank=False)

    def show_item(self) -> Session:
        """Show the item that is asked for."""
        return self.replace(blank=False)

    def judge_item(self, *, known: bool) -> Session:
        """Take the item shown last as known or not; show the next if it is led to by now."""
        missed = self.missed if known else self.missed | {self.order[self.judged]}
        judged = self.judged + 1
        blank = judged < self.items and not is_led_to(self.order, judged)
        return self.replace(judged=judged, missed=missed, blank=blank)

    def judge_back(self) -> Session:
        """Have the item that was judged last to be judged again."""
        judged = self.judged - 1
        missed = self.missed - {self.order[judged]}
        return self.replace(judged=judged, missed=missed, blank=False)

    def show_all(self) -> Session:
        """Show all items at once, to be graded as a whole."""
        return self.replace(order=(), judged=0, missed=frozenset(), blank=False)

    def with_more(
        self, queue: Sequence[Card], records: Mapping[CardId, Record], behind: Left
    ) -> Session:
        """Take in more cards with their records, each card once; `behind` counts those after them.

        The card in front stays there, and undo leads to where it led.
        """
        known = {card.id for card in self.queue}
        more = (card for card in queue if card.id not in known)
        return self.replace(
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
            if record.state and record.state.is_learning(event.day) and not self.once:
                rest = _with_failed(rest, card)
        stays = event.kind in _STAYING
        if stays:
            rest.insert(0, card)
        else:
            _bring_back(rest, answered, event.at)
        if event.kind is Kind.BURY:  # its other parts wait with it
            rest = [other for other in rest if other.whole != card.whole]
        if event.kind in LEAVING:
            rest.sort(key=lambda other: other.follows != card.id)  # to be put aside as well
        return self.replace(
            queue=tuple(rest),
            changed={**self.changed, card.id: record},
            revealed=stays and self.revealed,
            order=self.order if stays else (),
            judged=self.judged if stays else 0,
            missed=self.missed if stays else frozenset(),
            blank=stays and self.blank,
            answered=answered,
            before=self,
            event=event,
            added=(),
        )

    def with_added(self, event: Event, record: Record) -> Session:
        """Go on after `event`, which the program made because of the last: undo takes both back."""
        changed = {**self.changed, event.card: record}
        return self.replace(changed=changed, added=(*self.added, event))

    def without_added(self, record: Record) -> Session:
        """Go on after the newest event that was added was taken back, whose card has `record`."""
        changed = {**self.changed, self.added[-1].card: record}
        return self.replace(changed=changed, added=self.added[:-1])

    def undone(self, record: Record) -> Session:
        """Return to before the last event, whose card has `record` now that it is taken back."""
        if self.before is None or self.event is None:
            return self
        return self.before.replace(changed={**self.before.changed, self.event.card: record})

    def with_record(self, card: CardId, record: Record) -> Session:
        """Go on with what the log says of a card now, by what was done elsewhere."""
        return self.replace(changed={**self.changed, card: record})

    def with_front(self, card: Card) -> Session:
        """Put `card` in front, unanswered, wherever it was."""
        others = (other for other in self.queue if other.id != card.id)
        return self.replace(queue=(card, *others), **_UNANSWERED)

    def with_cards(self, now: Callable[[Card], Card | None]) -> Session:
        """Have each card as `now` returns it; one for which that is None leaves the queue."""
        queue = tuple(card for each in self.queue if (card := now(each)))
        if queue[:1] and self.queue and queue[0].id == self.queue[0].id:
            return self.replace(queue=queue)
        return self.replace(queue=queue, **_UNANSWERED)

    def left(self) -> Left:
        """Count the cards still to be asked today, those included that come behind the queue.

        What was chosen for other reasons is none of them, as a card that is not due.
        """
        asked = Counter(asked_as(card, self.record(card), self.today) for card in self.queue)
        return Left(
            self.behind.new + asked[Asked.NEW],
            self.behind.learning + asked[Asked.LEARNING],
            self.behind.due + asked[Asked.DUE],
        )


def _with_failed(queue: Sequence[Card], failed: Card) -> list[Card]:
    """Return `queue` with a card that comes back, before what follows on it."""
    ahead: list[Card] = []
    behind = [failed]
    rest = iter(queue)
    while len(ahead) < CARDS_BETWEEN and (card := next(rest, None)):
        follows = any(card.follows == each.id for each in behind)
        (behind if follows else ahead).append(card)
    return [*ahead, *behind, *rest]


def _bring_back(queue: list[Card], answered: tuple[Answered, ...], now: int) -> None:
    """Put the card that has waited longest in front, if it has waited for its time."""
    last = {given.card.id: given.at for given in answered}
    back = {card.id for card in queue if card.id in last}
    waiting = [card for card in queue if card.id in back and now - last[card.id] >= RETURN_MS]
    if waiting:
        first = [card for card in waiting if card.follows not in back] or waiting
        longest = min(first, key=lambda card: last[card.id])
        queue.remove(longest)
        queue.insert(0, longest)
