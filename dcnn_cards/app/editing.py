"""Cards that are edited while a session lasts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from dcnn_cards.app.outcome import NotEdited, Notice, Remark
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError

Editor = Callable[[Path, int], None]
"""Lets the learner edit a file from a line (from 1) on; raises CardsError if that fails."""

During = Callable[[], AbstractContextManager[object]]
"""What may take long is done within, and may be stopped by an exception."""


class OpenDeck:
    """A deck during a session, as it was last edited.

    `reload` reads the deck again; without it the deck cannot be edited. `place` says where it may
    be edited, if that is not where it was read.
    """

    def __init__(
        self,
        deck: Deck,
        reload: Callable[[], Deck] | None = None,
        place: Callable[[], Path] | None = None,
    ) -> None:
        self.deck = deck
        self._reload = reload
        self._place = place
        self._edited = False

    def as_edited(self, card: Card) -> Card | None:
        """Return `card` as the deck has it now, None if it is gone or no longer to be asked."""
        if not self._edited:
            return card
        now = self.deck.card(card.id)
        return now if now and now.askable else None

    def edit(self, card: Card, editor: Editor, during: During = nullcontext) -> Notice:
        """Open `card` in the editor, and take the deck as it is then, unless it is broken.

        The deck is read within `during`, which may stop it by an exception.
        """
        if self._reload is None or self.deck.path is None:
            return Remark.NOT_A_FILE
        try:
            path = self._place() if self._place else self.deck.path
            editor(path, self.deck.line_of(card.id))
            with during():
                deck = self._reload()
        except CardsError as error:
            return NotEdited(error)
        self.deck = deck
        self._edited = True
        now = self.as_edited(card)
        if now is None:
            return Remark.GONE
        return Remark.EDITED if now != card else Remark.NOT_CHANGED
