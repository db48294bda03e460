"""Decks as they were read, kept so that the next start need not read the YAML again.

Reading the YAML of 100,000 cards takes many seconds, and even their number of objects takes longer
than a first question may. So what was read is kept in a SQLite file, card by card, from which cards
are had one at a time. There is no second truth in that: the file is named after the bytes of the
deck and all that reads them, so that of a changed deck, or for another version of the program,
there simply is none; and whatever is missing or broken is made again from the deck.

To hash 60 MB at every start would take too long as well. A memo beside the compiled decks says
which one belongs to a path, and for which size, times and inode of the deck; what else happens to
the deck changes one of them. The one exception is a change within the granularity of the file
system's clock. As in Git's index ("racy Git", in its technical documentation), a deck that was just
changed therefore gets no memo, and is hashed until it has rested for `RESTED_NS`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, overload

from dcnn_cards import database
from dcnn_cards.busy import each
from dcnn_cards.deck.card import FIELDS, HEADINGS, Card, Deck, Kind, Source, Span
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId
from dcnn_cards.whole_file import read_whole

RESTED_NS = 2_000_000_000
"""The age from which a change shows in a file's times: FAT counts in two seconds."""

_MEMO_BYTES = 4096

KEPT = 20
"""How many compiled decks are kept; those that were not changed for longest make room."""

_T = TypeVar("_T")
_State = tuple[str | int, ...]
_BROKEN = (OSError, sqlite3.Error, UnicodeError, OverflowError)

_OWN = [field for field in FIELDS if not field.key.heading]
"""The fields that a card has in its own row; its headings are in rows that cards share."""


def _columns(names: Iterable[str]) -> str:
    # Quoted, since a field may be called as a word of SQL is.
    return ", ".join(f'"{name}"' for name in names)


_SCHEMA = f"""
CREATE TABLE deck (
    name, title, source_file, source_sha256, cards INTEGER NOT NULL, most_parts INTEGER NOT NULL
);
CREATE TABLE heading (heading INTEGER PRIMARY KEY, {_columns(HEADINGS)});
CREATE TABLE card (
    position INTEGER PRIMARY KEY, line INTEGER NOT NULL, heading INTEGER NOT NULL,
    askable INTEGER NOT NULL, {_columns(field.name for field in _OWN)}
);
"""
_SELECT = f"""
SELECT {_columns(field.name for field in FIELDS)} FROM card JOIN heading USING (heading)
"""


@dataclass(frozen=True, slots=True)
class CompiledDeck(Deck):
    """A deck whose cards are read when they are asked for, from the SQLite file behind `db`.

    In its tables a card is at its `position` in the deck, from 0, and `askable` as `Card` has it.
    No card has more than `most_parts` parts to review.
    Whoever looks into them has to expect sqlite3.Error, and say so to `failed`. The methods of a
    deck do not raise it: they then read the deck itself.
    """

    db: sqlite3.Connection | None = None
    file: Path | None = None
    most_parts: int = 1

    @property
    def opened(self) -> sqlite3.Connection:
        """The connection to the file."""
        assert self.db is not None
        return self.db

    def card(self, card_id: CardId) -> Card | None:
        """The card with this id, None if there is none."""
        if not card_id.isascii():  # no id, and perhaps nothing that SQLite could be asked for
            return None
        try:
            return next(self._select("WHERE id = ?", card_id), None)
        except sqlite3.Error as error:
            self.failed(error)
            return Deck.card(self, card_id)

    def line_of(self, card_id: CardId) -> int:
        """The line of a card's block in the file (from 1), 1 for a card that is not there."""
        try:
            row = self.opened.execute("SELECT line FROM card WHERE id = ?", (card_id,)).fetchone()
        except sqlite3.Error as error:
            self.failed(error)
            return Deck.line_of(self, card_id)
        return row[0] if row else 1

    def cards_at(self, positions: Iterable[int]) -> list[Card]:
        """The cards at these positions, in the order of the deck. Raises sqlite3.Error."""
        numbers = ",".join(map(str, positions))
        return list(self._select(f"WHERE position IN ({numbers}) ORDER BY position"))

    def failed(self, error: sqlite3.Error) -> None:
        """Take the file away if it is damaged, so that it is made again."""
        if self.file and not isinstance(error, sqlite3.OperationalError):
            database.remove(self.file)

    def _select(self, where: str, *values: str) -> Iterator[Card]:
        return map(_card_of, self.opened.execute(_SELECT + where, values))


