"""Typed answers to cards of the deck, and what is to be said of them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dcnn_cards.deck.reading import read_deck
from dcnn_cards.judging import AnswerKind, Mark, Verdict, judge
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import CardId

CARDS = {
    card.id: card for card in read_deck(Path(__file__).parents[2] / "decks" / "dcnn.yaml").cards
}
PAIRS = [
    tuple(part.strip() for part in (*line.split(" | ", 1)[:1], *_rest))
    for line in (Path(__file__).parent / "pairs.txt").read_text(encoding="utf-8").splitlines()
    if " | " in line
    for _rest in [line.split(" | ", 1)[1].rsplit(" | ", 1)]
]


def said(verdict: Verdict) -> str:
    """The verdict in the words of the table."""
    if verdict.right is None:
        assert verdict.proposal is None
        return "side by side"
    if verdict.right:
        assert verdict.proposal is Grade.GOOD
        return "right"
    return "nearly" if verdict.proposal is Grade.HARD else "wrong"


def test_the_table_is_read_whole() -> None:
    assert len(PAIRS) > 100
    assert {verdict for _, _, verdict in PAIRS} == {"right", "nearly", "wrong", "side by side"}


@pytest.mark.parametrize(("card", "typed", "verdict"), PAIRS)
def test_typed_answer(card: str, typed: str, verdict: str) -> None:
    of = CARDS[CardId(card)]
    expected = f"{of.learned}\n\n{of.added}".strip()
    typed = typed.replace(" ⏎ ", "\n")
    found = judge(expected, typed, accept=of.accept, aliases=of.aliases)
    assert said(found) == verdict, found
    assert found.why.endswith(".")


@pytest.mark.parametrize(
    ("expected", "typed", "verdict"),
    [
        ("999", "1000", "wrong"),  # whole numbers are exact
        ("$34848$", "34500", "wrong"),
        ("$1000.5$", "1010", "right"),  # others within one percent
        ("$1000.5$", "1011", "wrong"),
        ("0.333", "1/3", "right"),
        ("0.5", ".5", "right"),
        ("-1", "1", "nearly"),
        ("50%", "0.5", "right"),
        ("$0.01$", "1%", "right"),
        ("3 px", "3", "right"),
        ("3 pixels", "3 pixel", "right"),
        ("3 px", "3 cm", "nearly"),
        ("32x32x10", "32×32×10", "right"),
        ("32x32x10", "10240", "side by side"),  # perhaps × was meant as a product
        ("∞", "infinity", "right"),
        ("$34848$", "it is 34,848 weights", "right"),
    ],
)
def test_numbers(expected: str, typed: str, verdict: str) -> None:
    found = judge(expected, typed)
    assert (found.kind, said(found)) == (AnswerKind.NUMBER, verdict), found


@pytest.mark.parametrize(
    ("expected", "typed", "verdict"),
    [
        ("$a/(2b)$", "a/2b", "right"),  # both readings of a/2b are tried
        ("$ab/2$", "1/2 a b", "right"),
        ("$p(1-p)$", "p - p^2", "right"),  # p is a factor, having no bracket on the right
        ("$P(A)$", "P*A", "right"),
        ("$f(a+b)$", "f(b+a)", "right"),
        ("$f(a+b)$", "f(a)+f(b)", "wrong"),
        ("$f(a,b)$", "f(b,a)", "wrong"),
        ("$|x|$", "sqrt(x^2)", "right"),
        (r"$\frac{1}{2} \|w\|_2^2$", "1/2 ||w||^2", "right"),
        (r"$\frac{1}{2} \|w\|_2^2$", "1/2 w^2", "wrong"),
        (r"$\|w^*\| \leq B$", "B", "side by side"),
        (r"$w^{*2}$", "w^2", "side by side"),
        (r"$|x| |y|$", "|x*y|", "right"),
        (r"$\log_2 x$", "ln(x)/ln(2)", "right"),
        (r"$e^{-kt}$", "exp(-k*t)", "right"),
        (r"$e^{-kt}$", "e^-kt", "right"),
        ("$x$", "sqrt(x^2)", "side by side"),  # right only if x is positive
        (r"$\log(ab)$", "log a + log b", "right"),
        ("$x + y - x$", "y", "right"),
        ("$(AB)^T$", "B^T A^T", "right"),
        ("$(AB)^T$", "A^T B^T", "wrong"),
        # A product of vectors is written with a dot or with one of them transposed.
        (r"$\max(v \cdot x + b, 0)$", "max(v^T x + b, 0)", "side by side"),
        (r"$\max(v \cdot x + b, 0)$", "max(v^T x - b, 0)", "wrong"),
        ("$w^T x + b$", "w · x + b", "side by side"),
        ("$w^T x + b$", r"$w \cdot x + b$", "side by side"),
        ("$w^T x + b$", "w x + b", "wrong"),
        ("$w^T x + b$", "w · x - b", "wrong"),
        ("$(x+y)^{20}$", "(x^2+2*x*y+y^2)^10", "right"),
        ("$x^2$", "x² = x*x", "right"),
        ("$x^2$", "x^2 = x^3", "wrong"),
        (r"$\sum_{i} x_i$", r"\sum_i x_{i}", "right"),  # not read, but the same source
        (r"$\sum_i x_i$", "sum x_i", "side by side"),
        (r"$\sum_P |I^P|$", r"$\sum_p |I^p|$", "right"),  # letters in one case alone
        (r"$\sum_P |I^P| p$", r"$\sum_p |I^p| P$", "side by side"),
        (r"$J(t) + (x - t)^T \nabla J(t)$", r"J(t) + (x - t)^T grad J(t)", "right"),
        (r"$J(t) + (x - t)^T \nabla J(t)$", r"J(t) - (x - t)^T grad J(t)", "wrong"),
        (r"$a = b + 1$, $c = 2d$", "c = 2d; a = 1 + b", "right"),
        (r"$a = b + 1$, $c = 2d$", "c = 2d; a = b", "nearly"),
        (r"$a = b + 1$, $c = 2d$", "a = 1 + b, c = 2*d", "right"),
        (r"$a = b + 1$, $c = 2d$", "first: a = b + 1; c = 2*d", "side by side"),
        (r"$a = b + 1$, $c = 2d$", "h = b + 1; c = 2*d", "side by side"),
        (r"$a = b + 1$, $c = 2d$", "c = 2*d; c > 1", "side by side"),
        (r"$a = b + 1$, $c = 2d$", "c = 2*d", "nearly"),
        # A number where the card has a letter: it may be the usual one.
        (r"$\rho v + g$", "0.9 v + g", "side by side"),
        (r"$\rho v + g$", "0.9 v - g", "wrong"),
        ("$3k^2 + 1$", "3*5^2 + 1", "side by side"),
        ("$3k^2 + 1$", "76", "wrong"),
        (r"$\max(\alpha x, x)$", "max(0, x)", "wrong"),
        (r"$a = b + 1$, $c = 2d$", "a = 1 - b, c = 2*d", "nearly"),
        (r"$$u_{t+1} = f(u_t, w)$$ $$y_t = c u_t$$", "u_{t+1} = f(u_t, w), y_t = c*u_t", "right"),
    ],
)
def test_formulas(expected: str, typed: str, verdict: str) -> None:
    assert said(judge(expected, typed)) == verdict, judge(expected, typed)


def test_the_symbol_that_is_not_in_the_answer_is_named() -> None:
    assert judge("$c - 1$", "k + 1").why == "The answer has no k."
    assert judge("$c - 1$", "k - 1").why == "It is the card's answer if k stands for c."
    assert judge("$c - C$", "c - S + 1").why == "The answer has no S."


def test_where_values_overflow_algebra_decides() -> None:
    assert judge(r"$x \exp(1000)$", "x*exp(500)^2", seconds=20).right is True
    assert judge(r"$x \exp(1000)$", "x*exp(501)^2", seconds=20).right is False


@pytest.mark.parametrize(
    ("expected", "typed", "right"),
    [
        ("Not zero centered", "zero centered", None),
        ("Not zero centered", "isn't zero-centred", True),
        ("intraclass variation", "interclass variation", None),
        ("supervised learning", "unsupervised learning", None),
        ("increase the rate", "decrease the rate", None),
        ("internal covariate shift", "external covariate shift", None),
        ("ascending order", "descending order", None),
        ("Fine-tune the last layer", "finetune last layer", True),
        ("1 1 x", "11 x", None),
        ("batch normalization", "normalization, batch", None),
        ("batch normalization", "BATCH NORMALISATION!", True),
        ("batch normalization", "dropout", None),  # of terms there are many, and synonyms
        ("1. Dropout", "dropout", True),
        ("1. Dropout", "1", None),
        ("He", "he", True),
        ("A ==ratio== of two", "ratio of two", True),
        ("Grid Search, Random Search", "random search and grid search", True),
        ("Grid Search, Random Search", "grid search", None),
        ("1. max - routes\n2. add - distributes", "max distributes, add routes", None),
        ("AI ⊃ ML ⊃ DL", "DL ⊂ ML ⊂ AI", True),
        ("AI ⊃ ML ⊃ DL", "AI ⊂ ML ⊂ DL", None),
        ("in [0, 1] always", "in [0, 1] sometimes", None),
        ("Train $O(1)$\nPredict $O(n)$", "train O(1), predict O(n)", True),
        ("Train $O(1)$\nPredict $O(n)$", "train O(n), predict O(1)", None),
        ("Add $x + y$ always", "add x y always", None),
        ("BFGS", "bfgs", True),
        ("BFGS", "L-BFGS", False),
        ("BFGS", "Adam", False),
        ("BFGS", "a quasi-Newton method", None),
        ("SSD", "single shot detector", None),  # its initials: it may be the same
        ("32x32 in all", "everything", None),  # a size is no name
        ("BFGS", "BFGS (quasi-Newton)", None),  # what is in brackets may explain it, or deny it
        ("SSD", "SSD (or YOLO)", None),
        ("SSD", "SSD/YOLO", None),
        ("SSD", "SSD or YOLO", None),
        ("ln C", "-ln(C)", None),  # not the same words with a sign before them
        ("ln C", "ln(C)", True),
        ("- first\n- second", "first, second", True),
        ("RNN", "RNNs", True),
        ("for RNNs", "for RNN", True),
        ("Faster R-CNN", "faster rcnn", True),
        ("Faster R-CNN", "Fast R-CNN", False),
        ("`grad_squared += dx`", "`grad_squared -= dx`", None),
    ],
)
def test_words(expected: str, typed: str, right: bool | None) -> None:
    found = judge(expected, typed)
    assert (found.kind, found.right) == (AnswerKind.TEXT, right), found


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("0", True),
        ("it is 0", True),
        ("0 as the limit", None),
        ("0 is reached", None),
        ("0 for equal scores", None),
        ("not 0", None),
    ],
)
def test_words_that_go_against_the_card_are_seen_beside_what_it_accepts(
    typed: str, right: bool | None
) -> None:
    found = judge("0 (the infimum, not reached)", typed, accept=("0",))
    assert found.right is right, found


def test_several_names_are_right_if_each_of_them_is() -> None:
    names = ("Kaiming", "He et al.")
    assert judge("He", "He / Kaiming", accept=names).right is True
    assert judge("He", "kaiming or he", accept=names).right is True
    assert judge("He", "He / Xavier", accept=names).right is None


def test_what_is_misspelt_is_shown() -> None:
    diff = judge("choose the hypothesis space", "chose the hypotesis space").diff
    assert [(piece.text, piece.mark) for piece in diff] == [
        ("chose", Mark.WRONG),
        ("the", Mark.SAME),
        ("hypotesis", Mark.WRONG),
        ("space", Mark.SAME),
    ]


def test_a_long_answer_is_not_called_wrong_for_its_words() -> None:
    long = CARDS[CardId("w8b-resnet-block-try-solve")].learned
    assert judge(long, "vanishing gradients").right is None
    assert judge(long, long.upper()).right is True


def test_nothing_typed_and_nothing_to_compare_with() -> None:
    assert judge("a", " \n").proposal is Grade.AGAIN
    assert judge("", "a").right is None


def test_what_a_card_accepts_is_right_and_words_to_find_it_by_are_left_to_the_student() -> None:
    def of(typed: str) -> str:
        return said(judge("He", typed, accept=("Kaiming", "$x + 1$"), aliases=("Xavier, Glorot",)))

    assert of("kaiming") == "right"
    assert of("1 + x") == "right"
    assert of("xavier glorot") == "side by side"
    assert of("") == "wrong"
    assert of("Xavier") == "side by side"
    # What is right stays so, whatever names it is found by.
    assert said(judge("He", "he", aliases=("He",))) == "right"


def test_what_is_accepted_shares_the_time_of_one_judgement() -> None:
    slow = "$" + "+".join(f"x^{n} y^{n % 7}" for n in range(40)) + "$"
    began = time.monotonic()
    judge("yes", "x^2 * y - 1 + x/y + sin(x*y)", accept=[slow] * 50, seconds=0.5)
    assert time.monotonic() - began < 5


def test_no_card_calls_its_own_answer_wrong() -> None:
    for card, of in CARDS.items():
        if answer := of.learned:
            assert judge(answer, answer + ".").right is not False, card
            assert judge(answer, answer.replace("$", " ")).right is not False, card


@pytest.mark.parametrize(
    ("expected", "typed", "verdict"),
    [
        (r"$\hat\alpha + 1$", "1 + alpha_hat", "right"),  # of a command, all of its name
        (r"$\sqrt\alpha*2$", r"2\sqrt{\alpha}", "right"),
        (r"$\binom{n}{k}$", r"\binom{k}{n}", "side by side"),
        ("$(x, y, w, h)$", "(x, y, h, w)", "side by side"),
        ("$v_0 = 0$, $v = a v_0$, $w = 2 v$", "v = a*v_0; w = 2v", "right"),
        ("$v_0 = 0$, $v = a v_0$, $w = 2 v$", "v_0 = 0; v = a*v_0; w = 2v", "right"),
        ("$v_0 = 0$, $v = a v_0$, $w = 2 v$", "v_0 = 1; v = a*v_0; w = 2v", "side by side"),
        (r"$F(X) + X$", "$F(x) + X$", "side by side"),
        (r"$(55 - 3)/2 + 1 = 27$, so $27 \times 27$", "(55 - 3)/2 + 1 = 27; 27x27", "right"),
        (r"$(55 - 3)/2 + 1 = 27$, so $27 \times 27$", "(55 + 3)/2 + 1 = 27; 27x27", "side by side"),
        (r"$27 \times 27$", "26x26; 27x27", "side by side"),
        (r"$27 \times 27$", "26x26 or 27x27", "side by side"),
        (r"The gap is 2: $x + 2$", "The gap is 3: $x + 2$", "side by side"),
        ("$(x, y, w, h)$", "x, y, w, h", "right"),
        (r"$\vector + 1$", "t_vec + or + 1", "side by side"),
        (r"$\binom{n}{k} x$", r"\binom{n}{k}\,x", "right"),  # not read, but the same source
        ("$x + 3$", "3\u00a0+\u00a0x", "right"),
    ],
)
def test_formulas_as_they_are_written(expected: str, typed: str, verdict: str) -> None:
    found = judge(expected, typed)
    assert said(found) == verdict, found
