"""Draw the plots among the deck's figures from the functions they show.

    python scripts/plot_figures.py [FOLDER]

Rewrites NAME.txt, with curves of braille dots, and NAME.ascii.txt, with a mark of its own for
each curve, for every plot below; FOLDER is decks/figures unless it is given. The other figures
in that folder are drawn by hand and stay as they are.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "decks" / "figures"

Point = tuple[float, float]
Cells = list[list[str]]

LEFT = 7  # columns for the numbers at the vertical axis, and the axis itself
SAMPLES = 1200  # points on a curve: more than there are columns of dots

# The bit of each dot of a braille character, by its row and column.
BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


@dataclass(frozen=True, slots=True)
class Axis:
    """The range that an axis shows, where it has ticks, and what it measures."""

    low: float
    high: float
    ticks: tuple[float, ...]
    name: str

    def share(self, value: float) -> float:
        """Return how far along the axis `value` lies: 0 at its low end, 1 at its high end."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through `points`, and the character that marks it where there are no dots."""

    mark: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """Text that begins at a place given in the units of the axes."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Note:
    """Text below the plot, centred under a place on the horizontal axis."""

    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure: axes, curves, their labels, rows of notes below the plot, and a caption."""

    name: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    caption: tuple[str, ...]
    notes: tuple[tuple[Note, ...], ...] = ()
    rules: tuple[float, ...] = ()
    columns: int = 61  # a multiple of each plot's ticks, and one
    rows: int = 14


@dataclass(frozen=True, slots=True)
class Style:
    """The characters of a variant, and how it spells what it has no character for."""

    upright: str
    level: str
    corner: str
    y_tick: str
    y_end: str
    x_tick: str
    x_end: str
    rule: str
    braille: bool
    spelling: dict[str, str]

    def spell(self, text: str) -> str:
        """Return `text` in the characters of this variant."""
        for fine, plain in self.spelling.items():
            text = text.replace(fine, plain)
        return text


UNICODE = Style(
    upright="│",
    level="─",
    corner="└",
    y_tick="┤",
    y_end="┐",
    x_tick="┬",
    x_end="┐",
    rule="┈",
    braille=True,
    spelling={},
)
ASCII = Style(
    upright="|",
    level="-",
    corner="+",
    y_tick="+",
    y_end="+",
    x_tick="+",
    x_end="+",
    rule=".",
    braille=False,
    spelling={"−": "-", "─": "-", "·": "*", "◀": "<", "▶": ">", "▲": "^", "α": "a", "π": "pi"},
)


def curve(mark: str, f: Callable[[float], float], low: float, high: float) -> Curve:
    """Return the curve of `f` from `low` to `high`."""
    xs = [low + (high - low) * i / SAMPLES for i in range(SAMPLES + 1)]
    return Curve(mark, tuple((x, f(x)) for x in xs))


def sgd_loss(rate: float, noise: float) -> Callable[[float], float]:
    """Return the expected loss of stochastic gradient descent on a quadratic, over its steps.

    On the loss w²/2 the gradient is w; with noise of variance `noise` on it, a step takes w to
    (1 - rate) w - rate * error. So the expected w² falls by the factor (1 - rate)² in each step
    and gains rate² * noise: it nears a floor that grows with the rate, and from 2 on it explodes.
    The loss is 1 at the start.
    """
    factor = (1 - rate) ** 2
    floor = rate**2 * noise / (1 - factor)
    return lambda step: floor + (1 - floor) * factor**step


def two_layer_loss(start: float) -> Callable[[float], float]:
    """Return the loss over time of a linear network of two layers and one unit.

    The network computes w₂ w₁ x and is to learn the identity; both weights begin at the same
    small value, and `start` is their product. The gradient of each weight is proportional to the
    other, so near zero nothing moves. Gradient descent in small steps, d(u)/dt = 2 u (1 - u) for
    the product u, solves to a logistic curve (Saxe et al., 2013); the loss is (1 - u)².
    """
    return lambda time: (1 - 1 / (1 + (1 / start - 1) * math.exp(-2 * time))) ** 2


def annealed_rate(highest: float, period: float) -> Callable[[float], float]:
    """Return the learning rate of cosine annealing with warm restarts, over the epochs."""
    return lambda epoch: highest / 2 * (1 + math.cos(math.pi * (epoch % period) / period))


