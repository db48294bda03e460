"""What happened to a card as Anki has it: rows of its review log, and where the card is placed.

A row stands for a review that was not taken back, and for a card that was made new again. Reviews
of a day on which the card had one already are steps of learning there, as the first of a card is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dcnn_cards.deck.anki.form import Answer, AnswerKind, CardType, Memory, Placed, Queue
from dcnn_cards.deck.anki.reading import FoundCard
from dcnn_cards.digest import digest
from dcnn_cards.schedule.asking import Askable, takes_part
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import MAX_AT, Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record, after, in_their_days, seen_on, standing_events
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7_text

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


DEVICE = "anki"
"""The device of the events that come from Anki."""

SAME_MS = 60_000
"""A row so soon after a review of ours, and with its grade, is that review.

Rows of one instant are moved apart when a package is written, and nobody grades a card the same
again so fast on another device.
"""


class Taken(NamedTuple):
    """What is new of a card from Anki: events for the log.

    `days` are the study days of all its answers, `by_hand` counts rows that are none.
    """

    events: Sequence[Event]
    days: Sequence[Day]
    by_hand: int


def events_from(
    found: FoundCard,
    origin: str,
    card: tuple[DeckName, CardId],
    known: Sequence[Event],
    record: Record,
    rollover: int,
    *,
    askable: bool,
) -> Taken:
    """Return the events that the rows of a card of Anki's stand for, but for those `known` here.

    Their ids follow from the row and from `origin`, the card's own name in Anki: what is taken in
    twice is there once. A card that is set aside or flagged there, and not so by its `record`, is
    then so here, unless the deck itself has it not asked.
    """
    events, days, by_hand = list[Event](), list[Day](), 0
    own = [each for each in known if each.device != DEVICE]
    left = [(each.at, each.grade) for each in own if each.kind is Kind.REVIEW]
    resets = {each.at for each in own if each.kind is Kind.RESET}
    last = 0

    def event(at: int, kind: Kind, **facts: Any) -> Event:
        number = int(digest(f"{origin}\x1f{kind}\x1f{at}".encode()), 16) >> 86
        day = study_day(Millis(at), rollover_hours=rollover)
        return Event(uuid7_text(at << 74 | number), DEVICE, Millis(at), day, *card, kind, **facts)

    for answer in found.answers:
        if not 0 < answer.at <= MAX_AT:
            by_hand += 1
            continue
        last = answer.at
        if 1 <= answer.grade <= 4 and answer.kind is not AnswerKind.BY_HAND:
            days.append(study_day(Millis(answer.at), rollover_hours=rollover))
            grade = Grade(answer.grade)
            same = (
                (at, one) for at, one in left if one is grade and 0 <= answer.at - at <= SAME_MS
            )
            if match := next(same, None):
                left.remove(match)
                continue
            events.append(
                event(answer.at, Kind.REVIEW, grade=grade, thinking_ms=max(0, answer.taken_ms))
            )
        elif answer.grade == answer.interval == answer.ease == 0:  # made new again
            if answer.at not in resets:
                events.append(event(answer.at, Kind.RESET))
        else:
            by_hand += 1
    after = max(last + 1, 1000 * found.changed)
    if 0 < after <= MAX_AT:
        if found.suspended and askable and not record.suspended:
            events.append(event(after, Kind.SUSPEND))
        if found.flagged and not record.flagged:
            events.append(event(after + 1, Kind.FLAG))
    return Taken(events, days, by_hand)
