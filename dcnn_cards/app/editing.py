"""Cards that are edited while a session lasts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dcnn_cards.app.outcome import NotEdited, Notice, Remark
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError

Editor = Callable[[Path, int], None]
"""Lets the learner edit a file from a line (from 1) on; raises CardsError if that fails."""


class OpenDeck:
    """A deck during a session, and its cards as they were last edited.

    `reload` reads the deck again; without it the deck cannot be edited.
    """

    def __init__(self, deck: Deck, reload: Callable[[], Deck] | None = None) -> None:
        self.deck = deck
        self._reload = reload
        self._edited: dict[str, Card] = {}

    def as_edited(self, card: Card) -> Card:
        """Return `card` as it was last edited."""
        return self._edited.get(card.id, card)

    def edit(self, card: Card, editor: Editor) -> Notice:
        """Open `card` in the editor and take it as it is then.

        A card that is broken or gone afterwards stays as it was.
        """
        if self._reload is None or self.deck.path is None:
            return Remark.NOT_A_FILE
        try:
            editor(self.deck.path, self.deck.line_of(card.id))
            deck = self._reload()
        except CardsError as error:
            return NotEdited(error)
        now = deck.card(card.id)
        if now is None:
            return NotEdited(CardsError(f"there is no card `{card.id}` in the deck now."))
        self.deck = deck
        self._edited[card.id] = now
        return Remark.EDITED if now != card else Remark.NOT_CHANGED
