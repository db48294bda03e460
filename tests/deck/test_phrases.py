"""What a paragraph of a document is taken for, at the edge of each rule."""

from __future__ import annotations

import pytest

from dcnn_cards.deck.importers.phrases import is_fragment, is_title, split_answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("input layer one", True),
        ("an input layer one", False),
        ("input layer.", False),
        ("input = one", False),
        ("input $x$", False),
    ],
)
def test_three_words_without_a_sentence_are_a_label(text: str, found: bool) -> None:
    assert is_fragment(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Loss Of A Net And", True),  # six words
        ("The Loss Of A Net And More", False),
        ("Loss of a Net", True),  # short words need no capital
        ("Loss with Nets", False),  # longer than three letters
        ("Loss with nets:", True),
        ("loss", False),
        ("What Is It", False),
        ("Loss $x$", False),
    ],
)
def test_a_heading_is_short_and_has_capitals_or_a_colon(text: str, found: bool) -> None:
    assert is_title(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is a? It is b.", ("What is a?", "It is b.")),
        ("What is a? And b? They are c.", ("What is a? And b?", "They are c.")),
        ("What is a? (in short)", ("What is a? (in short)", "")),
        ("What is a (why?) b? C.", ("What is a (why?) b?", "C.")),
        ("What is a?", None),
        ("It is b.", None),
    ],
)
def test_a_paragraph_is_cut_behind_its_last_question(
    text: str, found: tuple[str, str] | None
) -> None:
    assert split_answer(text) == found
