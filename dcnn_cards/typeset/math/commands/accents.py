r"""Accents over one letter or several, and lines above and below: `\hat`, `\bar`, `\overline`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import unicodedata

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, inked_as, stack, text_box
from dcnn_cards.typeset.math.glyphs import drawn, horizontal
from dcnn_cards.typeset.math.node import Node, spelled
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces, bracketed
from dcnn_cards.typeset.math.setting import Form, Setting

# command: mark combining with a letter, mark in a row of its own, in ASCII, and if it stretches
_ACCENTS = {
    "hat": ("\u0302", "^", "^", False),
    "widehat": ("\u0302", "⌃", "⌃", True),
    "bar": ("\u0304", "_", "_", True),
    "overline": ("\u0305", "_", "_", True),
    "tilde": ("\u0303", "~", "~", False),
    "widetilde": ("\u0303", "∼", "∼", True),
    "vec": ("\u20d7", "→", "→", True),
    "overrightarrow": ("\u20d7", "→", "→", True),
    "overleftarrow": ("\u20d6", "←", "←", True),
    "overleftrightarrow": ("\u20e1", "↔", "↔", True),
    "dot": ("\u0307", "˙", ".", False),
    "ddot": ("\u0308", "¨", "..", False),
    "dddot": ("\u20db", "…", "...", False),
    "ddddot": ("\u20dc", "….", "....", False),
    "overleftharpoon": ("\u20d0", "↼", "↼", True),
    "overrightharpoon": ("\u20d1", "⇀", "⇀", True),
    "Overrightarrow": ("\u20d7", "⇒", "⇒", True),
    "overgroup": ("\u0311", "⏠", "⏠", True),
    "overlinesegment": ("\u0305", "├", "├", True),
    "check": ("\u030c", "ˇ", "v", False),
    "widecheck": ("\u030c", "⌄", "⌄", True),
    "breve": ("\u0306", "˘", "u", False),
    "acute": ("\u0301", "´", "'", False),
    "grave": ("\u0300", "`", "`", False),
    "mathring": ("\u030a", "˚", "o", False),
}
_BELOW = {
    "underline": ("\u0332", "‾"),
    "underbar": ("\u0332", "‾"),
    "underrightarrow": ("", "→"),
    "underleftarrow": ("", "←"),
    "underleftrightarrow": ("", "↔"),
    "undergroup": ("", "⏡"),
    "underlinesegment": ("", "├"),
    "utilde": ("\u0330", "∼"),
}


class Accent(Node):
    """A body with a mark above it: combined with a single letter, else in a row of its own."""

    name: str
    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        combining, mark, plain, stretches = _ACCENTS[self.name]
        box = self.body.box(setting)
        if setting.ascii:
            if setting.form is not Form.PICTURE:
                words = text_box(self.name + bracketed(box).row)
                return (Piece(words, word=True),)
            return (_apart(_above(box, plain, stretches, in_ascii=True), stretches),)
        if box.height == 1 and box.width == 1:
            return (Piece(inked_as(unicodedata.normalize("NFC", box.line + combining), box)),)
        if setting.form is not Form.PICTURE:
            if not stretches or mark != "_" or not box.line.replace(" ", "").isalnum():
                return spelled(setting, self.name, box)
            return (Piece(text_box(_marked(box.row, "\u0305"))),)
        return (_apart(_above(box, mark, stretches, in_ascii=False), stretches),)


def _lined(piece: Piece, mark: str) -> Piece:
    """A piece on one row with a mark on each of its characters and of the blanks before it."""
    row = _marked(" " * piece.gap + piece.box.row, mark)
    return piece.boxed(text_box(row)).after(0)


def _marked(line: str, mark: str) -> str:
    """`line` with a combining mark on each character, once on one that has marks already."""
    marked = {ord(sign): sign + mark for sign in set(line) if not unicodedata.combining(sign)}
    return line.translate(marked | {ord(mark): None})


def _apart(box: Box, stretches: bool) -> Piece:
    """Long marks are kept from those of a neighbour."""
    kind = Atom.INNER if stretches else Atom.ORD
    return Piece(box, kind, kind)


def _above(box: Box, mark: str, stretches: bool, *, in_ascii: bool) -> Box:
    if not stretches:
        return stack([text_box(mark), box], on=1)
    width = max(1, box.width)
    line = "_" * width if mark == "_" else horizontal(mark, max(2, width), in_ascii)
    return stack([drawn(line), box], on=1)


@command(*_ACCENTS)
def _accent(parser: Parser, name: str) -> Node:
    return Accent(name, parser.argument())


class Underlined(Node):
    """A body with a line or an arrow under it."""

    combining: str
    mark: str
    body: Node

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            if not self.combining or setting.ascii or setting.linear:
                return spelled(setting, "underline", self.body)
            return tuple([_lined(piece, self.combining) for piece in self.body.pieces(setting)])
        box = self.body.box(setting)
        width = max(1, box.width)
        if self.combining:
            line = ("-" if setting.ascii else self.mark) * width
        else:
            line = horizontal(self.mark, max(2, width), setting.ascii)
        return (_apart(stack([box, drawn(line)], on=0), True),)


@command(*_BELOW)
def _underline(parser: Parser, name: str) -> Node:
    return Underlined(*_BELOW[name], parser.argument())
