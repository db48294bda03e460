"""The schedulers side by side: what each asks today and on the days to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dcnn_cards.deck.card import Card
from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, iso_day
from dcnn_cards.progress.stats import DayDue, due_today, forecast
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.units import CardId, Day, DeckName

COMPARED_DAYS = 30
"""How many days after today are compared."""

COMPARISON_FIELDS = (
    Field("deck", "name of the deck"),
    Field("today", "the study day, ISO 8601"),
    Field("schedulers.scheduler", "name of the scheduler"),
    Field("schedulers.in_use", "whether it is the one that the settings choose"),
    Field(
        "schedulers.due_today", "cards it asks today: due, overdue and learning, without new ones"
    ),
    Field("schedulers.due_30_days", "cards that come due in the 30 days after today together"),
    Field("days.day", "each of the 30 days after today, ISO 8601"),
    Field("days.due_NAME", "cards that come due on it under the scheduler NAME, as things stand"),
)
"""Every name in the document of the comparison, lists written as `list.field`."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What the scheduler of that name asks on the study day, and on the `COMPARED_DAYS` after it.

    It is told as things stand: what is asked on a day comes back on a later one, and new cards too.
    """

    scheduler: str
    due_today: int
    days: tuple[DayDue, ...]

    @property
    def due_later(self) -> int:
        """How many cards come due on all the days together."""
        return sum(day.due for day in self.days)


def demand_of(
    name: str, cards: Sequence[Card], records: Mapping[CardId, Record], today: Day
) -> Demand:
    """Return what is asked of `cards` if `records`, by card id, come from the scheduler `name`."""
    days = forecast(cards, records, today, COMPARED_DAYS)
    return Demand(name, due_today(cards, records, today), days)


def comparison_document(
    deck: DeckName, today: Day, compared: Sequence[Demand], in_use: str
) -> Document:
    """Return the comparison as plain values under the names of `COMPARISON_FIELDS`."""
    return {
        "deck": deck,
        "today": iso_day(today),
        "schedulers": [
            {
                "scheduler": each.scheduler,
                "in_use": each.scheduler == in_use,
                "due_today": each.due_today,
                "due_30_days": each.due_later,
            }
            for each in compared
        ],
        "days": [
            {
                "day": iso_day(today + n + 1),
                **{f"due_{each.scheduler}": each.days[n].due for each in compared},
            }
            for n in range(COMPARED_DAYS)
        ],
    }
