"""Where one stands with a paper: what is answered, what is open, and which question is in front."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.units import CardId
from dcnn_cards.study.sitting import Sitting

PAPER = Sitting(tuple(Card(CardId(f"c{n}"), f"{n}?", "!") for n in range(3)))


def test_what_is_written_stays_where_it_was_written() -> None:
    sitting = PAPER.write("one").turn(2).write("three").turn(0)
    assert (sitting.written, sitting.open) == ("one", (1,))
    assert sitting.turn(2).written == "three"


def test_who_has_the_answer_on_paper_has_answered() -> None:
    assert PAPER.write("").open == (1, 2)


def test_left_without_a_word_a_question_is_open() -> None:
    assert PAPER.leave("").open == PAPER.leave("  ").open == (0, 1, 2)
    assert PAPER.leave("half a").open == (1, 2)
    assert PAPER.write("one").leave("").open == (0, 1, 2)


def test_what_is_on_paper_stays_answered_when_it_is_left() -> None:
    assert PAPER.write("").leave("").open == (1, 2)


@given(st.lists(st.integers(-9, 9)))
def test_it_goes_from_the_first_question_to_behind_the_last(turns: list[int]) -> None:
    sitting = PAPER
    for turn in turns:
        sitting = sitting.turn(turn)
        assert 0 <= sitting.at <= 3
        assert (sitting.card is None) == (sitting.at == 3)


def test_behind_the_last_question_nothing_is_written() -> None:
    assert PAPER.turn(3).write("x").answers == {}
