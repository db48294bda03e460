"""The time of day, which is read here alone, and how long a session takes.

The time of day is asked anew for every event, and watched for jumps.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.units import Day, Millis

TOLERANCE_MS = 60_000
"""Differences up to this are not worth a word, in milliseconds."""

# Goes on while the machine sleeps, unlike `time.monotonic` on Linux. On macOS CLOCK_MONOTONIC does.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> Millis:
    """Return the instant that it is."""
    return Millis(time.time_ns() // 1_000_000)


def this_day(rollover: int) -> Day:
    """Return the study day (ordinal) that it is now, if days begin at the hour `rollover`."""
    return study_day(now(), rollover_hours=rollover)


def behind(newest: Millis | None) -> int:
    """Return by how many milliseconds the newest event of a log, `newest`, is yet to come.

    `newest` is in milliseconds since 1970, UTC, None if there is none. Up to `TOLERANCE_MS` it is
    0.
    """
    ahead = (newest or 0) - now()
    return ahead if ahead > TOLERANCE_MS else 0


class Clock:
    """Tells the time, and notices when it is set while a session lasts."""

    def __init__(self) -> None:
        self._ahead = self._lead()

    def now(self) -> Millis:
        """Return the time in milliseconds since 1970, UTC.

        The time zone is looked up again with it: a traveller's may have changed since.
        """
        time.tzset()
        return now()

    def jump(self) -> int:
        """Return by how many milliseconds the clock was set since the last call.

        Forward is positive. Up to `TOLERANCE_MS`, as when it is set by a time server, it is 0.
        """
        jumped = self._lead() - self._ahead
        if abs(jumped) <= TOLERANCE_MS:
            return 0
        self._ahead += jumped
        return jumped

    @staticmethod
    def _lead() -> int:
        """How far the clock is ahead of one that cannot be set."""
        return now() - time.clock_gettime_ns(_STEADY) // 1_000_000


class Stopwatch:
    """How long a session has lasted, and how long the card in front has been thought about.

    `minutes` is how long it may last, None for as long as there are cards.
    """

    def __init__(self, minutes: float | None = None) -> None:
        self._began_at = self._shown_at = time.monotonic()
        self._ends_at = self._began_at + minutes * 60 if minutes else math.inf

    @property
    def began_ms(self) -> int:
        """When it began, in milliseconds of a clock that nobody sets."""
        return round(self._began_at * 1000)

    @property
    def minutes(self) -> int:
        """Whole minutes since the session began."""
        return int((time.monotonic() - self._began_at) // 60)

    @property
    def left_s(self) -> float:
        """Seconds that it may still last, infinite without a limit; 0 once that is over."""
        return max(0.0, self._ends_at - time.monotonic())

    @property
    def is_up(self) -> bool:
        """Whether the session has lasted as long as it may."""
        return time.monotonic() > self._ends_at

    @property
    def thinking_ms(self) -> int:
        """Milliseconds since the last turn, without pauses."""
        return round((time.monotonic() - self._shown_at) * 1000)

    def turn(self) -> None:
        """Begin to count for another card."""
        self._shown_at = time.monotonic()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Count the time within as no thought."""
        since = time.monotonic()
        try:
            yield
        finally:
            self._shown_at += time.monotonic() - since
