"""Importing again: ids and hand edits stay, and what changed in the document is told."""

from __future__ import annotations

from pathlib import Path

from dcnn_cards.deck.card import Deck, Span
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.importers.merge import Merge, merge, with_digests
from dcnn_cards.deck.reading import parse_deck, read_deck
from dcnn_cards.deck.writing import dump_deck, with_fields
from dcnn_cards.schedule.units import CardId, DeckName

DECKS = Path(__file__).parents[2] / "decks"
DOCUMENT = (DECKS / "dcnn-qa.md").read_text()


def deck_text(document: str = DOCUMENT) -> str:
    return dump_deck(Deck(DeckName("dcnn"), "DCNN", import_document(document).cards))


def again(text: str, document: str) -> tuple[Merge, Deck]:
    deck, problems = parse_deck(text)
    assert deck is not None
    assert problems == []
    done = merge(deck, import_document(document))
    merged, problems = parse_deck(done.apply(text))
    assert merged is not None
    assert problems == []
    return done, merged


def card(deck: Deck, id_: str) -> str:
    return next(card.answer for card in deck.cards if card.id == id_)


def test_the_same_document_changes_nothing() -> None:
    text = deck_text()
    deck, _ = parse_deck(text)
    assert deck is not None
    assert merge(deck, import_document(DOCUMENT)).apply(text) == text


def test_lines_that_moved_are_found_again_with_all_that_was_written_by_hand() -> None:
    text = with_fields(
        deck_text(),
        {"w8a-dropout": {"answer": "My own words", "tags": ("mine",)}, "w1-bad": {"topic": "kNN"}},
    )
    moved = DOCUMENT.replace("Week 2\n", "What is new?\n\nThis.\n\n\n\nWeek 2\n", 1)
    done, deck = again(text, moved)
    assert [added.question for _, added in done.added] == ["What is new?"]
    assert (done.reworded, done.kept, done.gone) == ([], [], [])
    assert card(deck, "w8a-dropout") == "My own words"
    ids = [card.id for card in deck.cards]
    assert ids[ids.index(CardId("w1-new")) + 1] == "w2-mean-assume-i-d"


def test_a_reworded_answer_is_taken_over_and_keeps_its_id() -> None:
    done, deck = again(deck_text(), DOCUMENT.replace("Goes to zero.", "Shrinks to zero."))
    assert [card.id for card in done.reworded] == ["w8a-happens-step-size-over"]
    assert card(deck, "w8a-happens-step-size-over") == "Shrinks to zero."


def test_a_reworded_question_keeps_its_id() -> None:
    done, _ = again(deck_text(), DOCUMENT.replace("What are hyperparameters?", "Hyperparameters?"))
    assert [card.id for card in done.reworded] == ["w1-hyperparameters"]
    assert done.added == []


def test_a_card_edited_on_both_sides_keeps_the_decks_words_and_is_told_once() -> None:
    text = with_fields(deck_text(), {"w8a-happens-step-size-over": {"answer": "It vanishes."}})
    document = DOCUMENT.replace("Goes to zero.", "Shrinks to zero.")
    done, deck = again(text, document)
    assert [card.id for card in done.kept] == ["w8a-happens-step-size-over"]
    assert card(deck, "w8a-happens-step-size-over") == "It vanishes."
    done, deck = again(done.apply(text), document)
    assert (done.kept, done.reworded) == ([], [])
    assert card(deck, "w8a-happens-step-size-over") == "It vanishes."


def test_a_question_that_is_gone_stays_in_the_deck_and_is_told() -> None:
    document = DOCUMENT.replace("What is cross-validation?\n", "").replace(
        "Split train data into folds, try each fold as validation (rest as train) and average"
        " the result.\n",
        "",
    )
    done, deck = again(deck_text(), document)
    assert [card.id for card in done.gone] == ["w1-cross-validation"]
    assert "w1-cross-validation" in [card.id for card in deck.cards]


def test_a_missing_answer_that_came_ends_the_suspension() -> None:
    document = DOCUMENT.replace(
        "How does a Dense Block (from dense net) look like?\n",
        "How does a Dense Block (from dense net) look like?\n\nEach layer sees all before it.\n",
    )
    done, deck = again(deck_text(), document)
    block = next(card for card in deck.cards if card.id == "w8b-dense-block-dense-net")
    assert (block.suspended, block.tags) == (False, ("figure-lost",))
    assert block in [card for card in deck.cards if card.answer]
    assert len(done.reworded) == 1


