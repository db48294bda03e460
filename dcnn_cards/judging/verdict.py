"""What the judge says: right, nearly, wrong, or that it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dcnn_cards.schedule.event import Grade

RIGHT = 0.8
"""The score from which an answer in words is right."""

NEARLY = 0.5
"""The score from which an answer is nearly right."""


class AnswerKind(StrEnum):
    """As what an answer was judged."""

    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"
    NONE = "none"


class Ruling(StrEnum):
    """What a verdict comes to."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"
    UNDECIDED = "undecided"


class Mark(StrEnum):
    """What is to be said of a piece of an answer."""

    SAME = "same"
    MISSING = "missing"  # of the card's answer, not typed
    WRONG = "wrong"  # typed in place of something of the card's answer


class DiffPiece(NamedTuple):
    """A piece of a coloured difference."""

    text: str
    mark: Mark


class Term(NamedTuple):
    """A key term of a card's answer as it writes it, and whether it was typed."""

    text: str
    there: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing a typed answer with the card's.

    `right` is None where it cannot be told; the two are then to be shown side by side, with the key
    `terms` of an answer in words. `score` is 0 to 1; `proposal` is the grade it speaks for, `why`
    one sentence for the student.
    """

    kind: AnswerKind
    right: bool | None
    score: float
    proposal: Grade | None
    diff: tuple[DiffPiece, ...]
    why: str
    terms: tuple[Term, ...] = ()

    @property
    def ruling(self) -> Ruling:
        """What it comes to, in a word."""
        if self.right is None:
            return Ruling.UNDECIDED
        if self.right:
            return Ruling.RIGHT
        return Ruling.CLOSE if self.proposal is Grade.HARD else Ruling.WRONG


def settled(kind: AnswerKind, score: float, diff: tuple[DiffPiece, ...], why: str) -> Verdict:
    """Return the verdict that `score`, 0 to 1, stands for."""
    if score >= RIGHT:
        return Verdict(kind, True, score, Grade.GOOD, diff, why)
    grade = Grade.HARD if score >= NEARLY else Grade.AGAIN
    return Verdict(kind, False, score, grade, diff, why)


def undecided(kind: AnswerKind, why: str, terms: tuple[Term, ...] = ()) -> Verdict:
    """Return the verdict on what cannot be judged; `terms` help to judge it."""
    return Verdict(kind, None, 0.0, None, (), why, terms)
