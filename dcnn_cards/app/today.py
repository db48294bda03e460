"""The day's work in numbers.

The rule of all numbers of cards: what is asked by itself is one, so that each part of a card is. A
part is due by its own schedule, wherever that is counted; how many of those that are due a session
asks is said here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dcnn_cards.app.agenda import BATCH, Agenda
from dcnn_cards.progress.stats import due_today
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import build_queue

if TYPE_CHECKING:
    from dcnn_cards.app.exam import Expected


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


class Coming(NamedTuple):
    """An exam that is still to come, on study day `day`, with so many `minutes` for it today.

    `expected` is what was expected of it when that was reckoned last, None if that is gone.
    """

    day: Day
    minutes: int
    expected: Expected | None


def coming_exam(agenda: Agenda, today: Day) -> Coming | None:
    """Return the exam for which a session on study day `today` asks, None if there is none."""
    exam = agenda.exam()
    if exam is None or exam.day <= today:
        return None
    from dcnn_cards.app.prospect import last_prospect

    found = last_prospect(agenda.deck, exam)
    return Coming(exam.day, exam.minutes_on(today), found.expected if found else None)
