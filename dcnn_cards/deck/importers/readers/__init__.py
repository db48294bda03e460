"""Readers of documents: a file for each kind of document, and its line in the table below.

A reader gives every line of a document a place: in an entry, which becomes a card, in a heading, or
among what is left out, with the reason. What it says of lines, counted from 1, is all that is known
of them later on, when a card is to be found again in a document that has changed.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, cast

from dcnn_cards.deck.importers.outline import Outline
from dcnn_cards.registries import module_of

_MODULES = {
    "prose": "dcnn_cards.deck.importers.readers.prose",
}

READERS: tuple[str, ...] = tuple(_MODULES)
"""Names of the readers."""


class Sniffed(NamedTuple):
    """How sure a reader is that a document is of its kind, from 0 to 1, and what it goes by."""

    sure: float
    why: str


class Reader(Protocol):
    """Reads one kind of document, given as text with line ends of one character."""

    def sniff(self, document: str) -> Sniffed:
        """Return how sure it is that `document` is of its kind."""

    def read(self, document: str) -> Outline:
        """Return what `document` holds; what is not of its kind is read as well as it can be."""


def reader(name: str) -> Reader:
    """Return the reader called `name`; raises CardsError for a name that is not known."""
    return cast(Reader, module_of(name, _MODULES, "reader"))


def surest(document: str) -> Reader:
    """Return the reader that is surest of `document`; of several, the first in the table."""
    return max(map(reader, _MODULES), key=lambda each: each.sniff(document).sure)
