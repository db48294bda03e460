"""`dcnn-cards evaluate`: how well each scheduler would have predicted your own reviews."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from dcnn_cards.app.decks import load_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.evaluation import (
    MIN_TRIALS,
    SPLITS,
    average,
    evaluation_document,
    predictors,
    score,
    trials,
)
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.schedule import SCHEDULERS
from dcnn_cards.store import default_path, open_store


@click.command()
@click.option(
    "--deck",
    "deck_path",
    type=click.Path(path_type=Path),
    envvar="DCNN_CARDS_DECK",
    help="Only the reviews of this deck; without it, those of all decks.",
)
@click.option("--format", "form", type=click.Choice(["table", *FORMATS]), default="table")
def command(deck_path: Path | None, form: str) -> None:
    """Show how well each scheduler would have predicted your reviews: log loss, RMSE (bins), AUC.

    As in the open srs-benchmark. FSRS learns its parameters from the reviews before those that it
    predicts, as soon as there are enough of them.
    """
    deck = load_deck(deck_path).name if deck_path else None
    with open_store(default_path(), create=False) as store:
        tried = trials(store.events(deck))
    if len(tried.places) < MIN_TRIALS:
        raise CardsError(
            f"too few reviews to evaluate: {len(tried.places)} of cards that were first seen on an"
            f" earlier day, and {MIN_TRIALS} are needed",
            fix="Study some more days.",
        )
    found = [average(tried)]
    for name in SCHEDULERS:
        try:
            candidates = predictors(name)
        except CardsError as error:  # the others can be evaluated
            click.echo(f"dcnn-cards: {error}", err=True)
            continue
        found += [score(tried, each, partial(_tell, each.name)) for each in candidates]
    _tell("")
    if form != "table":
        click.echo(text_format(form).document(evaluation_document(tried, found)), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.evaluation_view import evaluation_view

    Console(highlight=False).print(evaluation_view(tried, found))


def _tell(name: str, part: int = 0) -> None:
    """Say on a terminal what is being done; fitting to a long log takes a while."""
    if sys.stderr.isatty():
        text = f"{name}: part {part} of {SPLITS}" if name else ""
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)
