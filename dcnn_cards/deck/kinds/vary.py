"""Cards whose letters get fresh numbers each time.

`vary` says of each letter what it may be: `5..64`, `0..1 step 0.1`, a list such as `1, 3, 5`, or
`= expression` of the letters before it; `where` what has to hold. In the card's texts `{{n}}` is
the number of the letter n, and `{{= expression}}` what that comes to. In the answer these values
are what is asked for: `{{name = expression ~ 0.01 | unit}}` may be off by 0.01.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import CardKind, Drawn, Number
from dcnn_cards.deck.kinds.expressions import ExpressionError, Value, value_of
from dcnn_cards.digest import digest

MOST_LETTERS = 20
"""How many letters a card may have."""

MOST_VALUES = 10_000
"""How many values a letter may have."""

TRIES = 1_000
"""How often numbers are drawn at most until they fulfil `where`."""

WORK = 200_000
"""Characters of expressions that are evaluated at most for a draw."""

_TEXTS = ("question", "corrected_question", "answer", "corrected", "added", "note", "context")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)
_NUMBER = r"[-−]?\d{1,15}(?:\.\d{1,10})?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s+step\s+(\d+(?:\.\d{{1,10}})?))?")
_PLACE = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
_VALUE = re.compile(
    r"(?P<name>[^=~|]*?)\s*(?<![<>=!])=(?!=)\s*(?P<source>[^~|]+?)\s*"
    r"(?:~\s*(?P<tolerance>\d+(?:\.\d+)?)\s*)?(?:\|\s*(?P<unit>[^|]+?)\s*)?"
)
_MOST_PLACES = 6  # of a decimal that is written in place of a fraction


def _drawn(card: Card, number: int) -> Drawn:
    """The card with the numbers of a draw in its texts. Raises ExpressionError without any."""
    letters = _letters(card, number)
    texts: dict[str, Any] = {name: _filled(getattr(card, name), letters) for name in _TEXTS}
    asked_for = tuple(_numbers(card.learned, letters))
    facts = ", ".join(f"{name} = {written(value)}" for name, value in letters.items())
    return Drawn(replace(card, **texts), facts, asked_for)


def _letters(card: Card, number: int) -> Mapping[str, Value]:
    """The numbers of a draw, which are not those of the draws before and behind it.

    Those of every other draw hang on nothing else; the rest keep away from their neighbours.
    """
    own = next(_fulfilling(card, number), None)
    if own is None:
        raise ExpressionError("no numbers were found that fulfil `where`")
    if number % 2 == 0:
        return own
    beside = [next(_fulfilling(card, each), None) for each in (number - 1, number + 1)]
    return next((each for each in _fulfilling(card, number) if each not in beside), own)


def _fulfilling(card: Card, number: int) -> Iterator[Mapping[str, Value]]:
    """Numbers that are drawn one after the other in the stream of a draw, those that may be."""
    work = 1 + len(card.where) + sum(len(said) for _, said in card.vary)
    for attempt in range(min(TRIES, WORK // work)):
        drawn = int(digest(f"{card.id}/{number}/{attempt}".encode()), 16)
        letters: dict[str, Value] = {}
        for name, said in card.vary:
            if said.lstrip().startswith("="):
                letters[name] = value_of(said.strip()[1:], letters)
                continue
            values = _values(said)
            drawn, at = divmod(drawn, len(values))
            letters[name] = values[at]
        if not card.where or value_of(card.where, letters):
            yield letters


@lru_cache(maxsize=128)
def _values(said: str) -> Sequence[Fraction]:
    """What a letter may be. Raises ExpressionError where that is not said, or too much."""
    text = said.strip().strip("[]").replace("−", "-")
    if match := _RANGE.fullmatch(text):
        first, last, step = (Fraction(part or 1) for part in match.groups())
        count = (last - first) // step + 1 if step else 0
        if not 1 <= count <= MOST_VALUES:
            raise ExpressionError(f"`{said}` has not 1 to {MOST_VALUES:,} values")
        return tuple(first + step * number for number in range(int(count)))
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise ExpressionError(f"`{said}` is no range such as 5..64, and no list such as 1, 3, 5")
    return tuple(map(Fraction, parts))


def _filled(text: str, letters: Mapping[str, Value]) -> str:
    """A text with numbers in the places of its letters and expressions."""
    return _PLACE.sub(lambda place: _told(place, letters), text)


def _told(place: re.Match[str], letters: Mapping[str, Value]) -> str:
    inside = place["inside"].strip()
    if match := _VALUE.fullmatch(inside):
        number = _number(match, letters)
        name = f"{number.name} = " if number.name else ""
        unit = number.unit if number.unit == "%" else f" {number.unit}".rstrip()
        return f"{name}{written(number.value, number.tolerance)}{unit}"
    if inside not in letters:
        raise ExpressionError(f"`{place[0]}` is no letter of `vary` and no {{{{= expression}}}}")
    return written(letters[inside])


def _numbers(text: str, letters: Mapping[str, Value]) -> Iterator[Number]:
    """The values that a text has, in their order."""
    for place in _PLACE.finditer(text):
        if match := _VALUE.fullmatch(place["inside"].strip()):
            yield _number(match, letters)


def _number(match: re.Match[str], letters: Mapping[str, Value]) -> Number:
    value, tolerance = value_of(match["source"], letters), float(match["tolerance"] or 0)
    if isinstance(value, float) and not tolerance:
        raise ExpressionError(
            f"`{match['source']}` is not exact: say by how much an answer may be off, as ~ 0.01"
        )
    return Number(value, tolerance, match["unit"] or "", match["name"].strip())


def written(value: Value, tolerance: float = 0.0) -> str:
    """Return a number as a text has it: whole, as a decimal or a fraction, or rounded."""
    if tolerance and value != int(value):
        places = max(0, -math.floor(math.log10(tolerance)))
        return f"{float(value) + 0.0:.{places}f}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if value.denominator == 1:
        return str(value.numerator)
    for places in range(1, _MOST_PLACES + 1):
        if (value * 10**places).denominator == 1:
            return f"{float(value):.{places}f}"
    return f"{value.numerator}/{value.denominator}"


def _faults(card: Card) -> Iterator[str]:
    names = [name for name, _ in card.vary]
    if len(names) > MOST_LETTERS:
        yield f"`vary` has more than {MOST_LETTERS} letters"
        return
    for name in names:
        if not _NAME.fullmatch(name):
            yield f"`vary` has `{name}`, which is no name for a letter"
    if not card.learned:
        yield "`vary` needs an `answer`"
    try:
        _drawn(card, 0)
    except ExpressionError as error:
        yield f"{error}"


def _asked(card: Card, number: int) -> Drawn:
    """The card of a draw; of one that cannot be had, the card as it is written, and why."""
    try:
        return _drawn(card, number)
    except ExpressionError as error:
        return Drawn(card, f"none: {error}")


def trial(card: Card, draws: int) -> str:
    """Return what is wrong with one of the first `draws` of a card, "" if nothing is."""
    drawn: list[Drawn] = []
    for number in range(draws):
        try:
            drawn.append(_drawn(card, number))
        except ExpressionError as error:
            return f"draw {number}: {error}"
    if drawn and all(one.facts == other.facts for one, other in pairwise(drawn)):
        return "all draws have the same numbers"
    return ""


KIND = CardKind(lambda card: (card,), _faults, _asked)
