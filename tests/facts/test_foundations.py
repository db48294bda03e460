"""What the cards of weeks 1 to 7 say, and what their corrections say, computed again.

Each test is bound to the wording that it proves. Numbers are exact (fractions or sympy) where they
can be, and compared with those that stand on the card.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise, product
from statistics import NormalDist

import pytest
import sympy as sp

from tests.facts.binding import Stated, fact

Point = tuple[Fraction, ...]

X, Y = sp.symbols("x y", real=True)
STANDARD_NORMAL = sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi)


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def squared_distance(p: Point, q: Point) -> Fraction:
    return sum(((a - b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))


def variance(outcomes: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The variance of a variable given as (probability, value)."""
    middle = sum((p * v for p, v in outcomes), Fraction(0))
    return sum((p * (v - middle) ** 2 for p, v in outcomes), Fraction(0))


# Weeks 1 and 2: nearest neighbours, generalization


@fact(
    "w1-k-nearest-neighbor-never",
    "an image shifted by a pixel can be farther away than a plain grey one",
)
def test_pixel_distance_prefers_grey_to_a_copy_shifted_by_one_pixel() -> None:
    """L1 and L2 between pixels say little about content."""
    stripes = tuple(Fraction(i % 2) for i in range(8))
    shifted = (stripes[-1], *stripes[:-1])
    grey = (Fraction(1, 2),) * 8
    assert squared_distance(stripes, shifted) > squared_distance(stripes, grey)
    assert sum(abs(a - b) for a, b in zip(stripes, shifted, strict=True)) > sum(
        abs(a - b) for a, b in zip(stripes, grey, strict=True)
    )


@fact(
    "w2-need-assume-idd",
    r"has mean $L_D[f, y]$ and, with 0-1 loss, variance $L_D(1 - L_D)/n \to 0$",
)
@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_training_error_of_iid_samples_has_mean_l_and_variance_l_times_one_minus_l_over_n(
    n: int,
) -> None:
    """Every sample of 0-1 losses is listed with its probability."""
    error = Fraction(1, 3)
    outcomes = [
        (
            math.prod((error if loss else 1 - error for loss in losses), start=Fraction(1)),
            mean([Fraction(loss) for loss in losses]),
        )
        for losses in product((0, 1), repeat=n)
    ]
    assert sum(p * v for p, v in outcomes) == error
    assert variance(outcomes) == error * (1 - error) / n


@fact(
    "w2-need-assume-idd",
    "(say $n$ copies of one) the variance need not fall at all",
)
@pytest.mark.parametrize("n", [1, 10, 1000])
def test_n_copies_of_one_sample_tell_as_much_as_one(n: int) -> None:
    """Unbiased all the same, but the variance does not fall with n."""
    error = Fraction(1, 3)
    outcomes = [(error, mean([Fraction(1)] * n)), (1 - error, mean([Fraction(0)] * n))]
    assert sum(p * v for p, v in outcomes) == error
    assert variance(outcomes) == error * (1 - error)


# Week 3: linear regression, k-means, SVM


@fact(
    "w3-linear-regressor-hypothesis-class",
    r"the other is $\langle w, x \rangle + b$ with $b \in \mathbb{R}$. They agree once a "
    "constant 1 is appended to $x$",
)
def test_affine_functions_are_linear_ones_of_x_with_a_one_appended() -> None:
    w = sp.Matrix(sp.symbols("w1:4"))
    x = sp.Matrix(sp.symbols("x1:4"))
    b = sp.Symbol("b")
    with_bias = w.col_join(sp.Matrix([b])).dot(x.col_join(sp.Matrix([1])))
    assert sp.expand(with_bias - (w.dot(x) + b)) == 0


@fact(
    "w3-solution-linear-regression",
    r"f'(w) &= (-X^T) \cdot 2 \cdot (y - Xw) \\ f'(w) &= 2 \cdot (X^T X w - X^T y)",
)
def test_gradient_of_squared_error_is_twice_xtxw_minus_xty() -> None:
    """Both forms of the derivative on the card."""
    data = sp.Matrix(3, 2, sp.symbols("a:6"))
    target = sp.Matrix(sp.symbols("y:3"))
    w = sp.Matrix(sp.symbols("w:2"))
    residual = target - data * w
    gradient = sp.Matrix([sp.diff(residual.dot(residual), v) for v in w])
    assert (gradient - 2 * (data.T * data * w - data.T * target)).expand() == sp.zeros(2, 1)
    assert (gradient - (-data.T) * 2 * residual).expand() == sp.zeros(2, 1)


@fact(
    "w3-solution-linear-regression",
    "w &= (X^T X)^{-1} X^T y",
    "only if $X^T X$ is invertible",
)
def test_normal_equations_give_the_least_squares_line() -> None:
    """The solution is a minimum, as X^T X is positive definite."""
    data = sp.Matrix([[1, 0], [1, 1], [1, 3]])
    target = sp.Matrix([1, 2, 2])
    w = (data.T * data).inv() * data.T * target
    assert data.T * (target - data * w) == sp.zeros(2, 1)
    assert (data.T * data).is_positive_definite


@fact(
    "w3-solution-linear-regression",
    "if $X$ has full column rank",
    "$X^T X w = X^T y$ has many solutions; the usual choice is the pseudo-inverse, $w = X^+ y$",
)
def test_without_full_column_rank_the_pseudo_inverse_solves_the_normal_equations() -> None:
    """X^T X cannot be inverted, and the solution is not unique."""
    data = sp.Matrix([[1, 2], [2, 4], [3, 6]])
    target = sp.Matrix([1, 0, 2])
    gram = data.T * data
    w = data.pinv() * target
    assert gram.det() == 0
    assert gram * w == data.T * target
    assert gram * (w + sp.Matrix([2, -1])) == data.T * target


@fact(
    "w3-k-means-objective-function",
    r"\sum_{x \in P_i} \|x - \mu_i\|^2",
    r"\mu_i &= \frac{1}{|P_i|} \sum_{x \in P_i} x \\",
)
def test_mean_is_the_point_with_the_least_sum_of_squared_distances() -> None:
    """Why mu_i is the mean of its set."""
    points = sp.symbols("p1:5", real=True)
    m = sp.Symbol("m", real=True)
    cost = sum((p - m) ** 2 for p in points)
    assert sp.solve(sp.diff(cost, m), m) == [sp.expand(sum(points) / 4)]
    assert sp.diff(cost, m, 2) > 0


def k_means_step(points: list[Point], centres: list[Point]) -> tuple[Fraction, list[Point]]:
    """The cost of the centres, and the means of their sets."""
    sets: list[list[Point]] = [[] for _ in centres]
    for p in points:
        distances = [squared_distance(p, c) for c in centres]
        sets[distances.index(min(distances))].append(p)
    cost = sum((min(squared_distance(p, c) for c in centres) for p in points), Fraction(0))
    return cost, [tuple(mean(list(axis)) for axis in zip(*s, strict=True)) for s in sets]


@fact(
    "w3-heuristic-sove-k-means",
    "possibly at a partition that is far from optimal",
    "the result depends on the first",
)
def test_lloyd_can_stop_at_a_partition_nine_times_as_bad_as_the_best() -> None:
    """Four corners of a rectangle of 3 by 1, split the wrong way."""
    corners: list[Point] = [(Fraction(a), Fraction(b)) for a in (0, 3) for b in (0, 1)]
    stuck: list[Point] = [(Fraction(3, 2), Fraction(0)), (Fraction(3, 2), Fraction(1))]
    best: list[Point] = [(Fraction(0), Fraction(1, 2)), (Fraction(3), Fraction(1, 2))]
    assert k_means_step(corners, stuck) == (Fraction(9), stuck)
    assert k_means_step(corners, best) == (Fraction(1), best)


