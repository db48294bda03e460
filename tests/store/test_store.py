"""The review log and what is derived from it, through the store's own door."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import (
    MAX_DETAIL_BYTES,
    WHOLE_DECK,
    Event,
    Grade,
    Kind,
    detail_of,
    in_detail,
)
from dcnn_cards.schedule.fold import NEW, Record, fold, fold_card
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Fitted, Settings, State
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.store import Store, open_store, rows
from tests.schedule.histories import DECK, FIRST_DAY, event, logs, review, undo
from tests.store.test_witness import NO_DETAILS

SM2 = scheduler("sm2")
LEITNER = scheduler("leitner")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def test_an_appended_event_is_there_with_its_record_and_after_opening_again(path: Path) -> None:
    graded = review(1, Grade.HARD)
    with open_store(path) as store:
        record = store.append(graded, SM2)
        assert record == fold_card([graded], SM2)
        assert store.records.of_deck(DECK, SM2) == {"a": record}
    with open_store(path) as store:
        assert list(store.log.events()) == [graded]
        assert store.records.of_deck(DECK, SM2) == {"a": record}


def test_every_field_of_an_event_comes_back(store: Store) -> None:
    log = [
        review(1, Grade.EASY, thinking_ms=0, card="Ω \n'; DROP TABLE event; --"),
        review(2, thinking_ms=None, scheduler=None),
        *(
            event(10 + n, kind)
            for n, kind in enumerate(Kind)
            if kind.name not in {"REVIEW", "UNDO"}
        ),
        undo(30, review(2)),
        review(31, seed=2**63 - 1, detail=in_detail({"missed": [1, 2], "Größe": "Ω"})),
    ]
    for made in log:
        store.append(made, SM2)
    assert list(store.log.events()) == log


@pytest.mark.parametrize("detail", NO_DETAILS)
def test_what_is_no_detail_is_not_taken(store: Store, detail: str) -> None:
    with pytest.raises(ValueError, match="not an event for the log"):
        store.append(review(1, detail=detail), SM2)
    assert list(store.log.events()) == []
    assert detail_of(review(1, detail=detail)) == {}


def test_a_detail_may_be_as_long_as_a_page_of_the_store_has_room(path: Path) -> None:
    facts = {"a": "x" * (MAX_DETAIL_BYTES - len('{"a":""}'))}
    made = review(1, detail=in_detail(facts), card="c" * 64, deck="d" * 64)
    with open_store(path) as store:
        store.append(made, SM2)
        assert detail_of(*store.log.events()) == facts
        with closing(sqlite3.connect(path)) as db:
            query = "SELECT count(*) FROM dbstat WHERE name = 'event' AND pagetype = 'overflow'"
            with suppress(sqlite3.OperationalError):  # not every SQLite knows that table
                assert db.execute(query).fetchone() == (0,)
    with pytest.raises(ValueError, match="3,000 bytes"):
        in_detail({"a": facts["a"] + "x"})


def test_events_about_the_deck_change_no_card(store: Store) -> None:
    log = [review(1), review(2, card="b"), event(3, Kind.EXAM, card=WHOLE_DECK, detail="{}")]
    log += [review(4, Grade.AGAIN), event(5, Kind.SCORE, card=WHOLE_DECK, detail='{"score":8}')]
    for made in log:
        store.append(made, SM2)
    cards = fold([made for made in log if made.card != WHOLE_DECK], SM2)
    records = store.records.of_deck(DECK, SM2)
    assert records.pop(WHOLE_DECK) == NEW
    assert records == {card: record for (_, card), record in cards.items()}
    assert store.check(SM2) == []
    assert store.records.rebuild(SM2) == 3


def test_the_last_of_a_kind_that_stands(store: Store) -> None:
    log = [event(n, Kind.EXAM, card=WHOLE_DECK, detail=f'{{"minutes":{n}}}') for n in range(3)]
    store.extend([*log, review(4), undo(5, log[2])], SM2)
    assert store.log.last_standing(DECK, WHOLE_DECK, Kind.EXAM) == log[1]
    assert store.log.last_standing(DECK, WHOLE_DECK, Kind.SCORE) is None
    assert store.log.last_standing(DeckName("another"), WHOLE_DECK, Kind.EXAM) is None


def test_an_event_that_is_there_already_changes_nothing(store: Store) -> None:
    first = store.append(review(1), SM2)
    assert store.append(review(1), SM2) == first
    assert store.append(review(1).replace(grade=Grade.AGAIN), SM2) == first
    assert list(store.log.events()) == [review(1)]


def test_an_undo_leaves_the_card_as_it_was_and_both_events_in_the_log(store: Store) -> None:
    before = store.append(review(1), SM2)
    store.append(review(30, Grade.AGAIN), SM2)
    assert store.append(undo(31, review(30)), SM2) == before
    assert store.records.of_deck(DECK, SM2) == {"a": before}
    assert len(list(store.log.events())) == 3
    assert store.append(undo(32, review(1)), SM2) == NEW


def test_decks_are_kept_apart(store: Store) -> None:
    store.append(review(1), SM2)
    store.append(review(2).replace(deck=DeckName("other")), SM2)
    assert set(store.records.of_deck(DECK, SM2)) == {"a"}
    assert [made.deck for made in store.log.events(DeckName("other"))] == ["other"]
    assert store.records.of_deck(DeckName("neither"), SM2) == {}


def test_events_come_in_the_order_of_time_whatever_the_order_of_arrival(store: Store) -> None:
    log = [review(n, card="ab"[n % 2]) for n in range(6)]
    store.extend(log[3:], SM2)
    store.extend(log[:4], SM2)
    assert list(store.log.events()) == log
    assert store.records.of_deck(DECK, SM2) == {
        card: record for (_, card), record in fold(log, SM2).items()
    }


def test_the_events_of_a_day(store: Store) -> None:
    log = [review(n) for n in (1, 23, 24, 25, 48)]
    store.extend([*log, review(26).replace(deck=DeckName("other"))], SM2)
    assert store.log.standing_on(DECK, FIRST_DAY + 1) == [review(24), review(25)]
    assert store.log.standing_on(DECK, FIRST_DAY + 9) == []


def test_extend_says_how_many_events_were_new_and_takes_all_or_none(store: Store) -> None:
    assert store.extend([review(1), review(2)], SM2) == 2
    assert store.extend([review(2), review(3), review(3)], SM2) == 1
    with pytest.raises(ValueError, match="not an event"):
        store.extend([review(4), event(5, Kind.REVIEW)], SM2)
    assert list(store.log.events()) == [review(1), review(2), review(3)]
    assert store.check(SM2) == []


@pytest.mark.parametrize(
    "wrong",
    [
        event(1, Kind.REVIEW),  # without a grade
        event(1, Kind.UNDO),  # of nothing
        event(1, Kind.FLAG, grade=Grade.GOOD),
        review(1, thinking_ms=-1),
        review(1, day=0),
        review(1, day=4_000_000),  # past the calendar
        review(1, id=""),
    ],
)
def test_what_is_not_an_event_is_not_written(store: Store, wrong: Event) -> None:
    with pytest.raises(ValueError, match="not an event"):
        store.append(wrong, SM2)
    assert list(store.log.events()) == []
    store.append(review(2), SM2)


def test_switching_schedulers_derives_again_and_switching_back_gives_the_very_same(
    store: Store,
) -> None:
    log = [review(n * 20, grade, card="ab"[n % 2]) for n, grade in enumerate([*Grade, *Grade])]
    log.append(undo(200, log[-1]))
    store.extend(log, SM2)
    other = Settings(0.8, (*Fsrs(Settings()).parameters[:20], 0.2))
    ways = [*map(scheduler, SCHEDULERS), scheduler("fsrs", other)]
    first = [store.records.of_deck(DECK, rules) for rules in ways]
    for rules, records in zip(ways, first, strict=True):
        assert records == {card: record for (_, card), record in fold(log, rules).items()}
        assert store.check(rules) == []
    assert all(one != another for one, another in pairwise(first))
    assert [store.records.of_deck(DECK, rules) for rules in ways[::-1]] == first[::-1]
    assert list(store.log.events()) == log


def test_fitted_parameters_are_kept_a_scheduler(path: Path) -> None:
    fitted = Fitted((0.1, 1 / 3, 2.5), Day(738_000), 1234)
    with open_store(path) as store:
        assert store.fits.get("fsrs") is None
        store.fits.put("fsrs", Fitted((1.0,), Day(1), 1))
        store.fits.put("fsrs", fitted)
    with open_store(path) as store:
        assert store.fits.get("fsrs") == fitted
        assert store.fits.get("sm2") is None
        store.fits.remove("fsrs")
        assert store.fits.get("fsrs") is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"parameters": [1], "day": 1}',
        '{"parameters": 1, "day": 1, "reviews": 1}',
        '{"parameters": ["x"], "day": 1, "reviews": 1}',
        '{"parameters": [1], "day": 1e999, "reviews": 1}',
        b"\xff\x00",
    ],
)
def test_fitted_parameters_that_cannot_be_read_are_told(path: Path, value: str | bytes) -> None:
    with open_store(path) as store:
        store.append(review(1), SM2)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("INSERT INTO meta VALUES ('fitted.fsrs', ?)", (value,))
        with pytest.raises(CardsError, match=r"cannot be read") as caught:
            store.fits.get("fsrs")
        assert caught.value.file == path
        assert "optimize --default" in caught.value.fix
        assert set(store.records.of_deck(DECK, SM2)) == {"a"}
        store.fits.remove("fsrs")
        assert store.fits.get("fsrs") is None


def test_two_schedulers_in_two_terminals_each_see_their_own(path: Path) -> None:
    with open_store(path) as one, open_store(path) as two:
        one.append(review(1), SM2)
        two.append(review(2, card="b"), LEITNER)
        log = [review(1), review(2, card="b")]
        for store, rules in ((one, SM2), (two, LEITNER), (one, SM2)):
            derived = fold(log, rules)
            assert store.records.of_deck(DECK, rules) == {c: r for (_, c), r in derived.items()}


def test_a_grade_in_one_terminal_counts_for_the_next_in_another(path: Path) -> None:
    with open_store(path) as one, open_store(path) as two:
        one.append(review(1, Grade.AGAIN), SM2)
        record = two.append(review(2), SM2)
        assert record == fold_card([review(1, Grade.AGAIN), review(2)], SM2)
        assert one.records.of_deck(DECK, SM2) == {"a": record}


@pytest.mark.parametrize("name", SCHEDULERS)
@settings(max_examples=25, deadline=None)
@given(log=logs(max_size=12), seed=st.integers())
def test_the_state_is_what_the_log_says(name: str, log: list[Event], seed: int) -> None:
    rules = scheduler(name)
    with TemporaryDirectory() as folder, open_store(Path(folder) / "progress.db") as store:
        Random(seed).shuffle(log)
        for made in log:
            store.append(made, rules)
        expected = {card: record for (_, card), record in fold(log, rules).items()}
        assert store.records.of_deck(DECK, rules) == expected
        assert store.check(rules) == []
        assert store.records.rebuild(rules) == len(expected)
        assert store.records.of_deck(DECK, rules) == expected


def test_the_log_is_append_only_for_other_programs_too(path: Path) -> None:
    with open_store(path) as store:
        store.append(review(1), SM2)
    with closing(sqlite3.connect(path)) as db:
        for statement in ("UPDATE event SET grade = 4", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(statement)


def test_check_finds_states_that_do_not_follow_from_the_log_and_rebuild_puts_them_right(
    path: Path,
) -> None:
    with open_store(path) as store:
        store.extend([review(1), review(2, card="b"), review(3, card="c")], SM2)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE card_state SET due = due + 1 WHERE card = 'a'")
            db.execute("DELETE FROM card_state WHERE card = 'b'")
            db.execute(
                "INSERT INTO card_state (deck, card, edition, suspended, flagged)"
                " SELECT deck, 'd', edition, 0, 0 FROM card_state WHERE card = 'c'"
            )
        found = store.check(SM2)
        assert len(found) == 3
        assert "card a " in found[0]
        assert "card d " in found[1]
        assert "card b " in found[2]
        store.records.rebuild(SM2)
        assert store.check(SM2) == []


def test_check_leaves_out_what_another_scheduler_derived(store: Store) -> None:
    store.append(review(1), SM2)
    assert store.check(LEITNER) == []


def test_the_device_is_random_and_lasting(tmp_path: Path, path: Path) -> None:
    with open_store(path) as store, open_store(tmp_path / "other.db") as other:
        assert store.device != other.device
        device = store.device
    with open_store(path) as store:
        assert store.device == device


def test_looking_at_a_store_that_is_not_there_makes_none(path: Path) -> None:
    with open_store(path, create=False) as store:
        assert list(store.log.events()) == []
        assert store.records.of_deck(DECK, SM2) == {}
        assert store.check(SM2) == []
        with pytest.raises(CardsError, match="cannot be written"):
            store.append(review(1), SM2)
    assert list(path.parent.iterdir()) == []


def test_looking_at_a_store_that_is_there(path: Path) -> None:
    with open_store(path) as store:
        store.append(review(1), SM2)
    with open_store(path, create=False) as store:
        assert list(store.log.events()) == [review(1)]


def test_importing_the_store_brings_in_nothing_heavy() -> None:
    code = (
        "import sys, dcnn_cards.store;"
        "heavy = {'sympy', 'yaml', 'rich', 'click', 'platformdirs', 'json', 'tempfile', 'asyncio'};"
        "found = heavy & set(sys.modules); assert not found, found"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_columns_are_the_fields() -> None:
    assert tuple(rows.EVENT) == Event._fields
    own = [name for name in Record._fields if name != "state"]
    assert (*State._fields, *own) == rows.RECORD
