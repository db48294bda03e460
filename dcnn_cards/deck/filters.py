"""Choosing some cards of a deck: by week, section, topic or words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from dcnn_cards.deck.card import FIELDS, Card, CardField, Deck, Kind
from dcnn_cards.errors import CardsError


def _searched(field: CardField) -> bool:
    return field.key.searched or field.key.typeset


_texts = attrgetter(*(f.name for f in FIELDS if _searched(f) and f.kind is not Kind.WORDS))
_lists = attrgetter(*(f.name for f in FIELDS if _searched(f) and f.kind is Kind.WORDS))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a card has to match, all of it; what is empty matches every card.

    A week without a letter takes its parts too ("8" takes 8, 8a and 8b), and one of several weeks
    is enough. `section` and `topic` are part of the name, `text` is part of anything that the card
    says or of its aliases; case is ignored.
    """

    weeks: tuple[str, ...] = ()
    section: str = ""
    topic: str = ""
    text: str = ""

    def match(self, card: Card) -> bool:
        """Say whether `card` passes every filter."""
        return (
            (not self.weeks or any(in_week(card, week) for week in self.weeks))
            and self.section.casefold() in card.section.casefold()
            and self.topic.casefold() in card.topic.casefold()
            and (not self.text or self.text.casefold() in _words(card).casefold())
        )

    def __str__(self) -> str:
        asked = [f"week {week}" for week in self.weeks]
        named = {"section": self.section, "topic": self.topic, "text": self.text}
        return ", ".join([*asked, *(f"{name} “{value}”" for name, value in named.items() if value)])


def select(deck: Deck, filters: Filters) -> tuple[Card, ...]:
    """Return the cards of `deck` that pass, in the deck's order.

    Raises CardsError that lists what exists when no card is left.
    """
    if cards := tuple(filter(filters.match, deck.cards)):
        return cards
    if not deck.cards:
        raise CardsError("the deck has no cards", file=deck.path)
    raise CardsError(f"no card matches {filters}", fix=_what_exists(deck))


def in_week(card: Card, week: str) -> bool:
    """Say whether `card` belongs to `week`: "8a" is 8a alone, "8" is 8, 8a, 8b and so on."""
    own, asked = (card.week or "").lower(), week.strip().lower()
    return own == asked or (asked.isdecimal() and whole_week(own) == asked)


def whole_week(week: str) -> str:
    """Return the week that `week` is a part of: "8" of "8a", and of "8"."""
    return week.rstrip("abcdefghijklmnopqrstuvwxyz")


def _words(card: Card) -> str:
    return "\n".join((*_texts(card), *chain.from_iterable(_lists(card))))


def _what_exists(deck: Deck) -> str:
    weeks = dict.fromkeys(card.week for card in deck.cards if card.week)
    sections = dict.fromkeys(card.section for card in deck.cards if card.section)
    topics = dict.fromkeys(card.topic for card in deck.cards if card.topic)
    lines = [
        f"Weeks: {', '.join(weeks) or 'none'}",
        f"Sections: {'; '.join(sections) or 'none'}",
        f"Topics: {'; '.join(topics) or 'none'}",
    ]
    return "\n".join(lines)
