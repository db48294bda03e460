"""Facts and the cards that state them: what a test proves has to stand in the deck as proved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

import pytest

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.schedule.units import CardId

Stated = tuple[Fraction | int, ...]
"""The numbers that stand in the places of `#`, in order."""

_NUMBER = r"(-?\d(?:[\d.,]*\d)?(?:e-?\d+)?)"


def fact(card_id: str, *wordings: str) -> pytest.MarkDecorator:
    """Bind a test to a card: each wording stands exactly once in what is learned from the card.

    Of a question or answer that was corrected that is the corrected text. What is nowhere there may
    stand in the document's own words.
    White space does not count. A `#` in a wording is any number; the test gets all of these, in
    order, as its fixture `stated`, so what it computes is compared with what the card says.
    """
    return pytest.mark.fact(card_id, *wordings)


def numbers_of(deck: Deck, card_id: str, *wordings: str) -> Stated:
    """The numbers that a card has in the places of `#`.

    Raises AssertionError if there is no such card, no wording, or one of the wordings does not
    stand on the card, or in more places than one (so that one could be edited and not be missed).
    """
    card = deck.card(CardId(card_id))
    assert card is not None, f"no card {card_id}"
    assert wordings, f"{card_id}: the wording that is proved is missing"
    return tuple(number for wording in wordings for number in _numbers(card, wording))


def _numbers(card: Card, wording: str) -> Stated:
    learned = (card.asked, card.learned, card.added, card.context, card.correction, card.note)
    pattern = re.escape(" ".join(wording.split())).replace(r"\#", _NUMBER)
    found = list(re.finditer(pattern, _joined(learned)))
    found = found or list(re.finditer(pattern, _joined((card.question, card.answer))))
    assert len(found) == 1, f"{card.id} has this {len(found)} times: {wording}"
    return tuple(Fraction(number.replace(",", "")) for number in found[0].groups())


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(" ".join(text.split()) for text in texts if text)
