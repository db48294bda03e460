"""Each bound of the typesetter at its edge: the last that is set, and the first that is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dcnn_cards.typeset import faults, render


@pytest.mark.parametrize(
    ("bound", "formula", "reason"),
    [
        (20_000, lambda n: f"x{' ' * (n - 2)}y", "longer than 20,000 characters"),
        (39, lambda n: "{" * n + "x" + "}" * n, "nested deeper than 40 levels"),  # in the formula
        (19, lambda n: r"\sqrt{" * n + "x" + "}" * n, "nested deeper than 40 levels"),  # 2 each
        (
            2_000,
            lambda n: rf"\begin{{matrix}}{'&'.join('x' * n)}\end{{matrix}}",
            "more than 2,000 cells in one table",
        ),
        (
            9,
            lambda n: rf"\newcommand{{\a}}[{n}]{{#1}} \a {'x' * n}",
            r"\a cannot have 10 parameters",
        ),
        (  # a use and what it stands for
            2_500,
            lambda n: r"\newcommand{\a}{x}" + r"\a " * n,
            "macros that expand to more than 5,000 tokens",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_larger_than_its_bound_is_shown_as_its_source(
    bound: int, formula: Callable[[int], str], reason: str
) -> None:
    assert faults(f"$${formula(bound)}$$") == ()
    assert [fault.reason for fault in faults(f"$${formula(bound + 1)}$$")] == [reason]


@pytest.mark.parametrize(("length", "cells"), [("19.5em", 39), ("20em", 40), ("20.5em", 40)])
def test_an_explicit_length_is_at_most_40_cells(length: str, cells: int) -> None:
    assert render(rf"a\hspace{{{length}}}b") == f"a{' ' * cells}b"


@pytest.mark.parametrize("length", ["-3em", "-0.1em", "0em", "3", "3furlong", "1.2.3em"])
def test_a_length_of_less_than_nothing_or_of_no_unit_is_none(length: str) -> None:
    assert render(rf"a\hspace{{{length}}}b") == "ab"
