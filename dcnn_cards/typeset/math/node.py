"""The tree of a formula. A node knows what it stands for and how it is set, not how it was written.

A family of commands adds its own nodes beside the code that reads them; these are the common ones.
"""

# ruff: noqa: ARG002, D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import EMPTY, Box, painted, text_box
from dcnn_cards.typeset.math.breaking import break_row, parted
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.fonts import in_alphabet
from dcnn_cards.typeset.math.row import (
    Piece,
    Pieces,
    as_one,
    bracketed,
    inked,
    join,
    outward,
    set_row,
    space,
)
from dcnn_cards.typeset.math.setting import Form, Setting


class Node(Frozen):
    """Part of a formula. A family defines `box`, or `pieces` where a line may break inside."""

    kind = Atom.ORD

    def box(self, setting: Setting) -> Box:
        """The node as a box; TallError if the setting asks for one row and this needs more."""
        return join(self.pieces(setting))

    def pieces(self, setting: Setting) -> Pieces:
        """The node as a row of boxes that a line break may part."""
        return (Piece(self.box(setting), self.kind, self.kind),)

    def glyphs(self, setting: Setting) -> str | None:
        """The characters of a node that is nothing but plain characters in a row, else None."""
        return None

    def as_nucleus(self, setting: Setting) -> Pieces:
        """The pieces of the node beneath scripts, which stand at the last of them."""
        return self.pieces(setting)

    def takes_limits(self, setting: Setting) -> bool:
        """Whether scripts of this nucleus stand above and below it."""
        return False

    def unwrapped(self) -> Node:
        """The node without what stands around it and adds no sign of its own."""
        return self

    def within_room(self, setting: Setting) -> Box:
        """The node as a box, in lines if it is wider than there is room for."""
        if not setting.room:
            return self.box(setting)
        deeper = setting.room if setting.parts > 1 else 0
        pieces = self.pieces(setting.replace(room=deeper, parts=setting.parts - 1))
        box = join(pieces)
        if box.width <= setting.room or setting.form is not Form.PICTURE:
            return box
        return parted(break_row(pieces, setting.room))

    def between(self, before: tuple[Node, ...], after: tuple[Node, ...]) -> Node:
        """The node with something more before its first row and behind its last."""
        return Row((*before, *nodes_of(self), *after))

    def fit(self, setting: Setting, width: int) -> Box:
        """The node in at most `width` columns, unless one unbreakable piece is wider."""
        return parted(break_row(self.pieces(setting), width))

    def braced(self) -> Node:
        """The node as it is set beside a brace, whose point needs a row in the middle."""
        return self


class Symbol(Node):
    """One glyph, with its spelling in ASCII."""

    glyph: str
    ascii: str
    role: Atom = Atom.ORD

    def text(self, setting: Setting) -> str:
        """The characters shown."""
        if setting.ascii:
            return self.ascii
        return in_alphabet(self.glyph, setting.alphabet) if setting.alphabet else self.glyph

    def box(self, setting: Setting) -> Box:
        return self.pieces(setting)[0].box

    def pieces(self, setting: Setting) -> Pieces:
        text = self.text(setting)
        # A letter that stands for a sign, as x for ×, is a word too.
        word = setting.ascii and text.isalpha() and (len(text) > 1 or not self.glyph.isalpha())
        return _symbol_pieces(text, self.role, word)

    def glyphs(self, setting: Setting) -> str | None:
        return self.text(setting)


@lru_cache(maxsize=4096)
def _symbol_pieces(text: str, role: Atom, word: bool) -> Pieces:
    """A symbol is set again and again, always alike."""
    box = text_box(text)
    return (Piece(painted(box, "relation") if role is Atom.REL else box, role, role, word=word),)


class Row(Node):
    """Nodes side by side, as at the top of a formula: its neighbours see each of them."""

    nodes: tuple[Node, ...]

    def pieces(self, setting: Setting) -> Pieces:
        return set_row([node.pieces(setting) for node in self.nodes], script=setting.is_script)

    def glyphs(self, setting: Setting) -> str | None:
        parts: list[str] = []
        for node in self.nodes:
            part = node.glyphs(setting)
            if part is None:
                return None
            parts.append(part)
        return "".join(parts)

    def braced(self) -> Node:
        return Row(tuple(node.braced() for node in self.nodes))


_EMPTY = (Piece(EMPTY),)


class Group(Node):
    """What stands in braces: ordinary to its neighbours, whatever it begins and ends with."""

    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        pieces = self.body.pieces(setting)
        if len(pieces) == 1 and pieces[0].space:
            return pieces
        return outward(pieces or _EMPTY, Atom.ORD, Atom.ORD)

    def as_nucleus(self, setting: Setting) -> Pieces:
        return as_one(self.pieces(setting))

    def glyphs(self, setting: Setting) -> str | None:
        return self.body.glyphs(setting)

    def unwrapped(self) -> Node:
        return self.body.unwrapped()


class Space(Node):
    """An explicit space of some cells; none for thin negative ones."""

    cells: int

    def pieces(self, setting: Setting) -> Pieces:
        return (space(self.cells),) if self.cells else ()

    def glyphs(self, setting: Setting) -> str | None:
        return None if self.cells else ""


class Classed(Node):
    """A node that stands to its neighbours as a given class, as `\\mathrel{...}` says."""

    body: Node
    role: Atom

    def pieces(self, setting: Setting) -> Pieces:
        pieces = outward(self.body.pieces(setting) or _EMPTY, self.role, self.role)
        return inked(pieces, "relation") if self.role is Atom.REL else pieces

    def as_nucleus(self, setting: Setting) -> Pieces:
        return as_one(self.pieces(setting))

    def glyphs(self, setting: Setting) -> str | None:
        return self.body.glyphs(setting)

    def braced(self) -> Node:
        return Classed(self.body.braced(), self.role)


class Marked(Node):
    """A part of the source as it is written, between the marks of what cannot be read."""

    source: str

    def pieces(self, setting: Setting) -> Pieces:
        opening, closing = ("<<", ">>") if setting.ascii else ("‹", "›")
        box = text_box(f"{opening}{self.source}{closing}")
        return (Piece(painted(box, "source"), word=True),)


NOTHING = Row(())


def nodes_of(node: Node) -> tuple[Node, ...]:
    """The nodes of a row; any other node by itself."""
    return node.nodes if isinstance(node, Row) else (node,)


def enclosed(node: Node, pieces: Pieces, setting: Setting) -> Box:
    """A node in brackets for the sake of one row; `pieces` is what it is in this setting.

    It is asked again only if there are fewer brackets left within them: a node that asked each of
    its children twice would take twice as long with each level.
    """
    within = setting.in_brackets()
    return bracketed(join(pieces) if within is setting else node.box(within))


def spelled(setting: Setting, name: str, *parts: Node | Box) -> Pieces:
    """What has no form on one row, as words: `hat(ab)`. TallError unless the setting is linear."""
    if not setting.linear:
        raise TallError
    boxes = (part if isinstance(part, Box) else part.box(setting) for part in parts)
    inner = ", ".join(box.row for box in boxes)
    return (Piece(text_box(f"{name}({inner})"), Atom.INNER, Atom.INNER, word=True),)
