"""The figures of the shipped deck: drawn for a terminal, with a plain variant each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.reading import read_deck

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "decks" / "figures"
DECK = read_deck(ROOT / "decks" / "dcnn.yaml")
DRAWN = sorted(path for path in FIGURES.glob("*.txt") if ".ascii" not in path.suffixes)
WIDTH = 76  # columns that a card has in a terminal of 80


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.txt")), ids=lambda path: path.name)
def test_a_figure_fits_and_says_whose_idea_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    assert text.endswith("\n")
    assert max(map(cell_len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip() or "\t" in line] == []
    assert lines[-2].startswith(("after ", "drawn for this deck"))
    if ".ascii" in path.suffixes:
        assert text.isascii()


def test_every_figure_has_a_plain_variant_and_a_card() -> None:
    shown = {card.figure for card in DECK.cards if card.figure}
    assert shown == {f"figures/{path.name}" for path in DRAWN}
    for card in DECK.cards:
        if card.figure:
            assert read_figure(DECK, card)
            assert read_figure(DECK, card, in_ascii=True).isascii()


def test_the_plots_are_what_their_script_draws(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "plot_figures.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)
    drawn = sorted(tmp_path.iterdir())
    assert drawn
    for path in drawn:
        assert path.read_text() == (FIGURES / path.name).read_text(), path.name


def test_every_card_of_the_deck_is_asked_but_the_one_that_breaks_off() -> None:
    unasked = [card.id for card in DECK.cards if card.suspended or not card.has_answer]
    assert unasked == ["w11-unfinished-question"]
    assert [card.id for card in DECK.cards if "figure-lost" in card.tags] == []


def test_every_figure_is_told_in_words() -> None:
    told = [card.alt for card in DECK.cards if card.figure]
    assert all(len(words) > 100 for words in told)
    assert len(set(told)) == len(told)
    assert all(card.figure for card in DECK.cards if card.alt)
