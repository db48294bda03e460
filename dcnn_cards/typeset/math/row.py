"""Rows: pieces from left to right with TeX's spaces between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.math.atoms import Atom, gap, is_sign
from dcnn_cards.typeset.math.box import EMPTY, Box, beside, blank, painted, text_box
from dcnn_cards.typeset.math.ink import unpainted


class Piece(Frozen):
    """A box that a line break never divides.

    `left` and `right` are what it is to its neighbours on either side, `gap` the cells before it.
    `word`: its letters must not run into those of a neighbour. `applies`: it is a function, whose
    argument follows. `slashed`: a fraction on one row, which needs brackets beside a factor.
    `loose`: a root or a marked script on one row, which needs brackets under a script. `space`: it
    is an explicit space, without a class. `sign`: it is the plus or minus of what follows.
    """

    box: Box
    left: Atom = Atom.ORD
    right: Atom = Atom.ORD
    gap: int = 0
    word: bool = False
    applies: bool = False
    slashed: bool = False
    loose: bool = False
    space: bool = False
    sign: bool = False

    @property
    def level(self) -> int:
        """Levels of brackets that what follows is deeper: 1 behind an opening one, -1, or 0."""
        return (self.left is Atom.OPEN) - (self.left is Atom.CLOSE)

    def scripted(self, box: Box, *, word: bool, loose: bool = False) -> Piece:
        """The same with a box that has its scripts too."""
        return Piece(
            box, self.left, self.right, self.gap, word, self.applies, False, loose, self.space,
            self.sign,
        )  # fmt: skip

    def boxed(self, box: Box) -> Piece:
        """The same piece with another picture of it."""
        return Piece(
            box, self.left, self.right, self.gap, self.word, self.applies, self.slashed, self.loose,
            self.space, self.sign,
        )  # fmt: skip

    def after(self, gap: int) -> Piece:
        """The same piece with so many cells before it."""
        return Piece(
            self.box, self.left, self.right, gap, self.word, self.applies, self.slashed, self.loose,
            self.space, self.sign,
        )  # fmt: skip


Pieces = tuple[Piece, ...]

_LYING = set("─_‾-═~→←↔⇒<>╭╮╰╯┌┐└┘├┤╱╲")  # what lines, roofs, arrows and braces end in
_FACTORS = {Atom.ORD, Atom.OP, Atom.OPEN, Atom.INNER}
_DIVISIONS = {"/", "÷"}
_SIGNS = "+−-±∓"
BARS = {"|", "‖", "||"}
"""Signs that open and close alike."""


def space(cells: int) -> Piece:
    """An explicit space."""
    return Piece(blank(cells), space=True)


def outward(pieces: Pieces, left: Atom, right: Atom) -> Pieces:
    """The pieces of one node, which is `left` to what stands before it and `right` behind it.

    What is in it stays what it is: lines may break there, a slash sees the terms, and brackets at
    the edges stay brackets.
    """
    if pieces[0].left is Atom.OPEN:
        pieces = (Piece(EMPTY, left, Atom.OPEN), *pieces)
    else:
        first = pieces[0]
        pieces = (first.replace(left=_edge(first, left, first.left)), *pieces[1:])
    if pieces[-1].left is Atom.CLOSE:
        return (*pieces, Piece(EMPTY, right, right))
    last = pieces[-1]
    return (*pieces[:-1], last.replace(right=_edge(last, right, last.right)))


def as_one(pieces: Pieces) -> Pieces:
    """The pieces as one that no line break parts, in a row by itself."""
    if len(pieces) == 1:
        return pieces
    word = any(piece.word for piece in pieces)
    return (Piece(join(pieces), pieces[0].left, pieces[-1].right, word=word),)


def _edge(piece: Piece, role: Atom, own: Atom) -> Atom:
    """What an edge is to its neighbour; the rule of a fraction must not run into one."""
    keeps = role is Atom.ORD and own is Atom.INNER and piece.box.height > 1
    return own if keeps else role


def inked(pieces: Pieces, ink: str) -> Pieces:
    """The pieces painted in an ink."""
    return tuple([_inked(piece, ink) for piece in pieces])


def _inked(piece: Piece, ink: str) -> Piece:
    box = painted(piece.box, ink)
    return piece if box.rows == piece.box.rows else piece.boxed(box)


def join(pieces: Sequence[Piece]) -> Box:
    """The pieces as one box; the gap before the first is left out."""
    boxes: list[Box] = []
    for index, piece in enumerate(pieces):
        if piece.gap and index:
            boxes.append(blank(piece.gap))
        boxes.append(piece.box)
    return beside(boxes)


def bracketed(box: Box) -> Box:
    """One row in round brackets."""
    return beside([text_box("("), box, text_box(")")])


def is_bracketed(pieces: Sequence[Piece]) -> bool:
    """Whether one pair of round or square brackets encloses the whole row."""
    depth = 0
    for index, piece in enumerate(pieces):
        depth += piece.level
        if depth <= 0:
            ends = index == len(pieces) - 1 and depth == 0
            return ends and pieces[0].box.line + piece.box.line in ("()", "[]")
    return False


def set_row(groups: Iterable[Pieces], *, script: bool) -> Pieces:
    """The pieces of neighbouring nodes as one row, with signs told from operators."""
    row = [group for group in groups if group]
    if Atom.BIN in [group[0].left for group in row]:
        _set_signs(row)
    if True in [group[0].slashed or group[-1].slashed for group in row]:
        _bracket_slashes(row)
    pieces: list[Piece] = []
    before: Pieces = ()
    for group in row:
        first, *others = group
        if first.space:
            pieces += group
            before = group if others else before
            continue
        cells = _cells(before, group, script=script) if before else 0
        if pieces and pieces[-1].space:
            cells = max(0, cells - pieces[-1].box.width)
        pieces.append(first if cells == first.gap else first.after(cells))
        pieces += others
        before = group
    if 0 in [piece.box.width for piece in pieces]:
        pieces = _parting_words(pieces)
    return tuple(pieces)


def _parting_words(pieces: list[Piece]) -> list[Piece]:
    """The pieces with words kept from what follows behind pieces that are not seen."""
    parted: list[Piece] = []
    last, hidden = Piece(EMPTY), False
    for piece in pieces:
        if hidden and not piece.gap and last.word and _runs_together(last.box.line, piece.box.line):
            piece = piece.after(1)
        parted.append(piece)
        hidden = not piece.box.width and not piece.gap and not piece.space
        last = last if hidden else piece
    return parted


def _cells(before: Pieces, after: Pieces, *, script: bool) -> int:
    """Cells between two neighbours, 0 or 1."""
    last, first = before[-1], after[0]
    apart = (
        gap(last.right, first.left, script=script)
        or (first.left is Atom.OPEN and first.box.height > 1 and _stands_apart(last))
        or ((last.word or first.word) and _runs_together(last.box.line, first.box.line))
        or (_is_tall(last) and _is_tall(first) and _lines_join(before, after))
    )
    if apart and last.sign and (first.left is Atom.OP or first.slashed):
        return 0
    return int(apart and "/" not in (last.box.rows[0], first.box.rows[0]))


def _stands_apart(before: Piece) -> bool:
    """Whether a tall bracket keeps off: another one, an operator's sign, a word with limits."""
    if before.right is Atom.CLOSE:
        return before.box.height > 1
    return before.right is Atom.OP and not before.word


