"""One formula by itself: its tree, the tree as a box or as text, and what is shown in their place.

Whoever sets formulas, in a text or alone, comes by here; behind it is `math`.
"""

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.typeset.cells import cell_len, visible
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box
from dcnn_cards.typeset.math.errors import MathError, TallError
from dcnn_cards.typeset.math.ink import unpainted
from dcnn_cards.typeset.math.node import Node, Symbol
from dcnn_cards.typeset.math.parser import parse
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

_UNBOUNDED = 1_000_000  # a width that no formula reaches


def as_text(latex: str, base: Setting, *, display: bool, width: int | None) -> str:
    """One formula as lines of text, or its marked source."""
    try:
        latex = _bare(latex)
        return _as_text(latex, base, display, _UNBOUNDED if width is None else max(1, width))
    except Exception:  # whatever it is, a formula ends no session
        return "\n".join(marked(latex, in_ascii=base.ascii))


def _bare(latex: str) -> str:
    """A formula without the delimiters that it has in a text."""
    if not latex.lstrip().startswith(("$", r"\(", r"\[")):
        return latex
    from dcnn_cards.markup.math import bare  # hardly ever needed

    return bare(latex)


def _as_text(latex: str, base: Setting, display: bool, limit: int) -> str:
    node = tree(latex)
    if base.linear or not display:
        line = on_one_row(latex, base)
        if line is not None and (base.linear or cell_len(unpainted(line)) <= limit):
            return unpainted(line)
    set_out = displayed if display else tall
    return "\n".join(set_out(node, base, limit).lines())


@lru_cache(maxsize=64)
def _read(latex: str) -> tuple[Node, tuple[str, ...]]:
    return parse(visible(latex))


def tree(latex: str) -> Node:
    """The tree of a formula, or MathError; control characters in it are shown, not kept."""
    return _read(latex)[0]


def trouble(latex: str) -> str:
    """Why a formula, or a part of it, cannot be read; empty if all of it can."""
    try:
        return ", ".join(_read(latex)[1])
    except MathError as error:
        return error.reason


def fault(latex: str) -> str:
    """Why a formula, or a part of it, cannot be read or set; empty if it can."""
    try:
        node = tree(latex)
        on_one_row(latex, Setting())
        displayed(node, Setting())
    except Exception as error:
        return reason(error)
    return trouble(latex)


def reason(error: Exception) -> str:
    """Why a formula is shown as its source, if this was raised where it was to be set."""
    return (
        error.reason if isinstance(error, MathError) else f"cannot be set ({type(error).__name__})"
    )


def displayed(node: Node, base: Setting, width: int = _UNBOUNDED) -> Box:
    """A displayed formula in at most `width` columns, unless one unbreakable piece is wider."""
    return _fitted(node, base, width)


def tall(node: Node, base: Setting, width: int = _UNBOUNDED) -> Box:
    """A formula of a sentence in as many rows as it needs, its limits beside their operators."""
    return _fitted(node, base.with_style(MathStyle.TEXT), width)


_SHARES = (1.0, 0.85, 0.7, 0.5, 0.35, 0.25)
"""Of the width, what parts of fractions, roots and tables may have, one after the other."""


_MOST_CELLS = 5_000
"""A formula that takes more is no longer read as one, and is not set again and again."""


def _fitted(node: Node, setting: Setting, width: int) -> Box:
    """A formula broken in lines, within its parts only where nothing else is narrow enough."""
    box = node.fit(setting, width)
    for share in _SHARES:
        if box.width <= width or box.width * box.height > _MOST_CELLS:
            break
        narrower = node.fit(setting.replace(room=max(8, int(share * width) - 2)), width)
        box = narrower if narrower.width < box.width else box
    return box


@lru_cache(maxsize=256)
def on_one_row(latex: str, base: Setting) -> str | None:
    """A formula of a sentence on one row, painted; None if that cannot be read unambiguously.

    In the linear form every formula can.
    """
    setting = base.replace(style=MathStyle.TEXT, form=Form.LINE, pairs=1 + base.ascii)
    try:
        return tree(latex).box(setting).painted_lines()[0]
    except TallError:
        return None


def between(before: str, node: Node, after: str) -> Node:
    """A formula with signs of its sentence before its first row and behind its last."""
    return node.between(_signs(before, Atom.OPEN), _signs(after, Atom.CLOSE))


def _signs(text: str, role: Atom) -> tuple[Node, ...]:
    return (Symbol(text, symbols.to_ascii(text), role),) if text else ()


def marked(source: str, *, in_ascii: bool) -> list[str]:
    """The source of a formula that cannot be read, between ‹ and ›, in its own lines."""
    opening, closing = ("<<", ">>") if in_ascii else ("‹", "›")
    text = visible(source.strip("\n"), in_ascii=in_ascii)
    if in_ascii:
        text = symbols.to_ascii(text)
    return f"{opening}{text}{closing}".split("\n")
