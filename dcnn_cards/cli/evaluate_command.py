"""`dcnn-cards evaluate`: how well each scheduler would have predicted your own reviews."""

from __future__ import annotations

from pathlib import Path

import click

from dcnn_cards.app.evaluation import evaluation_of
from dcnn_cards.busy import busy
from dcnn_cards.cli.options import tell_missing
from dcnn_cards.progress.evaluation import SPLITS, evaluation_document
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.schedule import SCHEDULERS


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
    predicts, as soon as there are enough of them. Then how well the forecast that `exam` rests on
    has held: what FSRS, as it is in use, expected of each past day against what was recalled.
    """
    with busy("evaluating", len(SCHEDULERS) * SPLITS) as task:

        def begins(name: str, _: int) -> None:
            task.what = f"evaluating {name}"
            task.done += 1

        tried, found, missing, held = evaluation_of(deck_path, begins)
    tell_missing(missing)
    if form != "table":
        document = evaluation_document(tried, found, held)
        click.echo(text_format(form).document(document), nl=False)
        return
    from rich.console import Console

    from dcnn_cards.terminal.evaluation_view import evaluation_view

    Console(highlight=False).print(evaluation_view(tried, found, held))
