"""A formula's own macros, spelt out."""

from __future__ import annotations

import pytest

from dcnn_cards.typeset import render, spelled


@pytest.mark.parametrize(
    ("latex", "spelt"),
    [
        (r"x \in \mathbb{R}", r"x \in \mathbb{R}"),
        (r"\newcommand{\R}{\mathbb{R}} x\in\R^n", r"x\in\mathbb{R}^n"),
        (r"\newcommand*{\R}{\mathbb{R}} \R", r"\mathbb{R}"),
        (r"\def\v#1{\mathbf{#1}}\v{x}+\v y", r"\mathbf{x}+\mathbf{y}"),
        (r"\newcommand{\n}[2][2]{|#2|_{#1}} \n{x} \n[1]{y}", r"|x|_{2} |y|_{1}"),
        (r"\DeclareMathOperator*{\amin}{arg\,min} \amin_x", r"\operatorname*{arg\,min}_x"),
        (r"\let\a\alpha \a b", r"\alpha b"),
        (r"\def\a{\alpha}\a b\a x", r"\alpha b\alpha x"),
        (r"\def\a{\alpha}\def\b{x}\a\b", r"\alpha x"),
        (r"\newcommand{\a}{\a}\a", r"\newcommand{\a}{\a}\a"),  # without end: as it is
    ],
)
def test_macros_are_spelt_out(latex: str, spelt: str) -> None:
    assert spelled(latex) == spelt
    assert render(spelled(latex)) == render(latex)
