"""Text as a terminal sees it: cells, and nothing that could steer the terminal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TAB = 4
"""Cells from one tab stop to the next."""

# What documents and formulas are made of, each one cell wide: no need to ask the tables of rich.
_NARROW = (
    " ~", "\u00a1\u00ac", "\u00ae\u02ff", "\u0370\u0377", "\u0384\u0482", "\u1d2c\u1dbf",
    "\u2010\u2027", "\u2030\u205e", "\u2070\u209c", "\u20a0\u20bf", "\u2100\u2307",
    "\u239b\u23ae", "\u2500\u257f", "\u27e6\u27ef", "\u2900\u2aff", "\u2c7c\u2c7d",
    "\U0001d400\U0001d7ff",
)  # fmt: skip

# Not compiled here: what is ASCII seldom needs it.
_UNSAFE = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


MARKS = re.compile("[\u0300-\u036e\u20d0-\u20ef]")
"""Characters that are drawn over the one before them."""


def is_narrow(text: str) -> bool:
    """Whether each character is known to take one cell."""
    return text.isascii() or all(map(_is_narrow, set(text)))


@lru_cache(maxsize=1024)
def _is_narrow(sign: str) -> bool:
    return any(pair[0] <= sign <= pair[1] for pair in _NARROW)


def cell_len(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    if is_narrow(text):
        return len(text)
    bare = MARKS.sub("", text)
    if bare[:1] == text[:1] and is_narrow(bare):
        return len(bare)
    from rich.cells import cell_len as measure

    return measure(text)


def visible(text: str, *, in_ascii: bool = False) -> str:
    """`text` with tabs made into spaces and each control character into a sign for it.

    Controls (C0, DEL) show as their Unicode pictures, all else that has no glyph or changes the
    order of those around it (C1, bidirectional and zero-width marks, surrogates) as U+FFFD.
    Variation selectors only ask for another picture of the same character and are left out.
    """
    if "\t" in text:
        text = "\n".join(line.expandtabs(TAB) for line in text.split("\n"))
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return re.sub(_UNSAFE, lambda sign: _picture(sign.group(), in_ascii), text)


def _picture(sign: str, in_ascii: bool) -> str:
    if "\ufe00" <= sign <= "\ufe0f":  # a variation selector
        return ""
    if sign == "\u202f":
        return "\u00a0"
    if in_ascii:
        return "?"
    if sign < " ":
        return chr(0x2400 + ord(sign))
    return "\u2421" if sign == "\x7f" else "\ufffd"


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
