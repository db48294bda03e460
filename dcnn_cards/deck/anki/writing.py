"""Writes a package: a zip with a collection of schema 11, which every version of Anki imports.

Sources: the tables as Anki's rslib/src/storage/schema11.sql has them, and what its importer does
with them (rslib/src/import_export/package). Notes are told apart by their guid alone: where a
collection has a note or a card with a number of ours, Anki gives ours another.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from html import unescape
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from dcnn_cards.deck.anki.form import Answer, Note, NoteType, Placed
from dcnn_cards.digest import digest

SCHEMA = 11

_BETWEEN = "\x1f"  # fields
_TAG = re.compile(r"<[^<>]*>")
_FIRST_NUMBER = 1_000_000_000_000  # numbers of note types and decks are as instants after 2001
_DEFAULT = 1  # the number of the deck and of the options that every collection has


class Written(NamedTuple):
    """A note with its cards, and what was answered to each of them; changed at `mod` (seconds)."""

    note: Note
    mod: int
    cards: Sequence[tuple[Placed, Sequence[Answer]]]


class Collection(NamedTuple):
    """What is said of a collection as a whole.

    Its days, from which cards are due, are counted from the instant `first`, in seconds since 1970;
    there the local clock was `west` minutes behind UTC and showed the hour `rollover`.
    """

    deck: str
    first: int
    west: int
    rollover: int


def package_of(collection: Collection, notes: Iterable[Written]) -> bytes:
    """Return a package of these notes. Raises OSError where there is no room to make it."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "collection.anki2"
        _write_collection(database, collection, notes)
        made = BytesIO()
        # Level 1 takes a fifth of the time of the usual one, and a tenth more room.
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            package.write(database, database.name)
            package.writestr("media", "{}")
        return made.getvalue()


