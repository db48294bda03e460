"""The two ways in which a formula does not become a row of glyphs."""

from __future__ import annotations


class MathError(Exception):
    """The source cannot be read as mathematics. `at` is the offset of the trouble in it."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class TallError(Exception):
    """The formula needs more than one row, and one row is all there is."""
