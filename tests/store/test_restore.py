"""Putting a backup back: whatever became of the store, nothing that can be read is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.scheduler import Fitted
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from dcnn_cards.store.restore import restore
from tests.schedule.histories import event, review, undo
from tests.store.reading import being_read

SM2 = scheduler("sm2")
DAY = 24
GRADES = list(Grade)
OLD = [review(n, GRADES[n % 4], card=f"card-{n % 40}") for n in range(1500)]
"""What the backup has; then what came after it."""
NEW = [
    *(review(1500 + n, GRADES[n % 3], card=f"card-{n % 60}") for n in range(300)),
    undo(1900, OLD[3]),
    event(1901, OLD[0].kind.FLAG, card="card-1"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a backup, and newer events."""
    path = tmp_path / "home" / "progress.db"
    with open_store(path) as store:
        store.extend(OLD, SM2)
        with BackedUp(store) as log:
            log.append(NEW[0], SM2)
        store.extend(NEW, SM2)
    return path


def log_of(path: Path) -> list[Event]:
    """The events of a store that is sound in every respect."""
    with open_store(path, create=False) as store:
        events = list(store.log.events())
        assert store.check(SM2) == []
        records = store.records.of_deck(DeckName("dcnn"), SM2)
    assert records == {card: record for (_, card), record in fold(events, SM2).items()}
    return events


def put_back(path: Path, backup: Path | None = None) -> tuple[int, int, Path | None, bool]:
    done = restore(path, backup or copies.kept(path)[0], lambda _: SM2)
    leftovers = [file.name for file in path.parent.iterdir() if file.name.startswith(".")]
    assert leftovers == []
    return done.reviews, done.newer, done.aside, done.whole


def test_a_sound_store_keeps_all_it_has(path: Path) -> None:
    before = log_of(path)
    reviews, newer, aside, whole = put_back(path)
    assert (reviews, newer, whole) == (1800, 300, True)
    assert log_of(path) == before
    assert aside is not None
    assert aside.name.startswith("progress-before-restore-2")
    assert log_of(aside) == before


def test_a_store_that_is_gone_is_as_the_backup_has_it(path: Path) -> None:
    path.unlink()
    assert put_back(path) == (1500, 0, None, True)
    assert log_of(path) == OLD


def test_an_older_backup_is_joined_with_a_newer_one_where_the_store_is_gone(path: Path) -> None:
    with open_store(path) as store, BackedUp(store) as log:
        log.append(review(3000), SM2)
    newer, older = copies.kept(path)
    path.unlink()
    assert put_back(path, older) == (1800, 300, None, True)
    assert set(log_of(path)) == {*OLD, *NEW}
    assert copies.look_into(newer).reviews == 1800


