"""What doctor looks at: reviews of cards that are gone, and backups to put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.deck.card import Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.store import copies

Reviewed = tuple[DeckName, CardId, int, Day]
"""A card that was reviewed: its deck, its id, how often, and the last study day."""


class Elsewhere(NamedTuple):
    """Reviews that a deck does not ask for any more.

    `gone` are cards that are no longer in it, `others` the number of reviews in each other deck.
    """

    gone: list[Reviewed]
    others: Mapping[DeckName, int]


def elsewhere(reviewed: Sequence[Reviewed], deck: Deck) -> Elsewhere:
    """Return which of the cards that were reviewed are not in `deck`."""
    known = {card.id for card in deck.cards}
    others = Counter[DeckName]()
    for name, _, count, _ in reviewed:
        if name != deck.name:
            others[name] += count
    return Elsewhere(
        [row for row in reviewed if row[0] == deck.name and row[1] not in known], others
    )


def reviewed_ahead(deck: Deck, records: Mapping[CardId, Record], today: Day) -> list[CardId]:
    """Return the cards of `deck` whose last review counts for a day after `today`.

    They were reviewed by a clock that was ahead, and come due as many days late.
    """
    found = ((card.id, records.get(card.id, NEW).state) for card in deck.cards)
    return [card for card, state in found if state and state.last_day > today]


def newest_sound(store: Path, passed_over: Callable[[CardsError], None]) -> Path:
    """Return the newest backup of `store` that can be read; told why, for those that cannot.

    Raises CardsError if there is none.
    """
    for copy in copies.kept(store):
        try:
            copies.look_into(copy)
        except CardsError as error:
            passed_over(error)
        else:
            return copy
    raise CardsError(
        "there is no sound backup of this store",
        fix="Nothing was changed. If you have a copy elsewhere: dcnn-cards doctor --restore FILE",
        file=store,
    )


def backup_named(store: Path, which: str) -> Path:
    """Return the backup of a date, or with a name, or the file. Raises CardsError without one."""
    for copy in (copies.place_for(store, which), copies.folder_of(store) / which, Path(which)):
        if copy.is_file():
            return copy
    labels = ", ".join(label_of(store, copy) for copy in copies.kept(store))
    raise CardsError(
        f"there is no backup {which!r}", fix=f"Backups: {labels or 'none yet'}", file=store
    )


def label_of(store: Path, copy: Path) -> str:
    """Return what a backup is called: its date, or the version that it was made before leaving."""
    return copy.stem.removeprefix(f"{store.stem}-")
