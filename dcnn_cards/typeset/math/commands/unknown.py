"""Commands and environments that nobody knows: shown in their place, with their arguments set."""

from __future__ import annotations

from dcnn_cards.typeset.math.commands.arrays import Array, Columns
from dcnn_cards.typeset.math.commands.delimiters import Delimited
from dcnn_cards.typeset.math.commands.environments import read_table
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Marked, Node, Row
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import UNKNOWN, command, environment


@command(UNKNOWN)
def _unknown(parser: Parser, name: str) -> Node:
    parser.unknown.append(f"unknown command \\{name}")
    return _with_arguments(parser, f"\\{name}")


@environment(UNKNOWN)
def _unknown_environment(parser: Parser, name: str) -> Node:
    parser.unknown.append(f"unknown environment {name}")
    opening = _with_arguments(parser, f"\\begin{{{name}}}")
    table = Array(tuple(read_table(parser).rows), Columns("l"))
    return Row((opening, table, Marked(f"\\end{{{name}}}")))


def _with_arguments(parser: Parser, source: str) -> Node:
    """The source, and the groups that stand right behind it in their braces."""
    nodes: list[Node] = [Marked(source)]
    while parser.peek_raw().sort == Sort.OPEN:
        nodes.append(Delimited("{", parser.argument(), "}"))
    return Row(tuple(nodes)) if len(nodes) > 1 else nodes[0]