def load_deck(path: Path, folder: Path) -> Deck:
    """Read what there is to review in `path`, if that can be from what `folder` has of it.

    Raises CardsError that names the first problem of a deck that has one. Where nothing can be kept
    in `folder`, or there is none, the deck is read anew each time.
    """
    memo = folder / digest(os.fsencode(path.absolute()))
    edition = _edition()
    state: _State = (edition, *_state(path))
    known = _read_memo(memo)
    if known and known[1] == state and (deck := _opened(folder / known[0], path)):
        return deck
    # Only now what it takes to read YAML is imported.
    from dcnn_cards.deck.kinds import to_review
    from dcnn_cards.deck.reading import decoded, read_bytes, sound_deck

    began = time.time_ns()
    data = read_bytes(path)
    name = f"{digest(data, edition)}.deck"
    compiled = _opened(folder / name, path)
    if compiled is None:
        whole = to_review(sound_deck(decoded(data, path), path))
        with suppress(*_BROKEN):
            _write(whole, folder / name)
            _make_room(folder)
            compiled = _opened(folder / name, path)
        if compiled is None:
            return whole
    if known and known[0] != name:
        database.remove(folder / known[0])
    if state[1:] == (now := _state(path)) and began - max(now[1:3]) > RESTED_NS:
        _write_memo(memo, name, state)
    return compiled


def _edition() -> str:
    """What stands for this version of all that reads decks, and of Python."""
    # In a checkout the code changes while the program's version does not.
    here = Path(__file__).parent
    readers = [here / f"{name}.py" for name in ("card", "compiled", "schema", "reading")]
    readers += sorted(here.glob("kinds/*.py"))
    return digest(repr((sys.version_info[:2], *map(_state, readers))).encode())


def _state(path: Path) -> tuple[int, ...]:
    """What changes whenever a file does, its times (nanoseconds) second and third."""
    try:
        stat = path.stat()
    except OSError:
        return ()
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev


def _read_memo(memo: Path) -> tuple[str, _State] | None:
    """The name of a compiled deck, and by what and from which state of the deck it was made."""
    try:
        name, edition, *state = read_whole(memo, _MEMO_BYTES).decode("ascii").split()
        return name, (edition, *map(int, state))
    except (CardsError, ValueError):
        return None