@fact(
    "w3-heuristic-sove-k-means",
    "It is the *sum of squared* distances that never grows; a single distance may",
)
def test_lloyd_never_raises_the_sum_of_squares_though_single_distances_grow() -> None:
    """The point 0 lies on its centre and is left by it."""
    points: list[Point] = [(Fraction(p),) for p in (0, 1, 5, 20, 22)]
    centres: list[Point] = [(Fraction(0),), (Fraction(22),)]
    first, moved = k_means_step(points, centres)
    second, _ = k_means_step(points, moved)
    assert second <= first
    assert squared_distance(points[0], moved[0]) > squared_distance(points[0], centres[0])


@fact(
    "w3-svm-objective-function",
    r"\frac{1}{\|w\|_2} &\sim",
    r"\min_{w,b:\forall i:y_i(\langle w,x_i \rangle + b) \geq 1} \frac{1}{2} \|w\|_2^2",
)
def test_largest_margin_is_one_over_the_smallest_norm() -> None:
    """Examples (2, 0) and (0, 0), for each direction of w."""
    angle = sp.Symbol("theta", real=True)
    # With unit w, the best b puts the hyperplane half-way between the two projections.
    margin = (2 * sp.cos(angle) - 0) / 2
    # y_i(<w, x_i> + b) >= 1 for both, added: 2 r cos(theta) >= 2.
    norm = 1 / sp.cos(angle)
    assert sp.simplify(margin * norm) == 1
    assert sp.diff(margin, angle).subs(angle, 0) == 0
    assert sp.diff(margin, angle, 2).subs(angle, 0) < 0
    assert sp.diff(norm**2 / 2, angle).subs(angle, 0) == 0
    assert sp.diff(norm**2 / 2, angle, 2).subs(angle, 0) > 0


@fact(
    "w3-cases-data-not-linear",
    r"classify $\Phi(X)$",
    r"the kernel $K(x, x') = \langle \Phi(x), \Phi(x') \rangle$ has to be computed",
)
def test_points_that_no_line_separates_can_be_separated_after_a_feature_map() -> None:
    """XOR with (x1, x2, x1 x2); the kernel is the inner product."""
    xor = {(a, b): -a * b for a in (-1, 1) for b in (-1, 1)}
    # A separating (w, b) would give four positive numbers y(<w, x> + b); their sum is 0.
    w1, w2, b = sp.symbols("w1 w2 b")
    assert sp.expand(sum(y * (w1 * p + w2 * q + b) for (p, q), y in xor.items())) == 0
    assert all(y * (-1 * (p * q)) >= 1 for (p, q), y in xor.items())
    u1, u2, v1, v2 = sp.symbols("u1 u2 v1 v2")
    root = sp.sqrt(2)
    feature_product = u1**2 * v1**2 + (root * u1 * u2) * (root * v1 * v2) + u2**2 * v2**2
    assert sp.expand((u1 * v1 + u2 * v2) ** 2 - feature_product) == 0


# Week 5: convexity, gradient descent, backpropagation


def convexity_gap(alpha: sp.Expr) -> sp.Expr:
    """How much the chord of the square lies above it at alpha."""
    gap = alpha * X**2 + (1 - alpha) * Y**2 - (alpha * X + (1 - alpha) * Y) ** 2
    return sp.factor(gap)


@fact(
    "w5-convex-function",
    r"f(\alpha x + (1 - \alpha)y) \leq \alpha f(x) + (1 - \alpha)f(y)",
    r"all $\alpha \in [0, 1]$:",
    r"For $\alpha$ outside of $[0, 1]$ the inequality turns round",
)
def test_convexity_holds_for_alpha_in_the_unit_interval_and_turns_round_outside() -> None:
    """For the square the gap is alpha (1 - alpha) (x - y)^2."""
    alpha = sp.Symbol("alpha", real=True)
    assert sp.expand(convexity_gap(alpha) - alpha * (1 - alpha) * (X - Y) ** 2) == 0
    assert convexity_gap(sp.Rational(1, 3)).subs({X: 1, Y: 5}) > 0
    assert convexity_gap(sp.Integer(2)).subs({X: 1, Y: 5}) < 0
    assert convexity_gap(sp.Integer(-1)).subs({X: 1, Y: 5}) < 0


@fact(
    "w5-jensens-inequality-f-convex",
    r"f\left(\frac{1}{T} \sum_{i=1}^T x_i\right) \leq \frac{1}{T} \sum_{i=1}^T f(x_i)",
)
def test_jensens_gap_of_the_square_is_the_variance() -> None:
    xs = sp.symbols("x1:4", real=True)
    gap = sum(v**2 for v in xs) / 3 - (sum(xs) / 3) ** 2
    pairs = sum((a - b) ** 2 for a, b in combinations(xs, 2)) / 9
    assert sp.expand(gap - pairs) == 0


@fact(
    "w5-taylor-first-order-approximation",
    r"g(u) \approx g(w) + \langle u - w, \nabla g(w) \rangle",
)
def test_first_order_taylor_is_off_by_a_second_order_term() -> None:
    """Along a line u = w + t d the error is O(t^2)."""
    t, d1, d2 = sp.symbols("t d1 d2", real=True)

    def g(a: sp.Expr, b: sp.Expr) -> sp.Expr:
        return sp.exp(a) * sp.sin(b)

    linear = g(X, Y) + t * (d1 * sp.diff(g(X, Y), X) + d2 * sp.diff(g(X, Y), Y))
    error = g(X + t * d1, Y + t * d2) - linear
    assert sp.simplify(error.subs(t, 0)) == 0
    assert sp.simplify(sp.diff(error, t).subs(t, 0)) == 0
    assert sp.simplify(sp.diff(error, t, 2).subs(t, 0)) != 0


@fact(
    "w5-optimization-objective-gradient-decent",
    r"\frac{1}{2} \|w - w_{t-1}\|_2^2 + \mu (g(w_{t-1}) + \langle w - w_{t-1}, \nabla "
    r"g(w_{t-1}) \rangle)",
    r"The minimum is in $w_t = w_{t-1} - \mu \nabla g(w_{t-1})$",
)
def test_gradient_step_minimizes_distance_plus_linearized_objective() -> None:
    w = sp.Matrix(sp.symbols("w1 w2"))
    previous = sp.Matrix(sp.symbols("v1 v2"))
    gradient = sp.Matrix(sp.symbols("d1 d2"))
    mu, value = sp.symbols("mu g", positive=True)
    step = w - previous
    objective = step.dot(step) / 2 + mu * (value + step.dot(gradient))
    solution = sp.solve([sp.diff(objective, v) for v in w], list(w), dict=True)
    assert sp.Matrix([solution[0][v] for v in w]) == previous - mu * gradient
    assert sp.hessian(objective, list(w)) == sp.eye(2)


RHO, BOUND, STEPS, EPSILON, MU = sp.symbols("rho B T epsilon mu", positive=True)


