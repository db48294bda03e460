"""In what order cards are asked: what follows on a card after it, and topics interleaved.

Mixing topics makes a session harder and its effect last longer than going through them one by one:
Rohrer and Taylor 2007, Rohrer, Dedrick and Burgess 2014, Rohrer and others 2015 and 2019.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from heapq import heapify, heappop, heappush
from operator import attrgetter

from dcnn_cards.deck.card import Card
from dcnn_cards.digest import digest
from dcnn_cards.schedule.units import PART, CardId, Day

Head = tuple[str | int, int]
"""A card in a group: its rank, and its place among the cards."""


def after_what_they_follow(cards: Sequence[Card]) -> list[Card]:
    """Return `cards` in their order, each brought forward before those that follow it."""
    by_id: dict[CardId | None, Card] = {card.id: card for card in cards}
    ordered: dict[CardId, Card] = {}
    for card in cards:
        chain: dict[CardId, Card] = {}
        at: Card | None = card
        while at and at.id not in chain and at.id not in ordered:
            chain[at.id] = at
            at = by_id.get(at.follows)
        ordered.update(reversed(chain.items()))
    return list(ordered.values())


def interleaved(cards: Sequence[Card], day: Day, last: Card | None = None) -> list[Card]:
    """Return `cards` in an order drawn from study day `day`, no two of a topic in a row.

    Two of a topic are neighbours only where that cannot be avoided, and of cards without a topic
    two of which one follows the other. A card comes after the one that it follows. `last` is the
    card before these. The order of a part from some card on is that of the whole, so that a day's
    work goes on after a break as it would have without.
    """
    drawn = [digest(f"{day}/{card.id}".encode()) for card in cards]
    return _kept_apart(cards, drawn, topic_of, (topic_of(last), last.id) if last else ())


def parts_apart(cards: Sequence[Card]) -> list[Card]:
    """Return `cards` in their order, but that parts of one card are no neighbours.

    They are only where that cannot be avoided. A card comes after the one that it follows.
    """
    if not any(PART in card.id for card in cards):
        return list(cards)
    return _kept_apart(cards, range(len(cards)), attrgetter("whole"))


def _kept_apart(
    cards: Sequence[Card],
    ranks: Sequence[str | int],
    group_of: Callable[[Card], str],
    avoid: Container[str] = (),
) -> list[Card]:
    """Return `cards` by their ranks, no two of a group in a row; the first of none to `avoid`."""
    line = _Line(cards, ranks, group_of)
    ordered: list[Card] = []
    while line.waiting:
        ordered.append(line.next(avoid))
        avoid = group_of(ordered[-1]), ordered[-1].id
    if len(ordered) < len(cards):  # they follow each other in a circle
        asked = {card.id for card in ordered}
        ordered += (card for card in cards if card.id not in asked)
    return ordered


def topic_of(card: Card) -> str:
    """What two neighbours should not share: the topic, else what a card shares with its parent."""
    return card.topic or card.follows or card.whole


class _Line:
    """Cards in groups; each time the next is taken among those whose turn may be now."""

    def __init__(
        self, cards: Sequence[Card], ranks: Sequence[str | int], group_of: Callable[[Card], str]
    ) -> None:
        self._cards = cards
        self._ranks = ranks
        self._group_of = group_of
        self._left = Counter(map(group_of, cards))
        self._total = len(cards)
        self.waiting = 0
        """How many cards may come now: they follow none that is still to come."""
        self._ready: dict[str, list[Head]] = {group: [] for group in self._left}
        # Both may hold what is no longer so; it is passed over when it comes up.
        self._heads: list[tuple[Head, str]] = []
        self._largest = [(-count, group) for group, count in self._left.items()]
        heapify(self._largest)
        places = {card.id: place for place, card in enumerate(cards)}
        self._followed_by: Mapping[int, list[int]] = {place: [] for place in places.values()}
        for place, card in enumerate(cards):
            before = places.get(card.follows) if card.follows else None
            if before is None:
                self._admit(place)
            else:
                self._followed_by[before].append(place)

    def next(self, avoid: Container[str]) -> Card:
        """Take the next card, of none of the groups `avoid` if that can be had."""
        group = self._pressing(avoid) or self._first(avoid)
        _, place = heappop(self._ready[group])
        self._show(group)
        self._left[group] -= 1
        heappush(self._largest, (-self._left[group], group))
        self._total -= 1
        self.waiting -= 1
        for follower in self._followed_by[place]:
            self._admit(follower)
        return self._cards[place]

    def _admit(self, place: int) -> None:
        group = self._group_of(self._cards[place])
        heappush(self._ready[group], (self._ranks[place], place))
        self._show(group)
        self.waiting += 1

    def _show(self, group: str) -> None:
        if ready := self._ready[group]:
            heappush(self._heads, (ready[0], group))

    def _pressing(self, avoid: Container[str]) -> str | None:
        """The group of more than half of the cards: put off now, two of it would be neighbours."""
        while -self._largest[0][0] != self._left[self._largest[0][1]]:
            heappop(self._largest)
        count, group = self._largest[0]
        pressing = -2 * count > self._total and group not in avoid and self._ready[group]
        return group if pressing else None

    def _first(self, avoid: Container[str]) -> str:
        """The group of the card of the first rank, none of `avoid` if there is another."""
        passed_over: dict[str, Head] = {}
        found = None
        while self._heads and found is None:
            head, group = heappop(self._heads)
            if self._ready[group][:1] != [head]:
                continue
            passed_over[group] = head
            if group not in avoid:
                found = group
        for group, head in passed_over.items():
            heappush(self._heads, (head, group))
        return found or min(passed_over, key=lambda group: passed_over[group])
