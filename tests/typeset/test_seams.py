"""Where a typeset text may be cut without cutting a sentence or a formula in two."""

from __future__ import annotations

import pytest

from dcnn_cards.typeset import Block, typeset

ALIGNED = r"$$\begin{aligned} a &= \frac{b}{c} \\ &= d \end{aligned}$$"


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("", []),
        ("One sentence that takes more than a row.", ["One sentence"]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("1. one\n2. two\n   - three", ["1. one", "2. two", "   - three"]),
        ("# Title\nWords.", ["Title", "Words."]),
        ("```\na\n\nb\n```", ["    a", "", "    b"]),
        (f"So:\n{ALIGNED}\nand no more.", ["So:", "        b"]),
        (f"So:\n\n{ALIGNED}\n\nThe end.", ["So:", "        b", "The end."]),
        # Within a sentence there is none, though a formula takes rows of its own.
        (r"It is $\begin{pmatrix} 1 \\ 2 \end{pmatrix}$ then.", ["It is ⎛1⎞"]),
    ],
)
def test_seams(text: str, begins: list[str]) -> None:
    block = typeset(text, width=24)
    rows = block.plain.split("\n")
    assert [rows[seam][: len(start)] for seam, start in zip(block.seams, begins, strict=True)] == (
        begins
    )
    assert Block.from_json(block.to_json()) == block


def test_a_formula_that_the_signs_around_it_make_too_wide_is_broken_and_not_cut() -> None:
    shown = typeset("So $a + b + c + d + e + fi$, is it.", width=22).plain.split("\n")
    assert shown == ["So", "", "    a + b + c", "        + d + e + fi,", "", "is it."]
    shown = typeset("So (~~$a + b + c + d + e + f$~~) is it.", width=22).plain.split("\n")
    assert shown == ["So", "", "    (~~a + b + c + d", "            + e + f~~)", "", "is it."]
