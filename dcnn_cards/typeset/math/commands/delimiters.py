r"""Delimiters: `\left ... \middle ... \right`, and the fixed sizes from `\big` to `\Bigg`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, beside, blank, extend, text_box
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.glyphs import vertical
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Node, Row, Symbol
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import COMMANDS, Ending, command
from dcnn_cards.typeset.math.row import Piece, Pieces, join
from dcnn_cards.typeset.math.setting import Form, Setting

_ASCII = {"‖": "||", "⟨": "<", "⟩": ">", "⌊": "|_", "⌋": "_|", "⌈": "|^", "⌉": "^|"}
_ASCII |= {"⟦": "[[", "⟧": "]]", "⎰": "(", "⎱": ")", "⌜": "|^", "⌝": "^|", "⌞": "|_", "⌟": "_|"}
_ASCII |= {"↑": "^", "↓": "v", "↕": "|", "⇑": "^", "⇓": "v", "⇕": "|"}
_FIXED = set("⌜⌝⌞⌟")  # no pieces to draw them longer from


def delimiter(sign: str, like: Box, in_ascii: bool) -> Box:
    """`sign` as high as `like` and on its baseline; of no width if `sign` is empty."""
    if not sign:  # as high as the others, for the sake of its scripts
        return Box(("",) * like.height, like.baseline, 0)
    if like.height == 1 or sign in _FIXED:
        return text_box(_ASCII.get(sign, sign) if in_ascii else sign)
    rows = vertical(sign, like.height, in_ascii)
    return Box(rows, like.baseline, max(len(row) for row in rows))


def fits_brace(box: Box) -> Box:
    """`box` with an odd number of rows, so that the point of a brace is in its middle."""
    return extend(box, 0, 1) if box.height > 1 and box.height % 2 == 0 else box


def with_invisible(pieces: Pieces) -> Box:
    """A row as high as the highest of its pieces, even one of no width such as a `\\vphantom`."""
    box = join(pieces)
    bare = [piece.box for piece in pieces if not piece.box.width]
    above = max((piece.baseline - box.baseline for piece in bare), default=0)
    below = max((piece.depth - box.depth for piece in bare), default=0)
    return extend(box, max(0, above), max(0, below))


class Delimited(Node):
    """A body between two delimiters as high as it; an empty sign stands for none."""

    left: str
    body: Node
    right: str

    def pieces(self, setting: Setting) -> Pieces:
        braced = bool({self.left, self.right} & {"{", "}"})
        pieces = (self.body.braced() if braced else self.body).pieces(setting)
        body = with_invisible(pieces)
        body = fits_brace(body) if braced else body
        left, right = (delimiter(sign, body, setting.ascii) for sign in (self.left, self.right))
        lone = not self.left and self.right in _BARS and body.height == 1
        if lone and any(piece.slashed for piece in pieces):
            # On one row it is no longer the height of the bar that says how far it reaches.
            pieces = (
                Piece(text_box("("), Atom.OPEN, Atom.OPEN),
                *pieces,
                Piece(text_box(")"), Atom.CLOSE, Atom.CLOSE),
            )
        room = [blank(1)] if body.height > 1 and body.width else []
        if self.left in _BARS:
            left = beside([left, *room])
        if self.right in _BARS:
            right = beside([*room, right])
        # On one row a side without a sign holds nothing together.
        one_row = setting.form is not Form.PICTURE
        opening = () if one_row and not self.left else (Piece(left, Atom.OPEN, Atom.OPEN),)
        closing = () if one_row and not self.right else (Piece(right, Atom.CLOSE, Atom.CLOSE),)
        inner = tuple(
            Piece(delimiter(p.box.line, body, setting.ascii), p.left, p.right, p.gap)
            if p.left is Atom.REL and p.box.line in _MIDDLES and p.word
            else p
            for p in pieces
        )
        return (*opening, *inner, *closing)

    def braced(self) -> Node:
        return self.replace(body=self.body.braced())


_MIDDLES = {"|", "‖", "/"}
_BARS = set("|‖⟦⟧↑↓↕⇑⇓⇕")  # a column keeps them from the rules of fractions


class Middle(Node):
    r"""A delimiter of `\middle`; the pair around it makes it as high as themselves."""

    sign: str

    def pieces(self, setting: Setting) -> Pieces:
        text = _ASCII.get(self.sign, self.sign) if setting.ascii else self.sign
        return (Piece(text_box(text), Atom.REL, Atom.REL, word=True),)


class Sized(Node):
    r"""A delimiter of fixed height, `rows` high in a picture."""

    sign: str
    rows: int
    role: Atom

    def pieces(self, setting: Setting) -> Pieces:
        rows = self.rows if setting.form is Form.PICTURE else 1
        box = delimiter(self.sign, Box(("",) * rows, rows // 2, 0), setting.ascii)
        if self.sign in _BARS and rows > 1 and self.role in (Atom.OPEN, Atom.CLOSE):
            box = beside([box, blank(1)] if self.role is Atom.OPEN else [blank(1), box])
        return (Piece(box, self.role, self.role),)


def read_delimiter(parser: Parser) -> str:
    """The glyph of the delimiter that comes next, empty for `.`."""
    token = parser.peek()
    if parser.take(Sort.CHARACTER, "."):
        return ""
    if parser.take(Sort.OPEN):  # in braces, which is no TeX, but is written
        sign = read_delimiter(parser)
        parser.expect(Sort.CLOSE)
        return sign
    symbol: Symbol | None = None
    if token.sort in (Sort.COMMAND, Sort.PRIMITIVE):
        symbol = symbols.named(token.text)
    elif token.sort == Sort.CHARACTER:
        symbol = symbols.character(token.text)
    if symbol is None or symbol.glyph not in symbols.DELIMITERS:
        raise MathError(f"{parser.shown()} is no delimiter")
    parser.next()
    return symbols.DELIMITERS[symbol.glyph]


@command("left")
def _left(parser: Parser, _name: str) -> Node:
    left = read_delimiter(parser)
    parts = [parser.row()]
    while parser.take_command("middle"):
        parts += [Middle(read_delimiter(parser)), parser.row()]
    parser.expect(Sort.COMMAND, "right")
    return Delimited(
        left, parts[0] if len(parts) == 1 else Row(tuple(parts)), read_delimiter(parser)
    )


COMMANDS.update(dict.fromkeys(("middle", "right"), Ending()))

_SIZES = {"big": 1, "Big": 3, "bigg": 3, "Bigg": 5}
_SIDES = {"": Atom.ORD, "l": Atom.OPEN, "r": Atom.CLOSE, "m": Atom.REL}


@command(*(size + side for size in _SIZES for side in _SIDES))
def _sized(parser: Parser, name: str) -> Node:
    size = name.rstrip("lrm")
    return Sized(read_delimiter(parser), _SIZES[size], _SIDES[name[len(size) :]])
