"""Events and records as rows of the store, and back.

Going back raises UnreadableRowError for a row that this program cannot have written.
"""

from __future__ import annotations

from typing import Any

from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Fitted, State
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.store.faults import UnreadableRowError

Row = tuple[Any, ...]

EVENT = "id, device, at, day, deck, card, kind, grade, thinking_ms, scheduler, undoes"
"""Columns of an event, in the order of its fields."""

RECORD = (
    "card, edition, due, interval, reviews, lapses, again, memory, suspended, flagged, introduced,"
    " buried"
)
"""Columns of a record, without its deck."""

_KINDS = {kind.value: kind for kind in Kind}
_GRADES: dict[int | None, Grade | None] = {None: None, **{g.value: g for g in Grade}}


def event_row(event: Event) -> Row:
    """Return the values of the columns `EVENT`."""
    return (
        event.id,
        event.device,
        event.at,
        event.day,
        event.deck,
        event.card,
        event.kind.value,
        None if event.grade is None else event.grade.value,
        event.thinking_ms,
        event.scheduler,
        event.undoes,
    )


def event_of(row: Row) -> Event:
    """Return the event in the columns `EVENT`."""
    name, device, at, day, deck, card, kind, grade, thinking_ms, scheduler, undoes = row
    if kind not in _KINDS or grade not in _GRADES:
        raise UnreadableRowError(f"event {name} has kind {kind!r} and grade {grade!r}")
    return Event(
        name, device, at, day, deck, card, _KINDS[kind], _GRADES[grade], thinking_ms, scheduler,
        undoes,
    )  # fmt: skip


def record_row(card: CardId, edition: str, record: Record) -> Row:
    """Return the values of the columns `RECORD`."""
    state = record.state
    if state is None:
        schedule: Row = (None,) * 6
    else:
        memory = f"[{','.join(map(repr, state.memory))}]"
        schedule = state.due, state.interval, state.reviews, state.lapses, state.again, memory
    marks = record.suspended, record.flagged, record.introduced, record.buried
    return (card, edition, *schedule, *marks)


def record_of(row: Row) -> Record:
    """Return the record in the columns `RECORD`."""
    card, _, due, interval, reviews, lapses, again, memory, *marks = row
    suspended, flagged, introduced, buried = marks
    if due is None:
        return Record(None, bool(suspended), bool(flagged), introduced, buried)
    try:
        numbers = tuple(map(float, memory[1:-1].split(","))) if len(memory) > 2 else ()
        state = State(due + 0, interval + 0, reviews + 0, lapses + 0, bool(again), numbers)
    except (TypeError, ValueError) as error:
        raise UnreadableRowError(f"the state of card {card} makes no sense") from error
    return Record(state, bool(suspended), bool(flagged), introduced, buried)


def fitted_text(fitted: Fitted) -> str:
    """Return `fitted` as it is kept in the table `meta`."""
    import json  # Only those who fitted parameters need it.

    names = {"parameters": fitted.parameters, "day": fitted.day, "reviews": fitted.reviews}
    return json.dumps(names)


def fitted_of(text: str) -> Fitted:
    """Return what `fitted_text` made a text of."""
    import json

    try:
        names = json.loads(text)
        numbers = tuple(map(float, names["parameters"]))
        return Fitted(numbers, Day(names["day"]), int(names["reviews"]))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise UnreadableRowError(f"fitted parameters {text[:40]!r}") from error
