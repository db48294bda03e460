"""Choosing some cards of a deck: by week, section, topic or words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
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

MOST_NAMED = 10
"""So many weeks, sections, topics or tags are named where one was meant that is not there."""


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

    Raises CardsError that says which filter is wrong, and what there is, when no card is left.
    """
    if cards := tuple(filter(filters.match, deck.cards)):
        return cards
    if not deck.cards:
        raise CardsError("the deck has no cards", file=deck.path)
    raise CardsError(f"no card matches {filters}", fix=_put_right(deck, filters))


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


_NAMES: Mapping[str, Callable[[Card], Iterable[str | None]]] = {
    "week": lambda card: (card.week,),
    "section": lambda card: (card.section,),
    "topic": lambda card: (card.topic,),
    "tag": lambda card: card.tags,
}


def _put_right(deck: Deck, filters: Filters) -> str:
    """What to do about `filters` that no card of `deck` passes: which of them fails by itself."""
    asked = {
        "week": (filters.weeks, Filters(weeks=filters.weeks)),
        "section": ((filters.section,), Filters(section=filters.section)),
        "topic": ((filters.topic,), Filters(topic=filters.topic)),
        "tag": (filters.tags, Filters(tags=filters.tags)),
        "text": ((filters.text,), Filters(text=filters.text)),
    }
    failed = {
        field: [folded(word) for word in words]
        for field, (words, alone) in asked.items()
        if not any(map(alone.match, deck.cards))
    }
    if not failed:
        return "Each of these matches some cards, but none matches all: leave one out."
    advice = []
    if failed.pop("text", None):
        advice.append("Use fewer words: all of them have to be on one card.")
    for field, words in failed.items():
        names = dict.fromkeys(name for card in deck.cards for name in _NAMES[field](card) if name)
        advice.append(_there(field, words, list(names)))
        if near := [f"--{field} `{name}`" for word in words for name in _meant(word, names)]:
            advice.insert(0, f"Did you mean {' or '.join(near)}?")
    return "\n".join(advice)


def _meant(word: str, names: Iterable[str]) -> list[str]:
    """The name, if any, that `word` or a part of it was probably meant for."""
    from difflib import get_close_matches

    whole = {folded(name): name for name in names}
    if any(word in name for name in whole):
        return []
    parts = {part: name for name in whole for part in (*name.split(), name)}
    return [whole[parts[part]] for part in get_close_matches(word, parts, n=1, cutoff=0.7)]


def _there(field: str, words: Iterable[str], names: list[str]) -> str:
    """The names that there are, those nearest to `words` first, as many as a person reads."""
    if not names:
        return f"The deck has no {field}s."

    def unlike(name: str) -> float:
        return min(_distance(word, folded(name)) for word in words)

    named = sorted(names, key=unlike)[:MOST_NAMED]
    others = f" and {len(names) - MOST_NAMED:,} more" * (len(names) > MOST_NAMED)
    return f"{field.capitalize()}s: {'; '.join(named)}{others}"


def _distance(word: str, name: str) -> float:
    """How far a name is from what was asked: in weeks, or in letters, from 0 to 1."""
    from difflib import SequenceMatcher

    one, other = whole_week(word), whole_week(name)
    if one.isdecimal() and other.isdecimal():
        return float(abs(int(one[:9]) - int(other[:9])))
    return 1 - SequenceMatcher(None, word, name, autojunk=False).ratio()
