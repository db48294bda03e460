"""Bars of text: many numbers over time in a few rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.text import Text

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_THIRDS = " .:#"


def binned(values: Sequence[float], columns: int) -> list[float]:
    """Return one number a column, at most `columns`: means of neighbours, or each repeated.

    Where there is room for more than one column a value, all take the same number of them.
    """
    if len(values) <= columns:
        each = columns // len(values)
        return [value for value in values for _ in range(each)]
    edges = [column * len(values) // columns for column in range(columns + 1)]
    return [sum(values[start:end]) / (end - start) for start, end in pairwise(edges)]


def bars(
    values: Sequence[float], top: float, rows: int, style: str, *, in_ascii: bool = False
) -> list[Text]:
    """Return `rows` rows of bars, the highest first, one column a value from 0 to `top`.

    What is more than nothing shows; what is more than `top` is cut.
    """
    ramp = _THIRDS if in_ascii else _EIGHTHS
    steps = len(ramp) - 1
    full = rows * steps
    heights = [
        0 if value <= 0 or top <= 0 else min(full, max(1, round(value / top * full)))
        for value in values
    ]
    lines = []
    for row in range(rows - 1, -1, -1):
        cells = (ramp[min(steps, max(0, height - row * steps))] for height in heights)
        lines.append(Text("".join(cells), style))
    return lines
