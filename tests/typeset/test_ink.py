"""Coloured characters: painted and read back, and what no terminal is to be sent."""

from __future__ import annotations

import pytest

from dcnn_cards.typeset.math.ink import paint, runs


@pytest.mark.parametrize("sign", ["!", "~", "\u00a0", "é", "𝒙"])
def test_what_was_painted_is_read_back(sign: str) -> None:
    assert runs(paint(f"{sign}{sign}", "red")) == [(sign * 2, "red")]


@pytest.mark.parametrize("sign", ["\x7f", "\x80", "\x9f"])
def test_a_control_character_is_not(sign: str) -> None:
    assert runs(paint(sign, "red")) == [("\ufffd", "red")]
