"""Inks: what a character of a picture is painted with, carried through layout in the character.

Layout moves characters about and knows nothing of colours. A painted character is one of Unicode's
two private planes that stands for a character and an ink together; it is one column wide like the
character it stands for, and becomes that again when rows are shown.
"""

from __future__ import annotations

import re

INKS = ("text", "red", "green", "yellow", "blue", "magenta", "cyan")
"""Words within mathematics, and the colours that every terminal has."""

_PLANES = 0xF0000
_SHARE = 0x4000  # characters that each ink has room for
_PLAIN = 0x3000  # of which so many stand for themselves, and the rest for:
_ALPHABETS = range(0x1D400, 0x1D800)  # mathematical letters
_PAINTED = re.compile("[\U000f0000-\U0010ffff]")


def paint(row: str, ink: str) -> str:
    """`row` with its characters in `ink`, but for those that have a colour; blanks have none."""
    first = _PLANES + INKS.index(ink) * _SHARE
    return "".join(_painted(sign, first) for sign in row)


def _painted(sign: str, first: int) -> str:
    if _PAINTED.match(sign):
        bare, ink = _parts(sign)
        return sign if ink != INKS[0] else _painted(bare, first)
    code = ord(sign)
    if code in _ALPHABETS:
        return chr(first + _PLAIN + code - _ALPHABETS.start)
    is_mark = 0x300 <= code < 0x370 or 0x20D0 <= code < 0x20F0
    return sign if code <= 0x20 or code >= _PLAIN or is_mark else chr(first + code)


def unpainted(row: str) -> str:
    """`row` as it is without any ink."""
    return _PAINTED.sub(lambda match: _parts(match[0])[0], row) if _PAINTED.search(row) else row


def _parts(sign: str) -> tuple[str, str]:
    """The character that a painted one stands for, and its ink."""
    ink, code = divmod(ord(sign) - _PLANES, _SHARE)
    if ink >= len(INKS):
        return "\ufffd", INKS[0]
    if code >= _PLAIN:
        code += _ALPHABETS.start - _PLAIN
    return chr(code) if 0x20 < code < 0x7F or code > 0x9F else "\ufffd", INKS[ink]


def runs(row: str) -> list[tuple[str, str]]:
    """Pieces of `row` from left to right: the text without ink, and its ink or ""."""
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(row):
        match = _PAINTED.search(row, place)
        end = match.start() if match else len(row)
        if end > place:
            found.append((row[place:end], ""))
        if match is None:
            break
        ink = _parts(match[0])[1]
        place = end
        while place < len(row) and _goes_on(row[place:], ink):
            place += 1
        found.append((unpainted(row[end:place]), ink))
    return found


def _goes_on(rest: str, ink: str) -> bool:
    """Whether a run of `ink` has the next character too: a painted one, a mark, a blank between."""
    sign = rest[0]
    if _PAINTED.match(sign):
        return _parts(sign)[1] == ink
    if sign == " ":
        following = _PAINTED.match(rest.lstrip(" "))
        return following is not None and _parts(following[0])[1] == ink
    return "\u0300" <= sign <= "\u036f" or "\u20d0" <= sign <= "\u20ef"