@fact(
    "w5-assuming-g-convex-lipschitz",
    r"This is least for $\mu = \frac{B}{\rho \sqrt{T}}$:",
    r"\leq \frac{B^2}{2\mu T} + \frac{\mu\rho^2}{2}$$",
    r"= \frac{B\rho}{\sqrt{T}}",
    r"at most $\epsilon$ once $T \geq \frac{B^2 \rho^2}{\epsilon^2}$",
)
def test_best_step_of_the_gradient_descent_bound_gives_b_rho_over_root_t() -> None:
    """mu = B / (rho sqrt(T)), and epsilon at the T of the card."""
    bound = BOUND**2 / (2 * MU * STEPS) + MU * RHO**2 / 2
    best = sp.sqrt(BOUND**2 / (RHO**2 * STEPS))
    assert sp.simplify(sp.diff(bound, MU).subs(MU, best)) == 0
    assert sp.diff(bound, MU, 2).is_positive
    value = sp.simplify(bound.subs(MU, best))
    assert sp.simplify(value - BOUND * RHO / sp.sqrt(STEPS)) == 0
    assert sp.simplify(value.subs(STEPS, BOUND**2 * RHO**2 / EPSILON**2) - EPSILON) == 0


@fact(
    "w5-assuming-g-convex-lipschitz",
    r"$\frac{B^2 \rho^2}{\epsilon^2} =$ is no step of the chain but a torn-off note",
)
def test_number_of_steps_is_not_equal_to_the_bound() -> None:
    """The torn-off note on the left is a T, not a step."""
    steps = BOUND**2 * RHO**2 / EPSILON**2
    assert sp.simplify(steps - BOUND * RHO / sp.sqrt(steps)) != 0


@fact(
    "w5-assuming-g-convex-lipschitz",
    r"read $\sum_{t=0}^{T-1}$ throughout",
    r"With $T + 1$ terms neither Jensen nor $\frac{1}{T} \sum \rho^2 = \rho^2$ holds",
)
def test_t_plus_one_terms_over_t_break_jensen_and_the_sum_of_rho_squared() -> None:
    """Sums from 0 to T have T + 1 terms."""
    t = sp.Symbol("t", integer=True)
    steps = sp.Symbol("T", positive=True, integer=True)
    one_too_many = sp.summation(RHO**2, (t, 0, steps)) / steps
    assert sp.simplify(one_too_many - RHO**2) == RHO**2 / steps
    assert sp.simplify(sp.summation(RHO**2, (t, 0, steps - 1)) / steps) == RHO**2
    # Jensen for the constant g = -1: -1 <= -(T + 1)/T is false.
    assert not Fraction(-1) <= sum([Fraction(-1)] * 11) / Fraction(10)


@fact(
    "w5-assuming-g-convex-lipschitz",
    r"$\langle a, b \rangle = \frac{1}{2} (\|a\|^2 - \|a - b\|^2 + \|b\|^2)$",
    r"= \frac{1}{2\mu} \left(\|w_t - w^*\|^2 - \cloze[1]{\|w_{t+1} - w^*\|^2}{} + "
    r"\mu^2 \|\nabla g(w_t)\|^2 \right)",
)
def test_inner_product_of_the_proof_is_half_the_difference_of_squares() -> None:
    """<a, b> = (|a|^2 + |b|^2 - |a - b|^2) / 2, for any a and b, and for those of the proof."""
    a = sp.Matrix(sp.symbols("a1:4"))
    b = sp.Matrix(sp.symbols("b1:4"))
    step = a - b
    assert sp.expand(a.dot(b) - (-step.dot(step) + a.dot(a) + b.dot(b)) / 2) == 0
    target, gradient = b, sp.Matrix(sp.symbols("g1:4"))
    here, there = a - target, a - MU * gradient - target
    squares = here.dot(here) - there.dot(there) + MU**2 * gradient.dot(gradient)
    assert sp.expand(here.dot(gradient) - squares / (2 * MU)) == 0


@fact(
    "w5-assuming-g-convex-lipschitz",
    r"\right) = \|w_0 - w^*\|^2 - \|w_T - w^*\|^2 \leq B^2",
)
@pytest.mark.parametrize("steps", [1, 2, 7])
def test_the_sum_of_the_proof_telescopes_to_at_most_b_squared(steps: int) -> None:
    """Any iterates from 0 on, and any minimum within B."""
    target = Fraction(3, 2)
    iterates = [Fraction(t * t, t + 1) for t in range(steps + 1)]
    away = [(w - target) ** 2 for w in iterates]
    summed = sum(one - other for one, other in pairwise(away))
    assert summed == away[0] - away[-1] <= target**2


def descend(
    gradient: Callable[[Fraction], Fraction], mu: Fraction, steps: int
) -> tuple[list[Fraction], Fraction]:
    """The `steps` points where a gradient was taken, from 0 on, and the point after them."""
    w = Fraction(0)
    visited = []
    for _ in range(steps):
        visited.append(w)
        w -= mu * gradient(w)
    return visited, w


@fact(
    "w5-assuming-g-convex-lipschitz",
    r'"for every t" is true of $g(w_t) - g(w^*) \leq \langle w_t - w^*, \nabla g(w_t) '
    r"\rangle$, not of $g(\bar{w})$",
)
def test_subgradient_bound_holds_for_each_iterate_but_not_for_the_average() -> None:
    """ "for every t" is true of g(w_t), not of g of the mean."""

    def g(w: Fraction) -> Fraction:
        return (w - 1) ** 2 / 2

    visited, _ = descend(lambda w: w - 1, Fraction(1, 2), 2)
    inner = [(w - 1) * (w - 1) for w in visited]
    assert all(g(w) - g(Fraction(1)) <= i for w, i in zip(visited, inner, strict=True))
    assert g(mean(visited)) > min(inner)


@fact(
    "w5-output-gradient-descent-algorithm",
    r"convex $\bar{w} = \frac{1}{T} \sum_{t=0}^{T-1} w_t$",
)
@fact(
    "w5-assuming-g-convex-lipschitz",
    r"$\bar{w} = \frac{1}{T} \sum_{t=0}^{T-1} w_t$",
    r"= \frac{B\rho}{\sqrt{T}}",
)
@pytest.mark.parametrize("steps", [1, 4, 9, 100])
@pytest.mark.parametrize("target", [Fraction(1), Fraction(2, 7), Fraction(0)])
def test_average_of_the_points_with_a_gradient_keeps_the_bound(
    steps: int, target: Fraction
) -> None:
    """g = rho |w - w*|."""
    rho, bound = Fraction(3), Fraction(1)
    mu = bound / (rho * math.isqrt(steps))
    visited, last = descend(lambda w: rho if w >= target else -rho, mu, steps)
    total = sum((rho * abs(w - target) for w in visited), Fraction(0))
    telescoped = (visited[0] - target) ** 2 - (last - target) ** 2
    assert total == (telescoped + steps * mu**2 * rho**2) / (2 * mu)
    assert rho * abs(mean(visited) - target) <= bound * rho / math.isqrt(steps)


@fact(
    "w5-stochastic-gradient-descent-algorithm",
    "The mean over all of $X$ *is* the full gradient",
    r"It is unbiased, $\mathbb{E}[\hat{g}] = \nabla f(X) = \mathbb{E}_{x \in X} [\nabla "
    "f(x)]$",
)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_minibatch_gradient_is_unbiased_while_the_mean_over_all_is_the_gradient(size: int) -> None:
    """All minibatches of a size, without replacement."""
    gradients = [Fraction(g) for g in (4, -1, 7, 2, 0)]
    full = mean(gradients)
    estimates = [mean(list(batch)) for batch in combinations(gradients, size)]
    assert mean(estimates) == full
    assert any(estimate != full for estimate in estimates)


