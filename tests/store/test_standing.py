"""Which events stand: what the log's view says is what `standing_events` says, whatever undoes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.progress.exports import review_rows
from dcnn_cards.progress.stats import summarize
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fitting import reviews
from dcnn_cards.schedule.fold import fold, standing_events
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import Store, open_store
from tests.schedule.histories import DECK, FIRST_DAY, A, B, logs, review, undo

SM2 = scheduler("sm2")
OTHER = DeckName("other")
KEPT = review(1)
HOSTILE = [
    undo(50, KEPT).replace(card=B),
    undo(51, KEPT).replace(deck=OTHER),
    undo(52, KEPT.replace(id="no such event")),
    undo(53, undo(51, KEPT)),
]
"""Undos that take nothing back: of another card, of another deck, of nothing, of an undo."""


@pytest.fixture(params=HOSTILE, ids=["other card", "other deck", "nothing", "an undo"])
def log(request: pytest.FixtureRequest) -> list[Event]:
    return [KEPT, request.param]


def test_an_undo_of_another_card_takes_nothing_back(tmp_path: Path, log: list[Event]) -> None:
    deck = Deck(DECK, "", (Card(A, "?", "!"), Card(B, "?", "!")))
    with open_store(tmp_path / "progress.db") as store:
        for made in log:
            store.append(made, SM2)
        assert store.records.of_deck(DECK, SM2)[A] == fold([KEPT], SM2)[DECK, A]
        assert store.log.review_days(DECK) == [KEPT.day]
        assert [each.card for each in store.log.reviews(DECK)] == [A]
        assert store.log.standing_on(DECK, KEPT.day) == [KEPT]
        assert [made for made in store.log.events() if made in reviews(store.log.events())] == [
            KEPT
        ]
    counted = summarize(deck, deck.cards, {}, log, FIRST_DAY)
    assert (counted.reviews.reviews, counted.streak) == (1, 1)
    assert [row["undone"] for row in review_rows(deck.cards, log, log)] == [False, False]


@settings(max_examples=100, deadline=None)
@given(logs(), st.sets(st.integers(0, 25)))
def test_the_view_of_standing_events_is_the_function(
    tmp_path_factory: pytest.TempPathFactory, log: list[Event], elsewhere: set[int]
) -> None:
    """Undos may name what was, will be or never is, of their card or another, here or elsewhere."""
    log = [made.replace(deck=OTHER) if n in elsewhere else made for n, made in enumerate(log)]
    path = tmp_path_factory.mktemp("store") / "progress.db"
    with open_store(path) as store:
        store.extend(log, SM2)
        for deck in (DECK, OTHER):
            check(store, deck, [made for made in standing_events(log) if made.deck == deck])
    with closing(sqlite3.connect(path)) as db:
        viewed = db.execute("SELECT id FROM standing_event ORDER BY at, id").fetchall()
    assert [name for (name,) in viewed] == [made.id for made in standing_events(log)]


def check(store: Store, deck: DeckName, standing: Sequence[Event]) -> None:
    graded = [made for made in standing if made.kind is Kind.REVIEW]
    assert store.log.review_days(deck) == sorted({made.day for made in graded})
    assert list(store.log.reviews(deck)) == [
        (made.day, made.card, made.grade, made.thinking_ms)
        for made in sorted(graded, key=lambda made: (made.day, made.at, made.id))
    ]
    for day in {made.day for made in standing}:
        assert store.log.standing_on(deck, day) == [made for made in standing if made.day == day]
