"""A day's study for an exam: what other sessions did counts, and what one does is renewed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.app.preparation import Preparation
from dcnn_cards.app.worth_table import CARDS_A_MINUTE, LEAST_CARDS
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.exam import Exam
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import Store, open_store
from dcnn_cards.study.session import Session

NOW = Millis(time.time_ns() // 10**6)
TODAY = study_day(NOW)
CARDS = tuple(Card(CardId(name), f"{name}?", "!", topic=name) for name in "abc")
DECK = Deck(DeckName("small"), "Small", CARDS)
SM2 = scheduler("sm2")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DCNN_CARDS_HOME", str(tmp_path))
    with open_store(tmp_path / "progress.db") as opened:
        yield opened


def preparation(store: Store, minutes: int = 5) -> Preparation:
    exam = Exam(Day(TODAY + 10), minutes)
    return Preparation(Agenda(DECK, Filters(), store, SM2), store, exam, TODAY)


def review(
    store: Store, card: str, grade: Grade = Grade.EASY, *, later: int = 0, ms: int = 30_000
) -> Event:
    """A review that so many days later another session logs."""
    at = Millis(NOW + later * 86_400_000)
    event = Event(
        uuid7(at), store.device, at, Day(TODAY + later), DECK.name, CardId(card), Kind.REVIEW,
        grade, ms, "sm2",
    )  # fmt: skip
    store.append(event, SM2)
    return event


def fronts(ours: Preparation) -> str:
    session = Session((), ours.batch().records, TODAY)
    return " ".join(card.id for card in ours.turned(session).queue)


def test_what_another_session_graded_is_taken_in(store: Store) -> None:
    ours = preparation(store)
    assert fronts(ours) == "a b c"
    review(store, "a")
    ours.renew(CardId("a"), TODAY)
    assert fronts(ours) == "b c"
    assert ours.budget == (5, 4.5)


def test_what_is_taken_back_is_worth_what_it_was(store: Store) -> None:
    ours = preparation(store)
    event = review(store, "a")
    ours.renew(CardId("a"), TODAY)
    undo = event.replace(
        id=uuid7(NOW), at=Millis(event.at + 1), kind=Kind.UNDO, undoes=event.id, grade=None,
        thinking_ms=None, scheduler=None,
    )  # fmt: skip
    store.append(undo, SM2)
    ours.renew(CardId("a"), TODAY)
    assert fronts(ours) == "a b c"
    assert ours.budget == (5, 5)


def test_after_four_in_the_morning_minutes_go_on_to_be_counted(store: Store) -> None:
    ours = preparation(store, minutes=1)
    review(store, "a", ms=20_000)
    review(store, "b", later=1, ms=40_000)
    ours.renew(CardId("b"), Day(TODAY + 1))
    assert ours.is_up
    assert preparation(store, minutes=1).budget.left == pytest.approx(40 / 60)


def test_what_a_session_brought_is_the_change_of_the_score(store: Store) -> None:
    ours = preparation(store)
    ours.begin(CardId("a"))
    good = ours.outcomes(CardId("a"))[Grade.GOOD - 1]
    review(store, "a", Grade.GOOD)
    ours.renew(CardId("a"), TODAY)
    assert ours.prepared().gained == pytest.approx(good / 3)  # one of three, never seen before


def test_the_grades_are_in_order(store: Store) -> None:
    again, hard, good, easy = preparation(store).outcomes(CardId("a"))
    assert 0 < again < hard < good < easy < 1


def test_of_a_longer_session_all_cards_are_looked_at(store: Store) -> None:
    many = tuple(Card(CardId(f"c{n}"), "?", "!") for n in range(LEAST_CARDS + 50))
    agenda = Agenda(Deck(DeckName("small"), "Small", many), Filters(), store, SM2)
    exam = Exam(Day(TODAY + 10), 5)

    def asked(minutes: float | None) -> int:
        return len(Preparation(agenda, store, exam, TODAY, minutes=minutes).batch().queue)

    enough = LEAST_CARDS / CARDS_A_MINUTE
    assert asked(None) == asked(enough) == LEAST_CARDS
    assert asked(enough + 0.1) == len(many)
