"""The two ways in which a formula does not become a row of glyphs."""

from __future__ import annotations


class MathError(Exception):
    """The source cannot be read as mathematics; `reason` says why, as it is shown to people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TallError(Exception):
    """The formula needs more than one row, and one row is all there is."""
