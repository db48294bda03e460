"""What is said of an exam on the command line: dates, days off, weights."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from typing import NamedTuple

import click

from dcnn_cards.schedule.exam import MAX_WEIGHT, WEEKDAYS
from dcnn_cards.schedule.units import Day

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTS = re.compile(r"[\s./,-]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")
_NEAR = {"today": 0, "tomorrow": 1}
_SPAN = re.compile(r"(.+?)(?:\.\.+|…)(.+)")

NO_DAYS_OFF = "none"


class DaysOff(NamedTuple):
    """Days that are free: one of the week (0 is Monday), or from a day to a day; neither: none."""

    weekday: int | None = None
    span: tuple[Day, Day] | None = None


def date_given(value: str) -> Day:
    """Return the study day (ordinal) that a date as 2027-02-03 names.

    Raises BadParameter, with what was probably meant, where it is no date.
    """
    try:
        return day_in(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def days_off_given(value: str) -> DaysOff:
    """Return the days that `value` names: one of the week, a date, FROM..TO, or `none`.

    Raises BadParameter, with what was probably meant, where it is none of these.
    """
    word = value.strip().lower()
    if word == NO_DAYS_OFF:
        return DaysOff()
    if (weekday := _weekday(word)) is not None:
        return DaysOff(weekday)
    span = _SPAN.fullmatch(word)
    try:
        first, last = map(day_in, span.groups() if span else (word, word))
    except ValueError as error:
        if near := get_close_matches(word, (*WEEKDAYS, *_WEEKDAYS), n=1, cutoff=0.7):
            meant = f"Did you mean {near[0][:3]}?"
            raise click.BadParameter(f"{value!r} is no day. {meant}") from None
        each = f"Days off are {', '.join(WEEKDAYS)}, a date, FROM..TO, or {NO_DAYS_OFF}."
        raise click.BadParameter(f"{error} {each}") from None
    if last < first:
        meant = "..".join(date.fromordinal(day).isoformat() for day in (last, first))
        raise click.BadParameter(f"{value} ends before it begins. Did you mean {meant}?")
    return DaysOff(span=(first, last))


def weight_given(value: str) -> tuple[str, float]:
    """Return a section's name and its weight, of SECTION=WEIGHT; raises BadParameter."""
    section, _, number = value.rpartition("=")
    if not section.strip():
        raise click.BadParameter(f"{value!r} is not SECTION=WEIGHT, such as 'Week 8a=2'.")
    try:
        weight = float(number)
    except ValueError:
        raise click.BadParameter(
            f"{number!r} is not a number: 'Week 8a=2' counts double."
        ) from None
    if not 0 <= weight <= MAX_WEIGHT:
        raise click.BadParameter(f"a weight is from 0 (never asked) to {MAX_WEIGHT:,.0f}.")
    return section.strip(), weight


def day_in(text: str, today: date | None = None) -> Day:
    """Return the day that a date as 2027-02-03 names.

    Raises ValueError that says what is wrong, and which date was probably meant; `today` is what
    `tomorrow` is reckoned from, the day by the clock if it is None.
    """
    word = text.strip()
    if _ISO.fullmatch(word):
        try:
            return Day(date.fromisoformat(word).toordinal())
        except ValueError:
            raise ValueError(f"there is no day {word}: {_what_is_wrong(word)}.") from None
    meant = [found.isoformat() for found in _meant(word.lower(), today or date.today())]
    how = f"Did you mean {' or '.join(meant)}?" if meant else "A date is as 2027-02-03."
    raise ValueError(f"{word!r} is not a date. {how}")


def _what_is_wrong(word: str) -> str:
    year, month = map(int, word.split("-")[:2])
    if not year:
        return "years begin at 0001"
    if not 1 <= month <= 12:
        return f"{month} is no month"
    return f"the month has the days 1 to {monthrange(year, month)[1]}"


def _weekday(word: str) -> int | None:
    """The number of a day of the week, by three of its letters or more; 0 is Monday."""
    found = [n for n, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    return found[0] if found else None


def _meant(word: str, today: date) -> Iterator[date]:
    """The dates, if any, that were probably meant by what is none."""
    if word in _NEAR:
        yield today + timedelta(_NEAR[word])
        return
    if (weekday := _weekday(word)) is not None:
        yield today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
        return
    parts = [part for part in _PARTS.split(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", word)) if part]
    months = [_MONTHS.index(part[:3]) + 1 for part in parts if part[:3] in _MONTHS]
    numbers = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    if len(months) + len(numbers) != len(parts) or len(parts) not in (2, 3) or len(months) > 1:
        return
    found = dict.fromkeys(_dates(numbers, months, today))
    yield from list(found)[: 1 if "." in word else 2]  # with dots, days come first everywhere


def _dates(numbers: list[int], months: list[int], today: date) -> Iterator[date]:
    """What days, months and years make, whichever of them comes first."""
    years = [number for number in numbers if number > 31]
    small = [number for number in numbers if number <= 31]
    if not years and len(numbers) + len(months) == 3:
        years, small = [2000 + small[-1]], small[:-1]
    if months:
        pairs = [(small[0], months[0])] if len(small) == 1 else []
    elif len(small) == 2 and numbers[0] in years:
        pairs = [(small[1], small[0])]
    else:
        pairs = [(small[0], small[1]), (small[1], small[0])] if len(small) == 2 else []
    for day, month in pairs:
        for year in years[:1] or [today.year, today.year + 1]:
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if years or found > today:
                yield found
                break
