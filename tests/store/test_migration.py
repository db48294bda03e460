"""From one version of the tables to the next."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import WHOLE_DECK, Kind
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import copies, open_store, schema
from dcnn_cards.store.restore import restore
from tests.schedule.histories import event, review
from tests.store import versions

FIRST = """
CREATE TABLE a (x);
CREATE TRIGGER t AFTER INSERT ON a
BEGIN
    SELECT 1;
    SELECT 2;
END;
"""
SECOND = """
-- a comment; with a semicolon
ALTER TABLE a ADD COLUMN y DEFAULT 'new';
INSERT INTO a VALUES (2, 3);
"""


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "any.db", isolation_level=None)) as opened:
        yield opened


def test_the_number_of_scripts_is_the_version() -> None:
    folder = Path(schema.__file__).parent
    numbered = sorted(file.name for file in folder.glob("*.sql"))
    assert numbered == [f"{n:04}.sql" for n in range(1, schema.VERSION + 1)]
    assert len(schema.scripts()) == schema.VERSION


def test_steps_are_applied_from_where_the_store_is(db: sqlite3.Connection) -> None:
    schema.migrate(db, [FIRST])
    assert schema.version(db) == 1
    db.execute("INSERT INTO a VALUES (1)")
    schema.migrate(db, [FIRST, SECOND])
    assert schema.version(db) == 2
    assert db.execute("SELECT * FROM a").fetchall() == [(1, "new"), (2, 3)]
    schema.migrate(db, [FIRST, SECOND])
    assert db.execute("SELECT count(*) FROM a").fetchone() == (2,)


def test_a_step_that_fails_leaves_everything_as_it_was(db: sqlite3.Connection) -> None:
    schema.migrate(db, [FIRST])
    db.execute("INSERT INTO a VALUES (1)")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        schema.migrate(db, [FIRST, SECOND, "DELETE FROM a;\nINSERT INTO nowhere VALUES (1);"])
    assert schema.version(db) == 1
    assert db.execute("SELECT * FROM a").fetchall() == [(1,)]


def test_a_version_beyond_the_steps_stays(db: sqlite3.Connection) -> None:
    schema.migrate(db, [FIRST, SECOND])
    schema.migrate(db, [FIRST])
    assert schema.version(db) == 2


def test_a_file_of_every_earlier_version_is_kept() -> None:
    """Where one is missing: check out that version, and run `python -m tests.store.versions`."""
    assert [int(path.stem) for path in versions.FILES] == list(range(1, len(versions.FILES) + 1))
    assert len(versions.FILES) >= max(1, schema.VERSION - 1)


@pytest.mark.parametrize("later", [0, 1], ids=["now", "next"])
@pytest.mark.parametrize("old", versions.FILES, ids=lambda path: path.stem)
def test_a_store_of_every_version_comes_with_all_that_was_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: Path, later: int
) -> None:
    """Also at the next version, whatever that will bring."""
    steps = [*schema.scripts(), "CREATE TABLE later (x);"][: schema.VERSION + later]
    monkeypatch.setattr(schema, "VERSION", len(steps))
    monkeypatch.setattr(schema, "scripts", lambda: steps)
    path = tmp_path / "progress.db"
    shutil.copy(old, path)
    log = versions.log_of(int(old.stem))
    for _ in range(2):
        with open_store(path) as store:
            assert sorted(store.log.events(), key=str) == sorted(log, key=str)
            assert store.check(scheduler()) == []
            for name in SCHEDULERS:
                derived = fold(log, scheduler(name))
                for deck in ("dcnn", "another"):
                    records = {card: state for (own, card), state in derived.items() if own == deck}
                    assert store.records.of_deck(DeckName(deck), scheduler(name)) == records
            device = store.device
    with closing(sqlite3.connect(path)) as db:
        assert schema.version(db) == schema.VERSION
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'block'").fetchall() == []
    with open_store(path) as store:
        store.append(review(999), scheduler())
        assert store.device == device
    came_from = [copies.look_into(copy).events for copy in copies.kept(path)]
    assert came_from == [len(log)] * (int(old.stem) < schema.VERSION)


@pytest.mark.parametrize("old", versions.FILES, ids=lambda path: path.stem)
def test_a_backup_of_every_version_can_be_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: Path
) -> None:
    steps = [*schema.scripts(), "CREATE TABLE later (x);"]
    monkeypatch.setattr(schema, "VERSION", len(steps))
    monkeypatch.setattr(schema, "scripts", lambda: steps)
    path = tmp_path / "progress.db"
    assert restore(path, old, lambda _: scheduler()).reviews == copies.look_into(old).reviews
    assert [file.name for file in tmp_path.rglob("*")] == ["progress.db"]
    with open_store(path) as store:
        log = versions.log_of(int(old.stem))
        assert sorted(store.log.events(), key=str) == sorted(log, key=str)
        assert store.check(scheduler()) == []


def test_no_copy_no_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "progress.db"
    shutil.copy(versions.FILES[0], path)
    before = path.read_bytes()
    copies.folder_of(path).write_text("a file where the folder should be")
    steps = [*schema.scripts(), "CREATE TABLE later (x);"]
    monkeypatch.setattr(schema, "VERSION", len(steps))
    monkeypatch.setattr(schema, "scripts", lambda: steps)
    with pytest.raises(CardsError, match="no copy could be made: File exists"):
        open_store(path)
    assert path.read_bytes() == before


def test_an_old_store_is_brought_up_when_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.append(review(1), scheduler())
    steps = [*schema.scripts(), "CREATE TABLE later (x);"]
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "scripts", lambda: steps)
    with open_store(path) as store:
        assert list(store.log.events()) == [review(1)]
        store.append(review(2), scheduler())
    with closing(sqlite3.connect(path)) as db:
        assert schema.version(db) == schema.VERSION
        assert db.execute("SELECT * FROM later").fetchall() == []


def test_a_store_with_an_exam_is_refused_by_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.append(event(1, Kind.EXAM, card=WHOLE_DECK, detail='{"minutes":25}'), scheduler())
    before = path.read_bytes()
    steps = schema.scripts()[:4]
    monkeypatch.setattr(schema, "VERSION", len(steps))
    monkeypatch.setattr(schema, "scripts", lambda: steps)
    for create in (True, False):
        with pytest.raises(CardsError, match="is at version 5, from a newer dcnn-cards"):
            open_store(path, create=create)
    assert path.read_bytes() == before


def test_a_damaged_old_store_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        store.extend([review(n) for n in range(500)], scheduler())
    content = bytearray(path.read_bytes())
    content[-4096 * 2 : -4096] = b"\xff" * 4096
    path.write_bytes(content)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "scripts", lambda: ["", "CREATE TABLE later (x);"])
    with pytest.raises(CardsError, match="damaged"):
        open_store(path)
    assert path.read_bytes() == content
