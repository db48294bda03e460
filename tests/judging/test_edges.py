"""Signs, names and depths at which a reader of formulas, or the algebra, easily errs by one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dcnn_cards.judging import AnswerKind, judge
from dcnn_cards.judging.expression import Call, Number, Power, Product, Sum, Variable, calls
from dcnn_cards.judging.symbolic import equal_by_algebra


@pytest.mark.parametrize(
    ("expected", "typed", "right"),
    [
        (r"$\frac{1}{2x}$", r"\frac{1}{2} x^-1", True),
        (r"$\frac{1}{2x}$", r"\frac12 x^-1", True),
        (r"$x^{-y}$", r"\frac1{x^y}", True),
        (r"$x^{-y}$", "x^-y", True),
        (r"$x^{-y}$", "x^y", False),
        (r"$2x + 1$", "x + x\n= 2x\n+ 1", False),  # only what begins with = goes on
        (r"$2x + 1$", "x + x + 1\n= 2x + 1", True),
        (r"$2x + 1$", "x + x + 1\n= 2x + 1\n= 1 + 2x", True),
        (r"$2x + 1$", "3x\n= 2x + 1\n= 1 + 2x", False),
        (r"$g(x)$", "g(x)", True),
        (r"$g(x) + 1$", "g + 1", True),  # a bare name is the function, if it has one argument
        (r"$g(x) + g(y)$", "g + g", False),
        (r"$\exp(x) + 1$", "exp(x) + 1", True),
    ],
)
def test_a_formula(expected: str, typed: str, right: bool | None) -> None:
    assert judge(expected, typed).right is right, judge(expected, typed)


@pytest.mark.parametrize(
    ("expected", "typed", "kind"),
    [
        ("$x + 1$", "1 + x", AnswerKind.FORMULA),
        ("$x + 1$", "2 + x", AnswerKind.FORMULA),
        ("$12$", "12", AnswerKind.NUMBER),
        ("$x = 12$", "12", AnswerKind.NUMBER),
        ("$x = 12$", "13", AnswerKind.NUMBER),
    ],
)
def test_a_number_is_told_from_a_formula(expected: str, typed: str, kind: AnswerKind) -> None:
    assert judge(expected, typed).kind is kind


def test_depth_is_counted_up_and_down() -> None:
    beside = " + ".join(["sin x"] * 20)
    deep = f"{'(' * 60}x{')' * 60}"
    assert judge("$y + x$", f"{beside} + {deep}").right is None
    assert "deeper" in judge("$y + x$", f"{beside} + {deep}").why


@pytest.mark.parametrize("number", ["1e-400", "1e400", "0." + "0" * 310 + "1"])
def test_a_number_that_no_machine_has_is_left_to_the_student(number: str) -> None:
    assert judge("$x + 1$", f"x + {number}").right is not True


def test_the_functions_without_a_meaning_are_found() -> None:
    x = Variable("x")
    own, known = Call("g", (x,)), Call("exp", (x,))
    sigma = Call("sigma", (x,))
    assert calls(Sum((own, known, sigma, Number(Fraction(1))))) == {own, sigma}


def test_algebra_knows_the_sigmoid() -> None:
    x, one, minus = Variable("x"), Number(Fraction(1)), Number(Fraction(-1))
    sigma = Call("sigma", (x,))
    spelt = Power(Sum((one, Call("exp", (Product((minus, x)),)))), minus)
    assert equal_by_algebra(sigma, spelt, 20) is True
    assert equal_by_algebra(sigma, Product((Number(Fraction(2)), spelt)), 20) is False
