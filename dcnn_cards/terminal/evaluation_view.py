"""How well the schedulers predicted, as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.text import Text

from dcnn_cards.progress.evaluation import SPLITS, Score, Trials
from dcnn_cards.progress.holding import MIN_TRIALS, DayHeld, Held, in_parts, together
from dcnn_cards.schedule.fitting import MIN_LESSONS
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.terminal.table import table_of_numbers

_BY_INTERVAL = (
    "{} say when to ask, not how likely recall is: taken at 0.9^(days since the last review /"
    " interval), 90 % on the due day."
)
_MOST_ROWS = 10  # for the days; the documents have all
_METHOD = (
    "average: the share recalled until then. What does worse knows nothing of your memory.",
    "Measures and parts are those of the open srs-benchmark.",
)


def evaluation_view(
    tried: Trials, found: Sequence[Score], held: Sequence[DayHeld] = ()
) -> RenderableType:
    """Return what was `found`, the best first, how it was `tried`, and how a forecast `held`."""
    trained = next((each.trained for each in found if each.trained is not None), None)
    table = table_of_numbers("predicted by", "log loss", "RMSE (bins)", "AUC")
    table.columns[0].no_wrap = True
    shown = [each for each in found if each.trained != 0]
    for each in sorted(shown, key=lambda score: score.log_loss):
        area = "-" if each.auc is None else f"{each.auc:.3f}"
        table.add_row(each.name, f"{each.log_loss:.4f}", f"{each.rmse_bins:.4f}", area)
    predicted = len(tried.recalled) - tried.learned_from
    counts = (
        f"{predicted:,} reviews predicted, {tried.recall_rate:.1%} of them recalled. Less log loss"
        " and RMSE is better, and more AUC.",
        f"Left out of {tried.reviews:,}: {tried.firsts:,} first ones of a card, {tried.drills:,}"
        f" further ones of a day, and {tried.learned_from:,}, a sixth, only learned from.",
    )
    fitting = () if trained is None else (_fitting(trained),)
    by_interval = " and ".join(each.name for each in found if each.by_interval)
    method = _BY_INTERVAL.format(by_interval), *_METHOD
    text = "\n".join((*counts, *fitting, *method))
    title = Text("How well your reviews would have been predicted", "bold")
    return Constrain(Group(title, "", table, "", Text(text), *_held_view(held)), MAX_COLUMNS)


def _held_view(days: Sequence[DayHeld]) -> Iterator[RenderableType]:
    """How a forecast held on past days, some of them in a row; nothing without any."""
    if not days:
        return
    table = table_of_numbers("days from", "reviews", "expected", "recalled", "off by")
    for first, each in in_parts(days, _MOST_ROWS):
        expected, recalled = each.expected / each.trials, each.recalled / each.trials
        table.add_row(
            f"{date.fromordinal(first):%d %b %Y}",
            f"{each.trials:,}",
            f"{expected:.1%}",
            f"{recalled:.1%}",
            f"{(recalled - expected) * 100:+.1f}",
        )
    yield Text("\nHow well the forecast of an exam has held", "bold")
    yield ""
    yield table
    yield ""
    yield Text(verdict(together(days)))


def verdict(held: Held) -> str:
    """Return in words whether what was expected came, and by which test."""
    shares = (
        f"FSRS expected {held.expected / held.trials:.1%} of {held.trials:,} reviews to be"
        f" recalled, and {held.recalled / held.trials:.1%} were:"
    )
    if held.trials < MIN_TRIALS:
        return f"{shares} too few to say more, {MIN_TRIALS} are needed."
    off = f"{abs(held.deviations):.1f} standard deviations off"
    chance = "more than" if held.is_off else "within what"
    return f"{shares} {off}, {chance} chance allows (z-test, two-sided, at 1 %)."


def _fitting(parts: int) -> str:
    """Say how many of the parts FSRS-6 was fitted for."""
    if parts == 0:
        return f"FSRS as it comes: there are fewer than {MIN_LESSONS} reviews to fit it to."
    text = f"fsrs-fitted: fitted to what was before each of the {SPLITS} parts"
    if parts == SPLITS:
        return f"{text}."
    return f"{text}, but as it comes for the first {SPLITS - parts}: too few reviews before them."
