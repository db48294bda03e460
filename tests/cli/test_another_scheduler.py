"""A scheduler is a file and a line of the registry: commands need not know more of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dcnn_cards.schedule import SCHEDULERS
from tests.schedule.weekly import Weekly
from tests.terminal.pty_session import small_deck

PROGRAM = """
from dcnn_cards import schedule
schedule._ENTRIES["weekly"] = schedule._Entry("tests.schedule.weekly")
schedule.SCHEDULERS = tuple(schedule._ENTRIES)
from dcnn_cards.cli import main
main()
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return Path(small_deck(tmp_path))


def run(deck: Path, *arguments: str, stdin: str = "") -> str:
    home = {"DCNN_CARDS_HOME": str(deck.parent), "DCNN_CARDS_DECK": str(deck)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, **home, "DCNN_CARDS_SCHEDULER": "weekly"},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_studied_with_shown_and_exported(deck: Path) -> None:
    asked = run(deck, "quiz", "--plain", "--limit", "1", stdin="\n3\n")
    assert "Good 7d" in asked
    (row, *_) = json.loads(run(deck, "export", "cards", "--format", "json"))
    assert (row["interval_days"], row["scheduler"], row["known"]) == (7, "weekly", 1)
    assert "scheduler  weekly, known 1" in run(
        deck, "quiz", "--plain", "--all", "--limit", "1", stdin="\ni\nq\n"
    )
    compared = json.loads(run(deck, "schedulers", "--format", "json"))["schedulers"]
    assert [each["scheduler"] for each in compared] == [*SCHEDULERS, "weekly"]
    assert [each["due_30_days"] for each in compared if each["in_use"]] == [1]
    assert json.loads(run(deck, "stats", "--format", "json"))["cards"]["young"] == 1


def test_it_is_simulated_and_told_of(deck: Path) -> None:
    plan = ("--scheduler", "weekly", "--days", "20", "--cards", "30", "--format", "json")
    (load,) = json.loads(run(deck, "simulate", *plan))["schedulers"]
    assert load["scheduler"] == "weekly"
    assert Weekly.memory["known"] in " ".join(run(deck, "help", "formats").split())
    assert "weekly" in run(deck, "stats", "--help")
