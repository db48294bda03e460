"""Numbers: when one is close enough to another, and typed ones held against those expected."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple
from unicodedata import normalize

from dcnn_cards.deck.kinds.vary import written
from dcnn_cards.judging.admission import not_known
from dcnn_cards.judging.answers import cleaned, thousands
from dcnn_cards.judging.descent import Notation
from dcnn_cards.judging.evaluation import UndefinedError, constant, exactly
from dcnn_cards.judging.expression import Expression
from dcnn_cards.judging.reading import sides
from dcnn_cards.judging.verdict import (
    NEARLY,
    AnswerKind,
    DiffPiece,
    Mark,
    Verdict,
    settled,
    undecided,
)

TOLERANCE = 0.01
"""How far a number that is not whole may be off, relative to the card's."""

MAX_TYPED = 500
"""Characters of an answer in numbers that is read."""

_BETWEEN = re.compile(
    r"\s*(?:[×;&\n]|(?:\s|(?<=[\d)]))\s*[xX]\s*(?=[\d(])|,(?!\d{3}\b)|\band\b)\s*"
)
_SPACED = re.compile(r"\s+(?:/\s+)?")
_ABOUT = re.compile(r"\s*(?:[≈~]|(?:about|around|approx\.?|approximately|roughly|ca\.)\s)\s*", re.I)
_NAMED = re.compile(
    r"\s*(?P<name>[^\W\d][^=:≈]{0,30}?)?\s*(?:[=:≈]|\bis\b)\s*(?P<rest>.+)", re.DOTALL
)
_UNIT = re.compile(r"(?P<number>.*[\d.)])\s*(?P<unit>%|[^\W\d_][\w/·^]{0,14}\.?)\s*")
_GROUPED = re.compile(r"(?<![\d.,'])\d{1,3}(?:( |'|\.(?=\d{3}\.))\d{3})(?:\1\d{3})*(?![\d.,'])")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d{1,2}|\d{4,}|(?<=\b0,)\d+)(?![\d.,])")
_UNITS = {"percent": "%", "pct": "%", "pixel": "px", "byte": "b", "second": "s", "sec": "s"}
"""Names of units that have a sign."""


class Expected(NamedTuple):
    """A value that is to be typed.

    It may be off by `tolerance`, in the value's own unit; 0 is for exact. `name` is what it is
    called where several are asked for, `unit` what it is counted in.
    """

    value: Fraction | float
    tolerance: float = 0.0
    unit: str = ""
    name: str = ""


def judge_numbers(expected: Sequence[Expected], typed: str) -> Verdict:
    """Judge what was typed by the values `expected`, at least one, in their order or by name.

    Several are typed with commas, semicolons, × or lines between them, or else with spaces. Each
    may be an expression of numbers, and stand behind its name or an equals sign. Nothing is raised,
    whatever was typed.
    """
    if len(typed) > MAX_TYPED:
        return undecided(AnswerKind.NUMBER, f"Over {MAX_TYPED} characters are not judged.")
    if unknown := not_known(typed, ()):
        return unknown
    names = [value.name for value in expected if value.name]
    parts = _parts(_undressed(cleaned(typed), names), len(expected))
    if not any(parts):
        return settled(AnswerKind.NUMBER, 0.0, (), "Nothing typed.")
    if len(parts) != len(expected):
        why = f"Asked for: {len(expected)} numbers. Typed: {len(parts)}."
        return settled(AnswerKind.NUMBER, 0.0, (DiffPiece(typed, Mark.WRONG),), why)
    found = [
        _by_value(value, part)
        for value, part in zip(expected, _ordered(expected, parts), strict=True)
    ]
    if any(each.score is None for each in found):
        return undecided(AnswerKind.NUMBER, next(e.why for e in found if e.score is None))
    scores = [each.score or 0.0 for each in found]
    worst = min(range(len(found)), key=scores.__getitem__)
    pieces = tuple(
        DiffPiece(part, Mark.SAME if score == 1 else Mark.WRONG)
        for part, score in zip(parts, scores, strict=True)
    )
    some = sum(score == 1 for score in scores) * 2 >= len(scores) > 1
    score = max(scores[worst], NEARLY if some else 0.0)
    why = f"It is {', '.join(map(shown, expected))}." if score == 1 else found[worst].why
    return settled(AnswerKind.NUMBER, score, pieces, why)


class _Found(NamedTuple):
    score: float | None  # None where it cannot be told
    why: str


def _undressed(typed: str, names: Sequence[str]) -> str:
    """What was typed, without dollars, and with an equals sign behind each name that has none."""
    bare = typed.replace("$", " ").replace("\\times", "×").strip()
    for name in names:
        bare = re.sub(rf"(?<!\w){re.escape(name)}\s+(?=[-−+]?[\d.])", f"{name} = ", bare)
    return bare