def test_of_a_damaged_store_is_taken_over_what_can_be_read(path: Path) -> None:
    broken = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        pages = "SELECT pageno FROM dbstat WHERE name = 'event' AND pagetype = 'leaf'"
        try:
            leaves = [row[0] for row in db.execute(pages)]
        except sqlite3.OperationalError:  # this SQLite was built without dbstat
            leaves = [len(broken) // 4096 - 20]
    page = leaves[-3]  # of the newer events, not the newest
    broken[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(broken)
    reviews, newer, aside, whole = put_back(path)
    log = log_of(path)
    assert not whole
    assert aside is not None
    assert aside.read_bytes() == broken
    assert 200 <= newer < 300
    assert reviews == 1500 + newer
    kept = {made.id for made in log}
    assert {made.id for made in OLD} < kept <= {made.id for made in OLD + NEW}
    assert NEW[-1].id in kept  # it was read from the end as well


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def overwrite(path: Path) -> None:
    path.write_bytes(b"dear diary\n" * 1000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lose_the_header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


@pytest.mark.parametrize("damage", [truncate, overwrite, empty, lose_the_header])
def test_a_store_beyond_reading_is_set_aside_as_it_is(
    path: Path, damage: Callable[[Path], None]
) -> None:
    damage(path)
    broken = path.read_bytes()
    with pytest.raises(CardsError, match="doctor --restore"):
        open_store(path)
    reviews, _, aside, whole = put_back(path)
    assert not whole
    assert reviews >= 1500
    assert set(OLD) <= set(log_of(path))
    if broken:
        assert aside is not None
        assert aside.read_bytes() == broken


def test_a_flipped_bit_makes_no_event_a_second_one(path: Path) -> None:
    """An old event whose id was damaged is still the same deed."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute("UPDATE event SET id = 'damaged' WHERE id = ?", (OLD[7].id,))
    reviews, newer, _, _ = put_back(path)
    assert (reviews, newer) == (1800, 300)
    assert log_of(path) == sorted(OLD + NEW, key=lambda made: (made.at, made.id))


def test_rows_that_make_no_sense_are_left_out(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute("PRAGMA ignore_check_constraints = ON")
        for number, change in enumerate(
            (
                "day = -1", "at = 'noon'", "grade = 9", "kind = 'dance'", "grade = NULL",
                "card = x'ff'", "card = CAST(x'ff41' AS TEXT)", "thinking_ms = -5", "day = 1e300",
                "device = x'00'", "thinking_ms = 'long'", "at = 9e300", "scheduler = x'ff'",
            )
        ):  # fmt: skip
            db.execute(f"UPDATE event SET {change} WHERE id = ?", (NEW[50 + number].id,))
    reviews, newer, _, whole = put_back(path)
    assert (reviews, newer, whole) == (1800 - 13, 300 - 13, False)
    log_of(path)


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        (f"id = '{'x' * 64}'", True),
        (f"id = '{'x' * 65}'", False),
        ("day = 1", True),
        ("day = 0", False),
        ("day = 3600000", True),
        ("day = 3600001", False),
        ("thinking_ms = 0", True),
        ("thinking_ms = -1", False),
    ],
)
def test_what_a_row_may_hold(path: Path, change: str, taken: bool) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(f"UPDATE event SET {change} WHERE id = ?", (NEW[50].id,))
    reviews, newer, _, _ = put_back(path)
    assert (reviews, newer) == (1800 - (not taken), 300 - (not taken))


def test_newer_events_that_are_still_in_sqlites_log_are_taken_over(path: Path) -> None:
    """As after a crash: the store, and beside it the log with what it has not taken in."""
    late = review(5000)
    with open_store(path) as store, closing(being_read(path)):
        store.append(late, SM2)
        crashed = {file.name: file.read_bytes() for file in path.parent.glob("progress.db*")}
    for name, content in crashed.items():
        path.with_name(name).write_bytes(content)
    assert path.with_name("progress.db-wal").stat().st_size > 0
    reviews, newer, aside, whole = put_back(path)
    assert (reviews, newer, whole) == (1801, 301, True)
    assert log_of(path)[-1] == late
    assert aside is not None
    assert log_of(aside)[-1] == late


def test_the_log_of_a_store_that_is_gone_is_set_aside_too(path: Path) -> None:
    path.unlink()
    path.with_name("progress.db-wal").write_bytes(b"its newest events")
    _, _, aside, _ = put_back(path)
    assert aside is not None
    assert aside.read_bytes() == b"its newest events"
    assert log_of(path) == OLD


def test_while_a_session_is_open_nothing_is_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dcnn_cards.store.opening.BUSY_SECONDS", 0.05)
    with open_store(path) as store:
        with pytest.raises(CardsError, match="another dcnn-cards has the store open"):
            restore(path, copies.kept(path)[0], lambda _: SM2)
        store.append(review(5000), SM2)
    assert log_of(path)[-1] == review(5000)
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["progress.db"]


def test_a_damaged_backup_is_refused_and_nothing_is_changed(path: Path) -> None:
    backup = copies.kept(path)[0]
    truncate(backup)
    before = path.read_bytes()
    with pytest.raises(CardsError, match="damaged"):
        restore(path, backup, lambda _: SM2)
    assert path.read_bytes() == before


def test_a_restore_can_be_repeated_and_the_store_set_aside_put_back(path: Path) -> None:
    before = log_of(path)
    asides = [put_back(path)[2] for _ in range(3)]
    assert len(set(asides)) == 3
    path.unlink()
    put_back(path, asides[0])
    assert log_of(path) == before


def test_a_store_of_another_device_is_joined_with_this_one(path: Path, tmp_path: Path) -> None:
    elsewhere = [made.replace(id=f"{made.id}-phone", device="phone") for made in OLD[:5]]
    with open_store(tmp_path / "phone.db") as phone:
        phone.extend(elsewhere, SM2)
    reviews, newer, _, _ = put_back(path, tmp_path / "phone.db")
    assert (reviews, newer) == (1805, 1800)
    assert set(log_of(path)) == {*OLD, *NEW, *elsewhere}


def test_where_files_cannot_have_two_names(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    before = log_of(path)
    aside = put_back(path)[2]
    assert aside is not None
    assert log_of(aside) == log_of(path) == before


def test_what_is_not_a_file_is_not_replaced(path: Path) -> None:
    path.unlink()
    path.mkdir()
    with pytest.raises(CardsError, match="not a file"):
        restore(path, copies.kept(path)[0], lambda _: SM2)
    assert path.is_dir()


def test_a_restore_keeps_the_device_and_what_was_fitted(path: Path, tmp_path: Path) -> None:
    fitted = Fitted((0.5,) * 21, Day(738_000), 500)
    with open_store(path) as store:
        device = store.device
        store.fits.put("fsrs", fitted)
    with open_store(tmp_path / "phone.db") as phone:
        phone.append(OLD[0].replace(id="phone", device="phone"), SM2)
    put_back(path, tmp_path / "phone.db")
    with open_store(path) as store:
        assert store.device == device
        assert store.fits.get("fsrs") == fitted


def test_what_a_restore_that_was_killed_set_aside_can_be_opened(path: Path) -> None:
    """Until the new store is in its place, the old one has both names."""
    aside = path.with_name(f"{path.stem}-before-restore-2026-01-02-030405.db")
    with open_store(path):
        pass
    aside.hardlink_to(path)
    for name in (aside, path):
        with open_store(name):
            pass
    path.with_name("elsewhere.db").hardlink_to(path)
    for name in (aside, path):
        with pytest.raises(CardsError, match="second name"), open_store(name):
            pass
