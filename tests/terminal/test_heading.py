"""What stands above a card."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from dcnn_cards.app.drill import Drill
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.terminal.heading import places_of


def card(week: str | None, section: str, topic: str) -> Card:
    return Card(CardId("a"), "Q?", "A", week=week, section=section, topic=topic)


@pytest.mark.parametrize(
    ("title", "front", "places"),
    [
        ("The Title", None, ["The Title"]),
        ("", None, ["name"]),
        ("The Title", card("8", "Week 8, Loss", "SGD"), ["The Title", "Week 8, Loss", "SGD"]),
        ("The Title", card("8", "Loss", ""), ["The Title", "Week 8", "Loss"]),
        ("The Title", card(None, "", "SGD"), ["The Title", "SGD"]),
    ],
)
def test_title_and_place(title: str, front: Card | None, places: list[str]) -> None:
    drill = SimpleNamespace(deck=Deck(DeckName("name"), title, ()), card=front)
    assert places_of(cast(Drill, drill)) == places
