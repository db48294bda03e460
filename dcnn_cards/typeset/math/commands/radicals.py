r"""Radicals: `\sqrt{x}` and `\sqrt[n]{x}`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, beside, blank, painted, text_box
from dcnn_cards.typeset.math.commands.scripts import superscript
from dcnn_cards.typeset.math.ink import paint, unpainted
from dcnn_cards.typeset.math.node import Node, spelled
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces, bracketed, join
from dcnn_cards.typeset.math.setting import Form, Setting

_BARS = {"│", "║", "|"}


class Radical(Node):
    """A radical sign whose roof covers the whole radicand.

    On one row the radicand is in brackets unless it is a single symbol.
    """

    radicand: Node
    index: Node | None = None

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            return (Piece(self._on_one_row(setting), Atom.INNER, Atom.INNER, loose=True),)
        return (Piece(self._roofed(setting), Atom.ORD, Atom.INNER),)

    def _on_one_row(self, setting: Setting) -> Box:
        small = "" if self.index is None else _small(self.index, setting)
        if self.index is not None and small is None:
            return join(spelled(setting, "root", self.index, self.radicand))
        single = self.radicand.glyphs(setting)
        bare = single is not None and len(single) == 1 and not setting.ascii
        inner = self.radicand.box(setting)
        sign = text_box("sqrt" if setting.ascii else "√")
        return beside([text_box(small or ""), sign, inner if bare else bracketed(inner)])

    def _roofed(self, setting: Setting) -> Box:
        radicand = self.radicand.within_room(setting)
        if radicand.height > 1 and any(unpainted(row[:1]) in _BARS for row in radicand.rows):
            radicand = beside([blank(1), radicand])  # or the sign's side would double a bar
        width = max(1, radicand.width)
        if radicand.height == 1 and not setting.ascii:
            sign = Box((" ", "√"), 1, 1)
            roof = paint("_" * width, "rule")
        else:
            stroke, side, corner, line = (
                ("\\", "|", " ", "_") if setting.ascii else ("╲", "│", "┌", "─")
            )
            bars = [f" {side}"] * (radicand.height - 1)
            rows = (f" {corner}", *bars, f"{stroke}{side}")
            sign = painted(Box(rows, radicand.baseline + 1, 2), "rule")
            roof = paint(line * width, "rule")
        covered = Box((roof, *radicand.rows), radicand.baseline + 1, width)
        radical = beside([sign, covered])
        return radical if self.index is None else self._indexed(radical, setting)

    def _indexed(self, radical: Box, setting: Setting) -> Box:
        """The index stands over the foot of the sign, or right before it where it is small."""
        assert self.index is not None
        text = _small(self.index, setting)
        if text and radical.height == 2:
            return beside([text_box(text), radical])
        index = text_box(text) if text else self.index.box(setting.script())
        missing = max(0, radical.height - 1 - index.height)
        rows = [" " * index.width] * missing + [*index.rows, " " * index.width]
        return beside([Box(tuple(rows), len(rows) - 1 - radical.depth, index.width), radical])


def _small(index: Node, setting: Setting) -> str | None:
    """An index in superscript characters, or None if it has none."""
    glyphs = index.glyphs(setting.script().plain())
    return superscript(glyphs, in_ascii=setting.ascii) if glyphs else None


@command("sqrt")
def _sqrt(parser: Parser, _name: str) -> Node:
    index = parser.optional()
    return Radical(parser.argument(), index)
