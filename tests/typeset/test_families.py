"""What KaTeX lacks is held against MathJax: its letters, digits and signs, no more and no fewer.

The formulas are those of data/families.txt, what MathJax reads in them is kept in
data/mathjax-leaves.json, which scripts/mathjax-leaves.mjs makes.
"""

from __future__ import annotations

import json
from functools import cache

import pytest

from dcnn_cards.typeset import is_readable, render
from tests.typeset.test_content import DATA, difference

FORMULAS = [
    line
    for line in (DATA / "families.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@cache
def mathjax(what: str) -> dict[str, str]:
    """By formula: the `leaves` that MathJax reads, or why it is `refused`."""
    found = json.loads((DATA / "mathjax-leaves.json").read_text(encoding="utf-8"))
    return dict(found[what])


def test_mathjax_reads_every_formula() -> None:
    assert mathjax("refused") == {}
    assert list(mathjax("leaves")) == FORMULAS, "run mathjax-leaves.mjs"


@pytest.mark.parametrize("latex", FORMULAS)
def test_what_mathjax_reads_is_read(latex: str) -> None:
    assert is_readable(latex)


@pytest.mark.parametrize("latex", FORMULAS)
def test_a_formula_shows_what_mathjax_reads(latex: str) -> None:
    drawing = render(latex)
    assert not difference(latex, drawing, mathjax("leaves")[latex]), f"\n{drawing}"


if __name__ == "__main__":
    print(json.dumps(FORMULAS))
