"""`dcnn-cards evaluate`: how well each scheduler would have predicted your own reviews."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dcnn_cards.app.evaluation import evaluation_of
from dcnn_cards.cli.options import tell_missing
from dcnn_cards.progress.evaluation import SPLITS, evaluation_document
from dcnn_cards.progress.formats import FORMATS, text_format


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
    tried, found, missing = evaluation_of(deck_path, _tell)
    _tell("")
    tell_missing(missing)
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
