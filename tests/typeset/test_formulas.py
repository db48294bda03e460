"""Formulas beside their pictures: the fixtures are the specification."""

from __future__ import annotations

import pytest

from dcnn_cards.typeset import render
from tests.typeset.cases import FIXTURES, Case, cases

FORMULAS = [case for path in sorted(FIXTURES.glob("*.txt")) for case in cases(path)]


@pytest.mark.parametrize("case", FORMULAS, ids=lambda case: case.name)
def test_a_formula_comes_out_as_drawn(case: Case) -> None:
    drawn = render(
        case.source,
        display=case.display,
        width=case.width,
        ascii=case.ascii,
        linear=case.linear,
    )
    assert drawn == case.expected, f"\n{drawn}\n--- instead of\n{case.expected}"
