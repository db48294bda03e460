"""What came of fitting FSRS to the learner's reviews, before and after."""

from __future__ import annotations

from datetime import date

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dcnn_cards.progress.fitting import Accuracy, Outcome
from dcnn_cards.schedule.scheduler import Fitted
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.terminal.table import table_of_numbers


def fitting_view(outcome: Outcome, kept: Fitted | None) -> RenderableType:
    """Return a table of how well parameters predict, and the fitted ones.

    `kept` are those in use until now, None if they are the default ones.
    """
    table = table_of_numbers("parameters", "log loss", "RMSE (bins)")
    _row(table, "before: the default ones", outcome.default)
    if kept:
        _row(table, f"before: in use since {date.fromordinal(kept.day)}", outcome.in_use)
    _row(table, "after: fitted to your reviews", outcome.fitted)
    seen = " Those in use may have been fitted to some of these." if kept else ""
    explained = (
        f"How well the last {outcome.judged} reviews are predicted by parameters fitted to the "
        f"{outcome.lessons - outcome.judged} before them; lower is better.{seen}"
    )
    numbers = ", ".join(f"{number:.4f}" for number in outcome.parameters)
    return Constrain(
        Group(
            Text(f"{outcome.lessons} reviews to learn from", "bold"),
            table,
            Text(explained, "dim"),
            Text(f"\nFitted to all {outcome.lessons}: {numbers}"),
        ),
        MAX_COLUMNS,
    )


def _row(table: Table, name: str, accuracy: Accuracy) -> None:
    table.add_row(name, f"{accuracy.log_loss:.4f}", f"{accuracy.rmse_bins:.4f}")
