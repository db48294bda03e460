"""The study day, across midnight, time zones and daylight saving."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.units import Millis


def at(moment: str, zone: str = "UTC", fold: int = 0) -> int:
    """Milliseconds since 1970 of a local time."""
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round(local.timestamp() * 1000)


def day_of(moment: str, zone: str = "UTC", fold: int = 0) -> date:
    return date.fromordinal(study_day(Millis(at(moment, zone, fold)), ZoneInfo(zone)))


def test_the_day_begins_at_four() -> None:
    assert day_of("2024-05-10T03:59:59.999") == date(2024, 5, 9)
    assert day_of("2024-05-10T04:00:00") == date(2024, 5, 10)
    assert day_of("2024-05-10T23:59:59") == date(2024, 5, 10)
    assert day_of("2024-05-11T00:30:00") == date(2024, 5, 10)


def test_the_hour_can_be_chosen() -> None:
    noon = at("2024-05-10T12:00:00")
    assert study_day(Millis(noon), UTC, rollover_hours=0) == date(2024, 5, 10).toordinal()
    assert study_day(Millis(noon), UTC, rollover_hours=13) == date(2024, 5, 9).toordinal()
    with pytest.raises(ValueError, match="0 to 23"):
        study_day(Millis(noon), UTC, rollover_hours=24)


def test_one_instant_is_another_day_elsewhere() -> None:
    instant = at("2024-05-10T14:30:00")
    east, west = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
    assert study_day(Millis(instant), east) == date(2024, 5, 11).toordinal()  # 04:30 on the 11th
    assert study_day(Millis(instant), west) == date(2024, 5, 9).toordinal()  # 03:30 on the 10th


@pytest.mark.parametrize(
    ("night", "zone"),
    [
        ("2024-03-31", "Europe/Berlin"),  # 02:00 becomes 03:00
        ("2024-10-27", "Europe/Berlin"),  # 03:00 becomes 02:00
        ("2024-03-10", "America/New_York"),
        ("2024-11-03", "America/New_York"),
        ("2024-04-07", "Australia/Lord_Howe"),  # by half an hour
        ("2024-09-08", "America/Santiago"),  # midnight becomes 01:00
    ],
)
def test_daylight_saving_leaves_the_beginning_of_the_day_where_it_is(night: str, zone: str) -> None:
    today = date.fromisoformat(night)
    yesterday = today - timedelta(days=1)
    for fold in (0, 1):
        assert day_of(f"{night}T01:30:00", zone, fold) == yesterday
        assert day_of(f"{night}T03:59:59", zone, fold) == yesterday
        assert day_of(f"{night}T04:00:00", zone, fold) == today
    assert day_of(f"{night}T23:00:00", zone) == today


def test_the_systems_own_zone_is_used_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    instant = at("2024-05-10T12:00:00")
    try:
        for name in ("America/Los_Angeles", "Asia/Tokyo", "UTC"):
            monkeypatch.setenv("TZ", name)
            time.tzset()
            assert study_day(Millis(instant)) == study_day(Millis(instant), ZoneInfo(name))
    finally:
        monkeypatch.undo()
        time.tzset()


@given(
    instant=st.integers(0, 4_102_444_800_000),
    hours=st.integers(-12, 14),
    later=st.integers(0, 86_400_000),
)
def test_days_follow_each_other(instant: int, hours: int, later: int) -> None:
    zone = timezone(timedelta(hours=hours))
    assert study_day(Millis(instant + 86_400_000), zone) == study_day(Millis(instant), zone) + 1
    assert 0 <= study_day(Millis(instant + later), zone) - study_day(Millis(instant), zone) <= 1
