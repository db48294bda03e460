"""The judge: takes the two answers apart, and has words, numbers or formulas compared."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from dcnn_cards.judging.answers import Answer, cleaned, plain, taken_apart
from dcnn_cards.judging.formulas import by_formula, is_number
from dcnn_cards.judging.verdict import (
    RIGHT,
    AnswerKind,
    DiffPiece,
    Mark,
    Verdict,
    settled,
    undecided,
)
from dcnn_cards.judging.wording import Likeness, likeness

MAX_TYPED = 5_000
"""Characters of a typed answer that is judged."""

MAX_EXPECTED = 20_000
"""Characters of a card's answer that is judged against."""

LONG = 25
"""Words of weight from which an answer is too long for its words to decide that one is wrong."""

# The share of the time that algebra has; the rest is for all else and for ending it.
_SHARE = 0.8


def judge(
    expected: str,
    typed: str,
    *,
    accept: Iterable[str] = (),
    aliases: Iterable[str] = (),
    seconds: float = 2.0,
) -> Verdict:
    """Judge a typed answer by the card's, which is Markdown with LaTeX between dollars.

    What is right by one of `accept`, other ways to put the answer, is right. Whether one of the
    `aliases`, the words by which the card is found, answers it is left to the student: many name
    the question. It takes `seconds` at the most, and raises nothing whatever was typed.
    """
    ends = time.monotonic() + seconds * _SHARE
    verdict = _against(expected, typed, ends)
    if verdict.right:
        return verdict
    for other in accept:
        if time.monotonic() < ends and (found := _against(other, typed, ends)).right:
            return found
    words = _bare_words(typed)
    if verdict.right is False and words and any(_bare_words(alias) == words for alias in aliases):
        why = "The card is found by these words; see whether they answer it."
        return undecided(AnswerKind.TEXT, why)
    return verdict


def _bare_words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def _against(expected: str, typed: str, ends: float) -> Verdict:
    """Judge by one answer, by `ends` on the monotonic clock."""
    if not expected.strip():
        return undecided(AnswerKind.NONE, "The card has no answer to compare with.")
    if expected.split() == typed.split():
        return settled(
            _kind(expected), 1.0, (DiffPiece(typed, Mark.SAME),), "Word for word the card's answer."
        )
    if len(typed) > MAX_TYPED:
        return undecided(
            AnswerKind.NONE, f"An answer of over {MAX_TYPED:,} characters is not judged."
        )
    if len(expected) > MAX_EXPECTED:
        return undecided(AnswerKind.NONE, "The card's answer is too long to be judged by.")
    expected, typed = cleaned(expected), cleaned(typed)
    if not typed:
        return settled(
            AnswerKind.NONE, 0.0, (DiffPiece(plain(expected), Mark.MISSING),), "Nothing typed."
        )
    answer = taken_apart(expected)
    if answer.equations:
        verdict = by_formula(answer, typed, ends)
        if verdict is not None:
            return verdict
    return _by_words(answer, typed)


def _kind(expected: str) -> AnswerKind:
    answer = taken_apart(cleaned(expected[:MAX_EXPECTED]))
    if not answer.equations:
        return AnswerKind.TEXT
    return AnswerKind.NUMBER if is_number(answer) else AnswerKind.FORMULA


def _by_words(answer: Answer, typed: str) -> Verdict:
    found = likeness(answer.plain, plain(typed))
    if not found.words or (answer.equations and likeness(answer.beside, "").words < 3):
        why = "The card's answer is mathematics, what you typed is not: compare them."
        return undecided(AnswerKind.NONE, why)
    score = found.score
    if found.negated:
        # A missing "not" in a short answer is all the difference.
        score = min(score, 0.75 if found.words > 5 else 0.4)
    if found.words > LONG and score < RIGHT:
        return replace(
            undecided(
                AnswerKind.TEXT, "The card's answer is long: compare the two yourself.", score
            ),
            diff=found.diff,
        )
    return settled(AnswerKind.TEXT, score, found.diff, _why_words(found, score))


def _why_words(found: Likeness, score: float) -> str:
    if found.negated and score < RIGHT:
        return 'One of the answers has a "not" that the other has not.'
    if found.missing:
        named = ", ".join(found.missing[:4])
        return f"{'It is nearly all there; missing' if score >= RIGHT else 'Missing'}: {named}."
    if score >= RIGHT:
        return "All the words that matter are there."
    if found.extra:
        return "It is all there, with much beside it."
    return "The words are there, in another order."
