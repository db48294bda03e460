"""What the cards of weeks 1 to 7 say, and what their corrections say, computed again.

Each test names the card that it belongs to. Numbers are exact (fractions or sympy) where they can
be; nothing is read from the deck.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from statistics import NormalDist

import pytest
import sympy as sp

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


def test_pixel_distance_prefers_grey_to_a_copy_shifted_by_one_pixel() -> None:
    """w1-k-nearest-neighbor-never: L1 and L2 between pixels say little about content."""
    stripes = tuple(Fraction(i % 2) for i in range(8))
    shifted = (stripes[-1], *stripes[:-1])
    grey = (Fraction(1, 2),) * 8
    assert squared_distance(stripes, shifted) > squared_distance(stripes, grey)
    assert sum(abs(a - b) for a, b in zip(stripes, shifted, strict=True)) > sum(
        abs(a - b) for a, b in zip(stripes, grey, strict=True)
    )


@pytest.mark.parametrize("n", [1, 2, 5, 8])
def test_training_error_of_iid_samples_has_mean_l_and_variance_l_times_one_minus_l_over_n(
    n: int,
) -> None:
    """w2-need-assume-idd: every sample of 0-1 losses is listed with its probability."""
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


@pytest.mark.parametrize("n", [1, 10, 1000])
def test_n_copies_of_one_sample_tell_as_much_as_one(n: int) -> None:
    """w2-need-assume-idd: unbiased all the same, but the variance does not fall with n."""
    error = Fraction(1, 3)
    outcomes = [(error, mean([Fraction(1)] * n)), (1 - error, mean([Fraction(0)] * n))]
    assert sum(p * v for p, v in outcomes) == error
    assert variance(outcomes) == error * (1 - error)


# Week 3: linear regression, k-means, SVM


def test_affine_functions_are_linear_ones_of_x_with_a_one_appended() -> None:
    """w3-linear-regressor-hypothesis-class"""
    w = sp.Matrix(sp.symbols("w1:4"))
    x = sp.Matrix(sp.symbols("x1:4"))
    b = sp.Symbol("b")
    with_bias = w.col_join(sp.Matrix([b])).dot(x.col_join(sp.Matrix([1])))
    assert sp.expand(with_bias - (w.dot(x) + b)) == 0


def test_gradient_of_squared_error_is_twice_xtxw_minus_xty() -> None:
    """w3-solution-linear-regression: both forms of the derivative on the card."""
    data = sp.Matrix(3, 2, sp.symbols("a:6"))
    target = sp.Matrix(sp.symbols("y:3"))
    w = sp.Matrix(sp.symbols("w:2"))
    residual = target - data * w
    gradient = sp.Matrix([sp.diff(residual.dot(residual), v) for v in w])
    assert (gradient - 2 * (data.T * data * w - data.T * target)).expand() == sp.zeros(2, 1)
    assert (gradient - (-data.T) * 2 * residual).expand() == sp.zeros(2, 1)


def test_normal_equations_give_the_least_squares_line() -> None:
    """w3-solution-linear-regression: the solution is a minimum, as X^T X is positive definite."""
    data = sp.Matrix([[1, 0], [1, 1], [1, 3]])
    target = sp.Matrix([1, 2, 2])
    w = (data.T * data).inv() * data.T * target
    assert data.T * (target - data * w) == sp.zeros(2, 1)
    assert (data.T * data).is_positive_definite


def test_without_full_column_rank_the_pseudo_inverse_solves_the_normal_equations() -> None:
    """w3-solution-linear-regression: X^T X cannot be inverted, and the solution is not unique."""
    data = sp.Matrix([[1, 2], [2, 4], [3, 6]])
    target = sp.Matrix([1, 0, 2])
    gram = data.T * data
    w = data.pinv() * target
    assert gram.det() == 0
    assert gram * w == data.T * target
    assert gram * (w + sp.Matrix([2, -1])) == data.T * target


def test_mean_is_the_point_with_the_least_sum_of_squared_distances() -> None:
    """w3-k-means-objective-function: why mu_i is the mean of its set."""
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


def test_lloyd_can_stop_at_a_partition_nine_times_as_bad_as_the_best() -> None:
    """w3-heuristic-sove-k-means: four corners of a rectangle of 3 by 1, split the wrong way."""
    corners: list[Point] = [(Fraction(a), Fraction(b)) for a in (0, 3) for b in (0, 1)]
    stuck: list[Point] = [(Fraction(3, 2), Fraction(0)), (Fraction(3, 2), Fraction(1))]
    best: list[Point] = [(Fraction(0), Fraction(1, 2)), (Fraction(3), Fraction(1, 2))]
    assert k_means_step(corners, stuck) == (Fraction(9), stuck)
    assert k_means_step(corners, best) == (Fraction(1), best)


def test_lloyd_never_raises_the_sum_of_squares_though_single_distances_grow() -> None:
    """w3-heuristic-sove-k-means: the point 0 lies on its centre and is left by it."""
    points: list[Point] = [(Fraction(p),) for p in (0, 1, 5, 20, 22)]
    centres: list[Point] = [(Fraction(0),), (Fraction(22),)]
    first, moved = k_means_step(points, centres)
    second, _ = k_means_step(points, moved)
    assert second <= first
    assert squared_distance(points[0], moved[0]) > squared_distance(points[0], centres[0])


def test_largest_margin_is_one_over_the_smallest_norm() -> None:
    """w3-svm-objective-function: examples (2, 0) and (0, 0), for each direction of w."""
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


def test_points_that_no_line_separates_can_be_separated_after_a_feature_map() -> None:
    """w3-cases-data-not-linear: XOR with (x1, x2, x1 x2); the kernel is the inner product."""
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


def test_convexity_holds_for_alpha_in_the_unit_interval_and_turns_round_outside() -> None:
    """w5-convex-function: for the square the gap is alpha (1 - alpha) (x - y)^2."""
    alpha = sp.Symbol("alpha", real=True)
    assert sp.expand(convexity_gap(alpha) - alpha * (1 - alpha) * (X - Y) ** 2) == 0
    assert convexity_gap(sp.Rational(1, 3)).subs({X: 1, Y: 5}) > 0
    assert convexity_gap(sp.Integer(2)).subs({X: 1, Y: 5}) < 0
    assert convexity_gap(sp.Integer(-1)).subs({X: 1, Y: 5}) < 0


def test_jensens_gap_of_the_square_is_the_variance() -> None:
    """w5-jensens-inequality-f-convex"""
    xs = sp.symbols("x1:4", real=True)
    gap = sum(v**2 for v in xs) / 3 - (sum(xs) / 3) ** 2
    pairs = sum((a - b) ** 2 for a, b in combinations(xs, 2)) / 9
    assert sp.expand(gap - pairs) == 0


def test_first_order_taylor_is_off_by_a_second_order_term() -> None:
    """w5-taylor-first-order-approximation: along a line u = w + t d the error is O(t^2)."""
    t, d1, d2 = sp.symbols("t d1 d2", real=True)

    def g(a: sp.Expr, b: sp.Expr) -> sp.Expr:
        return sp.exp(a) * sp.sin(b)

    linear = g(X, Y) + t * (d1 * sp.diff(g(X, Y), X) + d2 * sp.diff(g(X, Y), Y))
    error = g(X + t * d1, Y + t * d2) - linear
    assert sp.simplify(error.subs(t, 0)) == 0
    assert sp.simplify(sp.diff(error, t).subs(t, 0)) == 0
    assert sp.simplify(sp.diff(error, t, 2).subs(t, 0)) != 0


def test_gradient_step_minimizes_distance_plus_linearized_objective() -> None:
    """w5-optimization-objective-gradient-decent"""
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


def test_best_step_of_the_gradient_descent_bound_gives_b_rho_over_root_t() -> None:
    """w5-assuming-g-convex-lipschitz: mu = B / (rho sqrt(T)), and epsilon at the T of the card."""
    bound = BOUND**2 / (2 * MU * STEPS) + MU * RHO**2 / 2
    best = sp.sqrt(BOUND**2 / (RHO**2 * STEPS))
    assert sp.simplify(sp.diff(bound, MU).subs(MU, best)) == 0
    assert sp.diff(bound, MU, 2).is_positive
    value = sp.simplify(bound.subs(MU, best))
    assert sp.simplify(value - BOUND * RHO / sp.sqrt(STEPS)) == 0
    assert sp.simplify(value.subs(STEPS, BOUND**2 * RHO**2 / EPSILON**2) - EPSILON) == 0


def test_number_of_steps_is_not_equal_to_the_bound() -> None:
    """w5-assuming-g-convex-lipschitz: the torn-off note on the left is a T, not a step."""
    steps = BOUND**2 * RHO**2 / EPSILON**2
    assert sp.simplify(steps - BOUND * RHO / sp.sqrt(steps)) != 0


def test_t_plus_one_terms_over_t_break_jensen_and_the_sum_of_rho_squared() -> None:
    """w5-assuming-g-convex-lipschitz: sums from 0 to T have T + 1 terms."""
    t = sp.Symbol("t", integer=True)
    steps = sp.Symbol("T", positive=True, integer=True)
    one_too_many = sp.summation(RHO**2, (t, 0, steps)) / steps
    assert sp.simplify(one_too_many - RHO**2) == RHO**2 / steps
    assert sp.simplify(sp.summation(RHO**2, (t, 0, steps - 1)) / steps) == RHO**2
    # Jensen for the constant g = -1: -1 <= -(T + 1)/T is false.
    assert not Fraction(-1) <= sum([Fraction(-1)] * 11) / Fraction(10)


def test_inner_product_of_the_proof_is_half_the_difference_of_squares() -> None:
    """w5-assuming-g-convex-lipschitz: <a, b> = (|a|^2 + |b|^2 - |a - b|^2) / 2."""
    a = sp.Matrix(sp.symbols("a1:4"))
    b = sp.Matrix(sp.symbols("b1:4"))
    step = a - b
    assert sp.expand(a.dot(b) - (-step.dot(step) + a.dot(a) + b.dot(b)) / 2) == 0


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


def test_subgradient_bound_holds_for_each_iterate_but_not_for_the_average() -> None:
    """w5-assuming-g-convex-lipschitz: "for every t" is true of g(w_t), not of g of the mean."""

    def g(w: Fraction) -> Fraction:
        return (w - 1) ** 2 / 2

    visited, _ = descend(lambda w: w - 1, Fraction(1, 2), 2)
    inner = [(w - 1) * (w - 1) for w in visited]
    assert all(g(w) - g(Fraction(1)) <= i for w, i in zip(visited, inner, strict=True))
    assert g(mean(visited)) > min(inner)


@pytest.mark.parametrize("steps", [1, 4, 9, 100])
@pytest.mark.parametrize("target", [Fraction(1), Fraction(2, 7), Fraction(0)])
def test_average_of_the_points_with_a_gradient_keeps_the_bound(
    steps: int, target: Fraction
) -> None:
    """w5-output-gradient-descent-algorithm, w5-assuming-g-convex-lipschitz: g = rho |w - w*|."""
    rho, bound = Fraction(3), Fraction(1)
    mu = bound / (rho * math.isqrt(steps))
    visited, last = descend(lambda w: rho if w >= target else -rho, mu, steps)
    total = sum((rho * abs(w - target) for w in visited), Fraction(0))
    telescoped = (visited[0] - target) ** 2 - (last - target) ** 2
    assert total == (telescoped + steps * mu**2 * rho**2) / (2 * mu)
    assert rho * abs(mean(visited) - target) <= bound * rho / math.isqrt(steps)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_minibatch_gradient_is_unbiased_while_the_mean_over_all_is_the_gradient(size: int) -> None:
    """w5-stochastic-gradient-descent-algorithm: all minibatches of a size, without replacement."""
    gradients = [Fraction(g) for g in (4, -1, 7, 2, 0)]
    full = mean(gradients)
    estimates = [mean(list(batch)) for batch in combinations(gradients, size)]
    assert mean(estimates) == full
    assert any(estimate != full for estimate in estimates)


def test_chain_rule_through_one_variable() -> None:
    """w5-chain-rule"""
    q = sp.Symbol("q")
    inner, outer = X**2 + sp.sin(Y), sp.exp(q) * q
    chained = sp.diff(outer, q).subs(q, inner) * sp.diff(inner, X)
    assert sp.simplify(sp.diff(outer.subs(q, inner), X) - chained) == 0


NEURON = sp.symbols("w0 x0 w1 x1 w2")
NEURON_AT = dict(zip(NEURON, (2, -1, -3, -2, -3), strict=True))


def test_neuron_of_the_example_sums_to_one_and_has_upstream_gradient_one_fifth() -> None:
    """w5-fill-gradient-relativ-f: sigma(1) = 0.73, sigma'(1) = 0.73 * 0.27 = 0.20."""
    w0, x0, w1, x1, w2 = NEURON
    assert (w0 * x0 + w1 * x1 + w2).subs(NEURON_AT) == 1
    f = 1 / (1 + math.exp(-1))
    assert round(f, 2) == 0.73
    assert round(f * (1 - f), 2) == 0.20
    assert round(f * (1 - f), 3) == 0.197


