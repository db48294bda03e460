"""What is expected of an exam in a line, and the words that its screens share."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from dcnn_cards.counted import counted
from dcnn_cards.program import called
from dcnn_cards.schedule.units import Day

if TYPE_CHECKING:
    from dcnn_cards.app.exam import Expected
    from dcnn_cards.app.preparation import Prepared


def exam_line(expected: Expected, today: Day) -> str:
    """Return in one line what is expected, on study day `today`, of an exam still to come."""
    line = expected_line(expected, today)
    if expected.today != today:
        return f"{line}, as of {short(expected.today)}"
    return f"{line}, {percent(expected.now)} if it were today"


def expected_line(expected: Expected, today: Day) -> str:
    """Return in a short line, as of its own day, what is expected of an exam still to come."""
    score = f"{percent(expected.score)} expected ({between(expected.low, expected.high)})"
    return f"Exam {when(expected.exam_day, today)}: {score}"


def came_to(prepared: Prepared) -> list[str]:
    """Return in lines what a session, or a day without one, came to for an exam."""
    minutes, left = prepared.budget
    lines = []
    if points := round(prepared.gained * 100, 1):
        lines.append(f"this session: {points:+.1f} points of the score")
    if not prepared.counts:
        lines.append(f"none of its cards counts: {called()} exam says why")
    elif minutes == 0:
        lines.append("today is a day off")
    elif prepared.nothing_more:
        lines.append("nothing more is worth asking for it today")
    elif minutes is not None and left is not None:
        used = f"the {counted(round(minutes), 'minute')} of today are used"
        lines.append(f"{ceil(left)} of {minutes:g} min left today" if left else used)
    return lines


def percent(share: float) -> str:
    """Return a share of 1 in whole percents, of which 0 and 100 are said only where they are so."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return "over 99 %"
    return "under 1 %" if whole == 0 and share > 0 else f"{whole} %"


def between(low: float, high: float) -> str:
    """Return two shares of 1, of which the first is the lower, in whole percents."""
    return f"{low * 100:.0f} to {high * 100:.0f} %"


def when(day: Day, today: Day) -> str:
    """Return how far a day is from `today`, in words."""
    ahead = day - today
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if ahead in near:
        return near[ahead]
    return f"in {counted(ahead, 'day')}" if ahead > 0 else f"{counted(-ahead, 'day')} ago"


def short(day: Day) -> str:
    """Return the day and the month of a study day."""
    on = date.fromordinal(day)
    return f"{on.day} {on:%b}"