@fact(
    "w5-chain-rule",
    r"\frac{\partial f}{\partial x} = \frac{\partial f}{\partial q} \frac{\partial "
    r"q}{\partial x}",
)
def test_chain_rule_through_one_variable() -> None:
    q = sp.Symbol("q")
    inner, outer = X**2 + sp.sin(Y), sp.exp(q) * q
    chained = sp.diff(outer, q).subs(q, inner) * sp.diff(inner, X)
    assert sp.simplify(sp.diff(outer.subs(q, inner), X) - chained) == 0


NEURON = sp.symbols("w0 x0 w1 x1 w2")
NEURON_AT = dict(zip(NEURON, (2, -1, -3, -2, -3), strict=True))


@fact(
    "w5-fill-gradient-relativ-f",
    r"Here the sum is #, $f = \sigma(#) = #$, and the upstream gradient is $# \cdot # = #$",
    "0.4 comes from rounding # first",
)
def test_neuron_of_the_example_sums_to_one_and_has_upstream_gradient_one_fifth(
    stated: Stated,
) -> None:
    """sigma(1) = 0.73, sigma'(1) = 0.73 * 0.27 = 0.20."""
    total, argument, value, left, right, upstream, finer = stated
    w0, x0, w1, x1, w2 = NEURON
    assert (w0 * x0 + w1 * x1 + w2).subs(NEURON_AT) == total == argument == 1
    f = 1 / (1 + math.exp(-1))
    assert round(f, 2) == float(value) == float(left) == 0.73
    assert round(1 - f, 2) == float(right)
    assert round(f * (1 - f), 2) == float(upstream) == 0.20
    assert round(f * (1 - f), 3) == float(finer) == 0.197


@fact(
    "w5-fill-gradient-relativ-f",
    r"f(w, x) = \frac{1}{1 + e^{-(w_0x_0 + w_1x_1 + w_2)}}",
    r"$w_0: [-1] \times [0.20] = #$",
    r"$x_0: [2] \times [0.20] = #$",
    r"$w_1: [-2] \times [0.20] = #$",
    r"$x_1: [-3] \times [0.20] = #$",
    r"$w_2: [1] \times [0.20] = #$",
)
@fact(
    "w5-fill-gradient-relativ-f",
    r"$w_0 \ #$ $x_0 \ {#}$ $w_1 \ {#}$ $x_1 \ {#}$ $w_2 \ {#}$",
)
def test_gradients_of_the_neuron_of_the_example(stated: Stated) -> None:
    assert [float(value) for value in stated[:5]] == [-0.20, 0.39, -0.39, -0.59, 0.20]
    assert dict(zip(NEURON, stated[5:], strict=True)) == NEURON_AT
    w0, x0, w1, x1, w2 = NEURON
    f = 1 / (1 + sp.exp(-(w0 * x0 + w1 * x1 + w2)))
    gradients = [float(sp.diff(f, name).subs(NEURON_AT)) for name in NEURON]
    assert [round(value, 2) for value in gradients] == [float(value) for value in stated[:5]]


@fact(
    "w5-fill-gradient-relativ-f",
    r"f(x) = e^x \quad &\rightarrow \quad \frac{df}{dx} = e^x \\",
    r"f(x) = \frac{1}{x} \quad &\rightarrow \quad \frac{df}{dx} = -\frac{1}{x^2} \\",
    r"f_c(x) = c + x \quad &\rightarrow \quad \frac{df}{dx} = 1 \\",
    r"f_a(x) = ax \quad &\rightarrow \quad \frac{df}{dx} = a \end",
    "(the derivative of a constant $c$ is 0, not 1)",
)
def test_derivatives_of_the_four_gates() -> None:
    """exp, 1/x, c + x, ax; and a constant has derivative 0, not 1."""
    a, c = sp.symbols("a c")
    gates = {sp.exp(X): sp.exp(X), 1 / X: -1 / X**2, c + X: sp.Integer(1), a * X: a}
    assert all(sp.diff(f, X) == df for f, df in gates.items())
    assert sp.diff(c, X) == 0


@fact(
    "w5-add-mul-max-gates",
    r"each input gets the upstream gradient *times the other input* ($\partial (xy) / "
    r"\partial x = y$)",
    "Add passes the upstream gradient unchanged to all inputs; max passes it to the "
    "largest input, the others get 0",
)
def test_add_distributes_mul_swaps_and_scales_max_routes() -> None:
    assert [sp.diff(X + Y, v) for v in (X, Y)] == [1, 1]
    assert [sp.diff(X * Y, v) for v in (X, Y)] == [Y, X]
    routed = [sp.diff(sp.Max(X, Y), v).subs({X: 2, Y: 5}) for v in (X, Y)]
    assert routed == [0, 1]


@fact(
    "w5-size-of-df-dx",
    r"$\frac{\partial f}{\partial x}$ size is $(N_{batch} \times M) \times (N_{batch} "
    r"\times D)$",
)
def test_jacobian_of_a_layer_has_an_entry_for_each_output_and_input() -> None:
    """(N M) x (N D), for N = 2, D = 3, M = 4."""
    batch, inputs, outputs = 2, 3, 4
    x = sp.Matrix(batch, inputs, sp.symbols("x:6"))
    w = sp.Matrix(inputs, outputs, sp.symbols("w:12"))
    y = x * w
    jacobian = sp.Matrix(list(y)).jacobian(list(x))
    assert y.shape == (batch, outputs)
    assert jacobian.shape == (batch * outputs, batch * inputs)


@fact(
    "w5-dl-dx-without-whole-dy-dx",
    "only row $i$ of $y$ depends on $x_{(i,j)}$",
    r"$$\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y} w^T$$",
    r"$\frac{\partial L}{\partial w} = x^T \frac{\partial L}{\partial y}$",
)
def test_gradient_of_a_layer_is_a_product_of_matrices_without_the_jacobian() -> None:
    """dL/dx = dL/dy w^T, dL/dw = x^T dL/dy, row by row."""
    x = sp.Matrix(2, 3, sp.symbols("x:6"))
    w = sp.Matrix(3, 4, sp.symbols("w:12"))
    upstream = sp.Matrix(2, 4, sp.symbols("g:8"))
    y = x * w
    loss = sum(g * v for g, v in zip(upstream, y, strict=True))
    by_x = sp.Matrix(2, 3, [sp.diff(loss, v) for v in x])
    by_w = sp.Matrix(3, 4, [sp.diff(loss, v) for v in w])
    assert (by_x - upstream * w.T).expand() == sp.zeros(2, 3)
    assert (by_w - x.T * upstream).expand() == sp.zeros(3, 4)
    assert sp.diff(y[1, :], x[0, 0]) == sp.zeros(1, 4)


# Week 6a: losses and convolutions


def svm_loss(scores: list[float], true: int) -> float:
    return sum(max(0.0, s + 1 - scores[true]) for j, s in enumerate(scores) if j != true)


def softmax(scores: list[float]) -> list[float]:
    powers = [math.exp(s) for s in scores]
    return [p / sum(powers) for p in powers]


def softmax_loss(scores: list[float], true: int) -> float:
    return -math.log(softmax(scores)[true])


@fact(
    "w6a-multiclass-svm-loss",
    r"\sum_{j \neq y_i} \max \left(0, (f(x_i)_j + 1) - f(x_i)_{y_i} \right)",
)
def test_svm_loss_of_a_worked_example() -> None:
    """Scores 3.2, 5.1, -1.7 with the first class true give 2.9."""
    assert svm_loss([3.2, 5.1, -1.7], 0) == pytest.approx(2.9)


