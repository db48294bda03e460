"""The judge: takes the two answers apart, and has words, numbers or formulas compared."""

from __future__ import annotations

import time
from collections.abc import Iterable

from dcnn_cards.judging.admission import not_known
from dcnn_cards.judging.answers import cleaned, plain, taken_apart
from dcnn_cards.judging.contradiction import contradiction
from dcnn_cards.judging.formulas import by_formula, is_number
from dcnn_cards.judging.prose import by_words
from dcnn_cards.judging.verdict import (
    AnswerKind,
    DiffPiece,
    Mark,
    Verdict,
    settled,
    undecided,
)
from dcnn_cards.judging.wording import NEGATIONS, STOP_WORDS
from dcnn_cards.markup import unmarked

MAX_TYPED = 5_000
"""Characters of a typed answer that is judged."""

MAX_EXPECTED = 20_000
"""Characters of a card's answer that is judged against."""

# The share of the time that algebra has; the rest is for all else and for ending it.
_SHARE = 0.8


def judge(
    expected: str,
    typed: str,
    *,
    accept: Iterable[str] = (),
    aliases: Iterable[str] = (),
    terms: Iterable[str] = (),
    seconds: float = 2.0,
) -> Verdict:
    """Judge a typed answer by the card's, which is Markdown with LaTeX between dollars.

    What is right by one of `accept`, other ways to put the answer, is right. Whether one of the
    `aliases`, the words by which the card is found, answers it is left to the student: many name
    the question. Prose is right only as the same words in the same order, up to spelling, and else
    left to the student, with the key terms that are there: of `terms` or, without, of those that
    the answer marks or has. It takes `seconds` at the most, and raises nothing whatever was typed.
    """
    ends = time.monotonic() + seconds * _SHARE
    others, aliases = tuple(accept), tuple(aliases)
    if unknown := not_known(typed, (expected, *others, *aliases)):
        return unknown
    verdict = _against(expected, typed, ends, others, tuple(terms))
    if verdict.right:
        return verdict
    for other in others:
        if time.monotonic() < ends and (found := _against(other, typed, ends)).right:
            return verdict if _says_otherwise(expected, typed, other) else found
    words = _bare_words(typed)
    if verdict.right is False and words and any(_bare_words(alias) == words for alias in aliases):
        why = "The card is found by these words; see whether they answer it."
        return undecided(AnswerKind.TEXT, why)
    return verdict


def _says_otherwise(expected: str, typed: str, accepted: str) -> bool:
    """Tell whether what was typed beside an accepted answer may go against the card's own."""
    said = set(_bare_words(typed)) - set(_bare_words(accepted)) - STOP_WORDS
    beside = any(len(word) > 2 or word in NEGATIONS for word in said)
    return beside and bool(contradiction(plain(expected), plain(typed)))


def _bare_words(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def _against(
    expected: str,
    typed: str,
    ends: float,
    others: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
) -> Verdict:
    """Judge by one answer, by `ends` on the monotonic clock; `others` are right as well."""
    if not expected.strip():
        return undecided(AnswerKind.NONE, "The card has no answer to compare with.")
    if unmarked(expected).split() == typed.split():
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
    return by_words(expected, typed, others, terms)


def _kind(expected: str) -> AnswerKind:
    answer = taken_apart(cleaned(expected[:MAX_EXPECTED]))
    if not answer.equations:
        return AnswerKind.TEXT
    return AnswerKind.NUMBER if is_number(answer) else AnswerKind.FORMULA
