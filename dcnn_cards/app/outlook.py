"""What is to come after today."""

from __future__ import annotations

from typing import NamedTuple

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.progress.stats import FORECAST_DAYS, forecast, streak
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import next_due


class Outlook(NamedTuple):
    """What is to come after `today`: the next day with reviews and how many, and the week's.

    `streak` is the number of days in a row with a review, up to today or to yesterday. All but
    the streak counts the cards chosen, which `filtered` says are not all; `reach` how many of them
    were seen at least once, and of how many, None where that would take long to count.
    """

    today: Day
    next_due: tuple[Day, int] | None
    week: int = 0
    streak: int = 0
    filtered: bool = False
    reach: tuple[int, int] | None = None


def outlook_of(agenda: Agenda, today: Day) -> Outlook:
    """Return what is to come after study day `today`. Raises CardsError if no card is chosen."""
    coming = agenda.later(today, FORECAST_DAYS)
    week = sum(day.due for day in forecast(coming.cards, coming.records, today))
    return Outlook(
        today,
        next_due(coming.cards, coming.records, today),
        week,
        streak(agenda.review_days(), today),
        agenda.is_filtered,
        agenda.reach(),
    )
