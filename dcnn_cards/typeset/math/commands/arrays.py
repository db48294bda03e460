r"""Tables of cells: `matrix` and its relatives, `array`, `cases`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import EMPTY, Box, beside, blank, pad, stack, text_box
from dcnn_cards.typeset.math.commands.delimiters import Delimited
from dcnn_cards.typeset.math.commands.environments import read_table
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.glyphs import drawn
from dcnn_cards.typeset.math.ink import paint
from dcnn_cards.typeset.math.node import Classed, Node, Row, nodes_of
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import environment
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting


class Columns(Frozen):
    """How the columns of a table are set.

    `align` has a letter a column, `gaps` what stands before each column; the last of either holds
    for the rest. `end` stands behind the last column. A gap with a │ in it draws a line.
    """

    align: str = "c"
    gaps: tuple[str, ...] = ("", "  ")
    end: str = ""

    def side(self, index: int) -> str:
        """The alignment of a column."""
        return self.align[min(index, len(self.align) - 1)]

    def gap(self, index: int) -> str:
        """What stands before a column."""
        return self.gaps[min(index, len(self.gaps) - 1)]


def grid(
    rows: Sequence[Sequence[Box]],
    columns: Columns,
    rules: frozenset[int] = frozenset(),
    *,
    odd: bool = False,
    in_ascii: bool = False,
) -> Box:
    """Boxes in rows and columns, the baseline in the middle, that of a single row where it is.

    `rules` are the rows that a line is drawn before. Rows are parted by an empty one where either
    of two neighbours is higher than a line, so that their scripts do not touch; with `odd`, by one
    more near the middle where the whole would have an even number.
    """
    if not rows:
        return EMPTY
    widths = [max(box.width for box in column) for column in zip_longest(*rows, fillvalue=EMPTY)]
    lines = [_line(cells, widths, columns) for cells in rows]
    empty = _line([], widths, columns)
    spread = _spread(lines, empty, rules, odd)
    whole = stack(spread, on=0)
    shown = tuple(row.translate(_ASCII_LINES) for row in whole.rows) if in_ascii else whole.rows
    middle = (whole.height - 1) // 2
    return Box(shown, spread[0].baseline if len(spread) == 1 else middle, whole.width)


def _spread(lines: Sequence[Box], empty: Box, rules: frozenset[int], odd: bool) -> list[Box]:
    """The lines of a table with what stands between them: rules and empty rows."""
    parted = {
        index
        for index, (before, box) in enumerate(pairwise(lines), 1)
        if index not in rules and (before.height > 1 or box.height > 1)
    }
    height = sum(box.height for box in lines) + len(parted) + len(rules)
    extra = _middle_gap(lines, parted) if odd and height % 2 == 0 else 0
    spread: list[Box] = []
    for index, box in enumerate(lines):
        if index in rules:
            spread.append(_rule(empty.line, index, len(lines)))
        spread += [empty] * ((index in parted) + (index == extra > 0))
        spread.append(box)
    if len(lines) in rules:
        spread.append(_rule(empty.line, len(lines), len(lines)))
    if odd and height % 2 == 0 and not extra:
        spread.append(empty)
    return spread


_ASCII_LINES = str.maketrans(paint("─│┌┬┐├┼┤└┴┘", "rule"), paint("-|+++++++++", "rule"))


def _line(cells: Sequence[Box], widths: Sequence[int], columns: Columns) -> Box:
    """The cells of one row, missing ones empty, with the lines between columns as high as it."""
    high = max((cell.height - cell.depth for cell in cells), default=1)
    deep = max((cell.depth for cell in cells), default=0)
    parts: list[Box] = []
    for index, width in enumerate(widths):
        cell = cells[index] if index < len(cells) else EMPTY
        gap = columns.gap(index)
        parts += [_gap(gap, high, deep), pad(cell, width, columns.side(index))]
    line = beside([*parts, _gap(columns.end, high, deep)])
    return line if line.width else blank(1)


def _gap(text: str, high: int, deep: int) -> Box:
    if "│" not in text:
        return text_box(text)
    return Box((paint(text, "rule"),) * (high + deep), high - 1, len(text))


def _rule(empty: str, index: int, count: int) -> Box:
    """A line across, that meets the lines between columns."""
    left, cross, right = "┌┬┐" if index == 0 else "└┴┘" if index == count else "├┼┤"
    last = len(empty) - 1
    joints = {0: left, last: right}
    signs = (joints.get(at, cross) if sign == "│" else "─" for at, sign in enumerate(empty))
    return drawn("".join(signs))


def _middle_gap(lines: Sequence[Box], parted: set[int]) -> int:
    """The row to put an empty one before: near the middle, rather where there is none yet."""
    tops = [0]
    for index, box in enumerate(lines, 1):
        tops.append(tops[-1] + box.height + (index in parted))
    gaps = range(1, len(lines))
    return min(gaps, key=lambda at: (at in parted, abs(2 * tops[at] - tops[-1])), default=0)


class Array(Node):
    """A table of cells set in text style."""

    rows: tuple[tuple[Node, ...], ...]
    columns: Columns = Columns()
    rules: frozenset[int] = frozenset()
    style: MathStyle = MathStyle.TEXT
    odd: bool = False

    def pieces(self, setting: Setting) -> Pieces:
        if setting.linear:
            return linear_rows(self.rows, setting)
        if setting.form is not Form.PICTURE:
            raise TallError
        inner = setting.with_style(max(setting.style, self.style))
        rows = [[cell.within_room(inner) for cell in row] for row in self.rows]
        box = grid(rows, self.columns, self.rules, odd=self.odd, in_ascii=setting.ascii)
        return (Piece(box, Atom.INNER, Atom.INNER),)

    def braced(self) -> Node:
        return self.replace(odd=len(self.rows) > 1)


def linear_rows(rows: Sequence[Sequence[Node]], setting: Setting) -> Pieces:
    """A table on one row, for the linear form."""
    pieces: list[Piece] = []
    for index, row in enumerate(rows):
        for nth, cell in enumerate(row):
            if index or nth:
                pieces.append(Piece(text_box("," if nth else ";"), Atom.PUNCT, Atom.PUNCT))
            first, *others = cell.pieces(setting) or (Piece(EMPTY),)
            pieces += [first.after(int(bool(pieces))), *others]
    return tuple(pieces)


_BRACKETS = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("", ""),
}
_BRACKETS |= {
    f"{kind}smallmatrix": _BRACKETS[f"{kind}matrix"] for kind in ("p", "b", "B", "v", "V")
}


@environment(*_BRACKETS, *(name + "*" for name in _BRACKETS))
def _matrix(parser: Parser, name: str) -> Node:
    align = "c"
    if name.endswith("*"):
        align = (parser.optional_name() or "c").strip() or "c"
        name = name[:-1]
    table = read_table(parser)
    columns = Columns(align, ("", " ") if name.endswith("smallmatrix") else ("", "  "))
    array = Array(tuple(table.rows), columns, frozenset(table.rules))
    left, right = _BRACKETS[name]
    return array if not left else Classed(Delimited(left, array, right), Atom.INNER)


_CASES = ("cases", "dcases", "rcases", "drcases")


@environment(*_CASES, *(name + "*" for name in _CASES), "numcases", "subnumcases")
def _cases(parser: Parser, name: str) -> Node:
    """Rows beside a brace; with a star, what follows the first cell of each is words."""
    before = parser.argument() if "num" in name else None
    if name.endswith("*") or before is not None:
        parser.words_behind_cells()
    cases = _beside_brace(parser, name)
    return cases if before is None else Row((*nodes_of(before), cases))


def _beside_brace(parser: Parser, name: str) -> Node:
    style = MathStyle.DISPLAY if name.startswith("d") else MathStyle.TEXT
    table = read_table(parser)
    array = Array(tuple(table.rows), Columns("l", ("", "   ")), style=style)
    if "rcases" in name:
        return Delimited("", array, "}")
    return Delimited("{", array, "")


@environment("array", "darray", "subarray", "tabular", "tabular*")
def _array(parser: Parser, name: str) -> Node:
    if name.endswith("*"):
        parser.name()  # how wide it is to be
    parser.optional_tokens()
    columns = _columns(parser.name())
    table = read_table(parser)
    style = MathStyle.DISPLAY if name == "darray" else MathStyle.TEXT
    return Array(tuple(table.rows), columns, frozenset(table.rules), style)


# What asks for a column and how it is set; those of a width are set as paragraphs are.
_SIDES = {"l": "l", "c": "c", "r": "r", "p": "l", "m": "l", "b": "l", "X": "l"}
_REPEATED = re.compile(r"\*\s*\{?\s*(\d+)\s*\}?\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_COLUMN = re.compile(
    r"[@!]\s*\{(?P<words>[^{}]*)\}|[><]\s*\{[^{}]*\}|(?P<side>[pmb])\s*\{[^{}]*\}|(?P<sign>.)",
    re.DOTALL,
)
_MOST_COLUMNS = 1_000


def _repeated(spec: str) -> str:
    """A specification of columns with `*{3}{c}` written out."""
    spec = spec[:_MOST_COLUMNS]
    while (found := _REPEATED.search(spec)) is not None:
        written = found[2] * min(int(found[1]), _MOST_COLUMNS)
        spec = (spec[: found.start()] + written + spec[found.end() :])[:_MOST_COLUMNS]
    return spec


def _columns(spec: str) -> Columns:
    """The columns that `lcr` and `|` ask for, with lines and words between them."""
    align = words = ""
    gaps: list[str] = []
    barred = worded = False
    for found in _COLUMN.finditer(_repeated(spec)):
        sign = found["side"] or found["sign"] or ""
        if found["words"] is not None:
            worded, words = True, words + _words_between(found["words"])
        elif sign and sign in "|:":
            barred = True
        elif sign in _SIDES:
            inside = " │ " if align else "│ "
            plain = words if worded else ("  " if align else "")
            gaps.append(inside if barred else plain)
            align += _SIDES[sign]
            barred, worded, words = False, False, ""
    if not align:
        return Columns()
    return Columns(align, tuple(gaps), " │" if barred else words)


def _words_between(source: str) -> str:
    """What `@{}` puts between columns, if that is plain text or a space."""
    if source.strip().isalnum() or source.strip() in tuple(".,:;=+/"):
        return source.strip()
    return " " if "\\" in source else ""
