"""A formula on one line says what its source says, whatever brackets that takes."""

from __future__ import annotations

import os
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.typeset import render
from tests.typeset.meaning import FIELD, inverse, listed, number, read, value

Formula = tuple[str, int]
"""LaTeX, and its value."""

EXAMPLES = int(os.environ.get("MEANING_EXAMPLES", "150"))

LETTERS = st.sampled_from("acghkmnpqrwyzABKTU").map(lambda sign: (sign, value(sign)))
NUMBERS = st.sampled_from(["1", "2", "3", "10", "42"]).map(lambda digits: (digits, number(digits)))

# What stands around an argument without a meaning of its own.
WRAPPINGS = st.sampled_from(
    ["%s", "%s", "{%s}", "{{%s}}", r"\textcolor{red}{%s}", r"\color{red}{%s}", r"{\color{red}%s}",
     r"\mathrm{%s}", r"{\rm %s}", r"{\bf %s}", r"\displaystyle{%s}", r"\cancel{%s}",
     r"\mathord{%s}", r"\left.{%s}\right.", r"\href{x}{%s}", r"\smash{%s}", r"{{}%s}"]
)  # fmt: skip


def summed(terms: list[Formula], signs: list[str]) -> Formula:
    latex, total = "", 0
    for sign, (term, meaning) in zip(signs, terms, strict=False):
        latex += term if not latex and sign == "+" else f"{sign} {term}"
        total += meaning if sign == "+" else -meaning
    return latex, total % FIELD


def multiplied(factors: list[Formula], between: str) -> Formula:
    product = 1
    for _, meaning in factors:
        product = product * meaning % FIELD
    return between.join(latex for latex, _ in factors), product


def argument(expressions: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.tuples(WRAPPINGS, expressions).map(lambda made: (made[0] % made[1][0], made[1][1]))


def composite(expressions: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """A factor made of whole expressions."""
    whole = argument(expressions)
    pairs = st.tuples(whole, whole)
    roots = st.tuples(NUMBERS, whole)
    based = st.tuples(LETTERS, whole)
    return st.one_of(
        pairs.map(lambda p: (rf"\frac{{{p[0][0]}}}{{{p[1][0]}}}", _quotient(*p))),
        pairs.map(lambda p: (rf"{{{p[0][0]}\over {p[1][0]}}}", _quotient(*p))),
        pairs.map(lambda p: (rf"\dfrac{{{p[0][0]}}}{{{p[1][0]}}}", _quotient(*p))),
        based.map(lambda p: (f"{p[0][0]}^{{{p[1][0]}}}", value("sup", p[0][1], p[1][1]))),
        based.map(lambda p: (f"{p[0][0]}_{{{p[1][0]}}}", value("sub", p[0][1], p[1][1]))),
        whole.map(lambda w: (rf"\sqrt{{{w[0]}}}", value("root", 2, w[1]))),
        roots.map(lambda r: (rf"\sqrt[{r[0][0]}]{{{r[1][0]}}}", value("root", r[0][1], r[1][1]))),
        whole.map(lambda w: (f"({w[0]})", w[1])),
        whole.map(lambda w: (rf"\left[{w[0]}\right]", w[1])),
        sums(LETTERS).map(lambda w: (rf"\left|{w[0]}\right|", value("||", w[1]))),
        based.map(lambda p: (rf"({p[0][0]}, {p[1][0]})", listed([p[0][1], ",", p[1][1]]))),
        pairs.map(lambda p: (rf"\binom{{{p[0][0]}}}{{{p[1][0]}}}",
                             value("choose", p[0][1], p[1][1]))),
        LETTERS.map(lambda p: (rf"\sin {p[0]}", value("apply", value("sin"), p[1]))),
        pairs.map(lambda p: (rf"\sin\frac{{{p[0][0]}}}{{{p[1][0]}}}",
                             value("apply", value("sin"), _quotient(*p)))),
        whole.map(lambda p: (rf"({p[0]})^2", value("sup", p[1], 2))),
        st.just((r"{\text{A}}", value("A"))),
    )  # fmt: skip


def _quotient(upper: Formula, lower: Formula) -> int:
    return upper[1] * inverse(lower[1]) % FIELD


def sums(factors: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """Sums of products of factors, which may begin with a number."""
    products = st.tuples(
        st.lists(NUMBERS, max_size=1),
        st.lists(factors, min_size=1, max_size=3),
        st.sampled_from([" ", r" \cdot ", r"\,", "{}"]),
    ).map(lambda made: multiplied([*made[0], *made[1]], made[2]))
    return st.tuples(
        st.lists(products, min_size=1, max_size=3), st.lists(st.sampled_from("+-"), min_size=3)
    ).map(lambda made: summed(*made))


WORDS = st.sampled_from(
    [
        (r"\text{A + K}", (value("A") + value("K")) % FIELD),
        (r"\text{A K}", value("A") * value("K") % FIELD),
    ]
)
FORMULAS = st.recursive(
    sums(LETTERS),
    lambda inner: st.one_of(sums(st.one_of(LETTERS, composite(st.one_of(inner, WORDS)))), inner),
    max_leaves=6,
)

LINES = {
    "linear": partial(render, linear=True),
    "ascii linear": partial(render, linear=True, ascii=True),
    "sentence": partial(render, display=False),
    "ascii sentence": partial(render, display=False, ascii=True),
}


@given(FORMULAS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_is_shown_on_one_line_means_what_the_source_does(formula: Formula) -> None:
    latex, meaning = formula
    for name, line in LINES.items():
        shown = line(latex)
        if "\n" not in shown:
            assert read(shown) == meaning, f"{name}: {latex} is shown as {shown}"
