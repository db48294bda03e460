"""However often a document says the same: ten times as much takes about ten times as long."""

from __future__ import annotations

import time

import pytest

from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.importers.identity import card_id
from dcnn_cards.deck.importers.merge import merge
from dcnn_cards.schedule.units import DeckName


@pytest.mark.parametrize(
    ("before", "unit"),
    [
        ("", "What is it?\n- This.\n\n"),
        ("", "What is it?\n"),
        ("a? ", r"\["),
        ("a? ", r"\("),
        ("What is a?\n- ", "$a {"),
        ("What is a?\n- ", "["),
        ("What is a?\n- ", r"\begin{align}"),
        ("What is a?\n", "  more\n"),
    ],
)
def test_an_import_takes_as_long_as_its_document(before: str, unit: str) -> None:
    def seconds(count: int) -> float:
        document = before + unit * count
        began = time.process_time()
        imported = import_document(document)
        merge(Deck(DeckName("d"), "D", imported.cards), import_document(document))
        return time.process_time() - began

    seconds(10)
    assert seconds(3_000) < 25 * seconds(300) + 1


def test_cards_that_ask_the_same_are_numbered_in_turn() -> None:
    taken: set[str] = set()
    for _ in range(40):
        taken.add(card_id("", "Momentum?", taken))
    assert taken == {"momentum", *(f"momentum-{number}" for number in range(2, 41))}
    taken -= {"momentum-7"}
    assert card_id("", "Momentum?", taken) not in taken
