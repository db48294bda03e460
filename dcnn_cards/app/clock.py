"""The time of day as a session needs it: asked anew for every event, and watched for jumps."""

from __future__ import annotations

import time

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


def behind(newest: int | None) -> int:
    """Return by how many milliseconds the newest event of a log, `newest`, is yet to come.

    `newest` is in milliseconds since 1970, UTC, None if there is none. Up to `TOLERANCE_MS` it is
    0.
    """
    ahead = (newest or 0) - now()
    return ahead if ahead > TOLERANCE_MS else 0
