"""Backups: one a study day, from before its first event, and never in the way."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import Store, copies, open_store
from dcnn_cards.store.backup import KEPT, BackedUp
from tests.schedule.histories import FIRST_DAY, review

SM2 = scheduler("sm2")
DAY = 24  # reviews are numbered by the hour


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def study(store: Store, *numbers: int) -> CardsError | None:
    """A session with a review at each of these hours; return what went wrong with the backup."""
    with BackedUp(store) as log:
        for number in numbers:
            log.append(review(number), SM2)
    return log.problem


def events_in(copy: Path) -> list[str]:
    with open_store(copy, create=False) as opened:
        return [event.id for event in opened.log.events()]


def test_the_first_review_of_a_day_is_preceded_by_a_backup(store: Store, path: Path) -> None:
    store.extend([review(1), review(2)], SM2)
    assert study(store, DAY, DAY + 1) is None
    (copy,) = copies.kept(path)
    assert copy == path.parent / "backups" / "progress-2021-07-30.db"
    assert copies.day_of(copy) == FIRST_DAY + 1
    assert copies.look_into(copy) == copies.Contents(2, 2, review(2).at)
    assert events_in(copy) == [review(1).id, review(2).id]
    assert len(list(store.log.events())) == 4


def test_there_is_one_a_day(store: Store, path: Path) -> None:
    study(store, 1)
    assert copies.kept(path) == []  # there was nothing yet
    study(store, DAY)
    study(store, DAY + 1, DAY + 2)
    assert [copies.day_of(copy) for copy in copies.kept(path)] == [FIRST_DAY + 1]
    assert copies.look_into(copies.kept(path)[0]).events == 1
    study(store, DAY + 23, 2 * DAY)  # a night
    assert [copies.day_of(copy) for copy in copies.kept(path)] == [FIRST_DAY + 2, FIRST_DAY + 1]
    assert copies.look_into(copies.kept(path)[0]).events == 5


def test_the_last_seven_are_kept(store: Store, path: Path) -> None:
    for day in range(KEPT + 4):
        assert study(store, day * DAY) is None
    days = [copies.day_of(copy) for copy in copies.kept(path)]
    assert days == [FIRST_DAY + day for day in range(KEPT + 3, 3, -1)]
    assert sorted(file.name for file in copies.folder_of(path).iterdir()) == sorted(
        copy.name for copy in copies.kept(path)
    )


def test_backups_of_a_clock_that_was_ahead_make_room_first(store: Store, path: Path) -> None:
    for day in (0, *range(1000, 1000 + KEPT + 1), 1, 2, 3):
        study(store, day * DAY)
    days = [(copies.day_of(copy) or 0) - FIRST_DAY for copy in copies.kept(path)]
    assert days == [1007, 1006, 1005, 1004, 3, 2, 1]


def test_other_files_in_the_folder_are_left_alone(store: Store, path: Path) -> None:
    folder = copies.folder_of(path)
    folder.mkdir()
    mine = [folder / name for name in ("progress-mine.db", "notes.txt", ".hidden", "2021-01-01.db")]
    for file in mine:
        file.write_text("mine")
        os.utime(file, (0, 0))
    for day in range(KEPT + 4):
        study(store, day * DAY)
    assert [file.read_text() for file in mine] == ["mine"] * 4
    assert len(copies.kept(path)) == KEPT


def test_what_a_killed_process_left_is_cleared_after_an_hour(store: Store, path: Path) -> None:
    study(store, 1, DAY)
    left, new = (copies.draft_for(copies.kept(path)[0]) for _ in range(2))
    for draft in (left, new):
        draft.write_text("half a copy")
    os.utime(left, (time.time() - 7200, time.time() - 7200))
    study(store, 2 * DAY)
    assert not left.exists()
    assert new.exists()  # another process may be at it


def test_without_a_place_for_it_the_session_goes_on_and_it_is_told(
    store: Store, path: Path
) -> None:
    study(store, 1)
    copies.folder_of(path).write_text("a file where the folder should be")
    problem = study(store, DAY, DAY + 1)
    assert problem is not None
    folder = copies.folder_of(path)
    assert problem.what == f"no backup was made today: {folder}: File exists"
    assert "Your reviews are saved all the same" in problem.fix
    assert [event.id for event in store.log.events()] == [review(n).id for n in (1, DAY, DAY + 1)]


def test_what_is_left_of_the_disk_is_left_to_reviews(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study(store, 1)
    size = path.stat().st_size
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=size * 2 - 1, f_frsize=1))
    problem = study(store, DAY)
    assert problem is not None
    assert "there is no room" in problem.what
    assert copies.kept(path) == []
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=size * 2, f_frsize=1))
    assert study(store, 2 * DAY) is None
    assert len(copies.kept(path)) == 1


def test_a_damaged_store_takes_the_place_of_no_backup(path: Path) -> None:
    with open_store(path) as store:
        store.extend([review(n, card=f"card-{n % 50}") for n in range(2000)], SM2)
        for day in range(90, 90 + KEPT):
            study(store, day * DAY)
        good = {copy.name: copy.read_bytes() for copy in copies.kept(path)}
    content = bytearray(path.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle : middle + 8192] = os.urandom(8192)
    path.write_bytes(content)
    with open_store(path) as store:
        problem = study(store, 200 * DAY)
    assert problem is not None
    assert "no backup was made today: the copy is damaged" in problem.what
    assert "dcnn-cards doctor" in problem.fix
    assert {copy.name: copy.read_bytes() for copy in copies.kept(path)} == good


def test_a_session_that_is_interrupted_waits_for_nothing_and_leaves_nothing(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.extend([review(n, card=f"card-{n}") for n in range(3_000)], SM2)
    monkeypatch.setattr(copies, "PAGES_A_STEP", 1)
    log = BackedUp(store)
    with suppress(SystemExit), log:
        log.append(review(3_000), SM2)
        raise SystemExit
    assert log.problem is None
    assert list(copies.folder_of(path).iterdir()) == []


def test_two_sessions_on_one_day_share_a_backup(store: Store, path: Path) -> None:
    store.append(review(1), SM2)
    with open_store(path) as other, BackedUp(store) as one, BackedUp(other) as two:
        one.append(review(DAY), SM2)
        two.append(review(DAY + 1), SM2)
    assert one.problem is two.problem is None
    (copy,) = copies.kept(path)
    assert copies.look_into(copy).events in (1, 2)


def test_a_backup_is_for_the_user_alone(store: Store, path: Path) -> None:
    study(store, 1, DAY)
    assert copies.folder_of(path).stat().st_mode & 0o777 == 0o700
    assert copies.kept(path)[0].stat().st_mode & 0o777 == 0o600


def test_what_is_not_a_sound_copy_is_told(store: Store, path: Path) -> None:
    store.extend([review(n, card=f"card-{n % 50}") for n in range(2000)], SM2)
    study(store, 2000)
    copy = copies.kept(path)[0]
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CardsError, match="damaged"):
        copies.look_into(copy)
    copy.write_bytes(whole[:68] + bytes([0, 0, 0, 9]) + whole[72:])
    with pytest.raises(CardsError, match="not a copy of a store"):
        copies.look_into(copy)
    copy.write_bytes(whole[:60] + bytes([0, 0, 0, 9]) + whole[64:])
    with pytest.raises(CardsError, match="version 9, from a newer"):
        copies.look_into(copy)
    copy.write_bytes(b"dear diary\n" * 50)
    with pytest.raises(CardsError, match="damaged"):
        copies.look_into(copy)
    copy.unlink()
    with pytest.raises(CardsError, match="cannot be opened"):
        copies.look_into(copy)


def test_a_store_that_is_lost_is_not_begun_anew_over_its_backups(store: Store, path: Path) -> None:
    study(store, 1, DAY)
    store.close()
    path.unlink()
    for create in (True, False):
        with pytest.raises(CardsError, match="its backups are still there") as caught:
            open_store(path, create=create)
        assert "doctor --restore" in caught.value.fix
    assert not path.exists()
    copies.folder_of(path).rename(path.parent / "elsewhere")
    with open_store(path) as anew:
        assert list(anew.log.events()) == []
