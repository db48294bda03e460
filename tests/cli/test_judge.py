"""`dcnn-cards judge`: what would be said of an answer, for people and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.program import run

DECK = r"""
deck: judged
title: Judged
cards:
  - {id: size, question: How large?, answer: $5 \\times 5$}
  - {id: words, question: What is it?, answer: A ==mean== of ==many models==.}
  - {id: name, question: Which?, answer: BFGS}
"""


@pytest.mark.parametrize(
    ("card", "typed", "verdict", "proposal"),
    [
        ("size", "5x5", "right", 3),
        ("size", "5", "close", 2),
        ("size", "4x4", "wrong", 1),
        ("words", "average of several", "undecided", None),
        ("name", "bfgs", "right", 3),
    ],
)
def test_a_verdict_for_programs(
    tmp_path: Path, card: str, typed: str, verdict: str, proposal: int | None
) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(DECK.replace("\\\\", "\\"))
    for text, stdin in ((typed, ""), ("-", f"{typed}\n")):
        done = run(tmp_path, "judge", card, text, "--deck", deck, "--format", "json", stdin=stdin)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert (found.pop("verdict"), found.pop("proposal")) == (verdict, proposal)
        assert list(found) == ["why"]


def test_a_verdict_for_people(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(DECK.replace("\\\\", "\\"))
    done = run(tmp_path, "judge", "words", "models, averaged: many", "--deck", deck)
    assert done.stdout.split("\n")[:3] == [
        "[ ] mean  [x] many models",
        "Compare the two. 1 of 2 key terms are there.",
        "Proposed: no grade.",
    ]
    assert run(tmp_path, "judge", "size", "4x4", "--deck", deck).stdout.endswith("Again.\n")


KINDS = r"""
deck: kinds
cards:
  - {id: sum, question: "2 and {{n}}?", vary: {n: 5..99}, answer: "{{= n + 2}}"}
  - {id: both, cloze: "{{c1::one}} and {{c2::two}}"}
"""


def test_of_a_card_that_is_drawn_anew_it_is_said_by_which_draw(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(KINDS)
    for options in ([], ["--draw", "0"], ["--draw", "3"]):
        done = run(tmp_path, "judge", "sum", "1", "--deck", deck, *options)
        told = re.match(r"draw (\d): n = (\d+)\n", done.stdout)
        assert told
        assert told[1] == (options or ["0"])[-1]
        assert f"It is {int(told[2]) + 2}." in done.stdout
        form = ("--format", "json")
        right = run(
            tmp_path, "judge", "sum", str(int(told[2]) + 2), "--deck", deck, *options, *form
        )
        assert json.loads(right.stdout)["verdict"] == "right"
        assert json.loads(right.stdout)["drawn"] == told[0].strip()


def test_what_cannot_be_judged_by_is_told(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(KINDS)
    several = run(tmp_path, "judge", "both", "one", "--deck", deck)
    assert several.returncode == 1
    assert "Name one of: both#c1, both#c2" in several.stderr
    assert (
        json.loads(
            run(tmp_path, "judge", "both#c2", "two", "--deck", deck, "--format", "json").stdout
        )["verdict"]
        == "right"
    )
    undrawn = run(tmp_path, "judge", "both#c1", "one", "--deck", deck, "--draw", "0")
    assert undrawn.returncode == 1
    assert "nothing is drawn for card `both#c1`" in undrawn.stderr


def test_a_card_that_is_not_there(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(DECK.replace("\\\\", "\\"))
    done = run(tmp_path, "judge", "sise", "5x5", "--deck", deck)
    assert done.returncode == 1
    assert "size" in done.stderr


@pytest.mark.parametrize("typed", ["\x1b[31m", "(" * 4000, "9**9**9", "$" * 999, "\u202e", ""])
def test_what_is_typed_does_nothing(tmp_path: Path, typed: str) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(DECK.replace("\\\\", "\\"))
    done = run(tmp_path, "judge", "size", "-", "--deck", deck, stdin=typed)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
