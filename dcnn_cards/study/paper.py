"""The paper of a mock exam: which cards it asks, and what its result says of all the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.digest import digest
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.units import CardId, whole_of

EIGHT_OF_TEN = 1.2816
"""So many standard deviations on both sides of its mean hold eight of ten of a normal variable."""

_DRAWS = 2.0**64


class Paper(Frozen):
    """The cards that a paper asks, in the order of the deck; it stands for `drawn_from` cards.

    The same cards and the same `seed` make the same paper. Of cards with fresh numbers it has that
    draw which has the number of the seed.
    """

    questions: tuple[Card, ...]
    drawn_from: int
    seed: int


class Share(NamedTuple):
    """A share of cards, from 0 to 1, and between which it lies in eight of ten cases."""

    value: float
    low: float
    high: float


def draw_paper(
    cards: Sequence[Card],
    questions: int,
    seed: int,
    weight: Callable[[Card], float] = lambda _: 1.0,
) -> Paper:
    """Draw `questions` of `cards`, which are in the order of their deck; fewer if there are not.

    Of a card only one part is asked, and of cards that follow on each other only one: the answer
    to one tells of the others. Cards without weight are not asked.

    This is systematic sampling in proportion to the weights (W. G. Madow, "On the Theory of
    Systematic Sampling, II", 1949), section by section: each has its share of the questions, give
    or take one, and each card the chance that its weight deserves, so that the share of questions
    known is an unbiased guess at the weighted share of all cards, but for those that chains keep
    out.
    """
    weights = {card.id: weight(card) for card in cards}
    cards = [card for card in cards if weights[card.id] > 0]
    chains = _chains(cards)
    places: dict[str, int] = {}
    for card in cards:
        places.setdefault(card.section, len(places))
    shuffled = sorted(cards, key=lambda card: (places[card.section], _drawn(seed, card.id)))
    asked = min(questions, len(set(chains.values())))
    step = sum(weights[card.id] for card in cards) / max(1, asked)
    at = step * int(_drawn(seed, "begin"), 16) / _DRAWS
    chosen: dict[CardId, Card] = {}  # by chain
    passed = 0.0
    for place, card in enumerate(shuffled):
        passed += weights[card.id]
        while at < passed and len(chosen) < asked:
            free = _nearest_free(shuffled, place, chosen, chains)
            chosen[chains[free.id]] = free
            at += step
    ids = {card.id for card in chosen.values()}
    return Paper(tuple(card for card in cards if card.id in ids), len(cards), seed)


def _drawn(seed: int, name: str) -> str:
    """Sixteen hexadecimal digits that hang on nothing but the seed and a name."""
    return digest(f"{seed}/{name}".encode())[:16]


def _nearest_free(
    cards: Sequence[Card],
    place: int,
    chosen: Mapping[CardId, Card],
    chains: Mapping[CardId, CardId],
) -> Card:
    """The card at `place`, or the next of no chain that is chosen, of its section if there is."""
    card = cards[place]
    if chains[card.id] not in chosen:
        return card
    following = (*cards[place:], *cards[:place])
    free = (other for other in following if chains[other.id] not in chosen)
    return min(free, key=lambda other: other.section != card.section)


def _chains(cards: Iterable[Card]) -> dict[CardId, CardId]:
    """By card the chain that it belongs to: the card in the deck file on which it all follows."""
    follows = {card.whole: whole_of(card.follows) for card in cards if card.follows}

    def first(whole: CardId) -> CardId:
        passed = [whole]
        while before := follows.get(passed[-1]):
            if before in passed:  # a circle, all of which belongs together
                return min(passed[passed.index(before) :])
            passed.append(before)
        return passed[-1]

    return {card.id: first(card.whole) for card in cards}


def share_known(known: int, questions: int, drawn_from: int) -> Share:
    """Return what share of `drawn_from` cards is known, if `known` of `questions` drawn ones are.

    The bounds are those of E. B. Wilson, "Probable Inference, the Law of Succession, and
    Statistical Inference", 1927, for a sample that is drawn without replacement: its size is taken
    for n (N - 1) / (N - n), which is without bounds where all N cards were asked. What a section
    has in common makes them rather too wide.
    """
    value = known / questions
    if questions >= drawn_from:
        return Share(value, value, value)
    size = questions * (drawn_from - 1) / (drawn_from - questions)
    square = EIGHT_OF_TEN**2
    middle = (value + square / (2 * size)) / (1 + square / size)
    spread = value * (1 - value) / size + square / (4 * size**2)
    half = EIGHT_OF_TEN * sqrt(spread) / (1 + square / size)
    return Share(value, max(0.0, middle - half), min(1.0, middle + half))
