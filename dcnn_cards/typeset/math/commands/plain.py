r"""Commands of plain TeX that LaTeX has other names for: `\matrix{a & b \cr}`, `\buildrel`."""

from __future__ import annotations

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.commands.alignments import Alignment
from dcnn_cards.typeset.math.commands.arrays import Array, Columns
from dcnn_cards.typeset.math.commands.delimiters import Delimited
from dcnn_cards.typeset.math.commands.environments import read_table
from dcnn_cards.typeset.math.commands.radicals import Radical
from dcnn_cards.typeset.math.commands.stacks import Labelled
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import NOTHING, Node, Space
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import COMMANDS, Ending, command


def _rows(parser: Parser) -> tuple[tuple[Node, ...], ...]:
    r"""Rows of cells in braces, each but the last closed by `\cr`."""
    parser.expect(Sort.OPEN)
    table = read_table(parser)
    parser.expect(Sort.CLOSE)
    return tuple(table.rows)


_MATRICES = {"matrix": ("", ""), "pmatrix": ("(", ")"), "bordermatrix": ("(", ")")}


@command(*_MATRICES)
def _matrix(parser: Parser, name: str) -> Node:
    left, right = _MATRICES[name]
    array = Array(_rows(parser))
    return Delimited(left, array, right) if left else array


@command("cases")
def _cases(parser: Parser, _name: str) -> Node:
    return Delimited("{", Array(_rows(parser), Columns("l", ("", "   "))), "")


@command("eqalign", "displaylines", "eqalignno", "leqalignno")
def _eqalign(parser: Parser, name: str) -> Node:
    return Alignment(_rows(parser), centred=name == "displaylines")


@command("buildrel")
def _buildrel(parser: Parser, _name: str) -> Node:
    above = parser.upper()
    if parser.take_command("over") is None:
        raise MathError("\\buildrel without \\over")
    return Labelled(parser.argument(), above=above, role=Atom.REL)


@command("root")
def _root(parser: Parser, _name: str) -> Node:
    index = parser.row()
    if parser.take_command("of") is None:
        raise MathError("\\root without \\of")
    return Radical(parser.argument(), index)


COMMANDS["of"] = Ending()


@command("raise", "lower", "moveleft", "moveright")
def _moved(parser: Parser, _name: str) -> Node:
    parser.length()
    return parser.argument()


@command("skew")
def _skew(parser: Parser, _name: str) -> Node:
    """An accent with how far it is to be moved, in front of it."""
    parser.length()
    return parser.argument()


@command("hfill", "hfil", "hfilll", "hss", "dotfill", "hrulefill", "mathbreak")
def _fill(_parser: Parser, _name: str) -> Node:
    return Space(1)


@command("boldmath", "unboldmath", "mit", "oldstyle", "hidewidth", "/", "-")
@command(
    "null", "leavevmode", "protect", "nolinebreak", "linebreak", "break", "unskip", "ignorespaces"
)
def _nothing(_parser: Parser, _name: str) -> Node:
    return NOTHING


@command("noalign", "openup", "vskip", "vadjust")
def _between_rows(parser: Parser, _name: str) -> Node:
    parser.length()
    return NOTHING
