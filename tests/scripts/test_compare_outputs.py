"""The script that compares two states of the program sees what differs, and counts it."""

from __future__ import annotations

import pytest

from scripts.compare_outputs import Outputs, report

OLD: Outputs = {
    ("plain", "a text", "40"): "one\ntwo",
    ("plain", "a text", "60"): "one two",
    ("command", "stats", ""): "4 cards",
}


def test_what_is_the_same_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert not report(OLD, dict(OLD), show=9)
    assert capsys.readouterr().out == (
        "plain: 2 outputs, 2 the same\n"
        "command: 1 outputs, 1 the same\n"
        "all: 3 outputs, 3 the same, 0 inputs with a difference\n"
    )


def test_what_differs_is_shown_once_an_input_with_both_sides(
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = {name: text.replace("two", "2") for name, text in OLD.items()}
    assert report(OLD, new, show=9)
    shown = capsys.readouterr().out
    assert shown.count("===") == 1
    assert "=== plain: a text: 40 (and 1 more ways)" in shown
    assert "-two\n+2\n" in shown
    assert "all: 3 outputs, 1 the same, 1 inputs with a difference" in shown


def test_what_only_one_side_has_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(OLD, {}, show=1)
    shown = capsys.readouterr().out
    assert "(none)" in shown
    assert "... and 1 more inputs; --show 2 shows all" in shown
