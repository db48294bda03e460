"""Ranges of numbers, such as (0, 1) and [0, 1], which differ in what they end with."""

from __future__ import annotations

import re
from typing import NamedTuple

from dcnn_cards.markup import formulas, masked

_NUMBER = r"[-+−]?\s*(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|∞|\\?infty|inf(?:inity)?)"
_RANGE = re.compile(
    rf"(?P<opening>\\?[\[(\]])\s*(?P<low>{_NUMBER})\s*[,;]\s*(?P<high>{_NUMBER})\s*"
    r"(?P<closing>[\])\[])"
)
_LEADING = re.compile(
    r"(?:[\s,;:.]|\b(?:values?|range|ranges|from|in|is|its|with|and|the|output|outputs)\b)*\Z"
)


class Range(NamedTuple):
    """The numbers from `low` to `high`, and whether each of the two is among them."""

    low: float
    high: float
    has_low: bool
    has_high: bool

    @property
    def ends(self) -> tuple[float, float]:
        """The two ends, whatever belongs to it."""
        return self.low, self.high


def ranges(text: str) -> tuple[Range, ...]:
    """Return the ranges that a text names. What falls, or stays the same, is a list of numbers."""
    found = (_range(match) for match in _RANGE.finditer(text))
    return tuple(each for each in found if each.low < each.high)


def without_ranges(text: str) -> str:
    """Return what is left of a text without its ranges, and the words that lead to them."""
    text, left, at = masked(text, _bare), "", 0
    for match in _RANGE.finditer(text):
        found = _range(match)
        if found.low < found.high:
            left += _LEADING.sub("", text[at : match.start()])
            at = match.end()
    return (left + text[at:]).strip(" ,;.")


def _bare(source: str) -> str:
    """What stands between the delimiters of a formula, if that is a range and no more."""
    latex = "".join(formula.latex for formula in formulas(source))
    return latex if _RANGE.fullmatch(latex.strip()) else source


def _range(match: re.Match[str]) -> Range:
    low, high = (_number(match[name]) for name in ("low", "high"))
    return Range(low, high, match["opening"] == "[", match["closing"] == "]")


def _number(text: str) -> float:
    bare = (
        re.sub(r"\s", "", text)
        .replace("−", "-")
        .replace("∞", "inf")
        .replace("\\", "")
        .replace("infty", "inf")
    )
    return float(bare)
