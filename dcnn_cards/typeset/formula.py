"""One formula by itself, and what is shown in place of one that cannot be read."""

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.typeset.cells import cell_len, visible
from dcnn_cards.typeset.math import layout, symbols
from dcnn_cards.typeset.math.errors import MathError, TallError
from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.setting import Setting


def render(latex: str, base: Setting, *, display: bool, width: int | None) -> str:
    """One formula as lines of text, or its marked source."""
    limit = layout.UNBOUNDED if width is None else max(1, width)
    try:
        node = read(latex)
    except MathError:
        return "\n".join(marked(latex, in_ascii=base.ascii))
    if base.linear:
        return layout.on_one_row(node, base).lines()[0]
    if display:
        return "\n".join(layout.display(node, base, limit).lines())
    try:
        (line,) = layout.on_one_row(node, base).lines()
    except TallError:
        line = None
    if line is not None and cell_len(line) <= limit:
        return line
    return "\n".join(layout.tall(node, base, limit).lines())


@lru_cache(maxsize=64)
def read(latex: str) -> Node:
    """The tree of a formula; control characters in it are shown, not kept."""
    return layout.parse(visible(latex))


def is_readable(latex: str) -> bool:
    """Whether a formula can be read."""
    try:
        read(latex)
    except MathError:
        return False
    return True


def marked(source: str, *, in_ascii: bool) -> list[str]:
    """The source of a formula that cannot be read, between ‹ and ›, in its own lines."""
    opening, closing = ("<<", ">>") if in_ascii else ("‹", "›")
    text = visible(source.strip("\n"), in_ascii=in_ascii)
    if in_ascii:
        text = symbols.to_ascii(text)
    return f"{opening}{text}{closing}".split("\n")
