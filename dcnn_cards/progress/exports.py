"""The review log and the cards as tables, for spreadsheets and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dcnn_cards.deck.card import Card
from dcnn_cards.progress.fields import Field, Row, Value, iso_day, iso_time
from dcnn_cards.schedule.asking import stage_of
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, standing_events
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day

REVIEW_FIELDS = (
    Field("id", "the event's own identifier, a UUIDv7"),
    Field("device", "identifier of the device on which it was made"),
    Field("at", "when, UTC, ISO 8601 with milliseconds"),
    Field("day", "the study day it counts for, ISO 8601; days begin at 04:00 local time"),
    Field("deck", "name of the deck"),
    Field("card", "id of the card"),
    Field("week", "week of the card; empty if it has none or is no longer in the deck"),
    Field("section", "section of the card; empty as above"),
    Field("topic", "topic of the card; empty as above"),
    Field("kind", "review, undo, suspend, unsuspend, bury, flag, unflag or reset"),
    Field("grade", "1 to 4; reviews only"),
    Field("grade_name", "again, hard, good or easy; reviews only"),
    Field("thinking_seconds", "from question to grade; reviews only"),
    Field("scheduler", "scheduler in force when the review was made"),
    Field("undone", "whether an undo took it back"),
)
"""Fields of the table of events, in order."""

CARD_FIELDS = (
    Field("id", "id of the card"),
    Field("week", "its week, empty if it has none"),
    Field("section", "its section"),
    Field("topic", "its topic, empty if it has none"),
    Field("question", "its question, as in the deck"),
    Field("state", "new, learning, young (interval under 21 days), mature or suspended"),
    Field("due", "the study day on which it is asked next, ISO 8601; empty while new"),
    Field("interval_days", "days from the last review to that day"),
    Field("reviews", "number of grades given since it was new"),
    Field("lapses", "how often it was forgotten after it had been learned"),
    Field("introduced", "the study day of its first review, ISO 8601"),
    Field("last_review", "the study day of its last review, ISO 8601"),
    Field("suspended", "whether it is left out of sessions, by the deck or by you"),
    Field("flagged", "whether you flagged it"),
    Field("scheduler", "the scheduler that the fields after this one belong to"),
)
"""Fields of the table of cards, in order; those of `memory_fields` follow."""

_MEMORY = {
    "ease": "SM-2: E-Factor, 1.3 or more; a new card starts at 2.5",
    "repetitions": "SM-2: repetitions in a row graded Hard or better",
    "box": "Leitner: box, 1 to 5",
    "stability": "FSRS: days until recall has fallen to 90 %",
    "difficulty": "FSRS: difficulty, 1 to 10",
}


def memory_fields(scheduler: Scheduler) -> tuple[Field, ...]:
    """Return the fields that hold what `scheduler` itself keeps of a card."""
    names = scheduler.memory_names
    return tuple(Field(name, _MEMORY.get(name, f"{scheduler.name}: {name}")) for name in names)


def review_rows(cards: Iterable[Card], events: Iterable[Event]) -> list[Row]:
    """Return a row of `REVIEW_FIELDS` for each event, in order of time; one id makes one row.

    `cards` say what week, section and topic the events belong to.
    """
    known = {card.id: card for card in cards}
    once = sorted(
        {event.id: event for event in events}.values(), key=lambda made: (made.at, made.id)
    )
    stand = {event.id for event in standing_events(once)}
    return [_review_row(event, known.get(event.card), event.id in stand) for event in once]


def card_rows(
    cards: Sequence[Card], records: Mapping[CardId, Record], scheduler: Scheduler, today: Day
) -> list[Row]:
    """Return a row for each card: `CARD_FIELDS`, then `memory_fields` of `scheduler`.

    `records` are by card id and derived under `scheduler`; `today` is a study day (ordinal).
    """
    return [_card_row(card, records.get(card.id, NEW), scheduler, today) for card in cards]


def _review_row(event: Event, card: Card | None, stands: bool) -> Row:
    thinking = None if event.thinking_ms is None else event.thinking_ms / 1000
    where: Sequence[Value] = (None,) * 3
    if card is not None:
        where = card.week, card.section, card.topic
    grade: Sequence[Value] = (None,) * 2
    if event.grade is not None:
        grade = event.grade.value, event.grade.name.lower()
    values: Sequence[Value] = (
        event.id,
        event.device,
        iso_time(event.at),
        iso_day(event.day),
        event.deck,
        event.card,
        *where,
        event.kind.value,
        *grade,
        thinking,
        event.scheduler,
        event.kind is not Kind.UNDO and not stands,
    )
    return _row(REVIEW_FIELDS, values)


def _card_row(card: Card, record: Record, scheduler: Scheduler, today: Day) -> Row:
    state = record.state
    names = scheduler.memory_names
    schedule: Sequence[Value] = (None,) * 5
    memory: Sequence[Value] = (None,) * len(names)
    if state is not None:
        schedule = (
            iso_day(state.due),
            state.interval,
            state.reviews,
            state.lapses,
            iso_day(state.last_day),
        )
        memory = [int(number) if number.is_integer() else number for number in state.memory]
    due, interval, reviews, lapses, last_review = schedule
    values: Sequence[Value] = (
        card.id,
        card.week,
        card.section,
        card.topic,
        card.question,
        stage_of(card, record, today).value,
        due,
        interval,
        reviews,
        lapses,
        iso_day(record.introduced),
        last_review,
        card.suspended or record.suspended,
        record.flagged,
        scheduler.name,
        *memory,
    )
    return _row((*CARD_FIELDS, *memory_fields(scheduler)), values)


def _row(fields: Sequence[Field], values: Sequence[Value]) -> Row:
    return {field.name: value for field, value in zip(fields, values, strict=True)}
