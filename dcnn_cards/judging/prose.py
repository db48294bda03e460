"""Answers in words: the same words, a name, a list of short terms; all else is compared by eye.

How many words two texts have in common says little of whether they say the same: no verdict hangs
on it. What is told is which key terms of the card are there, and what may say the contrary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dcnn_cards.judging.answers import plain
from dcnn_cards.judging.contradiction import contradiction
from dcnn_cards.judging.terms import ticked
from dcnn_cards.judging.verdict import (
    NEARLY,
    AnswerKind,
    DiffPiece,
    Mark,
    Verdict,
    settled,
    undecided,
)
from dcnn_cards.judging.wording import among, distance, keys, same, tokens
from dcnn_cards.markup import formulas, masked
from dcnn_cards.typeset import latex as tex

MAX_NAME = 3
"""Words of a name."""

MAX_ITEM = 3
"""Words of an item of a list that may be given in any order."""

_LETTERS = re.compile(r"[A-Za-z0-9()]+")
_ITEM = re.compile(r"^ *(?:[0-9]{1,2}[.)]|[-*+]) +", re.MULTILINE)
_BETWEEN = re.compile(r"[,;\n]+(?:\s*\band\b)?|\band\b|\s&\s")
_OR = re.compile(r"\s*/\s*|\s+or\s+", re.IGNORECASE)
_ORDERED = re.compile(r"[→⇒⊂⊃⊆⊇<>:=]|->|\s[-–—]\s")


def by_words(
    expected: str, typed: str, others: Sequence[str] = (), terms: tuple[str, ...] = ()
) -> Verdict:
    """Judge words by a card's answer, in Markdown; `others` are further answers that are right.

    `terms` are its key terms, where the card names them.
    """
    if said_the_same(expected, typed):
        return settled(AnswerKind.TEXT, 1.0, _spelling(expected, typed), "The same words.")
    known = (expected, *others)
    if verdict := _by_items(expected, typed) or _by_each(known, typed) or _by_name(known, typed):
        return verdict
    found = ticked(expected, typed, terms)
    why = f"{sum(term.there for term in found)} of {len(found)} key terms are there."
    if against := contradiction(plain(expected), plain(typed)):
        why = f"Look closely: {against}."
    elif not found:
        why = "Compare it with the card's answer."
    return undecided(AnswerKind.TEXT, why, terms=found)


def said_the_same(expected: str, typed: str) -> bool:
    """Tell whether two texts are the same words in the same order, with the same formulas."""
    if "`" in expected or "`" in typed:  # in code every sign counts
        return expected.split() == typed.split()
    if _formulas(expected) == _formulas(typed):
        return same(_keys(expected), _keys(typed))
    # Of letters and brackets alone, as in O(n), nothing is lost without dollars.
    plainly = "$" not in typed and all(_LETTERS.fullmatch(each) for each in _formulas(expected))
    return plainly and same(keys(plain(expected)), keys(plain(typed)))


def _keys(markdown: str) -> list[str]:
    """The keys of a text, with something that is no word for each formula."""
    return keys(plain(masked(markdown, lambda _: " ≡ ").replace("≡", " = ")))


def _formulas(markdown: str) -> list[str]:
    return [
        "".join(
            token.source for token in tex.raw_tokens(formula.latex) if token.sort != tex.Sort.SPACE
        )
        for formula in formulas(markdown)
    ]


def _spelling(expected: str, typed: str) -> tuple[DiffPiece, ...]:
    """What was typed, with the words marked that are spelt otherwise."""
    known = set(keys(expected))
    return tuple(
        DiffPiece(
            word, Mark.SAME if known.intersection(keys(word)) or not keys(word) else Mark.WRONG
        )
        for word in tokens(typed)
    )


def _items(text: str) -> list[list[str]]:
    """The items of a list of short terms; none if it is another text."""
    if _ORDERED.search(_ITEM.sub("", text)) or "`" in text:
        return []
    found = [keys(plain(item)) for item in _BETWEEN.split(_ITEM.sub("\n", text))]
    items = [item for item in found if item]
    return items if all(len(item) <= MAX_ITEM for item in items) else []


def _by_items(expected: str, typed: str) -> Verdict | None:
    """Right if all items of a list were typed, in any order, and nothing else."""
    wanted, given = _items(expected), _items(typed)
    if len(wanted) < 2 or formulas(expected):
        return None
    left = list(given)
    for item in wanted:
        at = next((at for at, other in enumerate(left) if same(item, other)), None)
        if at is None:
            return None
        del left[at]
    if left:
        return None
    pieces = (DiffPiece(typed, Mark.SAME),)
    return settled(AnswerKind.TEXT, 1.0, pieces, f"All {len(wanted)} are there.")


def _by_each(answers: Sequence[str], typed: str) -> Verdict | None:
    """Right if several answers were typed, with `or` between them, and each is right."""
    several = [keys(plain(each)) for each in _OR.split(typed)]
    wanted = [keys(plain(answer)) for answer in answers]
    if len(several) < 2 or len(several) > len(wanted):
        return None
    if not all(any(same(each, given) for each in wanted) for given in several):
        return None
    return settled(AnswerKind.TEXT, 1.0, (DiffPiece(typed, Mark.SAME),), "Each of them is right.")


def _by_name(names: Sequence[str], typed: str) -> Verdict | None:
    """The verdict where the card asks for a name and one was typed, None for all else.

    A part of the name is nearly right, another name is wrong. Of lower-case terms nothing is said:
    they have too many synonyms.
    """
    known = [plain(name) for name in names]
    if not any(_is_name(name) for name in known) or not all(
        len(keys(name)) <= 2 * MAX_NAME for name in known
    ):
        return None
    given = keys(plain(typed))
    # What is said beside a name may explain it, or name another.
    if "(" in typed or len(_OR.split(typed)) > 1:
        return None
    if not given or len(given) > MAX_NAME or not (_is_name(typed) or len(given) == 1):
        return None
    pieces = DiffPiece(typed, Mark.WRONG), DiffPiece(known[0], Mark.MISSING)
    why = f"It is {known[0].strip(' .!')}."
    if any(among(given, keys(name)) or among(keys(name), given) for name in known):
        return settled(AnswerKind.TEXT, NEARLY, pieces, why)
    if any(_may_be_meant(typed, name) for name in known):
        return None
    return settled(AnswerKind.TEXT, 0.0, pieces, why)


def _is_name(text: str) -> bool:
    """Tell whether a word has two capitals, or one and figures: ResNet, BFGS, VGG16."""
    found = text.split()
    return 0 < len(found) <= MAX_NAME and any(
        sum(sign.isupper() or sign.isdigit() for sign in word) > 1 and word != word.lower()
        for word in found
    )


def _may_be_meant(typed: str, name: str) -> bool:
    """Tell whether one may be the other's initials, or has but one slip."""
    one, other = ("".join(keys(text)) for text in (typed, name))
    initials = ["".join(word[0] for word in keys(text)) for text in (typed, name)]
    return distance(one, other, 1) < 2 or (initials[0] == other) or (initials[1] == one)
