"""The metrics of the open srs-benchmark, held against numbers worked out by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.progress.metrics import auc, bin_of, log_loss, rmse_bins

probabilities = st.floats(0, 1)
reviews = st.lists(st.tuples(probabilities, st.booleans()), min_size=1, max_size=40)


def split(pairs: list[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [p for p, _ in pairs], [known for _, known in pairs]


def test_log_loss_is_the_mean_of_minus_the_logarithm_of_what_happened() -> None:
    # -(ln 0.9 + ln 0.2 + ln 0.5) / 3 = (0.105361 + 1.609438 + 0.693147) / 3
    assert log_loss([0.9, 0.8, 0.5], [True, False, True]) == pytest.approx(0.802648, abs=1e-6)
    assert log_loss([0.5] * 7, [True] * 3 + [False] * 4) == pytest.approx(math.log(2))


def test_to_be_certain_and_wrong_costs_much_and_to_be_right_next_to_nothing() -> None:
    # The epsilon of doubles is 2^-52, and -ln 2^-52 = 52 ln 2.
    assert log_loss([1.0], [False]) == pytest.approx(52 * math.log(2))
    assert log_loss([0.0], [True]) == pytest.approx(52 * math.log(2))
    assert log_loss([1.0, 0.0], [True, False]) == pytest.approx(0, abs=1e-15)


def test_auc_counts_pairs_in_which_the_recalled_review_was_given_more() -> None:
    # Recalled: 0.9 and 0.7; forgotten: 0.8 and 0.6. Only 0.7 against 0.8 is the wrong way round.
    assert auc([0.9, 0.8, 0.7, 0.6], [True, False, True, False]) == 3 / 4
    assert auc([0.1, 0.2], [False, True]) == 1
    assert auc([0.1, 0.2], [True, False]) == 0
    # Of four pairs one is a tie, which counts half, and three are right.
    assert auc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == 3.5 / 4
    assert auc([0.9] * 5, [True, True, False, True, False]) == 1 / 2


def test_auc_needs_reviews_of_both_kinds() -> None:
    assert auc([0.9, 0.8], [True, True]) is None
    assert auc([0.9, 0.8], [False, False]) is None
    assert auc([], []) is None


def test_rmse_is_that_of_bins_by_their_reviews() -> None:
    # First bin: 0.8 predicted on average, 0.5 recalled; second: 0.6 and 1.
    # √((2 · 0.3² + 1 · 0.4²) / 3) = √(0.34 / 3)
    first, second = bin_of(1, 2, 0), bin_of(30, 2, 0)
    found = rmse_bins([0.9, 0.6, 0.7], [True, True, False], [first, second, first])
    assert found == pytest.approx(0.336650, abs=1e-6)


@pytest.mark.parametrize(
    ("dimension", "begins"),
    [
        # 3.62² = 13.1, 3.62³ = 47.4, 3.62⁴ = 171.7
        (0, [1, 4, 14, 48, 172]),
        # 1.89² = 3.57, 1.89³ = 6.75, 1.89⁴ = 12.8, 1.89⁵ = 24.1, 1.89⁶ = 45.6
        (1, [1, 2, 4, 7, 13, 25, 46]),
        # 1.73² = 2.99, 1.73³ = 5.18, 1.73⁴ = 8.96, 1.73⁵ = 15.5
        (2, [0, 1, 2, 3, 6, 9, 16]),
    ],
)
def test_bins_widen_by_powers(dimension: int, begins: list[int]) -> None:
    def bin_at(number: int) -> tuple[int, int, int]:
        interval, count, lapses = (number if n == dimension else 1 for n in range(3))
        return bin_of(interval, count, lapses)

    numbers = range(begins[0], begins[-1] + 1)
    changes = [after for before, after in pairwise(numbers) if bin_at(before) != bin_at(after)]
    assert [numbers[0], *changes] == begins


@pytest.mark.parametrize("metric", ["log loss", "rmse"])
def test_without_reviews_there_is_nothing_to_measure(metric: str) -> None:
    with pytest.raises(ValueError, match="no reviews"):
        log_loss([], []) if metric == "log loss" else rmse_bins([], [], [])


def test_a_prediction_too_many_is_told() -> None:
    with pytest.raises(ValueError, match="zip"):
        log_loss([0.5, 0.5], [True])


@given(pairs=reviews)
def test_auc_is_what_counting_all_pairs_gives(pairs: list[tuple[float, bool]]) -> None:
    known = [p for p, recalled in pairs if recalled]
    forgotten = [p for p, recalled in pairs if not recalled]
    wins = sum((a > b) + (a == b) / 2 for a in known for b in forgotten)
    expected = wins / (len(known) * len(forgotten)) if known and forgotten else None
    assert auc(*split(pairs)) == expected


@given(pairs=reviews, data=st.data())
def test_order_does_not_matter(pairs: list[tuple[float, bool]], data: st.DataObject) -> None:
    other = data.draw(st.permutations(pairs))
    bins = {pair: bin_of(1 + n % 50, 2, n % 3) for n, pair in enumerate(pairs)}
    assert log_loss(*split(pairs)) == pytest.approx(log_loss(*split(other)))
    assert auc(*split(pairs)) == auc(*split(other))
    assert rmse_bins(*split(pairs), [bins[p] for p in pairs]) == pytest.approx(
        rmse_bins(*split(other), [bins[p] for p in other])
    )


@given(pairs=reviews, p=probabilities)
def test_no_constant_beats_the_share_recalled(pairs: list[tuple[float, bool]], p: float) -> None:
    _, recalled = split(pairs)
    share = sum(recalled) / len(recalled)
    constant, best = [p] * len(recalled), [share] * len(recalled)
    one_bin = [bin_of(1, 2, 0)] * len(recalled)
    assert log_loss(best, recalled) <= log_loss(constant, recalled) + 1e-9
    assert rmse_bins(best, recalled, one_bin) == pytest.approx(0, abs=1e-9)
    assert rmse_bins(constant, recalled, one_bin) == pytest.approx(abs(share - p), abs=1e-9)
