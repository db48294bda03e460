"""What stands above a card: where in the deck it is, and what is still to be asked."""

from __future__ import annotations

from math import ceil, isfinite

from dcnn_cards.app.drill import Drill
from dcnn_cards.app.standing import marks_of
from dcnn_cards.deck.card import Card, Deck


def places_of(drill: Drill) -> list[str]:
    """Return the deck's title, and where in it the card in front is: week, section, topic."""
    return places_in(drill.deck, drill.card)


def places_in(deck: Deck, card: Card | None) -> list[str]:
    """Return the title of `deck`, and where in it `card` is: week, section, topic."""
    names = [deck.title or deck.name]
    if card:
        # Most sections of a week are called after it.
        week = f"Week {card.week}" if card.week and card.week not in card.section else ""
        names += [name for name in (week, card.section, card.topic) if name]
    return names


def left_of(drill: Drill) -> str:
    """Return what is unusual about the card in front, and what is still to be asked."""
    card = drill.session.card
    marks = list(marks_of(drill.session.record(card), drill.today)) if card else []
    if drill.practice:
        marks.append("grades are not kept")
    left = drill.session.left()
    if drill.session.once:
        return " · ".join([*marks, f"{drill.session.waiting} to grade"])
    if preparation := drill.preparation:
        from dcnn_cards.terminal.exam_line import when

        return " · ".join([*marks, f"exam {when(preparation.exam.day, drill.today)}"])
    counts = f"{left.new} new · {left.learning} learning · {left.due} due"
    if drill.practice or left.total < drill.session.waiting:  # chosen, due or not
        counts = f"{drill.session.waiting} left"
    return " · ".join([*marks, counts])


def time_of(drill: Drill) -> tuple[str, int, int]:
    """Return how long the session lasts, in words, and how much is done of how much."""
    if drill.preparation and isfinite(left := drill.minutes_left):
        of_day = drill.preparation.budget.minutes
        of = "" if of_day is None else f" of {of_day:g}"
        whole = of_day or drill.minutes + left
        return f"{ceil(left)}{of} min left", round((whole - left) * 10), round(whole * 10)
    done = len({given.card.id for given in drill.session.answered})
    return f"{drill.minutes} min", done, done + drill.session.waiting


def drawn_facts(drill: Drill) -> str:
    """Return what was drawn for the card in front, of choices once they are revealed."""
    drawn = drill.drawn
    if drawn is None or (drawn.choices and not drill.session.revealed):
        return ""
    return drawn.facts
