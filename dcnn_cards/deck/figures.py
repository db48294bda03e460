"""Figures: text files beside the deck that a card shows."""

from __future__ import annotations

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.whole_file import read_whole

MAX_BYTES = 64_000


def read_figure(deck: Deck, card: Card, *, in_ascii: bool = False) -> str:
    """Return the figure of `card` as text, "" if it has none.

    With `in_ascii`, NAME.ascii.txt is read in place of NAME.txt if it is there. Raises CardsError
    for a file that is missing, too large, not UTF-8, or that lies outside the deck's folder, also
    by way of a link.
    """
    if not card.figure or deck.path is None:
        return ""
    folder = deck.path.resolve().parent
    path = (folder / card.figure).resolve()
    plain = path.with_suffix(f".ascii{path.suffix}").resolve()
    if in_ascii and plain.exists():
        path = plain
    if not path.is_relative_to(folder):
        raise CardsError(f"the figure of `{card.id}` lies outside the deck's folder", file=path)
    try:
        data = read_whole(path, MAX_BYTES)
    except CardsError as error:
        what = error.what.removeprefix("cannot be read: ")
        raise CardsError(f"the figure of `{card.id}` cannot be read: {what}", file=path) from error
    try:
        return data.decode("utf-8").rstrip("\n")
    except UnicodeDecodeError:
        raise CardsError(f"the figure of `{card.id}` is not UTF-8", file=path) from None
