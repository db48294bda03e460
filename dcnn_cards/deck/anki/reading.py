"""Reads the collection of a package, of any schema from 11 on: notes, cards and the review log.

Source: Anki's rslib/src/storage and proto/anki. Up to schema 14 note types and decks are JSON in
the table `col`, later they have tables of their own, with a few settings as Protocol Buffers.

The database is somebody else's. It is opened to be read alone, its schema is trusted with nothing,
what is read of it has a bound, and so has the work that a statement may take.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from dcnn_cards.busy import each
from dcnn_cards.deck.anki.form import Answer, AnswerKind, Note, NoteType, Queue, Template
from dcnn_cards.deck.anki.package import Media, Package, reporting_broken
from dcnn_cards.deck.anki.protobuf import number_in, text_in
from dcnn_cards.errors import CardsError

MAX_NOTES = 250_000
"""Notes of a package; cards may be four times as many."""

MAX_ANSWERS = 5_000_000
"""Rows of its review log."""

MAX_FIELDS = 1_000_000
"""Characters of the fields of one note; what is behind them is left out, and told."""

MAX_TEXT = 200_000_000
"""Characters of all notes together."""

_FIRST_WITH_TABLES = 15
_INSTRUCTIONS = 20_000_000_000  # of SQLite's machine, for one statement: minutes
_A_CHECK = 1_000_000
_TABLES = {"col", "notes", "cards", "revlog"}


class FoundCard(NamedTuple):
    """A card of a note: its deck, whether it is set aside, and what was answered, in order."""

    deck: str
    due: int
    suspended: bool
    flagged: bool
    changed: int
    answers: list[Answer]


class FoundNote(NamedTuple):
    """A note with its cards, by the number of their template; `cut` if it was too long."""

    note: Note
    cards: Mapping[int, FoundCard]
    cut: bool = False


class Found(NamedTuple):
    """What a package holds, and which of its collections that was."""

    collection: str
    decoy: bool
    schema: int
    notes: list[FoundNote]
    media: Mapping[str, Media]


def read_collection(path: Path, package: Package) -> Found:
    """Return what the package `path` holds. Raises CardsError if it is broken or too large."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "collection"
        package.extract_collection(file)
        with reporting_broken(path):
            try:
                with closing(_connect(file)) as db:
                    reader = _Reader(db, path)
                    notes = reader.notes()
            except sqlite3.Error as error:
                what = f"the collection in it is broken: {error}"
                raise CardsError(what, file=path) from error
    return Found(package.collection, package.decoy, reader.schema, notes, package.media())


def _connect(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.create_collation("unicase", _collate)
    left = _INSTRUCTIONS // _A_CHECK

    def is_too_much() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    db.set_progress_handler(is_too_much, _A_CHECK)
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    return db


def _collate(one: str, other: str) -> int:
    """Anki's order of names, which columns of its tables are said to have."""
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)


