"""The tables of numbers that several views have."""

from __future__ import annotations

from rich.table import Table


def table_of_numbers(first: str, *others: str) -> Table:
    """Return a table without lines: a column of names, and of numbers each of the others."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table
