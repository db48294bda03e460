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
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

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

TRIAL_WORK = 300_000
"""Characters of expressions that are evaluated at most to try a card."""

MOST_BLANKS = 100
"""How many blanks the texts of a card may have."""

_TEXTS = ("question", "corrected_question", "answer", "corrected", "added", "note", "context")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)
_NUMBER = r"[-−]?\d{1,15}(?:\.\d{1,10})?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s+step\s+(\d+(?:\.\d{{1,10}})?))?")
_PLACE = re.compile(r"\{\{(?P<inside>[^{}]*)\}\}")
_SAME = re.compile(r"\b(\w+)\s*=\s*\{\{\s*\1\s*\}\}")
_VALUE = re.compile(
    r"(?P<name>[^=~|]*?)\s*(?<![<>=!])=(?!=)\s*(?P<source>[^~|]+?)\s*"
    r"(?:~\s*(?P<tolerance>\d+(?:\.\d+)?)\s*)?(?:\|\s*(?P<unit>[^|]+?)\s*)?"
)
_MOST_PLACES = 6  # of a decimal that is written in place of a fraction


class _Found(NamedTuple):
    """The numbers of a draw, and how many were looked at until they were found."""

    letters: Mapping[str, Value]
    looked_at: int


class _Blank(NamedTuple):
    """What stands between `{{` and `}}`: an expression with what is said of it, or a letter."""

    written: str
    source: str = ""  # empty for a letter
    tolerance: float = 0.0
    unit: str = ""
    name: str = ""


def _drawn(card: Card, number: int) -> Drawn:
    """The card with the numbers of a draw in its texts. Raises ExpressionError without any."""
    return _filled_in(card, _found(card, number).letters)


def _filled_in(card: Card, letters: Mapping[str, Value]) -> Drawn:
    """The card with these numbers in its texts, each blank evaluated once."""

    @cache
    def number_of(blank: _Blank) -> Number:
        return _number(blank, letters)

    def told(piece: str | _Blank) -> str:
        if isinstance(piece, str):
            return piece
        return _told(number_of(piece)) if piece.source else _letter(piece, letters)

    texts: dict[str, Any] = {
        name: "".join(map(told, _pieces(getattr(card, name)))) for name in _TEXTS
    }
    facts = ", ".join(f"{name} = {written(value)}" for name, value in letters.items())
    return Drawn(card.replace(**texts), facts, tuple(map(number_of, _asked_for(card))))


def _found(card: Card, number: int) -> _Found:
    """The numbers of a draw, which are not those of the draws before and behind it.

    Those of every other draw hang on nothing else; the rest keep away from their neighbours.
    """
    own = _first(card, number)
    if own is None:
        raise ExpressionError("no numbers were found that fulfil `where`")
    if number % 2 == 0:
        return own
    beside = [found.letters for each in (number - 1, number + 1) if (found := _first(card, each))]
    others = (found for found in _fulfilling(card, number) if found.letters not in beside)
    return next(others, own._replace(looked_at=_tries(card)))


@lru_cache(maxsize=4)  # a draw and its neighbours
def _first(card: Card, number: int) -> _Found | None:
    return next(_fulfilling(card, number), None)


def _fulfilling(card: Card, number: int) -> Iterator[_Found]:
    """Numbers that are drawn one after the other in the stream of a draw, those that may be."""
    for attempt in range(_tries(card)):
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
            yield _Found(letters, attempt + 1)


def _tries(card: Card) -> int:
    return min(TRIES, WORK // _work(card))


def _work(card: Card) -> int:
    """The characters of what is evaluated until `where` is."""
    return 1 + len(card.where) + sum(len(said) for _, said in card.vary)


@lru_cache(maxsize=128)
def _values(said: str) -> Sequence[Fraction]:
    """What a letter may be. Raises ExpressionError where that is not said, or too much."""
    text = said.strip().strip("[]").replace("−", "-")
    if match := _RANGE.fullmatch(text):
        first, last, step = (Fraction(part or 1) for part in match.groups())
        count = (last - first) // step + 1 if step else 0
        if count < 1 and step:
            raise ExpressionError(f"`{said}` goes down: a range goes up, such as 5..64")
        if not 1 <= count <= MOST_VALUES:
            raise ExpressionError(f"`{said}` has not 1 to {MOST_VALUES:,} values")
        return tuple(first + step * number for number in range(int(count)))
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(_NUMBER, part) for part in parts):
        raise ExpressionError(f"`{said}` is no range such as 5..64, and no list such as 1, 3, 5")
    return tuple(map(Fraction, parts))


