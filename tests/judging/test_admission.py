"""Who types that they do not know is not compared with the card: it is Again, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from dcnn_cards.judging import Expected, Ruling, judge, judge_numbers
from dcnn_cards.schedule.event import Grade
from tests.cli.program import run

ANSWERS = ("ReLU", "It is not known to saturate, and I know of no idea why.", "$$a^2$$", "42")


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize(
    "typed",
    [
        "I do not know", "i don't know.", "I don’t remember anymore", "don't know", "dont know",
        "no idea", "No idea!", "I have no clue", "idk", "dunno", "Sorry, I do not know this",
        "?", "???", "...", "…", "keine Ahnung", "Weiß ich nicht", "ich weiss es leider nicht",
        "I can't recall it",
    ],
)  # fmt: skip
def test_it_is_not_known(answer: str, typed: str) -> None:
    for verdict in (judge(answer, typed), judge_numbers([Expected(Fraction(3))], typed)):
        assert (verdict.ruling, verdict.proposal) == (Ruling.WRONG, Grade.AGAIN)
        assert (verdict.why, verdict.terms, verdict.diff) == ("Not known.", (), ())


@pytest.mark.parametrize(
    "typed",
    ["I know that it is a net", "no", "not", "the model does not know the label", "-", "!", "."],
)
def test_other_words_are_compared(typed: str) -> None:
    assert judge("A net that does not know its labels, with units.", typed).why != "Not known."


def test_an_answer_that_says_so_is_right() -> None:
    assert judge("I don't know.", "I don't know").right
    assert judge("ReLU", "no idea", accept=["No idea"]).right
    assert judge("?", "?").right


def test_the_program_says_so(tmp_path: Path) -> None:
    said = run(tmp_path, "judge", "w8a-group-norm", "no idea").stdout
    assert said == "Not known.\nProposed: Again.\n"
