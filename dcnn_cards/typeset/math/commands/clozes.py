r"""Parts of a formula to be recalled: `\cloze[1]{part}{hint}` as a deck has it.

A card that asks for a part says `\clozehidden` in its place, and when it is revealed `\clozeshown`:
both stand in a frame of the same size, so that nothing moves. Any other part is shown as it is.
"""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, painted, text_box
from dcnn_cards.typeset.math.commands.enclosures import framed
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces, join
from dcnn_cards.typeset.math.setting import Form, Setting

INK = "yellow"
_OPEN = Piece(painted(text_box("["), INK), Atom.OPEN, Atom.OPEN)
_CLOSE = Piece(painted(text_box("]"), INK), Atom.CLOSE, Atom.CLOSE)


class Cloze(Node):
    """A body in a frame, on one row between brackets; one that is `hidden` leaves only its room."""

    body: Node
    hidden: bool

    def pieces(self, setting: Setting) -> Pieces:
        pieces = self.body.pieces(setting)
        kind = pieces[0].left if len(pieces) == 1 else Atom.ORD
        body = join(pieces)
        picture = setting.form is Form.PICTURE
        if self.hidden:  # a blank would be lost on a row of words
            room = (" " if picture else "_") * max(1, body.width)
            body = Box((room,) * body.height, body.baseline, len(room))
        if picture:
            return (Piece(painted(framed(body, setting), INK), kind, kind),)
        row = _OPEN, Piece(painted(body, INK)), _CLOSE
        return (Piece(join(row), kind, kind),) if kind in (Atom.BIN, Atom.REL) else row


@command("cloze", "clozehidden", "clozeshown")
def _cloze(parser: Parser, name: str) -> Node:
    parser.optional_name()
    body = parser.argument()
    if parser.peek().sort == Sort.OPEN:
        parser.name()  # the hint, which is told beside the formula
    return body if name == "cloze" else Cloze(body, name == "clozehidden")
