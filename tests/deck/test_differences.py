"""What differs between a source's words and what is learned, marked in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.differences import LACKING, STRUCK, marked
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.typeset import faults, formulas

DECKS = Path(__file__).parents[2] / "decks"


@pytest.mark.parametrize(
    ("source", "learned", "expected"),
    [
        ("Center only (now division).", "Center only (no division).",
         "Center only (~~now~~ division)."),
        ("It is right.", "it is right", "It is right."),  # case and stops are no difference
        ("All previous images, it is.", "All previous pixels, it is.",
         "All previous ~~images~~, it is."),
        ("To assume i.d.d.", "To assume i.i.d.", "To assume ~~i.d.d~~."),
        ("Around 0.01 of it.", "Around 0.001 of it.", "Around ~~0.01~~ of it."),
        # What is lacking is told where it belongs.
        ("Linear! No death.", "Linear everywhere! No death.", "Linear [...]! No death."),
        ("Distributed alike.", "Independent. Distributed alike.", "[...] Distributed alike."),
        ("A mean (computed before).", "A mean (which is computed before).",
         "A mean ([...] computed before)."),
        ("f(x) is it.", "f of all(x) is it.", "f [...] (x) is it."),  # and makes no link
        # Changes with nothing of weight between them are one.
        ("It is a red car of old.", "It is the blue one of old.", "It is ~~a red car~~ of old."),
        # A formula is one thing, whatever spaces are in it.
        (r"So $x+y$ and $z$.", r"So $x + y$ and $w$.", r"So $x+y$ and ~~$z$~~."),
        ("$$a = b$$", "$$a = c$$", "~~$$a = b$$~~"),
        ("So W_{t+1} falls.", "So W_{t} falls.", "So ~~W_{t+1}~~ falls."),
        # Marks end with the line, and go around no marker of a list.
        ("1. one\n2. two\n3. three", "1. one\n2. four five\n3. six",
         "1. one\n2. ~~two~~\n3. ~~three~~"),
        ("one\n\ntwo", "three", "~~one~~\n\n~~two~~"),
        # Of code the lines are compared.
        ("```\na = 1\nb = 2\n```", "```\na = 1\nb = 3\n```", "```\na = 1\n~~b = 2~~\n```"),
        ("", "Something.", "[...] "),
        ("Something.", "", "~~Something~~."),
    ],
)  # fmt: skip
def test_what_differs_is_marked(source: str, learned: str, expected: str) -> None:
    assert marked(source, learned) == expected


def test_paragraphs_where_nothing_differs_may_be_left_out() -> None:
    source = "One.\n\nTwo.\n\n1. a\n2. b\n3. c\n\nFive.\n\nSix."
    learned = source.replace("b", "x").replace("Six", "Seven")
    assert marked(source, learned, shortened=True) == "…\n\n2. ~~b~~\n\n…\n\n~~Six~~."
    assert marked(source, source, shortened=True) == source


def without_marks(text: str) -> list[str]:
    return re.sub(r"~~|\[\.\.\.\]", "", text).split()


@given(st.text("ab1$*_[](\\\n .-`"), st.text("ab1$*_[](\\\n .-`"))
def test_marks_are_all_that_is_added_to_any_text(source: str, learned: str) -> None:
    shown = marked(source, learned)
    assert "".join(without_marks(shown)) == "".join(without_marks(source))
    assert shown.count(STRUCK) % 2 == 0 or "~" in source


def test_texts_too_long_to_be_compared_differ_between_their_ends() -> None:
    source, learned = (" ".join(["one", *(f"{s}{n}" for n in range(600)), "two"]) for s in "ab")
    shown = marked(source, learned)
    assert shown.startswith("one ~~a0 ")
    assert shown.endswith(" a599~~ two")


CARDS = [card for card in read_deck(DECKS / "dcnn.yaml").cards if card.corrected and card.answer]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_marks_in_the_shipped_deck_leave_its_formulas_as_they_are(card: Card) -> None:
    for shortened in (False, True):
        shown = marked(card.answer, card.corrected, shortened=shortened)
        assert faults(shown) == ()
        assert set(formulas(shown)) <= set(formulas(card.answer))
    shown = marked(card.answer, card.corrected)
    assert formulas(shown) == formulas(card.answer)
    assert (STRUCK in shown or LACKING in shown) == (card.id != "w3-clustering-algorithm")
