"""Identifiers that sort by time."""

from __future__ import annotations

import uuid

import pytest

from dcnn_cards.schedule.units import Millis
from dcnn_cards.schedule.uuid7 import uuid7, uuid7_text

FAR = Millis(200_000_000_000_000)  # later than any other test's


@pytest.fixture(autouse=True)
def other_tests_keep_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dcnn_cards.schedule.uuid7._newest", 0)


def test_it_has_the_layout_of_rfc_9562() -> None:
    made = uuid.UUID(uuid7(FAR))
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == FAR
    assert len(str(made)) == 36


def test_each_is_greater_than_the_one_before_also_when_the_clock_is_set_back() -> None:
    times = [FAR + 1] * 2000 + [FAR + 2, FAR - 5000, FAR - 4000] + [FAR + 3] * 1000
    made = [uuid7(Millis(time)) for time in times]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_every_bit_counts() -> None:
    numbers = [0, *(1 << bit for bit in range(122))]
    assert len({uuid7_text(number) for number in numbers}) == len(numbers)


def test_identifiers_of_one_instant_differ_in_what_is_random() -> None:
    tails = {uuid7(Millis(FAR + 10_000 + n))[19:] for n in range(100)}
    assert len(tails) == 100
