r"""Words within mathematics: `\text`, `\textbf`, `\mbox`, with spaces kept and `$...$` inside."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dataclasses import dataclass

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.box import text_box
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Group, Node, Row
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import MathStyle, Setting

_WORDS = (
    "text textrm textnormal textup textmd textit textbf textsf texttt textsl textsc emph mbox hbox "
    "fbox"
).split()
_SIGNS = {"textbackslash": "\\", "ldots": "…", "dots": "…", "\\": " ", ",": " ", "quad": "  "}
_ENDS = {Sort.CLOSE, Sort.END}


@dataclass(frozen=True, slots=True)
class Words(Node):
    """Text as it is written, with its spaces."""

    text: str

    def pieces(self, setting: Setting) -> Pieces:
        text = symbols.to_ascii(self.text) if setting.ascii else self.text
        return (Piece(text_box(text)),)

    def glyphs(self, setting: Setting) -> str | None:
        return symbols.to_ascii(self.text) if setting.ascii else self.text


@dataclass(frozen=True, slots=True)
class Inline(Node):
    """A formula within text: no limits above and below."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        return self.body.pieces(setting.with_style(max(setting.style, MathStyle.TEXT)))


@command(*_WORDS)
def _text(parser: Parser, _name: str) -> Node:
    if not parser.take(Sort.OPEN):
        return Words(parser.next().text)
    words = _words(parser)
    parser.expect(Sort.CLOSE)
    return words


def _words(parser: Parser) -> Node:
    """Words up to the brace that closes them."""
    parts: list[Node] = []
    text = ""
    while (token := parser.peek_raw()).sort not in _ENDS:
        node: Node | None = None
        parser.next_raw()
        if token.sort is Sort.DOLLAR:
            node = Inline(parser.row())
            parser.expect(Sort.DOLLAR)
        elif token.sort is Sort.OPEN:
            node = parser.nested(lambda: _words(parser))
            parser.expect(Sort.CLOSE)
        elif token.sort is Sort.COMMAND:
            node = _command(parser, token.text)
        if node is None:
            text += " " if token.text == "~" else token.text
            continue
        if text:
            parts.append(Words(text))
            text = ""
        parts.append(node)
    if text:
        parts.append(Words(text))
    return Group(Row(tuple(parts))) if len(parts) != 1 else parts[0]


def _command(parser: Parser, name: str) -> Node:
    if name in _WORDS:
        return parser.nested(lambda: _text(parser, name))
    if name == "(":
        node = Inline(parser.row())
        parser.expect(Sort.COMMAND, ")")
        return node
    if name in _SIGNS or name == " ":
        return Words(_SIGNS.get(name, " "))
    symbol = symbols.named(name)
    if symbol is None:
        raise parser.error(f"unknown command \\{name} in text")
    return symbol
