"""What stands above a card: where in the deck it is, and what is still to be asked."""

from __future__ import annotations

from dcnn_cards.app.drill import Drill


def places_of(drill: Drill) -> list[str]:
    """Return the deck's title, and where in it the card in front is: week, section, topic."""
    names = [drill.deck.title or drill.deck.name]
    if card := drill.card:
        # Most sections of a week are called after it.
        week = f"Week {card.week}" if card.week and card.week not in card.section else ""
        names += [name for name in (week, card.section, card.topic) if name]
    return names


def left_of(drill: Drill) -> str:
    """Return what is still to be asked."""
    if drill.practice:
        return f"practice, not recorded · {len(drill.session.queue)} left"
    left = drill.session.left()
    return f"{left.new} new · {left.learning} learning · {left.due} due"
