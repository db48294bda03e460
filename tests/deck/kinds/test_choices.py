"""Cards that offer answers to choose from."""

from __future__ import annotations

import pytest

from dcnn_cards.deck.kinds import drawn
from tests.deck.kinds.decks import items, problems

PICK = "- {id: a, question: Which?, answer: right, choices: [one, two, three, four, five]}"


def test_the_right_one_is_among_four_wherever() -> None:
    (card,) = items(PICK).cards
    places = set()
    seen: set[str] = set()
    for number in range(100):
        found = drawn(card, number)
        assert found
        question, *listed = found.card.asked.replace("\n\n", "\n").split("\n")
        choices = [line.partition(". ")[2] for line in listed]
        assert question == "Which?"
        assert len(choices) == len(set(choices)) == found.choices == 4
        assert choices[found.right - 1] == "right"
        assert str(found.right) in found.card.accept
        assert found == drawn(card, number)
        places.add(found.right)
        seen.update(choices)
    assert places == {1, 2, 3, 4}
    assert seen == {"right", "one", "two", "three", "four", "five"}


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("choices: [b]", "the right one is the `answer`"),
        ("answer: a, choices: [b, a]", "an answer twice"),
        ("answer: a, choices: [b, ' b ']", "an answer twice"),
        ("answer: $x$, choices: [y, $ x $]", "an answer twice"),
        ("answer: $x$, choices: [y, x]", "an answer twice"),
        ('answer: a, choices: ["b\\x1b[31m"]', "the control character 0x1B"),
        ("answer: a, choices: [b, '']", "one line"),
        ('answer: "a\\nb", choices: [b]', "one line"),
    ],
)
def test_what_cannot_be_chosen_from_is_told(said: str, what: str) -> None:
    assert what in problems(f"- {{id: a, question: Q, {said}}}")[0][1]
