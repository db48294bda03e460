"""How well predicted probabilities of recall match what was recalled.

Source: the open srs-benchmark of the Open Spaced Repetition project (`utils.py`, functions
`evaluate` and `rmse_matrix`), which takes log loss and the area under the curve from scikit-learn.
Every function takes one probability a review and, in the same order, whether it was recalled.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import floor, log, log1p, sqrt

_EPSILON = sys.float_info.epsilon

# Interval, reviews and lapses fall into bins that widen by these factors.
_INTERVAL_BASE, _REVIEWS_BASE, _LAPSES_BASE = 3.62, 1.89, 1.73

Bin = tuple[int, int, int]
"""Reviews of one bin have an interval, a number of reviews and one of lapses of the same order."""


def log_loss(predicted: Sequence[float], recalled: Sequence[bool]) -> float:
    """Return the mean of -ln of the probability given to what happened: 0 or more, less is better.

    A prediction of certainty that fails would cost infinity; as in scikit-learn, probabilities are
    kept away from 0 and 1 by the machine's epsilon. Raises ValueError where there is no review.
    """
    _some(predicted)
    cost = 0.0
    for p, known in zip(predicted, recalled, strict=True):
        p = min(max(p, _EPSILON), 1 - _EPSILON)
        cost -= log(p) if known else log1p(-p)
    return cost / len(predicted)


def auc(predicted: Sequence[float], recalled: Sequence[bool]) -> float | None:
    """Return the area under the receiver operating characteristic, 0 to 1: more is better.

    It is the share of pairs, one review recalled and one forgotten, in which the recalled one was
    given the higher probability; a tie counts half. None where all or none were recalled.
    """
    wins = forgotten = known = 0  # `wins` counts halves
    tied_known = tied_forgotten = 0
    level = None
    for p, was_recalled in sorted(zip(predicted, recalled, strict=True)):
        if p != level:
            wins += tied_known * (2 * forgotten + tied_forgotten)
            known, forgotten = known + tied_known, forgotten + tied_forgotten
            level, tied_known, tied_forgotten = p, 0, 0
        if was_recalled:
            tied_known += 1
        else:
            tied_forgotten += 1
    wins += tied_known * (2 * forgotten + tied_forgotten)
    pairs = (known + tied_known) * (forgotten + tied_forgotten)
    return wins / (2 * pairs) if pairs else None


def rmse_bins(predicted: Sequence[float], recalled: Sequence[bool], bins: Iterable[Bin]) -> float:
    """Return the error of the predictions by bins, 0 to 1: less is better.

    In every bin the mean prediction is compared with the share recalled; the result is the root of
    the mean of the squared differences, each bin weighted by its reviews. `bins` has the bin of
    each review. Raises ValueError where there is no review.
    """
    _some(predicted)
    sums: dict[Bin, list[float]] = {}
    for p, known, where in zip(predicted, recalled, bins, strict=True):
        total = sums.get(where)
        if total is None:
            total = sums[where] = [0.0, 0]
        total[0] += p - known
        total[1] += 1
    # weight * (difference / weight)² is difference² / weight
    squares = sum(difference * difference / weight for difference, weight in sums.values())
    return sqrt(squares / len(predicted))


def bin_of(interval: int, reviews: int, lapses: int) -> Bin:
    """Return the bin of a review, as the benchmark groups them.

    `interval` is in days, at least 1; `reviews` is its number among the reviews of its card, those
    on a day that already had one left out, at least 1; `lapses` counts the times the card was
    forgotten before it. The benchmark names a bin by values in the middle of it; the groups are
    the same.
    """
    return (
        _order(interval, _INTERVAL_BASE),
        _order(reviews, _REVIEWS_BASE),
        _order(lapses, _LAPSES_BASE) if lapses else -1,
    )


@lru_cache(maxsize=65_536)
def _order(number: int, base: float) -> int:
    return floor(log(number) / log(base))


def _some(predicted: Sequence[float]) -> None:
    if not predicted:
        raise ValueError("no reviews, so nothing to measure")
