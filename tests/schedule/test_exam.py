"""What is set for an exam: the time there is, and the event that it is kept in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dcnn_cards.schedule.event import WHOLE_DECK, Event, Kind, in_detail
from dcnn_cards.schedule.exam import MOST_DAYS, WEEKDAYS, Exam, exam_facts, exam_of
from dcnn_cards.schedule.units import Day
from tests.schedule.histories import event


def day(text: str) -> Day:
    return Day(date.fromisoformat(text).toordinal())


TODAY = day("2026-12-20")
EXAM = Exam(
    day("2027-02-03"),
    25,
    (6,),
    ((day("2026-12-24"), day("2027-01-02")),),
    (("weeks", ("1", "8")),),
    (("Week 8a", 2.0),),
)


def made(detail: str) -> Event:
    return event(1, Kind.EXAM, card=WHOLE_DECK, day=TODAY, detail=detail)


def test_there_is_time_on_days_before_the_exam_that_are_not_off() -> None:
    assert WEEKDAYS[date.fromordinal(TODAY).weekday()] == "sun"
    assert EXAM.minutes_on(TODAY) == 0
    assert EXAM.minutes_on(day("2026-12-23")) == 25
    assert EXAM.minutes_on(day("2026-12-24")) == 0
    assert EXAM.minutes_on(day("2027-01-02")) == 0
    assert EXAM.minutes_on(day("2027-01-03")) == 0
    assert EXAM.minutes_on(day("2027-01-04")) == 25
    assert EXAM.minutes_on(day("2027-02-02")) == 25
    assert EXAM.minutes_on(EXAM.day) == EXAM.minutes_on(day("2027-02-04")) == 0


def test_the_time_from_a_day_on_ends_before_the_exam() -> None:
    minutes = EXAM.minutes_from(day("2027-01-30"))
    assert minutes == (25, 0, 25, 25)
    assert EXAM.minutes_from(EXAM.day) == EXAM.minutes_from(day("2027-03-01")) == ()


def test_sections_without_a_weight_count_once() -> None:
    assert (EXAM.weight_of("Week 8a"), EXAM.weight_of("Week 8b")) == (2, 1)


@pytest.mark.parametrize("exam", [EXAM, Exam(day("2027-02-03"), 1)])
def test_an_exam_comes_back_from_its_event(exam: Exam) -> None:
    assert exam_of(made(exam_facts(exam))) == exam


def test_what_stands_in_the_log_can_be_read_by_a_person() -> None:
    assert exam_facts(EXAM) == (
        '{"day":"2027-02-03","minutes":25,"off":["sun","2026-12-24..2027-01-02"],'
        '"cards":{"weeks":["1","8"]},"weights":{"Week 8a":2.0}}'
    )


def test_no_exam_is_an_event_too() -> None:
    assert exam_of(made(exam_facts(None))) is None
    assert exam_of(None) is None


SOUND: dict[str, Any] = {"day": "2027-02-03", "minutes": 25}


@pytest.mark.parametrize(
    "changes",
    [
        {"day": 3}, {"day": "soon"}, {"day": "2027-02-30"}, {"minutes": 0}, {"minutes": "x"},
        {"minutes": 1441}, {"minutes": True}, {"minutes": 2.5}, {"off": ["someday"]}, {"off": 3},
        {"off": ["2027-01-01.."]}, {"off": ["2027-01-01..2027-01-02..2027-01-03"]},
        {"cards": ["8"]}, {"cards": {"weeks": 8}}, {"weights": {"a": -1}}, {"weights": {"a": "x"}},
        {"weights": {"a": 1e9}}, {"weights": {"a": 10**400}}, {"weights": 2},
        {"weights": {"a": None}},
        {"day": date.fromordinal(TODAY + MOST_DAYS + 1).isoformat()},
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_no_exam(changes: dict[str, Any]) -> None:
    assert exam_of(made(in_detail(SOUND))) is not None
    assert exam_of(made(in_detail({**SOUND, **changes}))) is None


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert exam_of(made(in_detail({**SOUND, "room": "A 3"}))) == Exam(day("2027-02-03"), 25)


def test_only_an_event_of_an_exam_sets_one() -> None:
    assert exam_of(event(1, Kind.SCORE, day=TODAY, detail=in_detail(SOUND))) is None
