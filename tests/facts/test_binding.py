"""What binds a fact to its card: an edit of the wording that was proved is told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dcnn_cards.deck.card import Deck
from dcnn_cards.schedule.units import CardId
from tests.facts.binding import fact, numbers_of

COUNT = "w8b-conv2d-parameter-count"
ELU = "w7-elu-function"


def edited(deck: Deck, card_id: str, old: str, new: str) -> Deck:
    card = deck.card(CardId(card_id))
    assert card is not None
    assert old in card.answer
    return replace(deck, cards=[card.replace(answer=card.answer.replace(old, new))])


@fact(COUNT, r"so $11 \cdot 11 \cdot 3 \cdot 96 = 34848$")
def test_numbers_are_read_from_the_places_of_the_marks(deck: Deck) -> None:
    assert numbers_of(deck, COUNT, r"so $11 \cdot # \cdot 3 \cdot 96 = #$") == (11, 34848)
    grouped = edited(deck, COUNT, "34848", "-34,848.5e-1")
    assert numbers_of(grouped, COUNT, r"3 \cdot 96 = #$") == (Fraction("-3484.85"),)


@fact(COUNT, r"so $11 \cdot 11 \cdot 3 \cdot 96 = 34848$")
def test_white_space_of_the_card_does_not_count(deck: Deck) -> None:
    broken = edited(deck, COUNT, r" \cdot 96 = ", "  \\cdot\n96\n= ")
    assert numbers_of(broken, COUNT, r"3 \cdot 96 = #$") == (34848,)


@fact(ELU, "x < 0")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("x < 0", "x > 0", "0 times"), ("x < 0", "x < 0 or x < 0", "2 times")],
)
def test_a_wording_that_is_gone_or_stands_twice_is_told(
    deck: Deck, old: str, new: str, told: str
) -> None:
    with pytest.raises(AssertionError, match=f"{ELU} has this {told}"):
        numbers_of(edited(deck, ELU, old, new), ELU, "x < 0")


@fact(ELU, "x < 0")
def test_a_card_that_is_gone_is_told(deck: Deck) -> None:
    with pytest.raises(AssertionError, match="no card w7-no-such"):
        numbers_of(deck, "w7-no-such", "x < 0")


@fact(ELU, "x < 0")
def test_a_binding_without_a_wording_is_told(deck: Deck) -> None:
    with pytest.raises(AssertionError, match="the wording that is proved is missing"):
        numbers_of(deck, ELU)
