"""The deck that ships with the program is never edited: an edit makes a copy that is the user's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dcnn_cards
from tests.cli.program import run

DECK = """\
deck: dcnn
title: Shipped
source: {file: notes.md, sha256: aa}
cards:
  - id: one
    question: What is one?
    answer: The first.
    figure: figures/one.txt
  # a remark
  - id: two
    question: What is two?
    answer: The second.
  - id: three
    question: What is three?
    answer: The third.
    suspended: true
"""
NEXT = (
    DECK.replace("The first.", "The very first.")
    .replace("The second.", "The next.")
    .replace(
        "  - id: three", "  - {id: half, question: What is half?, answer: A part.}\n  - id: three"
    )
    .replace("sha256: aa", "sha256: bb")
)


class Installed:
    """A program that was installed with a deck, and a user's home."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.site = folder / "site"
        (self.site / "decks" / "figures").mkdir(parents=True)
        (self.site / "dcnn_cards").symlink_to(Path(dcnn_cards.__file__).parent)
        self.release(DECK, "drawn", "notes")
        self.own = self.home / "decks" / "dcnn.yaml"

    def release(self, deck: str, figure: str, document: str) -> None:
        self.shipped = {"dcnn.yaml": deck, "figures/one.txt": figure, "figures/one.ascii.txt": "+"}
        self.shipped["notes.md"] = document
        for name, text in self.shipped.items():
            (self.site / "decks" / name).write_text(text)

    def does(self, *words: str, typed: str = "", status: int = 0, **environment: str) -> str:
        path = {"PYTHONPATH": str(self.site), "PYTHONSAFEPATH": "1"}
        done = run(self.home, *words, stdin=typed, **path, **environment)
        assert done.returncode == status, done.stderr
        for name, text in self.shipped.items():
            assert (self.site / "decks" / name).read_text() == text, "the shipped deck was touched"
        return done.stdout + done.stderr

    def edits(self, was: str, now: str, *words: str) -> str:
        """Edit the card in front in a session, as an editor that puts `now` in place of `was`."""
        editor = self.home.parent / "editor.py"
        editor.write_text(
            "import pathlib, sys\n"
            "path = pathlib.Path(sys.argv[-1])\n"
            f"path.write_text(path.read_text().replace({was!r}, {now!r}))\n"
        )
        return self.does("quiz", "--plain", *words, typed="e\n\n3\nq\n",
                         EDITOR=f"{sys.executable} {editor}", VISUAL="")  # fmt: skip


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return Installed(tmp_path)


def test_an_edit_makes_a_copy_which_is_studied_from_then_on(installed: Installed) -> None:
    said = installed.edits("What is one?", "What is 1?")
    assert f"From now on you study a copy that is yours: {installed.own}" in said
    assert "Edited" in said
    assert "What is 1?" in said
    assert "drawn" in said
    assert installed.own.read_text() == DECK.replace("What is one?", "What is 1?")
    shown = installed.does("show", "one")
    assert "What is 1?" in shown
    assert "drawn" in shown
    assert "+" in installed.does("show", "one", "--ascii")
    assert "1 review" in installed.does("doctor")
    assert "gone" not in installed.does("doctor")
    assert "your own copy" in installed.does("deck")
    # The second edit is one of the copy, and not worth a word.
    said = installed.edits("What is two?", "What is 2?", "--text", "two")
    assert "From now on" not in said
    assert "What is 2?" in said


def test_an_editor_that_changes_nothing_leaves_no_copy(installed: Installed) -> None:
    said = installed.edits("nowhere", "else")
    assert "Nothing was changed" in said
    assert "From now on" not in said
    assert not installed.own.exists()
    installed.edits("What is one?", "What is 1?")
    installed.edits("nowhere", "else")
    assert installed.own.read_text() == DECK.replace("What is one?", "What is 1?")


