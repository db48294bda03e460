"""Files that are not a store, or not whole: what is said, and that they stay as they are."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from dcnn_cards.app.decks import load_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.store import default_path, open_store
from tests.schedule.histories import review
from tests.store.reading import being_read

SM2 = scheduler("sm2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


def fill(path: Path, reviews: int = 60) -> None:
    with open_store(path) as store:
        grades = list(Grade)
        store.extend([review(n, grades[n % 4], card=f"card-{n % 17}") for n in range(reviews)], SM2)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but for the index that SQLite's readers share (`-shm`)."""
    files = [file for file in folder.iterdir() if file.is_file() and file.suffix != ".db-shm"]
    return {file.name: file.read_bytes() for file in files}


def refusal(path: Path) -> str:
    """The message on opening, having seen that no file was changed, made or taken away."""
    before = contents(path.parent)
    for create in (True, False):
        with pytest.raises(CardsError) as caught:
            open_store(path, create=create)
        assert caught.value.file == path.resolve()
        assert caught.value.fix
        assert contents(path.parent) == before
    return str(caught.value)


def write(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def database(application_id: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("CREATE TABLE event (id)")
            db.execute(f"PRAGMA application_id = {application_id}")

    return make


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (write(b"dear diary\n" * 50), "not a store of dcnn-cards"),
        (write(b"short"), "not a store of dcnn-cards"),
        (write(b"SQLite format 3\0"), "not a store of dcnn-cards"),
        (write(b""), "the file is empty"),
        (write(bytes(5000)), "not a store of dcnn-cards"),
        (database(0), "another program"),
        (database(252006674), "another program"),
        (lambda path: path.mkdir(), "not a file"),
        (os.mkfifo, "not a file"),
        (lambda path: path.symlink_to("/dev/null"), "not a file"),
    ],
    ids=[
        "text", "short", "header only", "empty", "zeros", "no id", "other id", "folder", "pipe",
        "device",
    ],
)  # fmt: skip
def test_what_is_not_a_store_is_refused(
    path: Path, make: Callable[[Path], None], message: str
) -> None:
    make(path)
    assert message in refusal(path)


