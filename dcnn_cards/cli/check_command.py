"""`dcnn-cards check`: what is wrong with a deck, and what to look at again, line by line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.deck.card import TYPESET, Deck
from dcnn_cards.deck.editing import coverage, doubts
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.reading import parse_deck, read_text
from dcnn_cards.deck.schema import Problem
from dcnn_cards.errors import CardsError
from dcnn_cards.terminal.counted import counted

FIGURE_COLUMNS = 76
"""Columns that a figure has in a terminal of 80."""


@click.command()
@click.argument("decks", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 for a doubt too.")
def command(decks: tuple[Path, ...], strict: bool) -> None:
    """Check DECKS, or the deck that ships with the program.

    Lists every fault, and every doubt that a careful editor would have, with its line and what to
    do. Exits with 1 if there is a fault.
    """
    sound = [_check(path, strict=strict) for path in decks or (shipped_deck(),)]
    sys.exit(0 if all(sound) else 1)


def _check(path: Path, *, strict: bool) -> bool:
    """Print what is to be said of one deck; say whether it passes."""
    try:
        deck, faults = parse_deck(read_text(path), path)
    except CardsError as error:
        click.echo(str(error), err=True)
        return False
    unreadable, wide = _figures(deck) if deck else ([], [])
    faults += [*unreadable, *(_formulas(deck) if deck else ())]
    _tell(path, faults, "")
    if faults or deck is None:
        return False
    remarks = doubts(deck) + wide + _uncovered(deck)
    _tell(path, remarks, "to look at: ")
    unasked = sum(not card.askable for card in deck.cards)
    note = f", {unasked} of them not asked" if unasked else ""
    to_look = f", {len(remarks)} to look at" if remarks else ""
    click.echo(f"{path}: {counted(len(deck.cards), 'card')}{note}, no faults{to_look}")
    return not (strict and remarks)


def _tell(path: Path, problems: list[Problem], kind: str) -> None:
    for problem in sorted(problems, key=lambda problem: problem.line):
        error = CardsError(f"{kind}{problem.what}", problem.fix, path, problem.line)
        click.echo(str(error), err=True)


def _figures(deck: Deck) -> tuple[list[Problem], list[Problem]]:
    """Figures that cannot be read, and those that are too wide."""
    from dcnn_cards.typeset import cell_len

    unreadable: list[Problem] = []
    wide: list[Problem] = []
    for card, line in zip(deck.cards, deck.lines, strict=True):
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

    return [
        Problem(line, f"card `{card.id}`: {fault.reason}: {fault.source}", "Put the formula right.")
        for card, line in zip(deck.cards, deck.lines, strict=True)
        for name in TYPESET
        for fault in faults(getattr(card, name))
    ]


def _uncovered(deck: Deck) -> list[Problem]:
    """Lines of the source document that are on no card or on two, if it lies beside the deck."""
    if deck.path is None or deck.source_file is None:
        return []
    source = deck.path.parent / deck.source_file
    try:
        return coverage(deck, import_document(read_text(source)))
    except CardsError:
        return []  # the document is somewhere else; the deck does without it
