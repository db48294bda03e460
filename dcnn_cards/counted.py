"""Numbers of things, in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, whose plural ends in s: "1 card", "2,000 cards"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def cards_and_parts(cards: int, parts: int) -> str:
    """Return how many cards a deck has, and in how many parts they are reviewed if in more."""
    return counted(cards, "card") + (f" in {counted(parts, 'part')}" if parts > cards else "")
