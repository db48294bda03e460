"""What lies beside a store as the file of a session: what it is, and what is anybody's."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards import news
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import MAX_AT, MIN_AT, Event, Grade, Kind, later_than
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from dcnn_cards.store.restore import restore
from dcnn_cards.store.rows import EVENT, event_row
from tests.schedule.histories import event, review

SM2 = scheduler("sm2")
OLD, NEW, LATER = review(1), review(2), review(3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_store(tmp_path / "progress.db") as store:
        store.append(OLD, SM2)
    return tmp_path / "progress.db"


@pytest.fixture
def left(path: Path) -> Path:
    return path.with_name("progress-session-0123456789abcdef.jsonl")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(news, "_listeners", [lines.append])
    return lines


NO_DETAILS = (
    "", "x", "3", "[1]", "null", "{", '{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', "{'a': 1}",
    '{"a": ' * 500, "[" * 3000, '{"a": ' + "9" * 2990 + "}}", '{"a": "' + "x" * 3000 + '"}',
    '{"a": "\0"}', '{"a": "' + "ä" * 1500 + '"}',
)  # fmt: skip


def line_of(event: Event, **changes: Any) -> bytes:
    values = dict(zip(EVENT, event_row(event), strict=True)) | changes
    return json.dumps(values).encode() + b"\n"


def events_of(path: Path) -> list[Event]:
    with open_store(path) as store:
        return list(store.log.events())


NO_EVENTS = {
    "null": b"null\n",
    "number": b"3\n",
    "list": b"[1]\n",
    "text": b'"id"\n',
    "deep list": b"[" * 200_000 + b"\n",
    "deep object": b'{"id":' * 200_000 + b"\n",
    "long number": b'{"at": ' + b"9" * 20_000 + b"}\n",
    "no UTF-8": b'{"id": "\xff"}\n',
    "NULs": bytes(5000) + b"\n",
    "no end": line_of(LATER)[:80],
    "glued": line_of(LATER)[:80] + line_of(LATER),
    "two in a line": line_of(LATER)[:-1] + line_of(LATER),
    "kind": line_of(LATER, kind="praise"),
    "kind is a list": line_of(LATER, kind=["review"]),
    "at": line_of(LATER, at=2**70),
    "at beyond the calendar": line_of(LATER, at=MAX_AT + 1),
    "at before the calendar": line_of(LATER, at=MIN_AT - 1),
    "at of a column": line_of(LATER, at=2**63 - 1),
    "at is infinite": line_of(LATER, at=float("inf")),
    "at is true": line_of(LATER, at=True),
    "day": line_of(LATER, day=-5),
    "thinking": line_of(LATER, thinking_ms=2**80),
    "seed": line_of(LATER, seed=2**63),
    "grade": line_of(LATER, grade=2**70),
    "grade is true": line_of(LATER, grade=True),
    **{
        f"{name} is half a sign": line_of(LATER, **{name: "\ud800"})
        for name in ("id", "device", "deck", "card", "scheduler")
    },
    "id is a NUL": line_of(LATER, id="\0"),
    "id is long": line_of(LATER, id="x" * 65),
    **{f"detail is {text[:20]}": line_of(LATER, detail=text) for text in NO_DETAILS},
    "detail is an object": line_of(LATER, detail={"day": 1}),
    "undoes": line_of(LATER, kind="undo", grade=None, undoes="\udfff"),
}


@pytest.mark.parametrize("what", NO_EVENTS)
def test_a_line_that_is_no_event_is_kept_and_told(
    path: Path, left: Path, told: list[str], what: str
) -> None:
    content = line_of(NEW) + NO_EVENTS[what]
    left.write_bytes(content)
    assert events_of(path) == [OLD, NEW]
    kept = path.with_name(f"{left.stem}.unread")
    assert kept.read_bytes() == content
    assert not left.exists()
    assert told[0] == (
        f"{path}: a session left 1 line that cannot be read, as of another version or cut off: "
        f"kept in {kept.name}"
    )
    told.clear()
    assert events_of(path) == [OLD, NEW]
    assert told == []


def test_what_is_kept_takes_the_place_of_nothing(path: Path, left: Path) -> None:
    for number in range(3):
        left.write_bytes(b"%d\n" % number)
        events_of(path)
    kept = sorted(file.read_bytes() for file in path.parent.glob("*.unread"))
    assert kept == [b"0\n", b"1\n", b"2\n"]


def test_the_first_and_the_last_instant_are_taken_in(path: Path, left: Path) -> None:
    left.write_bytes(line_of(NEW, at=MIN_AT) + line_of(LATER, at=MAX_AT))
    assert [event.at for event in events_of(path)] == [MIN_AT, OLD.at, MAX_AT]
    assert not list(path.parent.glob("*.unread"))


def _zeros(file: Path) -> None:
    file.symlink_to("/dev/zero")


def _long(file: Path) -> None:
    file.touch()
    os.truncate(file, 2**33)


@pytest.mark.parametrize("make", [os.mkfifo, _zeros, Path.mkdir, _long])
@pytest.mark.parametrize("again", [False, True], ids=["start", "restore"])
def test_what_is_no_file_of_a_session_is_left_alone_and_told(
    path: Path, left: Path, told: list[str], make: Callable[[Path], None], again: bool
) -> None:
    make(left)
    path.with_name("progress-session-second.jsonl").write_bytes(line_of(NEW))
    if again:
        with open_store(path) as store, BackedUp(store) as log:
            log.append(LATER, SM2)
        told.clear()
        restore(path, copies.kept(path)[0], lambda _: SM2)
    assert NEW in events_of(path)
    assert os.path.lexists(left)
    assert told[0].startswith(f"{left}: ")


def test_a_link_that_leads_nowhere_is_left_alone(path: Path, left: Path) -> None:
    left.symlink_to("nowhere")
    assert events_of(path) == [OLD]


def test_after_half_a_line_the_other_half_is_written_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that is full for a while."""
    write, most = os.write, iter([30, 0])

    def some(handle: int, data: bytes) -> int:
        match next(most, None):
            case None:
                return write(handle, data)
            case 0:
                raise OSError(28, "No space left on device")
            case length:
                return write(handle, data[:length])

    monkeypatch.setattr(os, "write", some)
    with open_store(path) as store:
        store.append(NEW, SM2)
        store.append(LATER, SM2)
        (file,) = path.parent.glob("*-session-*")
        assert file.read_bytes() == line_of(NEW) + line_of(LATER)


