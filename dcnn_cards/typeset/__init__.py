r"""Text with light Markdown and LaTeX, set in terminal cells.

`render` sets one formula, `typeset` a text with `$...$` and `$$...$$`; `Typeset` is a rich
renderable of the same. Importing this package is cheap: what does the work is imported when there
is work, and of sympy only the table of its glyphs, when a bracket is more than one row high.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from dcnn_cards.typeset.block import Block, Fault, Run, Style
    from dcnn_cards.typeset.cells import cell_len, visible
    from dcnn_cards.typeset.math.setting import Setting
    from dcnn_cards.typeset.math.spelling import spelled
    from dcnn_cards.typeset.math.symbols import to_ascii
    from dcnn_cards.typeset.renderable import Markdown, Typeset, put, style_name

    Letters = Literal["plain", "italic"]
else:
    Letters = str

VERSION = "12"
"""Changes whenever the same text may come out differently; part of a cache's key."""

__all__ = [
    "VERSION",
    "Block",
    "Fault",
    "Letters",
    "Markdown",
    "Run",
    "Style",
    "Typeset",
    "cell_len",
    "faults",
    "formulas",
    "is_readable",
    "put",
    "render",
    "spelled",
    "style_name",
    "to_ascii",
    "typeset",
    "visible",
]

_HOMES = {
    "block": ("Block", "Fault", "Run", "Style"),
    "cells": ("cell_len", "visible"),
    "math.spelling": ("spelled",),
    "math.symbols": ("to_ascii",),
    "renderable": ("Markdown", "Typeset", "put", "style_name"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """A public name that is defined further in, imported when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def render(
    latex: str,
    *,
    display: bool = True,
    width: int | None = None,
    ascii: bool = False,  # noqa: A002
    letters: Letters = "plain",
    linear: bool = False,
) -> str:
    """One formula, without dollars, as lines of text.

    `width` is in cells: nothing is wider unless one piece that cannot be broken is. With
    `display=False` it is set as in a sentence, on one line if it can be; with `linear` it is on one
    line whatever it takes, for reading aloud, searching and copying. Letters are upright, or with
    `letters="italic"` mathematical italics. A formula that cannot be read comes back as its source
    between ‹ and ›.
    """
    from dcnn_cards.typeset import formula

    base = _setting(ascii, letters, linear)
    return formula.as_text(latex, base, display=display, width=width)


def typeset(
    text: str,
    *,
    width: int,
    ascii: bool = False,  # noqa: A002
    letters: Letters = "plain",
    linear: bool = False,
) -> Block:
    r"""A text with Markdown and mathematics in lines of at most `width` cells, 1 or more.

    Any text at all gives a block: what cannot be read as mathematics is shown as its source and
    listed in `Block.faults`. `ascii`, `letters` and `linear` are as for `render`.
    """
    from dcnn_cards.typeset import flow

    width = max(1, width)
    try:
        return flow.block_of(text, _setting(ascii, letters, linear), width=width)
    except Exception as error:  # whatever it is, a text ends no session
        return flow.source_of(text, error, in_ascii=ascii, width=width)


def _setting(in_ascii: bool, letters: Letters, linear: bool) -> Setting:
    from dcnn_cards.typeset.math.setting import Setting

    return Setting(ascii=in_ascii, alphabet="italic" if letters == "italic" else "", linear=linear)


def faults(text: str) -> tuple[Fault, ...]:
    """What `typeset` would show as its source, since it cannot be read or set."""
    from dcnn_cards import markup
    from dcnn_cards.typeset import formula
    from dcnn_cards.typeset.block import Fault

    try:
        document = markup.read(text)
    except Exception as error:
        return (Fault(text, formula.reason(error)),)
    return tuple(
        Fault(part.source, reason, *document.place(part.start))
        for part in document.formulas
        if (reason := formula.fault(part.latex))
    )


def formulas(text: str) -> tuple[tuple[str, bool], ...]:
    """The formulas of a text in order: LaTeX without its dollars, and whether it is a display."""
    from dcnn_cards import markup

    return tuple((part.latex, part.display) for part in markup.formulas(text))


def is_readable(latex: str) -> bool:
    """Whether a formula, without dollars, can be read."""
    from dcnn_cards.typeset import formula

    return not formula.trouble(latex)
