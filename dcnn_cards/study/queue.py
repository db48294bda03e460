"""What is asked today, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.fold import NEW, Record


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards of a session, in the order in which they are asked."""

    learning: tuple[Card, ...]  # graded earlier today, and to come back today
    due: tuple[Card, ...]
    new: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them: what is due, then what is still being learned today, then new cards."""
        return (*self.due, *self.learning, *self.new)


def is_asked(card: Card, record: Record) -> bool:
    """Say whether `card` is asked at all: not suspended, and with something to show as answer."""
    return card.has_answer and not card.suspended and not record.suspended


def build_queue(
    cards: Sequence[Card], records: Mapping[str, Record], today: int, new_per_day: int
) -> Queue:
    """Return what is due among `cards` on study day `today`, and the new cards for it.

    Due cards come the most overdue first, new ones in the order of the deck, but a card that
    follows another after that one. Cards introduced earlier today, also under another filter,
    count towards `new_per_day`.
    """
    asked = [(card, records.get(card.id, NEW)) for card in cards]
    asked = [(card, record) for card, record in asked if is_asked(card, record)]
    introduced = sum(1 for record in records.values() if record.introduced == today)
    learning = [card for card, record in asked if _learning(record, today)]
    due = [
        (record.state.due, card)
        for card, record in asked
        if record.state and record.state.due <= today and not _learning(record, today)
    ]
    due.sort(key=lambda entry: entry[0])  # stable: equals stay in the deck's order
    new = _after_what_they_follow([card for card, record in asked if record.state is None])
    return Queue(
        tuple(learning),
        tuple(card for _, card in due),
        tuple(new[: max(0, new_per_day - introduced)]),
    )


def _after_what_they_follow(cards: Sequence[Card]) -> list[Card]:
    """Return `cards` in their order, each brought forward before those that follow it."""
    by_id = {card.id: card for card in cards}
    ordered: dict[str, Card] = {}
    for card in cards:
        chain = [card]
        while (before := by_id.get(chain[-1].follows or "")) and before not in chain:
            chain.append(before)
        ordered.update((each.id, each) for each in reversed(chain) if each.id not in ordered)
    return list(ordered.values())


def next_due(
    cards: Sequence[Card], records: Mapping[str, Record], today: int
) -> tuple[int, int] | None:
    """Return the next study day after `today` with reviews due, and how many; None if none is."""
    days = [
        record.state.due
        for card in cards
        if (record := records.get(card.id, NEW)).state
        and is_asked(card, record)
        and record.state.due > today
    ]
    return (min(days), days.count(min(days))) if days else None


def _learning(record: Record, today: int) -> bool:
    return record.state is not None and record.state.is_learning(today)
