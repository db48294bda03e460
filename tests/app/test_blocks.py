"""Typeset texts between sessions: kept if that can be done, and in nobody's way if not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.app import blocks
from dcnn_cards.app.blocks import MAX_LENGTH, Blocks


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Blocks]:
    with closing(Blocks(tmp_path)) as opened:
        yield opened


def test_blocks_are_kept_and_replaced(tmp_path: Path) -> None:
    with closing(Blocks(tmp_path)) as kept:
        assert kept.get("∑") is None
        kept.put("∑", "one")
        kept.put("∑", "n\n∑\n1")
    with closing(Blocks(tmp_path)) as kept:
        assert kept.get("∑") == "n\n∑\n1"


def test_only_the_newest_blocks_are_kept_and_none_that_is_huge(
    kept: Blocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "MAX_BLOCKS", 3)
    for key in "abcad":
        kept.put(key, key)
    assert [key for key in "abcd" if kept.get(key)] == ["a", "c", "d"]
    kept.put("huge", "x" * MAX_LENGTH)
    assert kept.get("huge")
    kept.put("huger", "x" * (MAX_LENGTH + 1))
    assert kept.get("huger") is None


def test_a_block_is_let_go_when_another_process_is_writing(tmp_path: Path, kept: Blocks) -> None:
    kept.put("old", "value")
    with closing(sqlite3.connect(tmp_path / "blocks.db", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        kept.put("key", "value")
        assert kept.get("key") is None
        assert kept.get("old") == "value"
        db.execute("ROLLBACK")
    kept.put("key", "value")
    assert kept.get("key") == "value"


def test_sessions_use_it_at_once(tmp_path: Path, kept: Blocks) -> None:
    with closing(Blocks(tmp_path)) as other:
        kept.put("mine", "1")
        other.put("theirs", "2")
        assert (kept.get("theirs"), other.get("mine")) == ("2", "1")


def test_where_there_is_no_folder_nothing_is_kept(tmp_path: Path) -> None:
    with closing(Blocks(tmp_path / "none")) as kept:
        kept.put("key", "value")
        assert kept.get("key") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_file_that_is_damaged_is_made_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "blocks.db").write_bytes(content)
    with closing(Blocks(tmp_path)) as kept:
        assert kept.get("key") is None
        kept.put("key", "value")
    with closing(Blocks(tmp_path)) as kept:
        kept.put("key", "value")
        assert kept.get("key") == "value"


def test_any_damage_is_as_if_nothing_had_been_kept(tmp_path: Path) -> None:
    with closing(Blocks(tmp_path)) as kept:
        for number in range(40):
            kept.put(f"key {number}", f"value {number}" * 200)
    whole = (tmp_path / "blocks.db").read_bytes()
    for place in range(0, len(whole), len(whole) // 100):
        broken = bytearray(whole)
        broken[place : place + 64] = b"\xff" * 64
        (tmp_path / "blocks.db").write_bytes(broken)
        with closing(Blocks(tmp_path)) as kept:
            for number in range(40):
                kept.get(f"key {number}")
            kept.put("new", "value")


def test_where_it_cannot_be_written_what_was_kept_is_read(tmp_path: Path) -> None:
    with closing(Blocks(tmp_path)) as kept:
        kept.put("key", "value")
    (tmp_path / "blocks.db").chmod(0o400)
    with closing(Blocks(tmp_path)) as kept:
        assert kept.get("key") == "value"
        kept.put("key", "other")


def test_what_was_closed_keeps_its_file(tmp_path: Path) -> None:
    kept = Blocks(tmp_path)
    kept.put("key", "value")
    kept.close()
    kept.close()
    assert kept.get("key") is None
    kept.put("key", "other")
    with closing(Blocks(tmp_path)) as again:
        assert again.get("key") == "value"


@pytest.mark.parametrize(
    "shape",
    [
        "CREATE TABLE block (key TEXT PRIMARY KEY)",
        "CREATE TABLE block (seq INTEGER PRIMARY KEY, key TEXT, value TEXT, x NOT NULL)",
        "CREATE VIEW block AS SELECT 1 AS seq, 'a' AS key, 'b' AS value",
        "CREATE TABLE block (seq PRIMARY KEY, key UNIQUE, value, CHECK (key IS NULL))",
    ],
)
def test_a_table_of_another_shape_is_made_again(tmp_path: Path, shape: str) -> None:
    with closing(sqlite3.connect(tmp_path / "blocks.db")) as db:
        db.execute(shape)
    with closing(Blocks(tmp_path)) as kept:
        kept.put("key", "value")
    with closing(Blocks(tmp_path)) as kept:
        kept.put("key", "value")
        assert kept.get("key") == "value"
