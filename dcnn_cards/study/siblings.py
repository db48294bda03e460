"""Parts of one card, kept apart: a day asks one of them, so that it does not tell the others.

With one of them the others are put off until tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.units import PART, CardId, Day, whole_of


def apart(
    learning: Sequence[Card],
    due: Sequence[Card],
    new: Sequence[Card],
    records: Mapping[CardId, Record],
    today: Day,
) -> tuple[list[Card], list[Card]]:
    """Return those that are `due` and those that are `new` without the parts that have to wait.

    Of each card, what is `learning` comes before what is due, that in its order, and that before
    what is new; a part that was reviewed on study day `today` is that day's. Where nothing else is
    to be asked, what is due of one card is not held back, and of several the next part of each. A
    part that was put off puts off the others.
    """
    if not any(PART in card.id for cards in (due, new) for card in cards):
        return list(due), list(new)
    waiting = {whole_of(card) for card, record in records.items() if record.buried == today}
    due, new = ([card for card in cards if card.whole not in waiting] for cards in (due, new))
    taken = {card.whole for card in learning} | _reviewed(records, today)
    due_now, new_now = _one_of_each(due, taken), _one_of_each(new, taken)
    asked = {card.whole for cards in (learning, due_now, new_now) for card in cards}
    if len(asked | {card.whole for card in due}) == 1:
        return list(due), new_now
    return (due_now if asked else _one_of_each(due, taken=set())), new_now


def _reviewed(records: Mapping[CardId, Record], today: Day) -> set[CardId]:
    """The cards of which a part was reviewed today."""
    return {
        whole_of(card)
        for card, record in records.items()
        if record.state and record.state.last_day == today
    }


def _one_of_each(cards: Iterable[Card], taken: set[CardId]) -> list[Card]:
    """The first part of each card that is not `taken`; it is then."""
    kept: list[Card] = []
    for card in cards:
        if card.whole not in taken:
            taken.add(card.whole)
            kept.append(card)
    return kept
