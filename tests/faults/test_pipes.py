"""Pipes, folders and devices where the program's own files are: nothing waits for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from tests.cli.program import run
from tests.schedule.histories import review
from tests.terminal.pty_session import running, small_deck

SM2 = scheduler("sm2")


def _device(file: Path) -> None:
    file.symlink_to("/dev/zero")


@pytest.fixture(params=[os.mkfifo, Path.mkdir, _device])
def make(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Makes what is no file."""
    found: Callable[[Path], None] = request.param
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.append(review(1), SM2)
        with BackedUp(store) as log:
            log.append(review(30), SM2)
    return path


def test_among_the_backups(path: Path, make: Callable[[Path], None]) -> None:
    make(copies.place_for(path, "2026-11-27"))
    done = run(path.parent, "doctor")
    assert done.returncode == 0
    assert "no regular file" in done.stdout
    done = run(path.parent, "doctor", "--restore")
    assert done.returncode == 0
    assert "2026-11-27.db: it is no regular file" in done.stderr


def test_in_the_place_of_todays_backup(path: Path, make: Callable[[Path], None]) -> None:
    with open_store(path) as store:
        with BackedUp(store) as log:
            day = review(300)
            place = copies.place_for(path, date.fromordinal(day.day).isoformat())
            make(place)
            log.append(day, SM2)
        assert log.problem is not None
        assert f"{place.name} is no regular file" in log.problem.what


def test_in_the_cache(tmp_path: Path, make: Callable[[Path], None]) -> None:
    deck, cache = small_deck(tmp_path), tmp_path / "cache"
    for _ in range(2):
        with running(tmp_path, "quiz", "--deck", deck) as session:
            session.see("alpha")
            session.press("q")
            assert session.ended() == 0
        (compiled,) = cache.glob("*.deck")
        for file in (compiled, cache / "blocks.db", cache / digest(os.fsencode(deck))):
            shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
            make(file)


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_beside_the_store_or_in_its_place(
    path: Path, make: Callable[[Path], None], end: str
) -> None:
    place = path.with_name(f"{path.name}{end}")
    place.unlink(missing_ok=True)
    make(place)
    for command in ("stats", "doctor", "doctor --restore"):
        done = run(path.parent, *command.split())
        assert done.returncode == 1
        # A link leads to another place, which has no backups.
        assert ": this is not a file\n" in done.stderr or "/dev/zero: there is no" in done.stderr


def test_in_the_place_of_an_open_store(path: Path, make: Callable[[Path], None]) -> None:
    with open_store(path) as store:
        path.unlink()
        make(path)
        with pytest.raises(CardsError, match="replaced"):
            store.append(review(50), SM2)
