"""The review log and the cards as tables, for spreadsheets and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds.cloze import for_others
from dcnn_cards.progress.fields import Field, Row, Value, iso_day, iso_time
from dcnn_cards.schedule.asking import stage_of
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Kind
from dcnn_cards.schedule.fold import NEW, Record, taken_back
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import CardId, Day

_Told = TypeVar("_Told")


class _Column(NamedTuple, Generic[_Told]):
    """A field of a table, and its value for what a row tells of."""

    name: str
    meaning: str
    value: Callable[[_Told], Value]


class _Made(NamedTuple):
    """What a row of the table of events tells of; `card` is None if it is not in the deck."""

    event: Event
    card: Card | None
    stands: bool


class _Studied(NamedTuple):
    """What a row of the table of cards tells of."""

    card: Card
    record: Record
    state: State | None
    scheduler: Scheduler
    today: Day


_REVIEW_COLUMNS: tuple[_Column[_Made], ...] = (
    _Column("id", "the event's own identifier, a UUIDv7", lambda made: made.event.id),
    _Column(
        "device",
        "identifier of the device on which it was made",
        lambda made: made.event.device,
    ),
    _Column("at", "when, UTC, ISO 8601 with milliseconds", lambda made: iso_time(made.event.at)),
    _Column(
        "day",
        "the study day it counts for, ISO 8601; days begin at 04:00 local time",
        lambda made: iso_day(made.event.day),
    ),
    _Column("deck", "name of the deck", lambda made: made.event.deck),
    _Column(
        "card",
        "id of the card; empty for what is about the whole deck",
        lambda made: None if made.event.card == WHOLE_DECK else made.event.card,
    ),
    _Column(
        "week",
        "week of the card; empty if it has none or is no longer in the deck",
        lambda made: made.card.week if made.card else None,
    ),
    _Column(
        "section",
        "section of the card; empty as above",
        lambda made: made.card.section if made.card else None,
    ),
    _Column(
        "topic",
        "topic of the card; empty as above",
        lambda made: made.card.topic if made.card else None,
    ),
    _Column(
        "kind",
        f"{', '.join(list(Kind)[:-1])} or {list(Kind)[-1]}",
        lambda made: made.event.kind.value,
    ),
    _Column(
        "grade",
        "1 to 4; reviews only",
        lambda made: made.event.grade and made.event.grade.value,
    ),
    _Column(
        "grade_name",
        "again, hard, good or easy; reviews only",
        lambda made: made.event.grade and made.event.grade.name.lower(),
    ),
    _Column(
        "thinking_seconds",
        "from question to grade; reviews only",
        lambda made: None if made.event.thinking_ms is None else made.event.thinking_ms / 1000,
    ),
    _Column(
        "scheduler",
        "scheduler in force when the review was made",
        lambda made: made.event.scheduler,
    ),
    _Column(
        "seed",
        "the draw, from 0, of a card that is asked anew each time; `show ID --draw` has it",
        lambda made: made.event.seed,
    ),
    _Column(
        "detail",
        "what else belongs to its kind, a JSON object as text",
        lambda made: made.event.detail,
    ),
    _Column(
        "undone",
        "whether an undo took it back",
        lambda made: made.event.kind is not Kind.UNDO and not made.stands,
    ),
)

REVIEW_FIELDS = tuple(Field(column.name, column.meaning) for column in _REVIEW_COLUMNS)
"""Fields of the table of events, in order."""


_CARD_COLUMNS: tuple[_Column[_Studied], ...] = (
    _Column("id", "id of the card", lambda one: one.card.id),
    _Column("week", "its week, empty if it has none", lambda one: one.card.week),
    _Column("section", "its section", lambda one: one.card.section),
    _Column("topic", "its topic, empty if it has none", lambda one: one.card.topic),
    _Column(
        "question", "its question, as it ought to read", lambda one: for_others(one.card.asked)
    ),
    _Column(
        "answer",
        "what is learned: the answer as it ought to read",
        lambda one: for_others(one.card.learned),
    ),
    _Column(
        "added",
        "an answer, or a part, that the source lacks",
        lambda one: for_others(one.card.added),
    ),
    _Column(
        "corrected",
        "whether the source's own question or answer is another",
        lambda one: bool(one.card.corrected or one.card.corrected_question),
    ),
    _Column(
        "state",
        "new, learning, young (interval under 21 days), mature or suspended",
        lambda one: stage_of(one.card, one.record, one.today).value,
    ),
    _Column(
        "due",
        "the study day on which it is asked next, ISO 8601; empty while new",
        lambda one: iso_day(one.state.due) if one.state else None,
    ),
    _Column(
        "interval_days",
        "days from the last review to that day",
        lambda one: one.state.interval if one.state else None,
    ),
    _Column(
        "reviews",
        "number of grades given since it was new",
        lambda one: one.state.reviews if one.state else None,
    ),
    _Column(
        "lapses",
        "how often it was forgotten after it had been learned",
        lambda one: one.state.lapses if one.state else None,
    ),
    _Column(
        "introduced",
        "the study day of its first review, ISO 8601",
        lambda one: iso_day(one.record.introduced),
    ),
    _Column(
        "last_review",
        "the study day of its last review, ISO 8601",
        lambda one: iso_day(one.state.last_day) if one.state else None,
    ),
    _Column(
        "suspended",
        "whether it is left out of sessions, by the deck or by you",
        lambda one: one.card.suspended or one.record.suspended,
    ),
    _Column("flagged", "whether you flagged it", lambda one: one.record.flagged),
    _Column(
        "scheduler",
        "the scheduler that the fields after this one belong to",
        lambda one: one.scheduler.name,
    ),
)

CARD_FIELDS = tuple(Field(column.name, column.meaning) for column in _CARD_COLUMNS)
"""Fields of the table of cards, in order; those of `memory_fields` follow."""


def memory_fields(scheduler: Scheduler) -> tuple[Field, ...]:
    """Return the fields that hold what `scheduler` itself keeps of a card."""
    return tuple(Field(name, meaning) for name, meaning in scheduler.memory.items())


def review_rows(
    cards: Iterable[Card], ordered: Iterable[Event], undos: Iterable[Event]
) -> Iterator[Row]:
    """Yield a row of `REVIEW_FIELDS` for each event, which come in order, each once.

    `cards` say what week, section and topic the events belong to, `undos` what was taken back.
    """
    known, undone = {card.id: card for card in cards}, taken_back(undos)
    for event in ordered:
        stands = event.kind is not Kind.UNDO and (event.deck, event.card, event.id) not in undone
        yield _row(_REVIEW_COLUMNS, _Made(event, known.get(event.card), stands))


def card_rows(
    cards: Sequence[Card], records: Mapping[CardId, Record], scheduler: Scheduler, today: Day
) -> list[Row]:
    """Return a row for each card: `CARD_FIELDS`, then `memory_fields` of `scheduler`.

    `records` are by card id and derived under `scheduler`; `today` is a study day (ordinal).
    """
    found = ((card, records.get(card.id, NEW)) for card in cards)
    studied = [_Studied(card, record, record.state, scheduler, today) for card, record in found]
    return [{**_row(_CARD_COLUMNS, one), **_memory_of(one)} for one in studied]


def _memory_of(one: _Studied) -> Row:
    names = one.scheduler.memory
    if one.state is None:
        return dict.fromkeys(names)
    numbers = (int(value) if value.is_integer() else value for value in one.state.memory)
    return dict(zip(names, numbers, strict=True))


def _row(columns: Sequence[_Column[_Told]], told: _Told) -> dict[str, Value]:
    return {name: value(told) for name, _, value in columns}
