"""Numbers: when one is close enough to another."""

from __future__ import annotations

import math

TOLERANCE = 0.01
"""How far a number may be off, relative to the card's."""

EXACT_BELOW = 1000
"""Whole numbers below this have to be exact."""


def same(expected: float, typed: float) -> bool:
    """Tell whether two numbers are the same but for roundings of floating point."""
    return math.isclose(expected, typed, rel_tol=1e-12, abs_tol=1e-15)


def close(expected: float, typed: float) -> bool:
    """Tell whether `typed` is near enough."""
    if same(expected, typed):
        return True
    if same(expected, round(expected)) and abs(expected) < EXACT_BELOW:
        return False
    return abs(expected - typed) <= TOLERANCE * abs(expected)
