"""The study day: it begins at 04:00 local time, so that a late evening is one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from dcnn_cards.schedule.units import Day, Millis

ROLLOVER_HOURS = 4
"""The hour on the local clock at which a study day begins."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def study_day(at_ms: Millis, tz: tzinfo | None = None, rollover_hours: int = ROLLOVER_HOURS) -> Day:
    """Return the study day of an instant as a proleptic Gregorian ordinal (`date.toordinal`).

    `at_ms` is UTC in milliseconds since 1970, `tz` the learner's time zone, None for that of the
    system. What counts is the clock on the wall: the day begins when it shows `rollover_hours`
    (0 to 23), also where daylight saving makes the day 23 or 25 hours long.
    """
    if not 0 <= rollover_hours <= 23:
        raise ValueError(f"a day begins at an hour from 0 to 23, not {rollover_hours}")
    local = (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(tz)
    return Day(local.toordinal() - (local.hour < rollover_hours))


def iso(day: Day) -> str:
    """Return a study day as a date of ISO 8601, such as 2027-02-03."""
    return date.fromordinal(day).isoformat()
