"""Identifiers that sort by time: UUID version 7 of RFC 9562, section 5.7.

The standard library has them from Python 3.14 on.
"""

from __future__ import annotations

from os import urandom

from dcnn_cards.schedule.units import Millis

# The newest identifier's 48 bits of time and 74 random bits, as one number.
_newest = 0


def uuid7(at: Millis) -> str:
    """Return a new identifier for the instant `at` (48 bits).

    Each one made by a process is greater, as text too, than all before it. For that the random
    bits count up where two share a millisecond or the clock was set back (RFC 9562, section 6.2,
    method 2).
    """
    global _newest
    number = at << 74 | int.from_bytes(urandom(10)) >> 7
    if number <= _newest:
        number = _newest + 1 + int.from_bytes(urandom(4))
    _newest = number
    return uuid7_text(number)


def uuid7_text(number: int) -> str:
    """Return the identifier with these 48 bits of time and 74 other bits."""
    time, random_a, random_b = number >> 74, number >> 62 & 0xFFF, number & (1 << 62) - 1
    text = f"{time << 80 | 7 << 76 | random_a << 64 | 2 << 62 | random_b:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
