"""Where decks are, and where what was read of them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dcnn_cards import places
from dcnn_cards.deck import compiled
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId

SHIPPED = ("dcnn.yaml", "dcnn-practice.yaml")
"""The files of the decks that ship with the program: that which is studied, and one to practise."""

STUDIED, PRACTICE = SHIPPED

MOST_NAMED = 5
"""So many ids are named where one was meant that is not there."""


def load_deck(path: Path | None, name: str = STUDIED, *, create: bool = False) -> Deck:
    """Read the deck in `path`; without it that of `SHIPPED` which has this `name`.

    What is kept of it is kept only where there is a folder for it, or, with `create`, a home that
    can be made.
    """
    folder = places.cache_folder()
    if create:
        with suppress(OSError):
            places.make_folder(folder)
    place = path or usual_deck(name)
    with way_back_to_shipped():
        try:
            return compiled.load_deck(place, folder)
        except CardsError as error:
            from dcnn_cards.app.editing import with_way_back  # not on the way to a first question

            raise with_way_back(error, place) from error


def find_cards(deck: Deck, card: CardId) -> list[Card]:
    """Return what has the id `card`, or else the one id that begins so: it, or its parts.

    Raises CardsError, with ids like it, if there is none, and with some of them if there are more.
    """
    if found := deck.parts(card):
        return found
    begun = _begun(deck, card)
    if len(begun) == 1:
        return deck.parts(begun[0])
    if begun:
        others = f", and {len(begun) - MOST_NAMED:,} more" * (len(begun) > MOST_NAMED)
        raise CardsError(
            f"{len(begun):,} cards begin with `{card}`",
            fix=f"Say more of one: {', '.join(begun[:MOST_NAMED])}{others}.",
            file=deck.path,
        )
    # Not on the way to a first question.
    from difflib import get_close_matches
    from shlex import quote

    ids = [each.id for each in deck.cards]
    near = get_close_matches(card, ids, n=MOST_NAMED, cutoff=0.4)
    near += [each for each in ids if card in each and each not in near][:MOST_NAMED]
    meant = f"Did you mean one of: {', '.join(near)}?\n" if near else ""
    by_words = f"dcnn-cards list --text {quote(card)}: cards with these words"
    raise CardsError(f"there is no card `{card}`", fix=meant + by_words, file=deck.path)


def _begun(deck: Deck, begin: str) -> list[CardId]:
    """The ids that begin with `begin`: of cards, and of their parts where it goes so far."""
    ids = ((each.id if "#" in begin else each.whole) for each in deck.cards)
    return list(dict.fromkeys(each for each in ids if begin and each.startswith(begin)))


def usual_deck(name: str = STUDIED) -> Path:
    """Return where a deck of `SHIPPED` is where none is named: one's own copy, or the shipped."""
    own = own_deck(name)
    return own if own.is_file() else shipped_deck(name)


@contextmanager
def way_back_to_shipped() -> Iterator[None]:
    """Say besides, where the learner's own deck is at fault, how to have the shipped one again."""
    try:
        yield
    except CardsError as error:
        own = error.file
        if own not in [own_deck(name) for name in SHIPPED]:
            raise
        # Not above: a first question reads a deck that is sound.
        from shlex import quote

        aside = f"mv -i {quote(str(own))} {quote(f'{own}.aside')}"
        fix = (
            f"{error.fix}\nTo study the program's deck again, move your copy away: {aside}".strip()
        )
        raise CardsError(error.what, fix, error.file, error.line) from error


def own_deck(name: str = STUDIED) -> Path:
    """Return where the learner's own copy of a deck of `SHIPPED` is, if there is one."""
    return places.data_folder() / "decks" / name


def own_copies() -> list[str]:
    """Return of which decks of `SHIPPED` the learner has a copy, by their names."""
    return [name for name in SHIPPED if own_deck(name).is_file()]


def shipped_deck(name: str = STUDIED) -> Path:
    """Return where a deck of `SHIPPED` is that ships with the program."""
    package = Path(__file__).parent.parent
    # In a wheel the decks lie in the package; in a checkout beside it.
    for folder in (package, package.parent):
        path = folder / "decks" / name
        if path.is_file():
            return path
    raise CardsError(
        "the deck that ships with the program is missing",
        fix="Name one with --deck FILE, or install the program again.",
    )
