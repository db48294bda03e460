"""Cards that are edited while a session lasts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

from dcnn_cards.app.outcome import NotEdited, Notice, Overruled, Remark, Unreadable
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError, shown
from dcnn_cards.schedule.units import CardId

Editor = Callable[[Path, int], None]
"""Lets the learner edit a file from a line (from 1) on; raises CardsError if that fails."""

During = Callable[[], AbstractContextManager[object]]
"""What may take long is done within, and may be stopped by an exception."""


_RULED = {"question": "corrected_question", "answer": "corrected"}
"""What stands in place of a field where both are given."""


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
        self._first = deck
        self._reload = reload
        self._place = place
        self._edited = False
        self.unreadable: Unreadable | None = None

    def has(self, card: CardId) -> bool:
        """Say whether a card is of this deck, also if an edit took it away."""
        return self._first.card(card) is not None

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
        known = self.unreadable.problem.line if self.unreadable else None
        try:
            path = self._place() if self._place else self.deck.path
        except CardsError as error:
            return NotEdited(error)
        before, failed = _text(path), None
        try:
            editor(path, known or self.deck.line_of(card.id))
        except CardsError as error:
            failed = error
        if _text(path) == before:  # or it failed after it had written
            if path != self.deck.path and before == _text(self.deck.path):
                path.unlink(missing_ok=True)  # a copy in which nothing is one's own
                return NotEdited(failed) if failed else Remark.NOT_CHANGED
            if failed:
                return NotEdited(failed)
        try:
            with during():
                deck = self._reload()
        except CardsError as error:
            if before and not self.unreadable:
                _keep(path, before)
            self.unreadable = Unreadable(with_way_back(error, path))
            return self.unreadable
        mended, self.unreadable = self.unreadable is not None, None
        with suppress(OSError):
            _kept(path).unlink(missing_ok=True)
        self.deck = deck
        self._edited = True
        return self._found(card, mended=mended)

    def _found(self, card: Card, *, mended: bool) -> Notice:
        """What came of an edit of `card` after which the deck can be read."""
        now = self.as_edited(card)
        if now is None:
            return Remark.GONE
        if now == card:
            return Remark.READABLE if mended else Remark.NOT_CHANGED
        for field, by in _RULED.items():
            stays = getattr(now, by) and getattr(now, by) == getattr(card, by)
            if stays and getattr(now, field) != getattr(card, field):
                return Overruled(field, by)
        return Remark.EDITED


def with_way_back(error: CardsError, path: Path) -> CardsError:
    """Return `error` of the deck in `path`, with where its text is from before an edit broke it."""
    try:
        kept = _kept(path)
        at = datetime.fromtimestamp(kept.stat().st_mtime)
    except (OSError, ValueError):  # there is none; or the path is none that a file could have
        return error
    way = f"The deck as it was before the edit of {at:%Y-%m-%d %H:%M} is in {shown(kept)}"
    if way in error.fix:
        return error
    return CardsError(error.what, f"{error.fix}\n{way}".strip(), error.file, error.line)


def _kept(path: Path) -> Path:
    """Where the text of a deck is kept that an edit broke."""
    return path.with_name(f".{path.name}.before-edit")


def _keep(path: Path, text: str) -> None:
    from dcnn_cards.whole_file import write_whole

    with suppress(CardsError):  # the fault itself is told in any case
        write_whole(_kept(path), text)


def _text(path: Path) -> str:
    """The text of a deck as it is now, "" if that is no file or cannot be read."""
    from dcnn_cards.deck.reading import read_text

    with suppress(CardsError):
        return read_text(path) if path.is_file() else ""
    return ""
