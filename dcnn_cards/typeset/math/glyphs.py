"""Long glyphs, put together from the pieces in sympy's tables."""

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.typeset.math.box import Box, painted, text_box
from dcnn_cards.typeset.math.ink import paint

_DOUBLE = {"‖": "║"}
_NAMES = {
    "⌊": "lfloor",
    "⌋": "rfloor",
    "⌈": "lceil",
    "⌉": "rceil",
    "/": "/",
    "\\": "\\",
}


@lru_cache(maxsize=64)
def fraction_rule(width: int, in_ascii: bool) -> Box:
    """The rule of a fraction."""
    return drawn(("-" if in_ascii else "─") * width)


def drawn(line: str) -> Box:
    """A line, a part of a frame, a brace: one row that is drawn."""
    return painted(text_box(line), "rule")


@lru_cache(maxsize=512)
def vertical(sign: str, height: int, in_ascii: bool) -> tuple[str, ...]:
    """`sign` drawn `height` rows high; a brace has an odd number of rows, so one more if even."""
    return tuple([paint(row, "rule") for row in _column(sign, height, in_ascii)])


def _column(sign: str, height: int, in_ascii: bool) -> tuple[str, ...]:
    if sign in _DOUBLE:
        return ("||" if in_ascii else _DOUBLE[sign],) * height
    if not in_ascii and sign in _ENDED:
        top, middle, bottom = tuple(_ENDED[sign])
        return (top, *[middle] * (height - 2), bottom)
    if in_ascii and sign in _ASCII_WHOLE:
        return (_ASCII_WHOLE[sign],) * height
    if in_ascii and sign in _ASCII_FEET:
        middle, end, at = _ASCII_FEET[sign]
        rows = [middle] * height
        rows[at] = end
        return tuple(rows)
    if sign in "⟨⟩":
        return _angle(sign, height, in_ascii)
    if sign in "/\\":
        return _slash(sign, height, in_ascii)
    if sign in "↑↓↕⇑⇓⇕":
        return _arrow(sign, height, in_ascii)
    name = _NAMES.get(sign, sign)
    from dcnn_cards.typeset.math import sympy_glyphs

    return sympy_glyphs.column(name, height, in_ascii=in_ascii)


def _slash(sign: str, height: int, in_ascii: bool) -> tuple[str, ...]:
    stroke = sign if in_ascii else {"/": "╱", "\\": "╲"}[sign]
    rows = [" " * i + stroke + " " * (height - 1 - i) for i in range(height)]
    return tuple(rows if sign == "\\" else reversed(rows))


def _angle(sign: str, height: int, in_ascii: bool) -> tuple[str, ...]:
    """Two strokes that meet at a point in the middle, where there is a middle row."""
    half, width = height // 2, (height + 1) // 2
    up, down = ("/", "\\") if in_ascii else ("╱", "╲")
    point = {"⟨": "<", "⟩": ">"}[sign] if in_ascii else sign
    first, last = (up, down) if sign == "⟨" else (down, up)
    indents = [width - 1 - row for row in range(half)]
    rows = [" " * n + first for n in indents] + [point] * (height % 2)
    rows += [" " * n + last for n in reversed(indents)]
    rows = [row.ljust(width) for row in rows]
    return tuple(rows if sign == "⟨" else (row[::-1] for row in rows))


def _arrow(sign: str, height: int, in_ascii: bool) -> tuple[str, ...]:
    if in_ascii:
        top, bottom = ("^" if sign in "↑↕⇑⇕" else "|"), ("v" if sign in "↓↕⇓⇕" else "|")
        return (top, *["|"] * (height - 2), bottom)
    shaft = "│" if sign in "↑↓↕" else "║"
    top = sign if sign in "↑⇑" else {"↕": "↑", "⇕": "⇑"}.get(sign, shaft)
    bottom = sign if sign in "↓⇓" else {"↕": "↓", "⇕": "⇓"}.get(sign, shaft)
    return (top, *[shaft] * (height - 2), bottom)


# Top, middle and bottom of what sympy has no pieces for.
_ENDED = {"⟦": "╓║╙", "⟧": "╖║╜", "⎰": "⎧⎪⎭", "⎱": "⎫⎪⎩"}
_ASCII_WHOLE = {sign: sign for sign in "(){}"} | {"⟦": "[[", "⟧": "]]", "⎰": "(", "⎱": ")"}

# Rows of a floor or ceiling in ASCII, the row with its foot, and where that is.
_ASCII_FEET = {
    "⌊": ("| ", "|_", -1),
    "⌋": (" |", "_|", -1),
    "⌈": ("| ", "|^", 0),
    "⌉": (" |", "^|", 0),
}

# Lying glyphs: left end, line, middle, right end.
_LYING = {
    "⏞": "╭─┴╮",
    "⏟": "╰─┬╯",
    "⎴": "┌──┐",
    "⎵": "└──┘",
    "→": "───→",
    "←": "←───",
    "↔": "←──→",
    "⇒": "═══⇒",
    "⇐": "⇐═══",
    "⇔": "⇐══⇒",
    "⇀": "───⇀",
    "⇁": "───⇁",
    "↼": "↼───",
    "↽": "↽───",
    "⇌": "⇌──⇌",
    "↦": "├──→",
    "↪": "╰──→",
    "↩": "←──╯",
    "↠": "───↠",
    "↞": "↞───",
    "=": "════",
    "⌃": "╱‾‾╲",
    "⏠": "╭──╮",
    "⏡": "╰──╯",
    "├": "├──┤",
    "⇋": "⇋──⇋",
    "⇄": "⇄──⇄",
    "⌄": "╲__╱",
    "∼": "~~~~",
}
_LYING_ASCII = {
    "⏞": "/-^\\",
    "⏟": "\\-v/",
    "→": "--->",
    "←": "<---",
    "↔": "<-->",
    "⇒": "===>",
    "⇐": "<===",
    "⇔": "<==>",
    "↦": "|-->",
    "↪": "'-->",
    "↩": "<--'",
    "⎴": "+--+",
    "⎵": "+--+",
    "⇌": "<-->",
    "⇀": "--->",
    "⇁": "--->",
    "↼": "<---",
    "↽": "<---",
    "↠": "-->>",
    "↞": "<<--",
    "=": "====",
    "⌃": "/--\\",
    "⏠": "/--\\",
    "⏡": "\\__/",
    "├": "|--|",
    "⇋": "<-->",
    "⇄": "<-->",
    "⌄": "\\__/",
    "∼": "~~~~",
}


def horizontal(sign: str, width: int, in_ascii: bool) -> str:
    """A brace, a bracket or an arrow lying along `width` columns, 2 or more."""
    pieces = _LYING_ASCII.get(sign, "----") if in_ascii else _LYING.get(sign, "────")
    left, line, middle, right = tuple(pieces)
    inner = max(0, width - 2)
    if inner == 0:
        return left + right
    before = (inner - 1) // 2
    return left + line * before + middle + line * (inner - 1 - before) + right
