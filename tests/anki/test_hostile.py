"""Packages that are broken or made to do harm: a clear message in bounded time, nothing written."""

from __future__ import annotations

import io
import json
import sqlite3
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards.deck.anki import package as package_module
from dcnn_cards.deck.anki.protobuf import fields_of
from dcnn_cards.deck.anki.words import words_of
from dcnn_cards.deck.reading import read_deck
from tests.cli.program import run

BASIC = {
    "id": 1, "name": "Basic", "type": 0,
    "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
    "tmpls": [{"name": "C", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}{{Back}}"}],
}  # fmt: skip


def collection(folder: Path, *fields: str, **said: Any) -> bytes:
    """A collection with a note of each of `fields`, whose halves 0x1F parts."""
    path = folder / "made.anki2"
    path.unlink(missing_ok=True)
    sql = Path(package_module.__file__).with_name("collection.sql").read_text()
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(sql)
        models = said.get("models", json.dumps({"1": BASIC}))
        decks = json.dumps({"1": {"name": "Words"}})
        row = (1, 0, 0, 0, said.get("ver", 11), 0, 0, 0, "{}", models, decks, "{}", "{}")
        db.execute(f"INSERT INTO col VALUES ({', '.join('?' * 13)})", row)
        for number, text in enumerate(fields, 1):
            db.execute("INSERT INTO notes VALUES (?, ?, 1, 0, 0, '', ?, '', 0, 0, '')",
                       (number, f"guid{number}", text))  # fmt: skip
            db.execute(
                "INSERT INTO cards VALUES (?, ?, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')",
                (number, number),
            )
        for statement in said.get("then", ()):
            db.execute(statement)
    return path.read_bytes()


def zipped(target: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name.replace("__", "."), data)
    return target


def zstd(data: bytes) -> bytes:
    module: Any = pytest.importorskip("backports.zstd")
    packed: bytes = module.compress(data)
    return packed


GOOD = "question\x1fanswer"
SQLITE = b"SQLite format 3\0"
CASES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "no zip": (lambda to, _: to.write_bytes(b"PK no zip"), "no package of Anki"),
    "empty": (lambda to, _: to.write_bytes(b""), "no package of Anki"),
    "nothing in it": (lambda to, _: zipped(to, readme=b"x"), "holds no collection"),
    "no database": (lambda to, _: zipped(to, collection__anki2=b"x" * 999), "is broken"),
    "cut off": (
        lambda to, at: to.write_bytes(
            zipped(to, collection__anki2=collection(at, GOOD)).read_bytes()[:-40]
        ),
        "no package of Anki",
    ),
    "half a database": (
        lambda to, at: zipped(to, collection__anki2=collection(at, *[GOOD] * 500)[:20_000]),
        "is broken",
    ),
    "no tables": (lambda to, _: zipped(to, collection__anki2=SQLITE + b"\0" * 84), "is broken"),
    "no zstd": (lambda to, _: zipped(to, collection__anki21b=b"x" * 99), "broken"),
    "a schema of tomorrow": (
        lambda to, at: zipped(to, collection__anki2=collection(at, GOOD, ver=123)), "schema 123",
    ),
    "note types that are none": (
        lambda to, at: zipped(to, collection__anki2=collection(at, GOOD, models="[")), "broken",
    ),
    "note types without end": (
        lambda to, at: zipped(to, collection__anki2=collection(at, GOOD, models="[" * 100_000)),
        "broken",
    ),
    "a note of no type": (
        lambda to, at: zipped(to, collection__anki2=collection(at, GOOD, models="{}")),
        "of a type that it lacks",
    ),
    "a table that is a query": (
        lambda to, at: zipped(to, collection__anki2=collection(at, GOOD, then=(
            "DROP TABLE notes",
            "CREATE VIEW notes AS WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1"
            " FROM n) SELECT id, id AS guid, 1 AS mid, '' AS tags, '' AS flds FROM n",
        ))),
        "lacks notes",
    ),
    "too many notes": (
        lambda to, at: zipped(to, collection__anki2=collection(at, GOOD, then=(
            "INSERT INTO notes SELECT value + 9, value, 1, 0, 0, '', '', '', 0, 0, '' FROM ("
            "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 300000)"
            " SELECT value FROM n)",
        ))),
        "300,001 rows of `notes`",
    ),
    "a collection that swells": (
        lambda to, _: zipped(to, collection__anki2=SQLITE + b"\0" * 60_000_000), "larger than",
    ),
    "one that swells by zstd": (
        lambda to, _: zipped(to, collection__anki21b=zstd(SQLITE + b"\0" * 60_000_000)),
        "larger than",
    ),
    "broken list of media": (
        lambda to, at: zipped(
            to, collection__anki21b=zstd(collection(at, GOOD)), media=zstd(b"\x0a\xff")
        ),
        "broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_broken_package_is_told_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    make, said = CASES[case]
    package = tmp_path / "in.apkg"
    make(package, tmp_path)
    began = time.monotonic()
    done = run(tmp_path / "home", "import", package, "-o", tmp_path / "out.yaml", "--progress")
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 20  # seconds, on a busy machine
    assert not (tmp_path / "out.yaml").exists()
    assert not (tmp_path / "home").exists()


def test_no_file_goes_out_of_its_folder(tmp_path: Path) -> None:
    names = ["../../evil.png", "/etc/evil.png", "..", "a/../b.png", "con\x1b[31m.png", "x" * 300]
    texts = [f'q{at}\x1f<img src="{name}">' for at, name in enumerate(names)]
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    listed = json.dumps({str(at): name for at, name in enumerate(names)}).encode()
    package = zipped(tmp_path / "in.apkg", collection__anki2=collection(tmp_path, *texts),
                     media=listed, **{str(at): b"PNG" for at in range(len(names))})  # fmt: skip
    done = run(tmp_path / "home", "import", package, "-o", folder / "out.yaml")
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    inside = Path("a/b/out-media")
    assert made - {Path("in.apkg"), Path("made.anki2"), Path("a/b/out.yaml")} <= {
        path for path in made if path.parent == inside
    }
    assert all(path.name.isprintable() and len(path.name) <= 90 for path in made)


def test_what_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    made = collection(tmp_path, f"q\x1f{'<b>x</b>' * 300_000}")
    package = zipped(tmp_path / "in.apkg", collection__anki2=made)
    done = run(tmp_path / "home", "import", package, "-o", tmp_path / "out.yaml")
    assert done.returncode == 0, done.stderr
    assert (
        "not carried over: more than 1,000,000 characters of a note (1 note: guid1)" in done.stdout
    )
    assert "not carried over: more than 100,000 characters of a side" in done.stdout
    assert len(read_deck(tmp_path / "out.yaml").cards) == 1


def test_a_template_that_multiplies_a_field_has_an_end(tmp_path: Path) -> None:
    kind = BASIC | {"tmpls": [{"name": "C", "ord": 0, "qfmt": "{{Front}}" * 10_000,
                               "afmt": "{{#Front}}" * 10_000 + "{{Back}}"}]}  # fmt: skip
    package = zipped(
        tmp_path / "in.apkg",
        collection__anki2=collection(
            tmp_path, f"{'q' * 50_000}\x1fa", models=json.dumps({"1": kind})
        ),
    )
    done = run(tmp_path / "home", "import", package, "-o", tmp_path / "out.yaml")
    assert done.returncode == 0, done.stderr
    (card,) = read_deck(tmp_path / "out.yaml").cards
    assert len(card.question) <= 100_000


PIECES = [
    r"\(", r"\[x", "[$]", "[latex]", "<anki-mathjax>", "<", "<b", "&", "[sound:", "<script>",
    "<!--", "<div>", "{{c1::", "$", "<hr id=", "[anki:tts]", "*", "\\", "`", "<p", "]", "<a href='",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_long(piece: str) -> None:
    began = time.monotonic()
    words_of(piece * (100_000 // len(piece)), str)
    assert time.monotonic() - began < 20  # seconds, on a busy machine; each takes about one


def test_a_message_that_is_cut_off_is_none() -> None:
    for message in (b"\x0a\x05abc", b"\xff" * 20, b"\x0b", b"\x08"):
        with pytest.raises(ValueError, match=r"a (field|number)"):
            list(fields_of(message))
    assert list(fields_of(b"\x0a\x03abc\x10\x96\x01")) == [(1, b"abc"), (2, 150)]


def test_a_zip_is_read_as_one(tmp_path: Path) -> None:
    """An archive with a password, or packed in a way that is not known, is told as broken."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("collection.anki2", collection(tmp_path, GOOD))
    data = bytearray(made.getvalue())
    for at in (6, data.rindex(b"PK\x01\x02") + 8):
        data[at] |= 1  # encrypted
    (tmp_path / "in.apkg").write_bytes(data)
    done = run(tmp_path / "home", "import", tmp_path / "in.apkg")
    assert done.returncode == 1
    assert "encrypted" in done.stderr


@pytest.mark.parametrize("name", ["gone/out.yaml", "."])
def test_where_no_deck_can_be_nothing_is_written(tmp_path: Path, name: str) -> None:
    made = collection(tmp_path, 'q\x1f<img src="a.png">')
    media = json.dumps({"0": "a.png"}).encode()
    folder = tmp_path / "folder"
    folder.mkdir()
    package = zipped(tmp_path / "in.apkg", collection__anki2=made, media=media, **{"0": b"PNG"})
    done = run(tmp_path / "home", "import", package, "-o", folder / name)
    assert done.returncode == 1
    assert "folder" in done.stderr
    assert list(folder.iterdir()) == []