def _parts(typed: str, count: int) -> list[str]:
    """What was typed, part by part, without the brackets around all of them."""
    if count == 1:
        return [typed]
    bare = typed[1:-1] if typed[:1] + typed[-1:] in ("()", "[]") else typed
    found = [part for part in _BETWEEN.split(bare) if part.strip()]
    spaced = _SPACED.split(bare.strip()) if len(found) == 1 else []
    return spaced if len(spaced) == count else found


def _ordered(expected: Sequence[Expected], parts: Sequence[str]) -> Sequence[str]:
    """The parts in the order of what is expected, if each has the name of another."""
    named = {
        match["name"].strip(): part
        for part in parts
        if (match := _NAMED.fullmatch(part)) and match["name"]
    }
    names = [value.name for value in expected]
    return [named[name] for name in names] if set(names) == named.keys() else parts


def _by_value(expected: Expected, typed: str) -> _Found:
    match = _NAMED.fullmatch(typed)
    source = _with_point(
        _ABOUT.sub("", match["rest"] if match else typed, count=1).strip().rstrip(".")
    )
    tree, unit = _read(source), ""
    if tree is None and (counted := _UNIT.fullmatch(source)):
        tree, unit = _read(counted["number"]), counted["unit"]
    value = None if tree is None else _number(tree)
    if value is None:
        return _Found(None, "What you typed is no number that can be judged: compare them.")
    if same_unit(unit, "%") and not same_unit(expected.unit, "%"):
        value, unit = value / 100, ""
    elif same_unit(expected.unit, "%") and not unit and _agrees(expected, value * 100):
        value *= 100
    if _agrees(expected, value):
        if expected.unit and unit and not same_unit(unit, expected.unit):
            return _Found(NEARLY, f"The number is right, but counted in {expected.unit}.")
        return _Found(1.0, f"It is {shown(expected)}.")
    if _agrees(expected, -value):
        return _Found(NEARLY, f"Only the sign differs: it is {shown(expected)}.")
    return _Found(0.0, f"It is {shown(expected)}.")


def _with_point(source: str) -> str:
    """What was typed, with a point before decimals and nothing between groups of three digits.

    A comma before three digits groups them, but behind a lone 0.
    """
    if "(" not in source:  # else it may part what a function is of
        source = _DECIMAL_COMMA.sub(r"\1.\2", source)
    return thousands(_GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), source))


def _read(source: str) -> Expression | None:
    """The tree of the last side, None where there is none that has a value."""
    tree = sides(source, Notation(latex="\\" in source))[-1].tree
    return tree if tree is not None and _number(tree) is not None else None


def _number(tree: Expression) -> Fraction | float | None:
    if (exact := exactly(tree)) is not None:
        return exact
    try:
        return constant(tree)
    except UndefinedError:
        return None


def _agrees(expected: Expected, value: Fraction | float) -> bool:
    if isinstance(expected.value, Fraction) and isinstance(value, Fraction):
        return abs(expected.value - value) <= Fraction(expected.tolerance)
    if same(float(expected.value), float(value)):
        return True
    # Half of what a tolerance was rounded to is lost in floating point.
    return abs(float(expected.value) - float(value)) <= expected.tolerance * (1 + 1e-9)


def same_unit(one: str, other: str) -> bool:
    """Tell whether two units are one: 3 px and 3 Px., 3 pixels and 3 pixel, m^2 and m²."""
    return _bare_unit(one) == _bare_unit(other)


def _bare_unit(unit: str) -> str:
    plain = normalize("NFKC", unit).casefold().rstrip(".").replace("^", "")
    bare = plain if len(plain) < 3 else plain.removesuffix("s")
    return _UNITS.get(bare, bare)


def shown(expected: Expected) -> str:
    """Return a value as it is told, with its name and unit."""
    value = expected.value
    text = written(value, expected.tolerance)
    named = f"{expected.name} = {text}" if expected.name else text
    return f"{named}{expected.unit}" if expected.unit == "%" else f"{named} {expected.unit}".strip()


def same(expected: float, typed: float) -> bool:
    """Tell whether two numbers are the same but for roundings of floating point."""
    return math.isclose(expected, typed, rel_tol=1e-12, abs_tol=1e-15)


def close(expected: float, typed: float) -> bool:
    """Tell whether `typed` is near enough: a whole number exactly, any other within `TOLERANCE`."""
    if same(expected, typed):
        return True
    if same(expected, round(expected)):
        return False
    return abs(expected - typed) <= TOLERANCE * abs(expected)
