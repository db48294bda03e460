"""How each card stands: how far it has come, and what was done to it besides."""

from __future__ import annotations

from collections.abc import Mapping

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.schedule.asking import stage_of
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.queue import is_leech


def standing_of(agenda: Agenda, today: Day) -> Mapping[CardId, tuple[str, ...]]:
    """Return by card in words how the cards of `agenda` stand on study day `today`."""
    cards, records, _ = agenda.whole()
    return {
        card.id: (str(stage_of(card, record, today)), *marks_of(record, today, suspended=False))
        for card in cards
        for record in [records.get(card.id, NEW)]
    }


def marks_of(record: Record, today: Day, *, suspended: bool = True) -> tuple[str, ...]:
    """Return in words what was done to a card, apart from its reviews.

    Whether it is `suspended` is left out where its stage says so.
    """
    marks = {
        "flagged": record.flagged,
        "suspended": record.suspended and suspended,
        "put off": record.buried == today,
        "leech": is_leech(record),
    }
    return tuple(name for name, holds in marks.items() if holds)