def test_a_store_that_is_deleted_while_it_is_open_is_in_the_file_of_the_session(
    path: Path, told: list[str]
) -> None:
    """What earlier sessions did since the backup as well."""
    with open_store(path) as store, BackedUp(store) as log:
        log.append(NEW, SM2)
    earlier = review(4, Grade.HARD, card="b")
    with open_store(path) as store:
        store.append(earlier, SM2)
    with open_store(path) as store:
        store.append(LATER, SM2)
        for file in path.parent.glob("progress.db*"):
            file.unlink()
    assert told[-1].endswith("what it lacks is taken over at the next start (4 events)")
    done = restore(path, copies.kept(path)[0], lambda _: SM2)
    assert {where: count for where, count in done.taken_over.items() if count} == {
        "what sessions left beside it": 3
    }
    assert (done.reviews, done.newer) == (4, 3)
    assert events_of(path) == [OLD, NEW, LATER, earlier]


def test_a_store_that_is_deleted_while_it_is_read_is_kept_too(path: Path) -> None:
    with open_store(path, create=False):
        for file in path.parent.glob("progress.db*"):
            file.unlink()
    assert events_of(path) == [OLD]


def test_a_store_that_is_moved_away_is_not_written_a_second_time(path: Path) -> None:
    with open_store(path) as store:
        store.append(NEW, SM2)
        path.rename(path.with_name("mine.db"))
    assert events_of(path) == [NEW]


@pytest.mark.parametrize("at", [2**63 - 1, 2**62, -(2**63) + 1, MAX_AT, MIN_AT])
def test_after_an_event_of_a_wild_instant_a_card_can_still_be_asked(path: Path, at: int) -> None:
    wild = review(2, at=at, id="5wild")
    with open_store(path) as store:
        store.append(wild, SM2)
        newest = store.log.newest(wild.deck, wild.card)
        now = later_than(newest, NEW.at)
        store.append(review(9, Grade.EASY, at=now, id="6next"), SM2)
        store.append(event(10, Kind.RESET, at=now, id="7reset"), SM2)
        events = list(store.log.events())
    assert {event.id for event in events} == {OLD.id, "5wild", "6next", "7reset"}
    assert all(MIN_AT <= event.at <= MAX_AT for event in events)
    assert now <= MAX_AT
