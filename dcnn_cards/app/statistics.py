"""Progress in numbers, counted already or card by card."""

from __future__ import annotations

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.progress.stats import (
    FORECAST_DAYS,
    Summary,
    assembled,
    summarize,
)
from dcnn_cards.schedule.units import Day


def summary_of(agenda: Agenda, today: Day) -> Summary:
    """Return the progress on study day `today`, from what is counted already if that can be."""
    deck, counts = agenda.deck, agenda.counts(today, days=FORECAST_DAYS)
    if counts is None:
        chosen = agenda.whole()
        return summarize(deck, chosen.cards, chosen.records, agenda.events(), today)
    return assembled(
        deck.name,
        today,
        sections=counts.sections,
        by_section=counts.by_section,
        by_day=counts.by_day,
        introduced=counts.introduced,
        due=counts.due,
    )