@lru_cache(maxsize=64)
def _pieces(text: str) -> Sequence[str | _Blank]:
    """A text as what stays as it is, and the blanks between."""
    pieces: list[str | _Blank] = []
    end = 0
    for place in _PLACE.finditer(text):
        pieces += (text[end : place.start()], _blank(place))
        end = place.end()
    return (*pieces, text[end:])


def _blank(place: re.Match[str]) -> _Blank:
    match = _VALUE.fullmatch(inside := place["inside"].strip())
    if match is None:
        return _Blank(place[0], name=inside)
    tolerance, unit, name = float(match["tolerance"] or 0), match["unit"] or "", match["name"]
    return _Blank(place[0], match["source"], tolerance, unit, name.strip())


def _blanks(text: str) -> Sequence[_Blank]:
    return [piece for piece in _pieces(text) if isinstance(piece, _Blank)]


def _asked_for(card: Card) -> Sequence[_Blank]:
    """The blanks of the answer that are a value to be given, in their order."""
    return [blank for blank in _blanks(card.learned) if blank.source]


def _told(number: Number) -> str:
    name = f"{number.name} = " if number.name else ""
    unit = number.unit if number.unit == "%" else f" {number.unit}".rstrip()
    return f"{name}{written(number.value, number.tolerance)}{unit}"


def _letter(blank: _Blank, letters: Mapping[str, Value]) -> str:
    if blank.name not in letters:
        what = f"`{blank.written}` is no letter of `vary` and no {{{{= expression}}}}"
        raise ExpressionError(what)
    return written(letters[blank.name])


def _number(blank: _Blank, letters: Mapping[str, Value]) -> Number:
    value = value_of(blank.source, letters)
    if isinstance(value, float) and not blank.tolerance:
        raise ExpressionError(
            f"`{blank.source}` is not exact: say by how much an answer may be off, as ~ 0.01"
        )
    return Number(value, blank.tolerance, blank.unit, blank.name)


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
    if sum(len(_blanks(getattr(card, name))) for name in _TEXTS) > MOST_BLANKS:
        yield f"its texts have more than {MOST_BLANKS} blanks such as {{{{n}}}}"
        return
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
    """Return what is wrong with one of the first `draws` of a card, "" if nothing is.

    Of a card whose draws take much to evaluate fewer are tried: as many as `TRIAL_WORK` allows.
    """
    said: set[str] = set()
    work = 0
    blanks = sum(len(blank.written) for name in _TEXTS for blank in _blanks(getattr(card, name)))
    for number in range(draws):
        try:
            found = _found(card, number)
            drawn = _filled_in(card, found.letters)
        except ExpressionError as error:
            return f"draw {number}: {error}"
        said.add(drawn.facts)
        work += found.looked_at * _work(card) + blanks
        if work > TRIAL_WORK and number:
            break
    return "all draws have the same numbers" if len(said) == 1 else ""


def _named(card: Card) -> str:
    """The question with the letters for which numbers are drawn, `x` alone where it is `x = x`."""
    named = _SAME.sub(r"\1", card.asked)
    return _PLACE.sub(lambda place: place["inside"].strip().removeprefix("=").strip(), named)


EXAMPLE = r"""
- id: conv
  question: Width {{n}}, filter {{f}}, stride {{s}}?
  vary: {n: 5..64, f: [1, 3, 5, 7], s: 1..3}
  where: (n - f) % s == 0 and n > f
  answer: '{{= (n - f)/s + 1 | px}}'
- id: log
  question: How much is $\ln {{n}}$?
  vary: {n: 2..9}
  answer: '{{= ln(n) ~ 0.01}}'
"""

KIND = CardKind(EXAMPLE, lambda card: (card,), _faults, _asked, _named)
