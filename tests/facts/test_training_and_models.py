"""What the deck states about training and models, weeks 8a to the last lecture, computed anew.

Each test is bound to the wording that it proves: the fact itself, and where the deck's answer is
wrong (its `correction` says so) what is wrong about it.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import pytest
import sympy as sp

from tests.facts.binding import Stated, fact

Labels = tuple[int, ...]
Weights = tuple[Fraction, ...]


# Week 8a: normalization


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _statistics(x: Sequence[Sequence[Sequence[int]]], group: Callable[[int, int], object]) -> int:
    """How many pairs of mean and deviation there are when (example, channel) falls into groups."""
    return len({group(n, c) for n, example in enumerate(x) for c in range(len(example))})


@fact(
    "w8a-layer-normalization",
    r"$\mu, \sigma$ are $N \times 1$: one mean and one deviation per example, taken over "
    r"its $D$ features (a $1 \times N$ row does not fit the $N \times D$ matrix $x$)",
)
def test_layer_norm_has_one_mean_per_example_that_is_n_by_1() -> None:
    """mu and sigma are N x 1, not 1 x N."""
    n, d = 3, 4
    x = sp.Matrix(n, d, lambda i, j: (i + 1) * (j + 2) ** 2)
    mean = x * sp.ones(d, 1) / d  # over the features of each example
    assert mean.shape == (n, 1)
    centred = x - mean * sp.ones(1, d)  # the column is repeated along the features
    assert centred * sp.ones(d, 1) == sp.zeros(n, 1)
    with pytest.raises(sp.matrices.exceptions.ShapeError):
        x - sp.ones(n, 1) * mean.T  # a row of N repeated gives N x N, and x is N x D


@fact(
    "w8a-layer-normalization-needed",
    "A common scale of the summed inputs cancels, which keeps the hidden state from "
    "growing or dying",
)
def test_layer_norm_cancels_a_common_scale_of_the_summed_inputs() -> None:
    """What keeps an RNN's state from growing or dying."""

    def normalized(summed: Sequence[Fraction]) -> list[sp.Expr]:
        mean = _mean(summed)
        variance = _mean([(a - mean) ** 2 for a in summed])
        return [sp.Rational(a - mean) / sp.sqrt(sp.Rational(variance)) for a in summed]

    summed = [Fraction(1), Fraction(4), Fraction(-3), Fraction(7)]
    scaled = [1000 * a for a in summed]
    assert normalized(summed) == normalized(scaled)


