"""Choosing some cards of a deck: by week, section or topic."""

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError


def select(
    deck: Deck, weeks: Sequence[str] = (), section: str = "", topic: str = ""
) -> tuple[Card, ...]:
    """Return the cards of `deck` that pass every filter, in the deck's order.

    A week without a letter takes its parts too ("8" takes 8, 8a and 8b); `section` and `topic`
    match part of the text, ignoring case. Raises CardsError that lists what exists when no card
    is left.
    """
    cards = tuple(
        card
        for card in deck.cards
        if (not weeks or any(in_week(card, week) for week in weeks))
        and section.casefold() in card.section.casefold()
        and topic.casefold() in card.topic.casefold()
    )
    if cards:
        return cards
    if not deck.cards:
        raise CardsError("the deck has no cards", file=deck.path)
    asked = [f"week {week}" for week in weeks]
    asked += [f"section “{section}”"] * bool(section) + [f"topic “{topic}”"] * bool(topic)
    raise CardsError(f"no card matches {', '.join(asked)}", fix=_what_exists(deck))


def in_week(card: Card, week: str) -> bool:
    """Say whether `card` belongs to `week`: "8a" is 8a alone, "8" is 8, 8a, 8b and so on."""
    own, asked = (card.week or "").lower(), week.strip().lower()
    return own == asked or (asked.isdecimal() and own.rstrip("abcdefghijklmnopqrstuvwxyz") == asked)


def _what_exists(deck: Deck) -> str:
    weeks = dict.fromkeys(card.week for card in deck.cards if card.week)
    sections = dict.fromkeys(card.section for card in deck.cards if card.section)
    topics = dict.fromkeys(card.topic for card in deck.cards if card.topic)
    lines = [
        f"Weeks: {', '.join(weeks) or 'none'}",
        f"Sections: {'; '.join(sections) or 'none'}",
        f"Topics: {'; '.join(topics) or 'none'}",
    ]
    return "\n".join(lines)