def learning_rates() -> Plot:
    """Return the loss for four learning rates that stay the same."""
    noise = 0.07
    rates = {"x": 2.02, "o": 1.79, ".": 0.03, "*": 0.2}
    return Plot(
        name="learning-rates",
        x=Axis(0, 20, (0, 5, 10, 15, 20), "epoch"),
        y=Axis(0, 2, (0, 0.5, 1, 1.5, 2), "loss"),
        curves=tuple(curve(mark, sgd_loss(rate, noise), 0, 20) for mark, rate in rates.items()),
        labels=(
            Label("very high learning rate", 3.6, 1.75),
            Label("high learning rate", 12, 0.75),
            Label("low learning rate", 11.3, 0.25),
            Label("good learning rate", 4.4, 0.25),
        ),
        caption=("after Stanford CS231n, course notes: Neural Networks Part 3",),
        rows=16,
    )


def bad_initialization() -> Plot:
    """Return a loss that stays where it is for long and then falls."""
    return Plot(
        name="bad-initialization",
        x=Axis(0, 15, (0, 5, 10, 15), "epoch"),
        y=Axis(0, 1, (0, 0.5, 1), "training loss"),
        curves=(curve("*", two_layer_loss(1e-8), 0, 15),),
        labels=(),
        caption=("after Stanford CS231n, lecture on training neural networks",),
        rows=10,
    )


def generator_loss() -> Plot:
    """Return the two losses of a generator over the discriminator's verdict on its samples."""
    least = 1e-4
    return Plot(
        name="generator-loss",
        x=Axis(0, 1, (0, 0.25, 0.5, 0.75, 1), "D(G(z))"),
        y=Axis(-4, 4, (-4, -2, 0, 2, 4), "loss of the generator"),
        curves=(
            curve("*", lambda d: math.log(1 - d), 0, 1 - least),
            curve("o", lambda d: -math.log(d), least, 1),
        ),
        labels=(
            Label("−log D(G(z))", 0.17, 2.5),
            Label("log(1 − D(G(z)))", 0.54, -2),
        ),
        notes=((Note("◀─ fakes look fake", 0.15), Note("fakes pass as real ─▶", 0.83)),),
        rules=(0,),
        caption=(
            "Early on D(G(z)) is near 0: there log(1 − D(G(z))) is flat (slope −1)",
            "and teaches little, but −log D(G(z)) is steep (slope −1 / D(G(z))).",
            "after Goodfellow et al., Generative Adversarial Nets (2014), section 3",
        ),
        rows=16,
    )


def snapshots() -> Plot:
    """Return a learning rate that restarts, and where a snapshot is taken."""
    period = 50
    ends = [period * cycle for cycle in (1, 2, 3, 4)]
    return Plot(
        name="snapshots",
        x=Axis(0, 200, (0, 50, 100, 150, 200), "epoch"),
        y=Axis(0, 0.1, (0, 0.05, 0.1), "learning rate"),
        curves=(curve("*", annealed_rate(0.1, period), 0, ends[-1] - 1e-9),),
        labels=(),
        notes=(
            tuple(Note("▲", end) for end in ends),
            tuple(Note(f"snapshot {n}", end) for n, end in enumerate(ends, 1)),
        ),
        caption=(
            "α = α_max/2 · (1 + cos(π (T mod N)/N)), α_max = 0.1, N = 50 epochs",
            "Each restart throws the model out of its minimum; it settles in another.",
            "after Huang et al., Snapshot Ensembles (2017)",
        ),
        rows=10,
    )


def draw(plot: Plot, style: Style) -> list[str]:
    """Return the rows of `plot`, without blanks at their ends."""
    cells = _canvas(plot, style)
    for label in plot.labels:
        column, row = _cell(plot, label.x, label.y)
        _write(cells[row], column, style.spell(label.text))
    rows = ["  " + plot.y.name]
    rows += [axis + "".join(row) for axis, row in zip(_y_axis(plot, style), cells, strict=True)]
    rows += [_x_axis(plot, style), *_below(plot, style), ""]
    rows += [style.spell(line) for line in plot.caption]
    return [row.rstrip() for row in rows]