@fact(
    "w6a-multiclass-svm-loss-minimum",
    "#",
)
@fact(
    "w6a-multiclass-svm-loss-maximum",
    r"$+\infty$",
)
@fact(
    "w6a-softmax-loss-minimum",
    "The multiclass SVM loss does reach #, at a margin of #",
)
def test_svm_loss_reaches_zero_at_a_margin_of_one_and_has_no_upper_bound(stated: Stated) -> None:
    least, least_again, margin = map(float, stated)
    assert svm_loss([2.0 + margin, 2.0, 2.0], 0) == least == least_again == 0
    assert svm_loss([2.0 + margin / 2, 2.0, 2.0], 0) > 0
    assert svm_loss([0.0, 1e9], 0) == 1e9 + 1


@fact(
    "w6a-multiclass-svm-loss-initial",
    "$C - #$",
)
@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_svm_loss_starts_at_one_less_than_the_number_of_classes(
    classes: int, stated: Stated
) -> None:
    assert svm_loss([0.0] * classes, 0) == classes - stated[0] == classes - 1


@fact(
    "w6a-softmax-loss-initial",
    r"-\log \left(\frac{1}{C}\right) = \log(C)",
    r"for # classes the loss should start at $\ln # = #$",
)
@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_softmax_loss_starts_at_the_natural_logarithm_of_the_number_of_classes(
    classes: int, stated: Stated
) -> None:
    """2.303 for 10 classes."""
    ten, of_ten, start = stated
    assert softmax_loss([0.1] * classes, 0) == pytest.approx(math.log(classes))
    assert round(softmax_loss([0.1] * int(ten), 0), 3) == float(start) == 2.303
    assert of_ten == ten


@fact(
    "w6a-softmax-loss-minimum",
    r"0 is the infimum only: finite scores give $\hat{P}(y_i) < 1$, so the loss is above "
    r"0 and comes near it as $s_{y_i} - s_j \to \infty$",
)
@fact(
    "w6a-softmax-loss-maximum",
    "∞",
)
def test_softmax_loss_comes_near_zero_but_never_reaches_it() -> None:
    """For two classes, ln(1 + e^-margin)."""
    margin = sp.Symbol("m", real=True)
    loss = sp.log(1 + sp.exp(-margin))
    assert sp.limit(loss, margin, sp.oo) == 0
    assert sp.limit(loss, margin, -sp.oo) == sp.oo
    assert (sp.exp(-margin)).is_positive  # so the loss is above ln 1 = 0


@fact(
    "w6a-develop-softmax-classifier-loss",
    r"KL\left(P_i \| \hat{P}_i\right) &= \sum_{c=1}^C P_i(c) \log "
    r"\left(\frac{P_i(c)}{\hat{P}_i(c)}\right) \\",
    "the true one stands first, as the other way round it would be infinite",
    r"KL\left(\cloze[1]{P_i \| \hat{P}_i}{} \right)",
    r"-\log \left(\hat{P}_i(y_i)\right)",
)
def test_kl_of_indicator_from_softmax_is_minus_log_of_the_true_class() -> None:
    """The terms with P(c) = 0 add nothing."""
    q = sp.symbols("q1:4", positive=True)
    delta = sp.Symbol("delta", positive=True)
    indicator = (delta / 2, 1 - delta, delta / 2)
    divergence = sum(p * sp.log(p / r) for p, r in zip(indicator, q, strict=True))
    assert sp.simplify(sp.limit(divergence, delta, 0, "+") + sp.log(q[1])) == 0


@fact(
    "w6a-develop-softmax-classifier-loss",
    r"$KL(\hat{P}_i \| P_i)$ as written would be infinite, since $P_i$ has zeros",
)
def test_kl_the_other_way_round_is_infinite() -> None:
    """KL of softmax from indicator, which has zeros."""
    delta = sp.Symbol("delta", positive=True)
    indicator = (delta / 2, 1 - delta, delta / 2)
    softmaxed = (sp.Rational(1, 4), sp.Rational(1, 2), sp.Rational(1, 4))
    divergence = sum(r * sp.log(r / p) for p, r in zip(indicator, softmaxed, strict=True))
    assert sp.limit(divergence, delta, 0, "+") == sp.oo


@fact(
    "w6a-develop-softmax-classifier-loss",
    "the sums in the denominators run over all $C$ classes",
)
def test_softmax_sums_to_one_only_if_the_denominator_runs_over_all_classes() -> None:
    """Up to k it would stop at the class that is asked for."""
    scores = [1.0, 2.0, 0.5]
    up_to_k = [
        math.exp(s) / sum(math.exp(t) for t in scores[: k + 1]) for k, s in enumerate(scores)
    ]
    assert sum(softmax(scores)) == pytest.approx(1)
    assert sum(up_to_k) != pytest.approx(1)


@fact(
    "w6a-develop-softmax-classifier-loss",
    r"-\log \left(\frac{e^{s_{y_i}}}{\sum_{j=1}^C e^{s_j}}\right)",
    r"\begin{cases} 1 & c = y_i \\ 0 & \text{else} \end{cases}",
)
def test_gradient_of_the_softmax_loss_is_softmax_minus_indicator() -> None:
    scores = sp.symbols("s1:4", real=True)
    total = sum(sp.exp(s) for s in scores)
    loss = -sp.log(sp.exp(scores[0]) / total)
    for j, s in enumerate(scores):
        expected = sp.exp(s) / total - (1 if j == 0 else 0)
        assert sp.simplify(sp.diff(loss, s) - expected) == 0


@fact(
    "w6a-develop-softmax-classifier-loss",
    r"\hat{P}_i(k) = P(Y = k|X = x_i) = \frac{e^{s_k}}{\sum_{j=1}^C e^{s_j}}",
)
def test_derivative_of_softmax_is_p_i_times_delta_ij_minus_p_j() -> None:
    scores = sp.symbols("s1:4", real=True)
    total = sum(sp.exp(s) for s in scores)
    p = [sp.exp(s) / total for s in scores]
    for i, j in product(range(3), repeat=2):
        expected = p[i] * ((1 if i == j else 0) - p[j])
        assert sp.simplify(sp.diff(p[i], scores[j]) - expected) == 0


@fact(
    "w6a-gradient-check",
    "The analytical method is fast and exact",
    "numerical gradient which is very straightforward but slow and approximate",
)
def test_numerical_gradient_agrees_with_the_analytical_one_but_only_approximately() -> None:
    """Central differences on the softmax loss."""
    scores, h = [0.3, -1.2, 2.0], 1e-4
    analytical = softmax(scores)[1]
    up, down = [0.3, -1.2 + h, 2.0], [0.3, -1.2 - h, 2.0]
    numerical = (softmax_loss(up, 0) - softmax_loss(down, 0)) / (2 * h)
    assert numerical == pytest.approx(analytical, rel=1e-6)
    assert numerical != analytical


