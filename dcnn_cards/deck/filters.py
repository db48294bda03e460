"""Choosing some cards of a deck: by week, section, topic or words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from dcnn_cards.deck.card import FIELDS, Card, CardField, Deck, Kind
from dcnn_cards.errors import CardsError
from dcnn_cards.frozen import Frozen
from dcnn_cards.signs import folded

# From a week to a week: 8-11, 8a-9, with a hyphen or a dash.
_SPAN = re.compile(r"(\d{1,6}[a-z]?)\s*[-–—]\s*(\d{1,6}[a-z]?)")


def _searched(field: CardField) -> bool:
    return field.key.searched or field.key.typeset


_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_texts = attrgetter(*(f.name for f in FIELDS if _searched(f) and f.kind is not Kind.WORDS))
_lists = attrgetter(*(f.name for f in FIELDS if _searched(f) and f.kind is Kind.WORDS))


class Filters(Frozen):
    """What a card has to match, all of it; what is empty matches every card.

    A week without a letter takes its parts too ("8" takes 8, 8a and 8b), and one of several weeks
    is enough, as one of several `tags` is. `section` and `topic` are part of the name, the words of
    `text`, in any order, each part of anything that the card says or of its aliases; case, Unicode
    forms, hyphens and what cannot be seen are ignored. Weeks may be given together, as "8,9" and
    "8-11".
    """

    weeks: tuple[str, ...] = ()
    section: str = ""
    topic: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()

    @property
    def look_inside(self) -> bool:
        """Whether more counts than where a card stands in the deck."""
        return bool(self.text or self.tags)

    def match(self, card: Card) -> bool:
        """Say whether `card` passes every filter."""
        return (
            (not self.weeks or any(in_week(card, week) for week in self.weeks))
            and (not self.section or folded(self.section) in folded(card.section))
            and (not self.topic or folded(self.topic) in folded(card.topic))
            and (not self.text or _has_words(card, self.text))
            and (not self.tags or not {*map(folded, self.tags)}.isdisjoint(map(folded, card.tags)))
        )

    def __str__(self) -> str:
        asked = [f"week {week}" for week in self.weeks]
        named = {"section": self.section, "topic": self.topic, "text": self.text}
        asked += [f"tag “{tag}”" for tag in self.tags]
        return ", ".join([*asked, *(f"{name} “{value}”" for name, value in named.items() if value)])


def select(deck: Deck, filters: Filters) -> tuple[Card, ...]:
    """Return the cards of `deck` that pass, in the deck's order.

    Raises CardsError that lists what exists when no card is left.
    """
    if cards := tuple(filter(filters.match, deck.cards)):
        return cards
    if not deck.cards:
        raise CardsError("the deck has no cards", file=deck.path)
    raise CardsError(f"no card matches {filters}", fix=_meant(deck, filters) + _what_exists(deck))


def in_week(card: Card, week: str) -> bool:
    """Say whether `card` belongs to `week`: "8a" is 8a alone, "8" is 8, 8a, 8b and so on.

    "8,9" is either, and "8-11" any from the first to the last, unless a week is called so.
    """
    own, asked = folded(card.week or ""), folded(week.strip())
    return own == asked or (bool(own) and any(part.takes(own) for part in _weeks(asked)))


class _Weeks(NamedTuple):
    """Weeks from the first to the last, each with its parts if it has no letter."""

    first: str
    last: str

    def takes(self, own: str) -> bool:
        """Whether the week `own` is among them."""
        if self.first == self.last:
            return own == self.first or (self.first.isdecimal() and whole_week(own) == self.first)
        number = whole_week(own)
        if not number.isdecimal():
            return False
        letter = own[len(number) :]
        from_here, to_here = _order(self.first, ""), _order(self.last, "\uffff")
        return from_here <= (int(number), letter) <= to_here


@lru_cache(maxsize=64)
def _weeks(asked: str) -> tuple[_Weeks, ...]:
    found = []
    for part in asked.split(","):
        span = _SPAN.fullmatch(part.strip())
        first, last = span.groups() if span else (part.strip(), part.strip())
        found.append(_Weeks(first, last))
    return tuple(found)


def _order(week: str, letter: str) -> tuple[int, str]:
    """Where a week stands among others; `letter` stands for that of one without."""
    number = whole_week(week)
    return int(number), week[len(number) :] or letter


def whole_week(week: str) -> str:
    """Return the week that `week` is a part of: "8" of "8a", and of "8"; a name is its own."""
    number = week.rstrip("abcdefghijklmnopqrstuvwxyz")
    return number if number.isdecimal() else week


def _has_words(card: Card, asked: str) -> bool:
    """Whether all words of `asked` are in the card, whatever stands between them."""
    texts = (*_texts(card), *chain.from_iterable(_lists(card)))
    words = _spaced("\n".join(texts))
    return all(word in words for word in _spaced(asked).split())


def _spaced(text: str) -> str:
    """What counts of a text, with a space where it has a hyphen."""
    return _HYPHEN.sub(" ", folded(text))


def _meant(deck: Deck, filters: Filters) -> str:
    """A question after the names that were probably meant, "" where none is near."""
    from difflib import get_close_matches

    asked = {
        "week": (filters.weeks, dict.fromkeys(card.week or "" for card in deck.cards)),
        "section": ((filters.section,), dict.fromkeys(card.section for card in deck.cards)),
        "topic": ((filters.topic,), dict.fromkeys(card.topic for card in deck.cards)),
        "tag": (filters.tags, dict.fromkeys(tag for card in deck.cards for tag in card.tags)),
    }
    near: list[str] = []
    for field, (words, there) in asked.items():
        names = {folded(name): name for name in there if name}
        parts = {part: name for name in names for part in (*name.split(), name)}
        for word in filter(None, map(folded, words)):
            if any(word in name for name in names):
                continue
            found = get_close_matches(word, parts, n=1, cutoff=0.7)
            near += [f"--{field} `{names[parts[part]]}`" for part in found]
    return f"Did you mean {' or '.join(near)}?\n" if near else ""


def _what_exists(deck: Deck) -> str:
    weeks = dict.fromkeys(card.week for card in deck.cards if card.week)
    sections = dict.fromkeys(card.section for card in deck.cards if card.section)
    topics = dict.fromkeys(card.topic for card in deck.cards if card.topic)
    tags = dict.fromkeys(chain.from_iterable(card.tags for card in deck.cards))
    lines = [
        f"Weeks: {', '.join(weeks) or 'none'}",
        f"Sections: {'; '.join(sections) or 'none'}",
        f"Topics: {'; '.join(topics) or 'none'}",
        f"Tags: {', '.join(tags) or 'none'}",
    ]
    return "\n".join(lines)
