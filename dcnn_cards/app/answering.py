"""An answer that was typed to a card, judged by all that the card says is right."""

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import Number
from dcnn_cards.judging import Expected, Verdict, judge, judge_numbers


def judged(card: Card, typed: str, numbers: Sequence[Number] = ()) -> Verdict:
    """Return what is to be said of an answer typed to `card`, or of the `numbers` that it asks for.

    Nothing is raised.
    """
    if numbers:
        return judge_numbers([Expected(*number) for number in numbers], typed)
    expected = "\n\n".join((card.learned, card.added))
    return judge(expected, typed, accept=card.accept, aliases=card.aliases, terms=card.terms)
