"""Texts beside what they look like in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.typeset import Style, typeset
from tests.typeset.cases import Case, cases

TEXTS = [case for path in sorted((Path(__file__).parent / "markdown").glob("*.txt"))
         for case in cases(path)]  # fmt: skip


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.name)
def test_a_text_comes_out_as_shown(case: Case) -> None:
    shown = typeset(case.source, width=case.width or 80, ascii=case.ascii).plain
    assert shown == case.expected, f"\n{shown}\n--- instead of\n{case.expected}"


def styles(text: str) -> list[tuple[str, Style]]:
    return [(run.text, run.style) for line in typeset(text, width=80).lines for run in line]


def test_styles_are_told_not_painted() -> None:
    assert styles("a **b** *c* `d` $x$") == [
        ("a ", Style.PLAIN),
        ("b", Style.BOLD),
        (" ", Style.PLAIN),
        ("c", Style.ITALIC),
        (" ", Style.PLAIN),
        ("d", Style.CODE),
        (" ", Style.PLAIN),
        ("x", Style.MATH),
    ]


def test_a_marker_has_its_own_style() -> None:
    assert styles("- a")[0] == ("-", Style.MARKER)


def test_a_fault_tells_its_place_and_reason() -> None:
    block = typeset("Fine.\n\n1. So $\\foo$ is unknown.", width=80)
    (fault,) = block.faults
    assert (fault.line, fault.column) == (3, 7)
    assert fault.source == "$\\foo$"
    assert fault.reason == "unknown command \\foo"
    assert ("‹$\\foo$›", Style.SOURCE) in [
        (run.text, run.style) for line in block.lines for run in line
    ]
