"""Text as a terminal sees it: the cells that it takes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dcnn_cards.signs import visible

__all__ = ["MARKS", "cell_len", "cut", "is_narrow", "is_wide", "visible", "without_marks"]

# What documents and formulas are made of, each one cell wide: no need to ask the tables of rich.
_NARROW = (
    " ~", "\u00a1\u00ac", "\u00ae\u02ff", "\u0370\u0377", "\u0384\u0482", "\u1d2c\u1dbf",
    "\u2010\u2027", "\u2030\u205e", "\u2070\u209c", "\u20a0\u20bf", "\u2100\u2307",
    "\u239b\u23ae", "\u2500\u257f", "\u27e6\u27ef", "\u2900\u2aff", "\u2c7c\u2c7d",
    "\U0001d400\U0001d7ff",
)  # fmt: skip

MARKS = re.compile("[\u0300-\u036e\u20d0-\u20ef]")
"""Characters that are drawn over the one before them."""


def is_narrow(text: str) -> bool:
    """Whether each character is known to take one cell."""
    return text.isascii() or all(map(_is_narrow, set(text)))


@lru_cache(maxsize=1024)
def _is_narrow(sign: str) -> bool:
    return any(pair[0] <= sign <= pair[1] for pair in _NARROW)


def is_wide(sign: str) -> bool:
    """Whether it is a sign of a script that is written without spaces, in which lines may end."""
    return "\u2e80" <= sign <= "\ud7ff" or "\uf900" <= sign <= "\uffe6" or sign >= "\U0001f300"


def cell_len(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return _of_sign(text) if len(text) == 1 else _measured(text)


def _measured(text: str) -> int:
    if is_narrow(text):
        return len(text)
    bare = MARKS.sub("", text)
    if bare[:1] == text[:1] and is_narrow(bare):
        return len(bare)
    from rich.cells import cell_len as measure

    return measure(text)


_of_sign = lru_cache(maxsize=4096)(_measured)


def cut(text: str, width: int) -> tuple[str, str]:
    """The most of `text` that fits into `width` cells, at least one character, and the rest."""
    if text.isascii():
        return text[: max(1, width)], text[max(1, width) :]
    taken = 0
    for index, sign in enumerate(text):
        taken += cell_len(sign)
        if taken > width and index:
            return text[:index], text[index:]
    return text, ""


def without_marks(text: str) -> str:
    """`text` with accents taken off its letters and compatibility forms made plain."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.category(sign).startswith("M"))
