"""The practice deck: each of its numbers, computed in another way than the deck does.

By counting positions, pixels and weights one by one, by numerical derivatives, by sums over samples
and by running the algorithm that a card is about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import product
from pathlib import Path
from random import Random
from types import SimpleNamespace as Letters
from typing import Any

import pytest

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import drawn, to_review
from dcnn_cards.deck.kinds.vary import trial
from dcnn_cards.deck.reading import read_deck

DECKS = Path(__file__).parents[2] / "decks"
PRACTICE = read_deck(DECKS / "dcnn-practice.yaml")
VARYING = [card for card in PRACTICE.cards if card.vary]
DRAWS = 40

Function = Callable[[float], float]
Expected = Sequence[float]


def slope(function: Function, at: float, step: float = 1e-6) -> float:
    return (function(at + step) - function(at - step)) / (2 * step)


def places(n: int, f: int, s: int, p: int) -> int:
    """Positions of a filter on a padded row."""
    return sum(1 for start in range(-p, n + p, s) if start + f <= n + p)


def descended(gradient: Function, at: float, rate: float, steps: int) -> list[float]:
    found = [at]
    for _ in range(steps):
        found.append(found[-1] - rate * gradient(found[-1]))
    return found[1:]


def softmax(scores: Sequence[float]) -> list[float]:
    weights = [math.exp(score - max(scores)) for score in scores]
    return [weight / sum(weights) for weight in weights]


def integral(function: Function, spread: float = 40.0, parts: int = 40_001) -> float:
    step = 2 * spread / parts
    return sum(function(-spread + (at + 0.5) * step) for at in range(parts)) * step


def gauss(x: float, mean: float, deviation: float) -> float:
    return math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))


def divergence(m: float, s: float, n: float, t: float) -> float:
    """KL of two normal distributions, by integration of density times log of the ratio."""

    def part(x: float) -> float:
        p = gauss(x, m, s)
        ratio = math.log(t / s) + ((x - n) / t) ** 2 / 2 - ((x - m) / s) ** 2 / 2
        return p * ratio

    return integral(part, parts=8_001)


def ran_momentum(k: float, r: float, a: float) -> list[float]:
    w, v, found = 1.0, 0.0, []
    for _ in range(2):
        v = r * v + k * w
        w -= a * v
        found.append(w)
    return found


def ran_nesterov(k: float, r: float, a: float) -> list[float]:
    w, v, found = 1.0, 0.0, []
    for _ in range(2):
        v = r * v - a * slope(lambda x: k / 2 * x * x, w + r * v)
        w += v
        found.append(w)
    return found


def ran_rmsprop(a: float, gradients: Sequence[float]) -> float:
    seen = moved = 0.0
    for g in gradients:
        seen = 0.9 * seen + (1 - 0.9) * g * g
        moved = abs(a * g / math.sqrt(seen))
    return moved


def ran_adam(a: float, gradients: Sequence[float]) -> list[float]:
    m = v = 0.0
    steps = []
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        steps.append(abs(a * (m / (1 - 0.9**t)) / math.sqrt(v / (1 - 0.999**t))))
    return steps


def ran_adagrad(a: float, gradients: Sequence[float]) -> list[float]:
    seen, steps = 0.0, []
    for g in gradients:
        seen += g * g
        steps.append(abs(a * g / math.sqrt(seen)))
    return steps


def seen_pixels(layers: Sequence[tuple[int, int]]) -> int:
    """Pixels across that one neuron of the last layer depends on, followed back one by one."""
    seen = {0}
    for f, s in reversed(layers):
        seen = {s * at + offset for at in seen for offset in range(f)}
    return max(seen) - min(seen) + 1


def weights(*layers: tuple[int, int, int]) -> int:
    """Weights of convolutions, counted: size of the filter, channels in, channels out."""
    return sum(
        sum(1 for _ in product(range(f), range(f))) * sum(1 for _ in range(c)) * k
        for f, c, k in layers
    )


def spread_out(signal: Sequence[float], kernel: Sequence[float], stride: int) -> list[float]:
    """A transposed convolution: each value puts a copy of the filter down, and copies add up."""
    found = [0.0] * ((len(signal) - 1) * stride + len(kernel))
    for at, value in enumerate(signal):
        for offset, weight in enumerate(kernel):
            found[at * stride + offset] += value * weight
    return found


def slid(signal: Sequence[float], kernel: Sequence[float], stride: int, pad: int) -> list[float]:
    """A convolution: the filter at each of its places on the padded signal."""
    row = [0.0] * pad + list(signal) + [0.0] * pad
    return [
        sum(weight * row[at + offset] for offset, weight in enumerate(kernel))
        for at in range(0, len(row) - len(kernel) + 1, stride)
    ]


def normalized(values: Sequence[float]) -> list[float]:
    return [(value - sum(values) / len(values)) / math.sqrt(variance(values)) for value in values]


def rectified(power: float, gain: float) -> float:
    """Mean square behind a layer with ReLU of the sum of many inputs, which is normal."""
    spread = math.sqrt(gain * power)
    return integral(lambda z: max(0.0, z * spread) ** 2 * gauss(z, 0, 1), 12.0, 2_001)


def variance(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / len(values)


def product_variance(a: float, b: float, v: float, w: float) -> float:
    """Of all pairs of two values that have these means and variances."""
    x = a - math.sqrt(v), a + math.sqrt(v)
    y = b - math.sqrt(w), b + math.sqrt(w)
    return variance([one * other for one in x for other in y])


def greatest_gap(p: Sequence[float], q: Sequence[float]) -> float:
    """Twice the largest difference of two distributions over all sets of their points."""
    subsets = product([0, 1], repeat=len(p))
    return 2 * max(abs(sum(c * (x - y) for c, x, y in zip(s, p, q, strict=True))) for s in subsets)


def first(of: Letters) -> list[float]:
    return [of.a, of.b, of.c, of.d]


def second(of: Letters) -> list[float]:
    return [of.e, of.f, of.g, of.h]


def values_of(of: Letters) -> list[tuple[int, int]]:
    """The image and the channel of each value of a batch, one place of each."""
    return list(product(range(of.N), range(of.C)))


def neuron(of: Letters, a: float, x: float) -> float:
    return 1 / (1 + math.exp(-(a * x + of.b * of.y + of.c)))


def k_means(points: Sequence[float], means: Sequence[float]) -> list[float]:
    groups: list[list[float]] = [[] for _ in means]
    for point in points:
        groups[min(range(len(means)), key=lambda at: abs(point - means[at]))].append(point)
    return [math.fsum(group) / len(group) for group in groups]


def distance_to_line(a: float, b: float, c: float, x: float, y: float) -> float:
    """The least distance from a point to points of a line, by ternary search along it."""
    norm = math.hypot(a, b)
    foot = (-a * c / norm**2, -b * c / norm**2)

    def away(t: float) -> float:
        return math.hypot(foot[0] - b * t / norm - x, foot[1] + a * t / norm - y)

    low, high = -100.0, 100.0
    for _ in range(200):
        third = (high - low) / 3
        if away(low + third) < away(high - third):
            high -= third
        else:
            low += third
    return away(low)


def first_step_within(rho: float, big: float, eps: float) -> int:
    steps = 1
    while big * rho / math.sqrt(steps) > eps * (1 + 1e-12):
        steps += 1 if steps < 1000 else max(1, steps // 100_000)
    while steps > 1 and big * rho / math.sqrt(steps - 1) <= eps * (1 + 1e-12):
        steps -= 1
    return steps


def lstm(d: int, h: int, gates: int) -> int:
    return sum(len(range(h)) * (len(range(h + d)) + 1) for _ in range(gates))


ORACLES: dict[str, Callable[[Any], Expected]] = {
    "p-l1-distance": lambda of: [
        sum(abs(x - y) for x, y in zip(first(of), second(of), strict=True))],
    "p-l2-distance": lambda of: [math.dist(first(of), second(of))],
    "p-knn-cost": lambda of: [
        of.m * of.n * len(list(product(range(of.s), range(of.s), "rgb")))],
    "p-generalization-gap": lambda of: [of.a / of.n, of.b / of.m, of.b / of.m - of.a / of.n],
    "p-kmeans-step": lambda of: k_means((of.a, of.b, of.c, of.d), (of.m, of.k)),
    "p-svm-margin": lambda of: [distance_to_line(of.a, of.b, of.c, of.x, of.y)],
    "p-gd-step": lambda of: descended(lambda w: slope(lambda v: of.k * v * v, w), of.w, of.r, 2),
    "p-gd-steps-for-epsilon": lambda of: [first_step_within(of.rho, of.B, of.eps)],
    "p-graph-sum-product": lambda of: [
        slope(lambda x: (x + of.y) * of.z, of.x), slope(lambda y: (of.x + y) * of.z, of.y),
        slope(lambda z: (of.x + of.y) * z, of.z)],
    "p-graph-product-sum": lambda of: [
        slope(lambda x: x * of.y + of.z, of.x), slope(lambda y: of.x * y + of.z, of.y),
        slope(lambda z: of.x * of.y + z, of.z)],
    "p-graph-max": lambda of: [
        slope(lambda x: max(x, of.y) * of.z, of.x), slope(lambda y: max(of.x, y) * of.z, of.y),
        slope(lambda z: max(of.x, of.y) * z, of.z)],
    "p-sigmoid-neuron": lambda of: [
        slope(lambda a: neuron(of, a, of.x), of.a), slope(lambda x: neuron(of, of.a, x), of.x)],
    "p-jacobian-size": lambda of: [(of.n * of.m) * (of.n * of.d)],
    "p-hinge-loss": lambda of: [sum(max(0.0, s - of.a + 1) for s in (of.b, of.c))],
    "p-cross-entropy": lambda of: [-math.log(softmax((of.a, of.b, of.c))[0])],
    "p-softmax-gradient": lambda of: [
        slope(lambda a: -math.log(softmax((a, of.b, of.c))[0]), of.a),
        slope(lambda b: -math.log(softmax((of.a, b, of.c))[0]), of.b),
        slope(lambda c: -math.log(softmax((of.a, of.b, c))[0]), of.c)],
    "p-initial-losses": lambda of: [
        sum(max(0, 0 - 0 + 1) for _ in range(of.C - 1)), -math.log(softmax([0] * of.C)[0])],
    "p-conv-output": lambda of: [places(of.n, of.f, of.s, of.p)] * 2 + [of.K],
    "p-conv-parameters": lambda of: [weights((of.f, of.C, of.K)) + of.K],
    "p-same-padding": lambda of: [
        next(p for p in range(99) if places(50, of.d * (of.f - 1) + 1, 1, p) == 50)],
    "p-fully-connected": lambda of: [weights((of.h, of.C, of.m))],
    "p-init-std": lambda of: [1 / math.sqrt(of.n), math.sqrt(2) / math.sqrt(of.n)],
    "p-init-shrinks": lambda of: [math.prod([math.sqrt(of.n * of.s**2)] * int(of.L))],
    "p-relu-signal": lambda of: [
        reduce(lambda power, _: rectified(power, of.k), range(of.L), 1.0)],
    "p-variance-of-product": lambda of: [product_variance(of.a, of.b, of.v, of.w)],
    "p-batch-norm": lambda of: [sum(first(of)) / 4, variance(first(of))],
    "p-relu-gradient": lambda of: [
        of.x if of.x > 0 else 0, of.x if of.x > 0 else of.x / 100,
        slope(lambda x: x if x > 0 else 0.01 * x, of.x)],
    "p-norm-means": lambda of: [
        len({c for _, c in values_of(of)}), len({n for n, _ in values_of(of)}),
        len(set(values_of(of))), len({(n, c * of.G // of.C) for n, c in values_of(of)})],
    "p-normalize-table": lambda of: [
        normalized((of.a, of.d))[0], normalized((of.a, of.b, of.c))[0]],
    "p-nesterov-steps": lambda of: ran_nesterov(of.k, of.r, of.a),
    "p-rmsprop-step": lambda of: [ran_rmsprop(of.a, (of.g, of.h))],
    "p-lr-exponential": lambda of: [
        of.a * math.prod(math.exp(-of.k / 100) for _ in range(100 * of.t))],
    "p-cosine-annealing": lambda of: [
        of.a * math.cos(math.pi / 2 * next(at for at in range(of.n) if (of.t - at) % of.n == 0)
                        / of.n) ** 2],
    "p-momentum-steps": lambda of: ran_momentum(of.k, of.r, of.a),
    "p-adagrad-step": lambda of: ran_adagrad(of.a, (of.g, of.h))[1:],
    "p-adam-first-step": lambda of: ran_adam(of.a, (of.g, of.h)),
    "p-lr-decay": lambda of: [
        math.prod([of.a, *(0.5 for epoch in range(1, of.t + 1) if epoch % of.n == 0)]),
        of.a / (1 + of.k * of.t)],
    "p-newton-step": lambda of: [
        of.x - slope(lambda x: of.a / 2 * x * x + of.b * x, of.x)
        / slope(lambda x: slope(lambda y: of.a / 2 * y * y + of.b * y, x, 1e-3), of.x, 1e-3)],
    "p-condition-number": lambda of: [sorted((of.a, of.b))[1] / sorted((of.a, of.b))[0]],
    "p-dropout-scale": lambda of: [of.q, 1 / of.q, of.q * of.x + (1 - of.q) * 0],
    "p-conv-multiplications": lambda of: [of.n * of.n * weights((of.f, of.C, of.K))],
    "p-pool-output": lambda of: [places(of.n, of.f, of.s, 0), places(of.n, of.f, of.s, 0), of.C, 0],
    "p-receptive-field": lambda of: [seen_pixels([(of.a, of.s), (of.b, of.t), (of.c, 1)])],
    "p-stacked-filters": lambda of: [
        seen_pixels([(3, 1)] * of.L), weights(*[(3, of.C, of.C)] * of.L),
        weights((seen_pixels([(3, 1)] * of.L), of.C, of.C))],
    "p-bottleneck": lambda of: [
        weights((1, of.C, of.m), (3, of.m, of.m), (1, of.m, of.C)),
        weights((3, of.C, of.C), (3, of.C, of.C))],
    "p-dense-block": lambda of: [sum([of.k, *(of.g for _ in range(of.L))])],
    "p-inception-channels": lambda of: [
        of.a + of.d, of.h * of.h * weights((1, of.c, of.a), (1, of.c, of.b), (3, of.b, of.d))],
    "p-lstm-parameters": lambda of: [lstm(of.d, of.h, 4), lstm(of.d, of.h, 1)],
    "p-rnn-gradient": lambda of: [
        slope(lambda h: math.prod([h, *(of.w for _ in range(of.t))]), 1.0)],
    "p-transposed-output": lambda of: [len(spread_out([1] * of.n, [1] * of.f, of.s)) - 2 * of.p],
    "p-conv-1d": lambda of: slid((of.a, of.b, of.c), (of.x, of.y, of.z), 1, 1),
    "p-conv-1d-stride": lambda of: slid((of.a, of.b, of.c), (of.x, of.y, of.z), 2, 1),
    "p-transposed-1d": lambda of: spread_out((of.a, of.b), (of.x, of.y, of.z), 2),
    "p-smooth-l1": lambda of: [integral(lambda u: max(-1, min(1, u)) * (0 < u < abs(of.x)), 4.0)],
    "p-yolo-output": lambda of: [
        sum(1 for _ in product(range(of.S), range(of.S), range(5 * of.B + of.C)))],
    "p-kl-gaussians": lambda of: [divergence(of.m, of.s, of.n, of.t)],
    "p-kl-discrete": lambda of: [
        sum(p * math.log(p / q) for p, q in ((of.p, of.q), (1 - of.p, 1 - of.q)))],
    "p-gan-loss": lambda of: [math.log(1 / of.d), -math.log(1 / (1 - of.d))],
    "p-total-variation": lambda of: [
        greatest_gap((of.a, of.b, 1 - of.a - of.b), (of.c, of.d, 1 - of.c - of.d))],
    "p-c-divergence": lambda of: [2 * ((1 - of.e) + (1 - of.f) - 1)],
    "p-kl-standard-normal": lambda of: [
        divergence(of.a, math.sqrt(of.s), 0, 1) + divergence(of.b, math.sqrt(of.t), 0, 1)],
    "p-reparametrization": lambda of: [of.m + math.sqrt(of.v) * of.e],
}  # fmt: skip


def letters_of(facts: str) -> Letters:
    def number(text: str) -> float:
        above, _, below = text.partition("/")
        value = float(above) / float(below or 1)
        return int(value) if value == int(value) else value

    pairs = (fact.split(" = ") for fact in facts.split(", "))
    return Letters(**{name: number(value) for name, value in pairs})


@pytest.mark.parametrize("card", VARYING, ids=lambda card: card.id)
def test_what_is_asked_for_is_what_comes_out_another_way(card: Card) -> None:
    for number in Random(card.id).sample(range(1_000), DRAWS if card.id != "p-smooth-l1" else 10):
        found = drawn(card, number)
        assert found
        expected = ORACLES[card.id](letters_of(found.facts))
        assert [float(each.value) for each in found.numbers] == pytest.approx(
            list(expected), rel=1e-4, abs=1e-4
        ), found.facts


def test_adagrad_takes_the_same_steps_in_all_directions_of_constant_gradient() -> None:
    (card,) = (each for each in PRACTICE.cards if each.id == "p-contrast-adagrad")
    assert card.answer == r"equal in both, and they shrink as $1/\sqrt t$"
    steep, flat = (ran_adagrad(0.1, [g] * 100) for g in (10.0, 0.1))
    assert steep == pytest.approx(flat)
    assert steep == pytest.approx([0.1 / math.sqrt(t) for t in range(1, 101)])


@pytest.mark.parametrize("card", VARYING, ids=lambda card: card.id)
def test_each_draw_is_another_and_has_an_answer(card: Card) -> None:
    assert trial(card, 100) == ""


def test_each_card_lets_one_practise_a_card_of_the_first_deck_of_its_week() -> None:
    weeks = {card.id: card.week for card in read_deck(DECKS / "dcnn.yaml").cards}
    strays = [each for each in PRACTICE.cards if weeks.get(each.trains or each.id) != each.week]
    assert [card.id for card in strays] == []
    assert set(weeks.values()) == {card.week for card in PRACTICE.cards}


def test_there_are_forty_and_no_id_is_of_the_first_deck() -> None:
    assert len(VARYING) >= 40
    others = {card.id for card in read_deck(DECKS / "dcnn.yaml").cards}
    assert not {card.id for card in to_review(PRACTICE).cards} & others
