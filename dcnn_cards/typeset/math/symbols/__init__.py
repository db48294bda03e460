"""Symbols as data: command, glyph, spelling in ASCII, and class.

A table has a line for each symbol: the command, its glyph, and its ASCII spelling where that is not
the command's own name. More commands for the same glyph are joined with commas.
"""

from __future__ import annotations

from functools import lru_cache

from dcnn_cards.typeset.cells import without_marks
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.node import Symbol
from dcnn_cards.typeset.math.symbols import arrows, letters, marks, operators, relations

_TABLES = (
    (Atom.ORD, letters.GREEK),
    (Atom.ORD, letters.LETTERLIKE),
    (Atom.ORD, marks.ORDINARY),
    (Atom.OPEN, marks.OPENING),
    (Atom.CLOSE, marks.CLOSING),
    (Atom.INNER, marks.DOTS),
    (Atom.BIN, operators.BINARY),
    (Atom.REL, relations.RELATIONS),
    (Atom.REL, relations.NEGATED),
    (Atom.REL, arrows.ARROWS),
    (Atom.PUNCT, marks.PUNCTUATION),
    (Atom.ORD, marks.TEXT),
)

_Entry = tuple[str, str, Atom]  # what a symbol is made of, when it is needed

# Characters with a class of their own when they are typed as they are.
_TYPED: dict[str, _Entry] = {
    "-": ("−", "-", Atom.BIN),
    "−": ("−", "-", Atom.BIN),
    "·": ("·", "*", Atom.BIN),
    "+": ("+", "+", Atom.BIN),
    "*": ("*", "*", Atom.BIN),
    "~": (" ", " ", Atom.ORD),
    "(": ("(", "(", Atom.OPEN),
    "[": ("[", "[", Atom.OPEN),
    ")": (")", ")", Atom.CLOSE),
    "]": ("]", "]", Atom.CLOSE),
    "!": ("!", "!", Atom.CLOSE),
    "?": ("?", "?", Atom.CLOSE),
    ",": (",", ",", Atom.PUNCT),
    ";": (";", ";", Atom.PUNCT),
    "=": ("=", "=", Atom.REL),
    "<": ("<", "<", Atom.REL),
    ">": (">", ">", Atom.REL),
    ":": (":", ":", Atom.REL),
}

DELIMITERS = {sign: sign for sign in "()[]{}|‖⟨⟩⌊⌋⌈⌉/\\↑↓↕⇑⇓⇕⎰⎱⌜⌝⌞⌟⟦⟧"} | {
    "<": "⟨",
    ">": "⟩",
    "∖": "\\",
    "⟮": "(",
    "⟯": ")",
}
"""What can stand after \\left, and the glyph that grows in its place."""


def _entries() -> tuple[dict[str, _Entry], dict[str, _Entry]]:
    by_name: dict[str, _Entry] = {}
    by_glyph: dict[str, _Entry] = {}
    for role, table in _TABLES:
        for line in table.strip().splitlines():
            names, glyph, *spelling = line.split()
            first, *others = names.split(",")
            if glyph.isascii():
                entry = (glyph, spelling[0] if spelling else glyph, role)
            else:
                entry = (glyph, spelling[0] if spelling else first, role)
                # the first class listed is that of the glyph when typed; ASCII has its own above
                by_glyph.setdefault(glyph, entry)
            by_name[first] = entry
            for name in others:
                by_name[name] = entry
    for line in operators.BIG.strip().splitlines():
        _, glyph, in_ascii, _ = line.split()
        by_glyph.setdefault(glyph, (glyph, in_ascii, Atom.OP))
    return by_name, by_glyph | _TYPED


_BY_NAME, _BY_GLYPH = _entries()

TYPED_COMMANDS = {
    glyph: names.split(",")[0]
    for names, glyph, *_ in map(str.split, operators.BIG.strip().splitlines())
}
"""Big operators typed as they are, and the commands that they mean."""


@lru_cache(maxsize=4096)
def named(name: str) -> Symbol | None:
    """The symbol of a command, without its backslash."""
    entry = _BY_NAME.get(name)
    return Symbol(*entry) if entry else None


@lru_cache(maxsize=4096)
def character(sign: str) -> Symbol:
    """The symbol of a character typed as it is, with any marks that combine with it."""
    entry = _BY_GLYPH.get(sign)
    return Symbol(*entry) if entry else Symbol(sign, to_ascii(sign))


def to_ascii(text: str) -> str:
    """`text` in ASCII: symbols by their spelling, letters without accents, else a question mark."""
    return "".join(sign if sign.isascii() else _spelled(sign) for sign in text)


def _spelled(sign: str) -> str:
    if sign in _BY_GLYPH:
        return _BY_GLYPH[sign][1]
    if sign in marks.TYPOGRAPHY:
        return marks.TYPOGRAPHY[sign]
    plain = without_marks(sign)
    if plain.isascii():
        return plain
    return "".join(_BY_GLYPH[c][1] if c in _BY_GLYPH else "?" for c in plain)
