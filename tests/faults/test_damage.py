"""Stores that were damaged: told and left as they are by a session, put right by a restore."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from dcnn_cards.store.restore import restore
from tests.cli.program import run
from tests.faults import ROUNDS
from tests.schedule.histories import review
from tests.terminal.pty_session import running, small_deck

SM2 = scheduler("sm2")
GRADES = list(Grade)
OLD = [review(n, GRADES[n % 4], card=f"card-{n % 50}", deck="small") for n in range(600)]
NEW = [review(600 + n, card=f"card-{n}", deck="small") for n in range(40)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a backup, and newer reviews."""
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.extend(OLD, SM2)
        with BackedUp(store) as log:
            log.append(NEW[0], SM2)
        store.extend(NEW, SM2)
    return path


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def flipped(path: Path) -> None:
    """One bit of the first page, which says where everything is."""
    content = bytearray(path.read_bytes())
    content[103] ^= 0x20
    path.write_bytes(content)


def no_database(path: Path) -> None:
    path.write_text("dear diary\n" * 100)


def of_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("damage", "told", "remedy"),
    [
        (truncated, "the store is damaged: only 20,000 of its", "doctor --restore"),
        (flipped, "the store is damaged: database disk image is malformed", "doctor --restore"),
        (no_database, "this is not a store of dcnn-cards", "doctor --restore"),
        (of_a_newer_version, "the store is at version 99, from a newer", "Update dcnn-cards."),
    ],
)
def test_a_session_tells_it_and_leaves_the_store_as_it_is(
    tmp_path: Path, path: Path, damage: Callable[[Path], None], told: str, remedy: str
) -> None:
    damage(path)
    before = path.read_bytes()
    with running(tmp_path, "quiz", "--deck", small_deck(tmp_path), columns=300) as session:
        session.see(told, remedy)
        assert session.ended() == 1
    done = run(tmp_path, "doctor")
    assert done.returncode == 1
    assert told in done.stderr
    assert remedy in done.stderr
    assert "600 reviews, the last at" in done.stdout
    assert path.read_bytes() == before
    assert run(tmp_path, "doctor", "--restore").returncode == 0
    with open_store(path) as store:
        assert set(OLD) <= set(store.log.events())
        assert store.check(SM2) == []


def test_whatever_bits_flip_a_restore_has_every_review_of_the_backup(path: Path) -> None:
    """And every newer one that the damage did not hit, none of them twice."""
    chance = random.Random(11)
    backup, whole = copies.kept(path)[0], path.read_bytes()
    newer = 0
    for _ in range(ROUNDS):
        broken = bytearray(whole)
        for _ in range(chance.choice([1, 1, 8, 64])):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        done = restore(path, backup, lambda _: SM2)
        assert done.aside is not None
        assert done.aside.read_bytes() == broken
        done.aside.unlink()
        with open_store(path) as store:
            assert store.check(SM2) == []
            log = list(store.log.events())
        assert set(OLD) <= set(log)
        newer += len(log) - len(OLD)
        again = copies.folder_of(path) / "again.db"
        shutil.copy(path, again)
        assert copies.look_into(again).reviews == done.reviews == len(log)
    assert newer > ROUNDS * len(NEW) * 0.5  # a bit may cost all on its page


def test_whatever_bits_flip_doctor_ends_with_a_word(tmp_path: Path, path: Path) -> None:
    chance = random.Random(12)
    whole = path.read_bytes()
    for _ in range(ROUNDS // 2):
        broken = bytearray(whole)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        done = run(tmp_path, "doctor")
        assert done.returncode in (0, 1)
        assert "Traceback" not in done.stderr
        assert (done.returncode == 0) == (done.stderr == "")
        for leftover in tmp_path.glob("progress.db-*"):
            leftover.unlink()


def test_a_backup_that_is_damaged_is_never_put_back(path: Path) -> None:
    chance = random.Random(13)
    backup, before = copies.kept(path)[0], path.read_bytes()
    whole, refused = backup.read_bytes(), 0
    for _ in range(ROUNDS):
        backup.write_bytes(whole[: chance.randrange(len(whole) - 4096)])
        try:
            restore(path, backup, lambda _: SM2)
        except CardsError:
            refused += 1
    assert refused == ROUNDS
    assert path.read_bytes() == before