def _write_memo(memo: Path, name: str, state: _State) -> None:
    draft = memo.with_name(f".{memo.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            draft.write_text(" ".join([name, *map(str, state)]), encoding="ascii")
            draft.replace(memo)
        finally:
            draft.unlink(missing_ok=True)


class _WhileUsed(sqlite3.Connection):
    """Closed when nobody has it any more: a deck is read, card by card, as long as there is one."""

    def __del__(self) -> None:
        self.close()


def _opened(file: Path, path: Path) -> CompiledDeck | None:
    """The deck of `path` that `file` has; None if it is not there.

    One that is there and cannot be read and written is taken away.
    """
    if not os.access(file, os.F_OK):
        return None
    try:
        if not os.access(file, os.W_OK):
            raise PermissionError(file)
        # Whichever thread finds that nobody has it any more closes it; none else than ours asks it.
        db = database.connect(file, "mode=rw", factory=_WhileUsed, check_same_thread=False)
        try:
            # After a power failure it may be older, but it is whole; that is good enough here.
            db.execute("PRAGMA synchronous = NORMAL")
            row = db.execute("SELECT * FROM deck").fetchone()
            name, title, source, sha256, count, parts = row
            (last,) = db.execute("SELECT max(position) FROM card").fetchone()
            if count != (0 if last is None else last + 1):
                raise ValueError("a bit has changed: the last cards are not there")
        except BaseException:
            db.close()
            raise
    except (*_BROKEN, TypeError, ValueError):
        database.remove(file)
        return None

    def cards() -> Sequence[Card]:
        try:
            found = list(map(_card_of, db.execute(f"{_SELECT} ORDER BY position")))
        except sqlite3.Error:
            found = []
        return found if len(found) == count else _read_anew(path).cards

    def lines() -> Sequence[int]:
        try:
            return [line for (line,) in db.execute("SELECT line FROM card ORDER BY position")]
        except sqlite3.Error:
            return _read_anew(path).lines

    return CompiledDeck(
        name,
        title,
        _Later(count, cards),
        path,
        source,
        sha256,
        _Later(count, lines),
        db,
        file,
        parts,
    )


def _write(deck: Deck, file: Path) -> None:
    """Make the compiled deck under another name and give it its own whole.

    If another process was first, its file stays: it may be in use.
    """
    draft = file.with_name(f".{file.name}.{os.urandom(8).hex()}")
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as db:
            # Nobody else sees the draft; its one transaction is flushed to disk when it ends.
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("BEGIN")
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            parts = Counter(card.whole for card in deck.cards)
            facts = (deck.name, deck.title, deck.source_file, deck.source_sha256)
            counts = (len(deck.cards), max(parts.values(), default=1))
            db.execute("INSERT INTO deck VALUES (?, ?, ?, ?, ?, ?)", facts + counts)
            headings: dict[tuple[str | None, ...], int] = {}
            rows = _rows_of(deck, headings)
            _insert(db, "card", each("keeping the deck as it was read", rows, len(deck.cards)))
            _insert(db, "heading", ((number, *names) for names, number in headings.items()))
            db.execute("CREATE UNIQUE INDEX card_by_id ON card (id)")
            db.execute("COMMIT")
            # From now on in a log of its own, so that several sessions may use it at once.
            db.execute("PRAGMA journal_mode = WAL")
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    decks = sorted(folder.glob("*.deck"), key=lambda file: file.stat().st_mtime_ns)
    for file in decks[:-KEPT]:
        database.remove(file)


def _read_anew(path: Path) -> Deck:
    from dcnn_cards.deck.kinds import to_review
    from dcnn_cards.deck.reading import read_deck

    return to_review(read_deck(path))


class _Later(Sequence[_T]):
    """A sequence that is known by its length until something in it is asked for."""

    def __init__(self, count: int, load: Callable[[], Sequence[_T]]) -> None:
        self._count = count
        self._load = load
        self._all: Sequence[_T] | None = None

    def __len__(self) -> int:
        return self._count if self._all is None else len(self._all)

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        return self._loaded()[index]

    def __iter__(self) -> Iterator[_T]:
        return iter(self._loaded())

    def _loaded(self) -> Sequence[_T]:
        if self._all is None:
            self._all = self._load()
        return self._all


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Put `rows` into an empty table, which has a column for each value."""
    columns = len(db.execute(f"SELECT * FROM {table}").description)
    db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)


def _rows_of(deck: Deck, headings: dict[tuple[str | None, ...], int]) -> Iterator[Sequence[Any]]:
    """The rows of the cards; `headings` gets a number for each week, section and topic."""
    own, heading_of = attrgetter(*(field.name for field in _OWN)), attrgetter(*HEADINGS)
    for position, (card, line) in enumerate(zip(deck.cards, deck.lines, strict=True)):
        heading = headings.setdefault(heading_of(card), len(headings))
        values = list(own(card))
        for at, keep in _TO_COLUMN:
            values[at] = keep(values[at])
        yield position, line, heading, card.askable, *values


def _card_of(row: Sequence[Any]) -> Card:
    values = list(row)
    for at, load in _FROM_COLUMN:
        values[at] = load(values[at])
    return Card(*values)


def _json(value: Sequence[Any]) -> str:
    import json

    return json.dumps(value, separators=(",", ":")) if value else ""


def _from_json(text: str) -> tuple[Any, ...]:
    if not text:
        return ()
    import json

    return tuple(json.loads(text))


def _source_row(source: Source | None) -> str:
    if source is None:
        return ""
    spans = [[span.first, span.last] for span in (source.question, source.answer) if span]
    return _json([source.digest, source.text, *spans])


def _source_of(text: str) -> Source | None:
    if not text:
        return None
    digest, words, question, *answer = _from_json(text)
    return Source(Span(*question), Span(*answer[0]) if answer else None, digest, words)


_KEPT_AS: Mapping[Kind, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    Kind.WORDS: (_json, _from_json),
    Kind.STEPS: (_json, _from_json),
    Kind.PAIRS: (_json, lambda text: tuple(map(tuple, _from_json(text)))),
    Kind.TRUTH: (int, bool),
    Kind.SOURCE: (_source_row, _source_of),
}
"""How what is not a text goes into a column, and out of it."""

_TO_COLUMN = [(at, _KEPT_AS[f.kind][0]) for at, f in enumerate(_OWN) if f.kind in _KEPT_AS]
_FROM_COLUMN = [(at, _KEPT_AS[f.kind][1]) for at, f in enumerate(FIELDS) if f.kind in _KEPT_AS]
