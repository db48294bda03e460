"""Judging of typed answers: words, numbers and formulas. Nothing that is typed is executed."""

from __future__ import annotations

from dcnn_cards.judging.judgement import judge
from dcnn_cards.judging.numbers import Expected, judge_numbers
from dcnn_cards.judging.verdict import AnswerKind, DiffPiece, Mark, Ruling, Term, Verdict

__all__ = [
    "AnswerKind",
    "DiffPiece",
    "Expected",
    "Mark",
    "Ruling",
    "Term",
    "Verdict",
    "judge",
    "judge_numbers",
]
