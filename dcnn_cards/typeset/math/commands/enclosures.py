r"""Frames and strokes: `\boxed`, `\cancel`; `\not`; and colours, which a box cannot carry."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from dcnn_cards.typeset.math.box import Box, beside, blank, is_drawn, stack, text_box
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.kinds import Kind
from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import Form, Setting


@dataclass(frozen=True, slots=True)
class Framed(Node):
    """A body in a frame, with a column of room on either side."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            raise TallError
        body = self.body.box(setting)
        body = beside([blank(1), body, blank(1)])
        corners, across, side = ("++++", "-", "|") if setting.ascii else ("┌┐└┘", "─", "│")
        line = across * body.width
        top, bottom = corners[0] + line + corners[1], corners[2] + line + corners[3]
        rows = tuple(side + row + side for row in body.rows)
        middle = Box(rows, body.baseline, body.width + 2)
        return (Piece(stack([text_box(top), middle, text_box(bottom)], on=1)),)


@command("boxed")
def _boxed(parser: Parser, _name: str) -> Node:
    return Framed(parser.argument())


@dataclass(frozen=True, slots=True)
class Struck(Node):
    """A body with a stroke through each of its characters."""

    body: Node
    stroke: str

    def pieces(self, setting: Setting) -> Pieces:
        box = self.body.box(setting)
        if setting.ascii:
            return (Piece(beside([text_box("/"), box, text_box("/")])),)
        if box.height > 1 and setting.form is not Form.PICTURE:
            raise TallError
        return (Piece(Box(tuple(map(self._strike, box.rows)), box.baseline, box.width)),)

    def _strike(self, row: str) -> str:
        """Strokes through letters and signs; through drawn lines they would not be seen."""
        return "".join(sign + self.stroke if sign.strip() and not is_drawn(sign) else sign
                       for sign in row)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Negated(Node):
    """A relation with a stroke through it."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        (piece, *_) = self.body.pieces(setting) or (Piece(text_box(" ")),)
        if setting.ascii:
            return (Piece(beside([text_box("!"), piece.box]), piece.left, piece.right),)
        text = unicodedata.normalize("NFC", piece.box.line + "\u0338")
        return (Piece(text_box(text), piece.left, piece.right),)


_STROKES = {"cancel": "\u0338", "bcancel": "\u20e5", "xcancel": "\u0338", "sout": "\u0336"}


@command("cancel", "bcancel", "xcancel", "sout")
def _cancel(parser: Parser, name: str) -> Node:
    return Struck(parser.argument(), _STROKES[name])


@command("not")
def _not(parser: Parser, _name: str) -> Node:
    return Negated(parser.atom())


@command("color")
def _color(parser: Parser, _name: str) -> Node:
    parser.name()
    return parser.row()


@command("textcolor", "colorbox")
def _colored(parser: Parser, _name: str) -> Node:
    parser.name()
    return parser.argument()


@dataclass(frozen=True, slots=True)
class Bra(Node):
    """Dirac's ⟨a| and |b⟩."""

    left: str
    body: Node
    right: str

    def pieces(self, setting: Setting) -> Pieces:
        shown = {"⟨": "<", "⟩": ">"} if setting.ascii else {}
        left, right = (text_box(shown.get(sign, sign)) for sign in (self.left, self.right))
        opening = Piece(left, Kind.OPEN, Kind.OPEN)
        return (opening, *self.body.pieces(setting), Piece(right, Kind.CLOSE, Kind.CLOSE))


_DIRAC = {"bra": ("⟨", "|"), "ket": ("|", "⟩"), "braket": ("⟨", "⟩")}


@command(*_DIRAC)
def _dirac(parser: Parser, name: str) -> Node:
    left, right = _DIRAC[name]
    return Bra(left, parser.argument(), right)
