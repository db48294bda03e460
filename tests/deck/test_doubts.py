"""What a careful editor would ask about a deck."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.deck.doubts import coverage, doubts
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.reading import parse_deck, read_deck

DECKS = Path(__file__).parents[2] / "decks"
HEAD = "deck: d\ntitle: t\ncards:\n"


def found(cards: str) -> list[tuple[int, str]]:
    deck, problems = parse_deck(HEAD + cards)
    assert deck is not None
    assert problems == []
    return [(doubt.line, doubt.what) for doubt in doubts(deck)]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("{id: a, question: What is a?, answer: A letter.}", None),
        ("{id: a, question: What is a?}", "card `a` has no answer and is not suspended"),
        ("{id: a, question: What is a?, suspended: true}", None),
        (
            "{id: a, question: Why is this bad?, answer: So.}",
            "card `a` looks as if its question followed another",
        ),
        (
            "{id: a, question: Why?, answer: So.}",
            "card `a` looks as if its question followed another",
        ),
        ("{id: a, question: Why is this bad?, answer: So., tags: [alone]}", None),
        (
            "{id: a, question: What is a?, answer: and the second letter.}",
            "the answer of card `a` begins in the middle of a sentence",
        ),
        (
            "{id: a, question: What is $a?, answer: So.}",
            "card `a`: `question` has an odd number of dollars",
        ),
        (
            "{id: a, question: What is a?, answer: 'So $x^{2$.'}",
            "card `a`: a formula of `answer` has unbalanced braces",
        ),
        ("{id: a, question: What is a?, answer: 'So `$x^{2` and \\$5.'}", None),
        (
            "{id: a, question: What is a?, answer: So., note: 'It was $5.'}",
            "card `a`: `note` has an odd number of dollars",
        ),
        (
            "{id: a, question: What is a?, answer: So., corrected: 'So $x^{2$.'}",
            "card `a`: a formula of `corrected` has unbalanced braces",
        ),
        (
            "{id: a, question: What is a?, answer: So., context: 'In $\\frac{1}{2$.'}",
            "card `a`: a formula of `context` has unbalanced braces",
        ),
        (
            "{id: a, question: What is a?, answer: So., correction: Not so.}",
            "card `a` says what is wrong, but not how the answer ought to read",
        ),
        ("{id: a, question: What is a?, answer: So., correction: No., corrected: Not so.}", None),
        (
            "{id: a, question: What is s?, answer: A., correction: Not s., "
            "corrected_question: What is a?}",
            None,
        ),
        ("{id: a, question: Why is this bad?, answer: A., corrected_question: Is a bad?}", None),
        ("{id: a, question: What is a?, corrected: A letter.}", None),
    ],
)
def test_a_card_by_itself(card: str, expected: str | None) -> None:
    assert found(f"  - {card}\n") == ([(4, expected)] if expected else [])


def test_two_cards_that_ask_the_same() -> None:
    cards = "  - {id: a, question: What is a?, answer: So.}\n"
    cards += "  - {id: b, question: what is A, answer: So.}\n"
    assert found(cards) == [(5, "card `b` asks the same as `a` in line 4")]
    other = cards.replace("is A, ", "is A, corrected_question: What is B?, ")
    assert found(other) == []
    # After different cards the same words ask different things.
    cards = cards.replace("answer: So.}\n  - {id: b", "answer: So., follows: b}\n  - {id: b")
    assert found(cards) == []


def test_lines_of_the_source_on_no_card_or_on_two() -> None:
    document = "Week 1\n\nWhat is a?\n\nA letter.\n\nWhat is b?\n\nAnother.\n"
    cards = "  - id: a\n    question: What is a?\n    answer: A letter.\n"
    cards += "    source: {question: [3, 3], answer: [5, 5]}\n"
    cards += "  - id: b\n    question: What is b?\n    answer: A letter.\n"
    cards += "    source: {question: [7, 7], answer: [5, 5]}\n"
    deck, _ = parse_deck(HEAD + cards)
    assert deck is not None
    told = [(problem.line, problem.what) for problem in coverage(deck, import_document(document))]
    assert told == [
        (8, "line 5 of the source is on `a` and `b`"),
        (1, "line 9 of the source is on no card: Another."),
    ]


def test_the_shipped_deck_leaves_no_doubt() -> None:
    deck = read_deck(DECKS / "dcnn.yaml")
    assert doubts(deck) == []
    assert coverage(deck, import_document((DECKS / "dcnn-qa.md").read_text())) == []
