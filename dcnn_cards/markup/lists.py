"""List items: their markers, and how deep each one is.

Indentation in documents that were made from a printed page is not to be trusted. What is trusted is
the kind of the marker: `1.` after `1.`, `(a)` after `(a)`. An item whose kind is that of an open
level belongs to that level; a new kind opens a level below. Only a plain indentation, two columns
for bullets and three for numbers that start over, makes a level of the same kind.
"""

from __future__ import annotations

import re

from dcnn_cards.frozen import Frozen

BULLETS = ("-", "*", "+", "•")
"""What the items of a list without order begin with."""

_BULLET = re.compile(r"(?P<dash>[-*+•])\s+(?=\S)")
_NUMBERED = re.compile(
    r"(?P<marker>\d{1,3}[.)]|\([a-z]{1,5}\)|\(\d{1,3}\)|[a-z]{1,5}[.)])\s+(?=\S)"
)
_ROMAN = re.compile(r"x{0,3}(ix|iv|v?i{0,3})$")


class Marker(Frozen):
    """What begins an item: as shown, its kind, and how long it is with the blanks behind it."""

    shown: str
    kind: str
    length: int

    @property
    def starts(self) -> bool:
        """Whether it is the first of its list."""
        return self.shown.strip("().") in ("1", "a", "i")


class Level(Frozen):
    """An open list: its kind, its column in the source, and where its text stands in cells."""

    kind: str
    column: int
    text_at: int


def marker(line: str, levels: tuple[Level, ...]) -> Marker | None:
    """The marker that `line` begins with, if it is an item's; `- (a)` counts as `(a)`."""
    dash = _BULLET.match(line)
    enumerated = _NUMBERED.match(line, dash.end() if dash else 0)
    if enumerated is not None:
        shown = enumerated["marker"]
        kind = _kind(shown, levels)
        if kind is not None:
            return Marker(shown, kind, enumerated.end())
    return Marker(dash["dash"], "-", dash.end()) if dash else None


def may_be_marked(line: str) -> bool:
    """Whether `line` begins as an item does, were its list open."""
    if _BULLET.match(line):
        return True
    match = _NUMBERED.match(line)
    inner = match["marker"].strip("().") if match else ""
    return inner.isdigit() or len(inner) == 1 or bool(inner and _ROMAN.match(inner))


def _kind(shown: str, levels: tuple[Level, ...]) -> str | None:
    """`1.`, `(a)`, `(i)` and so on; None for what is a word or an initial and no marker."""
    inner = shown.strip("().")
    if inner.isdigit():
        return shown.replace(inner, "1")
    open_kinds = {level.kind for level in levels}
    roman, letter = shown.replace(inner, "i"), shown.replace(inner, "a")
    if _ROMAN.match(inner) and (roman in open_kinds or inner == "i"):
        return letter if inner == "i" and letter in open_kinds and len(levels) > 8 else roman
    if len(inner) == 1 and (letter in open_kinds or inner == "a"):
        return letter
    return None


def opened(levels: tuple[Level, ...], item: Marker, column: int) -> tuple[Level, ...]:
    """The levels open after `item`, which stands at `column`; its own is the last."""
    keep = len(levels)
    same = [index for index, level in enumerate(levels) if level.kind == item.kind]
    if same:
        own = max((index for index in same if levels[index].column <= column), default=same[0])
        deeper = column - levels[own].column >= (2 if item.kind == "-" else 3)
        if not (deeper and (item.kind == "-" or item.starts)):
            keep = own
    above = levels[:keep]
    at = above[-1].text_at if above else 0
    return (*above, Level(item.kind, column, at + len(item.shown) + 1))
