"""Where decks are, and where what was read of them is kept."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dcnn_cards import places
from dcnn_cards.deck import compiled
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId


def load_deck(path: Path | None, *, create: bool = False) -> Deck:
    """Read the deck in `path`, or the one that is studied without it.

    What is kept of it is kept only where there is a folder for it, or, with `create`, a home that
    can be made.
    """
    folder = places.cache_folder()
    if create:
        with suppress(OSError):
            places.make_folder(folder)
    return compiled.load_deck(path or usual_deck(), folder)


def find_cards(deck: Deck, card: CardId) -> list[Card]:
    """Return what has the id `card`: that card, or the parts of it that are reviewed.

    Raises CardsError, with ids like it, if there is none.
    """
    if found := deck.parts(card):
        return found
    from difflib import get_close_matches  # not on the way to a first question

    ids = [each.id for each in deck.cards]
    near = get_close_matches(card, ids, n=5, cutoff=0.4)
    near += [each for each in ids if card in each and each not in near][:5]
    hint = f"Did you mean one of: {', '.join(near)}?" if near else "`dcnn-cards list` has them all."
    raise CardsError(f"there is no card `{card}`", fix=hint, file=deck.path)


def usual_deck() -> Path:
    """Return where the deck is that is studied where none is named: one's own, or the shipped."""
    own = own_deck()
    return own if own.is_file() else shipped_deck()


def own_deck() -> Path:
    """Return where the learner's own copy of the shipped deck is, if there is one."""
    return places.data_folder() / "decks" / "dcnn.yaml"


def shipped_deck() -> Path:
    """Return where the deck that ships with the program is."""
    package = Path(__file__).parent.parent
    # In a wheel the decks lie in the package; in a checkout beside it.
    for folder in (package, package.parent):
        path = folder / "decks" / "dcnn.yaml"
        if path.is_file():
            return path
    raise CardsError(
        "the deck that ships with the program is missing",
        fix="Name one with --deck FILE, or install the program again.",
    )
