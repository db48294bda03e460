"""A deck of one's own: the learner's copy of a deck that ships with the program.

What ships with the program belongs to the program, and the next release replaces it. So it is
never edited where it is: it is copied into the folder for data, with its figures and its document,
and studied there from then on. Beside the copy stays what it was made of, so that what the learner
changed can be told from what a later release did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dcnn_cards import places
from dcnn_cards.app.decks import STUDIED, load_deck, own_deck, shipped_deck, way_back_to_shipped
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.reading import parse_deck, read_deck, read_text
from dcnn_cards.deck.revision import Revision, revision
from dcnn_cards.errors import CardsError
from dcnn_cards.whole_file import is_stream, write_whole


def place_to_edit(path: Path | None, name: str = STUDIED) -> Path:
    """Return where the deck in `path` may be edited; for None that of `SHIPPED` with this `name`.

    A deck that is named is edited where it is; of the shipped one a copy is made. Raises CardsError
    where that cannot be.
    """
    if path is not None:
        return path
    own = own_deck(name)
    if not own.is_file():
        shipped = read_deck(shipped_deck(name))
        _keep(shipped, _base(), list(_files(shipped)))
        others = [name for name in _files(shipped) if not (own.parent / name).is_file()]
        _keep(shipped, own.parent, others)
    return own


def has_new_edition(name: str) -> bool:
    """Say whether a deck of `SHIPPED` has changed since the learner's own was made of it."""
    try:
        shipped = shipped_deck(name)
        names = (shipped.name, *_files(load_deck(shipped)))
        return any(_as_shipped(name) != _read(shipped.parent / name) for name in names)
    except CardsError:
        return False  # whoever needs the file is told


def take_over(name: str) -> tuple[Revision, bool]:
    """Take what a deck of `SHIPPED` has changed into the learner's own.

    Returns what that did, and whether it was known what the learner's own was made of: if not,
    whatever the two have otherwise counts as changed in both. Raises CardsError, with the learner's
    own as it was, where there is none or one has faults.
    """
    own, edition = own_deck(name), read_deck(shipped_deck(name))
    base, _ = parse_deck(_as_shipped(own.name))
    with way_back_to_shipped():
        mine = read_deck(own)
    done = revision(mine, base or replace(edition, cards=()), edition)
    text = done.apply(read_text(own))
    _, problems = parse_deck(text)
    if problems:
        what = f"the deck would be wrong in line {problems[0].line}: {problems[0].what}"
        raise CardsError(what, fix="Nothing was written.", file=own)
    untouched = [
        name for name in _files(edition) if _read(own.parent / name) in ("", _as_shipped(name))
    ]
    _keep(edition, own.parent, untouched, text)
    _keep(edition, _base(), list(_files(edition)))  # last: what was broken off is done again
    return done, base is not None


def _base() -> Path:
    """Where the shipped deck is kept as it was when the learner's own was made of it."""
    return own_deck().parent / "as-shipped"


def _as_shipped(name: str) -> str:
    """The text of a file there, "" if it cannot be had any more."""
    try:
        return _read(_base() / name)
    except CardsError:
        return ""


def _files(deck: Deck) -> Iterator[str]:
    """Yield what belongs to a deck beside its own file, by names from its folder on."""
    assert deck.path is not None
    folder = deck.path.parent
    figures = dict.fromkeys(card.figure for card in deck.cards if card.figure)
    plain = (Path(figure).with_suffix(f".ascii{Path(figure).suffix}") for figure in figures)
    for name in (deck.source_file or "", *figures, *map(str, plain)):
        if name and (folder / name).is_file():
            yield name


def _keep(deck: Deck, folder: Path, names: list[str], text: str = "") -> None:
    """Write a deck into `folder`, or `text` in its place, and of what belongs to it `names`.

    The deck comes last, so that one that is there is whole.
    """
    assert deck.path is not None
    try:
        for name in names:
            places.make_folder((folder / name).parent)
            _write(folder / name, _read(deck.path.parent / name))
        places.make_folder(folder)
    except OSError as error:
        what = f"a copy that is yours to edit cannot be made: {error.strerror}"
        raise CardsError(what, "Name a deck of your own with --deck FILE.", folder) from error
    _write(folder / deck.path.name, text or _read(deck.path))


def _write(path: Path, text: str) -> None:
    if is_stream(path):
        raise CardsError("it is no regular file", "Move it away.", path)
    write_whole(path, text)


def _read(path: Path) -> str:
    """The text of a file, "" if there is none."""
    return read_text(path) if path.is_file() else ""
