"""Two decks in one session: each card is logged under its own deck."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from tests.cli.program import run

FIRST = """
deck: one
cards:
  - {id: a, question: A?, answer: a, week: 8}
  - {id: b, question: B?, answer: b, week: 9}
"""
SECOND = """
deck: one-practice
cards:
  - {id: p, question: "How many are {{n}} and 1?", answer: "{{= n + 1}}", vary: {n: 1..9}, week: 8}
  - {id: q, question: Q?, answer: q, week: 8, trains: a, reversed: true}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_text(FIRST)
    (tmp_path / "one-practice.yaml").write_text(SECOND)
    return tmp_path


def quiz(home: Path, keys: str, *options: str, **environment: str) -> str:
    lines = "".join(f"{key}\n" for key in keys)
    deck = home / "one.yaml"
    done = run(home, "quiz", "--plain", "--deck", deck, *options, stdin=lines, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def reviews(home: Path, deck: str) -> list[str]:
    path = home / f"{deck}.yaml"
    done = run(home, "export", "reviews", "--deck", path, "--format", "csv")
    header, *rows = csv.reader(done.stdout.splitlines())
    columns = [header.index(name) for name in ("deck", "card", "kind", "seed")]
    return [" ".join(row[column] for column in columns).strip() for row in rows]


def test_both_are_asked_and_each_is_logged_under_its_own(home: Path) -> None:
    said = quiz(home, " 3 3 3", "--practice", "--week", "8")
    assert "A?" in said
    assert "Q?" in said
    assert "B?" not in said
    assert reviews(home, "one") == ["one a review"]
    assert sorted(reviews(home, "one-practice")) == [
        "one-practice p review 0",
        "one-practice q review",
    ]


def test_a_grade_is_taken_back_in_its_own_deck(home: Path) -> None:
    quiz(home, " 3 3u", "--practice", "--week", "8")
    assert reviews(home, "one") == ["one a review"]
    assert [row.split()[2] for row in reviews(home, "one-practice")] == ["review", "undo"]


def test_no_more_new_cards_come_than_one_deck_has(home: Path) -> None:
    quiz(home, " 3 3 3 3", "--practice", "--new", "2")
    assert len(reviews(home, "one") + reviews(home, "one-practice")) == 2


def test_where_one_deck_has_none_of_the_cards_the_other_is_asked(home: Path) -> None:
    said = quiz(home, " 3", "--practice", "--week", "9")
    assert "B?" in said
    assert reviews(home, "one") == ["one b review"]


def editor(home: Path, was: str, now: str) -> str:
    """The command of an editor that puts `now` in place of `was`."""
    program = home / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        f"path.write_text(path.read_text().replace({was!r}, {now!r}))\n"
    )
    return f"{sys.executable} {program}"


@pytest.mark.parametrize(("week", "keys"), [("8", " 3e"), ("7", "e")])
def test_an_edit_is_of_the_deck_that_has_the_card(home: Path, week: str, keys: str) -> None:
    """With both decks in the session and with one."""
    (home / "one-practice.yaml").write_text(SECOND.replace("week: 8", f"week: {week}"))
    edits = editor(home, "and 1?", "and 01?")
    said = quiz(home, keys, "--practice", "--week", week, EDITOR=edits, VISUAL="")
    assert "Edited." in said
    assert "and 01?" in said.rpartition("Edited.")[2]
    assert (home / "one.yaml").read_text() == FIRST
    assert "and 01?" in (home / "one-practice.yaml").read_text()


def test_a_card_is_shown_as_one_of_its_deck(home: Path) -> None:
    said = "".join(quiz(home, "i 3i", "--practice", "--week", "8").split())  # paths are wrapped
    first, second = said.split("Answer:a")
    assert "/one.yaml,line4" in first
    assert "/one-practice.yaml,line4" in second


def test_an_id_in_both_decks_is_told(home: Path) -> None:
    path = home / "one-practice.yaml"
    path.write_text(SECOND.replace("id: q", "id: b"))
    done = run(home, "quiz", "--plain", "--deck", home / "one.yaml", "--practice")
    assert done.returncode == 1
    assert "one-practice.yaml:5: card `b` is in" in done.stderr


def test_without_a_deck_beside_it_is_said(home: Path) -> None:
    (home / "one-practice.yaml").unlink()
    done = run(home, "quiz", "--plain", "--deck", home / "one.yaml", "--practice")
    assert done.returncode == 1
    assert "there is no deck to practise with" in done.stderr
