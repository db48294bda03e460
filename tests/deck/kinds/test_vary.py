"""Cards with fresh numbers: the expressions, the draws, and what is asked for."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import Drawn, Number, drawn, named
from dcnn_cards.deck.kinds.expressions import ExpressionError, value_of
from dcnn_cards.deck.kinds.vary import trial
from tests.deck.kinds.decks import items, problems

CONV = """
- id: conv
  question: "{{n}} by {{n}}, filter {{f}}, padding {{p}}, stride {{s}}?"
  vary: {n: 5..64, f: [1, 3, 5, 7], s: 1..3, p: 0..3, o: '= (n + 2*p - f)/s + 1'}
  where: (n + 2*p - f) % s == 0 and n > f
  answer: 'It is {{size = o | px}} with {{n}}: $\\frac{ {{n}} }{ {{s}} }$'
"""


def card(text: str) -> Card:
    (found,) = items(text).cards
    return found


def draw(of: Card, number: int) -> Drawn:
    found = drawn(of, number)
    assert found
    return found


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1/3 + 1/6", Fraction(1, 2)),
        ("0.1 * 3", Fraction(3, 10)),
        ("2^3^2 - -3*2 // 4 % 5", 509),
        ("-2^2", -4),
        ("2**-2", Fraction(1, 4)),
        ("7 // 2 + -7 // 2 + -7 % 3", 1),
        ("sqrt(9/4) + floor(-1.5) + ceil(1.2) + abs(-2) + sign(-3)", Fraction(5, 2)),
        ("min(3, 1, 2) + max(1, 2) + mean(1, 2) + choose(5, 2) + gcd(12, 18)", Fraction(41, 2)),
        ("if(1 < 2 <= 2 != 3, 10, 1/0)", 10),
        ("not 1 == 2 and (1 > 2 or 2 >= 2)", 1),
        ("exp(0) + ln(1)", 1),
        ("n*n - n", 6),
    ],
)
def test_expressions_are_exact(source: str, value: Fraction) -> None:
    found = value_of(source, {"n": Fraction(3)})
    assert isinstance(found, Fraction)
    assert found == value


def test_functions_that_leave_the_fractions() -> None:
    assert value_of("ln(2) + exp(1) + sqrt(2) + sin(1) + cos(1) + tanh(1) + log2(3)", {}) == (
        pytest.approx(
            math.log(2) + math.e + 2**0.5 + math.sin(1) + math.cos(1) + math.tanh(1) + math.log2(3)
        )
    )


@pytest.mark.parametrize(
    "source",
    ["", "1/0", "1 % 0", "1 // 0", "(", "1 2", "2^9999", "((9^99)^99)^99", "exp(9999)", "ln(0)",
     "sqrt(-1)", "(-1)^0.5", "0^-1", "x", "a.b", "__import__(1)", "f(1)", "min()", "if(1, 2)",
     "and", "choose(2000, 3)", "1" * 31, "(" * 40 + "1" + ")" * 40, "1+" * 400 + "1",
     "2^" * 60 + "1", "n[0]", "'a'", "1 if 2 else 3", "lambda: 1", "\x00", "é",
     "*".join(["9^256"] * 6)],
)  # fmt: skip
def test_what_is_no_expression_is_told(source: str) -> None:
    began = time.process_time()
    with pytest.raises(ExpressionError):
        value_of(source, {"n": Fraction(3)})
    assert time.process_time() - began < 0.5


@given(st.text(alphabet="01n.+-*/%^()<>=, andmixsqr", max_size=60))
def test_any_text_is_a_number_or_an_error(source: str) -> None:
    with suppress(ExpressionError):
        assert isinstance(value_of(source, {"n": Fraction(3)}), (Fraction, float))


def test_a_draw_fills_in_its_numbers() -> None:
    of = card(CONV)
    found = draw(of, 0)
    letters = dict(fact.split(" = ") for fact in found.facts.split(", "))
    n, f, s, p, o = (int(letters[name]) for name in "nfspo")
    assert found.card.asked == f"{n} by {n}, filter {f}, padding {p}, stride {s}?"
    assert found.card.learned == f"It is size = {o} px with {n}: $\\frac{{ {n} }}{{ {s} }}$"
    assert found.numbers == (Number(Fraction(o), 0.0, "px", "size"),)
    assert (n + 2 * p - f) % s == 0
    assert o == (n + 2 * p - f) // s + 1


def test_a_draw_is_always_the_same_and_never_its_neighbour() -> None:
    for of in (card(CONV), card("- {id: a, question: Q, answer: '{{= n}}', vary: {n: 1..3}}")):
        facts = [draw(of, number).facts for number in range(200)]
        assert facts == [draw(of, number).facts for number in range(200)]
        assert all(one != other for one, other in pairwise(facts))


@pytest.mark.parametrize(
    ("vary", "values"),
    [("-2..2", {-2, -1, 0, 1, 2}), ("0..1 step 0.25", {0, 0.25, 0.5, 0.75, 1}),
     ("[1, -3, 0.5]", {1, -3, 0.5}), ("'= 4'", {4})],
)  # fmt: skip
def test_what_a_letter_may_be(vary: str, values: set[float]) -> None:
    of = card(f"- {{id: a, question: Q, answer: '{{{{= x}}}}', vary: {{x: {vary}}}}}")
    assert {float(draw(of, number).numbers[0].value) for number in range(300)} == values


@pytest.mark.parametrize(
    ("answer", "text", "number"),
    [
        ("{{= n/4}}", "0.75", Number(Fraction(3, 4))),
        ("{{= n/7}}", "3/7", Number(Fraction(3, 7))),
        ("{{= ln(n) ~ 0.01}}", "1.10", Number(math.log(3), 0.01)),
        ("{{= n/7 ~ 0.001 | m/s}}", "0.429 m/s", Number(Fraction(3, 7), 0.001, "m/s")),
        ("{{share = n | %}}", "share = 3%", Number(Fraction(3), 0.0, "%", "share")),
        ("{{= 0-n}}", "-3", Number(Fraction(-3))),
        ("{{= n == 3}}", "1", Number(Fraction(1))),
        (r"$\frac{1}{{{= n}}}$", r"$\frac{1}{3}$", Number(Fraction(3))),
    ],
)
def test_what_is_asked_for(answer: str, text: str, number: Number) -> None:
    of = card(f"- {{id: a, question: Q, answer: '{answer}', vary: {{n: '= 3'}}}}")
    found = draw(of, 0)
    assert (found.card.learned, found.numbers) == (text, (number,))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("vary: {n: 5..}, answer: '{{n}}'", "`5..` is no range such as 5..64"),
        ("vary: {n: 5..1}, answer: '{{n}}'", "`5..1` goes down: a range goes up"),
        ("vary: {n: 5..1 step -1}, answer: '{{n}}'", "`5..1 step -1` is no range such as 5..64"),
        (f"vary: {{n: 1..1{'0' * 30}}}, answer: '{{{{n}}}}'", "is no range such as 5..64"),
        ("vary: {n: 0..999999999999999}, answer: '{{n}}'", "has not 1 to 10,000 values"),
        ("vary: {n: 1..9}, where: 1/(n - n) > 0, answer: '{{n}}'", "divides by 0"),
        ("vary: {n: []}, answer: '{{n}}'", "is no range such as 5..64"),
        ("vary: {and: 1..9}, answer: '{{= and + 1}}'", "`and` in the wrong place"),
        ("vary: {n: 1..99999}, answer: '{{n}}'", "has not 1 to 10,000 values"),
        ("vary: {n: 0..1 step 0}, answer: '{{n}}'", "has not 1 to 10,000 values"),
        ("vary: {2: 1..5}, answer: '{{n}}'", "`2`, which is no name for a letter"),
        ("vary: {n: 1..5}, answer: '{{m}}'", "`{{m}}` is no letter of `vary`"),
        ("vary: {n: 1..5}, answer: '{{= m}}'", "there is no letter `m`"),
        ("vary: {n: 1..5}, answer: '{{= ln(n + 1)}}'", "is not exact"),
        ("vary: {n: 1..5}, where: n > 9, answer: '{{n}}'", "no numbers were found"),
        ("vary: {n: 1..5}", "`vary` needs an `answer`"),
        ("answer: a, where: n > 9", "has `where` without `vary`"),
        ("vary: [1, 2], answer: a", "expected names with values"),
    ],
)
def test_what_cannot_be_drawn_is_told(said: str, what: str) -> None:
    assert what in problems(f"- {{id: a, question: Q, {said}}}")[0][1]


def test_a_thousand_draws_are_tried() -> None:
    assert trial(card(CONV), 1_000) == ""
    wrong = card("- {id: a, question: Q, answer: '{{= 1/(n - 7)}}', vary: {n: 1..50}}")
    assert "divides by 0" in trial(wrong, 1_000)
    same = card("- {id: a, question: Q, answer: '{{= n}}', vary: {n: 3..3}}")
    assert trial(same, 1_000) == "all draws have the same numbers"


def test_a_draw_that_cannot_be_had_leaves_the_card_as_it_is_written() -> None:
    wrong = card("- {id: a, question: Q, answer: '{{= 1/(n - 7)}}', vary: {n: 1..12}}")
    found = [draw(wrong, number) for number in range(30)]
    (failed, *_) = [each for each in found if not each.numbers]
    assert failed.card == wrong
    assert failed.facts == "none: `1/(n - 7)` divides by 0"


def test_a_draw_costs_little_whatever_it_is_made_of() -> None:
    long = "+".join(["n^2"] * 120)
    letters = ", ".join(["n: 1..9", *(f"a{each}: '= {long}'" for each in range(19))])
    began = time.process_time()
    told = problems(
        f"- {{id: a, question: Q, answer: '{{{{n}}}}', vary: {{{letters}}}, where: {long} < 0}}"
    )
    assert "no numbers were found" in told[0][1]
    assert time.process_time() - began < 1


def test_in_a_list_a_letter_stands_once() -> None:
    of = card(
        "- {id: a, question: 'y = {{x}}x with x = {{x}}, q = {{= 1 - x}}', answer: '{{x}}',"
        " vary: {x: 1..9}}"
    )
    assert named(of) == "y = xx with x, q = 1 - x"


def test_in_a_list_it_has_its_letters() -> None:
    assert named(card(CONV)) == "n by n, filter f, padding p, stride s?"


@pytest.mark.parametrize(
    "said",
    [
        f"answer: '{'{{= n}}' * 250}', vary: {{n: 1..3}}",
        f"answer: '{'{{= n}}' * 99}', vary: {{n: 1..3}}",
        "answer: '" + "".join(f"{{{{= n + {each}}}}}" for each in range(99)) + "', vary: {n: 1..3}",
        f"answer: '{'-' * 19_000}{'{{n}}' * 100}', vary: {{n: 1..3}}",
        f"answer: '{{{{= {'+'.join(['n^2'] * 120)}}}}}', vary: {{n: 1..3}}",
        f"answer: '{{{{= {'+'.join(['n/7'] * 120)}}}}}', vary: {{n: 1..300}}",
        "answer: '{{n}}', vary: {n: 1..1000}, where: n == 7",
        f"answer: '{{{{n}}}}', vary: {{n: 1..50}}, where: n == {'+'.join(['1'] * 7)}",
        "answer: '{{n}}', vary: {n: 7..7}",
        f"answer: '{{{{= {'+'.join(['choose(1000, 500)'] * 25)}}}}}', vary: {{n: 1..9}}",
        f"answer: '{{{{= {'+'.join(['2^256^1'] * 60)}}}}}', vary: {{n: 1..9}}",
        f"answer: '{{{{= {'*'.join(['2^255'] * 15)}}}}}', vary: {{n: 1..9}}",
    ],
)
def test_a_card_is_tried_in_a_second_whatever_it_is_made_of(said: str) -> None:
    written = f"- {{id: a, question: Q, {said}}}"
    began = time.process_time()
    if not problems(written):
        trial(card(written), 1_000)
    assert time.process_time() - began < 2  # where other work is done beside it


def test_a_card_has_a_hundred_blanks() -> None:
    assert not problems(
        f"- {{id: a, question: '{{{{n}}}}', answer: '{'{{= n}}' * 99}', vary: {{n: 1..3}}}}"
    )
    told = problems(
        f"- {{id: a, question: '{{{{n}}}}', answer: '{'{{= n}}' * 100}', vary: {{n: 1..3}}}}"
    )
    assert "more than 100 blanks such as {{n}}" in told[0][1]
