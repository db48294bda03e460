"""Progress in numbers, counted already or card by card."""

from __future__ import annotations

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.progress.stats import (
    FORECAST_DAYS,
    Summary,
    assembled,
    summarize,
)
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import Store


def summary_of(
    deck: Deck, filters: Filters, store: Store, scheduler: Scheduler, today: Day
) -> Summary:
    """Return the summary, from what is counted already if it can be had from that."""
    agenda = Agenda(deck, filters, store, scheduler)
    counts = agenda.counts(today, days=FORECAST_DAYS)
    if counts is None:
        chosen = agenda.whole()
        return summarize(deck, chosen.cards, chosen.records, store.events(deck.name), today)
    return assembled(
        deck.name,
        today,
        sections=counts.sections,
        by_section=counts.by_section,
        by_day=counts.by_day,
        introduced=counts.introduced,
        due=counts.due,
    )
