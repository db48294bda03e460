r"""Tables of cells: `matrix` and its relatives, `array`, `cases`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from dcnn_cards.typeset.math.box import EMPTY, Box, beside, blank, extend, pad, stack, text_box
from dcnn_cards.typeset.math.commands.delimiters import Delimited
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.kinds import Kind
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import NOTHING, Node, Row
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import environment
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

MAX_CELLS = 2_000
"""Cells of one table."""


@dataclass(slots=True)
class Table:
    """Rows of cells as read: rules by the row they stand before, tags by the row they belong to."""

    rows: list[tuple[Node, ...]] = field(default_factory=list)
    rules: set[int] = field(default_factory=set)
    tags: dict[int, Node] = field(default_factory=dict)


def read_table(parser: Parser) -> Table:
    r"""The cells up to the `\end` of the environment."""
    table = Table()
    cells: list[Node] = []
    parts: list[Node] = []
    count = 0
    while True:
        parts.append(parser.row())
        if (tag := parser.take_command("tag", "tag*")) is not None:
            label = parser.argument()
            table.tags[len(table.rows)] = label if tag == "tag*" else Delimited("(", label, ")")
            continue
        if parser.take_command("hline", "hdashline"):
            table.rules.add(len(table.rows))
            continue
        cells.append(parts[0] if len(parts) == 1 else Row(tuple(p for p in parts if p != NOTHING)))
        parts = []
        count += 1
        if count > MAX_CELLS:
            raise parser.error(f"more than {MAX_CELLS:,} cells in one table")
        if parser.take(Sort.CELL):
            continue
        more = parser.take_command("\\", "cr")
        if more or cells != [NOTHING]:
            table.rows.append(tuple(cells))
        cells = []
        if not more:
            return table
        parser.take(Sort.CHARACTER, "*")
        if parser.peek_raw().text == "[":
            parser.optional_name()


def columns(rows: Sequence[Sequence[Box]]) -> list[int]:
    """The width of each column."""
    return [max(box.width for box in column) for column in zip_longest(*rows, fillvalue=EMPTY)]


def grid(
    rows: Sequence[Sequence[Box]], align: str, gaps: Sequence[str], rules: frozenset[int], line: str
) -> Box:
    """Boxes in rows and columns, the baseline in the middle.

    `align` has a letter a column (its last holds for the rest), `gaps` what stands before each
    column, `rules` the rows that `line` is drawn before. Rows are parted by an empty one where
    either of two neighbours is higher than a line, so that their scripts do not touch.
    """
    widths = columns(rows)
    lines: list[Box] = []
    for cells in rows:
        parts: list[Box] = []
        for index, width in enumerate(widths):
            side = align[min(index, len(align) - 1)]
            cell = cells[index] if index < len(cells) else EMPTY
            parts += [text_box(gaps[min(index, len(gaps) - 1)]), pad(cell, width, side)]
        lines.append(beside([part for part in parts if part.width]))
    if not lines:
        return EMPTY
    width = max(1, *(box.width for box in lines))
    spread: list[Box] = []
    for index, (before, box) in enumerate(pairwise([None, *lines])):
        assert box is not None
        if index in rules:
            spread.append(text_box(line * width))
        elif before is not None and (before.height > 1 or box.height > 1):
            spread.append(blank(width))
        spread.append(pad(box, width, "l"))
    if len(lines) in rules:
        spread.append(text_box(line * width))
    whole = stack(spread, on=0)
    return Box(whole.rows, (whole.height - 1) // 2, whole.width)


@dataclass(frozen=True, slots=True)
class Array(Node):
    """A table of cells set in text style."""

    rows: tuple[tuple[Node, ...], ...]
    align: str = "c"
    gaps: tuple[str, ...] = ("", "  ")
    rules: frozenset[int] = frozenset()
    style: MathStyle = MathStyle.TEXT
    open_middle: bool = False

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            raise TallError
        inner = setting.with_style(max(setting.style, self.style))
        rows = [[cell.box(inner) for cell in row] for row in self.rows]
        gaps = [gap.replace("│", "|") for gap in self.gaps] if setting.ascii else self.gaps
        box = grid(rows, self.align, gaps, self.rules, "-" if setting.ascii else "─")
        if self.open_middle and box.height % 2 == 0:
            box = _opened(box, rows)
        return (Piece(box, Kind.ORD, Kind.ORD),)


def _opened(box: Box, rows: Sequence[Sequence[Box]]) -> Box:
    """A row more, between the two in the middle if they are of different cases."""
    if all(cell.height == 1 for row in rows for cell in row):
        middle = box.height // 2
        shown = (*box.rows[:middle], " " * box.width, *box.rows[middle:])
        return Box(shown, middle, box.width)
    return extend(box, 0, 1)


_BRACKETS = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("", ""),
}


@environment(*_BRACKETS, *(name + "*" for name in _BRACKETS))
def _matrix(parser: Parser, name: str) -> Node:
    align = "c"
    if name.endswith("*"):
        align = (parser.optional_name() or "c").strip() or "c"
        name = name[:-1]
    table = read_table(parser)
    gaps = ("", " ") if name == "smallmatrix" else ("", "  ")
    array = Array(tuple(table.rows), align, gaps, frozenset(table.rules))
    left, right = _BRACKETS[name]
    return array if not left else Delimited(left, array, right)


@environment("cases", "dcases", "rcases", "drcases")
def _cases(parser: Parser, name: str) -> Node:
    style = MathStyle.DISPLAY if name.startswith("d") else MathStyle.TEXT
    table = read_table(parser)
    array = Array(tuple(table.rows), "l", ("", "   "), style=style, open_middle=True)
    if "rcases" in name:
        return Delimited("", array, "}")
    return Delimited("{", array, "")


@environment("array", "darray", "subarray")
def _array(parser: Parser, name: str) -> Node:
    align, gaps = _column_spec(parser.name())
    table = read_table(parser)
    style = MathStyle.DISPLAY if name == "darray" else MathStyle.TEXT
    return Array(tuple(table.rows), align, gaps, frozenset(table.rules), style)


def _column_spec(spec: str) -> tuple[str, tuple[str, ...]]:
    """Alignment and what stands before each column; `|` draws a line, all else is left out."""
    align = ""
    gaps: list[str] = []
    barred = False
    for sign in spec:
        if sign == "|":
            barred = True
        elif sign in "lcr":
            inside = " │ " if align else "│ "
            gaps.append(inside if barred else ("  " if align else ""))
            align += sign
            barred = False
    return align or "c", tuple(gaps) or ("", "  ")
