"""Cards that are asked both ways."""

from __future__ import annotations

from tests.deck.kinds.decks import items, problems

TERM = """
- id: elbo
  question: ELBO
  answer: a lower bound of the evidence
  correction: Not an upper one.
  corrected: a lower bound of the log of the evidence
  figure: elbo.txt
  accept: [a bound from below]
  reversed: true
  tags: [vae]
- {id: why, question: Why?, answer: Because., follows: elbo}
"""


def test_the_answer_is_asked_for_as_well() -> None:
    front, back, why = items(TERM).cards
    assert (front.id, back.id, why.id) == ("elbo", "elbo#back", "why")
    assert (front.asked, front.learned) == ("ELBO", "a lower bound of the log of the evidence")
    assert (back.asked, back.learned) == ("a lower bound of the log of the evidence", "ELBO")
    assert (front.figure_on, back.figure_on) == ("answer", "question")
    assert back.accept == ()
    assert back.tags == ("vae",)
    assert why.follows == "elbo"


def test_both_are_in_the_line_of_the_card() -> None:
    deck = items(TERM)
    assert [deck.line_of(card.id) for card in deck.cards] == [3, 3, 12]


def test_without_an_answer_there_is_no_other_way() -> None:
    told = "card `a`: `reversed` needs an `answer` to ask from"
    assert problems("- {id: a, question: What?, reversed: true}") == [(1, told)]


def test_a_card_that_is_not_reversed_is_one() -> None:
    assert [
        card.id for card in items("- {id: a, question: Q, answer: A, reversed: false}").cards
    ] == ["a"]