@pytest.mark.parametrize(
    ("name", "gradient"),
    [("w0", -0.20), ("x0", 0.39), ("w1", -0.39), ("x1", -0.59), ("w2", 0.20)],
)
def test_gradients_of_the_neuron_of_the_example(name: str, gradient: float) -> None:
    """w5-fill-gradient-relativ-f"""
    w0, x0, w1, x1, w2 = NEURON
    f = 1 / (1 + sp.exp(-(w0 * x0 + w1 * x1 + w2)))
    value = sp.diff(f, sp.Symbol(name)).subs(NEURON_AT)
    assert round(float(value), 2) == gradient


def test_derivatives_of_the_four_gates() -> None:
    """w5-fill-gradient-relativ-f: exp, 1/x, c + x, ax; and a constant has derivative 0, not 1."""
    a, c = sp.symbols("a c")
    gates = {sp.exp(X): sp.exp(X), 1 / X: -1 / X**2, c + X: sp.Integer(1), a * X: a}
    assert all(sp.diff(f, X) == df for f, df in gates.items())
    assert sp.diff(c, X) == 0


def test_add_distributes_mul_swaps_and_scales_max_routes() -> None:
    """w5-add-mul-max-gates"""
    assert [sp.diff(X + Y, v) for v in (X, Y)] == [1, 1]
    assert [sp.diff(X * Y, v) for v in (X, Y)] == [Y, X]
    routed = [sp.diff(sp.Max(X, Y), v).subs({X: 2, Y: 5}) for v in (X, Y)]
    assert routed == [0, 1]


