"""The time of day as a session needs it: asked anew for every event, and watched for jumps."""

from __future__ import annotations

import time

from dcnn_cards.terminal.counted import counted

TOLERANCE_MS = 60_000
"""Differences up to this are not worth a word, in milliseconds."""

# Goes on while the machine sleeps, unlike `time.monotonic` on Linux. On macOS CLOCK_MONOTONIC does.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> int:
    """Return the time in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class Clock:
    """Tells the time, and notices when it is set while a session lasts."""

    def __init__(self) -> None:
        self._ahead = self._lead()

    def now(self) -> int:
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


def jump_told(jumped: int) -> str:
    """Return what to say of a clock that was set by `jumped` milliseconds, nothing if by none."""
    if not jumped:
        return ""
    where = "forward" if jumped > 0 else "back"
    return f"The clock was set {where} by {_span(abs(jumped))}. Every review stays in its order."


def behind_told(newest: int | None) -> str:
    """Return what to say when the newest event of the log, `newest`, is yet to come.

    `newest` is in milliseconds since 1970, UTC, None if there is none.
    """
    behind = (newest or 0) - now()
    if behind <= TOLERANCE_MS:
        return ""
    return f"The clock is {_span(behind)} behind the last review: is the date right?"


def _span(ms: int) -> str:
    """A time span in its largest unit, rounded."""
    for unit, length in (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)):
        if ms >= length:
            return counted(round(ms / length), unit)
    return "a moment"
