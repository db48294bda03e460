"""The door of mathematics: a formula's source to its tree, and the tree to a box."""

from __future__ import annotations

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box
from dcnn_cards.typeset.math.node import Node, Symbol
from dcnn_cards.typeset.math.parser import parse
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

UNBOUNDED = 1_000_000
"""A width that no formula reaches."""

__all__ = ["UNBOUNDED", "between", "display", "on_one_row", "parse", "setting", "tall"]


def between(before: str, node: Node, after: str) -> Node:
    """A formula with signs of its sentence before its first row and behind its last."""
    return node.between(_signs(before, Atom.OPEN), _signs(after, Atom.CLOSE))


def _signs(text: str, role: Atom) -> tuple[Node, ...]:
    return (Symbol(text, symbols.to_ascii(text), role),) if text else ()


def display(node: Node, base: Setting, width: int = UNBOUNDED) -> Box:
    """A displayed formula in at most `width` columns, unless one unbreakable piece is wider."""
    return node.fit(base, width)


def tall(node: Node, base: Setting, width: int = UNBOUNDED) -> Box:
    """A formula of a sentence in as many rows as it needs, its limits beside their operators."""
    return node.fit(base.with_style(MathStyle.TEXT), width)


def on_one_row(node: Node, base: Setting) -> Box:
    """A formula of a sentence on one row; TallError if that cannot be read unambiguously."""
    setting = base.replace(style=MathStyle.TEXT, form=Form.LINE, pairs=1 + base.ascii)
    return node.box(setting)


def setting(*, in_ascii: bool = False, italic: bool = False, linear: bool = False) -> Setting:
    """What every part of a formula is told at first."""
    return Setting(ascii=in_ascii, alphabet="italic" if italic else "", linear=linear)
