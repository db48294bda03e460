"""Tables as GitHub reads them: a head, a row of dashes that says how columns stand, and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.rules_block import StateBlock

from dcnn_cards.markup.document import Block, BlockKind, Cell, Column
from dcnn_cards.markup.paragraphs import line_parts, words
from dcnn_cards.markup.parts import Code, Formula, Link, Part

MOST_COLUMNS = 100
"""A row of more cells is none."""

_DASHES = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
# Where a pipe may be part of a formula or of code.
_INNER = r"(`+)(?:(?!`).)+?\1(?!`)|(?<![\\$])\$(?![\s$])(?:\\.|[^$\\])+?\$(?!\d)"


def columns(state: StateBlock, first: int, end: int) -> tuple[Column, ...]:
    """How the columns of the table stand whose head is in the line `first`; none if it is none."""
    if first + 2 > end or state.isEmpty(first + 1) or state.sCount[first + 1] < 0:
        return ()
    head, dashes = words(state, first), words(state, first + 1)
    if "|" not in head + dashes or not _DASHES.match(dashes):
        return ()
    count = len(list(_spans(dashes)))
    if count != len(_cells(head, count)) or count > MOST_COLUMNS:
        return ()
    return tuple(_column(dashes[start:stop].strip()) for start, stop in _spans(dashes))


def table(state: StateBlock, first: int, last: int, how: tuple[Column, ...]) -> Block:
    """The table of the lines from `first` to before `last`, of which the second has the dashes."""
    rows = tuple(_row(state, line, len(how)) for line in range(first, last) if line != first + 1)
    parts = tuple(part for row in rows for cell in row for part in cell)
    return Block(BlockKind.TABLE, parts, rows=rows, columns=how)


def _column(dashes: str) -> Column:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    if left and right:
        return Column.CENTRE
    return Column.RIGHT if right else Column.LEFT if left else Column.NONE


def _row(state: StateBlock, line: int, count: int) -> tuple[Cell, ...]:
    """The cells of a line: those that lack are empty, those over are left out."""
    spans = _cells(words(state, line), count)[:count]
    cells = [_cell(line_parts(state, line, start, stop)) for start, stop in spans]
    return (*cells, *[()] * (count - len(cells)))


def _cell(parts: tuple[Part, ...]) -> Cell:
    return tuple(map(_with_pipes, parts))


def _with_pipes(part: Part) -> Part:
    """A part in which a pipe behind a backslash is no more than a pipe, code and formulas too."""
    match part:
        case Code():
            return part.replace(text=part.text.replace(r"\|", "|"))
        case Formula():
            return part.replace(latex=part.latex.replace(r"\|", "|"))
        case Link():
            return part.replace(label=_cell(part.label))
    return part


def _cells(line: str, count: int) -> list[tuple[int, int]]:
    """Where the cells of a line stand; if there are too many, pipes in formulas part none."""
    spans = list(_spans(line))
    if len(spans) <= count:
        return spans
    masked = re.sub(_INNER, lambda found: found[0].replace("|", "_"), line)
    return list(_spans(masked)) if masked != line else spans


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """From where to where the cells of a line stand, without the blanks around them."""
    start = 1 if line.startswith("|") else 0
    for match in _PIPE.finditer(line, start):
        yield _without_blanks(line, start, match.end() - 1)
        start = match.end()
    if start < len(line):
        yield _without_blanks(line, start, len(line))


def _without_blanks(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in " \t":
        start += 1
    while start < end and line[end - 1] in " \t":
        end -= 1
    return start, end
