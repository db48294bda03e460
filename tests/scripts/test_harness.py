"""What is compared is measured in turns, and round by round."""

from __future__ import annotations

import pytest

from scripts.bench.harness import in_turns, ratio


def test_measures_take_turns_and_keep_their_own_rounds() -> None:
    order: list[str] = []

    def measure(name: str) -> int:
        order.append(name)
        return len(order)

    assert in_turns(3, lambda: measure("a"), lambda: measure("b")) == [[1, 3, 5], [2, 4, 6]]
    assert order == ["a", "b"] * 3


def test_a_ratio_is_that_of_each_round_so_that_a_slow_moment_counts_for_both() -> None:
    found = ratio([2.0, 20.0, 2.0, 6.0, 2.0], [1.0, 10.0, 1.0, 1.0, 1.0])
    assert (found.low, found.median, found.high) == pytest.approx((2, 2, 2))
