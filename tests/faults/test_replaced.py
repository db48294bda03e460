"""A store that is replaced at a random moment, in every way that it happens: nothing is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from tests.faults import ROUNDS
from tests.faults.replacing import CASES, SM2, Case, ids_in, in_place, make_stores, play
from tests.schedule.histories import review
from tests.store import versions

MANY = int(os.environ.get("FAULT_EVENTS", "2000"))


@pytest.fixture(scope="module", params=[3, MANY], ids=["3 events", "many events"])
def stores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_stores(tmp_path_factory.mktemp("stores") / "made", request.param)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_lost(stores: Path, tmp_path: Path, case: Case) -> None:
    # What is written into a file within the 0.1 ms in which a grade goes there as well is gone.
    may_coincide = case.tool is in_place and "open" in case.moment
    chance, rounds = Random(str(case)), max(1 + may_coincide, ROUNDS // 6)
    coincided = 0
    for number in range(rounds):
        home = tmp_path / str(number)
        home.mkdir()
        played = play(case, stores, home / "progress.db", chance)
        assert played.fault == ""
        assert played.own_lost == 0
        coincided += played.lost > 0
    assert coincided <= may_coincide * (1 + rounds // 100)


def test_what_a_file_had_that_is_written_over_comes_from_the_backup(
    stores: Path, tmp_path: Path
) -> None:
    path = tmp_path / "progress.db"
    shutil.copy(stores / "mine", path)
    before = ids_in(path)
    with open_store(path) as store:
        with BackedUp(store) as log:
            log.append(review(1, id="own"), SM2)
        shutil.copy(stores / "older copy", path)
        with pytest.raises(CardsError, match="replaced"):
            store.append(review(2), SM2)
    with open_store(path) as store:
        own, backed_up = map(str, store.rescued)
    assert own == "it was replaced while a session was open: 1 event taken over of that session"
    assert backed_up.startswith("4 events taken over from the backup progress-20")
    assert ids_in(path) == {*before, "own"}


def test_a_store_is_one_whole_file_once_the_day_is_backed_up(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.append(review(1), SM2)
        with BackedUp(store) as log:  # the copy reads what the file was, as long as it takes
            log.append(review(100), SM2)
        shutil.copy(path, tmp_path / "copy.db")
        assert ids_in(tmp_path / "copy.db") == {review(1).id, review(100).id}
        store.append(review(200), SM2)
        shutil.copy(path, tmp_path / "copy.db")
    assert len(ids_in(tmp_path / "copy.db")) == 3


@pytest.mark.parametrize("version", versions.FILES, ids=lambda path: path.stem)
def test_the_backup_may_be_of_an_earlier_version(tmp_path: Path, version: Path) -> None:
    path, other = tmp_path / "progress.db", tmp_path / "other.db"
    for place in (path, other):
        open_store(place).close()
    with open_store(path) as store:
        backup = copies.place_for(path, "2026-01-31")
        backup.parent.mkdir(exist_ok=True)
        shutil.copy(version, backup)
        store.append(review(1, id="own"), SM2)
        shutil.copy(other, path)
        with pytest.raises(CardsError, match="replaced"):
            store.append(review(2), SM2)
    open_store(path).close()
    assert ids_in(path) == {"own", *(each.id for each in versions.log_of(int(version.stem)))}
