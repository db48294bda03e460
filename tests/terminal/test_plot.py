"""Bars of text, as a reader sees them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.terminal.plot import bars, binned

numbers = st.floats(0, 1000, allow_subnormal=False)


def drawn(values: list[float], top: float, rows: int, *, in_ascii: bool = False) -> list[str]:
    return [row.plain for row in bars(values, top, rows, "", in_ascii=in_ascii)]


def test_a_row_has_eight_steps() -> None:
    assert drawn([0, 1, 2, 3, 4, 5, 6, 7, 8], 8, 1) == [" ▁▂▃▄▅▆▇█"]
    assert drawn([0, 1, 2, 3], 3, 1, in_ascii=True) == [" .:#"]


def test_rows_stand_on_each_other() -> None:
    assert drawn([4, 8, 12, 16], 16, 2) == ["  ▄█", "▄███"]


def test_the_least_shows_and_what_is_too_high_is_cut() -> None:
    assert drawn([0.001, 99], 10, 2) == [" █", "▁█"]
    assert drawn([0, 0], 0, 1) == ["  "]


def test_neighbours_are_averaged_where_columns_are_few() -> None:
    assert binned([1, 3, 5, 7], 2) == [2, 6]
    assert binned([1, 2, 3], 2) == [1, 2.5]


def test_values_are_repeated_where_columns_are_many() -> None:
    assert binned([1, 2], 5) == [1, 1, 2, 2]
    assert binned([1, 2, 3], 3) == [1, 2, 3]


@given(values=st.lists(numbers, min_size=1, max_size=80), columns=st.integers(1, 90))
def test_nothing_is_wider_than_its_columns_or_outside_of_what_is_shown(
    values: list[float], columns: int
) -> None:
    found = binned(values, columns)
    assert 1 <= len(found) <= columns
    assert min(values) - 1e-9 <= min(found) <= max(found) <= max(values) + 1e-9
