"""Notation that a student types and no card has: signs, names of functions, matrices, edges."""

from __future__ import annotations

import pytest

from dcnn_cards.judging import Mark, judge


@pytest.mark.parametrize(
    ("expected", "typed"),
    [
        ("$-xy$", "x*-y"),
        ("$xy$", "-x*-y"),
        ("$x$", "--x"),
        ("$x$", "+x"),
        (r"$\max(0, x)$", "relu(x)"),
        (r"$\max(0, x)$", "ReLU(x)"),
        ("$x^{-1}$", "inv(x)"),
        ("$foo(c + d)$", "foo(d+c)"),
        (r"$\sqrt{x} + 1$", "1 + √x"),
        (r"$\nabla f$", "∇f"),
        (r"$\infty$", "∞"),
        ("$x^2 y_1$", "x² y₁"),
        ("$A^T B$", "Aᵀ B"),
        ("$A^T + B^T$", "(A+B)^T"),
        ("$A^T B^T$", "(BA)^T"),
        ("$(x - x)^2 + y$", "y"),
        (r"$|x|$", "sqrt(x^2)"),
    ],
)
def test_it_is_read_as_it_is_meant(expected: str, typed: str) -> None:
    found = judge(expected, typed)
    assert found.right is True, found.why


@pytest.mark.parametrize(
    ("expected", "typed", "right"),
    [
        ("$A^T B^T$", "(AB)^T", False),
        (r"$W^T \sigma(W)$", "W^T W^T", None),  # sigma is no transposition
        ("$y + 1$", "y + 0^0", None),
        (r"$\sqrt{x^2}$", "x", None),  # for positive x alone
        ("$|x|$", "x", False),
    ],
)
def test_what_is_not_equal_is_not_taken_for_it(
    expected: str, typed: str, right: bool | None
) -> None:
    assert judge(expected, typed).right is right


def test_of_a_system_what_differs_is_shown() -> None:
    found = judge(r"$$\begin{aligned} a &= b \\ c &= d \end{aligned}$$", "a = b; c = 2d")
    missing = [piece.text.split() for piece in found.diff if piece.mark is Mark.MISSING]
    assert missing[-1] == ["c", "=", "d"]


@pytest.mark.parametrize(
    ("expected", "typed", "why"),
    [
        (
            "dropout is used in training",
            "dropout is not used in training",
            '"not" in what you typed',
        ),
        ("not zero centered", "zero centered", '"not" in the card'),
        ("the ratio of largest to smallest", "ratio of smallest to largest", "other way round"),
        ("an upper bound on the error", "it bounds the error: a lower bound", "stands against"),
        ("it is biased by that", "by that it becomes unbiased", "stands against"),
        ("Train $O(1)$\nPredict $O(n)$", "training O(n), prediction O(1)", "is exchanged"),
        ("Train $O(1)$\nPredict $O(n)$", "O(n) for training, O(1) to predict", "is exchanged"),
        ("Train $O(1)$\nPredict $O(n)$", "O(1) for training, O(n) to predict", "key terms"),
        ("Small - tune one. Large - tune many", "small: tune many, large: tune one", "exchanged"),
        ("alpha beta in gamma delta", "kappa", "0 of 2 key terms are there."),
        ("a ==key term== and ==another== word", "another word", "1 of 2 key terms are there."),
        ("alpha beta gamma", "Alpha, beta, gamma!", "The same words."),
    ],
)
def test_what_is_said_of_words(expected: str, typed: str, why: str) -> None:
    assert why in judge(expected, typed).why


def test_the_terms_that_a_card_names_are_those_that_are_looked_for() -> None:
    verdict = judge("a ==marked== word", "these votes", terms=("majority", "vote", "of the"))
    assert [(term.text, term.there) for term in verdict.terms] == [
        ("majority", False), ("vote", True), ("of the", False)
    ]  # fmt: skip
    assert verdict.why == "1 of 3 key terms are there."


def test_a_division_by_nothing_is_not_taken_for_nothing() -> None:
    # Algebra tells the two apart, but not always in the time that a learner waits.
    assert judge("$y + (x - x)^{-1}$", "y").right is not True
