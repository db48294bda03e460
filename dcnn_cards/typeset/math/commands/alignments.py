r"""Displays of several rows: `aligned`, `gathered`, `split`, `multline` and their relatives."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dataclasses import dataclass, replace

from dcnn_cards.typeset.math.box import Box, beside, blank, pad, text_box
from dcnn_cards.typeset.math.breaking import INDENT, break_row, parted
from dcnn_cards.typeset.math.commands.arrays import (
    Columns,
    Table,
    grid,
    linear_rows,
    read_table,
    take_position,
)
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.node import NOTHING, Group, Node, Row, nodes_of
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import environment
from dcnn_cards.typeset.math.row import Piece, Pieces, join
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

_LABEL_GAP = 3  # cells between a row and its tag
_PAIR_GAP = "   "  # before each further pair of columns


@dataclass(frozen=True, slots=True)
class Alignment(Node):
    """Rows of cells, set in display style; columns are flush right and left in turn.

    A single column is flush left: what follows a first row is read as its continuation. `centred`
    is for the gathered kind.
    """

    rows: tuple[tuple[Node, ...], ...]
    tags: tuple[tuple[int, Node], ...] = ()
    centred: bool = False

    def pieces(self, setting: Setting) -> Pieces:
        if setting.linear:
            rows = [
                [Row(tuple(node for cell in row for node in nodes_of(cell)))] for row in self.rows
            ]
            return (Piece(text_box(linear_rows(rows, setting))),)
        if setting.form is not Form.PICTURE:
            raise TallError
        return (Piece(self._grid(setting)),)

    def between(self, before: tuple[Node, ...], after: tuple[Node, ...]) -> Alignment:
        """The same with something more before its first row and behind its last."""
        rows = [list(row) for row in self.rows] or [[NOTHING]]
        rows[0][0] = Row((*before, *nodes_of(rows[0][0])))
        rows[-1][-1] = Row((*nodes_of(rows[-1][-1]), *after))
        return replace(self, rows=tuple(map(tuple, rows)))

    def _grid(self, setting: Setting) -> Box:
        rows = [[join(cell) for cell in cells] for cells in self._cells(setting)]
        count = max(map(len, rows), default=0)
        align = "c" if self.centred else "l" if count < 2 else "rl" * count
        gaps = ["", *["" if index % 2 else _PAIR_GAP for index in range(1, max(2, count))]]
        return self._tagged(rows, align, gaps, setting)

    def _tagged(self, rows: list[list[Box]], align: str, gaps: list[str], setting: Setting) -> Box:
        if self.tags:
            count = max(map(len, rows))
            tags = dict(self.tags)
            for index, row in enumerate(rows):
                row += [blank(0)] * (count - len(row))
                row.append(tags[index].box(setting) if index in tags else blank(0))
            gaps = [*gaps[:count], " " * _LABEL_GAP]
            align = (align * count)[:count] + "r"
        return grid(rows, Columns(align, tuple(gaps)))

    def _cells(self, setting: Setting) -> list[list[Pieces]]:
        """Pieces of the cells; a cell that follows another goes on from where that one ends."""
        inner = setting.with_style(MathStyle.DISPLAY)
        return [[_continuing(cell, index, inner) for index, cell in enumerate(row)]
                for row in self.rows]  # fmt: skip

    def fit(self, setting: Setting, width: int) -> Box:
        """The rows within `width` columns: each second cell broken behind its first.

        First cells that leave too little room get rows of their own, if that makes fewer rows.
        """
        whole = self.box(setting)
        if whole.width <= width or max(map(len, self.rows), default=0) > 2:
            return whole
        cells = [[*row, (), ()][:2] for row in self._cells(setting)]
        if not any(right for _, right in cells):
            return parted([box for left, _ in cells for box in break_row(left, width)])
        widest = max((join(left).width for left, _ in cells), default=0)
        columns = {min(widest, width * 2 // 5), min(widest, INDENT)}
        broken = [_broken(cells, column, width) for column in sorted(columns, reverse=True)]
        return min(broken, key=lambda box: (max(0, box.width - width), box.height))


def _broken(cells: list[list[Pieces]], column: int, width: int) -> Box:
    """Rows of two cells whose second ones begin at `column`, below a first one that is wider."""
    lines: list[Box] = []
    for left, right in cells:
        rest = break_row(right, width - column) if right else [blank(0)]
        start = join(left)
        if start.width <= column:
            first = beside([pad(start, column, "r"), rest[0]])
        else:
            lines += break_row(left, width)
            first = beside([blank(column), rest[0]])
        lines += [first, *(beside([blank(column), more]) for more in rest[1:])]
    return parted([line for line in lines if any(row.strip() for row in line.rows)])


def _continuing(cell: Node, index: int, setting: Setting) -> Pieces:
    """A cell's pieces; after `&` an empty atom comes first, so that operators keep their space."""
    if index % 2 == 0:
        return cell.pieces(setting)
    nodes = nodes_of(cell)
    return Row((Group(NOTHING), *nodes)).pieces(setting) if nodes else ()


def _alignment(table: Table, *, centred: bool = False) -> Node:
    return Alignment(tuple(table.rows), tuple(table.tags.items()), centred)


@environment("aligned", "align", "align*", "split", "eqnarray", "eqnarray*", "flalign", "flalign*")
def _aligned(parser: Parser, _name: str) -> Node:
    take_position(parser)
    return _alignment(read_table(parser))


@environment("alignedat", "alignat", "alignat*")
def _aligned_at(parser: Parser, _name: str) -> Node:
    take_position(parser)
    parser.name()
    return _alignment(read_table(parser))


@environment("gathered", "gather", "gather*", "multline", "multline*", "equation", "equation*")
def _gathered(parser: Parser, _name: str) -> Node:
    take_position(parser)
    return _alignment(read_table(parser), centred=True)