def _write_collection(path: Path, collection: Collection, notes: Iterable[Written]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # Nobody sees the file before it is whole.
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(Path(__file__).with_name("collection.sql").read_text(encoding="utf-8"))
        db.execute("BEGIN")
        _Writer(db, collection).write(notes)
        db.execute("COMMIT")


class _Writer:
    """Puts notes into a new collection, row by row."""

    def __init__(self, db: sqlite3.Connection, collection: Collection) -> None:
        self._db = db
        self._collection = collection
        self._deck = _number(f"deck {collection.deck}")
        self._kinds: dict[str, tuple[int, NoteType]] = {}
        self._answers: list[tuple[int, int, Answer]] = []

    def write(self, notes: Iterable[Written]) -> None:
        written = list(notes)
        newest = max((each.mod for each in written), default=0)
        # Numbers of notes are instants in milliseconds, by which Anki sorts.
        first = 1000 * min((each.mod for each in written), default=0)
        card = first
        for number, each in enumerate(written, first):
            self._note(number, each)
            for placed, answers in each.cards:
                self._card(card, number, placed, each.mod)
                self._answers += ((answer.at, card, answer) for answer in answers)
                card += 1
        self._review_log()
        self._head(newest)

    def _note(self, number: int, written: Written) -> None:
        note = written.note
        kind, _ = self._kinds.setdefault(note.kind.name, (_number(note.kind.name), note.kind))
        first = unescape(_TAG.sub("", note.fields[0])).strip()
        sha1 = hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        row = (number, note.guid, kind, written.mod, -1, tags, _BETWEEN.join(note.fields), first,
               int(sha1[:8], 16), 0, "")  # fmt: skip
        self._db.execute(f"INSERT INTO notes VALUES ({_marks(row)})", row)

    def _card(self, number: int, note: int, placed: Placed, mod: int) -> None:
        memory = placed.memory
        data = {"s": round(memory.stability, 4), "d": round(memory.difficulty, 3)} if memory else {}
        row = (number, note, self._deck, placed.ord, mod, -1, int(placed.type), int(placed.queue),
               placed.due, placed.interval, placed.ease, placed.reviews, placed.lapses, placed.left,
               0, 0, placed.flag, json.dumps(data, separators=(",", ":")))  # fmt: skip
        self._db.execute(f"INSERT INTO cards VALUES ({_marks(row)})", row)

    def _review_log(self) -> None:
        ordered = sorted(self._answers, key=itemgetter(0, 1))
        numbers = _numbered(at for at, *_ in ordered)
        rows = (
            (number, card, -1, answer.grade, answer.interval, answer.last_interval, answer.ease,
             answer.taken_ms, int(answer.kind))
            for number, (_, card, answer) in zip(numbers, ordered, strict=True)
        )  # fmt: skip
        self._db.executemany(f"INSERT INTO revlog VALUES ({', '.join('?' * 9)})", rows)

    def _head(self, mod: int) -> None:
        given = self._collection
        conf = {"schedVer": 2, "sched2021": True, "rollover": given.rollover,
                "creationOffset": given.west, "curDeck": _DEFAULT, "activeDecks": [_DEFAULT],
                "nextPos": 1, "newSpread": 0, "collapseTime": 1200, "timeLim": 0, "estTimes": True,
                "dueCounts": True, "addToCur": True, "sortType": "noteFld",
                "sortBackwards": False}  # fmt: skip
        kinds = {str(number): _note_type(number, kind, self._deck, mod)
                 for number, kind in self._kinds.values()}  # fmt: skip
        decks = {str(number): _deck(number, name, mod)
                 for number, name in ((_DEFAULT, "Default"), (self._deck, given.deck))}  # fmt: skip
        texts = map(json.dumps, (conf, kinds, decks, {str(_DEFAULT): _options(mod)}, {}))
        row = (1, given.first, 1000 * mod, 1000 * mod, SCHEMA, 0, 0, 0, *texts)
        self._db.execute(f"INSERT INTO col VALUES ({_marks(row)})", row)


def _numbered(instants: Iterable[int]) -> Iterator[int]:
    """The numbers of rows of the review log: their instants, in order, but no two alike."""
    last = 0
    for at in instants:
        last = max(last + 1, at)
        yield last


def _note_type(number: int, kind: NoteType, deck: int, mod: int) -> Mapping[str, Any]:
    return {
        "id": number, "name": kind.name, "type": int(kind.cloze), "mod": mod, "usn": -1,
        "sortf": 0, "did": deck, "css": kind.css, "vers": [], "tags": [],
        "latexPre": r"\documentclass{article}\begin{document}", "latexPost": r"\end{document}",
        "req": [[at, "any", [0]] for at, _ in enumerate(kind.templates)],
        "tmpls": [
            {"name": each.name, "ord": at, "qfmt": each.question, "afmt": each.answer, "did": None,
             "bqfmt": "", "bafmt": ""}
            for at, each in enumerate(kind.templates)
        ],
        "flds": [
            {"name": name, "ord": at, "sticky": False, "rtl": False, "font": "Arial", "size": 20,
             "media": []}
            for at, name in enumerate(kind.fields)
        ],
    }  # fmt: skip


def _deck(number: int, name: str, mod: int) -> Mapping[str, Any]:
    return {
        "id": number, "name": name, "mod": mod, "usn": -1, "conf": _DEFAULT, "dyn": 0, "desc": "",
        "collapsed": False, "browserCollapsed": False, "extendNew": 0, "extendRev": 0,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    }  # fmt: skip


def _options(mod: int) -> Mapping[str, Any]:
    """Anki's own defaults, as far as a collection has to have them."""
    return {
        "id": _DEFAULT, "name": "Default", "mod": mod, "usn": -1, "maxTaken": 60, "timer": 0,
        "autoplay": True, "replayq": True, "dyn": False,
        "new": {"delays": [1.0, 10.0], "ints": [1, 4, 0], "initialFactor": 2500, "perDay": 20,
                "order": 1, "bury": False, "separate": True},
        "rev": {"perDay": 200, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "bury": False,
                "fuzz": 0.05, "minSpace": 1, "hardFactor": 1.2},
        "lapse": {"delays": [10.0], "mult": 0.0, "minInt": 1, "leechFails": 8, "leechAction": 1},
    }  # fmt: skip


def _number(name: str) -> int:
    """A number that a note type or a deck of this name has in every package."""
    return _FIRST_NUMBER + int(digest(name.encode())[:9], 16) * 10


def _marks(row: Sequence[object]) -> str:
    return ", ".join("?" * len(row))
