"""Bounds of decks, figures and of what importing again compares, each at its edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.deck.card import Card, Deck, Source, Span
from dcnn_cards.deck.compiled import load_deck
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.importers.identity import card_id
from dcnn_cards.deck.importers.merge import Merge, merge, with_digests
from dcnn_cards.deck.reading import parse_deck, read_bytes
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId, DeckName


def deck_of(document: str, *cards: Card) -> Deck:
    return Deck(DeckName("deck"), "Deck", cards or import_document(document).cards)


def merged(document: str, later: str) -> Merge:
    """What importing `later` again does to the deck that `document` gave."""
    deck, _ = parse_deck(dump_deck(deck_of(document)))
    assert deck is not None
    return merge(deck, import_document(later))


def test_a_deck_has_256_mb_at_the_most(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    with path.open("wb") as file:
        file.truncate(256_000_001)  # takes no room on the disk
    with pytest.raises(CardsError, match="larger than 256 MB"):
        read_bytes(path)
    with path.open("wb") as file:
        file.truncate(256_000_000)
    assert len(read_bytes(path)) == 256_000_000


@pytest.mark.parametrize(("size", "fits"), [(63_999, True), (64_000, True), (64_001, False)])
def test_a_figure_has_64_000_bytes_at_the_most(tmp_path: Path, size: int, fits: bool) -> None:
    (tmp_path / "figure.txt").write_text("x" * size)
    card = Card(CardId("a"), "A?", "A", figure="figure.txt")
    deck = Deck(DeckName("deck"), "Deck", (card,), tmp_path / "deck.yaml")
    if fits:
        assert len(read_figure(deck, card)) == size
        return
    with pytest.raises(CardsError, match="over 64000 bytes"):
        read_figure(deck, card)


def test_an_id_has_the_first_four_telling_words() -> None:
    question = "What are learned convolution kernels beside pooling layers?"
    assert card_id("w1", question, ()) == "w1-learned-convolution-kernels-beside"


def test_the_formulas_of_a_question_name_it_where_fewer_than_two_words_do() -> None:
    assert card_id("", "What is $x$?", ()) == "x"
    assert card_id("", "What is dropout of $x$?", ()) == "dropout-x"
    assert card_id("", "What is inverted dropout of $x$?", ()) == "inverted-dropout"


@pytest.mark.parametrize(
    ("later", "reworded"),
    [
        ("What abcdefopqrstuv?", 1),  # twelve of twenty letters
        ("What abcdeopqrstuvw?", 0),  # eleven
    ],
)
def test_wordings_are_of_one_card_when_six_tenths_of_them_are_alike(
    later: str, reworded: int
) -> None:
    done = merged("What abcdefghijklmn?\n\nYes.\n", f"{later}\n\nYes.\n")
    assert (len(done.reworded), len(done.gone)) == (reworded, 1 - reworded)


@pytest.mark.parametrize(("answer", "reworded"), [("y" * 20, 0), ("y" * 21, 1)])
def test_a_long_answer_that_stayed_tells_a_card_whatever_is_asked(
    answer: str, reworded: int
) -> None:
    done = merged(f"What is this?\n\n{answer}\n", f"Name all of those kinds.\n\n{answer}\n")
    assert (len(done.reworded), len(done.gone)) == (reworded, 1 - reworded)


@pytest.mark.parametrize(("moved", "found"), [(299, True), (300, True), (301, False)])
@pytest.mark.parametrize("down", [True, False])
def test_lines_of_a_card_cut_by_hand_are_looked_for_300_lines_around(
    moved: int, found: bool, down: bool
) -> None:
    beside = [f"line {number}" for number in range(700)]
    at = 351
    lines = [*beside[: at - 1], "What is asked?", "This.", *beside[at - 1 :]]
    by_hand = Card(CardId("a"), "What?", "This.", source=Source(Span(at, at), Span(at + 1, at + 1)))
    cut = deck_of("", by_hand)
    deck, _ = parse_deck(with_digests(cut, lines).apply(dump_deck(cut)))
    assert deck is not None
    to = at + moved if down else at - moved
    later = [*beside[: to - 1], "What is asked?", "This.", *beside[to - 1 :]]
    done = merge(deck, import_document("\n".join(later)))
    assert (done.gone == []) is found
    if found:
        assert done.fields["a"]["source"].question == Span(to, to)


def test_twenty_decks_are_kept_as_they_were_read(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for number in range(21):
        path = tmp_path / f"{number}.yaml"
        path.write_text(dump_deck(deck_of("", Card(CardId("a"), f"{number}?", "!"))))
        load_deck(path, kept)
        assert len(list(kept.glob("*.deck"))) == min(number + 1, 20)