@fact(
    "w6a-3-old-school-methods",
    "# will be split half and half to the #,# buckets",
    "nearest of # bins over 0°-#°",
)
def test_angle_of_50_degrees_is_shared_half_and_half_by_the_bins_at_40_and_60(
    stated: Stated,
) -> None:
    """9 bins over 180 degrees are 20 degrees apart."""
    assert stated == (50, 40, 60, 9, 180)
    angle, below, above, number, degrees = stated
    spacing = degrees / number
    bins = [spacing * i for i in range(int(number))]
    shares = {b: 1 - abs(angle - b) / spacing for b in bins if abs(angle - b) < spacing}
    assert shares == {below: Fraction(1, 2), above: Fraction(1, 2)}


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many places a kernel has, counted by putting it there."""
    places = range(-padding, size + padding - kernel + 1, stride)
    formula, rest = divmod(size + 2 * padding - kernel, stride)
    assert rest == 0
    assert len(places) == formula + 1
    return len(places)


@fact(
    "w6a-output-size-7x7-stride-1",
    "We have a #×7 image. Apply a #×3 filter, stride #.",
    r"= # \rightarrow",
)
@fact(
    "w6a-output-size-7x7-stride-2",
    "We have a #×7 image. Apply a #×3 filter, stride #.",
    r"= # \rightarrow",
)
def test_3x3_filter_on_a_7x7_image_gives_5x5_at_stride_1_and_3x3_at_stride_2(
    stated: Stated,
) -> None:
    assert stated == (7, 3, 1, 5, 7, 3, 2, 3)
    for size, kernel, stride, output in (map(int, stated[:4]), map(int, stated[4:])):
        assert output_size(size, kernel, stride) == output


@fact(
    "w6a-same-size-output",
    "#×3 conv with zero padding of #, with stride #",
    "(N + 2 - 3)/1 + 1 = N - 1 + 1 = N",
)
@pytest.mark.parametrize("size", [1, 7, 32, 224])
def test_3x3_filter_with_padding_1_keeps_the_size(size: int, stated: Stated) -> None:
    assert stated == (3, 1, 1)
    kernel, padding, stride = map(int, stated)
    assert output_size(size, kernel, stride, padding) == size


@fact(
    "w6a-output-size-10-filters-5x5",
    r"We have a $# \times 32 \times 3$ image, # #×5 filters, stride # pad #",
    r"$(32 + 2 \cdot 2 - 5)/1 + 1 = 32$ $# \times # \times #$",
)
def test_5x5_filters_with_padding_2_keep_32_by_32(stated: Stated) -> None:
    """The third number, 10, is the number of filters."""
    size, filters, kernel, stride, padding, *output = map(int, stated)
    assert output_size(size, kernel, stride, padding) == 32
    assert output == [32, 32, filters]


@fact(
    "w6a-filter-dimensions",
    r"$k \times k \times 3$",
)
@fact(
    "w6a-filter-number-parameters",
    r"k \cdot k \cdot 3 + 1 \text{ (bias)} = 3k^2 + 1",
    "so # for a #×5 filter",
)
@pytest.mark.parametrize(("k", "parameters"), [(1, 4), (3, 28), (5, 76), (7, 148)])
def test_filter_on_three_channels_has_3_k_squared_weights_and_a_bias(
    k: int, parameters: int, stated: Stated
) -> None:
    """5*5*3 + 1 is the case k = 5."""
    assert stated == (76, 5)
    weights = list(product(range(k), range(k), range(3)))
    assert len(weights) + 1 == 3 * k**2 + 1 == parameters


@fact(
    "w6a-1x1-convolution",
    "dot product over 1 pixel, through all channels",
)
def test_1x1_convolution_keeps_the_places_and_mixes_channels() -> None:
    """A dot product over the channels of one pixel."""
    image = {(i, j): (i, j, i * j) for i in range(4) for j in range(4)}
    weights = (2, -1, 3)
    output = {at: sum(a * b for a, b in zip(v, weights, strict=True)) for at, v in image.items()}
    assert output_size(4, 1) == 4
    assert output[2, 3] == 2 * 2 - 3 + 3 * 6
    assert len(output) == len(image)


ARCHITECTURE = "[(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K,SOFTMAX"
ARCHITECTURE_AS_WRITTEN = "[(CONV - RELU) * N - POOL) * M - (FC - RELU) * K, SOFTMAX]"


@fact("w6a-typical-cnn-architecture-structure", f"`{ARCHITECTURE}`", f"${ARCHITECTURE_AS_WRITTEN}$")
def test_brackets_of_the_architecture_are_balanced_in_the_correction_only() -> None:

    def balanced(text: str) -> bool:
        opened: list[str] = []
        for letter in text:
            if letter in "([":
                opened.append(letter)
            elif letter in ")]" and (not opened or opened.pop() + letter not in ("()", "[]")):
                return False
        return not opened

    assert balanced(ARCHITECTURE)
    assert not balanced(ARCHITECTURE_AS_WRITTEN)


# Week 7: activations


SIGMOID = 1 / (1 + sp.exp(-X))
TANH = (sp.exp(X) - sp.exp(-X)) / (sp.exp(X) + sp.exp(-X))


@fact(
    "w7-sigmoid-function-value-range",
    r"$\frac{1}{1+e^{-x}}$",
    "value from $(0, 1)$",
    "The interval is open: 0 and 1 are limits",
)
def test_sigmoid_tends_to_0_and_1_and_reaches_neither() -> None:
    assert sp.limit(SIGMOID, X, -sp.oo) == 0
    assert sp.limit(SIGMOID, X, sp.oo) == 1
    assert SIGMOID.is_positive
    assert (sp.exp(-X)).is_positive  # so the denominator is above 1, and sigma below 1


@fact(
    "w7-sigmoid-derivative",
    r"$$\sigma(x)(1 - \sigma(x))$$",
)
def test_derivative_of_sigmoid_is_sigma_times_one_minus_sigma() -> None:
    assert sp.simplify(sp.diff(SIGMOID, X) - SIGMOID * (1 - SIGMOID)) == 0


@fact(
    "w7-3-problems-sigmoid-function",
    "At high value of input $|x|$ the gradient approaches 0",
)
def test_gradient_of_sigmoid_is_a_quarter_at_0_and_vanishes_far_out() -> None:
    slope = SIGMOID * (1 - SIGMOID)
    assert slope.subs(X, 0) == sp.Rational(1, 4)
    assert sp.limit(slope, X, sp.oo) == 0
    assert sp.limit(slope, X, -sp.oo) == 0


@fact(
    "w7-3-problems-sigmoid-function",
    "Outputs only positive values (leads to the “synchronized w gradients” zig zag issue)",
)
@pytest.mark.parametrize("upstream", [-2, 3])
def test_positive_inputs_make_all_weight_gradients_of_a_neuron_agree_in_sign(
    upstream: int,
) -> None:
    """Why outputs that are always positive make a zig zag."""
    inputs = [1 / (1 + math.exp(-z)) for z in (-3.0, 0.1, 4.0)]
    assert len({math.copysign(1, upstream * v) for v in inputs}) == 1


@fact(
    "w7-tanh-function-value-range",
    r"$\frac{e^x - e^{-x}}{e^x + e^{-x}}$",
    "value from $(-1, 1)$",
    "The interval is open: $-1$ and $1$ are limits",
    r"$\tanh(x) = 2\sigma(2x) - 1$",
)
def test_tanh_tends_to_minus_1_and_1_and_is_a_stretched_sigmoid() -> None:
    """2 sigma(2x) - 1 with 0 < sigma < 1 is inside (-1, 1)."""
    assert sp.limit(TANH, X, -sp.oo) == -1
    assert sp.limit(TANH, X, sp.oo) == 1
    assert sp.simplify(TANH - (2 * SIGMOID.subs(X, 2 * X) - 1)) == 0


@fact(
    "w7-tanh-advantage-disadvantages",
    "$(-1, 1)$ range is zero centered",
    "At high value of input $|x|$ the gradient approaches 0",
)
def test_derivative_of_tanh_is_one_minus_its_square_and_vanishes_far_out() -> None:
    """And tanh is odd, so zero centered."""
    assert sp.simplify(sp.diff(TANH, X) - (1 - TANH**2)) == 0
    assert sp.limit(1 - TANH**2, X, sp.oo) == 0
    assert sp.simplify(TANH + TANH.subs(X, -X)) == 0


@fact(
    "w7-relu-function",
    r"$\max(0, x)$",
)
@fact(
    "w7-4-advantages-relu",
    "Doesn't saturate in + region",
)
@fact(
    "w7-2-dis-advantages-relu",
    "Not zero centered",
    "zero gradient for negative input",
)
@fact(
    "w7-leaky-relu-function",
    r"$\max(#x, x)$",
)
@fact(
    "w7-4-advantages-leaky-relu",
    "Doesn't saturate at all",
    "Does not die",
)
def test_relu_has_slope_1_or_0_and_leaky_relu_never_0(stated: Stated) -> None:
    relu, leaky = sp.Max(0, X), sp.Max(sp.Rational(stated[0]) * X, X)
    assert [sp.diff(relu, X).subs(X, v) for v in (-3, 3)] == [0, 1]
    assert [sp.diff(leaky, X).subs(X, v) for v in (-3, 3)] == [sp.Rational(1, 100), 1]
    assert sp.integrate(X * STANDARD_NORMAL, (X, 0, sp.oo)) > 0  # ReLU is not zero centered


@fact(
    "w7-parametric-relu-function-prelu",
    r"$\max(0, x) + \alpha \min(0, x)$ and does not confine $\alpha$; this is "
    r"$\max(\alpha x, x)$ as long as $\alpha \leq 1$",
)
def test_prelu_is_the_max_form_up_to_slope_one_and_not_above() -> None:
    """max(0, x) + alpha min(0, x) against max(alpha x, x)."""

    def paper(alpha: Fraction, x: Fraction) -> Fraction:
        return max(Fraction(0), x) + alpha * min(Fraction(0), x)

    xs = [Fraction(v, 2) for v in range(-6, 7)]
    for alpha in (Fraction(-1, 2), Fraction(0), Fraction(1, 4), Fraction(1)):
        assert all(paper(alpha, x) == max(alpha * x, x) for x in xs)
    assert paper(Fraction(2), Fraction(1)) != max(Fraction(2), Fraction(1))


@fact(
    "w7-elu-function",
    r"\begin{cases} x & x \geq 0 \\ \alpha(e^x - 1) & x < 0 \end{cases}",
)
@fact(
    "w7-5-advantages-elu",
    "negative value gradient saturation",
)
def test_elu_is_continuous_at_0_and_saturates_at_minus_alpha() -> None:
    alpha = sp.Symbol("alpha", positive=True)
    negative = alpha * (sp.exp(X) - 1)
    assert negative.subs(X, 0) == 0
    assert sp.limit(negative, X, -sp.oo) == -alpha
    assert sp.limit(sp.diff(negative, X), X, -sp.oo) == 0


@fact(
    "w7-5-advantages-elu",
    "Closer to zero mean (compared with ReLU)",
)
def test_mean_output_of_elu_is_nearer_to_zero_than_that_of_relu() -> None:
    """For a standard normal input and alpha = 1."""
    relu = sp.integrate(X * STANDARD_NORMAL, (X, 0, sp.oo))
    elu = relu + sp.integrate((sp.exp(X) - 1) * STANDARD_NORMAL, (X, -sp.oo, 0))
    assert abs(float(elu)) < float(relu)


@fact(
    "w7-2-advantages-maxout",
    "Generalizes ReLU/Leaky ReLU",
    r"Maxout is *piecewise* linear, not linear: $\max(x, -x) = |x|$",
)
@fact(
    "w7-maxout-function",
    r"$\max(w_1 \cdot x + b_1, w_2 \cdot x + b_2)$",
)
def test_maxout_is_piecewise_linear_and_generalizes_relu_and_leaky_relu() -> None:
    """max(x, -x) = |x| is not linear."""

    def maxout(w1: Fraction, w2: Fraction, x: Fraction) -> Fraction:
        return max(w1 * x, w2 * x)

    one, zero, leak = Fraction(1), Fraction(0), Fraction(1, 100)
    for x in (Fraction(-3), Fraction(0), Fraction(2)):
        assert maxout(one, zero, x) == max(zero, x)
        assert maxout(leak, one, x) == max(leak * x, x)
        assert maxout(one, -one, x) == abs(x)
    assert maxout(one, -one, one) + maxout(one, -one, -one) != maxout(one, -one, zero)


# Week 7: initialization, batch normalization


@fact(
    "w7-problem-constant-weight-initialization",
    "All nodes treated symmetrically",
)
def test_constant_initialization_gives_all_units_of_a_layer_the_same_gradient() -> None:
    """Two hidden units with weights a and out b."""
    u, v, p, q, t = sp.symbols("u v p q t")
    a, b = sp.symbols("a b")
    output = p * sp.tanh(u * X) + q * sp.tanh(v * X)
    loss = (output - t) ** 2
    constant = {u: a, v: a, p: b, q: b}
    assert sp.simplify((sp.diff(loss, u) - sp.diff(loss, v)).subs(constant)) == 0
    assert sp.simplify((sp.diff(loss, p) - sp.diff(loss, q)).subs(constant)) == 0


@fact(
    "w7-variance-of-product",
    r"\sigma_X^2 \sigma_Y^2 + \sigma_X^2 \mu_Y^2 + \sigma_Y^2 \mu_X^2",
)
def test_variance_of_a_product_of_independent_variables() -> None:
    """E[X^2] E[Y^2] - E[X]^2 E[Y]^2, written out; and a case listed."""
    mx, my, sx, sy = sp.symbols("mu_X mu_Y sigma_X sigma_Y", real=True)
    direct = (sx**2 + mx**2) * (sy**2 + my**2) - mx**2 * my**2
    card = sx**2 * sy**2 + sx**2 * my**2 + sy**2 * mx**2
    assert sp.expand(direct - card) == 0
    xs = [(Fraction(1, 4), Fraction(0)), (Fraction(3, 4), Fraction(2))]
    ys = [(Fraction(1, 2), Fraction(-1)), (Fraction(1, 2), Fraction(5))]
    listed = variance([(p * q, v * w) for (p, v), (q, w) in product(xs, ys)])
    mean_x, mean_y = Fraction(3, 2), Fraction(2)
    assert listed == variance(xs) * variance(ys) + variance(xs) * mean_y**2 + (
        variance(ys) * mean_x**2
    )


def mean_square_of_tanh(variance_of_input: float) -> float:
    """E[tanh(z)^2] for a normal z with mean 0, by the midpoint rule between quantiles."""
    normal = NormalDist(0, math.sqrt(variance_of_input))
    n = 2000
    return sum(math.tanh(normal.inv_cdf((i + 0.5) / n)) ** 2 for i in range(n)) / n


@fact(
    "w7-tanh-initialization-small-std",
    r"about $# \sqrt{#} = #$; after # layers some $# \cdot 10^{#}$ are left",
)
def test_weights_of_std_0_01_shrink_the_activations_to_1e_7_in_ten_tanh_layers(
    stated: Stated,
) -> None:
    """A factor of 0.22 a layer, with 500 inputs a neuron."""
    assert stated == (Fraction("0.01"), 500, Fraction("0.22"), 10, 3, -7)
    std, inputs, factor, layers, digit, exponent = map(float, stated)
    assert std * math.sqrt(inputs) == pytest.approx(factor, abs=0.005)
    assert (std * math.sqrt(inputs)) ** layers == pytest.approx(digit * 10**exponent, rel=0.05)
    power = 1.0
    for _ in range(int(layers)):
        power = mean_square_of_tanh(inputs * std**2 * power)
    assert 1e-7 < math.sqrt(power) < 3.2e-7


@fact(
    "w7-tanh-initialization-large-std",
    "# layers, # neurons",
    "with a # standard deviation",
    "(saturated) due to large variance in the input (#ish)",
    r"there the slope $1 - \tanh^2 \approx 0$",
)
def test_weights_of_std_1_give_an_input_variance_of_500_and_saturate_nine_in_ten_units(
    stated: Stated,
) -> None:
    assert stated == (10, 500, 1, 500)
    layers, inputs, std, about = map(int, stated)
    power = 1.0
    for _ in range(layers):
        input_variance = inputs * std**2 * power
        assert 0.94 * about < input_variance <= about
        edge = math.atanh(0.99)
        inside = 2 * NormalDist(0, math.sqrt(input_variance)).cdf(edge) - 1
        assert inside < 0.1
        assert 1 - math.tanh(edge) ** 2 < 0.02
        power = mean_square_of_tanh(input_variance)


FAN_IN = sp.Symbol("n", positive=True, integer=True)


def variance_of_sum(weight_variance: sp.Expr, input_power: sp.Expr) -> sp.Expr:
    """Of fan-in products w x with E[w] = 0: each has variance Var(w) E[x^2]."""
    return FAN_IN * weight_variance * input_power


@fact(
    "w7-xavier-initialization-method",
    r"w_i x_i\right) = \text{fan\_in} \cdot \frac{1}{\text{fan\_in}} \cdot "
    r"\mathbb{E}[x^2] = 1",
)
def test_xavier_keeps_the_variance_of_zero_mean_inputs() -> None:
    """1 for inputs of mean square 1, whatever the fan-in."""
    sigma = sp.Symbol("sigma", positive=True)
    assert variance_of_sum(1 / FAN_IN, sp.Integer(1)) == 1
    assert variance_of_sum(1 / FAN_IN, sigma**2) == sigma**2


@fact(
    "w7-xavier-initialization-method",
    r"the paper has $\operatorname{Var}(w) = \frac{2}{\text{fan\_in} + \text{fan\_out}}$; "
    r"the course takes $\frac{1}{\text{fan\_in}}$",
    "eq. (12) and (16)",
)
def test_the_two_conventions_of_xavier_agree_for_as_many_outputs_as_inputs() -> None:
    """2 / (fan_in + fan_out) against 1 / fan_in."""
    fan_out = sp.Symbol("m", positive=True, integer=True)
    assert sp.simplify((2 / (FAN_IN + fan_out)).subs(fan_out, FAN_IN) - 1 / FAN_IN) == 0
    # The uniform distribution on [-a, a] has variance a^2 / 3: eq. (16) is eq. (12).
    edge = sp.sqrt(6) / sp.sqrt(FAN_IN + fan_out)
    assert sp.simplify(edge**2 / 3 - 2 / (FAN_IN + fan_out)) == 0


def relu_power(variance_of_input: sp.Expr) -> sp.Expr:
    """E[max(0, z)^2] for a normal z with mean 0."""
    return variance_of_input * sp.integrate(X**2 * STANDARD_NORMAL, (X, 0, sp.oo))


@fact(
    "w7-xavier-fails-with-relu",
    r"$\mathbb{E}[\max(0, z)^2] = \frac{1}{2} \operatorname{Var}(z)$, so the signal's "
    "power halves at each layer",
)
def test_relu_halves_the_power_of_a_zero_mean_signal() -> None:
    """So with Xavier it halves at each layer."""
    power = sp.Symbol("p", positive=True)
    assert sp.simplify(relu_power(power) - power / 2) == 0
    assert sp.simplify(relu_power(variance_of_sum(1 / FAN_IN, power)) / power) == sp.Rational(1, 2)


@fact(
    "w7-xavier-fails-with-relu",
    r"divide by $\sqrt{\text{fan in}/2}$, that is, $\operatorname{Var}(w) = "
    r"\frac{2}{\text{fan in}}$",
)
@fact(
    "w7-relu-initialization-name",
    "He",
)
def test_he_divides_by_the_root_of_half_the_fan_in() -> None:
    """Then the power stays."""
    power = sp.Symbol("p", positive=True)
    weight_variance = 1 / sp.sqrt(FAN_IN / 2) ** 2
    assert sp.simplify(weight_variance - 2 / FAN_IN) == 0
    assert sp.simplify(relu_power(variance_of_sum(weight_variance, power)) / power) == 1


@fact(
    "w7-xavier-fails-with-relu",
    r"with $\frac{\sqrt{\text{fan\_in}}}{2}$ the variance would be "
    r"$\frac{4}{\text{fan\_in}}$, and the signal's power would double at each layer",
)
def test_dividing_by_half_the_root_of_the_fan_in_doubles_the_power_at_each_layer() -> None:
    """What the card says, with the 2 outside of the root."""
    power = sp.Symbol("p", positive=True)
    weight_variance = 1 / (sp.sqrt(FAN_IN) / 2) ** 2
    assert sp.simplify(weight_variance - 4 / FAN_IN) == 0
    assert sp.simplify(relu_power(variance_of_sum(weight_variance, power)) / power) == 2


@fact(
    "w7-batch-normalization-method-before",
    r"$\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}$",
)
def test_batch_normalization_with_epsilon_under_the_root_has_mean_0_and_variance_below_1() -> None:
    """Variance s^2 / (s^2 + eps) after step 3."""
    batch = sp.symbols("x1:5", real=True)
    epsilon = sp.Symbol("epsilon", positive=True)
    mu = sum(batch) / 4
    square = sum((v - mu) ** 2 for v in batch) / 4
    normalized = [(v - mu) / sp.sqrt(square + epsilon) for v in batch]
    assert sp.simplify(sum(normalized)) == 0
    assert sp.simplify(sum(v**2 for v in normalized) / 4 - square / (square + epsilon)) == 0


@fact(
    "w7-batch-normalization-method-before",
    r"\frac{x_i - \mu_B}{\sigma + \epsilon}",
    r"$\epsilon$ stands with the variance under the root",
)
def test_epsilon_beside_the_std_is_not_epsilon_under_the_root() -> None:
    """A std of 0.001 and the usual 1e-5 differ threefold."""
    std, epsilon = 1e-3, 1e-5
    assert math.sqrt(std**2 + epsilon) / (std + epsilon) > 3


@fact(
    "w7-bn-test-time",
    "With these fixed, BN is an affine map; it can be merged into the layer before it",
)
def test_batch_normalization_with_fixed_statistics_merges_into_the_layer_before() -> None:
    """An affine map after an affine map is one affine map."""
    w, b, gamma, beta, mu, s = sp.symbols("w b gamma beta mu s", positive=True)
    normalized = gamma * (w * X + b - mu) / s + beta
    merged = (gamma * w / s) * X + (gamma * (b - mu) / s + beta)
    assert sp.simplify(normalized - merged) == 0
