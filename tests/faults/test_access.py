"""A home that cannot be written, and a store that another process holds."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.schedule import scheduler
from dcnn_cards.store import copies, open_store
from tests.cli.program import run
from tests.faults.places import AS_USER, TinyDisk, tiny_disk
from tests.schedule.histories import review
from tests.terminal.pty_session import running, small_deck

__all__ = ["tiny_disk"]
SM2 = scheduler("sm2")


def filled(home: Path) -> Path:
    path = home / "progress.db"
    with open_store(path) as store:
        store.append(review(1, deck="small"), SM2)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder that is made writable again for those who clear up."""
    yield tmp_path
    tmp_path.chmod(0o700)


def test_a_home_that_cannot_be_written_is_told_before_the_first_question(home: Path) -> None:
    deck, path = small_deck(home), filled(home)
    before = path.read_bytes()
    home.chmod(0o555)
    with running(home, "quiz", "--deck", deck, program=AS_USER, columns=200) as session:
        session.see(
            "the store or its folder cannot be written",
            "Check their permissions, or set DCNN_CARDS_HOME to a folder of yours.",
        )
        assert session.ended() == 1
    assert path.read_bytes() == before
    assert sorted(file.name for file in home.iterdir()) == ["progress.db", "small.yaml"]


def test_on_a_disk_that_cannot_be_written_a_store_can_be_read(
    tmp_path: Path, tiny_disk: TinyDisk
) -> None:
    path = filled(tiny_disk.folder)
    copy = shutil.copy(path, tmp_path / "copy.db")
    tiny_disk.protect()
    for command in (["stats"], ["export", "reviews"], ["doctor"]):
        done = run(tiny_disk.folder, *command)
        assert (done.returncode, done.stderr) == (0, "")
    for command in (["quiz", "--plain"], ["optimize", "--default"], ["doctor", "--rebuild"]):
        done = run(tiny_disk.folder, *command)
        assert done.returncode == 1
        assert f"{path}: the store or its folder cannot be written\nCheck" in done.stderr
    done = run(tiny_disk.folder, "doctor", "--restore", copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the backup could not be put back: Read-only file system" in done.stderr
    assert "Nothing was changed." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_is_told(home: Path) -> None:
    deck = small_deck(home)
    home.chmod(0o555)
    with running(home / "deeper", "quiz", "--deck", deck, program=AS_USER, columns=200) as session:
        session.see("the store cannot be reached: Permission denied", "DCNN_CARDS_HOME")
        assert session.ended() == 1
    assert [file.name for file in home.iterdir()] == ["small.yaml"]


def test_a_home_that_cannot_be_written_any_more_gets_no_backup_and_keeps_the_grade(
    home: Path,
) -> None:
    deck, path = small_deck(home), filled(home)
    with running(home, "quiz", "--deck", deck, program=AS_USER) as session:
        session.see("alpha")
        home.chmod(0o555)
        session.press(" 3")
        shown = session.see("beta", "! No backup was made today:")
        assert "backups:Permissiondenied." in "".join(shown.split())
        session.press("q")
        assert session.ended() == 0
    home.chmod(0o700)
    with open_store(path) as store:
        assert [event.card for event in store.log.events()] == ["a", "a"]
    assert copies.kept(path) == []


def test_a_store_that_another_process_holds_is_told_and_the_next_key_saves(tmp_path: Path) -> None:
    deck, path = small_deck(tmp_path), filled(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("alpha")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            session.press(" 3")
            shown = session.see("NOT SAVED, try again: another program has kept the store locked")
            assert "alpha" in shown
            other.execute("ROLLBACK")
        session.press("3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    with open_store(path) as store:
        assert [event.card for event in store.log.events()] == ["a", "a"]


def test_a_store_that_is_taken_away_is_told_and_the_next_key_saves_when_it_is_back(
    tmp_path: Path,
) -> None:
    deck, path = small_deck(tmp_path), filled(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("alpha")
        path.rename(tmp_path / "elsewhere.db")
        session.press(" 3")
        shown = session.see("NOT SAVED, try again: the store was moved away or replaced", "alpha")
        assert "Put it back, or end the session and start it again." in " ".join(shown.split())
        (tmp_path / "elsewhere.db").rename(path)
        session.press("3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    with open_store(path) as store:
        assert [event.card for event in store.log.events()] == ["a", "a"]


@pytest.mark.parametrize("mode", ["BEGIN EXCLUSIVE", "PRAGMA locking_mode = EXCLUSIVE"])
def test_a_store_that_another_process_keeps_for_itself(tmp_path: Path, mode: str) -> None:
    """One that only writes hinders nobody from reading; one that shuts others out is told."""
    deck, path = small_deck(tmp_path), filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(mode)
        if "PRAGMA" in mode:
            other.execute("BEGIN IMMEDIATE")
        done = run(tmp_path, "stats", "--deck", deck)
    if "PRAGMA" in mode:
        assert done.returncode == 1
        assert "another program has kept the store locked for 5 seconds" in done.stderr
        assert "Close the other program and try again." in done.stderr
    else:
        assert done.returncode == 0
    assert run(tmp_path, "doctor").returncode == 0
