"""What the options of `quiz` let through: so many cards, and what of it is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.app.clock import this_day
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.schedule.histories import review

NAMES = "abcd"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    cards = tuple(Card(CardId(name), f"What is {name}?", "This.") for name in NAMES)
    path.write_text(dump_deck(Deck(DeckName("deck"), "Deck", cards)))
    return path


def asked(deck: Path, *options: str) -> str:
    """The names of the cards that a session asks, each of which is then known."""
    done = run(deck.parent, "quiz", "--plain", "--deck", deck, *options, stdin="\n3\n" * 9)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    lines = done.stdout.splitlines()
    return "".join(line[-2] for line in lines if line.startswith("Question: "))


def recorded(deck: Path) -> int:
    with open_store(deck.parent / "progress.db") as store:
        return len(list(store.log.events()))


def reviewed_yesterday(deck: Path, names: str) -> None:
    """Let cards be due today."""
    day = Day(this_day(ROLLOVER_HOURS) - 1)
    with open_store(deck.parent / "progress.db") as store:
        made = (review(at, card=name, deck="deck", day=day) for at, name in enumerate(names))
        store.extend(made, scheduler())


@pytest.mark.parametrize(
    ("limit", "cards"), [("1", "a"), ("3", "abc"), ("4", "abcd"), ("9", NAMES)]
)
def test_a_session_has_so_many_cards_at_the_most(deck: Path, limit: str, cards: str) -> None:
    assert asked(deck, "--limit", limit) == cards


@pytest.mark.parametrize(("new", "cards"), [("0", ""), ("1", "a"), ("4", NAMES), ("5", NAMES)])
def test_a_day_has_so_many_new_cards_at_the_most(deck: Path, new: str, cards: str) -> None:
    assert asked(deck, "--new", new) == cards
    assert asked(deck, "--new", new) == ""


@pytest.mark.parametrize(("reviews", "cards"), [("0", ""), ("1", "a"), ("2", "ab"), ("3", "ab")])
def test_a_day_has_so_many_reviews_at_the_most(deck: Path, reviews: str, cards: str) -> None:
    reviewed_yesterday(deck, "ab")
    assert asked(deck, "--new", "0", "--in-order", "--reviews", reviews) == cards
    assert asked(deck, "--new", "0", "--in-order", "--reviews", reviews) == ""


def test_all_cards_are_gone_through_and_nothing_is_recorded_unless_it_is_asked_for(
    deck: Path,
) -> None:
    reviewed_yesterday(deck, "a")
    assert asked(deck, "--all") == NAMES
    assert recorded(deck) == 1
    assert asked(deck, "--all", "--record") == NAMES
    assert recorded(deck) == 1 + len(NAMES)


def test_a_week_takes_its_parts_and_a_part_itself_alone() -> None:
    weeks = ("8", "8a", "8b", "18", "9", None)
    cards = [Card(CardId(f"c{week}"), "?", "!", week=week) for week in weeks]
    every = Deck(DeckName("deck"), "Deck", cards)

    def chosen(*asked: str) -> list[str | None]:
        return [card.week for card in select(every, Filters(asked))]

    assert chosen("8") == ["8", "8a", "8b"]
    assert chosen("8a") == ["8a"]
    assert chosen(" 8A ") == ["8a"]
    assert chosen("8a", "9") == ["8a", "9"]
    assert chosen() == list(weeks)


def test_what_is_kept_of_a_deck_may_be_deleted_at_any_time(deck: Path) -> None:
    assert asked(deck, "--limit", "1") == "a"
    kept = list((deck.parent / "cache").rglob("*"))
    assert kept
    for path in kept:
        if path.is_file():
            path.unlink()
    assert asked(deck, "--limit", "1") == "b"
