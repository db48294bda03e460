"""Cards that are asked both ways: a term for its definition, and the definition for its term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import CardKind, part_of


def _items(card: Card) -> Sequence[Card]:
    """The card, and behind it the card the other way round."""
    back = card.replace(
        id=part_of(card, "back"),
        question=card.learned,
        answer=card.asked,
        corrected_question="",
        corrected="",
        figure_on="answer" if card.figure_on == "question" else "question",
        accept=(),
        terms=(),
    )
    return card, back


def _faults(card: Card) -> Iterator[str]:
    if not card.learned:
        yield "`reversed` needs an `answer` to ask from"


EXAMPLE = """
- id: elbo
  question: ELBO
  answer: a lower bound of the log-likelihood
  reversed: true
"""

KIND = CardKind(EXAMPLE, _items, _faults)