def test_a_deck_that_is_named_is_edited_where_it_is(installed: Installed, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(DECK)
    said = installed.edits("What is one?", "What is 1?", "--deck", str(mine))
    assert "From now on" not in said
    assert "What is 1?" in mine.read_text()
    assert not installed.own.exists()
    assert installed.does("deck", "--own", "--deck", str(mine), status=2)


def test_without_an_edit_there_is_no_copy_and_the_program_s_deck_is_followed(
    installed: Installed,
) -> None:
    installed.does("quiz", "--plain", typed="\n3\nq\n")
    assert not installed.own.parent.exists()
    assert "--own" in installed.does("deck")
    installed.release(NEXT, "drawn", "notes")
    assert "The very first." in installed.does("show", "one")
    assert "nothing to take over" in installed.does("deck", "--update", status=1)


def test_a_new_edition_is_told_and_can_be_taken_over(installed: Installed) -> None:
    installed.edits("The second.", "Mine.")
    told = "The program's deck has changed"
    assert told not in installed.does()
    installed.release(NEXT, "redrawn", "other notes")
    assert told in installed.does()
    assert told in installed.does("quiz", "--plain", typed="q\n")
    assert told in installed.does("deck")
    assert told not in installed.does("quiz", "--plain", "--deck", str(installed.own), typed="q\n")
    said = installed.does("deck", "--update")
    assert "1 card changed, 1 added, 1 in conflict, 0 gone" in said
    assert "  two: changed in both, left as you have it" in said
    assert told not in said
    assert installed.own.read_text() == NEXT.replace("The next.", "Mine.").replace(
        "  - {id: half, question: What is half?, answer: A part.}\n",
        "\n  - id: half\n    question: What is half?\n    answer: A part.\n",
    )
    assert "redrawn" in installed.does("show", "one")
    assert (installed.own.parent / "notes.md").read_text() == "other notes"
    assert told not in installed.does()
    assert "0 cards changed, 0 added, 0 in conflict" in installed.does("deck", "--update")


PRACTICE = """\
deck: dcnn-practice
cards:
  - id: p
    question: How many?
    answer: Some.
    trains: one
"""


def test_a_card_of_the_deck_to_practise_with_has_a_copy_too(installed: Installed) -> None:
    shipped = installed.site / "decks" / "dcnn-practice.yaml"
    shipped.write_text(PRACTICE)
    own = installed.own.with_name(shipped.name)
    edited = installed.edits("Some.", "Few.", "--practice", "--all", "--text", "many")
    assert str(own) in edited.replace("\n", "")
    assert own.read_text() == PRACTICE.replace("Some.", "Few.")
    assert not installed.own.exists()
    assert shipped.read_text() == PRACTICE
    assert "Few." in installed.does(
        "quiz", "--plain", "--practice", "--all", "--text", "many", typed="\n"
    )
    shipped.write_text(PRACTICE.replace("trains: one", "trains: two"))
    assert "deck --update takes that into yours" in installed.does()
    assert "1 card changed" in installed.does("deck", "--update")
    assert own.read_text() == shipped.read_text().replace("Some.", "Few.")


def test_a_figure_that_was_redrawn_here_stays(installed: Installed) -> None:
    installed.does("deck", "--own")
    (installed.own.parent / "figures" / "one.txt").write_text("mine")
    installed.release(DECK, "redrawn", "notes")
    assert "has changed" in installed.does()
    installed.does("deck", "--update")
    assert "mine" in installed.does("show", "one")
    assert "has changed" not in installed.does()


def test_an_update_that_would_harm_the_copy_writes_nothing(installed: Installed) -> None:
    installed.does("deck", "--own")
    broken = DECK.replace("  - id: two", "  - id: [two")
    installed.own.write_text(broken)
    installed.release(NEXT, "redrawn", "notes")
    assert f"{installed.own}:" in installed.does("deck", "--update", status=1)
    assert installed.own.read_text() == broken
    assert (installed.own.parent / "figures" / "one.txt").read_text() == "drawn"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_where_no_copy_can_be_made_the_card_stays_as_it_is(installed: Installed) -> None:
    installed.does("quiz", "--plain", typed="\n3\nq\n")
    installed.home.chmod(0o500)
    said = installed.edits("What is two?", "What is 2?")
    installed.home.chmod(0o700)
    assert "The card is as it was" in said


def test_a_file_in_the_way_of_the_copy_is_told(installed: Installed) -> None:
    installed.does("quiz", "--plain", typed="\n3\nq\n")
    installed.own.parent.write_text("in the way")
    said = installed.edits("What is two?", "What is 2?")
    assert "The card is as it was" in said
    assert installed.own.parent.read_text() == "in the way"


def test_what_the_shipped_deck_suspends_is_asked_again_in_a_copy(installed: Installed) -> None:
    said = installed.does("unsuspend", "three")
    assert "line 13 of your own copy" in said
    assert "deck --own" in said
    assert str(installed.own) in installed.does("deck", "--own")
    assert f"{installed.own}, line 13" in installed.does("unsuspend", "three")


@pytest.mark.parametrize("kept", [None, b"", b": [", b"\xff", b"deck: d"])
def test_an_update_finds_its_way_without_what_the_copy_was_made_of(
    installed: Installed, kept: bytes | None
) -> None:
    installed.edits("The second.", "Mine.")
    base = installed.own.parent / "as-shipped"
    if kept is None:
        shutil.rmtree(base)
    else:
        (base / "dcnn.yaml").write_bytes(kept)
    installed.release(NEXT, "drawn", "notes")
    assert "has changed" in installed.does("deck")
    said = installed.does("deck", "--update")
    assert "What your copy was made of is gone" in said
    assert "0 cards changed, 1 added, 2 in conflict" in said
    assert "Mine." in installed.own.read_text()
    assert "has changed" not in installed.does("deck")
    installed.release(NEXT.replace("The third.", "The last."), "drawn", "notes")
    assert "1 card changed, 0 added, 0 in conflict" in installed.does("deck", "--update")
    assert "Mine." in installed.own.read_text()


@pytest.mark.parametrize("text", ["", "deck: [", "deck: d\n", DECK.replace("id: two", "id: one")])
def test_of_a_copy_that_is_no_deck_it_is_told_how_to_be_rid_of_it(
    installed: Installed, text: str
) -> None:
    installed.does("deck", "--own")
    installed.own.write_text(text)
    for command in (
        ["stats"],
        ["deck"],
        ["deck", "--own"],
        ["deck", "--update"],
        ["quiz", "--plain"],
        [],
    ):
        said = installed.does(*command, status=1)
        assert f"{installed.own}:" in said
    move = said[said.index("mv -i ") :]
    subprocess.run(move, shell=True, check=True)
    assert "the program's deck" in installed.does("deck")
    assert installed.own.with_name("dcnn.yaml.aside").read_text() == text


@pytest.mark.parametrize("name", ["dcnn.yaml", "figures/one.txt", "as-shipped/dcnn.yaml"])
def test_a_pipe_in_the_way_of_the_copy_is_told(installed: Installed, name: str) -> None:
    pipe = installed.own.parent / name
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    said = installed.does("deck", "--own", status=1)
    assert f"{pipe}: it is no regular file" in said
    assert "Move it away." in said
