r"""Displays of several rows: `aligned`, `gathered`, `split`, `multline` and their relatives."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.typeset.math.box import Box, beside, blank, pad
from dcnn_cards.typeset.math.breaking import INDENT, break_row, parted
from dcnn_cards.typeset.math.commands.arrays import Columns, grid, linear_rows
from dcnn_cards.typeset.math.commands.environments import CellRows, read_table, take_position
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Group, Node, Row, Space, nodes_of
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import COMMANDS, Ending, environment
from dcnn_cards.typeset.math.row import Piece, Pieces, join
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

_LABEL_GAP = 3  # cells between a row and its tag


class Alignment(Node):
    """Rows of cells, set in display style; columns are flush right and left in turn.

    A single column is flush left: what follows a first row is read as its continuation. `centred`
    is for the gathered kind; `stepped` for `multline`, from the first row flush left to the last
    flush right. `apart` is what stands before each further pair of columns.
    """

    rows: tuple[tuple[Node, ...], ...]
    tags: tuple[tuple[int, Node], ...] = ()
    centred: bool = False
    stepped: bool = False
    apart: str = "   "
    odd: bool = False

    def pieces(self, setting: Setting) -> Pieces:
        if setting.linear:
            return linear_rows(self._linear(), setting)
        if setting.form is not Form.PICTURE:
            raise TallError
        return (Piece(self._grid(setting)),)

    def _linear(self) -> list[list[Node]]:
        """The rows as one cell each, with spaces between pairs of columns and before a tag."""
        tags = dict(self.tags)
        rows: list[list[Node]] = []
        for nth, row in enumerate(self.rows):
            nodes: list[Node] = []
            for index, cell in enumerate(row):
                if index and index % 2 == 0:
                    nodes.append(Space(len(self.apart)))
                nodes += nodes_of(cell)
            if nth in tags:
                nodes += [Space(_LABEL_GAP), tags[nth]]
            rows.append([Row(tuple(nodes))])
        return rows

    def between(self, before: tuple[Node, ...], after: tuple[Node, ...]) -> Alignment:
        rows = [list(row) for row in self.rows] or [[NOTHING]]
        rows[0][0] = Row((*before, *nodes_of(rows[0][0])))
        rows[-1][-1] = Row((*nodes_of(rows[-1][-1]), *after))
        return self.replace(rows=tuple(map(tuple, rows)))

    def _grid(self, setting: Setting) -> Box:
        rows = [[join(cell) for cell in cells] for cells in self._cells(setting)]
        count = max(map(len, rows), default=0)
        align = "c" if self.centred else "l" if count < 2 else "rl" * count
        gaps = ["", *["" if index % 2 else self.apart for index in range(1, max(2, count))]]
        if self.stepped and len(rows) > 1:
            rows = _stepped(rows)
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
        return grid(rows, Columns(align, tuple(gaps)), odd=self.odd)

    def braced(self) -> Node:
        return self.replace(odd=len(self.rows) > 1)

    def _cells(self, setting: Setting) -> list[list[Pieces]]:
        """Pieces of the cells; a cell that follows another goes on from where that one ends."""
        inner = setting.with_style(MathStyle.DISPLAY)
        return [[_continuing(cell, index + (self.stepped and nth > 0), inner)
                 for index, cell in enumerate(row)]
                for nth, row in enumerate(self.rows)]  # fmt: skip

    def fit(self, setting: Setting, width: int) -> Box:
        """The rows within `width` columns: each second cell broken behind its first.

        First cells that leave too little room get rows of their own, if that makes fewer rows.
        """
        whole = self.box(setting)
        if whole.width <= width or max(map(len, self.rows), default=0) > 2:
            return whole
        padded = [[*row, (), ()] for row in self._cells(setting)]
        pairs = [(left, right) for left, right, *_ in padded]
        if not any(right for _, right in pairs):
            return self._labelled([break_row(left, width) for left, _ in pairs], setting, width)
        widest = max((join(left).width for left, _ in pairs), default=0)
        columns = {min(widest, width * 2 // 5), min(widest, INDENT)}
        broken = [
            self._labelled([_broken(*pair, column, width) for pair in pairs], setting, width)
            for column in sorted(columns, reverse=True)
        ]
        return min(broken, key=lambda box: (max(0, box.width - width), box.height))

    def _labelled(self, rows: list[list[Box]], setting: Setting, width: int) -> Box:
        """The lines of all rows, each tag behind the last line of its row or below it."""
        edge = max((line.width for lines in rows for line in lines), default=0) + _LABEL_GAP
        for index, label in self.tags:
            tag, lines = label.box(setting), rows[index]
            column = max(0, min(edge, width - tag.width))
            last = lines.pop() if lines and lines[-1].width + _LABEL_GAP <= column else blank(0)
            lines.append(beside([last, blank(column - last.width), tag]))
        return parted([line for lines in rows for line in lines])


def _stepped(rows: list[list[Box]]) -> list[list[Box]]:
    """The rows of a `multline` from left to right."""
    width = max(row[0].width for row in rows) + 2 * INDENT
    sides = ["l", *"c" * (len(rows) - 2), "r"]
    return [[pad(row[0], width, side)] for row, side in zip(rows, sides, strict=True)]


def _broken(left: Pieces, right: Pieces, column: int, width: int) -> list[Box]:
    """The lines of a row whose second cell begins at `column`, below a first that is wider."""
    rest = break_row(right, width - column) if right else [blank(0)]
    start = join(left)
    if start.width <= column:
        above: list[Box] = []
        first = beside([pad(start, column, "r"), rest[0]])
    else:
        above = break_row(left, width)
        first = beside([blank(column), rest[0]])
    lines = [*above, first, *(beside([blank(column), more]) for more in rest[1:])]
    return [line for line in lines if any(row.strip() for row in line.rows)]


def _continuing(cell: Node, index: int, setting: Setting) -> Pieces:
    """A cell's pieces; after `&` an empty atom comes first, so that operators keep their space."""
    if index % 2 == 0:
        return cell.pieces(setting)
    nodes = nodes_of(cell)
    return Row((Group(NOTHING), *nodes)).pieces(setting) if nodes else ()


