"""What a new edition of a deck does to a copy of an old one that people have edited.

Three decks are compared, card by card and field by field: the copy as it is, what it was copied
from, and the new edition. What the edition changed is taken over, but a card that was changed on
both sides in the same field keeps the copy's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dcnn_cards.deck.card import CARD_KEYS, Card, Deck
from dcnn_cards.deck.writing import with_cards, with_fields, with_source
from dcnn_cards.schedule.units import CardId


@dataclass(frozen=True, slots=True)
class Revision:
    """What is to change in the copy, and what stays there although the edition has it otherwise.

    `fields` has new values by card and key, `added` new cards, each with the one before it. The
    cards `kept` were changed on both sides, those `gone` are no longer in the edition. `source` is
    the document with its SHA-256, if that is another one now.
    """

    fields: Mapping[str, Mapping[str, Any]]
    added: tuple[tuple[CardId | None, Card], ...]
    kept: tuple[Card, ...]
    gone: tuple[Card, ...]
    source: tuple[str, str] | None = None

    def apply(self, text: str) -> str:
        """Return the copy's `text` with all of it done."""
        text = with_cards(with_fields(text, self.fields), self.added)
        return with_source(text, *self.source) if self.source else text


def revision(copy: Deck, base: Deck, edition: Deck) -> Revision:
    """Compare `copy`, which was made of `base`, with the new `edition`; nothing is changed yet.

    Cards that were taken out of the copy stay out, and those that were added to it stay in.
    """
    mine = {card.id: card for card in copy.cards}
    before = {card.id: card for card in base.cards}
    fields: dict[str, Mapping[str, Any]] = {}
    added: list[tuple[CardId | None, Card]] = []
    kept: list[Card] = []
    behind: CardId | None = None
    for new in edition.cards:
        own, old = mine.get(new.id), before.get(new.id)
        if own:
            changes, disputed = _changes(own, old, new)
            if changes:
                fields[own.id] = changes
            if disputed:
                kept.append(own)
            behind = own.id
        elif old is None:
            added.append((behind, new))
    there = {card.id for card in edition.cards}
    gone = [card for card in copy.cards if card.id in before and card.id not in there]
    return Revision(fields, tuple(added), tuple(kept), tuple(gone), _source(copy, base, edition))


def _changes(own: Card, old: Card | None, new: Card) -> tuple[Mapping[str, Any], bool]:
    """What of a card is taken over, and whether the copy keeps words that the edition changed."""
    if old is None:
        return {}, own != new
    changed = [
        key for key in CARD_KEYS if getattr(new, key) not in (getattr(old, key), getattr(own, key))
    ]
    disputed = any(getattr(own, key) != getattr(old, key) for key in changed)
    if disputed:  # what belongs together stays together
        changed = [key for key in changed if key == "source" and own.source == old.source]
    return {key: getattr(new, key) for key in changed}, disputed


def _source(copy: Deck, base: Deck, edition: Deck) -> tuple[str, str] | None:
    """The document of the edition, if the copy has still that of its base and it is another."""
    own, old, new = ((deck.source_file, deck.source_sha256) for deck in (copy, base, edition))
    if own != old or new == own or not new[0]:
        return None
    return new[0], new[1] or ""