def test_jacobian_of_a_layer_has_an_entry_for_each_output_and_input() -> None:
    """w5-size-of-df-dx: (N M) x (N D), for N = 2, D = 3, M = 4."""
    batch, inputs, outputs = 2, 3, 4
    x = sp.Matrix(batch, inputs, sp.symbols("x:6"))
    w = sp.Matrix(inputs, outputs, sp.symbols("w:12"))
    y = x * w
    jacobian = sp.Matrix(list(y)).jacobian(list(x))
    assert y.shape == (batch, outputs)
    assert jacobian.shape == (batch * outputs, batch * inputs)


def test_gradient_of_a_layer_is_a_product_of_matrices_without_the_jacobian() -> None:
    """w5-dl-dx-without-whole-dy-dx: dL/dx = dL/dy w^T, dL/dw = x^T dL/dy, row by row."""
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


def test_svm_loss_of_a_worked_example() -> None:
    """w6a-multiclass-svm-loss: scores 3.2, 5.1, -1.7 with the first class true give 2.9."""
    assert svm_loss([3.2, 5.1, -1.7], 0) == pytest.approx(2.9)


def test_svm_loss_reaches_zero_at_a_margin_of_one_and_has_no_upper_bound() -> None:
    """w6a-multiclass-svm-loss-minimum, w6a-multiclass-svm-loss-maximum"""
    assert svm_loss([3.0, 2.0, 2.0], 0) == 0
    assert svm_loss([2.5, 2.0, 2.0], 0) > 0
    assert svm_loss([0.0, 1e9], 0) == 1e9 + 1


