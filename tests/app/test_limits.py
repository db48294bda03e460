"""The clock's tolerance and the size from which a deck has an index, each at its edge."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.app.clock import Clock, behind, now
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.compiled import load_deck
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.counts import Left
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import open_store
from tests.schedule.histories import FIRST_DAY, review


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The clock on the wall stands at 1,000,000 s; another that cannot be set, at 0."""
    monkeypatch.setattr(time, "time_ns", lambda: 10**15)
    monkeypatch.setattr(time, "clock_gettime_ns", lambda _: 0)
    return monkeypatch


@pytest.mark.parametrize(
    ("ms", "told"),
    [(59_999, 0), (60_000, 0), (60_001, 60_001), (-60_000, 0), (-60_001, -60_001)],
)
def test_a_clock_is_set_when_it_jumps_by_more_than_a_minute(
    clock: pytest.MonkeyPatch, ms: int, told: int
) -> None:
    watched = Clock()
    clock.setattr(time, "time_ns", lambda: 10**15 + ms * 1_000_000)
    assert watched.jump() == told
    assert watched.jump() == 0  # it is told once


def test_small_steps_of_a_clock_add_up(clock: pytest.MonkeyPatch) -> None:
    watched = Clock()
    for step in (1, 2):
        clock.setattr(time, "time_ns", lambda step=step: 10**15 + step * 40_000 * 1_000_000)
        assert watched.jump() == (0 if step == 1 else 80_000)


@pytest.mark.parametrize(("ms", "told"), [(60_000, 0), (60_001, 60_001), (-1, 0)])
@pytest.mark.usefixtures("clock")
def test_a_clock_is_behind_when_a_review_is_more_than_a_minute_ahead(ms: int, told: int) -> None:
    assert behind(Millis(now() + ms)) == told
    assert behind(None) == 0


@pytest.mark.parametrize(("cards", "indexed"), [(999, False), (1_000, True), (1_001, True)])
def test_a_deck_of_a_thousand_cards_is_not_looked_at_card_by_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cards: int, indexed: bool
) -> None:
    path = tmp_path / "deck.yaml"
    every = tuple(Card(CardId(f"c{number}"), "?", "yes") for number in range(cards))
    path.write_text(dump_deck(Deck(DeckName("deck"), "", every)))
    looked = list[int]()

    def counted(deck: Deck, filters: Filters) -> tuple[Card, ...]:
        looked.append(len(deck.cards))
        return select(deck, filters)

    monkeypatch.setattr("dcnn_cards.app.agenda.select", counted)
    with open_store(tmp_path / "progress.db") as store:
        agenda = Agenda(load_deck(path, tmp_path), Filters(), store, scheduler())
        found = agenda.on(Day(738_500), (), 20)
    assert looked == ([] if indexed else [cards])
    assert [card.id for card in found.cards[:20]] == [f"c{number}" for number in range(20)]


@pytest.mark.parametrize(("due", "behind"), [(200, None), (201, 1), (221, 21)])
def test_of_a_backlog_two_hundred_due_cards_are_had_at_once(
    tmp_path: Path, due: int, behind: int | None
) -> None:
    path = tmp_path / "deck.yaml"
    every = tuple(Card(CardId(f"c{number}"), "?", "yes") for number in range(1_000))
    path.write_text(dump_deck(Deck(DeckName("deck"), "", every)))
    with open_store(tmp_path / "progress.db") as store:
        store.extend(
            (
                review(number, card=f"c{number}", deck="deck", day=FIRST_DAY)
                for number in range(due)
            ),
            scheduler(),
        )
        agenda = Agenda(load_deck(path, tmp_path), Filters(), store, scheduler())
        found = agenda.on(Day(FIRST_DAY + 30), (), 0)
    assert len(found.cards) == (due if behind is None else 201)
    assert found.behind == (None if behind is None else Left(0, 0, behind))
