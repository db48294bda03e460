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
    shown = typeset(case.source, width=case.width or 80, ascii=case.ascii, linear=case.linear).plain
    assert shown == case.expected, f"\n{shown}\n--- instead of\n{case.expected}"


def styles(text: str) -> list[tuple[str, Style]]:
    return [(run.text, run.style) for line in typeset(text, width=80).lines for run in line]


def test_styles_are_told_not_painted() -> None:
    assert styles("a **b** *c* `d` $x$ ==e==") == [
        ("a ", Style.PLAIN),
        ("b", Style.BOLD),
        (" ", Style.PLAIN),
        ("c", Style.ITALIC),
        (" ", Style.PLAIN),
        ("d", Style.CODE),
        (" ", Style.PLAIN),
        ("x", Style.MATH),
        (" ", Style.PLAIN),
        ("e", Style.MARK),
    ]


@pytest.mark.parametrize(
    ("latex", "in_ascii", "told"),
    [
        (r"a \le b", False, {"≤": Style.RELATION}),
        (r"a \le b", True, {"<=": Style.RELATION}),
        (r"f \colon A \to B", False, {"f: A ": Style.MATH, "→": Style.RELATION}),
        (r"\langle x \mid y \rangle", True, {"<x ": Style.MATH, "|": Style.RELATION}),
        (r"a \not\sim b", False, {"≁": Style.RELATION}),
        (r"a \not\in b", True, {"!in": Style.RELATION}),
        (r"a \mathrel{R} b", False, {"R": Style.RELATION}),
        (r"A \xrightarrow{f} B", False, {"───→": Style.RELATION}),
        (r"\overrightarrow{AB}", False, {"─→": Style.RULE, "AB": Style.MATH}),
        (r"\frac{a}{b}", True, {"-": Style.RULE}),
        (r"\left\langle \frac{a}{b} \right.", False, {"⟨": Style.RULE}),
        (r"W_{\text{bad} = 1} x_{a \le b}", False, {"bad": Style.TEXT, "≤": Style.RELATION}),
    ],
)
def test_a_part_of_a_formula_tells_what_it_is(
    latex: str, in_ascii: bool, told: dict[str, Style]
) -> None:
    block = typeset(f"$${latex}$$", width=80, ascii=in_ascii)
    found = {run.text.strip(): run.style for line in block.lines for run in line}
    assert {text.strip(): style for text, style in told.items()}.items() <= found.items()


def test_a_colour_goes_over_all_that_a_part_is() -> None:
    block = typeset(r"$$\color{red}{x = \text{if}}$$", width=80)
    assert {
        (run.style, run.colour) for line in block.lines for run in line if run.text.strip()
    } == {(Style.MATH, "red")}


def test_a_line_may_end_as_on_windows() -> None:
    assert typeset("a\r\n\r\n- b\r\n", width=80).plain == "a\n\n- b"


def test_a_marker_has_its_own_style() -> None:
    assert styles("- a")[0] == ("-", Style.MARKER)


def test_a_fault_tells_its_place_and_reason() -> None:
    block = typeset("Fine.\n\n1. So $\\foo$ is unknown.", width=80)
    (fault,) = block.faults
    assert (fault.line, fault.column) == (3, 7)
    assert fault.source == "$\\foo$"
    assert fault.reason == "unknown command \\foo"
    assert ("‹\\foo›", Style.SOURCE) in [
        (run.text, run.style) for line in block.lines for run in line
    ]


def test_a_source_that_just_fits_stays_in_its_sentence() -> None:
    assert typeset(r"a \(x^^\)", width=9).plain == "a\n‹\\(x^^\\)›"
    assert typeset(r"a \(x^^\)", width=8).plain == "a\n\n‹\\(x^^\\)\n↪ ›"
