"""What is kept of a deck is the deck as it is now, or is made again."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from dcnn_cards.deck import compiled, reading
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.compiled import CompiledDeck, load_deck
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId

SHIPPED = Path(__file__).parents[2] / "decks" / "dcnn.yaml"
ONE = "deck: d\ntitle: T\ncards:\n  - {id: a, question: one, answer: 'yes'}\n"
TWO = ONE.replace("one", "two")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(ONE)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir()
    return folder


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as rested at once, so that their times are enough to know them by."""
    monkeypatch.setattr(compiled, "RESTED_NS", -1_000_000_000)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The decks whose YAML is read from now on."""
    read: list[Path] = []
    honest = reading.sound_deck

    def noted(text: str, path: Path) -> Deck:
        read.append(path)
        return honest(text, path)

    monkeypatch.setattr(reading, "sound_deck", noted)
    return read


def question(path: Path, folder: Path) -> str:
    deck = load_deck(path, folder)
    assert isinstance(deck, CompiledDeck)
    card = deck.card(CardId("a"))
    assert card
    assert [card] == list(deck.cards)
    return card.question


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.deck"))


def test_a_compiled_deck_is_the_deck(folder: Path) -> None:
    whole, deck = to_review(read_deck(SHIPPED)), load_deck(SHIPPED, folder)
    assert isinstance(deck, CompiledDeck)
    assert len(deck.cards) == len(whole.cards)
    # One at a time, before all of them are there.
    assert [deck.card(card.id) for card in whole.cards] == list(whole.cards)
    assert [deck.line_of(card.id) for card in whole.cards] == list(whole.lines)
    assert deck.cards_at([3, 0, 7]) == [whole.cards[number] for number in (0, 3, 7)]
    assert list(deck.cards) == list(whole.cards)
    assert list(deck.lines) == list(whole.lines)
    for name in ("name", "title", "path", "source_file", "source_sha256"):
        assert getattr(deck, name) == getattr(whole, name)
    assert deck.card(CardId("nobody")) is None
    assert deck.line_of(CardId("nobody")) == 1


@pytest.mark.usefixtures("rested")
def test_the_yaml_is_read_once(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert question(path, folder) == "one"
    monkeypatch.setattr(reading, "read_bytes", lambda _: pytest.fail("the deck was read again"))
    assert question(path, folder) == "one"


def test_edits_within_one_tick_of_the_clock_show(path: Path, folder: Path) -> None:
    before = path.stat()
    for text, asked in [(ONE, "one"), (TWO, "two")] * 10:
        with path.open("r+") as file:  # the same file, as long as before, with the same time
            file.write(text)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert question(path, folder) == asked


@pytest.mark.usefixtures("rested")
def test_an_edit_shows_whatever_the_time_of_the_file_says(path: Path, folder: Path) -> None:
    assert question(path, folder) == "one"
    before = path.stat()
    while path.stat().st_ctime_ns == before.st_ctime_ns:  # until the clock of the files has ticked
        path.write_text(TWO)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert question(path, folder) == "two"
    assert len(kept(folder)) == 1  # the one that belongs to no deck any more is gone


@pytest.mark.usefixtures("rested")
def test_a_deck_that_takes_the_place_of_another_is_read(path: Path, folder: Path) -> None:
    assert question(path, folder) == "one"
    other = path.with_name("other.yaml")
    other.write_text(TWO)
    os.utime(other, ns=(0, path.stat().st_mtime_ns))
    other.replace(path)
    assert question(path, folder) == "two"


@pytest.mark.usefixtures("rested")
def test_a_deck_that_was_only_touched_is_not_parsed(
    path: Path, folder: Path, unread: list[Path]
) -> None:
    assert question(path, folder) == "one"
    os.utime(path, ns=(1, 1))
    assert question(path, folder) == "one"
    assert unread == [path]


@pytest.mark.usefixtures("rested")
@pytest.mark.parametrize("length", [0, 10, 100, 4096, 10_000, -1])
def test_a_broken_one_is_made_again(path: Path, folder: Path, length: int) -> None:
    question(path, folder)
    (file,) = kept(folder)
    data = file.read_bytes()
    file.write_bytes(data[:length] if length >= 0 else b"\xff" * len(data))
    assert question(path, folder) == "one"
    assert question(path, folder) == "one"
    assert kept(folder) == [file]


@pytest.mark.usefixtures("rested")
@pytest.mark.parametrize("lost", ["card", "heading", "card WHERE position = 1"])
def test_one_that_lacks_what_it_says_it_has_is_not_believed(
    path: Path, folder: Path, lost: str
) -> None:
    path.write_text(f"{ONE}  - {{id: b, question: two, answer: 'yes'}}\n")
    whole = list(load_deck(path, folder).cards)
    (file,) = kept(folder)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(f"DELETE FROM {lost}")
    assert list(load_deck(path, folder).cards) == whole
    assert [card.id for card in whole] == ["a", "b"]


@pytest.mark.usefixtures("rested")
@pytest.mark.parametrize("text", ["", "nonsense", "a.deck b c d e", "\xff"])
def test_a_broken_memo_is_written_again(path: Path, folder: Path, text: str) -> None:
    question(path, folder)
    (memo,) = (file for file in folder.iterdir() if not file.suffix)
    before = memo.read_bytes()
    memo.write_bytes(text.encode("latin-1"))
    assert question(path, folder) == "one"
    assert memo.read_bytes() == before


@pytest.mark.usefixtures("rested")
def test_another_version_of_the_program_reads_anew(
    path: Path, folder: Path, unread: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    question(path, folder)
    before = kept(folder)
    monkeypatch.setattr(compiled, "_edition", lambda: "another")
    question(path, folder)
    assert unread == [path, path]
    assert len(kept(folder)) == 1
    assert kept(folder) != before


def test_no_more_than_some_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "KEPT", 2)
    for number in range(4):
        path = folder / f"{number}.yaml"
        path.write_text(ONE.replace("one", str(number)))
        assert question(path, folder) == str(number)
    assert len(kept(folder)) == 2
    assert question(folder / "0.yaml", folder) == "0"


def test_where_nothing_can_be_kept_all_works(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "nowhere"):
        deck = load_deck(path, folder)
        assert [card.question for card in deck.cards] == ["one"]
    assert (tmp_path / "file").read_text() == "in the way"
    assert not (tmp_path / "nowhere").exists()


def test_a_deck_with_a_fault_is_refused_every_time(path: Path, folder: Path) -> None:
    question(path, folder)
    path.write_text(ONE.replace("answer", "anser"))
    for _ in range(2):
        with pytest.raises(CardsError, match="unknown key `anser`"):
            load_deck(path, folder)
    path.unlink()
    with pytest.raises(CardsError, match="no such file"):
        load_deck(path, folder)


def test_what_breaks_in_use_is_read_from_the_deck(path: Path, folder: Path) -> None:
    deck = load_deck(path, folder)
    (file,) = kept(folder)
    file.write_bytes(b"\0" * file.stat().st_size)
    card = deck.card(CardId("a"))
    assert card
    assert card.question == "one"
    assert deck.line_of(CardId("a")) == 4
    assert list(deck.cards) == [card]
    assert question(path, folder) == "one"
    assert kept(folder) == [file]  # made again


def test_processes_that_start_at_once_get_along(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dcnn_cards.deck.compiled import load_deck;"
        "deck = load_deck(Path(sys.argv[1]), Path(sys.argv[2]));"
        "print(type(deck).__name__, len(list(deck.cards)))"
    )
    command = [sys.executable, "-c", code, str(SHIPPED), str(folder)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    said = {process.communicate(timeout=60)[0] for process in started}
    assert said == {f"CompiledDeck {len(to_review(read_deck(SHIPPED)).cards)}\n"}


def test_a_deck_that_nobody_has_is_closed_in_whichever_thread(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    circle: list[object] = [load_deck(path, folder), load_deck(path, folder)]
    circle.append(circle)
    del circle
    collector = threading.Thread(target=gc.collect)
    collector.start()
    collector.join()
    assert told == []
