"""Decks with cards of all kinds, as they are read and as they are reviewed."""

from __future__ import annotations

from pathlib import Path

from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.reading import parse_deck, sound_deck


def items(cards: str) -> Deck:
    """What there is to review in a deck with these `cards`, without indentation."""
    return to_review(sound_deck(_text(cards), Path("deck.yaml")))


def problems(cards: str) -> list[tuple[int, str]]:
    """The lines in `cards`, from 1, and what is wrong in each."""
    _, found = parse_deck(_text(cards))
    return [(each.line - 2, each.what) for each in found]


def _text(cards: str) -> str:
    lines = "".join(f"  {line}\n" for line in cards.strip("\n").split("\n"))
    return f"deck: d\ncards:\n{lines}"
