"""Formulas beside their pictures: the fixtures are the specification."""

from __future__ import annotations

import pytest

from dcnn_cards.typeset import render
from dcnn_cards.typeset.cells import cell_len
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


@pytest.mark.parametrize("case", FORMULAS, ids=lambda case: case.name)
def test_a_width_that_just_suffices_changes_nothing(case: Case) -> None:
    def drawn(width: int | None) -> str:
        return render(
            case.source, display=case.display, width=width, ascii=case.ascii, linear=case.linear
        )

    whole = drawn(None)
    assert drawn(max(map(cell_len, whole.split("\n")))) == whole
