"""The day's work in numbers."""

from __future__ import annotations

from typing import NamedTuple

from dcnn_cards.app.agenda import BATCH, Agenda
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import build_queue


class Work(NamedTuple):
    """How many cards there are to review today, and how many new ones to learn."""

    reviews: int
    new: int


def work_of(agenda: Agenda, today: Day, new: int) -> Work:
    """Return the work of study day `today`, with at most `new` new cards on it."""
    found = agenda.on(today, agenda.events_of(today), new)
    if found.behind:
        return Work(BATCH + found.behind.due + found.behind.learning, found.behind.new)
    queue = build_queue(found.cards, found.records, today, new)
    return Work(len(queue.due) + len(queue.learning), len(queue.new))
