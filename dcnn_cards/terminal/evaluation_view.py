"""How well the schedulers predicted, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dcnn_cards.progress.evaluation import SPLITS, Score, Trials
from dcnn_cards.schedule.fitting import MIN_LESSONS
from dcnn_cards.terminal.frame import MAX_COLUMNS

_METHOD = (
    "SM-2 and Leitner say when to ask, not how likely recall is. They are taken at"
    " 0.9^(days since the last review / interval), which is 90 % on the due day.",
    "average: the share recalled until then. What does worse knows nothing of your memory.",
    "As in the open srs-benchmark, the reviews are predicted in five parts, in order of time, each"
    " from what was before it.",
)


def evaluation_view(tried: Trials, found: Sequence[Score]) -> RenderableType:
    """Return what was `found`, the best first, and how it was `tried`."""
    trained = next((each.trained for each in found if each.trained is not None), None)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("predicted by", no_wrap=True)
    for name in ("log loss", "RMSE (bins)", "AUC"):
        table.add_column(name, justify="right", no_wrap=True)
    shown = [each for each in found if each.trained != 0]
    for each in sorted(shown, key=lambda score: score.log_loss):
        area = "-" if each.auc is None else f"{each.auc:.3f}"
        table.add_row(each.name, f"{each.log_loss:.4f}", f"{each.rmse_bins:.4f}", area)
    predicted = len(tried.recalled) - tried.learned_from
    counts = (
        f"{predicted:,} reviews were predicted, of which {tried.recall_rate:.1%} were recalled."
        " Less log loss and RMSE is better, and more AUC.",
        f"Left out of {tried.reviews:,} reviews: {tried.firsts:,} first ones of a card,"
        f" {tried.drills:,} further ones on a day that had one, and of the others the first sixth,"
        f" {tried.learned_from:,}, which is only learned from.",
    )
    fitting = () if trained is None else (_fitting(trained),)
    lines = (*counts, *fitting, *_METHOD)
    paragraphs = [text for line in lines for text in ("", Text(line))]
    title = Text("How well your reviews would have been predicted", "bold")
    return Constrain(Group(title, "", table, *paragraphs), MAX_COLUMNS)


def _fitting(parts: int) -> str:
    """Say how many of the parts FSRS-6 was fitted for."""
    if parts == 0:
        return (
            f"FSRS has the parameters it comes with: there are fewer than {MIN_LESSONS} reviews to"
            " fit it to before the last part."
        )
    text = "fsrs-fitted: for each part, FSRS with parameters fitted to the reviews before it"
    if parts == SPLITS:
        return f"{text}."
    return (
        f"{text}; for the first {SPLITS - parts}, with fewer than {MIN_LESSONS} before them, with"
        " those it comes with."
    )
