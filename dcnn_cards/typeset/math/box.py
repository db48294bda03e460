"""Boxes: rectangular pictures with a baseline, and the ways to put them together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.cells import MARKS, cell_len, is_narrow
from dcnn_cards.typeset.math.ink import first_ink, paint, unpainted

FILLER = "\ufdd0"
"""Stands behind a wide character, so that one character is one column; never shown."""


class Box(Frozen):
    """Rows of equal width. `baseline` is the index of the row that stands on the line."""

    rows: tuple[str, ...]
    baseline: int
    width: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def depth(self) -> int:
        """Number of rows below the baseline."""
        return len(self.rows) - 1 - self.baseline

    @property
    def row(self) -> str:
        """The row on the baseline."""
        return self.rows[self.baseline]

    @property
    def line(self) -> str:
        """The row on the baseline, without ink."""
        return unpainted(self.rows[self.baseline])

    def lines(self) -> tuple[str, ...]:
        """The rows as a terminal shows them, without ink."""
        return tuple(map(unpainted, self.painted_lines()))

    def painted_lines(self) -> tuple[str, ...]:
        """The rows as a terminal shows them, with their inks."""
        return tuple(row.replace(FILLER, "").rstrip(" ") for row in self.rows)


def text_box(text: str) -> Box:
    """One row of text, painted or not."""
    if is_narrow(text):
        return Box((text,), 0, len(text))
    bare = unpainted(text)
    columns = len(bare) - len(MARKS.findall(bare))
    width = cell_len(bare)
    if columns != width:
        text = "".join(_columns(sign) for sign in text)
        width = len(text) - len(MARKS.findall(text))
    return Box((text,), 0, width)


def _columns(sign: str) -> str:
    if MARKS.match(sign):
        return sign
    cells = cell_len(unpainted(sign))
    return "\ufffd" if cells == 0 else sign + FILLER * (cells - 1)


def is_drawn(sign: str) -> bool:
    """Whether a character is part of a drawing: a rule, a frame, a bracket's piece."""
    return "\u2500" <= sign <= "\u259f" or "\u239b" <= sign <= "\u23b1"


def painted(box: Box, ink: str) -> Box:
    """`box` in an ink."""
    return Box(tuple([paint(row, ink) for row in box.rows]), box.baseline, box.width)


def inked_as(text: str, box: Box) -> Box:
    """One row of text in the ink that the row of `box` begins with."""
    ink = first_ink(box.row)
    return painted(text_box(text), ink) if ink else text_box(text)


EMPTY = Box(("",), 0, 0)


@lru_cache(maxsize=64)
def blank(width: int, height: int = 1) -> Box:
    """An empty box with its baseline on its first row."""
    return Box((" " * width,) * height, 0, width)


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes from left to right, on one baseline."""
    widths = [box.width for box in boxes]
    if 0 in widths:  # invisible, however high
        return beside([box for box in boxes if box.width])
    if len(boxes) < 2:
        return boxes[0] if boxes else EMPTY
    rows = [box.rows for box in boxes]
    if max(map(len, rows)) == 1:  # as most of a formula is
        return Box(("".join([row for (row,) in rows]),), 0, sum(widths))
    above = max([box.baseline for box in boxes])
    height = above + max([len(box.rows) - box.baseline for box in boxes])
    columns: list[tuple[str, ...]] = []
    for box in boxes:
        empty, missing = (" " * box.width,), above - box.baseline
        columns.append(empty * missing + box.rows + empty * (height - missing - len(box.rows)))
    return Box(tuple(map("".join, zip(*columns, strict=True))), above, sum(widths))


def stack(boxes: Sequence[Box], on: int) -> Box:
    """Boxes from top to bottom, centred, with the baseline of the one at index `on`."""
    width = max([box.width for box in boxes])
    baseline = sum([box.height for box in boxes[:on]]) + boxes[on].baseline
    return Box(tuple([row for box in boxes for row in pad(box, width).rows]), baseline, width)


def pile(boxes: Sequence[Box], on: int = 0) -> Box:
    """Boxes from top to bottom, flush left, with the baseline of the one at index `on`."""
    width = max(box.width for box in boxes)
    return stack([pad(box, width, "l") for box in boxes], on)


def pad(box: Box, width: int, side: str = "c") -> Box:
    """`box` in at least `width` columns: flush left ("l"), right ("r") or centred ("c")."""
    extra = width - box.width
    if extra <= 0:
        return box
    left = {"l": 0, "r": extra}.get(side, extra // 2)
    rows = tuple(" " * left + row + " " * (extra - left) for row in box.rows)
    return Box(rows, box.baseline, width)


def extend(box: Box, above: int = 0, below: int = 0) -> Box:
    """`box` with empty rows added above and below."""
    if not (above or below):
        return box
    empty = " " * box.width
    rows = (empty,) * above + box.rows + (empty,) * below
    return Box(rows, box.baseline + above, box.width)
