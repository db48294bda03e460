"""List items: their markers, and how deep each one is.

Indentation in documents that were made from a printed page is not to be trusted. What is trusted is
the kind of the marker: `1.` after `1.`, `(a)` after `(a)`. An item whose kind is that of an open
level belongs to that level; a new kind opens a level below. Only a plain indentation, two columns
for bullets and three for numbers that start over, makes a level of the same kind. Behind an empty
line bullets and numbers that stand further left than the text of an item are not in it.
"""

from __future__ import annotations

import re

from dcnn_cards.frozen import Frozen

BULLETS = ("-", "*", "+", "•")
"""What the items of a list without order begin with."""

_BULLET = re.compile(r"(?P<dash>[-*+•])\s+(?=\S)")
_LONE = re.compile(r"(?P<marker>[-*+]|\d{1,3}[.)])$")
_NUMBERED = re.compile(
    r"(?P<marker>\d{1,3}[.)]|\([a-z]{1,5}\)|\(\d{1,3}\)|[a-z]{1,5}[.)])\s+(?=\S)"
)
_OF_MARKDOWN = ("1.", "1)")
_TASK = re.compile(r"\[[ xX]\]\s+(?=\S)")
_ROMAN = re.compile(r"x{0,3}(ix|iv|v?i{0,3})$")


class Marker(Frozen):
    """What begins an item: as shown, its kind, and how long it is with the blanks behind it.

    `inset` is how far to the right of it stands what else is in the item: before the box of a task.
    """

    shown: str
    kind: str
    length: int
    inset: int

    @property
    def starts(self) -> bool:
        """Whether it is the first of its list."""
        return self.shown.strip("().") in ("1", "a", "i")


class Level(Frozen):
    """An open list: its kind, and the columns in the source of its last item and of what is in it.

    `text_at` is where its text is to stand, in cells.
    """

    kind: str
    column: int
    content: int
    text_at: int


def marker(line: str, levels: tuple[Level, ...], *, alone: bool = False) -> Marker | None:
    """The marker that `line` begins with, if it is an item's; `- (a)` counts as `(a)`.

    One that nothing follows is that of an item among others, or a bullet that stands `alone`.
    """
    if _LONE.match(line):
        of_its_kind = "-" if line in BULLETS else f"1{line[-1]}"
        known = any(level.kind == of_its_kind for level in levels)
        known = known or (alone and of_its_kind == "-")
        return Marker(line, of_its_kind, len(line), len(line) + 1) if known else None
    dash = _BULLET.match(line)
    enumerated = _NUMBERED.match(line, dash.end() if dash else 0)
    kind = _kind(enumerated["marker"], levels) if enumerated else None
    if enumerated and kind is not None:
        found, shown = enumerated, enumerated["marker"]
    elif dash:
        found, shown, kind = dash, dash["dash"], "-"
    else:
        return None
    end = found.end()
    task = _TASK.match(line, end)
    if task is None:
        return Marker(shown, kind, end, end)
    box = task[0].strip().lower()
    return Marker(box if found is dash else f"{shown} {box}", kind, task.end(), end)


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


def opened(
    levels: tuple[Level, ...], item: Marker, column: int, floor: int, *, apart: bool
) -> tuple[Level, ...]:
    """The levels open after `item`, which stands at `column`; its own is the last.

    `floor` is the cell from which on lists stand; `apart`: an empty line stands before the item.
    """
    keep = len(levels)
    while apart and keep and _is_over(levels[keep - 1], item, column):
        keep -= 1
    same = [index for index, level in enumerate(levels[:keep]) if level.kind == item.kind]
    if same:
        own = max((index for index in same if levels[index].column <= column), default=same[0])
        deeper = column - levels[own].column >= (2 if item.kind == "-" else 3)
        if not (deeper and (item.kind == "-" or item.starts)):
            keep = own
    above = levels[:keep]
    at = above[-1].text_at if above else floor
    level = Level(item.kind, column, column + item.inset, at + len(item.shown) + 1)
    return (*above, level)


def _is_over(level: Level, item: Marker, column: int) -> bool:
    """Whether an item behind an empty line that stands at `column` is not in that level."""
    bullets = item.kind == "-" or (level.kind == "-" and item.kind in _OF_MARKDOWN)
    return level.content > column and bullets


def around(levels: tuple[Level, ...], column: int) -> tuple[Level, ...]:
    """The levels that what stands at `column` and is no item belongs to.

    That is the deepest of which the text stands no further right, and with two columns at least
    the outermost: many an author indents by less than the marker is wide.
    """
    if column < 2:
        return ()
    within = [number for number, level in enumerate(levels, 1) if level.content <= column]
    return levels[: max(within, default=1)]
