"""When an event counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule.event import later_than
from dcnn_cards.schedule.units import Millis

instants = st.integers(0, 4_000_000_000_000).map(Millis)
NOW = Millis(1_000)


def test_an_event_counts_for_when_it_happens() -> None:
    assert later_than(None, NOW) == NOW
    assert later_than(Millis(999), NOW) == NOW


def test_what_is_done_later_counts_later_though_the_clock_was_set_back() -> None:
    assert later_than(NOW, NOW) == 1_001
    assert later_than(Millis(5_000), NOW) == 5_001


@given(st.lists(instants))
def test_events_count_in_the_order_in_which_they_were_made(clock: list[Millis]) -> None:
    newest: Millis | None = None
    for now in clock:
        at = later_than(newest, now)
        assert at >= now
        assert newest is None or at > newest
        newest = at
