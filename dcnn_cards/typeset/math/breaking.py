"""Breaking a row that is too wide: before relations first, then operators, then within brackets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, beside, blank, pile
from dcnn_cards.typeset.math.row import Piece, Pieces, join

INDENT = 4
"""Cells before a continuation where no relation near the start says how many."""

_LINE = 1_000  # what a line costs, so that there are as few as possible
_OVERFULL = 1_000_000  # what a column too many costs
_DEEPER = 1_200  # what a level of brackets adds to the cost of a break
_PRODUCT = 4_000  # between two factors: rather a line or two more

_OPERATOR = 1_100  # before a binary operator: rather a line more, before relations only
_COMMA = 1_150  # behind a comma
_RELATION = 50  # before a relation: rather before an arrow that parts statements
_BARS = {"|", "‖"}
_BAR_LEVELS = 2  # a bar that is still open at a break looks like one that closes
_PARTING = set("⟹⟸⟺⇒⇐⇔")
_FACTORS = {Atom.OP, Atom.INNER, Atom.OPEN}


def break_row(pieces: Pieces, width: int) -> list[Box]:
    """The pieces in lines of at most `width` columns where that can be, continuations indented.

    A line that begins with a relation stands under the first relation of the row, any other is
    set behind it.
    """
    if not pieces:
        return [blank(0)]
    whole = join(pieces)
    if whole.width <= width:
        return [whole]
    indents = _indents(pieces, width)
    starts = _cheapest(pieces, _break_costs(pieces), width, indents)
    ends = [*starts[1:], len(pieces)]
    return [
        beside([blank(indents[start]), join(pieces[start:end])])
        for start, end in zip(starts, ends, strict=True)
    ]


def parted(lines: Sequence[Box]) -> Box:
    """Lines one under the other, with an empty row where either of two is higher than one row."""
    spread: list[Box] = []
    for line in lines:
        if spread and (spread[-1].height > 1 or line.height > 1):
            spread.append(blank(0))
        spread.append(line)
    return pile(spread)


def _indents(pieces: Pieces, width: int) -> list[int]:
    """Cells before a line that begins with each of the pieces.

    A relation stands under the first one of the row, what goes on without one behind that, and what
    goes on within brackets further in.
    """
    relation, behind = _first_relation(pieces, width)
    deeper = INDENT if behind + INDENT <= width // 2 else 0
    depths = _depths(pieces)
    return [0] + [
        (relation if _is_relation(piece) else behind) + (deeper if depth else 0)
        for piece, depth in zip(pieces[1:], depths[1:], strict=True)
    ]


def _first_relation(pieces: Pieces, width: int) -> tuple[int, int]:
    """The columns of the first relation outside brackets and of what follows it."""
    column = depth = 0
    for index, piece in enumerate(pieces):
        column += piece.gap if index else 0
        if depth == 0 and _is_relation(piece):
            at = column if column <= width // 3 else INDENT
            return at, at + piece.box.width + 1
        depth += piece.level
        column += piece.box.width
    return INDENT, INDENT


def _is_relation(piece: Piece) -> bool:
    return piece.left is Atom.REL and not piece.space and piece.box.line not in _PARTING


def _break_costs(pieces: Pieces) -> list[int | None]:
    """What a break before each piece costs; None where there can be none."""
    depths = _depths(pieces)
    costs: list[int | None] = [None]
    for index, (before, piece) in enumerate(pairwise(pieces), 1):
        cost = _break_cost(before, piece)
        costs.append(None if cost is None else cost + depths[index] * _DEEPER)
    return costs


def _depths(pieces: Pieces) -> list[int]:
    """In how many brackets a break before each piece would be, bars that come in pairs included."""
    steps = [0] * (len(pieces) + 1)
    open_bars: list[dict[str, list[int]]] = [{}]
    for index, piece in enumerate(pieces):
        if piece.left is Atom.OPEN:
            steps[index + 1] += 1
            open_bars.append({})
        elif piece.left is Atom.CLOSE and len(open_bars) > 1:
            steps[index + 1] -= 1
            _pair_bars(open_bars.pop(), steps)
        elif piece.left is Atom.ORD and piece.box.line[:1] in _BARS:
            open_bars[-1].setdefault(piece.box.line[0], []).append(index)
    for bars in open_bars:
        _pair_bars(bars, steps)
    return list(accumulate(steps[:-1]))


def _pair_bars(bars: dict[str, list[int]], steps: list[int]) -> None:
    for places in bars.values():
        if len(places) % 2 == 0:
            for opening, closing in zip(places[::2], places[1::2], strict=True):
                steps[opening + 1] += _BAR_LEVELS
                steps[closing + 1] -= _BAR_LEVELS


def _break_cost(before: Piece, piece: Piece) -> int | None:
    if not piece.box.width and piece.right is not Atom.OPEN:
        return None  # a line begins with what is seen
    if piece.space or before.sign or before.right in (Atom.OPEN, Atom.BIN, Atom.REL, Atom.OP):
        return None
    if before.space and before.left is Atom.PUNCT:  # between words
        return _COMMA
    if before.space:
        return 0 if before.box.width > 1 or piece.left is Atom.REL else _PRODUCT
    if before.right is Atom.PUNCT:
        return None if piece.left in (Atom.PUNCT, Atom.CLOSE) else _COMMA
    if piece.left in _FACTORS or (piece.left is Atom.ORD and before.right is Atom.CLOSE):
        return _PRODUCT if piece.gap or before.right is not Atom.ORD else None
    if piece.left is Atom.REL:
        return _RELATION if _is_relation(piece) else 0
    return _OPERATOR if piece.left is Atom.BIN else None


def _cheapest(
    pieces: Pieces, costs: list[int | None], width: int, indents: Sequence[int]
) -> list[int]:
    """Where the lines that cost least together begin, found from the last break to the first."""
    places = [0, *(index for index, cost in enumerate(costs) if cost is not None), len(pieces)]
    columns = list(accumulate((piece.gap + piece.box.width for piece in pieces), initial=0))
    edges = [columns[end] - _trailing(pieces, end) for end in places[1:]]
    total = [0] * len(places)  # of all lines from each place on
    ends = [0] * len(places)  # of the line that begins at each, as its number among the places
    # Where a line may end at all, the last place first and all numbers negative: none that costs
    # as much as one before it. So a line looks at one end, not at all that it has room for.
    useful = [1 - len(places)]
    for nth in reversed(range(len(places) - 1)):
        start = places[nth]
        edge = columns[start] + pieces[start].gap - indents[start] + width
        last = max(nth + 1, bisect_right(edges, edge, nth))
        ends[nth] = end = -useful[bisect_left(useful, -last)]
        excess = max(0, edges[end - 1] - edge)
        total[nth] = _LINE + excess * _OVERFULL + (costs[start] or 0) + total[end]
        while useful and total[-useful[-1]] >= total[nth]:
            useful.pop()
        useful.append(-nth)
    starts = [0]
    while ends[starts[-1]] < len(places) - 1:
        starts.append(ends[starts[-1]])
    return [places[nth] for nth in starts]


def _trailing(pieces: Pieces, end: int) -> int:
    """Columns of explicit space before `end`, which may hang over the edge."""
    return pieces[end - 1].box.width if pieces[end - 1].space else 0