def test_a_card_that_was_cut_by_hand_is_found_again() -> None:
    """The importer would cut these lines otherwise, yet the deck's cut stays."""
    text = deck_text()
    deck, _ = parse_deck(text)
    assert deck is not None
    first, second = (
        next(card for card in deck.cards if card.id == id_)
        for id_ in ("w1-bad", "w1-n-examples-complexity-training")
    )
    assert first.source is not None
    assert second.source is not None
    lines = DOCUMENT.split("\n")
    span = Span(second.source.question.first, first.source.answer.last)  # type: ignore[union-attr]
    joined = second.source.replace(answer=span, digest="", text="")
    cards = tuple(
        card.replace(source=joined) if card is second else card
        for card in deck.cards
        if card is not first
    )
    cut = Deck(DeckName("dcnn"), "DCNN", cards)
    text = with_digests(cut, lines).apply(dump_deck(cut))
    done, merged = again(text, DOCUMENT.replace("Week 1\n", "\n\nWeek 1\n", 1))
    assert done.added == []
    assert (done.reworded, done.gone) == ([], [])
    assert len(merged.cards) == len(deck.cards) - 1
    assert done.uncovered == []


def test_lines_added_to_a_card_cut_by_hand_are_told() -> None:
    text = deck_text()
    deck, _ = parse_deck(text)
    assert deck is not None
    by_hand = {
        str(card.id): {"source": card.source.replace(text="")} for card in deck.cards if card.source
    }
    document = DOCUMENT.replace("Goes to zero.\n", "Goes to zero.\n\nAlas.\n")
    done, _ = again(with_fields(text, by_hand), document)
    assert done.uncovered == [document.split("\n").index("Alas.") + 1]


def test_the_shipped_deck_has_every_line_of_its_document() -> None:
    decks = Path(__file__).parents[2] / "decks"
    again = merge(
        read_deck(decks / "dcnn.yaml"), import_document((decks / "dcnn-qa.md").read_text())
    )
    assert (again.added, again.reworded, again.kept, again.gone) == ([], [], [], [])
    assert again.uncovered == []


def test_importing_again_leaves_corrections_notes_and_contexts_as_they_are() -> None:
    text = (DECKS / "dcnn.yaml").read_text()
    done, _ = again(text, DOCUMENT)
    assert done.apply(text) == text
    by_hand = (
        "corrected",
        "corrected_question",
        "correction",
        "note",
        "context",
        "accept",
        "added",
    )
    before = {card.id: card for card in read_deck(DECKS / "dcnn.yaml").cards}
    _, deck = again(text, DOCUMENT.replace("Goes to zero.", "Shrinks to zero."))
    assert [tuple(getattr(card, name) for name in by_hand) for card in deck.cards] == [
        tuple(getattr(before[card.id], name) for name in by_hand) for card in deck.cards
    ]
    assert sum(bool(card.corrected) for card in deck.cards) > 90


def test_ten_edits_of_the_document_keep_what_stayed_and_are_each_told() -> None:
    """Wording changed, questions added, one taken out, two swapped, in the shipped deck."""
    decks = Path(__file__).parents[2] / "decks"
    before = read_deck(decks / "dcnn.yaml")
    document = DOCUMENT
    reworded = {
        "Goes to zero.": "It goes to zero.",
        "We want fast prediction, don't mind slow training.": "Prediction should be fast.",
        "What are hyperparameters?": "What are the hyperparameters?",
        "What is group norm?": "What is the group norm?",
        "Why use validation dataset?": "Why do we use a validation dataset?",
    }
    for old, new in reworded.items():
        assert document.count(old) == 1
        document = document.replace(old, new)
    for place, question in (
        ("Week 3\n", "What is new in week two?"),
        ("Week 7\n", "Name a filter."),
    ):
        document = document.replace(place, f"{question}\n\nAn answer to it.\n\n{place}", 1)
    gone = "What is cross-validation?\n\nSplit train data into folds"
    start = document.index(gone)
    end = document.index("\n\n", start + len(gone)) + 2
    document = document[:start] + document[end:]
    one, other = "What is Layer Normalization?", "What is Instance Normalization?"
    swapped = document.replace(one, "\0").replace(other, one).replace("\0", other)
    done, deck = again((decks / "dcnn.yaml").read_text(), swapped)

    ids = [each.id for each in before.cards]
    kept = [each.id for each in deck.cards if each.id in ids]
    assert kept == ids  # none lost, none renamed, in the same order
    assert len(deck.cards) == len(ids) + 2
    assert {added.question for _, added in done.added} == {
        "What is new in week two?",
        "Name a filter.",
    }
    assert [each.id for each in done.gone] == ["w1-cross-validation"]
    told = {each.id for each in (*done.reworded, *done.kept)}
    assert len(told) == 7  # the five that were reworded, and the two whose questions were swapped
    assert done.unchanged == len(ids) - 8
    by_id = {each.id: each for each in deck.cards}
    for each in before.cards:
        if each.id not in told and each.id != "w1-cross-validation":
            assert by_id[each.id].replace(source=None) == each.replace(source=None)
        assert by_id[each.id].correction == each.correction
        assert by_id[each.id].figure == each.figure
        assert by_id[each.id].follows == each.follows