@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_svm_loss_starts_at_one_less_than_the_number_of_classes(classes: int) -> None:
    """w6a-multiclass-svm-loss-initial"""
    assert svm_loss([0.0] * classes, 0) == classes - 1


@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_softmax_loss_starts_at_the_natural_logarithm_of_the_number_of_classes(
    classes: int,
) -> None:
    """w6a-softmax-loss-initial: 2.303 for 10 classes."""
    assert softmax_loss([0.1] * classes, 0) == pytest.approx(math.log(classes))
    assert round(math.log(10), 3) == 2.303


def test_softmax_loss_comes_near_zero_but_never_reaches_it() -> None:
    """w6a-softmax-loss-minimum, w6a-softmax-loss-maximum: for two classes, ln(1 + e^-margin)."""
    margin = sp.Symbol("m", real=True)
    loss = sp.log(1 + sp.exp(-margin))
    assert sp.limit(loss, margin, sp.oo) == 0
    assert sp.limit(loss, margin, -sp.oo) == sp.oo
    assert (sp.exp(-margin)).is_positive  # so the loss is above ln 1 = 0


def test_kl_of_indicator_from_softmax_is_minus_log_of_the_true_class() -> None:
    """w6a-develop-softmax-classifier-loss: the terms with P(c) = 0 add nothing."""
    q = sp.symbols("q1:4", positive=True)
    delta = sp.Symbol("delta", positive=True)
    indicator = (delta / 2, 1 - delta, delta / 2)
    divergence = sum(p * sp.log(p / r) for p, r in zip(indicator, q, strict=True))
    assert sp.simplify(sp.limit(divergence, delta, 0, "+") + sp.log(q[1])) == 0


