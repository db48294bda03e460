"""A full disk: it is told, what was saved stays, and after making room it goes on."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event
from dcnn_cards.store import copies, open_store
from tests.cli.program import run
from tests.faults.places import TinyDisk, limited, tiny_disk
from tests.schedule.histories import review
from tests.store import versions
from tests.terminal.pty_session import running, small_deck

__all__ = ["tiny_disk"]
SM2 = scheduler("sm2")


def log_of(home: Path) -> list[Event]:
    with open_store(home / "progress.db") as store:
        assert store.check(SM2) == []
        return list(store.log.events())


def test_a_grade_that_does_not_fit_is_told_and_given_again(
    tmp_path: Path, tiny_disk: TinyDisk
) -> None:
    deck = small_deck(tmp_path)
    with running(tiny_disk.folder, "quiz", "--deck", deck) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press(" ")
        session.see("1 Again")
        tiny_disk.fill()
        session.press("3")
        shown = session.see("NOT SAVED, try again: there is no room left on the disk")
        assert "beta" in shown
        assert "all before it was. Make room and try again." in " ".join(shown.split())
        session.press("3")
        session.see("NOT SAVED", "beta")
        tiny_disk.free()
        session.press("3")
        session.see("gamma")
        session.press("q")
        assert session.ended() == 0
        assert "2 cards studied" in session.after_end()
    assert [event.card for event in log_of(tiny_disk.folder)] == ["a", "b"]


def test_the_same_where_a_file_may_not_grow(tmp_path: Path) -> None:
    """The limit of a process, as a quota sets it; lifted from outside."""
    deck = small_deck(tmp_path)
    with open_store(tmp_path / "progress.db") as store:
        store.append(review(1), SM2)
    limit = (tmp_path / "progress.db").stat().st_size + 4_000
    with running(tmp_path, "quiz", "--deck", deck, program=limited(limit)) as session:
        session.see("alpha")
        for number in range(300):  # the store grows, then SQLite's log, which it cannot take in
            session.press("f")
            done = "Took the flag off" if number % 2 else "Flagged"
            if "NOT SAVED" in session.see_one(done, "NOT SAVED"):
                break
        assert "NOT SAVED, try again: the disk could not be read or written" in session.text
        session.press(" 3")
        session.see("NOT SAVED", "alpha")
        resource.prlimit(session.child.pid, resource.RLIMIT_FSIZE, (-1, -1))
        session.press("3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    assert log_of(tmp_path)[-1].card == "a"


def test_a_session_does_not_begin_where_no_store_can_be_made(
    tmp_path: Path, tiny_disk: TinyDisk
) -> None:
    tiny_disk.fill()
    deck = small_deck(tmp_path)
    with running(tiny_disk.folder, "quiz", "--deck", deck, columns=200) as session:
        session.see("there is no room left on the disk", "Make room and try again.")
        assert session.ended() == 1
    assert tiny_disk.files() == []


def test_a_store_on_a_full_disk_can_be_looked_at(tmp_path: Path, tiny_disk: TinyDisk) -> None:
    deck = small_deck(tmp_path)
    with open_store(tiny_disk.folder / "progress.db") as store:
        store.append(review(1, deck="small"), SM2)
    tiny_disk.fill()
    for command in ("stats", "export reviews", "export cards", "list", "doctor"):
        done = run(tiny_disk.folder, *command.split(), "--deck", deck)
        assert (done.returncode, done.stderr) == (0, ""), command
    for command in ("reset a", "undo", "doctor --rebuild"):
        done = run(tiny_disk.folder, *command.split(), "--deck", deck)
        assert done.returncode == 1, command
        assert "read or written" in done.stderr or "no room left" in done.stderr, command
    tiny_disk.free()
    assert len(log_of(tiny_disk.folder)) == 1


def test_without_room_for_a_backup_grades_are_saved(tmp_path: Path, tiny_disk: TinyDisk) -> None:
    path = tiny_disk.folder / "progress.db"
    with open_store(path) as store:
        store.extend([review(n, card=f"card-{n}") for n in range(700)], SM2)
    tiny_disk.fill(leave=2 * path.stat().st_size - 20_000)
    with running(tiny_disk.folder, "quiz", "--deck", small_deck(tmp_path)) as session:
        session.see("alpha")
        session.press(" 3")
        shown = session.see("beta", "! No backup was made today: there is no room:")
        assert "Your reviews are saved all the same." in " ".join(shown.split())
        session.press("q")
        assert session.ended() == 0
        assert "No backup was made today: there is no room" in session.after_end()
    assert len(log_of(tiny_disk.folder)) == 701
    assert tiny_disk.files() == ["progress.db"]


def test_a_backup_that_does_not_fit_after_all_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.extend([review(n, card=f"card-{n % 9}") for n in range(3000)], SM2)
    deck, limit = small_deck(tmp_path), path.stat().st_size // 2
    with running(tmp_path, "quiz", "--deck", deck, program=limited(limit)) as session:
        session.see("alpha")
        session.press(" 3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
        assert "No backup was made today: the disk could not be" in session.after_end()
        assert "Your reviews are saved all the same." in " ".join(session.after_end().split())
    assert len(log_of(tmp_path)) == 3001
    assert list(copies.folder_of(path).iterdir()) == []


def test_a_restore_that_does_not_fit_changes_nothing(tmp_path: Path, tiny_disk: TinyDisk) -> None:
    path = tiny_disk.folder / "progress.db"
    with open_store(path) as store:
        store.extend([review(n, card=f"card-{n % 9}") for n in range(900)], SM2)
    backup = shutil.copy(path, tmp_path / "copy.db")
    before = path.read_bytes()
    tiny_disk.fill(leave=40_000)
    done = run(tiny_disk.folder, "doctor", "--restore", backup)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no room left" in done.stderr or "No space left" in done.stderr
    assert f"{path}: " in done.stderr
    assert path.read_bytes() == before
    assert tiny_disk.files() == ["progress.db"]
    tiny_disk.free()
    assert run(tiny_disk.folder, "doctor", "--restore", backup).returncode == 0
    assert len(log_of(tiny_disk.folder)) == 900


def test_a_migration_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    shutil.copy(versions.FILES[0], path)
    before = path.read_bytes()
    code = """
