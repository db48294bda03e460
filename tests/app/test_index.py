"""The index says in SQL what the rules of asking say of each card and its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.app.index import Index
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.compiled import CompiledDeck, load_deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.asking import SQL, Asked, Rule, Stage, asked_as, stage_of
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.store import Store
from dcnn_cards.store.log import Place

TODAY = Day(738_500)
days = st.integers(-2, 2).map(lambda ahead: TODAY + ahead)

cards = st.builds(
    lambda answer, suspended: Card(CardId(""), "?", answer, suspended=suspended),
    st.sampled_from(["yes", "yes", ""]),
    st.sampled_from([False, False, True]),
)
states = st.builds(
    lambda last, interval, again: State(last + interval, interval, 1, 0, again, (2.5, 1.0)),
    days,
    st.sampled_from([1, 2, 3, 20, 21, 22]),
    st.booleans(),
)
records = st.builds(
    Record,
    st.none() | states,
    suspended=st.sampled_from([False, False, True]),
    flagged=st.booleans(),
    introduced=st.none() | days,
    buried=st.none() | days,
)


class OneLog:
    """A store as the index sees it: each card with its record."""

    def __init__(self, records: Mapping[CardId, Record]) -> None:
        self._records = records
        self.log = self.records = self

    def end(self) -> Place:
        return Place("here", 1, "e1")

    def of_deck(self, deck: DeckName, scheduler: Scheduler) -> Mapping[CardId, Record]:  # noqa: ARG002
        return self._records


def holds(rule: Asked | Stage | Rule, card: Card, record: Record, today: Day) -> bool:
    if isinstance(rule, Asked):
        return asked_as(card, record, today) is rule
    if isinstance(rule, Stage):
        return stage_of(card, record, today) is rule
    return rule(card, record, today)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cards, st.none() | records), min_size=1, max_size=40), days)
def test_sql_and_predicates_agree(
    tmp_path_factory: pytest.TempPathFactory,
    found: Sequence[tuple[Card, Record | None]],
    today: Day,
) -> None:
    folder = tmp_path_factory.mktemp("index")
    path = folder / "deck.yaml"
    deck = [card.replace(id=CardId(f"c{number}")) for number, (card, _) in enumerate(found)]
    path.write_text(dump_deck(Deck(DeckName("d"), "", deck)))
    compiled = load_deck(path, folder)
    assert isinstance(compiled, CompiledDeck)
    own = {card.id: made for card, (_, made) in zip(deck, found, strict=True) if made}
    index = Index(compiled, Filters(), cast(Store, OneLog(own)), scheduler())
    with index.brought_up() as ours:
        assert ours
        for rule, condition in SQL.items():
            query = f"SELECT position FROM progress WHERE {condition} ORDER BY position"
            rows = compiled.opened.execute(query, {"today": today}).fetchall()
            expected = [
                position
                for position, card in enumerate(deck)
                if holds(rule, card, own.get(card.id, NEW), today)
            ]
            assert [position for (position,) in rows] == expected, rule
    compiled.opened.close()


@given(cards, records, days)
def test_every_card_is_at_one_stage_and_asked_as_one_thing(
    card: Card, record: Record, today: Day
) -> None:
    stage, asked = stage_of(card, record, today), asked_as(card, record, today)
    assert asked is None or stage is not Stage.SUSPENDED
    assert (asked is Asked.NEW) == (stage is Stage.NEW and record.buried != today)
    assert (asked is Asked.LEARNING) == (stage is Stage.LEARNING and record.buried != today)
