"""`dcnn-cards doctor`: what it says of a store in each state, and what it puts back."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from dcnn_cards.app.clock import now
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from tests.cli.program import run

DECK = """deck: small
title: A small deck
cards:
  - {id: alpha, question: What is alpha?, answer: The first.}
"""
NOW = now()
DAY_MS = 86_400_000


def graded(days_ago: int, card: str, deck: str = "small") -> Event:
    at = Millis(NOW - days_ago * DAY_MS)
    return Event(
        f"{card}-{days_ago}", "laptop", at, study_day(at), DeckName(deck), CardId(card),
        Kind.REVIEW, Grade.GOOD, 1000, "sm2",
    )  # fmt: skip


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with five backups; `gone` is no longer in the deck."""
    path = tmp_path / "progress.db"
    log = [graded(9, "alpha"), graded(9, "gone"), graded(8, "gone"), graded(8, "x", "other")]
    with open_store(path) as opened:
        for event in (*log, graded(2, "alpha"), graded(1, "alpha"), graded(0, "alpha")):
            with BackedUp(opened) as backed_up:
                backed_up.append(event, scheduler())
    return path


def label(days_ago: int) -> str:
    return date.fromordinal(study_day(Millis(NOW - days_ago * DAY_MS))).isoformat()


def test_a_sound_store_with_its_backups(tmp_path: Path, deck: Path, store: Path) -> None:
    done = run(tmp_path, "doctor", "--deck", deck)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        f"{store}: sound; 7 reviews, 7 events",
        f"gone from deck `small` ({deck}), their reviews kept:",
        f"  gone: 2 reviews, the last on {label(8)}",
        "other decks: other (1 review)",
    ]
    assert lines[4] == f"backups in {tmp_path / 'backups'}:"
    found = [re.fullmatch(r"  (\S+) +\d+ kB  (\d) reviews?, the last at .{16}", row)
             for row in lines[5:]]  # fmt: skip
    assert [row and row.groups() for row in found] == [
        (label(0), "6"), (label(1), "5"), (label(2), "4"), (label(8), "2"), (label(9), "1"),
    ]  # fmt: skip


def test_a_rebuild_is_reported(tmp_path: Path, store: Path) -> None:
    done = run(tmp_path, "doctor", "--rebuild")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{store}: derived 3 cards again from the log\n")


def test_without_a_store_nothing_is_made(tmp_path: Path) -> None:
    done = run(tmp_path / "home", "doctor")
    assert done.returncode == 0
    assert "no store yet" in done.stdout
    assert not (tmp_path / "home").exists()


def test_reviews_that_are_yet_to_come_are_told(tmp_path: Path, store: Path) -> None:
    with open_store(store) as opened:
        opened.append(graded(-400, "alpha"), scheduler())
    done = run(tmp_path, "doctor")
    assert done.returncode == 0
    assert "1 event will only have happened by" in done.stdout
    assert "the clock was ahead" in done.stdout


@pytest.mark.parametrize("ahead", [2, 400, 3_650])
def test_a_card_that_a_clock_ahead_put_away_is_told_and_can_be_had_again(
    tmp_path: Path, deck: Path, ahead: int
) -> None:
    with open_store(tmp_path / "progress.db") as store:
        for days_ago in (3, -ahead):
            store.append(graded(days_ago, "alpha"), scheduler())
    assert " 0 new" in run(tmp_path, DCNN_CARDS_DECK=str(deck)).stdout
    told = run(tmp_path, "doctor", "--deck", deck).stdout
    assert "1 card reviewed by a clock that was ahead" in told
    (line,) = [line for line in told.splitlines() if " reset --deck " in line]
    done = run(tmp_path, *shlex.split(line)[-4:])
    assert done.stdout == "alpha: new again; its reviews stay in the log\n"
    assert "0 to review today, 1 new" in run(tmp_path, DCNN_CARDS_DECK=str(deck)).stdout
    told = run(tmp_path, "doctor", "--deck", deck).stdout
    assert "begin anew" not in told
    assert "will only have happened by" in told
    session = run(tmp_path, "quiz", "--plain", "--deck", deck, stdin="\n3\n")
    assert "What is alpha?" in session.stdout
    assert "begin anew" not in run(tmp_path, "doctor", "--deck", deck).stdout


