"""Names that scripts rely on: the fields of what is exported, each with its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from dcnn_cards.schedule.day import iso
from dcnn_cards.schedule.units import Day, Millis

Value = str | int | float | bool | None
"""What a field may hold."""

Row = Mapping[str, Value]
"""One line of a table: field name to value, in the order of the fields."""


class Field(NamedTuple):
    """A field of an export: the name it goes by, and what it means."""

    name: str
    meaning: str


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def iso_day(day: Day | None) -> str | None:
    """Return a study day (ordinal) as an ISO 8601 date."""
    return None if day is None else iso(day)


def iso_time(at_ms: Millis) -> str:
    """Return an instant, UTC in milliseconds since 1970, as in `2026-01-31T18:30:00.125Z`."""
    instant = _EPOCH + timedelta(milliseconds=at_ms)
    return instant.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