def _is_tall(piece: Piece) -> bool:
    """Whether more than one row high, or invisible and so not the last word."""
    return len(piece.box.rows) > 1 or not piece.box.width


def _lines_join(before: Pieces, after: Pieces) -> bool:
    """Whether a line or word that ends one picture would run on in one that begins the next."""
    left = next((piece.box for piece in reversed(before) if piece.box.width), EMPTY)
    right = next((piece.box for piece in after if piece.box.width), EMPTY)
    if left.height == 1 or right.height == 1:
        return False
    shift = right.baseline - left.baseline
    ends = [unpainted(row[-1:]) for row in left.rows]
    starts = [unpainted(row[:1]) for row in right.rows]
    return any(
        (end in _LYING and starts[index + shift] in _LYING)
        or (end.isalnum() and starts[index + shift].isalnum() and index != left.baseline)
        for index, end in enumerate(ends)
        if 0 <= index + shift < len(starts)
    )


def _set_signs(row: list[Pieces]) -> None:
    kinds = [(index, group) for index, group in enumerate(row) if not group[0].space]
    before: Atom | None = None
    for place, (index, group) in enumerate(kinds):
        after = kinds[place + 1][1][0].left if place + 1 < len(kinds) else None
        if group[0].left is Atom.BIN and (is_sign(before, after) or after is None):
            group = (group[0].replace(left=Atom.ORD, right=Atom.ORD, sign=True), *group[1:])
            row[index] = group
        before = group[-1].right


