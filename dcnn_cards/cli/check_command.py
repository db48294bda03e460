"""`dcnn-cards check`: what is wrong with a deck, line by line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dcnn_cards.cli.options import shipped_deck
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.reading import parse_deck, read_text
from dcnn_cards.deck.schema import Problem
from dcnn_cards.errors import CardsError


@click.command()
@click.argument("decks", nargs=-1, type=click.Path(path_type=Path))
def command(decks: tuple[Path, ...]) -> None:
    """Check DECKS, or the deck that ships with the program.

    Lists every fault with its line and what to do; exits with 1 if there is one.
    """
    sound = [_check(path) for path in decks or (shipped_deck(),)]
    sys.exit(0 if all(sound) else 1)


def _check(path: Path) -> bool:
    """Print what is wrong with one deck; say whether nothing is."""
    try:
        deck, problems = parse_deck(read_text(path), path)
    except CardsError as error:
        click.echo(str(error), err=True)
        return False
    for card, line in zip(deck.cards, deck.lines, strict=True) if deck else ():
        try:
            read_figure(deck, card)  # type: ignore[arg-type]  # there are cards only in a deck
        except CardsError as error:
            problems.append(Problem(line, error.what, "Give the path of a text file."))
    for problem in sorted(problems, key=lambda problem: problem.line):
        click.echo(str(CardsError(problem.what, problem.fix, path, problem.line)), err=True)
    if problems or deck is None:
        return False
    unanswered = sum(1 for card in deck.cards if not card.answer and not card.figure)
    note = f", {unanswered} without an answer (not asked)" if unanswered else ""
    click.echo(f"{path}: {len(deck.cards)} cards{note}, no faults")
    return True
