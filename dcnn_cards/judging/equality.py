"""Whether two expressions are equal: by values at many points, and only in doubt by algebra."""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import Enum, auto

from dcnn_cards.judging.evaluation import UndefinedError, Value, value
from dcnn_cards.judging.expression import Expression, Variable, nodes, variables
from dcnn_cards.judging.symbolic import equal_by_algebra

POINTS = 8
"""Points of each kind at which two expressions are compared."""

ENOUGH = 4
"""Points at which both must have a value before their agreement says anything."""

_SEED = 20
_INFINITY = Variable("inf")


class _Seen(Enum):
    AGREE = auto()
    DIFFER = auto()
    DOUBT = auto()
    UNDEFINED = auto()


def equal(left: Expression, right: Expression, seconds: float) -> bool | None:
    """Tell whether two expressions are equal wherever both have a value; None for unknown.

    Variables are real if the expressions have values for real ones. Algebra, where it is needed,
    takes `seconds` at the most.
    """
    if left == right:
        return True
    if any(node == _INFINITY for tree in (left, right) for node in nodes(tree)):
        return False
    names = sorted(variables(left) | variables(right))
    doubtful = False
    for kind in ("real", "complex"):
        seen = [_compared(left, right, point, kind == "real") for point in _points(names, kind)]
        if _Seen.DIFFER in seen:
            return False
        doubtful = doubtful or _Seen.DOUBT in seen
        enough = ENOUGH if names else 1
        if seen.count(_Seen.AGREE) >= enough and not doubtful:
            return True
    return equal_by_algebra(left, right, seconds)


def equal_if_positive(left: Expression, right: Expression) -> bool:
    """Tell whether two expressions agree at points where all variables are positive."""
    names = sorted(variables(left) | variables(right))
    points = list(_points(names, "real"))[:POINTS]
    seen = [_compared(left, right, point, True) for point in points]
    return bool(names) and seen.count(_Seen.AGREE) == POINTS


def _points(names: list[str], kind: str) -> Iterator[dict[str, complex]]:
    """Fixed points at random: positive ones first, then of both signs; or complex."""
    draw = random.Random(_SEED)
    for count in range(2 * POINTS):
        point = {}
        for name in names:
            size = draw.uniform(0.35, 1.9)
            sign = draw.choice((-1, 1)) if count >= POINTS else 1
            turn = draw.uniform(-1.2, 1.2) if kind == "complex" else 0.0
            point[name] = complex(sign * size, turn)
        yield point


def _compared(left: Expression, right: Expression, point: dict[str, complex], real: bool) -> _Seen:
    try:
        return _seen(value(left, point, real), value(right, point, real))
    except UndefinedError:
        return _Seen.UNDEFINED


def _seen(left: Value, right: Value) -> _Seen:
    apart = abs(left.value - right.value)
    error = left.error + right.error
    size = max(abs(left.value), abs(right.value))
    if apart > 1e3 * error + 1e-10 * size:
        return _Seen.DIFFER
    vague = error > 1e-6 * max(size, 1e-3)
    return _Seen.AGREE if apart <= 20 * error + 1e-13 * size and not vague else _Seen.DOUBT
