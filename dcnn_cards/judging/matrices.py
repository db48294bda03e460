"""Equality where the order of factors matters: every variable is a matrix.

What holds for all square matrices of size two is taken to hold for those that an answer means. The
values are exact, so no tolerance is needed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

from dcnn_cards.judging.evaluation import UndefinedError
from dcnn_cards.judging.expression import (
    Call,
    Expression,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    nodes,
    variables,
)

MAX_POWER = 8
"""The largest power of a matrix that is calculated."""

MAX_BITS = 5_000
"""The largest numerator of a power, in bits."""

Matrix = tuple[Fraction, Fraction, Fraction, Fraction]

_ONE: Matrix = (Fraction(1), Fraction(0), Fraction(0), Fraction(1))
_SEED = 20
_TRIES = 3


def has_matrices(tree: Expression) -> bool:
    """Tell whether something is transposed."""
    return any(isinstance(node, Call) and node.function == "transpose" for node in nodes(tree))


def equal_as_matrices(left: Expression, right: Expression) -> bool | None:
    """Tell whether two expressions are equal for matrices; None where that has no meaning."""
    names = sorted(variables(left) | variables(right))
    try:
        return all(_value(left, given) == _value(right, given) for given in _drawn(names))
    except UndefinedError:
        return None


def _drawn(names: list[str]) -> Iterator[dict[str, Matrix]]:
    draw = random.Random(_SEED)
    for _ in range(_TRIES):
        yield {
            name: (
                Fraction(draw.randint(1000, 9999)),
                Fraction(draw.randint(-999, 999)),
                Fraction(draw.randint(-999, 999)),
                Fraction(draw.randint(1000, 9999)),
            )
            for name in names
        }


def _value(node: Expression, given: Mapping[str, Matrix]) -> Matrix:
    if isinstance(node, Number):
        return (node.value, Fraction(0), Fraction(0), node.value)
    if isinstance(node, Variable) and node.name in given:
        return given[node.name]
    if isinstance(node, Sum):
        total = _value(node.terms[0], given)
        for term in node.terms[1:]:
            total = _added(total, _value(term, given))
        return total
    if isinstance(node, Product):
        product = _ONE
        for factor in node.factors:
            product = _multiplied(product, _value(factor, given))
        return product
    if isinstance(node, Power) and isinstance(node.exponent, Number):
        return _raised(_value(node.base, given), node.exponent.value)
    if isinstance(node, Call) and node.function == "transpose":
        a, b, c, d = _value(node.arguments[0], given)
        return (a, c, b, d)
    raise UndefinedError


def _added(left: Matrix, right: Matrix) -> Matrix:
    a, b, c, d = left
    e, f, g, h = right
    return (a + e, b + f, c + g, d + h)


def _multiplied(left: Matrix, right: Matrix) -> Matrix:
    a, b, c, d = left
    e, f, g, h = right
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)


def _raised(base: Matrix, exponent: Fraction) -> Matrix:
    if exponent.denominator != 1 or abs(exponent) > MAX_POWER:
        raise UndefinedError
    a, b, c, d = base
    if exponent < 0:
        determinant = a * d - b * c
        if not determinant:
            raise UndefinedError
        base = (d / determinant, -b / determinant, -c / determinant, a / determinant)
    result = _ONE
    for _ in range(abs(int(exponent))):
        result = _multiplied(result, base)
    if max(entry.numerator.bit_length() for entry in result) > MAX_BITS:
        raise UndefinedError
    return result