import resource, sys
from pathlib import Path
from dcnn_cards.errors import CardsError
from dcnn_cards.store import open_store, schema
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
steps = [*schema.scripts(), "CREATE TABLE later AS SELECT * FROM event, event AS again;"]
schema.VERSION, schema.scripts = len(steps), lambda: steps
try:
    open_store(Path(sys.argv[1]))
except CardsError as error:
    print(error)
"""
    for limit in (20_000, 60_000):  # no room for the copy; none for the migration itself
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(limit)],
            check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip
        assert "the disk could not be read or written" in done.stdout
        assert path.read_bytes() == before
    with open_store(path) as store:
        assert len(list(store.log.events())) == len(versions.LOG)


@pytest.mark.parametrize("again", [False, True], ids=["new deck", "deck that is there"])
def test_an_import_that_does_not_fit_leaves_the_deck_as_it_was(
    tmp_path: Path, tiny_disk: TinyDisk, again: bool
) -> None:
    source, deck = tmp_path / "notes.md", tiny_disk.folder / "deck.yaml"
    pieces = [f"What is term {n}?\n\nIt is {n}.\n" for n in range(400)]
    if again:
        source.write_text("Week 1\n\n" + "\n".join(pieces[:300]))
        assert run(tmp_path, "import", source, "-o", deck).returncode == 0
    before = deck.read_bytes() if again else None
    source.write_text("Week 1\n\n" + "\n".join(pieces))
    tiny_disk.fill(leave=20_000)
    done = run(tmp_path, "import", source, "-o", deck)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{deck}: cannot be written: No space left on device" in done.stderr
    assert tiny_disk.files() == (["deck.yaml"] if again else [])
    assert (deck.read_bytes() if again else None) == before
    tiny_disk.free()
    assert run(tmp_path, "import", source, "-o", deck).returncode == 0


def test_an_export_that_does_not_fit_leaves_nothing(tmp_path: Path, tiny_disk: TinyDisk) -> None:
    deck, target = small_deck(tmp_path), tiny_disk.folder / "reviews.csv"
    with open_store(tmp_path / "progress.db") as store:
        store.extend([review(n, deck="small") for n in range(2000)], SM2)
    tiny_disk.fill(leave=20_000)
    done = run(tmp_path, "export", "reviews", "--deck", deck, "-o", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{target}: cannot be written: No space left on device" in done.stderr
    assert tiny_disk.files() == []
    command = [sys.executable, "-m", "dcnn_cards", "export", "reviews", "--deck", deck]
    with Path("/dev/full").open("w") as full:
        piped = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "DCNN_CARDS_HOME": str(tmp_path)},
        )  # fmt: skip
    assert piped.returncode == 1
    assert "No space left on device" in piped.stderr
    assert "Traceback" not in piped.stderr
