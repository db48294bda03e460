r"""Environments, `\begin{name} ... \end{name}`, and the rows of cells within most of them."""

from __future__ import annotations

from dcnn_cards.typeset.math.commands.delimiters import Delimited
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Node, Row, nodes_of
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import (
    COMMANDS,
    ENVIRONMENTS,
    UNKNOWN,
    Ending,
    command,
    registered,
)

MAX_CELLS = 2_000
"""Cells of one table."""


@command("begin")
def _begin(parser: Parser, _name: str) -> Node:
    name = parser.name().strip()
    if f"begin {name}" in parser.macros:
        return _own(parser, name)
    reader = registered(name, ENVIRONMENTS) or ENVIRONMENTS[UNKNOWN]
    node = reader(parser, name)
    if not parser.take_command("end") or parser.name().strip() != name:
        raise MathError(f"\\end{{{name}}} missing")
    return node


def _own(parser: Parser, name: str) -> Node:
    """An environment of the formula's own: what it stands for before and behind its body."""
    opening, closing = (Token(Sort.COMMAND, f"{edge} {name}") for edge in ("begin", "end"))
    parser.put("#1", [opening])
    before = parser.row()
    if not parser.take_command("end") or parser.name().strip() != name:
        raise MathError(f"\\end{{{name}}} missing")
    return Row((before, parser.written("{#1}", [closing])))


COMMANDS.update(dict.fromkeys(("end", "hline", "hdashline"), Ending()))


class CellRows:
    """Rows of cells as read: rules by the row they stand before, tags by the row they belong to."""

    def __init__(self) -> None:
        self.rows: list[tuple[Node, ...]] = []
        self.rules: set[int] = set()
        self.tags: dict[int, Node] = {}


def read_table(parser: Parser) -> CellRows:
    r"""The cells up to the `\end` of the environment, or to that of the formula."""
    table = CellRows()
    cells: list[Node] = []
    count = 0
    while True:
        cells.append(_read_cell(parser, table))
        count += 1
        if count > MAX_CELLS:
            raise MathError(f"more than {MAX_CELLS:,} cells in one table")
        if parser.take(Sort.CELL):
            continue
        more = parser.take_command("\\", "cr", "newline")
        if more or cells != [NOTHING] or len(table.rows) in table.tags:
            table.rows.append(tuple(cells))
        cells = []
        if not more:
            return table
        parser.take(Sort.CHARACTER, "*")
        if parser.peek_raw().text == "[":
            parser.optional_name()


def _read_cell(parser: Parser, table: CellRows) -> Node:
    """A cell; the tag and the rules that stand in it are those of its row."""
    parts = [parser.row()]
    while (name := parser.take_command("tag", "hline", "hdashline")) is not None:
        row = len(table.rows)
        if name == "tag":
            bare, label = parser.take_star(), parser.argument()
            table.tags[row] = label if bare else Delimited("(", label, ")")
        else:
            table.rules.add(row)
        parts.append(parser.row())
    if len(parts) == 1:
        return parts[0]
    return Row(tuple(node for part in parts for node in nodes_of(part)))


def take_position(parser: Parser) -> None:
    """Pass over `[t]`, `[b]` or `[c]`, which say where a table stands on the line."""
    parser.take_option("t", "b", "c")
