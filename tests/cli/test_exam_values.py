"""Dates, days off and weights as they are typed, and what was meant where they are none."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.cli.exam_values import DaysOff, date_given, day_in, days_off_given, weight_given
from dcnn_cards.schedule.units import Day

TODAY = date(2026, 11, 28)  # a Saturday
CHRISTMAS = Day(date(2026, 12, 24).toordinal())


@given(day=st.dates())
def test_a_date_is_that_day(day: date) -> None:
    assert day_in(day.isoformat()) == day.toordinal()
    assert date_given(f" {day.isoformat()} ") == day.toordinal()


@pytest.mark.parametrize(
    ("typed", "meant"),
    {
        "3.2.2027": "2027-02-03",
        "3/2/2027": "2027-02-03 or 2027-03-02",
        "2027/2/3": "2027-02-03",
        "2027-2-3": "2027-02-03",
        "3.2.27": "2027-02-03",
        "3.2.": "2027-02-03",
        "31/12": "2026-12-31",
        "13/13/2027": "",
        "tomorrow": "2026-11-29",
        "friday": "2026-12-04",
        "Sat": "2026-12-05",
        "3 Feb": "2027-02-03",
        "Feb 3rd, 2027": "2027-02-03",
        "3 February 2027": "2027-02-03",
        "30 Feb 2027": "",
        "20270203": "",
        "2027-W05-3": "",
        "10000-01-01": "",
        "soon": "",
        "": "",
        "2027-02": "",
        "feb mar 3": "",
        "2027\u201102\u201103": "",
    }.items(),
)
def test_what_is_no_date_is_told_with_what_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as told:
        day_in(typed, TODAY)
    assert str(told.value).endswith(
        f"Did you mean {meant}?" if meant else "A date is as 2027-02-03."
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2027-02-29", "the month has the days 1 to 28"),
        ("2028-02-30", "the month has the days 1 to 29"),
        ("2027-04-00", "the month has the days 1 to 30"),
        ("2027-13-01", "13 is no month"),
        ("2027-00-01", "0 is no month"),
        ("0000-01-01", "years begin at 0001"),
        ("9999-12-32", "the month has the days 1 to 31"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_told_why(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        day_in(typed)


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_a_date_or_told(typed: str) -> None:
    for read in (date_given, days_off_given, weight_given):
        with suppress(click.BadParameter):
            read(typed)


def test_days_off() -> None:
    assert [days_off_given(word).weekday for word in ("sun", "Sunday", "MON")] == [6, 6, 0]
    assert days_off_given("2026-12-24") == DaysOff(span=(CHRISTMAS, CHRISTMAS))
    assert days_off_given("2026-12-24..2026-12-26") == DaysOff(span=(CHRISTMAS, CHRISTMAS + 2))
    assert days_off_given("none") == DaysOff()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("su", "Did you mean sun?"),
        ("wendesday", "Did you mean wed?"),
        ("2026-12-26..2026-12-24", "Did you mean 2026-12-24..2026-12-26?"),
        ("2026-12-24..x", "'x' is not a date"),
        ("weekend", "Days off are mon, tue"),
    ],
)
def test_what_are_no_days_off_is_told(typed: str, told: str) -> None:
    with pytest.raises(click.BadParameter) as raised:
        days_off_given(typed)
    assert told in str(raised.value)


def test_a_weight_is_of_a_section_and_may_have_any_name() -> None:
    assert weight_given("Week 8a=2") == ("Week 8a", 2)
    assert weight_given("x = y=0.5") == ("x = y", 0.5)
    assert weight_given("a=0") == ("a", 0)
    for wrong in ("a", "=2", "a=", "a=x", "a=-0.1", "a=nan", "a=inf", "a=1001"):
        with pytest.raises(click.BadParameter):
            weight_given(wrong)
