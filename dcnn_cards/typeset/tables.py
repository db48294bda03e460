"""Tables in columns that fit a width or, where that cannot be, as a list of what each row has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dcnn_cards.markup import Block, Column, Text
from dcnn_cards.markup.document import Cell
from dcnn_cards.typeset.block import Run, Style
from dcnn_cards.typeset.cells import cell_len
from dcnn_cards.typeset.flow import Setter
from dcnn_cards.typeset.wrap import Line, trimmed

_NARROW = 10  # cells at which it is seen how narrow a column may be


class _Set(NamedTuple):
    """A cell as lines, of which the one at `baseline` has its first words."""

    lines: tuple[Line, ...]
    baseline: int

    @property
    def width(self) -> int:
        return max(map(_cells, self.lines), default=0)


def laid_out(table: Block, setter: Setter, width: int) -> Iterator[Line]:
    """The lines of a table: in columns between rules if they can be as narrow as it takes.

    Where formulas are on one line, to be read aloud, rows are told one by one: nothing is drawn.
    """
    if setter.base.linear:
        return _records(table, setter, width)
    room = width - 3 * (len(table.columns) - 1)
    whole = [[_set(cell, setter, max(1, room), bold=not number) for cell in row]
             for number, row in enumerate(table.rows)]  # fmt: skip
    widths = [max(cell.width for cell in column) for column in zip(*whole, strict=True)]
    if sum(widths) > room:
        least = [
            max(_set(cell, setter, min(_NARROW, max(1, room))).width for cell in column)
            for column in zip(*table.rows, strict=True)
        ]
        if sum(least) > room:
            return _records(table, setter, width)
        widths = _shared(widths, least, room)
        whole = [
            [made if made.width <= wide else _set(cell, setter, wide, bold=not number)
             for made, cell, wide in zip(row, cells, widths, strict=True)]
            for number, (row, cells) in enumerate(zip(whole, table.rows, strict=True))
        ]  # fmt: skip
    return _ruled(whole, widths, table.columns, setter)


def _set(cell: Cell, setter: Setter, width: int, *, bold: bool = False) -> _Set:
    strips = list(setter.strips(cell, width, bold=bold))
    lines = tuple(row for strip in strips for row in strip.rows)
    return _Set(lines, strips[0].baseline if strips else 0)


def _cells(line: Line) -> int:
    return sum(cell_len(run.text) for run in line)


def _shared(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns that share `room`: none wider than it needs, the others alike."""
    given: dict[int, int] = {}
    while len(given) < len(widths):
        rest = [at for at in range(len(widths)) if at not in given]
        share = (room - sum(given.values())) // len(rest)
        settled = {at: least[at] for at in rest if least[at] >= share}
        settled = settled or {at: widths[at] for at in rest if widths[at] <= share}
        given |= settled or dict.fromkeys(rest, share)
    return [given[at] for at in range(len(widths))]


def _ruled(
    rows: Sequence[Sequence[_Set]], widths: Sequence[int], how: Sequence[Column], setter: Setter
) -> Iterator[Line]:
    line, cross, bar = ("-", "-+-", " | ") if setter.base.ascii else ("─", "─┼─", " │ ")
    rule = (Run(cross.join(line * width for width in widths), Style.RULE),)
    head, *body = rows
    if any(cell.lines for cell in head):
        yield from _row(head, widths, how, bar)
        yield rule
    tall = any(len(cell.lines) > 1 for row in body for cell in row)
    for number, row in enumerate(body):
        if number and tall:
            yield rule
        yield from _row(row, widths, how, bar)


def _row(
    row: Sequence[_Set], widths: Sequence[int], how: Sequence[Column], bar: str
) -> Iterator[Line]:
    """The lines of a row, the first words of its cells on one of them."""
    baseline = max(cell.baseline for cell in row)
    shifts = [baseline - cell.baseline for cell in row]
    height = max(1, *(shift + len(cell.lines) for shift, cell in zip(shifts, row, strict=True)))
    for number in range(height):
        runs: list[Run] = []
        for at, (cell, shift) in enumerate(zip(row, shifts, strict=True)):
            inner = cell.lines[number - shift] if 0 <= number - shift < len(cell.lines) else ()
            left, right = _blanks(widths[at] - _cells(inner), how[at])
            runs += [Run(bar, Style.RULE)] if at else []
            runs += [Run(" " * left)] if left else []
            runs += inner
            runs += [Run(" " * right)] if right else []
        yield trimmed(tuple(runs))


def _blanks(free: int, how: Column) -> tuple[int, int]:
    """The cells to the left and right of what is narrower than its column."""
    left = {Column.RIGHT: free, Column.CENTRE: free // 2}.get(how, 0)
    return max(0, left), max(0, free - left)


def _records(table: Block, setter: Setter, width: int) -> Iterator[Line]:
    """Each row as what it has in each column, below the names of the columns."""
    head, *body = table.rows
    for number, row in enumerate(body):
        if number:
            yield ()
        for name, cell in zip(head, row, strict=True):
            if not cell:
                continue
            colon = (Text(": ", 0, 2),) if name else ()
            for strip in setter.strips((*name, *colon, *cell), width):
                yield from strip.rows
