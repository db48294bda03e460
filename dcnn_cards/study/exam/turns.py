"""Which card's turn it is before an exam: the largest worth, in an order that a person can bear.

Worth alone would ask the parts of one card in a row, a card that follows on another before that
one, and the same hard card again and again. What is done about it is bounded: whatever is asked, it
has at least `1 - SLACK` of the largest worth among the cards whose turn it may be.

When nothing is worth anything and there is time left, what was failed today comes once more. To
FSRS-6 a second pass on the same day is seldom worth its seconds, but these are not missed by any
other card, and nobody goes to bed content with a card that was just failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import CardId, whole_of
from dcnn_cards.study.order import topic_of
from dcnn_cards.study.session import CARDS_BETWEEN

SLACK = 0.1
"""The share of the largest worth that is given up at most for a card that lies farther off."""

MOST_FAILURES = 2
"""A card that was failed so often in a row is not asked next once more."""

AHEAD = 3
"""So many turns are settled ahead: what is prepared while a card is in front."""


class Candidate(NamedTuple):
    """A card that could be asked, what that is worth (0 or more), and whether it was ever seen."""

    card: Card
    worth: float
    is_new: bool


class Graded(NamedTuple):
    """A review of today."""

    card: CardId
    grade: Grade


def in_turn(
    candidates: Sequence[Candidate], today: Sequence[Graded], last: Card | None = None
) -> list[Card]:
    """Return the cards that are worth asking, those whose turn is first as it comes.

    `candidates` are in the order of the deck, in which new cards of one worth come; `today` are the
    reviews of the day, in order, the `last` of them of that card. Behind the first `AHEAD` the
    others follow by their worth. There are none where the only card that is left was failed twice
    in a row just now.
    """
    left = [each for each in candidates if each.worth > 0]
    if not left:
        failed = to_come_once_more(today)
        left = [each for each in candidates if each.card.id in failed]
        left.sort(key=lambda each: failed.index(each.card.id))
    asked, ordered = list(today), list[Card]()
    while len(ordered) < AHEAD and (found := _next(left, asked, last)):
        last = found.card
        ordered.append(last)
        asked.append(Graded(last.id, Grade.GOOD))
        left = [each for each in left if each is not found]
    if ordered:
        ordered += (each.card for each in sorted(left, key=lambda each: -each.worth))
    return ordered


def _next(
    candidates: Iterable[Candidate], today: Sequence[Graded], last: Card | None
) -> Candidate | None:
    """The card whose turn it is, None if it is nobody's."""
    failed = _failed_just_now(today)
    may_be = [each for each in candidates if each.card.id != failed]
    unseen = {each.card.id for each in may_be if each.is_new}
    told = {whole_of(card): card for card, _ in today}  # by a part of it
    lately = {card for card, _ in today[-CARDS_BETWEEN:]}
    rules: tuple[Callable[[Candidate], bool], ...] = (
        lambda each: not (each.is_new and each.card.follows in unseen),
        lambda each: told.get(each.card.whole, each.card.id) == each.card.id,
        lambda each: each.card.id not in lately,
    )
    for rule in rules:  # unless nothing is left by it
        may_be = [each for each in may_be if rule(each)] or may_be
    if not may_be:
        return None
    least = (1 - SLACK) * max(each.worth for each in may_be)
    near = [each for each in may_be if each.worth >= least]
    apart = [each for each in near if last is None or not _are_close(each.card, last)]
    found = max(apart or near, key=lambda each: each.worth)
    asked = {card for card, _ in today}
    before = (
        each for each in near if each.card.id == found.card.follows and each.card.id not in asked
    )
    return next(before, found)


def _are_close(card: Card, last: Card) -> bool:
    """Whether one of two cards tells of the other: they share a topic, or follow on each other."""
    follow = card.follows == last.id or last.follows == card.id
    return follow or topic_of(card) == topic_of(last)


def to_come_once_more(today: Sequence[Graded]) -> list[CardId]:
    """Return the cards that were failed when they were asked last today, the first first.

    None of them was failed so often in a row as `MOST_FAILURES`.
    """
    by_card: dict[CardId, list[Grade]] = {}
    for card, grade in today:
        by_card.setdefault(card, []).append(grade)
    failed = [Grade.AGAIN] * MOST_FAILURES
    return [
        card
        for card, grades in by_card.items()
        if grades[-1] is Grade.AGAIN and grades[-MOST_FAILURES:] != failed
    ]


def _failed_just_now(today: Sequence[Graded]) -> CardId | None:
    """The card that was asked last, if it was failed `MOST_FAILURES` times in a row today."""
    if not today:
        return None
    last = today[-1].card
    own = [grade for card, grade in today if card == last]
    return last if own[-MOST_FAILURES:] == [Grade.AGAIN] * MOST_FAILURES else None
