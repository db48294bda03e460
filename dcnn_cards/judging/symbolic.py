"""Equality by algebra, in a process of its own that ends with its time.

The trees go there as JSON and are built node by node of sympy's classes: no text is ever parsed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from dcnn_cards.judging.expression import (
    Call,
    Expression,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    operands,
)

MEMORY = 1 << 30
"""Bytes that the process may use, where the system can limit them."""

MOST_SECONDS = 60
"""Seconds of computing after which the process ends, whatever happened to its parent."""

LEAST_SECONDS = 0.3
"""With less time left the process would not even start."""


def equal_by_algebra(left: Expression, right: Expression, seconds: float) -> bool | None:
    """Tell whether the difference simplifies to zero; None for unknown, or out of time."""
    if seconds < LEAST_SECONDS:
        return None
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-P", "-m", "dcnn_cards.judging.symbolic"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps([as_lists(left), as_lists(right)]),
            capture_output=True,
            text=True,
            timeout=min(seconds, MOST_SECONDS),
            env={**os.environ, "PYTHONPATH": root},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return {"equal": True, "different": False}.get(done.stdout.strip())


def as_lists(node: Expression) -> list[Any]:
    """Return a tree as lists: a kind, perhaps a text, then the parts."""
    if isinstance(node, Number):
        return ["number", str(node.value)]
    if isinstance(node, Variable):
        return ["symbol", node.name]
    head = ["call", node.function] if isinstance(node, Call) else [_KINDS[type(node)], ""]
    return [*head, *(as_lists(part) for part in operands(node))]


_KINDS: dict[type, str] = {Sum: "sum", Product: "product", Power: "power"}


def _built(tree: list[Any]) -> Any:
    """The same tree of sympy's classes."""
    import sympy

    kind, text, *inner = tree
    if kind == "number":
        value = Fraction(text)
        return sympy.Rational(value.numerator, value.denominator)
    if kind == "symbol":
        known = {"e": sympy.E, "pi": sympy.pi, "inf": sympy.oo}
        return known[text] if text in known else sympy.Symbol(text, real=True)
    arguments = [_built(part) for part in inner]
    if kind == "sum":
        return sympy.Add(*arguments)
    if kind == "product":
        return sympy.Mul(*arguments)
    if kind == "power":
        return sympy.Pow(*arguments)
    functions = {
        **{"exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt, "abs": sympy.Abs},
        **{"sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "max": sympy.Max},
        **{"sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh, "min": sympy.Min},
        **{"arcsin": sympy.asin, "arccos": sympy.acos, "arctan": sympy.atan},
        "sigma": lambda z: 1 / (1 + sympy.exp(-z)),
    }
    return functions.get(text, sympy.Function(text))(*arguments)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # Should the parent die, nobody else would end it.
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> None:
    """Read two trees from standard input; print `equal`, `different` or `unknown`."""
    _limit()
    import sympy

    left, right = json.load(sys.stdin)
    difference = _built(left) - _built(right)
    if difference == 0 or sympy.simplify(difference) == 0:
        print("equal")
    else:
        known = difference.equals(0)
        print({True: "equal", False: "different"}.get(known, "unknown"))


if __name__ == "__main__":
    main()