def _canvas(plot: Plot, style: Style) -> Cells:
    """Return the cells between the axes, with rules and curves in them."""
    cells = [[" "] * plot.columns for _ in range(plot.rows)]
    for y in plot.rules:
        cells[_cell(plot, plot.x.low, y)[1]] = [style.rule] * plot.columns
    if style.braille:
        bits: dict[tuple[int, int], int] = {}
        for line in plot.curves:
            for across, down in _line(plot, line.points, 2, 4):
                at = down // 4, across // 2
                bits[at] = bits.get(at, 0) | DOTS[down % 4][across % 2]
        for (row, column), pattern in bits.items():
            cells[row][column] = chr(BRAILLE + pattern)
    else:
        for line in plot.curves:
            for column, row in _line(plot, line.points, 1, 1):
                cells[row][column] = line.mark
    return cells


def _line(plot: Plot, points: Iterable[Point], across: int, down: int) -> Iterator[tuple[int, int]]:
    """Yield the dots of a line without gaps, where a cell is `across` x `down` dots.

    A value with a tick lies in the middle of the tick's cell. What is beyond the vertical axis is
    left out; the lowest values, which would lie in the horizontal axis, rest upon it.
    """
    bottom = plot.rows * down - 1
    places = [
        ((plot.x.share(x) * (plot.columns - 1) + 0.5) * across, (_depth(plot, y) + 0.5) * down)
        for x, y in points
    ]
    for (x1, y1), (x2, y2) in pairwise(places):
        steps = max(1, math.ceil(abs(y2 - y1)), math.ceil(abs(x2 - x1)))
        for step in range(steps + 1):
            x = math.floor(x1 + (x2 - x1) * step / steps)
            y = math.floor(y1 + (y2 - y1) * step / steps)
            if 0 <= y <= bottom + down:
                yield x, min(y, bottom)


def _depth(plot: Plot, y: float) -> float:
    """Return the row of `y`: 0 at the top, the number of rows in the horizontal axis."""
    return (1 - plot.y.share(y)) * plot.rows


def _cell(plot: Plot, x: float, y: float) -> tuple[int, int]:
    """Return the column and the row of a place."""
    return round(plot.x.share(x) * (plot.columns - 1)), round(_depth(plot, y))


def _y_axis(plot: Plot, style: Style) -> list[str]:
    """Return the vertical axis row by row, with its numbers."""
    numbers = {round(_depth(plot, y)): _number(y, style) for y in plot.y.ticks}
    signs = [style.y_tick if row in numbers else style.upright for row in range(plot.rows)]
    if 0 in numbers:
        signs[0] = style.y_end
    return [f"{numbers.get(row, ''):>{LEFT - 2}} {sign}" for row, sign in enumerate(signs)]


def _x_axis(plot: Plot, style: Style) -> str:
    """Return the row of the horizontal axis: the lowest number at its left, its name behind it."""
    line = [style.level] * plot.columns
    for tick in plot.x.ticks[1:]:
        line[_cell(plot, tick, plot.y.low)[0]] = style.x_tick
    line[-1] = style.x_end
    number = _number(plot.y.low, style)
    return f"{number:>{LEFT - 2}} {style.corner}{''.join(line)} {plot.x.name}"


def _below(plot: Plot, style: Style) -> list[str]:
    """Return the rows below the horizontal axis: its numbers, and the notes."""
    numbers = [Note(_number(tick, style), tick) for tick in plot.x.ticks]
    return [_centred(plot, style, notes) for notes in (numbers, *plot.notes)]


def _centred(plot: Plot, style: Style, notes: Sequence[Note]) -> str:
    row = [" "] * (LEFT + plot.columns + 6)
    for note in notes:
        text = style.spell(note.text)
        column = LEFT + _cell(plot, note.x, plot.y.low)[0] - len(text) // 2
        _write(row, column, text)
    return "".join(row)


def _write(row: list[str], column: int, text: str) -> None:
    row[column : column + len(text)] = text


def _number(value: float, style: Style) -> str:
    return style.spell(f"{value:g}".replace("-", "−"))


def main(arguments: Sequence[str]) -> None:
    """Write both variants of every plot."""
    folder = Path(arguments[0]) if arguments else FOLDER
    for plot in (learning_rates(), bad_initialization(), generator_loss(), snapshots()):
        for style, ending in ((UNICODE, ".txt"), (ASCII, ".ascii.txt")):
            path = folder / f"{plot.name}{ending}"
            path.write_text("\n".join(draw(plot, style)) + "\n", encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