def test_a_store_of_a_newer_version_is_refused(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 7")
    message = refusal(path)
    assert "version 7" in message
    assert "Update dcnn-cards" in message


def test_a_newer_version_that_is_still_in_sqlites_log_is_refused(path: Path) -> None:
    fill(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 7")
        assert "version 7" in refusal(path)


@pytest.mark.parametrize("part", [0.9999, 0.9, 0.5, 0.1])
def test_a_truncated_store_is_refused(path: Path, part: float) -> None:
    fill(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    message = refusal(path)
    assert "damaged" in message
    assert "`dcnn-cards doctor --restore` puts one back" in message


def test_a_store_whose_log_was_left_behind_is_not_begun_anew(path: Path) -> None:
    with open_store(path) as store, closing(being_read(path)):
        store.append(review(1), SM2)
        kept = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    path.unlink()
    (path.parent / "progress.db-wal").write_bytes(kept["progress.db-wal"])
    message = refusal(path)
    assert "progress.db-wal" in message
    path.write_bytes(kept["progress.db"])
    with open_store(path) as store:
        assert list(store.log.events()) == [review(1)]


def test_flipped_bits_are_told_or_harmless_and_the_log_is_never_emptied(path: Path) -> None:
    fill(path)
    whole = path.read_bytes()
    random = Random(9)
    places = [*range(0, 100, 3), *(random.randrange(len(whole)) for _ in range(120))]
    told = 0
    for place in places:
        broken = bytearray(whole)
        broken[place] ^= 1 << random.randrange(8)
        path.write_bytes(broken)
        told += fault_in(path) is not None
        assert path.stat().st_size >= len(whole)
        for leftover in path.parent.glob("progress.db-*"):
            leftover.unlink()
    assert told > len(places) // 10


def fault_in(path: Path) -> CardsError | None:
    """What is said when everything in the store is used; nothing else may be raised."""
    try:
        with open_store(path) as store:
            store.records.of_deck(DeckName("dcnn"), SM2)
            list(store.log.events())
            store.log.standing_on(DeckName("dcnn"), Day(738_001))
            store.check(SM2)
            store.append(review(999), SM2)
    except CardsError as error:
        return error
    return None


def test_check_reports_what_sqlite_finds(path: Path) -> None:
    fill(path, reviews=2000)
    whole = bytearray(path.read_bytes())
    for page in range(len(whole) // 8192 * 4096, len(whole), 4096):
        whole[page : page + 64] = bytes(64)
    path.write_bytes(whole)
    with open_store(path) as store:
        found = store.check(SM2)
    assert found
    assert path.read_bytes() == whole


def test_a_place_under_a_file_cannot_be_reached(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    with pytest.raises(CardsError, match="cannot be reached"):
        open_store(tmp_path / "file" / "deeper" / "progress.db")
    assert (tmp_path / "file").read_text() == "a file, not a folder"


def attempt(path: Path) -> str:
    """The message when an ordinary user opens the store and appends; root may write anywhere."""
    code = f"""
import os
from pathlib import Path
from tests.schedule.histories import review
from tests.store.reading import being_read
from dcnn_cards.app.decks import load_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import open_store
rules = scheduler()
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    with open_store(Path({str(path)!r})) as store:
        store.append(review(1), rules)
except CardsError as error:
    print(error)
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    return done.stdout


def test_a_store_that_cannot_be_written_is_told_before_the_first_grade() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "progress.db"
        fill(path)
        before = path.read_bytes()
        path.chmod(0o444)
        folder.chmod(0o777)
        assert "cannot be written" in attempt(path)
        path.chmod(0o666)
        folder.chmod(0o555)
        assert "cannot be written" in attempt(path)
        path.chmod(0o000)
        assert "Permission denied" in attempt(path)
        assert path.read_bytes() == before
        assert "Permission denied" in attempt(folder / "other.db")
        folder.chmod(0o700)
        assert [file.name for file in folder.iterdir()] == ["progress.db"]


def test_the_store_is_made_with_its_folder_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "deeper" / "home" / "progress.db"
    fill(path)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["progress.db"]


def test_the_store_is_made_where_files_cannot_be_linked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    fill(path)
    fill(path)
    assert [file.name for file in path.parent.iterdir()] == ["progress.db"]


def test_a_link_to_a_store_leads_to_it(tmp_path: Path, path: Path) -> None:
    fill(path, reviews=3)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with open_store(link) as store:
        assert len(list(store.log.events())) == 3
    made = tmp_path / "made.db"
    link.unlink()
    link.symlink_to(made)
    fill(link)
    assert made.is_file()
    assert link.is_symlink()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_store_that_is_moved_away_while_it_is_open_is_not_written(
    tmp_path: Path, path: Path, replaced: bool
) -> None:
    fill(path, reviews=3)
    with open_store(path) as store:
        store.append(review(10), SM2)
        path.rename(tmp_path / "elsewhere.db")
        if replaced:
            path.write_bytes((tmp_path / "elsewhere.db").read_bytes())
        with pytest.raises(CardsError, match="moved away or replaced"):
            store.append(review(11), SM2)
        (tmp_path / "elsewhere.db").replace(path)
        store.append(review(12), SM2)
    with open_store(path) as store:
        assert [event.id for event in store.log.events()][3:] == [review(10).id, review(12).id]
        assert store.check(SM2) == []


def test_names_with_special_characters(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=memory#100%25" / "größe.db"
    fill(path, reviews=3)
    with open_store(path) as store:
        assert len(list(store.log.events())) == 3
    assert path.is_file()


def test_the_place_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DCNN_CARDS_HOME", "/somewhere/else")
    assert default_path() == Path("/somewhere/else/progress.db")
    monkeypatch.setenv("DCNN_CARDS_HOME", "~/cards")
    monkeypatch.setenv("HOME", "/home/ada")
    assert default_path() == Path("/home/ada/cards/progress.db")
    for value in ("", None):
        if value is None:
            monkeypatch.delenv("DCNN_CARDS_HOME")
        else:
            monkeypatch.setenv("DCNN_CARDS_HOME", value)
        assert default_path().parts[-2:] == ("dcnn-cards", "progress.db")


def test_folders_are_made_for_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "above" / "home"
    monkeypatch.setenv("DCNN_CARDS_HOME", str(home))
    load_deck(None, create=True)  # which comes before the store is made
    with open_store(default_path()) as store:
        store.append(review(1), SM2)
    folders = [tmp_path / "above", home, home / "cache"]
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700] * 3
