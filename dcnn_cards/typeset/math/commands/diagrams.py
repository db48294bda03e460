r"""Commutative diagrams of amscd: `\begin{CD} A @>f>> B \\ @VVV @VgVV \\ C @= D \end{CD}`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.box import Box, beside, pad, text_box
from dcnn_cards.typeset.math.commands.arrays import Array, Columns
from dcnn_cards.typeset.math.commands.stacks import LongArrow
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.ink import paint
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Node, spelled
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command, environment
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import Form, Setting

_ACROSS = {">": "→", "<": "←", ")": "→", "(": "←"}
_DOWN = {"V": "│↓", "A": "↑│", "|": "║║", "=": ""}
_ASCII = {"│↓": "|v", "↑│": "^|", "║║": "||"}


class Standing(Node):
    """An arrow down or up, or a double line, with labels on its left and right."""

    drawn: str
    left: Node
    right: Node

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            sign = {"│↓": "↓", "↑│": "↑"}.get(self.drawn, "‖")
            sign = symbols.to_ascii(sign) if setting.ascii else sign
            named = [label for label in (self.left, self.right) if label != NOTHING]
            return spelled(setting, sign, *named) if named else (Piece(text_box(sign)),)
        drawn = _ASCII[self.drawn] if setting.ascii else self.drawn
        upper, lower = drawn[0], drawn[1]
        labels = [node.box(setting.script()) for node in (self.left, self.right)]
        height = max(3, *(label.height for label in labels))
        middle = (height - 1) // 2
        rows = (
            [upper] * (height - 1) + [lower] if lower in "↓v" else [upper] + [lower] * (height - 1)
        )
        line = Box(tuple(paint(row, "rule") for row in rows), middle, 1)
        width = max(label.width for label in labels)  # so that the line stands under its objects
        sides = [pad(labels[0], width, "r"), pad(labels[1], width, "l")]
        return (Piece(beside([sides[0], line, sides[1]])),)


@environment("CD")
def _diagram(parser: Parser, _name: str) -> Node:
    rows: list[tuple[Node, ...]] = [()]
    while True:
        nodes = _object(parser)
        if nodes is not None:
            rows[-1] = (*rows[-1], nodes)
        if _takes_at(parser):
            rows[-1] = (*rows[-1], *_arrow(parser, len(rows[-1])))
        elif parser.take_command("\\", "cr") is not None:
            rows.append(())
        else:
            break
    return Array(tuple(row for row in rows if row), Columns("c", ("", " ")))


def _object(parser: Parser) -> Node | None:
    node = parser.row(until="@")
    return None if node == NOTHING else node


def _takes_at(parser: Parser) -> bool:
    return parser.take(Sort.CHARACTER, "@")


def _arrow(parser: Parser, column: int) -> tuple[Node, ...]:
    """The arrow behind an `@`; one that stands has a cell between it and the next."""
    sign = parser.next()
    kind = sign.text
    if kind == ".":
        return (NOTHING,) if column % 2 else (NOTHING, NOTHING)
    if kind == "=":
        return (LongArrow("=", NOTHING, None),)
    apart: tuple[Node, ...] = (NOTHING,) if column % 2 else ()
    if kind in ("|", "‖") or sign.sort == Sort.COMMAND:
        return (*apart, Standing("║║", NOTHING, NOTHING))
    if kind not in _ACROSS and kind not in _DOWN:
        raise MathError(f"@{kind} is no arrow")
    first, second = _label(parser, kind), _label(parser, kind)
    if kind in _ACROSS:
        return (LongArrow(_ACROSS[kind], first, second if second != NOTHING else None),)
    return (*apart, Standing(_DOWN[kind], first, second))


def _label(parser: Parser, kind: str) -> Node:
    """What stands before the next sign of the arrow."""
    found: list[Token] = []
    depth = 0
    while (token := parser.next_raw()).text != kind or depth:
        if token.sort == Sort.END:
            raise MathError(f"an arrow @{kind} is not closed")
        depth += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
        found.append(token)
    return parser.written("{#1}", found) if found else NOTHING


@command("minCDarrowwidth", "minCDarrowheight")
def _least(parser: Parser, _name: str) -> Node:
    parser.length()
    return NOTHING
