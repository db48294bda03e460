"""Our deck with a past → Anki → here: every review and every text of a card comes back."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.deck.card import FIELDS
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import open_store
from tests.anki.oracle import Anki, step
from tests.anki.test_export import DECK, deck_in, exported
from tests.cli.program import run

DAY_MS = 86_400_000
TODAY = Day(739_948)
CARDS = int(os.environ.get("ANKI_CARDS", "40"))


def past(name: DeckName, cards: list[CardId], seed: int) -> list[Event]:
    """Reviews of a year, some of them taken back, with what else happens to a card."""
    chance = random.Random(seed)
    events: list[Event] = []
    for number, card in enumerate(cards):
        day = TODAY - chance.randrange(1, 365)
        at = Millis((day - 719_163) * DAY_MS + 36_000_000 + number % 7)
        while day < TODAY:
            grade = chance.choices(tuple(Grade), (2, 1, 6, 1))[0]
            made = Event(f"r{len(events)}", "here", at, day, name, card, Kind.REVIEW, grade,
                         chance.randrange(60_000), "sm2")  # fmt: skip
            events.append(made)
            if chance.random() < 0.05:
                events.append(
                    Event(f"u{len(events)}", "here", Millis(at + 1), day, name, card, Kind.UNDO,
                          undoes=made.id)
                )  # fmt: skip
            days = 0 if grade is Grade.AGAIN else chance.randrange(1, 90)
            day, at = day + days, Millis(at + days * DAY_MS + chance.randrange(60_000, 600_000))
        if chance.random() < 0.1:
            events.append(Event(f"f{len(events)}", "here", at, day, name, card, Kind.FLAG))
    return events


def reviews(home: Path, deck: Path) -> list[tuple[Any, ...]]:
    """The reviews that stand: when, of which card, with which grade."""
    done = run(home, "export", "reviews", "--deck", deck, "--format", "json")
    return sorted(
        (row["card"], row["at"], row["grade"], row["thinking_seconds"])
        for row in json.loads(done.stdout)
        if row["kind"] == "review" and not row["undone"]
    )


def through_anki(folder: Path, home: Path, deck: Path) -> Path:
    """The package of a deck, imported into Anki and exported by it."""
    back = folder / "back.apkg"
    Anki(folder / "anki").do(
        step("import_package", str(exported(home, deck))),
        step("export", str(back), legacy=False),
    )
    return back


@pytest.mark.parametrize("seed", [1])
def test_everything_comes_back(tmp_path: Path, seed: int) -> None:
    deck, home, other = deck_in(tmp_path), tmp_path / "home", tmp_path / "other"
    items = [CardId(card) for card in ("plain", "next", "term", "term#back", "hole#c1", "hole#c2",
                                       "proof", "proof#c1", "pick", "number")]  # fmt: skip
    with open_store(home / "progress.db") as store:
        store.extend(past(DeckName("small"), items, seed), scheduler("sm2"))
    back = through_anki(tmp_path, home, deck)
    again = tmp_path / "elsewhere" / "again.yaml"
    again.parent.mkdir()
    done = run(other, "import", back, "-o", again, "--progress")
    assert done.returncode == 0, done.stderr
    assert "everything in the notes was carried over" in done.stdout
    ours, theirs = read_deck(deck), read_deck(again)
    assert theirs.name == "small"
    assert theirs.title == "A small deck"
    for field in FIELDS:
        told = [getattr(card, field.name) for card in theirs.cards]
        assert told == [getattr(card, field.name) for card in ours.cards], field.name
    figure = again.parent / "net.txt"
    assert figure.read_text().rstrip() == (tmp_path / "net.txt").read_text().rstrip()
    assert reviews(other, again) == reviews(home, deck)
    # Where the reviews are already, nothing is new.
    done = run(home, "import", back, "-o", deck, "--progress")
    assert "0 new, 0 updated, 8 unchanged" in done.stdout
    assert "; 0 of them new here" in done.stdout
    assert deck.read_text() == DECK


def test_what_was_reviewed_on_both_sides_is_united(tmp_path: Path) -> None:
    deck, home, anki = deck_in(tmp_path), tmp_path / "home", Anki(tmp_path / "anki")
    with open_store(home / "progress.db") as store:
        store.extend(past(DeckName("small"), [CardId("plain")], 3), scheduler("sm2"))
        before = len(list(store.log.events()))
    back = tmp_path / "back.apkg"
    _, look = anki.do(step("import_package", str(exported(home, deck))), step("look"))
    number = look["notes"]["small/plain"]["cards"]["0"]["id"]
    anki.do(
        step("answer", [number], 3),
        step("edit", "small/plain", "Answer", "What I <b>say</b>"),
        step("edit", "small/next", "Note", r"That \(x\)."),
        step("export", str(back), legacy=True),
    )
    with open_store(home / "progress.db") as store:
        mine = Event("mine", "here", Millis((TODAY - 719_163) * DAY_MS + 40_000_000), TODAY,
                     DeckName("small"), CardId("plain"), Kind.REVIEW, Grade.GOOD)  # fmt: skip
        store.append(mine, scheduler("sm2"))
    done = run(home, "import", back, "-o", deck, "--progress")
    assert "0 new, 2 updated, 6 unchanged" in done.stdout
    assert "; 1 of them new here" in done.stdout
    with open_store(home / "progress.db") as store:
        events = list(store.log.events())
    assert len(events) == before + 2
    cards = {card.id: card for card in read_deck(deck).cards}
    assert cards[CardId("plain")].corrected == "What I **say**"
    assert cards[CardId("next")].note == "That $x$."
    # Comments, order and all other texts of the deck are as they were.
    changed = {*deck.read_text().split("\n")} - {*DECK.split("\n")}
    assert len(changed) <= 3


def test_texts_come_back_by_their_html_alone(tmp_path: Path) -> None:
    """Where a note has lost the card that it was made of, its texts are read from what it shows."""
    deck = read_deck(shipped_deck())
    package = tmp_path / "dcnn.apkg"
    done = run(tmp_path / "home", "export", "anki", "-o", package, "--no-progress")
    assert done.returncode == 0
    with zipfile.ZipFile(package) as opened:
        opened.extract("collection.anki2", tmp_path)
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as db, db:
        rows = db.execute("SELECT id, flds FROM notes").fetchall()
        for number, fields in rows:
            without = fields[: fields.rindex("\x1f") + 1] + "lost"
            db.execute("UPDATE notes SET flds = ? WHERE id = ?", (without, number))
        db.execute("DELETE FROM notes WHERE id NOT IN (SELECT id FROM notes ORDER BY id LIMIT ?)",
                   (CARDS,))  # fmt: skip
    with zipfile.ZipFile(package, "w") as opened:
        opened.write(tmp_path / "collection.anki2", "collection.anki2")
    done = run(tmp_path / "home", "import", package, "-o", tmp_path / "back.yaml")
    assert done.returncode == 0, done.stderr
    back = {bare(card.question): card for card in read_deck(tmp_path / "back.yaml").cards}
    others = ("context", "follows", "figure", "cloze", "steps")
    plain = [card for card in deck.cards[:CARDS] if not any(getattr(card, name) for name in others)]
    same = [card for card in plain if (found := back.get(bare(card.asked)))
            and bare(found.answer).startswith(bare(card.learned))]  # fmt: skip
    assert len(same) >= 0.9 * len(plain)
    assert len(plain) > CARDS / 3


def bare(text: str) -> str:
    return "".join(text.replace("==", "").replace("\\*", "*").split())
