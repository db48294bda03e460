"""Schedules on clocks that are set and in zones that change: every review counts, in its order."""

from __future__ import annotations

from datetime import timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade
from dcnn_cards.schedule.fold import fold_card
from dcnn_cards.schedule.units import Millis
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
    for event in log:
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