def test_kl_the_other_way_round_is_infinite() -> None:
    """w6a-develop-softmax-classifier-loss: KL of softmax from indicator, which has zeros."""
    delta = sp.Symbol("delta", positive=True)
    indicator = (delta / 2, 1 - delta, delta / 2)
    softmaxed = (sp.Rational(1, 4), sp.Rational(1, 2), sp.Rational(1, 4))
    divergence = sum(r * sp.log(r / p) for p, r in zip(indicator, softmaxed, strict=True))
    assert sp.limit(divergence, delta, 0, "+") == sp.oo


def test_softmax_sums_to_one_only_if_the_denominator_runs_over_all_classes() -> None:
    """w6a-develop-softmax-classifier-loss: up to k it would stop at the class that is asked for."""
    scores = [1.0, 2.0, 0.5]
    up_to_k = [
        math.exp(s) / sum(math.exp(t) for t in scores[: k + 1]) for k, s in enumerate(scores)
    ]
    assert sum(softmax(scores)) == pytest.approx(1)
    assert sum(up_to_k) != pytest.approx(1)


def test_gradient_of_the_softmax_loss_is_softmax_minus_indicator() -> None:
    """w6a-develop-softmax-classifier-loss"""
    scores = sp.symbols("s1:4", real=True)
    total = sum(sp.exp(s) for s in scores)
    loss = -sp.log(sp.exp(scores[0]) / total)
    for j, s in enumerate(scores):
        expected = sp.exp(s) / total - (1 if j == 0 else 0)
        assert sp.simplify(sp.diff(loss, s) - expected) == 0


def test_derivative_of_softmax_is_p_i_times_delta_ij_minus_p_j() -> None:
    """w6a-develop-softmax-classifier-loss"""
    scores = sp.symbols("s1:4", real=True)
    total = sum(sp.exp(s) for s in scores)
    p = [sp.exp(s) / total for s in scores]
    for i, j in product(range(3), repeat=2):
        expected = p[i] * ((1 if i == j else 0) - p[j])
        assert sp.simplify(sp.diff(p[i], scores[j]) - expected) == 0


def test_numerical_gradient_agrees_with_the_analytical_one_but_only_approximately() -> None:
    """w6a-gradient-check: central differences on the softmax loss."""
    scores, h = [0.3, -1.2, 2.0], 1e-4
    analytical = softmax(scores)[1]
    up, down = [0.3, -1.2 + h, 2.0], [0.3, -1.2 - h, 2.0]
    numerical = (softmax_loss(up, 0) - softmax_loss(down, 0)) / (2 * h)
    assert numerical == pytest.approx(analytical, rel=1e-6)
    assert numerical != analytical