def _bracket_slashes(row: list[Pieces]) -> None:
    """Brackets for a fraction on one row behind a function or a slash, or before a factor."""
    shown = [i for i, group in enumerate(row) if any(piece.box.line.strip() for piece in group)]
    opening, closing = _bar_pairs(row)
    for before, index, after in zip([None, *shown], shown, [*shown[1:], None], strict=False):
        first = row[index][0]
        if first.slashed and before in opening:
            _put(row, index, 0, first.replace(left=Atom.ORD))
        elif first.slashed and before is not None:
            applied = _applies(row[before][-1])
            if applied or _runs_on(row[before][-1], first):
                left = Atom.OPEN if applied else first.left
                _put(row, index, 0, in_brackets(first).replace(left=left))
        last = row[index][-1]
        if last.slashed and after in closing:
            _put(row, index, -1, last.replace(right=Atom.ORD))
        elif last.slashed and after is not None and _is_factor(row[after][0]):
            _put(row, index, -1, in_brackets(last))


def _put(row: list[Pieces], index: int, at: int, piece: Piece) -> None:
    """Change the first (0) or last (-1) piece of a group."""
    group = list(row[index])
    group[at] = piece
    row[index] = tuple(group)


def in_brackets(slashed: Piece) -> Piece:
    """A fraction on one row in brackets."""
    return Piece(bracketed(slashed.box), slashed.left, Atom.CLOSE, slashed.gap)


def _bar_pairs(row: list[Pieces]) -> tuple[set[int], set[int]]:
    """The bars of a row that open and those that close, if they come in pairs."""
    found: dict[str, list[int]] = {}
    for index, group in enumerate(row):
        if len(group) > 1:
            continue  # a pair of its own
        for bar in BARS:
            if group[-1].box.line.startswith(bar) and not group[-1].box.line.startswith(bar * 2):
                found.setdefault(bar, []).append(index)
    pairs = [places for places in found.values() if len(places) % 2 == 0]
    opening = {place for places in pairs for place in places[::2]}
    return opening, {place for places in pairs for place in places[1::2]}


def _applies(piece: Piece) -> bool:
    """Whether what follows `piece` is what it is applied to, or divided by."""
    return piece.applies or piece.box.line in _DIVISIONS


def _runs_on(before: Piece, slashed: Piece) -> bool:
    """Whether the sign or number a fraction begins with would seem to go on from `before`."""
    first = slashed.box.line[0]
    if first in _SIGNS:
        return before.right not in (Atom.OPEN, Atom.REL, Atom.PUNCT)
    return first.isdigit() and before.box.line[-1].isdigit()


def _is_factor(piece: Piece) -> bool:
    """Whether a fraction before `piece` would seem to have it below its slash."""
    line = piece.box.line
    return piece.left in _FACTORS or line in _DIVISIONS or line[:1] in BARS or line[:1] == "!"


def _runs_together(before: str, after: str) -> bool:
    """Whether words would run together, or a star that is a script would seem to multiply."""
    last, first = before[-1:], after[:1]
    if last.isdigit() and first.isdigit():
        return False
    return (last.isalnum() or (last == "*" and len(before) > 1)) and first.isalnum()
