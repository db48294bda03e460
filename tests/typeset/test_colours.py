"""Colours by name and number, and the inks that stand for them."""

from __future__ import annotations

import pytest

from dcnn_cards.typeset.math.commands.colours import ink_of


@pytest.mark.parametrize(
    ("colour", "ink"),
    [
        ("#f00", "red"),
        ("#ff0000", "red"),
        ("00ff00", "green"),
        ("#0000FF", "blue"),
        ("#0ff", "cyan"),
        ("#12e612", "green"),
        ("#808080", ""),
        ("#fff", ""),
        ("#000001", ""),
        ("#ff00", ""),
        ("#ff000", ""),
        ("red", "red"),
    ],
)
def test_a_number_has_three_or_six_digits(colour: str, ink: str) -> None:
    assert ink_of(colour) == ink