def test_angle_of_50_degrees_is_shared_half_and_half_by_the_bins_at_40_and_60() -> None:
    """w6a-3-old-school-methods: 9 bins over 180 degrees are 20 degrees apart."""
    spacing = Fraction(180, 9)
    bins = [spacing * i for i in range(9)]
    shares = {b: 1 - abs(50 - b) / spacing for b in bins if abs(50 - b) < spacing}
    assert shares == {Fraction(40): Fraction(1, 2), Fraction(60): Fraction(1, 2)}


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many places a kernel has, counted by putting it there."""
    places = range(-padding, size + padding - kernel + 1, stride)
    formula, rest = divmod(size + 2 * padding - kernel, stride)
    assert rest == 0
    assert len(places) == formula + 1
    return len(places)


def test_3x3_filter_on_a_7x7_image_gives_5x5_at_stride_1_and_3x3_at_stride_2() -> None:
    """w6a-output-size-7x7-stride-1, w6a-output-size-7x7-stride-2"""
    assert output_size(7, 3) == 5
    assert output_size(7, 3, stride=2) == 3


@pytest.mark.parametrize("size", [1, 7, 32, 224])
def test_3x3_filter_with_padding_1_keeps_the_size(size: int) -> None:
    """w6a-same-size-output"""
    assert output_size(size, 3, padding=1) == size


def test_5x5_filters_with_padding_2_keep_32_by_32() -> None:
    """w6a-output-size-10-filters-5x5: the third number, 10, is the number of filters."""
    assert output_size(32, 5, padding=2) == 32


@pytest.mark.parametrize(("k", "parameters"), [(1, 4), (3, 28), (5, 76), (7, 148)])
def test_filter_on_three_channels_has_3_k_squared_weights_and_a_bias(
    k: int, parameters: int
) -> None:
    """w6a-filter-dimensions, w6a-filter-number-parameters: 5*5*3 + 1 is the case k = 5."""
    weights = list(product(range(k), range(k), range(3)))
    assert len(weights) + 1 == 3 * k**2 + 1 == parameters


def test_1x1_convolution_keeps_the_places_and_mixes_channels() -> None:
    """w6a-1x1-convolution: a dot product over the channels of one pixel."""
    image = {(i, j): (i, j, i * j) for i in range(4) for j in range(4)}
    weights = (2, -1, 3)
    output = {at: sum(a * b for a, b in zip(v, weights, strict=True)) for at, v in image.items()}
    assert output_size(4, 1) == 4
    assert output[2, 3] == 2 * 2 - 3 + 3 * 6
    assert len(output) == len(image)


def test_brackets_of_the_architecture_are_balanced_in_the_correction_only() -> None:
    """w6a-typical-cnn-architecture-structure"""

    def balanced(text: str) -> bool:
        opened: list[str] = []
        for letter in text:
            if letter in "([":
                opened.append(letter)
            elif letter in ")]" and (not opened or opened.pop() + letter not in ("()", "[]")):
                return False
        return not opened

    assert balanced("[(CONV-RELU)*N-POOL?]*M-(FC-RELU)*K,SOFTMAX")
    assert not balanced("[(CONV - RELU) * N - POOL) * M - (FC - RELU) * K, SOFTMAX]")


# Week 7: activations


SIGMOID = 1 / (1 + sp.exp(-X))
TANH = (sp.exp(X) - sp.exp(-X)) / (sp.exp(X) + sp.exp(-X))


def test_sigmoid_tends_to_0_and_1_and_reaches_neither() -> None:
    """w7-sigmoid-function-value-range"""
    assert sp.limit(SIGMOID, X, -sp.oo) == 0
    assert sp.limit(SIGMOID, X, sp.oo) == 1
    assert SIGMOID.is_positive
    assert (sp.exp(-X)).is_positive  # so the denominator is above 1, and sigma below 1


def test_derivative_of_sigmoid_is_sigma_times_one_minus_sigma() -> None:
    """w7-sigmoid-derivative"""
    assert sp.simplify(sp.diff(SIGMOID, X) - SIGMOID * (1 - SIGMOID)) == 0


def test_gradient_of_sigmoid_is_a_quarter_at_0_and_vanishes_far_out() -> None:
    """w7-3-problems-sigmoid-function"""
    slope = SIGMOID * (1 - SIGMOID)
    assert slope.subs(X, 0) == sp.Rational(1, 4)
    assert sp.limit(slope, X, sp.oo) == 0
    assert sp.limit(slope, X, -sp.oo) == 0


@pytest.mark.parametrize("upstream", [-2, 3])
def test_positive_inputs_make_all_weight_gradients_of_a_neuron_agree_in_sign(
    upstream: int,
) -> None:
    """w7-3-problems-sigmoid-function: why outputs that are always positive make a zig zag."""
    inputs = [1 / (1 + math.exp(-z)) for z in (-3.0, 0.1, 4.0)]
    assert len({math.copysign(1, upstream * v) for v in inputs}) == 1


def test_tanh_tends_to_minus_1_and_1_and_is_a_stretched_sigmoid() -> None:
    """w7-tanh-function-value-range: 2 sigma(2x) - 1 with 0 < sigma < 1 is inside (-1, 1)."""
    assert sp.limit(TANH, X, -sp.oo) == -1
    assert sp.limit(TANH, X, sp.oo) == 1
    assert sp.simplify(TANH - (2 * SIGMOID.subs(X, 2 * X) - 1)) == 0


def test_derivative_of_tanh_is_one_minus_its_square_and_vanishes_far_out() -> None:
    """w7-tanh-advantage-disadvantages: and tanh is odd, so zero centered."""
    assert sp.simplify(sp.diff(TANH, X) - (1 - TANH**2)) == 0
    assert sp.limit(1 - TANH**2, X, sp.oo) == 0
    assert sp.simplify(TANH + TANH.subs(X, -X)) == 0


def test_relu_has_slope_1_or_0_and_leaky_relu_never_0() -> None:
    """w7-relu-function, w7-4-advantages-relu, w7-2-dis-advantages-relu, w7-leaky-relu-function,
    w7-4-advantages-leaky-relu
    """
    relu, leaky = sp.Max(0, X), sp.Max(X / 100, X)
    assert [sp.diff(relu, X).subs(X, v) for v in (-3, 3)] == [0, 1]
    assert [sp.diff(leaky, X).subs(X, v) for v in (-3, 3)] == [sp.Rational(1, 100), 1]
    assert sp.integrate(X * STANDARD_NORMAL, (X, 0, sp.oo)) > 0  # ReLU is not zero centered


def test_prelu_is_the_max_form_up_to_slope_one_and_not_above() -> None:
    """w7-parametric-relu-function-prelu: max(0, x) + alpha min(0, x) against max(alpha x, x)."""

    def paper(alpha: Fraction, x: Fraction) -> Fraction:
        return max(Fraction(0), x) + alpha * min(Fraction(0), x)

    xs = [Fraction(v, 2) for v in range(-6, 7)]
    for alpha in (Fraction(-1, 2), Fraction(0), Fraction(1, 4), Fraction(1)):
        assert all(paper(alpha, x) == max(alpha * x, x) for x in xs)
    assert paper(Fraction(2), Fraction(1)) != max(Fraction(2), Fraction(1))


def test_elu_is_continuous_at_0_and_saturates_at_minus_alpha() -> None:
    """w7-elu-function, w7-5-advantages-elu"""
    alpha = sp.Symbol("alpha", positive=True)
    negative = alpha * (sp.exp(X) - 1)
    assert negative.subs(X, 0) == 0
    assert sp.limit(negative, X, -sp.oo) == -alpha
    assert sp.limit(sp.diff(negative, X), X, -sp.oo) == 0


def test_mean_output_of_elu_is_nearer_to_zero_than_that_of_relu() -> None:
    """w7-5-advantages-elu: for a standard normal input and alpha = 1."""
    relu = sp.integrate(X * STANDARD_NORMAL, (X, 0, sp.oo))
    elu = relu + sp.integrate((sp.exp(X) - 1) * STANDARD_NORMAL, (X, -sp.oo, 0))
    assert abs(float(elu)) < float(relu)


def test_maxout_is_piecewise_linear_and_generalizes_relu_and_leaky_relu() -> None:
    """w7-2-advantages-maxout, w7-maxout-function: max(x, -x) = |x| is not linear."""

    def maxout(w1: Fraction, w2: Fraction, x: Fraction) -> Fraction:
        return max(w1 * x, w2 * x)

    one, zero, leak = Fraction(1), Fraction(0), Fraction(1, 100)
    for x in (Fraction(-3), Fraction(0), Fraction(2)):
        assert maxout(one, zero, x) == max(zero, x)
        assert maxout(leak, one, x) == max(leak * x, x)
        assert maxout(one, -one, x) == abs(x)
    assert maxout(one, -one, one) + maxout(one, -one, -one) != maxout(one, -one, zero)


# Week 7: initialization, batch normalization


def test_constant_initialization_gives_all_units_of_a_layer_the_same_gradient() -> None:
    """w7-problem-constant-weight-initialization: two hidden units with weights a and out b."""
    u, v, p, q, t = sp.symbols("u v p q t")
    a, b = sp.symbols("a b")
    output = p * sp.tanh(u * X) + q * sp.tanh(v * X)
    loss = (output - t) ** 2
    constant = {u: a, v: a, p: b, q: b}
    assert sp.simplify((sp.diff(loss, u) - sp.diff(loss, v)).subs(constant)) == 0
    assert sp.simplify((sp.diff(loss, p) - sp.diff(loss, q)).subs(constant)) == 0


def test_variance_of_a_product_of_independent_variables() -> None:
    """w7-variance-of-product: E[X^2] E[Y^2] - E[X]^2 E[Y]^2, written out; and a case listed."""
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


def test_weights_of_std_0_01_shrink_the_activations_to_1e_7_in_ten_tanh_layers() -> None:
    """w7-tanh-initialization-small-std: a factor of 0.22 a layer, with 500 inputs a neuron."""
    assert 0.01 * math.sqrt(500) == pytest.approx(0.22, abs=0.005)
    assert (0.01 * math.sqrt(500)) ** 10 == pytest.approx(3e-7, rel=0.05)
    power = 1.0
    for _ in range(10):
        power = mean_square_of_tanh(500 * 0.01**2 * power)
    assert 1e-7 < math.sqrt(power) < 3.2e-7


def test_weights_of_std_1_give_an_input_variance_of_500_and_saturate_nine_in_ten_units() -> None:
    """w7-tanh-initialization-large-std"""
    power = 1.0
    for _ in range(10):
        input_variance = 500 * 1**2 * power
        assert 470 < input_variance <= 500
        edge = math.atanh(0.99)
        inside = 2 * NormalDist(0, math.sqrt(input_variance)).cdf(edge) - 1
        assert inside < 0.1
        power = mean_square_of_tanh(input_variance)


FAN_IN = sp.Symbol("n", positive=True, integer=True)


def variance_of_sum(weight_variance: sp.Expr, input_power: sp.Expr) -> sp.Expr:
    """Of fan-in products w x with E[w] = 0: each has variance Var(w) E[x^2]."""
    return FAN_IN * weight_variance * input_power


def test_xavier_keeps_the_variance_of_zero_mean_inputs() -> None:
    """w7-xavier-initialization-method: 1 for inputs of mean square 1, whatever the fan-in."""
    sigma = sp.Symbol("sigma", positive=True)
    assert variance_of_sum(1 / FAN_IN, sp.Integer(1)) == 1
    assert variance_of_sum(1 / FAN_IN, sigma**2) == sigma**2


def test_the_two_conventions_of_xavier_agree_for_as_many_outputs_as_inputs() -> None:
    """w7-xavier-initialization-method: 2 / (fan_in + fan_out) against 1 / fan_in."""
    fan_out = sp.Symbol("m", positive=True, integer=True)
    assert sp.simplify((2 / (FAN_IN + fan_out)).subs(fan_out, FAN_IN) - 1 / FAN_IN) == 0
    # The uniform distribution on [-a, a] has variance a^2 / 3: eq. (16) is eq. (12).
    edge = sp.sqrt(6) / sp.sqrt(FAN_IN + fan_out)
    assert sp.simplify(edge**2 / 3 - 2 / (FAN_IN + fan_out)) == 0


def relu_power(variance_of_input: sp.Expr) -> sp.Expr:
    """E[max(0, z)^2] for a normal z with mean 0."""
    return variance_of_input * sp.integrate(X**2 * STANDARD_NORMAL, (X, 0, sp.oo))


def test_relu_halves_the_power_of_a_zero_mean_signal() -> None:
    """w7-xavier-fails-with-relu: so with Xavier it halves at each layer."""
    power = sp.Symbol("p", positive=True)
    assert sp.simplify(relu_power(power) - power / 2) == 0
    assert sp.simplify(relu_power(variance_of_sum(1 / FAN_IN, power)) / power) == sp.Rational(1, 2)


def test_he_divides_by_the_root_of_half_the_fan_in() -> None:
    """w7-xavier-fails-with-relu, w7-relu-initialization-name: then the power stays."""
    power = sp.Symbol("p", positive=True)
    weight_variance = 1 / sp.sqrt(FAN_IN / 2) ** 2
    assert sp.simplify(weight_variance - 2 / FAN_IN) == 0
    assert sp.simplify(relu_power(variance_of_sum(weight_variance, power)) / power) == 1


def test_dividing_by_half_the_root_of_the_fan_in_doubles_the_power_at_each_layer() -> None:
    """w7-xavier-fails-with-relu: what the card says, with the 2 outside of the root."""
    power = sp.Symbol("p", positive=True)
    weight_variance = 1 / (sp.sqrt(FAN_IN) / 2) ** 2
    assert sp.simplify(weight_variance - 4 / FAN_IN) == 0
    assert sp.simplify(relu_power(variance_of_sum(weight_variance, power)) / power) == 2


def test_batch_normalization_with_epsilon_under_the_root_has_mean_0_and_variance_below_1() -> None:
    """w7-batch-normalization-method-before: variance s^2 / (s^2 + eps) after step 3."""
    batch = sp.symbols("x1:5", real=True)
    epsilon = sp.Symbol("epsilon", positive=True)
    mu = sum(batch) / 4
    square = sum((v - mu) ** 2 for v in batch) / 4
    normalized = [(v - mu) / sp.sqrt(square + epsilon) for v in batch]
    assert sp.simplify(sum(normalized)) == 0
    assert sp.simplify(sum(v**2 for v in normalized) / 4 - square / (square + epsilon)) == 0


def test_epsilon_beside_the_std_is_not_epsilon_under_the_root() -> None:
    """w7-batch-normalization-method-before: a std of 0.001 and the usual 1e-5 differ threefold."""
    std, epsilon = 1e-3, 1e-5
    assert math.sqrt(std**2 + epsilon) / (std + epsilon) > 3


def test_batch_normalization_with_fixed_statistics_merges_into_the_layer_before() -> None:
    """w7-bn-test-time: an affine map after an affine map is one affine map."""
    w, b, gamma, beta, mu, s = sp.symbols("w b gamma beta mu s", positive=True)
    normalized = gamma * (w * X + b - mu) / s + beta
    merged = (gamma * w / s) * X + (gamma * (b - mu) / s + beta)
    assert sp.simplify(normalized - merged) == 0
