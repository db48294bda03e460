"""The day's work in numbers.

The rule of all numbers of cards: what is asked by itself is one, so that each part of a card is. A
part is due by its own schedule, wherever that is counted; how many of those that are due a session
asks is said here.
"""

from __future__ import annotations

from typing import NamedTuple

from dcnn_cards.app.agenda import BATCH, Agenda
from dcnn_cards.progress.stats import due_today
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import build_queue


class Work(NamedTuple):
    """How many cards there are to review today, and how many new ones to learn.

    So many more that are due are `waiting`, since a part of their card is asked today.
    """

    reviews: int
    new: int
    waiting: int = 0


def work_of(agenda: Agenda, today: Day, new: int) -> Work:
    """Return the work of study day `today`, with at most `new` new cards on it."""
    found = agenda.on(today, agenda.events_of(today), new)
    if found.behind:
        return Work(BATCH + found.behind.due + found.behind.learning, found.behind.new)
    queue = build_queue(found.cards, found.records, today, new)
    reviews = len(queue.due) + len(queue.learning)
    due = due_today(found.cards, found.records, today)
    return Work(reviews, len(queue.new), due - reviews)
