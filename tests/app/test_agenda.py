"""An agenda of a large deck leads to the same session as looking at all of its cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.app import agenda
from dcnn_cards.app.agenda import Agenda, Candidates, Request
from dcnn_cards.app.statistics import summary_of
from dcnn_cards.app.today import work_of
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.compiled import CompiledDeck, load_deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.stats import summarize
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.asking import day_due
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import Store, open_store
from dcnn_cards.study import queue
from dcnn_cards.study.queue import CustomStudy, DailyLimits, next_due, session_queue
from dcnn_cards.study.session import Session

TODAY = Day(738_500)
DECK = DeckName("d")
NAMES = [CardId(f"c{number}") for number in range(12)]


@pytest.fixture(autouse=True)
def _every_deck_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda, "LARGE", 0)
    # An agenda that gives up on its index would pass every test here.
    monkeypatch.setattr(Agenda, "whole", lambda _: pytest.fail("looked at all cards"))


cards = st.builds(
    lambda follows, answer, suspended, week, both: Card(
        CardId(""),
        "?",
        answer,
        week=week,
        section=f"Week {week}",
        follows=follows,
        suspended=suspended,
        reversed=both and bool(answer),
    ),
    st.sampled_from([None, *NAMES]),
    st.sampled_from(["yes", "yes", "yes", ""]),
    st.sampled_from([False, False, False, True]),
    st.sampled_from(["1", "2a", "2b"]),
    st.booleans(),
)
steps = st.tuples(
    st.sampled_from([*NAMES, *(f"{name}#back" for name in NAMES), "gone"]),
    st.sampled_from([*[Kind.REVIEW] * 4, Kind.UNDO, Kind.SUSPEND, Kind.UNSUSPEND, Kind.BURY,
                     Kind.RESET, Kind.FLAG]),
    st.sampled_from(Grade),
    st.integers(-40, 1),
)  # fmt: skip
filters = st.sampled_from([Filters(), Filters(("2",)), Filters(section="week 1")])


def deck_of(found: Sequence[Card]) -> Deck:
    """A deck without circles: what a card follows is passed over where it would close one."""
    deck: list[Card] = []
    follows: dict[CardId, CardId] = {}
    for name, card in zip(NAMES, found, strict=False):
        at = card.follows
        while at and at != name:
            at = follows.get(at)
        known = card.follows in NAMES[: len(found)] and at != name
        if known and card.follows:
            follows[name] = card.follows
        deck.append(card.replace(id=name, follows=card.follows if known else None))
    return Deck(DECK, "", deck)


def events_of(made: Sequence[tuple[str, Kind, Grade, int]], start: int) -> Iterator[Event]:
    ids: dict[str, str] = {}
    for number, (card, kind, grade, days) in enumerate(made, start):
        # An undo that names an event of another card takes nothing back.
        of = NAMES[0] if grade is Grade.AGAIN else card
        undoes = ids.get(of) if kind is Kind.UNDO else None
        if kind is Kind.UNDO and undoes is None:
            continue
        given = grade if kind is Kind.REVIEW else None
        ids[card] = f"e{number:04}"
        day = TODAY + days
        at = Millis(day * 86_400_000 + number)
        yield Event(ids[card], "here", at, day, DECK, CardId(card), kind, given, undoes=undoes)


def ids_asked(found: Candidates, store: Store, limits: DailyLimits) -> list[str]:
    events = store.log.standing_on(DECK, TODAY)
    asked = session_queue(found.cards, found.records, TODAY, CustomStudy(), limits, events)
    return [card.id for card in asked]


def all_of(deck: Deck, store: Store, chosen: Filters) -> Candidates:
    passing = [card for card in deck.cards if chosen.match(card)]
    return Candidates(passing, store.records.of_deck(DECK, scheduler()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(cards, min_size=1, max_size=len(NAMES)),
    st.lists(st.lists(steps, max_size=25), min_size=1, max_size=3),
    filters,
    st.integers(0, 6),
    st.sampled_from([None, 0, 1, 3]),
)
def test_sessions_are_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    found: Sequence[Card],
    days: Sequence[Sequence[tuple[str, Kind, Grade, int]]],
    chosen: Filters,
    new: int,
    reviews: int | None,
) -> None:
    folder = tmp_path_factory.mktemp("agenda")
    path = folder / "deck.yaml"
    path.write_text(dump_deck(deck_of(found)))
    limits = DailyLimits(new, reviews)
    with open_store(folder / "progress.db") as store:
        deck = load_deck(path, folder)
        assert isinstance(deck, CompiledDeck)
        if not any(map(chosen.match, deck.cards)):
            return
        plan = Agenda(deck, chosen, store, scheduler())
        number = 0
        for made in days:
            # Some in one go and some one by one: the index has to follow both.
            events = list(events_of(made, number))
            number += len(made)
            store.extend(events[::2], scheduler())
            for event in events[1::2]:
                store.append(event, scheduler())
            assert store.check(scheduler()) == []
            everything = all_of(deck, store, chosen)
            today = store.log.standing_on(DECK, TODAY)
            assert ids_asked(plan.on(TODAY, today, new), store, limits) == ids_asked(
                everything, store, limits
            )
            later = plan.later(TODAY, 7)
            assert next_due(later.cards, later.records, TODAY) == next_due(
                everything.cards, everything.records, TODAY
            )
            assert due_days(later) == due_days(everything)
            if chosen == Filters():
                counted = summary_of(plan, TODAY)
                work = work_of(plan, TODAY, new)
                assert work.reviews + work.waiting == counted.due_today
                assert counted == summarize(
                    deck, everything.cards, everything.records, store.log.events(DECK), TODAY
                )


def reviewed(store: Store, *names: str, number: int = 0, **by: str) -> None:
    algorithm = scheduler(by.get("algorithm", "sm2"))
    made = [(name, Kind.REVIEW, Grade.GOOD, -30) for name in names]
    store.extend(events_of(made, number), algorithm)


def due(plan: Agenda) -> list[str]:
    chosen = plan.on(TODAY, (), 0)
    return [card.id for card in chosen.cards]


@pytest.fixture
def deck(tmp_path: Path) -> CompiledDeck:
    path = tmp_path / "deck.yaml"
    path.write_text(dump_deck(deck_of([Card(CardId(""), "?", "yes")] * 12)))
    deck = load_deck(path, tmp_path)
    assert isinstance(deck, CompiledDeck)
    return deck


def test_the_index_follows_the_scheduler(deck: CompiledDeck, tmp_path: Path) -> None:
    with open_store(tmp_path / "progress.db") as store:
        for number, name in enumerate(["sm2", "leitner", "sm2", "leitner"]):
            algorithm = scheduler(name)
            reviewed(store, f"c{number}", number=number, algorithm=name)
            chosen = Agenda(deck, Filters(), store, algorithm).on(TODAY, (), 0)
            assert [card.id for card in chosen.cards] == NAMES[: number + 1]
            assert chosen.records == store.records.of_deck(DECK, algorithm)


def test_another_log_in_place_of_the_store_is_noticed(deck: CompiledDeck, tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with open_store(path) as store:
        reviewed(store, "c0")
    before = path.read_bytes()
    with open_store(path) as store:
        reviewed(store, "c1", number=1)
        reviewed(store, "c2", number=2)
        assert due(Agenda(deck, Filters(), store, scheduler())) == ["c0", "c1", "c2"]
    path.write_bytes(before)  # a backup, in which the log then goes on in another way
    with open_store(path) as store:
        assert due(Agenda(deck, Filters(), store, scheduler())) == ["c0"]
        reviewed(store, "c5", number=5)
        reviewed(store, "c6", number=6)
        reviewed(store, "c7", number=7)
        assert due(Agenda(deck, Filters(), store, scheduler())) == ["c0", "c5", "c6", "c7"]


def test_where_the_index_is_broken_all_cards_are_looked_at(
    deck: CompiledDeck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(agenda, "LARGE", 0)
    with open_store(tmp_path / "progress.db") as store:
        reviewed(store, "c1")
        plan = Agenda(deck, Filters(), store, scheduler())
        assert deck.file
        deck.file.write_bytes(b"\xff" * deck.file.stat().st_size)
        assert due(plan) == NAMES  # all of them, from the deck itself
        assert plan.on(TODAY, (), 0).records == store.records.of_deck(DECK, scheduler())
        again = load_deck(tmp_path / "deck.yaml", tmp_path)
        assert due(Agenda(again, Filters(), store, scheduler())) == ["c1"]


def test_a_week_that_is_not_there_lists_those_that_are(
    deck: CompiledDeck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    with open_store(tmp_path / "progress.db") as store:
        plan = Agenda(deck, Filters(("7",)), store, scheduler())
        with pytest.raises(CardsError, match="no card matches week 7"):
            plan.on(TODAY, (), 0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=len(NAMES)), st.integers(0, 3), filters)
def test_a_backlog_comes_in_portions(
    tmp_path_factory: pytest.TempPathFactory, days: Sequence[int], new: int, chosen: Filters
) -> None:
    folder = tmp_path_factory.mktemp("agenda")
    path = folder / "deck.yaml"
    found = [
        Card(CardId(""), "?", "yes", week="12"[day % 2], section=f"Week {day}") for day in days
    ]
    path.write_text(dump_deck(deck_of([*found, *found])))
    sm2, limits = scheduler(), DailyLimits(new)
    with pytest.MonkeyPatch.context() as patch, open_store(folder / "progress.db") as store:
        patch.setattr(agenda, "BATCH", 3)
        patch.setattr(queue, "PORTION", 3)
        deck = load_deck(path, folder)
        made = [
            (name, Kind.REVIEW, Grade.GOOD, -2 - day)
            for name, day in zip(NAMES, days, strict=False)
        ]
        store.extend(events_of(made, 0), sm2)
        if not any(map(chosen.match, deck.cards)):
            return
        expected = ids_asked(all_of(deck, store, chosen), store, limits)
        plan = Agenda(deck, chosen, store, sm2)
        first = plan.batch(TODAY, Request(limits=limits))
        session = Session(first.queue, first.records, TODAY, behind=first.behind)
        assert len(session.queue) <= 3 + new
        asked: list[str] = []
        while card := session.card:
            assert session.waiting == len(expected) - len(asked)
            asked.append(card.id)
            event = next(events_of([(card.id, Kind.REVIEW, Grade.GOOD, 0)], 100 + len(asked)))
            record = store.append(event, sm2)
            if session.runs_short:
                session = session.with_more(*plan.batch(TODAY, Request(limits=limits)))
            session = session.after(event, record)
        # A portion is mixed with what is left of the one before.
        assert sorted(asked) == sorted(expected)
        assert asked[: min(3, len(days))] == expected[: min(3, len(days))]


def due_days(found: Candidates) -> Mapping[CardId, Record]:
    return {
        card.id: record
        for card in found.cards
        if (record := found.records.get(card.id))
        and record.state
        and not (card.suspended or record.suspended or not card.has_answer)
        and TODAY < day_due(record.state, record.buried, TODAY) <= TODAY + 7
    }


@pytest.mark.parametrize("filters", [Filters(tags=("none",)), Filters(text="none")])
def test_what_no_index_has_is_looked_for_in_all_cards(
    filters: Filters, deck: CompiledDeck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(agenda, "LARGE", 0)
    with open_store(tmp_path / "progress.db") as store:
        plan = Agenda(deck, filters, store, scheduler())
        with pytest.raises(CardsError, match="no card matches"):
            plan.on(TODAY, (), 0)
