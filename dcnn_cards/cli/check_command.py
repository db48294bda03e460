"""`dcnn-cards check`: what is wrong with a deck, and what to look at again, line by line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dcnn_cards.app.checking import check_deck
from dcnn_cards.app.decks import usual_deck
from dcnn_cards.counted import cards_and_parts
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.schema import Problem
from dcnn_cards.errors import CardsError, shown
from dcnn_cards.terminal.door import say, tell


@click.command()
@click.argument("decks", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 for a doubt too.")
def command(decks: tuple[Path, ...], strict: bool) -> None:
    """Check DECKS, or the deck that is studied without --deck.

    Lists every fault, and every doubt that a careful editor would have, with its line and what to
    do. Exits with 1 if there is a fault.
    """
    sound = [_check(path, strict=strict) for path in decks or (usual_deck(),)]
    sys.exit(0 if all(sound) else 1)


def _check(path: Path, *, strict: bool) -> bool:
    """Print what is to be said of one deck; say whether it passes."""
    try:
        deck, faults, doubts = check_deck(path)
    except CardsError as error:
        tell(error)
        return False
    _tell(path, faults, "")
    if faults or deck is None:
        return False
    _tell(path, doubts, "to look at: ")
    unasked = sum(not card.askable for card in deck.cards)
    parts = len(to_review(deck).cards)
    note = f", {unasked} of them not asked" if unasked else ""
    to_look = f", {len(doubts)} to look at" if doubts else ""
    say(f"{shown(path)}: {cards_and_parts(len(deck.cards), parts)}{note}, no faults{to_look}")
    return not (strict and doubts)


def _tell(path: Path, problems: list[Problem], kind: str) -> None:
    for problem in sorted(problems, key=lambda problem: problem.line):
        tell(CardsError(f"{kind}{problem.what}", problem.fix, path, problem.line))
