"""What is said beside a card, or after a session, in a line of words."""

from __future__ import annotations

from dcnn_cards.errors import CardsError
from dcnn_cards.terminal.counted import counted


def in_one_line(problem: CardsError | None) -> str:
    """Return a problem in one line, nothing if there is none."""
    if problem is None:
        return ""
    return f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.fix}"


def clock_jump_notice(jumped: int) -> str:
    """Return what to say of a clock that was set by `jumped` milliseconds, nothing if by none."""
    if not jumped:
        return ""
    where = "forward" if jumped > 0 else "back"
    return f"The clock was set {where} by {_span(abs(jumped))}. Every review stays in its order."


def clock_behind_notice(behind: int) -> str:
    """Return what to say of a clock `behind` milliseconds behind the log, nothing if by none."""
    if not behind:
        return ""
    return f"The clock is {_span(behind)} behind the last review: is the date right?"


def _span(ms: int) -> str:
    """A time span in its largest unit, rounded."""
    for unit, length in (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000)):
        if ms >= length:
            return counted(round(ms / length), unit)
    return "a moment"
