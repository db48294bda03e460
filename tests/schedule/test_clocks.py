"""Schedules on clocks that are set and in zones that change: every review counts, in its order."""

from __future__ import annotations

from datetime import timedelta, timezone
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import ZONE_DAYS, Event, Grade
from dcnn_cards.schedule.fold import fold_card, in_their_days, in_their_days_by_card
from dcnn_cards.schedule.units import Day, Millis
from dcnn_cards.store import open_store
from tests.schedule.histories import review

MINUTE, DAY = 60_000, 86_400_000
# How far the clock says that the next review is, in milliseconds, and where on Earth it is given.
steps = st.one_of(st.integers(0, 40 * DAY), st.integers(-40 * DAY, MINUTE), st.just(-4000 * DAY))
readings = st.tuples(steps, st.integers(-12, 14), st.sampled_from(Grade))


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Reviews of one card as a session logs them: none is dated before the one before it."""
    now, log = 1_700_000_000_000, list[Event]()
    for number, (step, hours, grade) in enumerate(draw(st.lists(readings, max_size=15))):
        now += step
        at = max(now, log[-1].at + 1 if log else 0)
        day = study_day(Millis(now), timezone(timedelta(hours=hours)))
        log.append(review(number, grade, at=at, day=day, id=f"{draw(st.integers(0, 9))}-{number}"))
    return log


@pytest.mark.parametrize("name", SCHEDULERS)
@given(log=logs(), seed=st.integers())
def test_every_review_counts_once_and_in_the_order_given(
    name: str, log: list[Event], seed: int
) -> None:
    rules, state = scheduler(name), None
    for event in in_their_days(log):
        assert event.grade is not None
        before, state = state, rules.review(state, event.grade, event.day)
        assert state.interval >= 1
        # A day that was counted already, or is gone by, does not count again.
        assert state.last_day == max(event.day, before.last_day if before else 0)
    shuffled = [*log, *log[::2]]
    Random(seed).shuffle(shuffled)
    record = fold_card(shuffled, rules)
    assert record.state == state
    assert state is None or state.reviews == len(log)


YEARS = 3650


def at_clock(number: int, ahead: int = 0, grade: Grade = Grade.GOOD) -> Event:
    """The review after `number` days, on a clock that is so many days ahead."""
    return review(number, grade, at=1_700_000_000_000 + (number + ahead) * DAY, day=number + ahead)


@pytest.mark.parametrize("name", SCHEDULERS)
@pytest.mark.parametrize("grade", Grade)
def test_what_is_done_after_a_clock_was_ahead_counts_from_its_own_day(
    name: str, grade: Grade
) -> None:
    first, ahead = at_clock(738_000), at_clock(738_001, ahead=YEARS)
    later = at_clock(738_002, grade=grade).replace(at=Millis(ahead.at + 1))
    rules = scheduler(name)
    state = fold_card([later, first, ahead], rules).state
    assert state is not None
    assert state.last_day == 738_002
    in_order = fold_card([first, ahead.replace(day=Day(738_002)), later], rules).state
    assert state == in_order
    again = at_clock(state.due).replace(at=Millis(ahead.at + 2))
    after = fold_card([first, ahead, later, again], rules).state
    assert after is not None
    assert after.last_day == state.due


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ([9000, 10], [10, 10]),
        ([9000, 9000, 10], [10, 10, 10]),
        ([5, 9000, 10, 11], [5, 10, 10, 11]),
        ([5, 10, 3, 14], [5, 10, 3, 14]),  # behind, for once: drill on the tenth
        ([5, 10, 15, 1], [5, 10, 15, 1]),
        ([9000, 9001, 10, 11], [10, 10, 10, 11]),
        ([12, 10], [12, 10]),  # as zones have it
        ([13, 10], [10, 10]),
    ],
)
def test_which_clock_was_wrong(days: list[int], counted: list[int]) -> None:
    log = [review(number, day=day) for number, day in enumerate(days)]
    assert [event.day for event in in_their_days(log)] == counted


@given(log=logs())
def test_only_days_that_were_ahead_become_others(log: list[Event]) -> None:
    days = [event.day for event in in_their_days(log)]
    assert len(days) == len(log)
    assert all(day <= event.day for day, event in zip(days, log, strict=True))
    if log:
        assert days[-1] == log[-1].day
    if all(one.day <= later.day + ZONE_DAYS for one, later in pairwise(log)):
        assert days == [event.day for event in log]
    assert [event.day for event in in_their_days_by_card(log)] == days


@settings(max_examples=40, deadline=None)
@given(log=logs())
def test_events_one_by_one_lead_where_all_at_once_do(
    tmp_path_factory: pytest.TempPathFactory, log: list[Event]
) -> None:
    with open_store(tmp_path_factory.mktemp("store") / "progress.db") as store:
        for event in log:
            record = store.append(event, scheduler())
            assert record == fold_card(store.log.events(), scheduler())
