"""The value of an expression at a point, in floating point, with a bound of its error."""

from __future__ import annotations

import cmath
import math
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
from typing import NamedTuple

from dcnn_cards.judging.expression import (
    MAX_EXPONENT,
    Call,
    Expression,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    operands,
)

LARGEST = 1e250
"""The largest magnitude that is calculated with."""

_ULP = 4e-16


class UndefinedError(Exception):
    """There is no value here: a division by zero, outside a domain, too large."""


class Value(NamedTuple):
    """A value and how far, at most, roundings may have moved it."""

    value: complex
    error: float


def value(node: Expression, point: Mapping[str, complex], real: bool) -> Value:
    """Return the value with these values of the variables; raise `UndefinedError`.

    With `real`, log, sqrt and fractional powers of what is not positive have none.
    """
    try:
        found = _value(node, point, real)
    except (ArithmeticError, ValueError, KeyError):
        raise UndefinedError from None
    return found


def constant(node: Expression) -> float:
    """Return the value of an expression without variables; raise `UndefinedError`."""
    found = value(node, {}, real=True)
    if abs(found.value.imag) > 1e-9 * max(1.0, abs(found.value)):
        raise UndefinedError
    return found.value.real


def exactly(node: Expression) -> Fraction | None:
    """Return the value of an expression of numbers and whole powers, None for any other."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Sum | Product):
        found = [exactly(part) for part in operands(node)]
        values = [each for each in found if each is not None]
        if len(values) < len(found):
            return None
        return (
            sum(values, Fraction(0)) if isinstance(node, Sum) else prod(values, start=Fraction(1))
        )
    if isinstance(node, Power):
        base, exponent = exactly(node.base), exactly(node.exponent)
        if base and exponent is not None and exponent.denominator == 1:
            return Fraction(base**exponent) if abs(exponent) <= MAX_EXPONENT else None
    return None


def _value(node: Expression, point: Mapping[str, complex], real: bool) -> Value:
    if isinstance(node, Number):
        return _checked(complex(float(node.value)), 0.0)
    if isinstance(node, Variable):
        return _checked(_CONSTANTS.get(node.name) or point[node.name], 0.0)
    if isinstance(node, Sum):
        found = [_value(term, point, real) for term in node.terms]
        size = sum(abs(term.value) for term in found)
        error = sum(term.error for term in found) + size * _ULP * len(found)
        return _checked(sum(term.value for term in found), error)
    if isinstance(node, Product):
        product = Value(1 + 0j, 0.0)
        for factor in node.factors:
            right = _value(factor, point, real)
            moved = abs(product.value) * right.error + abs(right.value) * product.error
            product = _checked(product.value * right.value, moved)
        return product
    if isinstance(node, Power):
        return _power(_value(node.base, point, real), _value(node.exponent, point, real), real)
    return _call(node, [_value(argument, point, real) for argument in node.arguments], real)


def _checked(result: complex, error: float) -> Value:
    if not (abs(result) < LARGEST and error < LARGEST):
        raise UndefinedError
    return Value(result, error + abs(result) * _ULP)


def _power(base: Value, exponent: Value, real: bool) -> Value:
    whole = exponent.value.imag == 0 and exponent.value.real.is_integer()
    if abs(base.value) <= base.error:
        # Zero, or what cannot be told from it.
        if whole and exponent.value.real > 0 and base.value == 0:
            return Value(0j, base.error)
        raise UndefinedError
    if real and not whole and not (base.value.imag == 0 and base.value.real > 0):
        raise UndefinedError
    if whole and abs(exponent.value) <= 1000:
        result = base.value ** int(exponent.value.real)
    else:
        result = cmath.exp(exponent.value * cmath.log(base.value))
    relative = abs(exponent.value) * (base.error / abs(base.value) + _ULP)
    relative += abs(cmath.log(base.value)) * exponent.error
    return _checked(result, abs(result) * relative)


def _call(node: Call, arguments: list[Value], real: bool) -> Value:
    if node.function in ("max", "min"):
        return _extreme(node.function, arguments)
    first = arguments[0]
    if node.function in ("log", "sqrt") and real:
        positive = first.value.imag == 0 and first.value.real > first.error
        zero = node.function == "sqrt" and first.value == 0
        if not positive and not zero:
            raise UndefinedError
    if node.function in ("arcsin", "arccos") and real and abs(first.value) > 1:
        raise UndefinedError
    if node.function == "abs":
        return Value(complex(abs(first.value)), first.error)
    analytic = _ANALYTIC.get(node.function)
    if analytic is None:
        return _checked(*_any_function(node.function, arguments))
    result = analytic(first.value)
    if not first.error:
        return _checked(result, 0.0)
    # The slope, measured: good enough for a bound that is used with a wide margin.
    step = max(1e-6 * abs(first.value), 1e-9)
    slope = abs(analytic(first.value + step) - result) / step
    return _checked(result, 2 * slope * first.error)


def _extreme(function: str, arguments: list[Value]) -> Value:
    if any(abs(given.value.imag) > given.error for given in arguments):
        raise UndefinedError
    choose = max if function == "max" else min
    return choose(arguments, key=lambda given: given.value.real)


def _sigma(z: complex) -> complex:
    return 1 / (1 + cmath.exp(-z))


def _any_function(name: str, arguments: list[Value]) -> tuple[complex, float]:
    """A function that has no laws but its name: the same name always gives the same one."""
    draw = random.Random(f"{name}/{len(arguments)}")
    result = complex(draw.uniform(0.5, 1.5))
    for wave in (cmath.cos, cmath.sin):
        phase = complex(draw.uniform(-1, 1))
        for given in arguments:
            phase += draw.uniform(0.3, 1.3) * given.value
        result += draw.uniform(0.3, 0.9) * wave(phase)
    return result, 3 * sum(given.error for given in arguments) * (1 + abs(result))


_CONSTANTS = {"e": complex(math.e), "pi": complex(math.pi)}
_ANALYTIC: dict[str, Callable[[complex], complex]] = {
    "exp": cmath.exp,
    "log": cmath.log,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "arcsin": cmath.asin,
    "arccos": cmath.acos,
    "arctan": cmath.atan,
    "sqrt": cmath.sqrt,
    "sigma": _sigma,
}
