"""Cards that offer answers to choose from, in another order each time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import CardKind, Drawn
from dcnn_cards.digest import digest

OFFERED = 4
"""So many answers are offered at most: the keys of the grades choose among them."""


def _drawn(card: Card, number: int) -> Drawn:
    """The card with its answers below the question, in the order of a draw."""

    def place(choice: str) -> str:
        return digest(f"{card.id}/{number}/{choice}".encode())

    wrong = sorted(card.choices, key=place)[: OFFERED - 1]
    offered = sorted([card.learned, *wrong], key=place)
    right = offered.index(card.learned) + 1
    listed = "\n".join(f"{at}. {choice}" for at, choice in enumerate(offered, 1))
    asked = card.replace(
        question=f"{card.asked}\n\n{listed}",
        corrected_question="",
        accept=(*card.accept, str(right)),
    )
    return Drawn(asked, f"{right} is right", choices=len(offered), right=right)


def _faults(card: Card) -> Iterator[str]:
    every = [card.learned, *card.choices]
    if not card.learned:
        yield "`choices` are the wrong ones: the right one is the `answer`"
    if any("\n" in choice or not choice.strip() for choice in every if choice != card.learned):
        yield "each of `choices` is one line"
    if "\n" in card.learned:
        yield "an `answer` beside `choices` is one line"
    if any(one == other for one, other in pairwise(sorted(map(_seen, every)))):
        yield "`choices` has an answer twice"


def _seen(choice: str) -> str:
    """What is seen of an answer: neither its dollars nor blanks at its ends."""
    return " ".join(choice.replace("$", " ").split())


EXAMPLE = """
- id: sides
  question: Which does not saturate above 0?
  answer: ReLU
  choices: [sigmoid, tanh]
"""

KIND = CardKind(EXAMPLE, lambda card: (card,), _faults, _drawn)
