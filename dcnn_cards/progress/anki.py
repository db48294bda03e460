"""What happened to a card as Anki has it: rows of its review log, and where the card is placed.

A row stands for a review that was not taken back, and for a card that was made new again. Reviews
of a day on which the card had one already are steps of learning there, as the first of a card is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dcnn_cards.deck.anki.form import Answer, AnswerKind, CardType, Memory, Placed, Queue
from dcnn_cards.schedule.asking import Askable, takes_part
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, after, in_their_days, seen_on, standing_events
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import Day

STEP_S = 600
"""Seconds until a card that was graded Again is asked once more, as a row of Anki's log has it."""

START_EASE = 2500
"""The ease in thousandths of a card of a scheduler that has none: what a new one has in Anki."""

FLAG = 1
"""The flag of a card that is flagged; Anki has seven."""


class History(NamedTuple):
    """The record of a card, and its rows of Anki's log."""

    record: Record
    answers: Sequence[Answer]


def history(events: Iterable[Event], scheduler: Scheduler) -> History:
    """Return what the events of one card, given in any order, come to under `scheduler`."""
    record, last, answers = NEW, 0, list[Answer]()
    for event in in_their_days(standing_events(events)):
        before, record = record, after(record, event, scheduler)
        if event.kind is Kind.REVIEW and event.grade is not None and record.state is not None:
            interval = -STEP_S if record.state.again else record.state.interval
            answers.append(
                Answer(
                    event.at,
                    int(event.grade),
                    interval,
                    last,
                    _logged_ease(record.state, scheduler),
                    event.thinking_ms or 0,
                    _kind_of(before, event.day),
                )
            )
            last = interval
        elif event.kind is Kind.RESET and before.state is not None:
            answers.append(Answer(event.at, 0, kind=AnswerKind.BY_HAND))
            last = 0
    return History(record, answers)


def placed(card: Askable, record: Record, scheduler: Scheduler, today: Day, now: int) -> Placed:
    """Return where a card is `now` (seconds since 1970), on study day `today`.

    Its `due` counts days from today; while the card is new, it is 0. It is template 0.
    """
    state = seen_on(record.state, today)
    found = Placed(0, flag=FLAG * record.flagged)
    if state is not None:
        memory = dict(zip(scheduler.memory, state.memory, strict=True))
        found = found.replace(
            type=CardType.REVIEW,
            queue=Queue.REVIEW,
            due=state.due - today,
            interval=state.interval,
            ease=round(1000 * memory["ease"]) if "ease" in memory else START_EASE,
            reviews=state.reviews,
            lapses=state.lapses,
            memory=Memory(memory["stability"], memory["difficulty"])
            if "stability" in memory
            else None,
        )
        if state.is_learning(today):
            first = record.introduced == today
            found = found.replace(
                type=CardType.LEARNING if first else CardType.RELEARNING,
                queue=Queue.LEARNING,
                due=now + STEP_S,
                left=1001,  # one step, and that today
            )
    if not takes_part(card, record):
        return found.replace(queue=Queue.SUSPENDED)
    return found.replace(queue=Queue.BURIED) if record.buried == today else found


def _kind_of(before: Record, day: Day) -> AnswerKind:
    """What a review on study day `day` finds."""
    if before.state is None or (before.introduced == before.state.last_day >= day):
        return AnswerKind.LEARNING
    return AnswerKind.RELEARNING if before.state.last_day >= day else AnswerKind.REVIEW


def _logged_ease(state: State, scheduler: Scheduler) -> int:
    memory = dict(zip(scheduler.memory, state.memory, strict=True))
    if "difficulty" in memory:
        return round((memory["difficulty"] - 1) / 9 * 1000) + 100
    return round(1000 * memory["ease"]) if "ease" in memory else START_EASE
