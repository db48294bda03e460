"""What is learned where the document errs or is silent, and no other file of facts proves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from statistics import fmean, pstdev

import pytest

from tests.facts.binding import Stated, fact


@fact(
    "w2-need-assume-idd",
    r"$P(\exists f \in \mathcal{H} : |L_S[f] - L_D[f]| > \epsilon) \leq 2|\mathcal{H}| "
    r"e^{-2n\epsilon^2}$",
)
@pytest.mark.parametrize("n", [10, 40])
@pytest.mark.parametrize("epsilon", [Fraction(1, 10), Fraction(1, 4)])
def test_hoeffdings_bound_and_the_union_of_it_hold_for_a_finite_class(
    n: int, epsilon: Fraction
) -> None:
    """Binomial tails, exactly; the class is one of errors 1/10, 1/4, 1/2 on separate samples."""
    errors = (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2))
    tails = [
        sum(
            math.comb(n, k) * error**k * (1 - error) ** (n - k)
            for k in range(n + 1)
            if abs(Fraction(k, n) - error) > epsilon
        )
        for error in errors
    ]
    bound = 2 * math.exp(-2 * n * float(epsilon) ** 2)
    assert all(float(tail) <= bound for tail in tails)
    somewhere = 1 - math.prod(1 - float(tail) for tail in tails)
    assert somewhere <= float(sum(tails)) <= len(errors) * bound


@fact(
    "w7-standardscaling-vs-normalization",
    "subtract its mean, divide by its STD",
    r"to a range, $\frac{x - \min}{\max - \min}$",
    r"to length 1, $\frac{x}{\|x\|}$",
)
def test_what_is_scaled_has_mean_0_and_std_1_or_a_range_or_length_1() -> None:
    column = [3.0, -1.0, 4.0, 10.0]
    scaled = [(x - fmean(column)) / pstdev(column) for x in column]
    assert (fmean(scaled), pstdev(scaled)) == pytest.approx((0, 1))
    ranged = [(x - min(column)) / (max(column) - min(column)) for x in column]
    assert (min(ranged), max(ranged)) == (0, 1)
    longer = [7 * x for x in column]
    units = [[x / math.hypot(*row) for x in row] for row in (column, longer)]
    assert units[0] == pytest.approx(units[1])
    assert math.hypot(*units[0]) == pytest.approx(1)


@fact(
    "w8a-instance-normalization-lose-information",
    "the mean and the STD of each channel of each example are lost",
    "whose statistics the examples of a batch share, so that differences between them stay",
    "which keeps the proportions of the channels within a group",
)
def test_instance_norm_forgets_how_strong_a_channel_is_and_the_other_norms_do_not() -> None:
    faint = [0.0, 1.0, 0.0, 2.0]
    strong = [10 * x + 3 for x in faint]

    def normalized(values: Sequence[float], over: Sequence[float]) -> list[float]:
        return [(x - fmean(over)) / pstdev(over) for x in values]

    assert normalized(faint, faint) == pytest.approx(normalized(strong, strong))
    batch = faint + strong  # one channel of two examples
    assert max(normalized(faint, batch)) < min(normalized(strong, batch))
    group = faint + [5 * x for x in faint]  # two channels of one example
    one, other = normalized(faint, group), normalized([5 * x for x in faint], group)
    assert pstdev(other) == pytest.approx(5 * pstdev(one))


def adagrad(gradient: float, count: int) -> list[float]:
    """The steps with learning rate 0.1 under a constant gradient."""
    return [0.1 * gradient / math.sqrt(t * gradient**2) for t in range(1, count + 1)]


@fact(
    "w8a-adagrad-large-gradient",
    "constant gradients # and # both give #, #, #, # with learning rate #",
)
def test_adagrads_steps_are_equal_in_steep_and_flat_directions(stated: Stated) -> None:
    steep, flat, *steps, rate = map(float, stated)
    assert rate == 0.1
    assert [round(step, 3) for step in adagrad(steep, 4)] == steps
    assert adagrad(flat, 4) == pytest.approx(adagrad(steep, 4))
    assert all(step < rate * steep for step in adagrad(steep, 100))  # less than SGD's


@fact(
    "w8a-adagrad-small-gradient",
    "larger steps than SGD's at first",
    r"With a constant gradient the steps fall as $1/\sqrt{t}$",
)
def test_in_flat_directions_adagrads_steps_are_larger_than_those_of_sgd_at_first() -> None:
    steps = adagrad(0.1, 200)
    assert all(step > 0.1 * 0.1 for step in steps[:99])
    assert steps[-1] < 0.1 * 0.1
    assert steps == pytest.approx([0.1 / math.sqrt(t) for t in range(1, 201)])
