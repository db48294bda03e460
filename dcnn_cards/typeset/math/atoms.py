"""The classes of TeX's atoms, and the space between two neighbours that follows from them."""

from __future__ import annotations

from dcnn_cards.frozen import enumerated


@enumerated
class Atom(int):
    """What an atom is to its neighbours (The TeXbook, chapter 17)."""

    ORD: Atom
    OP: Atom
    BIN: Atom
    REL: Atom
    OPEN: Atom
    CLOSE: Atom
    PUNCT: Atom
    INNER: Atom


# The TeXbook, chapter 18, page 170: a row a left neighbour, a column a right neighbour.
# "1" is a space in every style, "t" one outside scripts only. Thin, medium and thick are one cell.
_GAPS = (
    "01tt000t",  # ORD
    "110t000t",  # OP
    "tt00t00t",  # BIN
    "tt00t00t",  # REL
    "00000000",  # OPEN
    "01tt000t",  # CLOSE
    "tt0ttttt",  # PUNCT
    "t1ttt00t",  # INNER, but no space between dots and the comma that follows them
)

# The same as cells, outside scripts and in them.
_CELLS = [[[int(space in cells) for space in row] for row in _GAPS] for cells in ("1t", "1")]

_BEFORE_SIGN = {Atom.BIN, Atom.OP, Atom.REL, Atom.OPEN, Atom.PUNCT}
_AFTER_SIGN = {Atom.REL, Atom.CLOSE, Atom.PUNCT}


def gap(left: Atom, right: Atom, *, script: bool) -> int:
    """Cells between two neighbours, 0 or 1."""
    return _CELLS[script][left][right]


def is_sign(before: Atom | None, after: Atom | None) -> bool:
    """Whether a binary operator between these neighbours is a sign, as the minus of −x is."""
    return before is None or before in _BEFORE_SIGN or after in _AFTER_SIGN