class _Reader:
    """Reads one collection."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self._path = path
        tables = {
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if missing := _TABLES - tables:
            raise CardsError(f"the collection in it lacks {', '.join(sorted(missing))}", file=path)
        row = db.execute("SELECT ver FROM col").fetchone()
        self.schema = int(row[0]) if row else 0
        if not 11 <= self.schema <= 99:
            raise CardsError(f"a collection of schema {self.schema} is not known", file=path)
        newer = self.schema >= _FIRST_WITH_TABLES
        self._types = dict(self._types_of_tables() if newer else self._types_of_col())
        self._decks = dict(self._decks_of_tables() if newer else self._decks_of_col())
        # Its learning had three grades, of which the second was Good.
        self._three_grades = not newer and self._json("conf").get("schedVer", 1) == 1

    def notes(self) -> list[FoundNote]:
        """All notes with their cards, in the order in which they were made."""
        cards = self._cards()
        self._bounded("notes", MAX_NOTES)
        size = self._db.execute("SELECT sum(length(flds)) FROM notes").fetchone()[0] or 0
        if size > MAX_TEXT:
            raise CardsError(f"its notes have more than {MAX_TEXT:,} characters", file=self._path)
        most = MAX_FIELDS
        query = f"SELECT id, guid, mid, tags, substr(flds, 1, {most + 1}) FROM notes ORDER BY id"
        found = []
        for number, guid, mid, tags, fields in each("reading notes", self._db.execute(query)):
            kind = self._types.get(int(mid))
            if kind is None:
                raise CardsError("a note in it is of a type that it lacks", file=self._path)
            values = str(fields)[:most].split("\x1f")[: len(kind.fields)]
            values += [""] * (len(kind.fields) - len(values))
            note = Note(str(guid), kind, tuple(values), tuple(str(tags).split()))
            found.append(FoundNote(note, cards.get(number, {}), len(str(fields)) > most))
        return found

    def _cards(self) -> dict[int, dict[int, FoundCard]]:
        self._bounded("cards", 4 * MAX_NOTES)
        answers = self._answers()
        query = "SELECT id, nid, did, odid, ord, due, queue, flags, mod FROM cards ORDER BY id"
        found: dict[int, dict[int, FoundCard]] = {}
        for number, note, deck, home, ord_, due, queue, flags, mod in self._db.execute(query):
            name = self._decks.get(home or deck, "")  # one in a filtered deck has a home elsewhere
            suspended, flagged = queue == Queue.SUSPENDED, bool(int(flags) & 7)
            card = FoundCard(name, int(due), suspended, flagged, int(mod), answers.get(number, []))
            found.setdefault(note, {})[int(ord_)] = card
        return found

    def _answers(self) -> dict[int, list[Answer]]:
        self._bounded("revlog", MAX_ANSWERS)
        query = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"
        found: dict[int, list[Answer]] = {}
        for at, card, grade, interval, last, ease, taken, kind in self._db.execute(query):
            if self._three_grades and kind in (AnswerKind.LEARNING, AnswerKind.RELEARNING):
                grade += grade > 1
            known = AnswerKind(kind) if 0 <= kind <= AnswerKind.BY_HAND else AnswerKind.BY_HAND
            answer = Answer(
                int(at), int(grade), int(interval), int(last), int(ease), int(taken), known
            )
            found.setdefault(card, []).append(answer)
        return found

    def _bounded(self, table: str, most: int) -> None:
        count = self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if count > most:
            raise CardsError(
                f"it has {count:,} rows of `{table}`, more than the {most:,} that are read at once",
                fix="Export its decks one by one.",
                file=self._path,
            )

    def _json(self, column: str) -> Mapping[str, Any]:
        row = self._db.execute(f"SELECT {column} FROM col").fetchone()
        found = json.loads(row[0])
        return found if isinstance(found, dict) else {}

    def _types_of_col(self) -> Iterator[tuple[int, NoteType]]:
        for number, kind in self._json("models").items():
            templates = sorted(kind["tmpls"], key=lambda one: int(one["ord"]))
            fields = sorted(kind["flds"], key=lambda one: int(one["ord"]))
            yield (
                int(number),
                NoteType(
                    str(kind["name"]),
                    tuple(str(field["name"]) for field in fields),
                    tuple(
                        Template(str(each["name"]), str(each["qfmt"]), str(each["afmt"]))
                        for each in templates
                    ),
                    kind.get("type") == 1,
                ),
            )

    def _decks_of_col(self) -> Iterator[tuple[int, str]]:
        for number, deck in self._json("decks").items():
            yield int(number), str(deck["name"])

    def _types_of_tables(self) -> Iterator[tuple[int, NoteType]]:
        fields: dict[int, list[str]] = {}
        for kind, name in self._db.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(kind, []).append(str(name))
        templates: dict[int, list[Template]] = {}
        query = "SELECT ntid, name, config FROM templates ORDER BY ntid, ord"
        for kind, name, config in self._db.execute(query):
            sides = text_in(config, 1), text_in(config, 2)
            templates.setdefault(kind, []).append(Template(str(name), *sides))
        for number, name, config in self._db.execute("SELECT id, name, config FROM notetypes"):
            yield (
                number,
                NoteType(
                    str(name),
                    tuple(fields.get(number, ())),
                    tuple(templates.get(number, ())),
                    number_in(config, 1) == 1,
                ),
            )

    def _decks_of_tables(self) -> Iterator[tuple[int, str]]:
        for number, name in self._db.execute("SELECT id, name FROM decks"):
            yield number, str(name).replace("\x1f", "::")
