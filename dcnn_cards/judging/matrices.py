"""Equality where the order of factors matters: every variable is a matrix.

What holds for matrices of any entries, and of all the shapes that the card's formula allows, is
taken to hold. The values are exact, so no tolerance is needed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from dcnn_cards.judging.evaluation import UndefinedError
from dcnn_cards.judging.expression import (
    FUNCTIONS,
    Call,
    Expression,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    nodes,
    operands,
    variables,
    with_operands,
)

MAX_POWER = 8
"""The largest power of a matrix that is calculated."""

MAX_BITS = 5_000
"""The largest numerator of a power, in bits."""

MAX_NAMES = 5
"""Matrices whose shapes are found out; with more, all are square."""

Shape = tuple[int, int]
Matrix = tuple[tuple[Fraction, ...], ...]

# With two sizes every shape that differs from its transpose can be told from it.
_SIZES = (2, 3)
_SEED = 20
_TRIES = 3


def has_matrices(tree: Expression) -> bool:
    """Tell whether something is transposed."""
    return any(isinstance(node, Call) and node.function == "transpose" for node in nodes(tree))


def untransposed(tree: Expression) -> Expression:
    """Return the tree with nothing transposed: w^T x as the product of vectors that it is."""
    if isinstance(tree, Call) and tree.function == "transpose":
        return untransposed(tree.arguments[0])
    return with_operands(tree, tuple(map(untransposed, operands(tree))))


def equal_as_matrices(left: Expression, right: Expression) -> bool | None:
    """Tell whether two expressions are equal for matrices; None where `left` has no value.

    The shapes are those in which `left` has one, as few of them square as can be: the inverse of a
    matrix that need not be square is not equal to anything.
    """
    left, right = _opaque(left), _opaque(right)
    for given in _drawn(left, sorted(variables(left) | variables(right))):
        try:
            wanted = [_value(left, each) for each in given]
        except UndefinedError:
            continue
        try:
            return all(_value(right, each) == one for each, one in zip(given, wanted, strict=True))
        except UndefinedError:
            return False
    return None


def _opaque(node: Expression) -> Expression:
    """The tree with what a function gives, of whatever it may be, as a matrix of its own."""
    match node:
        case Call("transpose", arguments):
            return Call("transpose", tuple(map(_opaque, arguments)))
        case Call(function, arguments) if function not in FUNCTIONS:
            # Of arguments that are written in two ways it is not known whether they are the same.
            if all(isinstance(argument, Variable) for argument in arguments):
                return Variable(repr(node))
        case Sum(terms):
            return Sum(tuple(map(_opaque, terms)))
        case Product(factors):
            return Product(tuple(map(_opaque, factors)))
        case Power(base, exponent):
            return Power(_opaque(base), exponent)
    return node


def _drawn(tree: Expression, names: list[str]) -> Iterator[list[dict[str, Matrix]]]:
    """Matrices for each of the shapes in which `tree` may have a value, the most general first."""
    draw = random.Random(_SEED)
    for shapes in _shapes(tree, names):
        yield [
            {name: _random(draw, *shape) for name, shape in zip(names, shapes, strict=True)}
            for _ in range(_TRIES)
        ]


def _random(draw: random.Random, rows: int, columns: int) -> Matrix:
    """A matrix with a large diagonal, which has an inverse if it is square."""
    return tuple(
        tuple(
            Fraction(draw.randint(1000, 9999) if row == column else draw.randint(-499, 499))
            for column in range(columns)
        )
        for row in range(rows)
    )


def _shapes(tree: Expression, names: list[str]) -> list[tuple[Shape, ...]]:
    square = ((_SIZES[0], _SIZES[0]),) * len(names)
    if len(names) > MAX_NAMES:
        return [square]
    one = [(rows, columns) for rows in _SIZES for columns in _SIZES]
    every = product(one, repeat=len(names))
    fitting = [shapes for shapes in every if _fits(tree, dict(zip(names, shapes, strict=True)))]
    return sorted(fitting, key=lambda shapes: sum(rows == columns for rows, columns in shapes))


def _fits(tree: Expression, shapes: Mapping[str, Shape]) -> bool:
    try:
        _shape(tree, shapes)
    except UndefinedError:
        return False
    return True


def _shape(node: Expression, shapes: Mapping[str, Shape]) -> Shape | None:
    """The shape of a value, None for a number; raise `UndefinedError` where there is none."""
    match node:
        case Number():
            return None
        case Variable(name) if name in shapes:
            return shapes[name]
        case Sum(terms):
            found = {shape for term in terms if (shape := _shape(term, shapes))}
            numbers = any(_shape(term, shapes) is None for term in terms)
            if len(found) > 1 or (numbers and any(rows != columns for rows, columns in found)):
                raise UndefinedError
            return next(iter(found), None)
        case Product(factors):
            whole: Shape | None = None
            for shape in filter(None, (_shape(factor, shapes) for factor in factors)):
                if whole and whole[1] != shape[0]:
                    raise UndefinedError
                whole = (whole[0] if whole else shape[0], shape[1])
            return whole
        case Power(base, Number()):
            shape = _shape(base, shapes)
            if shape and shape[0] != shape[1]:
                raise UndefinedError
            return shape
        case Call("transpose", (inner,)):
            shape = _shape(inner, shapes)
            return shape and (shape[1], shape[0])
    raise UndefinedError


def _value(node: Expression, given: Mapping[str, Matrix]) -> Matrix | Fraction:
    """The value of a node, a number where it has no matrix in it."""
    match node:
        case Number(value):
            return value
        case Variable(name) if name in given:
            return given[name]
        case Sum((first, *terms)):
            total = _value(first, given)
            for term in terms:
                total = _added(total, _value(term, given))
            return total
        case Product(factors):
            whole: Matrix | Fraction = Fraction(1)
            for factor in factors:
                whole = _multiplied(whole, _value(factor, given))
            return whole
        case Power(base, Number(value)):
            return _raised(_value(base, given), value)
        case Call("transpose", (inner,)):
            found = _value(inner, given)
            return found if isinstance(found, Fraction) else tuple(zip(*found, strict=True))
    raise UndefinedError


def _unit(size: int, factor: Fraction) -> Matrix:
    return tuple(tuple(factor * (row == column) for column in range(size)) for row in range(size))


def _added(left: Matrix | Fraction, right: Matrix | Fraction) -> Matrix | Fraction:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    if isinstance(left, Fraction):
        return _added(right, left)
    other = _unit(len(left), right) if isinstance(right, Fraction) else right
    if (len(left), len(left[0])) != (len(other), len(other[0])):
        raise UndefinedError
    return tuple(tuple(map(Fraction.__add__, *rows)) for rows in zip(left, other, strict=True))


def _multiplied(left: Matrix | Fraction, right: Matrix | Fraction) -> Matrix | Fraction:
    if isinstance(left, Fraction):
        if isinstance(right, Fraction):
            return left * right
        return tuple(tuple(left * entry for entry in row) for row in right)
    if isinstance(right, Fraction):
        return _multiplied(right, left)
    if len(left[0]) != len(right):
        raise UndefinedError
    columns = tuple(zip(*right, strict=True))
    return tuple(
        tuple(sum(map(Fraction.__mul__, row, column), Fraction(0)) for column in columns)
        for row in left
    )


def _raised(base: Matrix | Fraction, exponent: Fraction) -> Matrix | Fraction:
    if exponent.denominator != 1 or abs(exponent) > MAX_POWER:
        raise UndefinedError
    if isinstance(base, Fraction):
        if not base and exponent < 0:
            raise UndefinedError
        return Fraction(base**exponent.numerator)
    if len(base) != len(base[0]):
        raise UndefinedError
    if exponent < 0:
        base = _inverse(base)
    result: Matrix | Fraction = Fraction(1)
    for _ in range(abs(exponent.numerator)):
        result = _multiplied(result, base)
        if not isinstance(result, Fraction) and _bits(result) > MAX_BITS:
            raise UndefinedError
    return result


def _bits(matrix: Matrix) -> int:
    return max(entry.numerator.bit_length() for row in matrix for entry in row)


def _inverse(matrix: Matrix) -> Matrix:
    """The inverse, by elimination; raise `UndefinedError` where there is none."""
    size = len(matrix)
    rows = [[*row, *unit] for row, unit in zip(matrix, _unit(size, Fraction(1)), strict=True)]
    for at in range(size):
        pivot = next((row for row in range(at, size) if rows[row][at]), None)
        if pivot is None:
            raise UndefinedError
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [entry / rows[at][at] for entry in rows[at]]
        for row in range(size):
            if row != at and rows[row][at]:
                factor = rows[row][at]
                rows[row] = [x - factor * y for x, y in zip(rows[row], rows[at], strict=True)]
    return tuple(tuple(row[size:]) for row in rows)