def test_a_broken_deck_keeps_nothing_from_being_told(
    tmp_path: Path, deck: Path, store: Path
) -> None:
    deck.write_text("deck: [")
    done = run(tmp_path, "doctor", "--deck", deck)
    assert done.returncode == 0
    assert f"{store}: sound" in done.stdout
    assert "Whether cards are gone cannot be said" in done.stderr
    assert label(0) in done.stdout


def test_names_in_the_log_cannot_steer_the_terminal(tmp_path: Path, store: Path) -> None:
    with open_store(store) as opened:
        opened.append(graded(0, "a", "\x1b[31mred\n\x9b2J"), scheduler())
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE card_state SET due = due + 1")
    for arguments in (["doctor"], ["doctor", "--rebuild"]):
        done = run(tmp_path, *arguments)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x9b" not in done.stdout + done.stderr


def test_what_does_not_follow_from_the_log_is_told_and_can_be_made_again(
    tmp_path: Path, store: Path
) -> None:
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE card_state SET due = due + 1")
    done = run(tmp_path, "doctor")
    assert done.returncode == 1
    assert "its stored state does not follow from its reviews" in done.stderr
    assert "No review is missing." in done.stderr
    assert "dcnn-cards doctor --rebuild" in done.stderr
    assert run(tmp_path, "doctor", "--rebuild").returncode == 0
    assert run(tmp_path, "doctor").returncode == 0


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def overwrite(path: Path) -> None:
    path.write_bytes(b"dear diary\n" * 1000)


def damage_a_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 + 8 : 4096 * 3 + 500] = b"\xa5" * 492
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (truncate, "the store is damaged: only"),
        (overwrite, "this is not a store of dcnn-cards"),
        (damage_a_page, "the store is damaged: "),
        (Path.unlink, "the store is missing, but its backups are still there: 5"),
    ],
)
def test_a_broken_store_is_told_with_what_to_do_and_put_back(
    tmp_path: Path, store: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(store)
    told = run(tmp_path, "doctor")
    assert told.returncode == 1
    assert message in told.stderr
    assert "doctor --restore" in told.stderr
    assert f"  {label(0)} " in told.stdout
    restored = run(tmp_path, "doctor", "--restore")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert f"6 of them from the backup progress-{label(0)}.db, " in restored.stdout
    if damage is not Path.unlink:
        assert "It is kept as " in restored.stdout
    sound = run(tmp_path, "doctor")
    assert sound.returncode == 0
    with open_store(store) as opened:
        assert len(list(opened.log.events())) >= 6


def test_restoring_over_a_sound_store_loses_nothing(tmp_path: Path, store: Path) -> None:
    done = run(tmp_path, "doctor", "--restore", label(8))
    assert done.returncode == 0
    assert done.stdout.startswith(
        f"{store}: 7 reviews, 2 of them from the backup progress-{label(8)}.db, "
        "5 newer ones from the store that was there\n"
        f"It is kept as {tmp_path}/progress-before-restore-"
    )


def test_a_damaged_backup_is_passed_over(tmp_path: Path, store: Path) -> None:
    newest = copies.kept(store)[0]
    newest.write_bytes(newest.read_bytes()[:5000])
    told = run(tmp_path, "doctor")
    assert told.returncode == 0  # the store is sound
    assert re.search(rf"  {label(0)} +5 kB  .*damaged", told.stdout)
    store.unlink()
    done = run(tmp_path, "doctor", "--restore")
    assert done.returncode == 0
    assert f"passed over: {newest}" in done.stderr
    assert f"5 reviews, 5 of them from the backup progress-{label(1)}.db, 0 newer" in done.stdout


def test_a_backup_can_be_named_by_its_file(tmp_path: Path, store: Path) -> None:
    copy = tmp_path / "stick.db"
    copies.kept(store)[1].rename(copy)
    assert run(tmp_path, "doctor", "--restore", copy).returncode == 0
    assert run(tmp_path, "doctor", "--restore", f"progress-{label(2)}.db").returncode == 0


def test_a_backup_that_is_not_there_lists_those_that_are(tmp_path: Path, store: Path) -> None:
    before = store.read_bytes()
    done = run(tmp_path, "doctor", "--restore", "1999-12-31")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no backup '1999-12-31'" in done.stderr
    assert f"Backups: {label(0)}, {label(1)}, {label(2)}, {label(8)}, {label(9)}" in done.stderr
    assert store.read_bytes() == before


def test_without_backups_there_is_nothing_to_put_back(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--restore")
    assert done.returncode == 1
    assert "there is no sound backup of this store" in done.stderr
    assert list(tmp_path.iterdir()) == []