def _alignment(table: CellRows) -> Alignment:
    return Alignment(tuple(table.rows), tuple(table.tags.items()))


@environment("aligned", "align", "align*", "split", "flalign", "flalign*")
def _aligned(parser: Parser, _name: str) -> Node:
    take_position(parser)
    return _alignment(read_table(parser))


@environment("empheq")
def _empheq(parser: Parser, _name: str) -> Node:
    """A display with something on its left or right: a brace, words."""
    sides = _options(parser.optional_tokens() or ())
    inner = parser.name().split("=")[0].strip()
    display = _alignment(read_table(parser))
    body = display.replace(centred=inner.startswith(("gather", "multline", "equation")))
    left, right = (parser.written("{#1}", sides.get(side, ())) for side in ("left", "right"))
    return Row((left, body, right))


def _options(tokens: Sequence[Token]) -> dict[str, Sequence[Token]]:
    """Settings such as `left=a, right=b`."""
    found: dict[str, Sequence[Token]] = {}
    name, depth = "", 0
    value: list[Token] = []
    named = False
    for token in (*tokens, Token(Sort.CHARACTER, ",")):
        depth += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
        if token.text == "," and not depth:
            found[name.strip()] = tuple(value)
            name, value, named = "", [], False
        elif named:
            value.append(token)
        elif token.text == "=":
            named = True
        else:
            name += token.text
    return found


@environment("eqnarray", "eqnarray*")
def _eqnarray(parser: Parser, _name: str) -> Node:
    """The relation has a cell of its own, between the sides."""
    table = read_table(parser)
    for index, (first, *rest) in enumerate(table.rows):
        table.rows[index] = (first, Row(tuple(node for cell in rest for node in nodes_of(cell))))
    return _alignment(table)


@environment("alignedat", "alignat", "alignat*", "xalignat", "xalignat*", "xxalignat")
def _aligned_at(parser: Parser, _name: str) -> Node:
    take_position(parser)
    parser.name()
    return _alignment(read_table(parser)).replace(apart=" ")


@environment("gathered", "gather", "gather*", "equation", "equation*", "lgathered", "rgathered")
@environment("math", "displaymath", "subequations", "center")
def _gathered(parser: Parser, _name: str) -> Node:
    take_position(parser)
    return _alignment(read_table(parser)).replace(centred=True)


# Without an environment around them they make a display of lines all the same.
COMMANDS.update(dict.fromkeys(("\\", "cr", "newline", "tag"), Ending(_gathered)))


@environment("multline", "multline*", "multlined")
def _multline(parser: Parser, name: str) -> Node:
    while name == "multlined" and parser.optional_tokens() is not None:
        pass  # where it stands and how wide it is to be
    return _alignment(read_table(parser)).replace(centred=True, stepped=True)
