"""What a simulation came to, as a table and a plot for people."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dcnn_cards.progress.workload import Workload
from dcnn_cards.terminal.plot import bars, binned
from dcnn_cards.terminal.table import table_of_numbers

_REVIEW_ROWS, _RECALL_ROWS = 4, 2
_AXIS = 6  # columns left of the bars


def simulation_view(
    heading: str, loads: Sequence[Workload], columns: int, *, in_ascii: bool = False
) -> RenderableType:
    """Return the workloads for a terminal of so many `columns`, all to one scale."""
    width = max(10, columns - _AXIS)
    reviews = [binned(load.reviews, width) for load in loads]
    recall = [binned(load.recall, width) for load in loads]
    most = max(max(values) for values in reviews)
    least = floor(min(min(values) for values in recall) * 10) / 10
    parts: list[RenderableType] = [Text(heading, "bold"), "", _table(loads, in_ascii=in_ascii), ""]
    parts.append(
        Text("For each the reviews of a day, and below them the recall of all cards seen.", "dim")
    )
    for load, done, known in zip(loads, reviews, recall, strict=True):
        parts += ["", Text(load.scheduler, "bold")]
        rows = bars(done, most, _REVIEW_ROWS, "green", in_ascii=in_ascii)
        parts += _labelled(rows, f"{most:.0f}", "0", in_ascii=in_ascii)
        above = [value - least for value in known]
        rows = bars(above, 1 - least, _RECALL_ROWS, "cyan", in_ascii=in_ascii)
        parts += _labelled(rows, "100%", f"{least:.0%}", in_ascii=in_ascii)
    first, last = "day 1", f"day {len(loads[0].reviews)}"
    room = max(1, len(reviews[0]) - len(first) - len(last))
    parts.append(Text(" " * _AXIS + first + " " * room + last, "dim"))
    return Group(*parts)


def _table(loads: Sequence[Workload], *, in_ascii: bool) -> Table:
    nothing = "-" if in_ascii else "–"
    table = table_of_numbers(
        "\nscheduler",
        "reviews\na day",
        "\npeak",
        "minutes\na day",
        "\npeak",
        "recalled\nat review",
        "recall\nat end",
    )
    table.columns[0].no_wrap = True
    for load in loads:
        rate = load.recall_rate
        table.add_row(
            load.scheduler,
            f"{sum(load.reviews) / len(load.reviews):.1f}",
            str(max(load.reviews)),
            f"{sum(load.minutes) / len(load.minutes):.1f}",
            f"{max(load.minutes):.0f}",
            nothing if rate is None else f"{rate:.1%}",
            f"{load.recall[-1]:.1%}" if load.introduced else nothing,
        )
    return table


def _labelled(rows: Sequence[Text], top: str, bottom: str, *, in_ascii: bool) -> list[Text]:
    """Rows of bars beside an axis that says what the highest and the lowest stand for."""
    labels = [top, *[""] * (len(rows) - 2), bottom]
    line = "|" if in_ascii else "│"
    return [
        Text(f"{label:>{_AXIS - 1}}{line}", "dim").append_text(row)
        for label, row in zip(labels, rows, strict=True)
    ]
