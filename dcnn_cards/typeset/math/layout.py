"""The door of mathematics: a formula's source to its tree, and the tree to a box."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from dcnn_cards.typeset.math import commands, symbols
from dcnn_cards.typeset.math.box import Box
from dcnn_cards.typeset.math.breaking import break_row, parted
from dcnn_cards.typeset.math.commands import alignments
from dcnn_cards.typeset.math.kinds import Kind
from dcnn_cards.typeset.math.node import Node, Row, Symbol, nodes_of
from dcnn_cards.typeset.math.parser import parse
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

# A family of commands is a file that registers them when it is imported.
for _family in iter_modules(commands.__path__):
    import_module(f"{commands.__name__}.{_family.name}")

UNBOUNDED = 1_000_000
"""A width that no formula reaches."""

__all__ = ["UNBOUNDED", "between", "display", "on_one_row", "parse", "setting", "tall"]


def between(before: str, node: Node, after: str) -> Node:
    """A formula with signs of its sentence before its first row and behind its last."""
    if isinstance(node, alignments.Alignment):
        return node.between(_signs(before, Kind.OPEN), _signs(after, Kind.CLOSE))
    return Row((*_signs(before, Kind.OPEN), *nodes_of(node), *_signs(after, Kind.CLOSE)))


def _signs(text: str, role: Kind) -> tuple[Node, ...]:
    return (Symbol(text, symbols.to_ascii(text), role),) if text else ()


def display(node: Node, base: Setting, width: int = UNBOUNDED) -> Box:
    """A displayed formula in at most `width` columns, unless one unbreakable piece is wider."""
    return _fit(node, base, width)


def tall(node: Node, base: Setting, width: int = UNBOUNDED) -> Box:
    """A formula of a sentence in as many rows as it needs, its limits beside their operators."""
    return _fit(node, base.with_style(MathStyle.TEXT), width)


def on_one_row(node: Node, base: Setting) -> Box:
    """A formula of a sentence on one row; TallError if that cannot be read unambiguously."""
    setting = base.replace(style=MathStyle.TEXT, form=Form.LINE, pairs=1 + base.ascii)
    return node.box(setting)


def setting(*, in_ascii: bool = False, italic: bool = False, linear: bool = False) -> Setting:
    """What every part of a formula is told at first."""
    return Setting(ascii=in_ascii, alphabet="italic" if italic else "", linear=linear)


def _fit(node: Node, setting: Setting, width: int) -> Box:
    if isinstance(node, alignments.Alignment):
        return node.fit(setting, width)
    return parted(break_row(node.pieces(setting), width))
