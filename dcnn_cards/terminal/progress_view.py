"""Progress as tables for people; scripts take the same numbers as JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dcnn_cards.progress.stats import (
    DayDue,
    DayReviews,
    SectionProgress,
    Summary,
)
from dcnn_cards.schedule.counts import CardCounts, ReviewCounts
from dcnn_cards.schedule.units import Day
from dcnn_cards.terminal.frame import MAX_COLUMNS
from dcnn_cards.terminal.table import table_of_numbers
from dcnn_cards.typeset import visible

# So many of the last days with reviews get a line; the exports have all.
MAX_DAYS = 14
_BAR = 24  # columns of the longest bar


def progress_view(title: str, summary: Summary) -> RenderableType:
    """Return `summary` of the deck called `title` for the terminal."""
    parts: list[RenderableType] = [Text(visible(title), "bold"), _overview(summary)]
    if any(day.due for day in summary.forecast):
        parts += [Text("\nComing due", "bold"), _forecast(summary.forecast)]
    if summary.days:
        earlier = len(summary.days) - MAX_DAYS
        label = f", the last {MAX_DAYS} of {len(summary.days)}" if earlier > 0 else ""
        parts += [Text(f"\nDays with reviews{label}", "bold"), _days(summary.days[-MAX_DAYS:])]
    if len(summary.sections) > 1:
        parts += [Text("\nSections", "bold"), _sections(summary.sections)]
    return Constrain(Group(*parts), MAX_COLUMNS)


def _overview(summary: Summary) -> Table:
    reviews, streak = summary.reviews, summary.streak
    table = Table.grid(padding=(0, 2))
    table.add_row("cards", str(summary.cards.total), _stages(summary.cards))
    table.add_row("due today", str(summary.due_today), "besides new ones")
    recall = f"{_rate(reviews)} recalled at first" if reviews.reviews else ""
    thinking = reviews.mean_thinking_ms
    pace = f" · {thinking / 1000:.0f} s each" if thinking is not None else ""
    table.add_row("reviews", str(reviews.reviews), recall + pace)
    table.add_row("streak", str(streak), "day in a row" if streak == 1 else "days in a row")
    table.columns[1].justify = "right"
    return table


def _stages(cards: CardCounts) -> str:
    names = ("new", "learning", "young", "mature", "suspended")
    return " · ".join(f"{getattr(cards, name)} {name}" for name in names)


def _forecast(days: Sequence[DayDue]) -> Table:
    most = max(day.due for day in days)
    table = Table.grid(padding=(0, 2))
    for day in days:
        bar = "█" * -(-_BAR * day.due // most)
        table.add_row(_day(day.day), str(day.due), Text(bar, "green"))
    table.columns[1].justify = "right"
    return table


def _days(days: Iterable[DayReviews]) -> Table:
    table = table_of_numbers("day", "new", "reviews", "recalled", "minutes")
    for day in days:
        minutes = day.reviews.thinking_ms / 60_000
        table.add_row(
            _day(day.day),
            str(day.introduced),
            str(day.reviews.reviews),
            _rate(day.reviews),
            f"{minutes:.0f}",
        )
    return table


def _sections(sections: Iterable[SectionProgress]) -> Table:
    table = table_of_numbers("section", "cards", "new", "young", "mature", "due", "recalled")
    for section in sections:
        cards = section.cards
        table.add_row(
            Text(visible(section.section) or "(none)"),
            *(str(n) for n in (cards.total, cards.new, cards.young, cards.mature)),
            str(section.due_today),
            _rate(section.reviews),
        )
    return table


def _rate(reviews: ReviewCounts) -> str:
    rate = reviews.recall_rate
    return "–" if rate is None else f"{rate:.0%}"


def _day(day: Day) -> str:
    return f"{date.fromordinal(day):%a %d %b}"
