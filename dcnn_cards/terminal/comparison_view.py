"""The schedulers side by side as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dcnn_cards.progress.comparison import COMPARED_DAYS, Demand
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.typeset import visible

_DAY = 12  # columns of a day and the room after it
_GAP = 2


def comparison_view(
    title: str, compared: Sequence[Demand], in_use: str, width: int
) -> RenderableType:
    """Return a table of `width` columns or less: a row a day, a column a scheduler.

    Where nothing comes due on any day there is no row for it.
    """
    numbers = [number for each in compared for number in (each.due_today, each.due_later)]
    digits = len(str(max(numbers, default=0)))
    column = (min(width, MAX_COLUMNS) - _DAY) // max(1, len(compared)) - _GAP
    most = max((day.due for each in compared for day in each.days), default=0)
    room = max(1, column - digits - 1)

    def counted(due: int, style: str = "", bar: int = 0) -> Text:
        return Text.assemble((f"{due:{digits}} ", style), ("█" * bar, "green"))

    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(width=_DAY - _GAP)
    for _ in compared:
        table.add_column(width=column, no_wrap=True)
    names = (f"{each.scheduler}{' (in use)' * (each.scheduler == in_use)}" for each in compared)
    table.add_row("", *(Text(name, "bold") for name in names))
    table.add_row("today", *(counted(each.due_today, "bold") for each in compared))
    for days in zip(*(each.days for each in compared), strict=True):
        if most:
            bars = (counted(day.due, "", -(-room * day.due // most)) for day in days)
            table.add_row(f"{date.fromordinal(days[0].day):%a %d %b}", *bars)
    table.add_row(f"{COMPARED_DAYS} days", *(counted(each.due_later, "bold") for each in compared))
    note = "Reviews as things stand: what is asked comes back later, and new cards are not counted."
    return Constrain(Group(Text(visible(title), "bold"), table, Text(note, "dim")), MAX_COLUMNS)
