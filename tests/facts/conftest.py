"""Every fact of this folder is bound to the deck."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.reading import read_deck
from tests.facts.binding import Stated, numbers_of


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark that `fact` sets."""
    config.addinivalue_line("markers", "fact(card, *wordings): what the card states is proved here")


@pytest.fixture(scope="session")
def deck() -> Deck:
    """The deck that ships with the program, as it is reviewed: the steps of a proof are learned."""
    return to_review(read_deck(Path(__file__).parents[2] / "decks" / "dcnn.yaml"))


@pytest.fixture
def stated(request: pytest.FixtureRequest, deck: Deck) -> Stated:
    """The numbers of the cards that a test is bound to, from its first wording to its last."""
    facts = reversed([mark.args for mark in request.node.iter_markers("fact")])
    return tuple(number for fact in facts for number in numbers_of(deck, *fact))


@pytest.fixture(autouse=True)
def _bound(request: pytest.FixtureRequest, deck: Deck) -> None:
    """Fail a test that is bound to no card, or whose wording is gone, or whose numbers are unread.

    Raises AssertionError.
    """
    facts = [mark.args for mark in request.node.iter_markers("fact")]
    assert facts, "a fact names its card"
    has_numbers = any(numbers_of(deck, *fact) for fact in facts)
    assert has_numbers == ("stated" in request.fixturenames), "numbers of a card are for `stated`"
