"""What is wrong with a deck, and what a careful editor would look at again."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dcnn_cards.busy import each
from dcnn_cards.deck.card import TYPESET, Deck
from dcnn_cards.deck.doubts import coverage, doubts
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.kinds.vary import trial
from dcnn_cards.deck.reading import named_by_deck, parse_deck, read_text
from dcnn_cards.deck.schema import Problem
from dcnn_cards.errors import CardsError

DRAWS = 1_000
"""So often a card that draws numbers is tried."""

FIGURE_COLUMNS = 76
"""Columns that a figure has in a terminal of 80."""


class Checked(NamedTuple):
    """A deck, None if it cannot be read, with its faults, and its doubts if there are no faults."""

    deck: Deck | None
    faults: list[Problem]
    doubts: list[Problem]


def check_deck(path: Path) -> Checked:
    """Check the deck in `path`. Raises CardsError if the file cannot be read."""
    deck, faults = parse_deck(read_text(path), path)
    if deck is None:
        return Checked(None, faults, [])
    unreadable, wide = _figures(deck)
    faults += [] if faults else _draws(deck)
    faults += [*unreadable, *_formulas(deck if faults else to_review(deck))]
    return Checked(deck, faults, [] if faults else doubts(deck) + wide + _uncovered(deck))


def _draws(deck: Deck) -> list[Problem]:
    """Cards of which not each draw can be asked and answered."""
    found: list[Problem] = []
    drawing = [pair for pair in zip(deck.cards, deck.lines, strict=True) if pair[0].vary]
    for card, line in each("drawing numbers", drawing, len(drawing)):
        if wrong := trial(card, DRAWS):
            fix = "Mend the expression, or say by `where` which numbers it is for."
            found.append(Problem(line, f"card `{card.id}`: {wrong}", fix))
    return found


def _figures(deck: Deck) -> tuple[list[Problem], list[Problem]]:
    """Figures that cannot be read, and those that are too wide."""
    from dcnn_cards.typeset import cell_len

    unreadable: list[Problem] = []
    wide: list[Problem] = []
    cards = zip(deck.cards, deck.lines, strict=True)
    for card, line in each("looking at figures", cards, len(deck.cards)):
        try:
            rows = read_figure(deck, card).split("\n")
        except CardsError as error:
            unreadable.append(Problem(line, error.what, "Give the path of a text file."))
            continue
        columns = max(map(cell_len, rows))
        if columns > FIGURE_COLUMNS:
            what = f"the figure of `{card.id}` is {columns} columns wide"
            wide.append(Problem(line, what, f"A terminal of 80 has room for {FIGURE_COLUMNS}."))
    return unreadable, wide


def _formulas(deck: Deck) -> list[Problem]:
    """Formulas that would be shown as they are written."""
    from dcnn_cards.typeset import faults

    found = (
        Problem(
            line, f"card `{card.whole}`: {fault.reason}: {fault.source}", "Put the formula right."
        )
        for card, line in each(
            "reading formulas", zip(deck.cards, deck.lines, strict=True), len(deck.cards)
        )
        for name in TYPESET
        for fault in faults(getattr(card, name))
    )
    return list(dict.fromkeys(found))  # parts of a card may have the same formulas


def _uncovered(deck: Deck) -> list[Problem]:
    """Lines of the source document that are on no card or on two, if it lies beside the deck."""
    if deck.path is None or deck.source_file is None:
        return []
    try:
        return coverage(deck, import_document(named_by_deck(deck, deck.source_file)))
    except CardsError:
        return []  # the document is somewhere else; the deck does without it