@fact(
    "w8a-instance-normalization",
    r"over all channels and pixels together ($N \times 1$); instance norm takes one per "
    "example and channel",
)
@fact(
    "w8a-group-norm",
    r"$\mu, \sigma$ are $N \times G$",
    "$G = C$ is instance norm, $G = 1$ is layer norm",
)
@fact(
    "w8a-batch-normalize-images",
    "Per channel",
)
def test_instance_and_layer_norm_are_the_ends_of_group_norm() -> None:
    """N x C, N x 1 and N x G statistics."""
    examples, channels = 5, 12
    x = [[[0] * 4 for _ in range(channels)] for _ in range(examples)]

    def group_norm(groups: int) -> int:
        return _statistics(x, lambda n, c: (n, c // (channels // groups)))

    assert group_norm(3) == examples * 3
    assert group_norm(channels) == _statistics(x, lambda n, c: (n, c)) == examples * channels
    assert group_norm(1) == _statistics(x, lambda n, _c: n) == examples
    # Card w8a-batch-normalize-images: batch norm has one pair per channel.
    assert _statistics(x, lambda _n, c: c) == channels


@fact(
    "w8a-dbn",
    r"$$\Sigma^{-\frac{1}{2}}(x_i - \mu)$$",
    "Dividing each feature by its own deviation is ordinary batch norm and leaves the correlations",
    r"$\Sigma^{-1/2} = U \Lambda^{-1/2} U^T$",
    "with covariance $I$ (ZCA whitening)",
)
def test_whitening_takes_the_whole_covariance_not_the_deviations_alone() -> None:
    """Sigma^(-1/2)(x - mu) has covariance I; dividing by deviations has not."""
    covariance = sp.Matrix([[5, 4], [4, 5]])
    vectors, values = covariance.diagonalize(normalize=True)
    root = vectors * sp.diag(*[1 / sp.sqrt(values[i, i]) for i in range(2)]) * vectors.T
    assert sp.simplify(root * covariance * root.T) == sp.eye(2)
    deviations = sp.diag(1 / sp.sqrt(5), 1 / sp.sqrt(5))
    only_scaled = sp.simplify(deviations * covariance * deviations.T)
    assert only_scaled == sp.Matrix([[1, sp.Rational(4, 5)], [sp.Rational(4, 5), 1]])


# Week 8a: momentum, AdaGrad, RMSprop, Adam


def _gradient(w: Fraction) -> Fraction:
    return 3 * w**2 - 2 * w + Fraction(1, 2)


@fact(
    "w8a-sgd-overcome-saddle-points",
    r"v_0 &= 0 \\ v_{t+1} &= \rho v_t + \nabla f(W_t) \\ W_{t+1} &= W_t - \alpha v_{t+1}",
)
@fact(
    "w8a-alternative-formulation-momentum-formula",
    r"v_0 &= 0 \\ v_{t+1} &= \rho v_t - \alpha \nabla f(W_t) \\ W_{t+1} &= W_t + v_{t+1}",
)
def test_both_formulations_of_momentum_take_the_same_steps() -> None:
    rho, alpha = Fraction(9, 10), Fraction(1, 10)
    w1 = w2 = Fraction(1, 3)
    v1 = v2 = Fraction(0)
    for _ in range(6):
        v1 = rho * v1 + _gradient(w1)
        w1 = w1 - alpha * v1
        v2 = rho * v2 - alpha * _gradient(w2)
        w2 = w2 + v2
        assert w1 == w2
        assert v2 == -alpha * v1


@fact(
    "w8a-common-re-paramatization-nesterov",
    r"\tilde{W}_t = W_t + \rho v_t",
    r"v_{t+1} &= \rho v_t - \alpha \nabla f(\tilde{W}_t) \\",
    r"\tilde{W}_{t+1} &= \tilde{W}_t + v_{t+1} + \rho(v_{t+1} - v_t)",
)
@fact(
    "w8a-momentum-gradient-solution",
    r"v_{t+1} &= \rho v_t - \alpha \nabla f(W_t + \rho v_t) \\W_{t+1} &= W_t + v_{t+1}",
)
def test_nesterov_in_the_shifted_variable_takes_the_same_steps() -> None:
    """With u = W + rho v: v' = rho v - alpha f'(u), u' = u + v' + rho (v' - v)."""
    rho, alpha, w, v = sp.symbols("rho alpha W v")
    gradient = sp.Function("g")
    new_v = rho * v - alpha * gradient(w + rho * v)
    new_w = w + new_v
    shifted = w + rho * v
    assert sp.expand((new_w + rho * new_v) - (shifted + new_v + rho * (new_v - v))) == 0


def _adagrad_steps(gradient: float, steps: int, epsilon: float) -> list[float]:
    squared, taken = 0.0, []
    for _ in range(steps):
        squared += gradient * gradient
        taken.append(gradient / (math.sqrt(squared) + epsilon))
    return taken


@fact(
    "w8a-different-sized-gradients",
    "grad_squared += dx * dx x -= learning_rate * dx / (np.sqrt(grad_squared) + #)",
)
@fact(
    "w8a-adagrad-large-gradient",
    r"the steps are equal in all directions, and the first is $\pm$ the learning rate",
)
@fact(
    "w8a-adagrad-step-size-long-time",
    "Goes to zero",
)
def test_adagrad_evens_out_the_directions_and_its_steps_go_to_zero(stated: Stated) -> None:
    """With a constant gradient the t-th step is alpha / sqrt(t), whatever the gradient's size."""
    epsilon = float(stated[0])
    steep, flat = _adagrad_steps(100.0, 10_000, epsilon), _adagrad_steps(0.01, 10_000, epsilon)
    assert steep[0] == pytest.approx(flat[0], rel=1e-4)
    assert steep[-1] == pytest.approx(1 / math.sqrt(10_000))
    assert steep == sorted(steep, reverse=True)


@fact(
    "w8a-adagrad-prevent-zero-step",
    "(typically #)",
    "grad_squared = decay_rate * grad_squared + (1 - decay_rate) * dx * dx x -= "
    "learning_rate * dx / (np.sqrt(grad_squared) + 1e-7)",
)
def test_rmsprop_steps_do_not_go_to_zero(stated: Stated) -> None:
    decay = float(stated[0])
    squared = step = 0.0
    for _ in range(10_000):
        squared = decay * squared + (1 - decay) * 2.0 * 2.0
        step = 2.0 / (math.sqrt(squared) + 1e-7)
    assert step == pytest.approx(1.0)


@fact(
    "w8a-rmsprop-not-weighted-average",
    r"the weights $(1 - \rho)\rho^{t-i}$ of the $g_i^2$ add up to $1 - \rho^t < 1$",
)
def test_the_weights_of_a_decayed_sum_add_up_to_less_than_one() -> None:
    """Begun at 0, they add up to 1 - rho^t."""
    rho = sp.symbols("rho", positive=True)
    t = 7
    squares = sp.symbols(f"q1:{t + 1}")
    total: sp.Expr = sp.Integer(0)  # grad_squared = 0: the accumulator, not a gradient
    for square in squares:
        total = rho * total + (1 - rho) * square
    weights = [sp.expand(total).coeff(square) for square in squares]
    for i, weight in enumerate(weights, start=1):
        assert sp.expand(weight - (1 - rho) * rho ** (t - i)) == 0
    assert sp.expand(sum(weights) - (1 - rho**t)) == 0


@fact(
    "w8a-unbiasing-term",
    r"\hat{m}_t = \frac{\beta^{t-1}g_1 + \beta^{t-2}g_2 + \dots + g_t}{\beta^{t-1} + "
    r"\beta^{t-2} + \dots + 1}",
)
def test_bias_correction_makes_adams_moment_a_weighted_average() -> None:
    beta = sp.symbols("beta", positive=True)
    t = 6
    gradients = sp.symbols(f"g1:{t + 1}")
    moment: sp.Expr = sp.Integer(0)
    for gradient in gradients:
        moment = beta * moment + (1 - beta) * gradient
    powers = [beta ** (t - i) for i in range(1, t + 1)]
    average = sum(p * g for p, g in zip(powers, gradients, strict=True)) / sum(powers)
    assert sp.simplify(moment / (1 - beta**t) - average) == 0


_ADAM = "x -= learning_rate * first_unbias / (np.sqrt(second_unbias) + 1e-7)"


@fact("w8a-combination-rmsprop-momentum-called", f"{_ADAM})", _ADAM)
def test_the_last_line_of_adam_has_one_bracket_too_many() -> None:
    with pytest.raises(SyntaxError, match="unmatched"):
        ast.parse(f"{_ADAM})")
    ast.parse(_ADAM)


@fact(
    "w8a-learning-rate-decay-with-adam",
    r"its step does not shrink by itself (with a constant gradient it stays $\alpha$, "
    "however small the gradient)",
)
@pytest.mark.parametrize("gradient", [1e-3, 1.0, 1e3])
def test_adams_step_stays_alpha_under_a_constant_gradient(gradient: float) -> None:
    """The step does not shrink by itself."""
    first = second = 0.0
    for t in range(1, 500):
        first = 0.9 * first + (1 - 0.9) * gradient
        second = 0.999 * second + (1 - 0.999) * gradient * gradient
        step = (first / (1 - 0.9**t)) / (math.sqrt(second / (1 - 0.999**t)) + 1e-8)
        assert step == pytest.approx(1.0, rel=1e-4)


# Week 8a: learning rates


@fact(
    "w8a-3-methods-learning-rate",
    r"$\alpha_t = \alpha_0 e^{-kt}$",
    r"$\alpha_t = \frac{\alpha_0}{(1+kt)}$",
)
def test_exponential_and_reciprocal_decay_begin_alike() -> None:
    """Both begin at alpha_0 with the slope -k alpha_0."""
    alpha, k, t = sp.symbols("alpha k t", positive=True)
    for rate in (alpha * sp.exp(-k * t), alpha / (1 + k * t)):
        assert rate.subs(t, 0) == alpha
        assert sp.simplify(sp.diff(rate, t).subs(t, 0) + k * alpha) == 0
        assert sp.limit(rate, t, sp.oo) == 0


@fact(
    "w8a-snapshots-varying-models",
    r"\alpha_{\min} + \frac{1}{2}(\alpha_{\max} - \alpha_{\min})(1 + \cos(\pi \frac{T "
    r"\bmod N}{N}))",
    r"start each cycle of $N$ steps with $\alpha_{\max}$",
    r"The paper counts $T$ from 1: $\pi \frac{(T - 1) \bmod N}{N}$",
    r"read as $(T \bmod N) + 1$, never reaches $\alpha_{\max}$",
    r"read as $T \bmod (N + 1)$ it is right, for cycles of $N + 1$ steps",
)
def test_cosine_annealing_starts_a_cycle_at_its_maximum_with_t_minus_1() -> None:
    """The phase is (T mod N) / N with T from 0, ((T - 1) mod N) / N with T from 1."""
    low, high, n = Fraction(1, 100), Fraction(1, 10), 8

    def rate(phase: Fraction) -> sp.Expr:
        low_, high_ = sp.Rational(low), sp.Rational(high)
        return low_ + (high_ - low_) / 2 * (1 + sp.cos(sp.pi * sp.Rational(phase)))

    right = [rate(Fraction((t - 1) % n, n)) for t in range(1, 2 * n + 1)]
    assert right[0] == right[n] == sp.Rational(high)
    assert all(later < earlier for earlier, later in itertools.pairwise(right[:n]))
    assert right == [rate(Fraction(t % n, n)) for t in range(2 * n)]
    # The document's, read as (T mod N) + 1, begins a step late: it never is at its maximum.
    late = [rate(Fraction(t % n + 1, n)) for t in range(2 * n)]
    assert all(value < sp.Rational(high) for value in late)
    # Read as T mod (N + 1) it is right, for cycles of N + 1 steps.
    longer = [rate(Fraction(t % (n + 1), n)) for t in range(2 * n)]
    assert longer[0] == longer[n + 1] == sp.Rational(high)
    assert longer[n] == sp.Rational(low)


# Week 8a: second order


@fact(
    "w8a-derivative-quadratic-form",
    "$$(A + A^T)x$$",
)
def test_the_gradient_of_a_quadratic_form_is_a_plus_its_transpose_times_x() -> None:
    """For a matrix that is not symmetric."""
    a = sp.Matrix(3, 3, sp.symbols("a1:10"))
    x = sp.Matrix(sp.symbols("x1:4"))
    form = (x.T * a * x)[0]
    assert sp.expand(sp.Matrix([sp.diff(form, xi) for xi in x]) - (a + a.T) * x) == sp.zeros(3, 1)


@fact(
    "w8a-second-order-multi-variate",
    r"(\theta - \theta_0)^T \nabla J(\theta_0) + \frac{1}{2} (\theta - \theta_0)^T "
    r"\mathbf{H} (\theta - \theta_0)",
)
@fact(
    "w8a-second-order-critical-point",
    r"\theta &= \theta_0 - \mathbf{H}^{-1} \nabla J(\theta_0)",
)
def test_the_second_order_expansion_has_its_critical_point_at_the_newton_step() -> None:
    h = sp.Matrix([[4, 1], [1, 3]])
    origin, gradient = sp.Matrix([2, -1]), sp.Matrix([1, 5])
    theta = sp.Matrix(sp.symbols("t1:3"))
    step = theta - origin
    expansion = (step.T * gradient)[0] + (step.T * h * step)[0] / 2
    solved = sp.solve([sp.diff(expansion, t) for t in theta], list(theta))
    assert sp.Matrix([solved[t] for t in theta]) == origin - h.inv() * gradient


@fact(
    "w8a-second-order-multi-variate",
    r"J(\theta) \approx J(\theta_0) + (\theta - \theta_0)^T \nabla J(\theta_0) + "
    r"\frac{1}{2} (\theta - \theta_0)^T \mathbf{H} (\theta - \theta_0)",
)
def test_taylors_second_order_is_exact_for_a_quadratic() -> None:
    """The factor of the Hessian is one half."""
    x, y = sp.symbols("x y")
    j = 3 * x**2 + 4 * x * y - y**2 + 5 * x - 7
    at = {x: 2, y: -3}
    gradient = sp.Matrix([sp.diff(j, v) for v in (x, y)]).subs(at)
    step = sp.Matrix([x - 2, y + 3])
    series = j.subs(at) + (step.T * gradient)[0] + (step.T * sp.hessian(j, (x, y)) * step)[0] / 2
    assert sp.expand(series - j) == 0


@fact(
    "w8a-many-hyperparameters-second-order",
    r"$(\mathbf{H} + \alpha I)^{-1} \nabla J$",
    r"where $\mathbf{H}$ is not positive definite, the pure step may lead to saddle "
    "points or maxima",
)
def test_a_pure_newton_step_runs_into_a_saddle_point() -> None:
    """Why the step needs a damping in use."""
    x, y = sp.symbols("x y")
    saddle = x**2 - y**2
    start = sp.Matrix([3, 5])
    gradient = sp.Matrix([sp.diff(saddle, v) for v in (x, y)]).subs({x: 3, y: 5})
    h = sp.hessian(saddle, (x, y))
    assert start - h.inv() * gradient == sp.zeros(2, 1)  # the saddle, and uphill from the start
    damped = start - (h + 3 * sp.eye(2)).inv() * gradient
    assert saddle.subs({x: damped[0], y: damped[1]}) < saddle.subs({x: 3, y: 5})


@fact(
    "w8a-condition-number-hessian-matrix",
    "Ratio of largest to smallest singular value",
)
def test_the_condition_number_is_a_ratio_of_singular_values() -> None:
    """The signs of the curvatures do not count."""
    hessian = sp.Matrix([[1, 5], [5, 1]])  # eigenvalues 6 and -4
    assert hessian.condition_number() == sp.Rational(6, 4)


class _Counting:
    """Dot products and scalings of vectors, with the multiplications counted."""

    def __init__(self) -> None:
        self.multiplications = 0

    def dot(self, a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
        self.multiplications += len(a)
        return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))

    def plus(
        self, a: Sequence[Fraction], factor: Fraction, b: Sequence[Fraction]
    ) -> list[Fraction]:
        self.multiplications += len(a)
        return [x + factor * y for x, y in zip(a, b, strict=True)]


def _lbfgs(
    gradient: Sequence[Fraction], pairs: Sequence[tuple[list[Fraction], list[Fraction]]]
) -> tuple[list[Fraction], int]:
    """H times the gradient by the two-loop recursion from H0 = I, and the multiplications."""
    count = _Counting()
    rhos = [1 / sum((a * b for a, b in zip(y, s, strict=True)), Fraction(0)) for s, y in pairs]
    q, alphas = list(gradient), []
    for (s, y), rho in zip(reversed(pairs), reversed(rhos), strict=True):
        alphas.append(rho * count.dot(s, q))
        q = count.plus(q, -alphas[-1], y)
    for (s, y), rho, alpha in zip(pairs, rhos, reversed(alphas), strict=True):
        q = count.plus(q, alpha - rho * count.dot(y, q), s)
    return q, count.multiplications


@fact(
    "w8a-second-order-algorithm-n2",
    "$O(n^2)$ a step is BFGS; L-BFGS keeps only the last $m$ pairs of vectors and needs "
    "$O(mn)$, linear in $n$",
)
def test_lbfgs_needs_o_of_mn_multiplications_and_equals_bfgs_on_its_pairs() -> None:
    """BFGS is O(n^2) a step, L-BFGS linear in n."""
    random_ = random.Random(1)

    def vector(n: int) -> list[Fraction]:
        return [Fraction(random_.randint(1, 9)) for _ in range(n)]

    m = 3
    for n in (4, 40, 400):
        pairs = [(vector(n), vector(n)) for _ in range(m)]
        assert _lbfgs(vector(n), pairs)[1] == 4 * m * n

    n = 4
    pairs = [(vector(n), vector(n)) for _ in range(m)]
    gradient = vector(n)
    h = sp.eye(n)
    for s_, y_ in pairs:  # BFGS keeps the whole n x n matrix
        s, y = sp.Matrix(s_), sp.Matrix(y_)
        rho = 1 / (y.T * s)[0]
        left = sp.eye(n) - rho * s * y.T
        h = left * h * left.T + rho * s * s.T
        assert h * y == s  # the secant equation
    assert list(h * sp.Matrix(gradient)) == [sp.Rational(v) for v in _lbfgs(gradient, pairs)[0]]


# Week 8a: dropout and averages


def _expected_under_masks(weights: Sequence[Fraction], keep: Fraction) -> Fraction:
    expected = Fraction(0)
    for mask in itertools.product((0, 1), repeat=len(weights)):
        kept = sum(mask)
        probability = keep**kept * (1 - keep) ** (len(mask) - kept)
        expected += probability * sum((w * z for w, z in zip(weights, mask, strict=True)))
    return expected


@fact(
    "w8a-dropout",
    "it is kept with probability $q = 1 - p$",
    "it is the factor in test time",
)
@fact(
    "w8a-dropout-activate-all-neurons",
    "with only a share q of the neurons in each layer activated, we will have a larger "
    "expected value in test time",
)
@fact(
    "w8a-dropout-test-time-solutions",
    "In test time, scale all activations of each layer by q",
    "In training time, divide the activations of each layer by q",
)
def test_dropout_is_made_up_for_by_the_probability_of_keeping() -> None:
    """The factor is p where p is the probability of keeping, 1 - p where it is that of dropping."""
    inputs = [Fraction(3), Fraction(1, 2), Fraction(7)]
    total = sum(inputs, Fraction(0))
    for keep in (Fraction(1, 2), Fraction(4, 5)):
        drop = 1 - keep
        assert _expected_under_masks(inputs, keep) == keep * total == (1 - drop) * total
        assert _expected_under_masks(inputs, keep) < total  # so all neurons give too much
        inverted = [value / keep for value in inputs]  # divided in training
        assert _expected_under_masks(inverted, keep) == total
    # With the wrong convention the factor is off, but for p = 1/2.
    assert _expected_under_masks(inputs, Fraction(4, 5)) != Fraction(1, 5) * total


@fact(
    "w8a-implement-snapshot-model-ensembles",
    r"W_{\text{test}} = #W_{\text{test}} + #W_t",
)
def test_the_weights_of_polyaks_running_average_add_up_to_one(stated: Stated) -> None:
    assert stated == (Fraction("0.995"), Fraction("0.005"))
    assert sum(stated) == 1


# Week 8b: output sizes and parameters


def _output(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    across, rest = divmod(size + 2 * padding - kernel, stride)
    assert rest == 0, "the filter does not fit"
    return across + 1


@fact(
    "w8b-conv2d-output-size",
    r"$# \times 227 \times 3$",
    "filters of size #×11 with stride #",
    "$(227 - 11) / 4 + 1 = #$",
)
@fact(
    "w8b-input-output-max-pool",
    r"Given input $# \times 55 \times 96$",
    "#×3 filter size and stride #",
    "$(55 - 3) / 2 + 1 = #$",
)
@fact(
    "w8b-conv2d-output-size-padding",
    r"$# \times 13 \times 256$",
    "filters of size #×3 with stride #, and # padding",
    r"$((13 + 2 \cdot 1) - 3) / 1 + 1 = #$",
)
def test_alexnets_first_layers_have_the_sizes_of_the_deck(stated: Stated) -> None:
    assert stated == (227, 11, 4, 55, 55, 3, 2, 27, 13, 3, 1, 1, 13)
    numbers = list(map(int, stated))
    for size, kernel, stride, output in (numbers[:4], numbers[4:8]):
        assert _output(size, kernel, stride) == output
    size, kernel, stride, padding, output = numbers[8:]
    assert _output(size, kernel, stride, padding) == output


@fact(
    "w8b-conv2d-parameter-count",
    r"so $# \cdot # \cdot # \cdot # = #$",
    r"$(11 \cdot 11 \cdot 3 + 1) \cdot 96 = #$",
)
def test_alexnets_first_layer_has_34848_weights_and_34944_parameters_with_biases(
    stated: Stated,
) -> None:
    """The deck counts no biases."""
    height, width, depth, filters, weights, with_biases = stated
    assert height * width * depth * filters == weights == 34848
    assert (height * width * depth + 1) * filters == with_biases == 34944


def _receptive_field(kernels: Sequence[int]) -> int:
    return 1 + sum(kernel - 1 for kernel in kernels)


@fact(
    "w8b-benefits-smaller-filter-vggnet",
    r"$# \times 3 \rightarrow # \times 5 \rightarrow # \times 7$",
    r"$3 \cdot (3^2 \cdot C^2) = # C^2$ against $7^2 \cdot C^2 = # C^2$",
)
@fact(
    "w8b-2-main-changes-vgg",
    "does not change the images size ((#, 3), stride #, padding #)",
)
def test_three_3x3_filters_see_7x7_with_27_c_squared_weights_against_49(stated: Stated) -> None:
    """The deck counts one filter a layer (27C, 49C)."""
    fields, three, one, (kernel, stride, padding) = stated[:3], *stated[3:5], stated[5:]
    assert [_receptive_field([3] * n) for n in (1, 2, 3)] == list(fields) == [3, 5, 7]
    for c in (1, 64, 512):
        assert 3 * (3 * 3 * c) * c == three * c**2 == 27 * c**2
        assert (7 * 7 * c) * c == one * c**2 == 49 * c**2
    assert _output(224, int(kernel), int(stride), int(padding)) == 224


@fact(
    "w8b-resnet-reduce-computation",
    "reduce the dimention of the data first to # and then increase it back to #",
)
def test_a_bottleneck_has_a_fraction_of_the_weights(stated: Stated) -> None:
    """256 to 64, 3x3 on 64, back to 256."""
    few, many = stated
    bottleneck = many * few + 3 * 3 * few * few + few * many
    plain = 2 * (3 * 3 * many * many)
    assert bottleneck == 69_632
    assert plain == 1_179_648
    assert plain / bottleneck > 16


@fact(
    "w8b-resnet-blocks",
    "$F(X) + X$",
)
@fact(
    "w8b-resnet-block-try-solve",
    "With $F(X) + X$ the identity is easy ($F = 0$)",
    "allows the gradient to flow more easily back to the first layers",
)
def test_a_residual_block_passes_the_gradient_on_by_its_identity() -> None:
    """d(F + x)/dx = F' + 1."""
    x = sp.symbols("x")
    f = sp.Function("F")
    assert sp.diff(f(x) + x, x) == sp.diff(f(x), x) + 1
    assert (f(x) + x).subs(f(x), 0) == x  # F = 0 is the identity


# Week 9: recurrent nets


@fact(
    "w9-2-problems-truncated-backpropagate",
    "Truncation sets every gradient that reaches back beyond its chunk to exactly 0",
)
def test_truncation_drops_what_lies_behind_its_chunk_rather_than_mending_it() -> None:
    """For h_t = a h_(t-1) + x_t."""
    a = sp.symbols("a")
    xs = sp.symbols("x1:7")

    def last_state(start: sp.Expr, inputs: Sequence[sp.Expr]) -> sp.Expr:
        state = start
        for x in inputs:
            state = a * state + x
        return state

    whole = last_state(sp.Integer(0), xs)
    assert sp.diff(whole, xs[0]) == a**5  # it vanishes for |a| < 1, but is not 0
    carried = sp.symbols("h")  # the state that comes out of the first chunk, held constant
    truncated = last_state(carried, xs[3:])
    assert [sp.diff(truncated, x) for x in xs[:3]] == [0, 0, 0]
    assert [sp.diff(truncated, x) for x in xs[3:]] == [sp.diff(whole, x) for x in xs[3:]]


@fact(
    "w9-multilayer-rnn",
    "It is the hidden state, not the input, that goes to the next RNN",
    r"$h_t^l = \tanh(W_{hh}^l h_{t-1}^l + W_{xh}^l h_t^{l-1})$ with $h_t^0 = x_t$",
)
def test_a_second_layer_that_got_the_inputs_would_not_depend_on_the_first() -> None:
    """The hidden states go up, not the inputs."""
    w = sp.symbols("w")  # a weight of the first layer
    x = sp.symbols("x1:4")

    def states(inputs: Sequence[sp.Expr], weight: sp.Expr) -> list[sp.Expr]:
        state: sp.Expr = sp.Integer(0)
        out = []
        for value in inputs:
            state = sp.tanh(weight * value + state)
            out.append(state)
        return out

    stacked = states(states(x, w), sp.Integer(1))[-1]
    side_by_side = states(x, sp.Integer(1))[-1]
    assert sp.diff(stacked, w) != 0
    assert sp.diff(side_by_side, w) == 0


@fact(
    "w9-problem-lstm-network-solves",
    "Finite precision is not the cause",
    "shrinks exponentially when the largest singular value of $W_{hh}$ is below 1",
    "the product shrinks in exact arithmetic too",
)
def test_gradients_vanish_in_exact_arithmetic_and_long_before_floats_run_out() -> None:
    """Not a matter of finite precision."""
    exact = Fraction(9, 10) ** 100
    assert exact < Fraction(3, 100_000)
    assert float(exact) > 1e10 * 2.3e-308  # far from the smallest float


@fact(
    "w9-problem-lstm-network-solves",
    r"$c_t = f_t \odot c_{t-1} + i_t \odot g_t$, whose direct path is scaled by the "
    "forget gate only",
)
def test_the_lstms_cell_passes_its_gradient_on_through_the_forget_gate_only() -> None:
    """dc_t/dc_(t-1) = f on the direct path."""
    f, i, g, c = sp.symbols("f i g c")
    assert sp.diff(f * c + i * g, c) == f


# Week 11a: transpose convolutions, losses of detectors


def _convolution(filter_: Sequence[sp.Expr], length: int, stride: int) -> sp.Matrix:
    rows = _output(length, len(filter_), stride)
    return sp.Matrix(
        rows,
        length,
        lambda r, c: filter_[c - r * stride] if 0 <= c - r * stride < len(filter_) else 0,
    )


@fact(
    "w11a-1d-convolution-transpose-convolution",
    r"\begin{pmatrix} ay + bz \\ ax + by + cz \\ bx + cy \end{pmatrix}",
    r"\begin{pmatrix} ax \\ ay + bx \\ az + by + cx \\ bz + cy \\ cz \end{pmatrix}",
    r"\begin{pmatrix} x & y & z & 0 & 0 \\ 0 & 0 & x & y & z \end{pmatrix}",
    r"\begin{pmatrix} ay + bz \\ bx + cy \end{pmatrix}",
    r"\begin{pmatrix} x & 0 \\ y & 0 \\ z & x \\ 0 & y \\ 0 & z \end{pmatrix}",
    r"\begin{pmatrix} ax \\ ay \\ az + bx \\ by \\ bz \end{pmatrix}",
)
def test_the_convolutions_of_the_deck_and_their_transposes() -> None:
    """All four products, the last matrix 5 x 2."""
    x, y, z, a, b, c = sp.symbols("x y z a b c")
    padded = sp.Matrix([0, a, b, c, 0])

    one = _convolution((x, y, z), 5, stride=1)
    assert one * padded == sp.Matrix([a * y + b * z, a * x + b * y + c * z, b * x + c * y])
    transposed = one.T * sp.Matrix([a, b, c])
    assert transposed == sp.Matrix(
        [a * x, a * y + b * x, a * z + b * y + c * x, b * z + c * y, c * z]
    )

    two = _convolution((x, y, z), 5, stride=2)
    assert two == sp.Matrix([[x, y, z, 0, 0], [0, 0, x, y, z]])
    assert two * padded == sp.Matrix([a * y + b * z, b * x + c * y])
    transpose = sp.Matrix([[x, 0], [y, 0], [z, x], [0, y], [0, z]])
    assert transpose == two.T
    assert transpose * sp.Matrix([a, b]) == sp.Matrix([a * x, a * y, a * z + b * x, b * y, b * z])


@fact(
    "w11a-1d-convolution-transpose-convolution",
    r"\begin{pmatrix} x & 0 & 0 \\ y & 0 & 0 \\ z & x & 0 \\ 0 & y & 0 \\ 0 & z & x "
    r"\end{pmatrix} \begin{pmatrix} a \\ b \end{pmatrix}",
    "its matrix had a third column",
)
def test_the_last_matrix_of_the_deck_cannot_be_multiplied_with_its_vector() -> None:
    """5 x 3 times 2 x 1."""
    x, y, z, a, b = sp.symbols("x y z a b")
    deck = sp.Matrix([[x, 0, 0], [y, 0, 0], [z, x, 0], [0, y, 0], [0, z, x]])
    with pytest.raises(sp.matrices.exceptions.ShapeError):
        deck * sp.Matrix([a, b])


@fact(
    "w11a-transpose-convolution",
    "place the copies at the stride to re-build the image; where copies overlap, they are summed",
)
@fact(
    "w11-good-practices-architecture-gans",
    "The generator has to upsample, and a strided convolution downsamples",
)
def test_a_transpose_convolution_upsamples_where_a_strided_one_downsamples() -> None:
    strided = _convolution(sp.symbols("x y z"), 9, stride=2)
    assert strided.shape == (4, 9)  # 9 in, 4 out
    assert strided.T.shape == (9, 4)  # 4 in, 9 out
    inputs = sp.symbols("a b c d")
    copies = [[sp.Integer(0)] * 2 * at for at in range(4)]  # each two places further on
    for copy, value in zip(copies, inputs, strict=True):
        copy += [value * weight for weight in sp.symbols("x y z")]
    summed = [sum(column) for column in itertools.zip_longest(*copies, fillvalue=0)]
    assert list(strided.T * sp.Matrix(inputs)) == summed


@fact(
    "w11a-smooth-l1-loss",
    r"\begin{cases} #x^2 & |x| < # \\ |x| - # & \text{else} \end{cases}",
)
def test_smooth_l1_and_its_slope_are_continuous_at_one(stated: Stated) -> None:
    factor, edge, shift = map(sp.Rational, stated)
    x = sp.symbols("x", positive=True)
    inner, outer = factor * x**2, x - shift
    assert inner.subs(x, edge) == outer.subs(x, edge)
    assert sp.diff(inner, x).subs(x, edge) == sp.diff(outer, x).subs(x, edge) == 1


@fact(
    "w11a-method-yolo-ssd-work",
    r"$# \times # \times (#B + C)$ numbers",
)
def test_yolos_output_is_7_by_7_by_30(stated: Stated) -> None:
    """5B + C numbers a cell, with B = 2 and C = 20."""
    rows, columns, a_box = stated
    assert a_box == len(("x", "y", "w", "h", "confidence"))
    boxes, classes = 2, 20
    numbers = a_box * boxes + classes
    assert numbers == 30
    assert rows * columns * numbers == 1470


# Week 11: likelihoods, the ELBO, GANs


@fact(
    "w11-fully-visible-belief-networks",
    r"\prod_{i=1}^n p(x_i | x_1, \dots, x_{i-1})",
)
@fact(
    "w11-pixelrnn-pixelcnn-pros",
    r"$\log p(x) = \sum_i \log p(x_i | x_1, \dots, x_{i-1})$",
)
def test_the_chain_rule_gives_a_distribution_over_whole_images() -> None:

    def conditional(pixel: int, before: Labels) -> Fraction:
        on = Fraction(1 + sum(before), 2 + len(before))
        return on if pixel else 1 - on

    def probability(image: Labels) -> Fraction:
        return math.prod(
            (conditional(pixel, image[:i]) for i, pixel in enumerate(image)), start=Fraction(1)
        )

    images = list(itertools.product((0, 1), repeat=4))
    assert sum(map(probability, images)) == 1
    for image in images:
        logs = [math.log(conditional(pixel, image[:i])) for i, pixel in enumerate(image)]
        assert math.log(probability(image)) == pytest.approx(math.fsum(logs))


@fact(
    "w11-pixelrnn-pixelcnn-pros",
    "take held-out data: the likelihood of the training data rewards overfitting",
)
def test_the_likelihood_of_a_training_set_rewards_overfitting() -> None:
    """Why held-out data are used to compare models."""
    training, held_out = ("a", "b"), ("c",)
    memory = {"a": Fraction(1, 2), "b": Fraction(1, 2), "c": Fraction(0)}
    spread = dict.fromkeys("abc", Fraction(1, 3))
    assert math.prod(memory[x] for x in training) > math.prod(spread[x] for x in training)
    assert math.prod(memory[x] for x in held_out) < math.prod(spread[x] for x in held_out)


def _kl(p: Sequence[float], q: Sequence[float]) -> float:
    return math.fsum(a * math.log(a / b) for a, b in zip(p, q, strict=True) if a)


def _latent_models() -> Iterator[tuple[list[float], list[float], list[float]]]:
    """Prior p(z), likelihood p(x|z) of one fixed x, and some q(z|x), over five values of z."""
    random_ = random.Random(11)
    for _ in range(20):
        prior, q = ([random_.uniform(0.1, 1) for _ in range(5)] for _ in range(2))
        likelihood = [random_.uniform(0.01, 1) for _ in range(5)]
        yield [p / sum(prior) for p in prior], likelihood, [w / sum(q) for w in q]


@fact(
    "w11-develop-elbo-expression",
    r"\log(p_\theta(x)) = \mathbb{E}_{z \sim q_\phi(z|x)} [\log(p_\theta(x|z))] \cloze[1]{-}{} "
    r"D_{KL}(q_\phi(z|x) || p_\theta(z)) \cloze[1]{+}{} D_{KL}(q_\phi(z|x) || p_\theta(z|x))",
    r"&\geq \mathbb{E}_{z \sim q_\phi(z|x)} [\log(p_\theta(x|z))] - D_{KL}(q_\phi(z|x) || "
    r"p_\theta(z)) \\ &:=",
)
@fact(
    "w11-elbo",
    r"$\mathcal{L}(x, \theta, \phi) \leq \log p_\theta(x)$",
    r"the gap is $D_{KL}(q_\phi(z|x) || p_\theta(z|x))$",
)
@fact(
    "variational-elbo",
    r"\log(p(X)) - KL(Q(z|X) || P(z|X)) = \mathbb{E}_{z \sim Q(z|X)} [\log(P(X|z))] - "
    "KL(Q(z|X) || P(z))",
    r"\log(p(X)) \geq \mathbb{E}_{z \sim Q(z|X)} [\log(P(X|z))] - KL(Q(z|X) || P(z))",
)
@fact(
    "variational-vae-method-overcome-challenge",
    r"not $\log p(X)$ but its lower bound, equal to it only where $Q(z|X) = P(z|X)$",
)
def test_the_elbo_is_log_p_minus_the_divergence_from_the_posterior() -> None:
    """The bound is on the logarithm of the likelihood, and tight where q is the posterior."""
    for prior, likelihood, q in _latent_models():
        p_x = math.fsum(p * lik for p, lik in zip(prior, likelihood, strict=True))
        posterior = [p * lik / p_x for p, lik in zip(prior, likelihood, strict=True)]

        def elbo(
            q: Sequence[float],
            prior: Sequence[float] = prior,
            likelihood: Sequence[float] = likelihood,
        ) -> float:
            fit = math.fsum(w * math.log(lik) for w, lik in zip(q, likelihood, strict=True))
            return fit - _kl(q, prior)

        assert math.log(p_x) - _kl(q, posterior) == pytest.approx(elbo(q))
        assert elbo(q) < math.log(p_x) < p_x
        assert elbo(posterior) == pytest.approx(math.log(p_x))


@fact(
    "w11-develop-elbo-expression",
    r"$\log p_\theta(x)$ is a constant in z, and the mean of a constant is that constant",
)
def test_the_mean_of_log_p_of_x_is_log_p_of_x_though_q_depends_on_x() -> None:
    """A constant in z, not independence."""
    log_p = sp.symbols("L")
    for x in (0, 1):
        q = (sp.Rational(1 + x, 5), sp.Rational(4 - x, 5))  # another q(z|x) for each x
        assert sp.expand(sum(weight * log_p for weight in q)) == log_p


@fact(
    "w11-kl-divergence-distributions-p",
    r"D_{KL}(P||Q) = \sum_{x \in X} P(x) \log \left(\frac{P(x)}{Q(x)} \right) = -\sum_{x "
    r"\in X} P(x) \log \left(\frac{Q(x)}{P(x)} \right)",
)
def test_both_ways_to_write_the_kl_divergence_agree_and_it_is_not_symmetric() -> None:
    p, q = [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]
    reverse = -math.fsum(a * math.log(b / a) for a, b in zip(p, q, strict=True))
    assert _kl(p, q) == pytest.approx(reverse)
    assert _kl(p, q) > 0
    assert _kl(p, p) == 0
    assert _kl(p, q) != pytest.approx(_kl(q, p))


@fact(
    "w11-independent-features",
    "Diagonal Σ",
)
def test_a_gaussian_with_a_diagonal_covariance_has_independent_features() -> None:
    """The density is the product of its marginals."""
    x, y = sp.symbols("x y", real=True)
    s, t = sp.symbols("s t", positive=True)
    joint = _gaussian(sp.Matrix([x, y]), sp.zeros(2, 1), sp.diag(s**2, t**2))
    product = _gaussian(sp.Matrix([x]), sp.zeros(1, 1), sp.Matrix([[s**2]])) * _gaussian(
        sp.Matrix([y]), sp.zeros(1, 1), sp.Matrix([[t**2]])
    )
    assert sp.simplify(joint / product) == 1


@fact(
    "w11-gan-objective-function",
    r"\min_{\theta_g} \max_{\theta_d} [\mathbb{E}_{x \sim p_{data}} "
    r"[\log(D_{\theta_d}(x))] + \mathbb{E}_{z \sim p(z)} [\log(1 - "
    r"D_{\theta_d}(G_{\theta_g}(z)))]]",
)
def test_the_optimal_discriminator_is_the_share_of_the_real_density() -> None:
    """D* = p / (p + g), and with p = g the value is -log 4."""
    p, g, d = sp.symbols("p g d", positive=True)
    value = p * sp.log(d) + g * sp.log(1 - d)
    assert sp.solve(sp.diff(value, d), d) == [p / (p + g)]
    assert sp.simplify(sp.diff(value, d, 2).subs(d, p / (p + g))).is_negative
    at_best = (sp.log(d) + sp.log(1 - d)).subs(d, sp.Rational(1, 2))
    assert sp.simplify(at_best + sp.log(4)) == 0


@fact(
    "w11-practice-function-optimize-gan",
    r"$\frac{dD}{da} = D(1 - D)$",
    "the slope in $a$ is $-D$",
    r"for $\log D$ it is $1 - D \approx 1$",
)
def test_log_of_one_minus_d_has_no_gradient_where_the_fake_is_told_at_once() -> None:
    """-D against 1 - D, with D = sigmoid(a)."""
    a = sp.symbols("a", real=True)
    d = 1 / (1 + sp.exp(-a))
    saturating, other = sp.diff(sp.log(1 - d), a), sp.diff(sp.log(d), a)
    assert sp.simplify(saturating + d) == 0
    assert sp.simplify(other - (1 - d)) == 0
    assert sp.limit(saturating, a, -sp.oo) == 0
    assert sp.limit(other, a, -sp.oo) == 1


# Week 14: domain adaptation


def _error(weights: Weights, f: Labels, g: Labels) -> Fraction:
    return sum((w for w, a, b in zip(weights, f, g, strict=True) if a != b), Fraction(0))


def _mass(weights: Weights, c: Labels) -> Fraction:
    return sum((w for w, inside in zip(weights, c, strict=True) if inside), Fraction(0))


def _xor(f: Labels, g: Labels) -> Labels:
    return tuple(a ^ b for a, b in zip(f, g, strict=True))


def _divergence(source: Weights, target: Weights, classes: Sequence[Labels]) -> Fraction:
    """The C-divergence as the deck defines it, with its factor 2."""
    return 2 * max(abs(_mass(source, c) - _mass(target, c)) for c in classes)


_POINTS = 4
_EVERY = list(itertools.product((0, 1), repeat=_POINTS))


def _worlds(seed: int) -> Iterator[tuple[Weights, Weights, Labels, Labels, list[Labels]]]:
    """Source, target, their labellings, and a hypothesis class, over four points."""
    random_ = random.Random(seed)

    def distribution() -> Weights:
        parts = [random_.choice((0, 1, 2, 5)) for _ in range(_POINTS)]
        parts[random_.randrange(_POINTS)] += 1
        return tuple(Fraction(part, sum(parts)) for part in parts)

    for _ in range(150):
        y_s, y_t = random_.choice(_EVERY), random_.choice(_EVERY)
        hypotheses = random_.sample(_EVERY, random_.randint(1, 6))
        yield distribution(), distribution(), y_s, y_t, hypotheses


def _differences(hypotheses: Sequence[Labels]) -> list[Labels]:
    return sorted({_xor(h, k) for h in hypotheses for k in hypotheses})


def _lambda(
    source: Weights, target: Weights, y_s: Labels, y_t: Labels, hypotheses: Sequence[Labels]
) -> Fraction:
    return min(_error(source, h, y_s) + _error(target, h, y_t) for h in hypotheses)


@fact(
    "w14-total-variation-distance",
    r"2\sup_{A \in M} |\mathbb{P}_{D_S}[A] - \mathbb{P}_{D_T}[A]|",
    "With the factor # this is the $L_1$ distance, between # and # (",
)
def test_total_variation_with_its_factor_two_is_the_l1_distance(stated: Stated) -> None:
    """From 0 to 2; textbooks without the 2, from 0 to 1."""
    assert stated == (2, 0, 2)
    for source, target, *_ in _worlds(1):
        l1 = sum((abs(s - t) for s, t in zip(source, target, strict=True)), Fraction(0))
        assert _divergence(source, target, _EVERY) == l1 <= 2


@fact(
    "w14-theorem-ben-david",
    r"R_{D_T}[h, y_T] \leq R_{D_S}[h, y_S] + d_{TV}(D_S, D_T) + "
    r"\min\{\mathbb{E}_{D_S}[|y_S(x) - y_T(x)|], \mathbb{E}_{D_T}[|y_S(x) - y_T(x)|]\}",
)
def test_theorem_1_holds_for_any_hypothesis() -> None:
    for source, target, y_s, y_t, _ in _worlds(2):
        labels = min(_error(source, y_s, y_t), _error(target, y_s, y_t))
        variation = _divergence(source, target, _EVERY)
        for h in _EVERY:
            assert _error(target, h, y_t) <= _error(source, h, y_s) + variation + labels


@fact(
    "w14-triangle-inequality-classification-error",
    r"R_D[f_1, f_2] \leq R_D[f_1, f_3] + R_D[f_2, f_3]",
)
def test_the_classification_error_obeys_the_triangle_inequality() -> None:
    weights = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
    labellings = list(itertools.product((0, 1), repeat=3))
    for f, g, h in itertools.product(labellings, repeat=3):
        assert _error(weights, f, g) <= _error(weights, f, h) + _error(weights, g, h)


@fact(
    "w14-theorem-2-ben-david",
    r"R_{D_T}[h, y_T] \leq R_{D_S}[h, y_S] + \frac{1}{2} d_{H\Delta H}(D_S, D_T) + "
    r"\lambda$",
    r"\lambda := \min_{h^* \in H} \{R_{D_T}[h^*, y_T] + R_{D_S}[h^*, y_S]\}",
)
@fact(
    "w14-proof-theorem-2-ben",
    r"so the supremum is $\frac{1}{2} d_{H\Delta H}$",
)
def test_theorem_2_holds_with_half_the_divergence() -> None:
    """The proof's lost factor 2."""
    for source, target, y_s, y_t, hypotheses in _worlds(3):
        half = _divergence(source, target, _differences(hypotheses)) / 2
        lambda_ = _lambda(source, target, y_s, y_t, hypotheses)
        for h in hypotheses:
            assert _error(target, h, y_t) <= _error(source, h, y_s) + half + lambda_
            for k in hypotheses:  # the lemma: the supremum is half the divergence
                assert abs(_error(source, h, k) - _error(target, h, k)) <= half


@fact(
    "w14-proof-theorem-2-ben",
    r"R_{D_T}[h, y_T] \leq R_{D_T}[h, h^*] + R_{D_T}[h^*, y_T]",
    r"R_{D_T}[h, h^*] \leq R_{D_S}[h, h^*] + |R_{D_T}[h, h^*] - R_{D_S}[h, h^*]|",
    r"&\leq \frac{1}{2} d_{H\Delta H}(D_S, D_T) \end{aligned}$$ since $h, h^* \in H$, so "
    r"$h \text{ xor } h^* \in H\Delta H$",
    r"&\leq R_{D_S}[h, h^*] + \frac{1}{2} d_{H\Delta H}(D_S, D_T) + R_{D_T}[h^*, y_T] \\",
    r"&\leq R_{D_S}[h, y_S] + \frac{1}{2} d_{H\Delta H}(D_S, D_T) + R_{D_T}[h^*, y_T] + "
    r"R_{D_S}[h^*, y_S] \\",
    r"&= R_{D_S}[h, y_S] + \frac{1}{2} d_{H\Delta H}(D_S, D_T) + \lambda",
)
def test_each_line_of_the_proof_of_theorem_2_is_at_least_the_one_before() -> None:
    for source, target, y_s, y_t, hypotheses in _worlds(7):
        half = _divergence(source, target, _differences(hypotheses)) / 2
        sums = {_error(source, h, y_s) + _error(target, h, y_t): h for h in hypotheses}
        best = sums[_lambda(source, target, y_s, y_t, hypotheses)]
        rest = _error(target, best, y_t)
        for h in hypotheses:
            between = _error(source, h, best)
            lines = [
                _error(target, h, y_t),
                _error(target, h, best) + rest,
                between + abs(_error(target, h, best) - between) + rest,
                between + half + rest,
                _error(source, h, y_s) + half + rest + _error(source, best, y_s),
            ]
            assert lines == sorted(lines)
            assert lines[-1] == _error(source, h, y_s) + half + min(sums)


@fact(
    "w14-theorem-2-ben-david",
    "the bound given is true, but not tight",
)
def test_half_the_divergence_is_tight_and_so_the_whole_of_it_is_not() -> None:
    """A case with equality, where the deck's bound is twice that."""
    source, target = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
    hypotheses = [(0, 0), (0, 1)]
    y = (0, 0)
    divergence = _divergence(source, target, _differences(hypotheses))
    assert divergence == 2
    assert _lambda(source, target, y, y, hypotheses) == 0
    h = (0, 1)
    assert _error(target, h, y) == 1 == _error(source, h, y) + divergence / 2


@fact(
    "w14-theorem-2-ben-david",
    r"For $h \in H$ only",
)
def test_theorem_2_fails_for_a_hypothesis_outside_of_h() -> None:
    """ "for any hypothesis h" has to be "for any h in H"."""
    source, target = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
    hypotheses = [(0, 0)]
    y = (0, 0)
    outside = (0, 1)
    bound = (
        _error(source, outside, y)
        + _divergence(source, target, _differences(hypotheses))
        + _lambda(source, target, y, y, hypotheses)
    )
    assert bound == 0 < _error(target, outside, y)


@fact(
    "w14-c-divergence-at-most-total-variation",
    r"2\sup_{c \in C} |\mathbb{P}_{D_T}[I(c)] - \mathbb{P}_{D_S}[I(c)]| \leq 2\sup_{A \in "
    r"M} |\mathbb{P}_{D_T}[A] - \mathbb{P}_{D_S}[A]|",
    r"because every $I(c)$ is one of the sets $A \in M$",
)
def test_the_c_divergence_is_at_most_the_total_variation() -> None:
    for source, target, _, _, hypotheses in _worlds(4):
        assert set(_differences(hypotheses)) <= set(_EVERY)
        c_divergence = _divergence(source, target, _differences(hypotheses))
        assert c_divergence <= _divergence(source, target, _EVERY)


@fact(
    "w14-c-divergence-total-variation-gap",
    "The maximal gap is #",
    r"d_{H\Delta H}(D_S, D_T) = #, d_{TV}(D_S, D_T) = #$",
)
@fact(
    "w14-c-divergence-total-variation-gap-scenario",
    r"|I(c) \cap \{x_1, x_2, x_3\}| = |I(c) \cap \{y_1, y_2, y_3\}|",
    "(for example, $H$ holds the constant functions only)",
    r"for $A = \{x_1, x_2, x_3\}$",
)
def test_the_gap_between_them_reaches_two_on_disjoint_domains(stated: Stated) -> None:
    gap, least, most = stated
    third, none = Fraction(1, 3), Fraction(0)
    source, target = (third,) * 3 + (none,) * 3, (none,) * 3 + (third,) * 3
    hypotheses = [(0, 0, 0, 0, 0, 0), (1, 1, 0, 1, 0, 1)]  # as many here as there
    everything = list(itertools.product((0, 1), repeat=6))
    constants = [(0,) * 6, (1,) * 6]
    assert _divergence(source, target, _differences(hypotheses)) == least == 0
    assert _divergence(source, target, _differences(constants)) == least
    assert _divergence(source, target, everything) == most == least + gap == 2
    assert _divergence(source, target, [(1, 1, 1, 0, 0, 0)]) == most


def _lemma(first: Sequence[int], second: Sequence[int], classes: Sequence[Labels]) -> Fraction:
    m = len(first)
    least = min(
        Fraction(sum(c[x] == 0 for x in first) + sum(c[x] == 1 for x in second), m) for c in classes
    )
    return 2 * (1 - least)


@fact(
    "w14-lemma-c-divergence-estimation",
    r"2(1 - \min_{c \in C} [\frac{1}{m} \sum_{x \in S_1} I[c(x) = 0] + \frac{1}{m} "
    r"\sum_{x \in S_2} I[c(x) = 1]])",
)
@fact(
    "w14-procedure-computing-c-divergence",
    r"\min_{c \in C} [\frac{1}{m} \sum_{x \in S_1} I[c(x) = 0] + \frac{1}{m} \sum_{x \in "
    "S_2} I[c(x) = 1]]",
)
def test_the_divergence_of_samples_is_two_less_twice_the_least_domain_error() -> None:
    random_ = random.Random(5)
    m = 5
    for _ in range(100):
        first, second = ([random_.randrange(_POINTS) for _ in range(m)] for _ in range(2))
        half = random_.sample(_EVERY, 3)
        classes = sorted({*half, *(tuple(1 - v for v in c) for c in half)})  # symmetric
        observed: list[Weights] = [
            tuple(Fraction(sample.count(x), m) for x in range(_POINTS))
            for sample in (first, second)
        ]
        expected = _divergence(observed[0], observed[1], classes)
        assert _lemma(first, second, classes) == expected


@fact(
    "w14-lemma-c-divergence-estimation",
    r"For a symmetric hypothesis class C (one where for every $c \in C$, the inverse "
    "hypothesis $1 - c$ is also in C)",
)
def test_the_lemma_needs_a_symmetric_class() -> None:
    first, second = [0, 0], [1, 1]
    lopsided: list[Labels] = [(0, 1)]  # tells the domains apart, but the wrong way round
    weights: list[Weights] = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    assert _divergence(weights[0], weights[1], lopsided) == 2
    assert _lemma(first, second, lopsided) == -2
    assert _lemma(first, second, [*lopsided, (1, 0)]) == 2


@fact(
    "w14-rewrite-objective-generic-differentiable",
    r"here source $\hat{x}_i$ is 0 and target $x_i$ is 1",
    "No harm where $C$ contains $1 - c$ along with $c$",
)
def test_the_domain_labels_may_change_sides_in_a_symmetric_class() -> None:
    """Source 0 and target 1 does no harm."""
    random_ = random.Random(6)
    for _ in range(50):
        first, second = ([random_.randrange(_POINTS) for _ in range(4)] for _ in range(2))
        half = random_.sample(_EVERY, 3)
        classes = sorted({*half, *(tuple(1 - v for v in c) for c in half)})
        assert _lemma(first, second, classes) == _lemma(second, first, classes)


@fact(
    "w14-theorem-3-ben-david",
    r"R_{D_T}[g \circ f, y_T] \leq R_{D_S}[g \circ f, y_S] + d_{G\Delta G}(f \circ D_S, f "
    r"\circ D_T) + \lambda_f",
    r"Again $\frac{1}{2} d_{G\Delta G}$ is enough",
)
@fact(
    "w14-lambda-theorem2-theorem3",
    "in theorem3 the assumption is more restrictive",
)
def test_theorem_3_holds_with_half_the_divergence_and_a_larger_lambda() -> None:
    random_ = random.Random(7)
    features = 2
    heads = list(itertools.product((0, 1), repeat=features))
    for source, target, y_s, y_t, _ in _worlds(8):
        maps = [[random_.randrange(features) for _ in range(_POINTS)] for _ in range(2)]
        composed = [[tuple(g[z] for z in f) for g in heads] for f in maps]
        everything = [h for hypotheses in composed for h in hypotheses]
        for hypotheses in composed:
            lambda_f = _lambda(source, target, y_s, y_t, hypotheses)
            assert lambda_f >= _lambda(source, target, y_s, y_t, everything)
            half = _divergence(source, target, _differences(hypotheses)) / 2
            for h in hypotheses:
                assert _error(target, h, y_t) <= _error(source, h, y_s) + half + lambda_f


@fact(
    "w14-objective-function-algorithm-domain",
    r"I[g \circ f(\hat{x}_i) \neq y_S(\hat{x}_i)]",
    "A training error counts mistakes",
)
def test_counting_agreements_would_make_the_perfect_classifier_the_worst() -> None:
    """The training error has "not equal"."""
    y = (0, 1, 1, 0)
    agreements = {h: sum(a == b for a, b in zip(h, y, strict=True)) for h in _EVERY}
    mistakes = {h: sum(a != b for a, b in zip(h, y, strict=True)) for h in _EVERY}
    assert min(mistakes, key=mistakes.__getitem__) == y
    assert max(agreements, key=agreements.__getitem__) == y
    assert min(agreements, key=agreements.__getitem__) == tuple(1 - v for v in y)


def _adversarial_loss() -> tuple[sp.Expr, sp.Expr, sp.Symbol, sp.Symbol]:
    """Losses of a logistic discriminator c on a feature theta_f x: source as 0, target as 1."""
    theta_f, theta_c = sp.symbols("theta_f theta_c", positive=True)
    source, target = sp.Rational(-2), sp.Rational(3)

    def predicted(x: sp.Expr) -> sp.Expr:
        return 1 / (1 + sp.exp(-theta_c * theta_f * x))

    return -sp.log(1 - predicted(source)), -sp.log(predicted(target)), theta_f, theta_c


@fact(
    "w14-gradient-step-theta-g",
    r"No division by $\theta_g$",
    r"\theta_g \leftarrow \theta_g - \mu_1 \frac{1}{m} \sum_{i=1}^m \nabla_{\theta_g} "
    r"\text{loss}(g \circ f(\hat{x}_i), y_S(\hat{x}_i))",
)
@fact(
    "w14-gradient-step-theta-c",
    r"No division by $\theta_c$",
    r"\theta_c \leftarrow \theta_c - \mu_2 \frac{1}{m} \sum_{i=1}^m \nabla_{\theta_c} "
    r"[\text{loss}(c(f(\hat{x}_i)), 0) + \text{loss}(c(f(x_i)), 1)]",
)
def test_a_gradient_divided_by_its_parameter_is_another_step() -> None:
    """No division by theta."""
    theta = sp.symbols("theta", positive=True)
    loss = (theta - 3) ** 2
    gradient = sp.diff(loss, theta)
    deck = gradient / theta
    assert sp.simplify(deck - gradient) != 0
    rate = sp.Rational(1, 2)  # the plain step lands in the minimum at once
    start = sp.Integer(9)
    assert start - rate * gradient.subs(theta, start) == 3
    assert start - rate * deck.subs(theta, start) != 3


@fact(
    "w14-gradient-step-theta-f",
    r"both gradients are $\nabla_{\theta_f}$ (not $\nabla_{\theta_c}$)",
    "an ascent (gradient reversal):",
    r"\theta_f \leftarrow \theta_f + \mu_4 \frac{1}{m} \sum_{i=1}^m \nabla_{\theta_f} "
    r"[\text{loss}(c(f(\hat{x}_i)), 0) + \text{loss}(c(f(x_i)), 1)]",
)
def test_the_features_move_along_their_own_gradient() -> None:
    """The ascent is in theta_f, not in theta_c."""
    on_source, on_target, theta_f, theta_c = _adversarial_loss()
    loss = on_source + on_target
    at = {theta_f: sp.Rational(1, 2), theta_c: sp.Rational(2)}
    by_f = sp.diff(loss, theta_f).subs(at).evalf()
    by_c = sp.diff(loss, theta_c).subs(at).evalf()
    assert abs(by_f - by_c) > 0.1
    small = sp.Rational(1, 1000)
    moved = {theta_f: at[theta_f] + small * by_f, theta_c: at[theta_c]}
    assert loss.subs(moved).evalf() > loss.subs(at).evalf()  # the discriminator does worse


@fact(
    "w14-avoid-f-overkilling-c",
    "The second sum would even help $c$ (1 is the target's own label)",
    r"$\theta_f \leftarrow \theta_f - \mu_4 \frac{1}{m} \sum_{i=1}^m \nabla_{\theta_f} "
    r"\text{loss}(c(f(\hat{x}_i)), 1)$",
)
def test_the_target_term_of_the_inverted_labels_would_help_the_discriminator() -> None:
    """Descent on loss(c(f(x)), 1) lowers c's own loss."""
    _, on_target, theta_f, theta_c = _adversarial_loss()
    at = {theta_f: sp.Rational(1, 2), theta_c: sp.Rational(2)}
    step = sp.Rational(1, 100) * sp.diff(on_target, theta_f).subs(at).evalf()
    moved = {theta_f: at[theta_f] - step, theta_c: at[theta_c]}
    assert on_target.subs(moved).evalf() < on_target.subs(at).evalf()


# Variational autoencoders, last lecture


def _gaussian(x: sp.Matrix, mean: sp.Matrix, covariance: sp.Matrix) -> sp.Expr:
    """The density of the card variational-pdf-multivariate-normal-function."""
    k = len(x)
    exponent = -((x - mean).T * covariance.inv() * (x - mean))[0] / 2
    return (2 * sp.pi) ** sp.Rational(-k, 2) / sp.sqrt(covariance.det()) * sp.exp(exponent)


@fact(
    "variational-pdf-multivariate-normal-function",
    r"(2\pi)^{-\frac{k}{2}} \det(\Sigma)^{-\frac{1}{2}} e^{-\frac{1}{2}(x-\mu)^T "
    r"\Sigma^{-1}(x-\mu)}",
)
def test_the_multivariate_normal_density_integrates_to_one() -> None:
    """With a covariance that is not diagonal."""
    x, y = sp.symbols("x y", real=True)
    density = _gaussian(sp.Matrix([x, y]), sp.zeros(2, 1), sp.Matrix([[2, 1], [1, 2]]))
    inner = sp.integrate(density, (x, -sp.oo, sp.oo))
    assert sp.simplify(sp.integrate(inner, (y, -sp.oo, sp.oo))) == 1


@fact(
    "variational-backpropogation-procedure-vaes",
    r"&= C - \frac{1}{2\sigma} (x - f(z))^T (x - f(z))",
    r"The factor is $\frac{1}{2\sigma^2}$, since $(\sigma^2 I)^{-1} = \frac{1}{\sigma^2} "
    "I$",
)
@fact(
    "variational-choice-p-x-given-z-why",
    r"$\log P(X|z, \theta) = C - \frac{1}{2\sigma^2} \|X - f(z, \theta)\|^2$",
)
def test_the_log_likelihood_has_one_over_two_sigma_squared() -> None:
    """A constant less |x - f|^2 / (2 sigma^2): the squared distance, and sigma squared too."""
    sigma = sp.symbols("sigma", positive=True)
    x, f = sp.Matrix(sp.symbols("x1:3", real=True)), sp.Matrix(sp.symbols("f1:3", real=True))
    log_density = sp.expand_log(sp.log(_gaussian(x, f, sigma**2 * sp.eye(2))), force=True)
    squared = sum((a - b) ** 2 for a, b in zip(x, f, strict=True))
    constant = sp.simplify(log_density + squared / (2 * sigma**2))
    assert not constant.free_symbols & {*x, *f}
    deck = sp.simplify(log_density + squared / (2 * sigma))
    assert deck.free_symbols & {*x, *f}  # with 1/(2 sigma) something is left over


@fact(
    "variational-kl-closed-form",
    r"\frac{1}{2} (\text{trace}(\Sigma(x)) + \|\mu\|^2 - k - \log \det(\Sigma(x)))",
    r"$P(z) = \mathcal{N}(0, I)$",
)
def test_the_kl_divergence_from_the_standard_normal_has_the_logarithm_of_the_determinant() -> None:
    """Integrated in one dimension and added up over the others."""
    z, mu = sp.symbols("z mu", real=True)
    s = sp.symbols("s", positive=True)
    density = _gaussian(sp.Matrix([z]), sp.Matrix([mu]), sp.Matrix([[s**2]]))
    log_ratio = sp.expand(-((z - mu) ** 2) / (2 * s**2) + z**2 / 2) - sp.log(s)
    # Moments of q: of z and of z^2.
    first = sp.simplify(sp.integrate(z * density, (z, -sp.oo, sp.oo)))
    second = sp.simplify(sp.integrate(z**2 * density, (z, -sp.oo, sp.oo)))
    polynomial = sp.Poly(log_ratio, z)
    constant, linear, quadratic = (polynomial.coeff_monomial(z**n) for n in range(3))
    kl = constant + linear * first + quadratic * second
    assert sp.simplify(kl - (s**2 + mu**2 - 1 - sp.log(s**2)) / 2) == 0

    m1, m2 = sp.symbols("m1 m2", real=True)
    s1, s2 = sp.symbols("s1 s2", positive=True)
    covariance = sp.diag(s1**2, s2**2)
    closed = (covariance.trace() + m1**2 + m2**2 - 2 - sp.log(covariance.det())) / 2
    added = kl.subs({mu: m1, s: s1}) + kl.subs({mu: m2, s: s2})
    assert sp.simplify(sp.expand_log(closed - added, force=True)) == 0


@fact(
    "variational-kl-closed-form",
    r"\frac{1}{2} (\text{trace}(\Sigma(x)) + \|\mu\|^2 - k - \det(\Sigma(x)))",
    r"for $\mu = 0$, $\Sigma = I$ it is #, the document's formula gives $-\frac{1}{2}$",
)
def test_the_kl_divergence_of_a_normal_from_itself_is_zero_but_not_in_the_deck(
    stated: Stated,
) -> None:
    """Without the logarithm it is -1/2."""
    for k in (1, 2, 5):
        covariance = sp.eye(k)
        assert (covariance.trace() + 0 - k - sp.log(covariance.det())) / 2 == stated[0] == 0
        assert (covariance.trace() + 0 - k - covariance.det()) / 2 == -sp.Rational(1, 2)


@fact(
    "variational-feedforward-phase-vaes",
    r"sample $\epsilon \sim \mathcal{N}(0, I)$, then compute $z = \mu(X) + "
    r"\Sigma^{\frac{1}{2}}(X) \cdot \epsilon$. This z distributes: $\mathcal{N}(\mu(X), "
    r"\Sigma(X))$",
)
def test_the_reparametrized_sample_has_the_mean_and_covariance_of_the_encoder() -> None:
    """z = mu + Sigma^(1/2) epsilon.

    Signs thrown independently have the mean 0 and the covariance I, like the epsilon of the deck.
    """
    mean = sp.Matrix(sp.symbols("m1:3"))
    root = sp.Matrix([[2, 1], [1, 3]])
    draws = [mean + root * sp.Matrix(signs) for signs in itertools.product((-1, 1), repeat=2)]
    average = sum(draws, sp.zeros(2, 1)) / len(draws)
    spread = sum(((z - mean) * (z - mean).T for z in draws), sp.zeros(2, 2)) / len(draws)
    assert sp.expand(average) == mean
    assert sp.expand(spread) == root * root


@fact(
    "variational-approximation-p-x",
    r"p(x) \approx \frac{1}{n} \sum_{i=1}^n P(x|z_i, \theta)",
    r"with $z_1, \dots, z_n$ sampled from the prior $p(z)$",
    "for arbitrary $z_i$ it is false",
)
@fact(
    "variational-law-total-probability-latent",
    r"p(x) = \int_z P(x|z, \theta) p(z) dz",
)
def test_a_sample_average_of_the_likelihood_is_an_unbiased_estimate_of_p_of_x() -> None:
    prior = (Fraction(1, 6), Fraction(1, 3), Fraction(1, 2))
    likelihood = (Fraction(1, 5), Fraction(3, 4), Fraction(1, 8))
    p_x = sum((p * lik for p, lik in zip(prior, likelihood, strict=True)), Fraction(0))
    n = 3
    expected = Fraction(0)
    for drawn in itertools.product(range(3), repeat=n):
        weight = math.prod((prior[z] for z in drawn), start=Fraction(1))
        expected += weight * sum((likelihood[z] for z in drawn), Fraction(0)) / n
    assert expected == p_x
    assert sum(likelihood, Fraction(0)) / len(likelihood) != p_x  # codes that are not the prior's


@fact(
    "variational-elbo-equality-likelihood",
    "The gap is 0 only if the true posterior $P(z|X)$ is a Gaussian with a diagonal covariance",
)
def test_a_posterior_outside_of_the_family_of_q_leaves_a_gap() -> None:
    """Capacity alone does not bring the KL to 0.

    A posterior with two modes against every normal on a grid: the best KL stays well above 0.
    """
    width = 0.02
    grid = [i * width for i in range(-400, 401)]

    def normal(z: float, mean: float, deviation: float) -> float:
        return math.exp(-(((z - mean) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))

    posterior = [(normal(z, -2, 0.5) + normal(z, 2, 0.5)) / 2 for z in grid]
    best = min(
        width * _kl([normal(z, mean, deviation) for z in grid], posterior)
        for mean in (0.0, 1.0, 2.0)
        for deviation in (0.25, 0.5, 1.0, 2.0)
    )
    assert best > 0.5


@fact(
    "variational-backpropogation-procedure-vaes",
    "The KL does not depend on the decoder",
    r"The encoder learns from both terms, the decoder from $\log P(X|z)$ only",
)
def test_the_kl_term_gives_the_decoder_no_gradient() -> None:
    """The encoder learns from both losses."""
    mu, w, x, epsilon = sp.symbols("mu w x epsilon", real=True)
    s, sigma = sp.symbols("s sigma", positive=True)
    z = mu + s * epsilon
    reconstruction = -((x - w * z) ** 2) / (2 * sigma**2)  # w is the decoder's weight
    kl = (s**2 + mu**2 - 1 - sp.log(s**2)) / 2
    assert sp.diff(kl, w) == 0
    assert sp.diff(reconstruction, w) != 0
    for encoder in (mu, s):
        assert sp.diff(kl, encoder) != 0
        assert sp.diff(reconstruction, encoder) != 0
