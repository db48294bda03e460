"""Inks: what a character of a picture is painted with, carried through layout in the character.

A node paints what it knows to be a relation, a drawn line, words or in a colour; layout moves the
characters about and knows nothing of it. A painted character is one of Unicode's two private planes
that stands for a character and an ink together; it is one column wide like the character it stands
for, and becomes that again when rows are shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dcnn_cards.typeset.cells import MARKS

SORTS = ("text", "relation", "rule", "source")
"""What a part of a formula is: words, a relation, something that is drawn, LaTeX as written."""

COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan")
"""The colours that every terminal has; each goes over what a part is."""

_INKS = SORTS + COLOURS
_PLANES = 0xF0000
_SHARE = 0x3300  # characters that each ink has room for
_PLAIN = 0x2F00  # of which so many stand for themselves, and the rest for:
_ALPHABETS = range(0x1D400, 0x1D800)  # mathematical letters
_FIRST = chr(_PLANES)
_PAINTED = re.compile(f"[{_FIRST}-\U0010ffff]+")


@lru_cache(maxsize=512)
def paint(row: str, ink: str) -> str:
    """`row` with its characters in `ink`, but for those that have a colour; blanks have none."""
    return row.translate(_INKED.get(ink) or _INKED.setdefault(ink, _Inked(ink)))


class _Inked(dict[int, str]):
    """Characters and what they are in an ink, those that were asked for."""

    def __init__(self, ink: str) -> None:
        self._ink = ink

    def __missing__(self, code: int) -> str:
        self[code] = painted = _painted(chr(code), self._ink)
        return painted


_INKED: dict[str, _Inked] = {}


def _painted(sign: str, ink: str) -> str:
    if sign >= _FIRST:
        bare, own = _parts(ord(sign))
        return sign if own in COLOURS or ink in SORTS else _painted(bare, ink)
    code, first = ord(sign), _PLANES + _INKS.index(ink) * _SHARE
    if code in _ALPHABETS:
        return chr(first + _PLAIN + code - _ALPHABETS.start)
    return sign if code <= 0x20 or code >= _PLAIN or MARKS.match(sign) else chr(first + code)


def unpainted(row: str) -> str:
    """`row` as it is without any ink."""
    return _PAINTED.sub(_bare, row)


def _bare(match: re.Match[str]) -> str:
    return match[0].translate(_BARE)


class _Bare(dict[int, str]):
    """Painted characters and what they stand for, those that were asked for."""

    def __missing__(self, code: int) -> str:
        self[code] = bare = _parts(code)[0]
        return bare


_BARE = _Bare()


def first_ink(row: str) -> str:
    """The ink that `row` begins with."""
    return _parts(ord(row[0]))[1] if row >= _FIRST else ""


@lru_cache(maxsize=1024)
def _parts(painted: int) -> tuple[str, str]:
    """The character that a painted one stands for, and its ink."""
    ink, code = divmod(painted - _PLANES, _SHARE)
    if ink >= len(_INKS):
        return "\ufffd", "text"
    if code >= _PLAIN:
        code += _ALPHABETS.start - _PLAIN
    return chr(code) if 0x20 < code < 0x7F or code > 0x9F else "\ufffd", _INKS[ink]


def runs(row: str) -> list[tuple[str, str]]:
    """Pieces of `row` from left to right: the text without ink, and its ink or "".

    A mark has the ink of the character it is drawn over, a blank that of words around it.
    """
    if not _PAINTED.search(row):
        return [(row, "")] if row else []
    found: list[tuple[str, str]] = []
    text = blanks = ink = ""
    for sign in row:
        if sign == " " and ink and ink not in ("relation", "rule"):
            blanks += sign
            continue
        bare, own = _parts(ord(sign)) if sign >= _FIRST else (sign, "")
        if own == ink or (text and not blanks and MARKS.match(sign)):
            text += blanks + bare
        else:
            found.append((text, ink))
            if own:
                found.append((blanks, ""))
                text = bare
            else:
                text = blanks + bare
            ink = own
        blanks = ""
    found += [(text, ink), (blanks, "")]
    return [run for run in found if run[0]]
