"""Symbols as data: command, glyph, spelling in ASCII, and class.

A table has a line for each symbol: the command, its glyph, and its ASCII spelling where that is not
the command's own name. More commands for the same glyph are joined with commas.
"""

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.typeset.cells import without_marks
from dcnn_cards.typeset.math.kinds import Kind
from dcnn_cards.typeset.math.node import Symbol
from dcnn_cards.typeset.math.symbols import arrows, letters, marks, operators, relations

_TABLES = (
    (Kind.ORD, letters.GREEK),
    (Kind.ORD, letters.LETTERLIKE),
    (Kind.ORD, marks.ORDINARY),
    (Kind.OPEN, marks.OPENING),
    (Kind.CLOSE, marks.CLOSING),
    (Kind.INNER, marks.DOTS),
    (Kind.BIN, operators.BINARY),
    (Kind.REL, relations.RELATIONS),
    (Kind.REL, relations.NEGATED),
    (Kind.REL, arrows.ARROWS),
    (Kind.PUNCT, marks.PUNCTUATION),
    (Kind.ORD, marks.TEXT),
)

# Characters with a class of their own when they are typed as they are.
_TYPED = {
    "-": Symbol("−", "-", Kind.BIN),
    "−": Symbol("−", "-", Kind.BIN),
    "·": Symbol("·", "*", Kind.BIN),
    "+": Symbol("+", "+", Kind.BIN),
    "*": Symbol("*", "*", Kind.BIN),
    "~": Symbol(" ", " "),
    "(": Symbol("(", "(", Kind.OPEN),
    "[": Symbol("[", "[", Kind.OPEN),
    ")": Symbol(")", ")", Kind.CLOSE),
    "]": Symbol("]", "]", Kind.CLOSE),
    "!": Symbol("!", "!", Kind.CLOSE),
    "?": Symbol("?", "?", Kind.CLOSE),
    ",": Symbol(",", ",", Kind.PUNCT),
    ";": Symbol(";", ";", Kind.PUNCT),
    "=": Symbol("=", "=", Kind.REL),
    "<": Symbol("<", "<", Kind.REL),
    ">": Symbol(">", ">", Kind.REL),
    ":": Symbol(":", ":", Kind.REL),
}

DELIMITERS = {sign: sign for sign in "()[]{}|‖⟨⟩⌊⌋⌈⌉/\\↑↓↕⇑⇓⇕⎰⎱⌜⌝⌞⌟⟦⟧"} | {
    "<": "⟨",
    ">": "⟩",
    "∖": "\\",
    "⟮": "(",
    "⟯": ")",
}
"""What can stand after \\left, and the glyph that grows in its place."""


def _symbols() -> tuple[dict[str, Symbol], dict[str, Symbol]]:
    by_name: dict[str, Symbol] = {}
    by_glyph: dict[str, Symbol] = {}
    for role, table in _TABLES:
        for line in table.strip().splitlines():
            names, glyph, *spelling = line.split()
            first, *_ = names.split(",")
            default = glyph if glyph.isascii() else first
            symbol = Symbol(glyph, spelling[0] if spelling else default, role)
            by_name.update(dict.fromkeys(names.split(","), symbol))
            # the first class listed is that of the glyph when typed; ASCII has its own above
            if not glyph.isascii():
                by_glyph.setdefault(glyph, symbol)
    for line in operators.BIG.strip().splitlines():
        _, glyph, in_ascii, _ = line.split()
        by_glyph.setdefault(glyph, Symbol(glyph, in_ascii, Kind.OP))
    return by_name, by_glyph | _TYPED


_BY_NAME, _BY_GLYPH = _symbols()

TYPED_COMMANDS = {
    glyph: names.split(",")[0]
    for names, glyph, *_ in map(str.split, operators.BIG.strip().splitlines())
}
"""Big operators typed as they are, and the commands that they mean."""

RELATIONS = "".join(
    sorted(glyph for glyph, s in _BY_GLYPH.items() if s.role is Kind.REL and len(glyph) == 1)
)
"""The glyphs of all relations and arrows."""


def named(name: str) -> Symbol | None:
    """The symbol of a command, without its backslash."""
    return _BY_NAME.get(name)


@lru_cache(maxsize=4096)
def character(sign: str) -> Symbol:
    """The symbol of a character typed as it is, with any marks that combine with it."""
    symbol = _BY_GLYPH.get(sign)
    if symbol is not None:
        return symbol
    if sign.isascii():
        return Symbol(sign, sign)
    return Symbol(sign, to_ascii(sign))


def to_ascii(text: str) -> str:
    """`text` in ASCII: symbols by their spelling, letters without accents, else a question mark."""
    return "".join(sign if sign.isascii() else _spelled(sign) for sign in text)


def _spelled(sign: str) -> str:
    if sign in _BY_GLYPH:
        return _BY_GLYPH[sign].ascii
    if sign in marks.TYPOGRAPHY:
        return marks.TYPOGRAPHY[sign]
    plain = without_marks(sign)
    if plain.isascii():
        return plain
    return "".join(_BY_GLYPH[c].ascii if c in _BY_GLYPH else "?" for c in plain)
