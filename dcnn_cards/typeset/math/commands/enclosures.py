r"""Frames and strokes: `\boxed`, `\cancel`, `\not`; Dirac's brackets and sets."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import unicodedata

from dcnn_cards.typeset.cells import MARKS
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, beside, blank, inked_as, is_drawn, stack, text_box
from dcnn_cards.typeset.math.commands.delimiters import Delimited, Middle, Sized
from dcnn_cards.typeset.math.glyphs import drawn
from dcnn_cards.typeset.math.ink import paint, unpainted
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Node, Row, Space, nodes_of, spelled
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces, bracketed
from dcnn_cards.typeset.math.setting import Form, Setting


class Framed(Node):
    """A body in a frame, with a column of room on either side."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            return spelled(setting, "boxed", self.body)
        body = self.body.box(setting)
        return (Piece(framed(beside([blank(1), body, blank(1)]), setting)),)


def framed(body: Box, setting: Setting) -> Box:
    """A picture in a frame, without room between them."""
    corners, across, side = ("++++", "-", "|") if setting.ascii else ("┌┐└┘", "─", "│")
    line = across * body.width
    top, bottom = corners[0] + line + corners[1], corners[2] + line + corners[3]
    side = paint(side, "rule")
    rows = tuple(side + row + side for row in body.rows)
    middle = Box(rows, body.baseline, body.width + 2)
    return stack([drawn(top), middle, drawn(bottom)], on=1)


@command("boxed")
def _boxed(parser: Parser, _name: str) -> Node:
    return Framed(parser.argument())


class Struck(Node):
    """A body with a stroke through each of its characters."""

    body: Node
    stroke: str

    def pieces(self, setting: Setting) -> Pieces:
        if setting.ascii:
            return self._between_strokes(setting)
        return tuple([self._strike(piece) for piece in self.body.pieces(setting)])

    def _between_strokes(self, setting: Setting) -> Pieces:
        box = self.body.box(setting)
        if setting.form is not Form.PICTURE:  # a slash would seem to divide
            return (Piece(beside([text_box("cancel"), bracketed(box)]), word=True),)
        return (Piece(beside([text_box("/"), box, text_box("/")])),)

    def _strike(self, piece: Piece) -> Piece:
        rows = tuple(map(self._through, piece.box.rows))
        return piece.boxed(piece.box.replace(rows=rows))

    def _through(self, row: str) -> str:
        """Strokes through letters and signs, once however often they are asked for."""
        struck = {ord(sign): sign + self.stroke for sign in set(row) if _is_struck(sign)}
        return row.translate(struck | dict.fromkeys(map(ord, self.stroke)))


def _is_struck(sign: str) -> bool:
    """Whether a stroke goes through a character; through drawn lines it would not be seen."""
    return not (sign.isspace() or MARKS.match(sign) or is_drawn(unpainted(sign)))


class Negated(Node):
    """A relation with a stroke through it."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        (piece, *_) = self.body.pieces(setting) or (Piece(text_box(" ")),)
        if setting.ascii:
            box = beside([inked_as("!", piece.box), piece.box])
        else:
            text = unicodedata.normalize("NFC", piece.box.line + "\u0338")
            box = inked_as(text, piece.box)
        return (Piece(box, piece.left, piece.right),)


_STROKES = {
    "cancel": "\u0338",
    "bcancel": "\u20e5",
    "xcancel": "\u0338\u20e5",
    "sout": "\u0336",
}


@command("cancel", "bcancel", "xcancel", "sout")
def _cancel(parser: Parser, name: str) -> Node:
    parser.optional_tokens()
    return Struck(parser.argument(), _STROKES[name])


@command("not")
def _not(parser: Parser, _name: str) -> Node:
    if parser.peek().sort in (Sort.CLOSE, Sort.END):  # for what stands behind the group
        return symbols.character("/")
    return Negated(parser.atom())


class Cornered(Node):
    """A body under a line that turns down on its right, as actuaries write a term of years."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            return spelled(setting, "angle", self.body)
        body = self.body.box(setting)
        across, corner, side = ("-", "+", "|") if setting.ascii else ("─", "┐", "│")
        top, side = paint(across * body.width + corner, "rule"), paint(side, "rule")
        rows = (top, *(row + side for row in body.rows))
        return (Piece(Box(rows, body.baseline + 1, body.width + 1)),)


@command("angl")
def _angl(parser: Parser, _name: str) -> Node:
    return Cornered(parser.argument())


@command("angln")
def _angln(_parser: Parser, _name: str) -> Node:
    return Cornered(symbols.character("n"))


@command("phase")
def _phase(parser: Parser, _name: str) -> Node:
    return Row((symbols.character("∠"), parser.argument()))


# Dirac's brackets and sets: the sign on the left and on the right, and if they grow.
_PAIRS = {
    "bra": ("⟨", "|", False),
    "ket": ("|", "⟩", False),
    "braket": ("⟨", "⟩", False),
    "set": ("{", "}", False),
    "Bra": ("⟨", "|", True),
    "Ket": ("|", "⟩", True),
    "Braket": ("⟨", "⟩", True),
    "Set": ("{", "}", True),
}


@command(*_PAIRS)
def _pair(parser: Parser, name: str) -> Node:
    left, right, grows = _PAIRS[name]
    grows = grows or parser.take_star()  # as in the physics package
    body = parser.argument()
    if name == "braket" and parser.peek_raw().sort == Sort.OPEN:
        body = Row((*nodes_of(body), Middle("|"), *nodes_of(parser.argument())))
    if name in _PARTED:
        body = _parted(body, _PARTED[name])
    if "Set" in name or name == "set":
        body = Row((Space(1), *nodes_of(body), Space(1)))
    if grows:
        return Delimited(left, body, right)
    return Row((Sized(left, 1, Atom.OPEN), *nodes_of(body), Sized(right, 1, Atom.CLOSE)))


# How many of the bars within part what they hold.
_PARTED = {"set": 1, "Set": 1, "Braket": 99}


def _parted(body: Node, count: int) -> Node:
    """A body whose first bars, as many as `count`, part what it holds."""
    bar = symbols.character("|")
    nodes: list[Node] = []
    for node in nodes_of(body):
        parts = node == bar and count > 0
        count -= parts
        nodes.append(Middle("|") if parts else node)
    return Row(tuple(nodes))
