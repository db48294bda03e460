"""What stands above a card: where in the deck it is, and what is still to be asked."""

from __future__ import annotations

from dcnn_cards.app.drill import Drill
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import is_leech


def places_of(drill: Drill) -> list[str]:
    """Return the deck's title, and where in it the card in front is: week, section, topic."""
    names = [drill.deck.title or drill.deck.name]
    if card := drill.card:
        # Most sections of a week are called after it.
        week = f"Week {card.week}" if card.week and card.week not in card.section else ""
        names += [name for name in (week, card.section, card.topic) if name]
    return names


def left_of(drill: Drill) -> str:
    """Return what is unusual about the card in front, and what is still to be asked."""
    card = drill.session.card
    states = states_of(drill.session.record(card), drill.today) if card else []
    if drill.practice:
        states.append("practice, grades are not kept")
        return " · ".join([*states, f"{len(drill.session.queue)} left"])
    left = drill.session.left()
    counts = f"{left.new} new · {left.learning} learning · {left.due} due"
    return " · ".join([*states, counts])


def states_of(record: Record, today: Day) -> list[str]:
    """Return in words what was done to a card, apart from its reviews."""
    states = {
        "flagged": record.flagged,
        "suspended": record.suspended,
        "put off": record.buried == today,
        "leech": is_leech(record),
    }
    return [name for name, holds in states.items() if holds]
