"""What holds for every text and every formula, whatever is in them."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dcnn_cards.typeset import Block, formulas, render, typeset

DOCUMENT = (Path(__file__).parents[2] / "decks" / "dcnn-qa.md").read_text(encoding="utf-8")
DISTINCT = sorted(set(formulas(DOCUMENT)))

# What formulas are made of, well formed or not.
PIECES = st.sampled_from(
    r"""a x 2 + - = , ( ) | { } { } ^ _ ^2 _i ' & \\ \frac \sqrt \sum \int \left( \right) \right|
    \begin{cases} \end{cases} \begin{matrix} \end{matrix} \begin{aligned} \end{aligned} \text{if }
    \hat \bar \underbrace \overset \mathbf \mathbb{E} \alpha \leq \cdot \big( \limits \\[2em] \foo
    \operatorname* \substack \binom \not \quad \tag{1} \hline $ $$ % ~ \{ \} [ ] 日 é""".split()
)
LATEX = st.lists(PIECES, max_size=24).map(" ".join)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.one_of(
            PIECES,
            st.sampled_from(
                "word **bold** *it* `code` ``` \n \n\n - 1. (a) # $x^2$ $$ \\[ \\] \\( \\)".split(
                    " "
                )
            ),
        ),
        max_size=30,
    ).map(" ".join),
)


def balanced(parts: st.SearchStrategy[Readable]) -> st.SearchStrategy[Readable]:
    """Formulas that can be read, made of formulas that can be read."""
    frames = (
        "{} + {}", r"\frac{{{}}}{{{}}}", "{{{}}}_{{{}}}", "{{{}}}^{{{}}}", r"\sqrt[{}]{{{}}}",
        r"\left({}\middle|{}\right)", r"\begin{{pmatrix}} {} & {} \end{{pmatrix}}",
        r"\sum_{{{}}}^{{{}}}", r"\underbrace{{{}}}_{{{}}}", r"\overset{{{}}}{{{}}}",
    )  # fmt: skip
    return st.tuples(st.sampled_from(frames), parts, parts).map(
        lambda made: (made[0].format(made[1][0], made[2][0]), made[1][1] + made[2][1])
    )


Readable = tuple[str, str]
"""A formula, and its letters."""

READABLE = st.recursive(
    st.sampled_from("abcdeghkmnpqrtuvwxyz").map(lambda letter: (letter, letter)),
    balanced,
    max_leaves=12,
)


def letters(text: str) -> list[str]:
    """The letters of a text, small and upright, in the order of the alphabet."""
    return sorted(c for c in unicodedata.normalize("NFKD", text) if c.isascii() and c.isalpha())


@given(READABLE)
def test_no_letter_is_lost_or_added(formula: Readable) -> None:
    latex, written = formula
    assert letters(render(latex)) == sorted(written)


@given(READABLE)
def test_one_row_loses_nothing(formula: Readable) -> None:
    latex, written = formula
    assert letters(render(latex, display=False)) == sorted(written)


@given(READABLE, st.integers(1, 60))
def test_breaking_a_row_loses_nothing(formula: Readable, width: int) -> None:
    latex, written = formula
    assert letters(render(latex, width=width)) == sorted(written)


@given(LATEX, st.booleans(), st.one_of(st.none(), st.integers(1, 80)))
def test_any_formula_gives_clean_lines(latex: str, display: bool, width: int | None) -> None:
    for in_ascii in (False, True):
        drawn = render(latex, display=display, width=width, ascii=in_ascii)
        assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in drawn)
        assert drawn.isascii() or not in_ascii or not latex.isascii()


@given(LATEX)
def test_a_picture_has_no_blanks_at_the_end_of_its_rows(latex: str) -> None:
    assert all(row == row.rstrip() for row in render(f"x {latex}").split("\n")) or "‹" in render(
        f"x {latex}"
    )


@given(TEXTS, st.integers(1, 100), st.booleans())
def test_any_text_gives_a_block_that_fits(text: str, width: int, in_ascii: bool) -> None:
    block = typeset(text, width=width, ascii=in_ascii)
    assert Block.from_json(block.to_json()) == block
    assert all(
        c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in block.plain
    ), block.plain
    if not formulas(text) and width > 1:
        assert all(cell_len(line) <= width for line in block.plain.split("\n"))


@pytest.mark.parametrize("width", [56, 96])
def test_every_formula_of_the_document_is_typeset(width: int) -> None:
    assert len(DISTINCT) > 250
    for latex, display in DISTINCT:
        drawn = render(latex, display=display, width=width)
        assert "‹" not in drawn, latex
        # `\backslash` and `\setminus` do not occur in it, so a backslash is a command left over.
        assert "\\" not in drawn, latex
        assert "^" not in drawn or not display, latex
        assert all(cell_len(line) <= width for line in drawn.split("\n")), latex


@pytest.mark.parametrize("width", [60, 76, 100])
def test_the_document_fits_whatever_the_width(width: int) -> None:
    block = typeset(DOCUMENT, width=width)
    assert block.faults == ()
    assert [line for line in block.plain.split("\n") if cell_len(line) > width] == []


def test_the_document_in_ascii_is_ascii() -> None:
    for latex, display in DISTINCT:
        drawn = render(latex, display=display, ascii=True)
        assert drawn.isascii(), latex
        assert "?" not in drawn or "?" in latex, latex


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 100_000,
        r"\frac{" * 50_000,
        "x^" * 50_000,
        r"\left(" * 20_000 + r"\right)" * 20_000,
        r"\sqrt{" * 90 + "x" + "}" * 90,
        r"\begin{matrix}" * 5_000,
        "&" * 100_000,
        "a + " * 20_000 + "a",
        "$" * 50_000,
        r"\underbrace{" * 80 + "x" + "}" * 80,
        r"\frac{1}{" * 40 + "x" + "}" * 40,
    ],
    ids=lambda latex: latex[:16],
)
def test_no_formula_takes_long(latex: str) -> None:
    start = time.process_time()
    render(latex, width=80)
    typeset(f"A ${latex}$ and $${latex}$$.", width=80)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text",
    [
        "a" * 30_000,
        "a_1" * 10_000,
        "x_1 " * 8_000,
        "a" + "_1" * 15_000,
        r"\a{" * 10_000,
        "\\" + "a" * 30_000,
        "a://b " * 5_000,
        "*a " * 10_000,
        "> " * 15_000,
        "`" * 30_000,
        "$a{ " * 8_000,
        "$5 " * 10_000,
        "```perl\n" + "s{" * 10_000 + "\n```",
        "```c++\n" + "template<" * 2_000 + "\n```",
        "```perl\n" + "s{" * 1_990 + "\n```",
    ],
    ids=lambda text: text[:8],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    typeset(text, width=80)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "text", [r"\hspace{1em}" * 2, "$~$$x$", r"a$\,$$\frac{a+b}{c}$b", "$$~$$$x$"]
)
@pytest.mark.parametrize("linear", [False, True])
def test_a_formula_that_shows_nothing_may_stand_before_another(text: str, linear: bool) -> None:
    assert not typeset(text, width=80, linear=linear).faults


def test_a_formula_that_is_too_long_is_named() -> None:
    text = "It is $" + "a + " * 25_000 + "a$."
    assert [fault.column for fault in typeset(text, width=80).faults] == [7]


def test_a_tall_formula_leaves_no_half_of_sympy_behind() -> None:
    """One of its modules has the tables; importing it afterwards brings in the whole, as ever."""
    check = (
        "import sys; from dcnn_cards.typeset import render;"
        r"drawn = render(r'\left(\frac{a}{b}\right)');"
        "assert 'sympy' not in sys.modules;"
        "import sympy; x = sympy.Symbol('x');"
        "assert sympy.integrate(2 * x, x) == x**2 and '─' in sympy.pretty(x / 2);"
        r"assert render(r'\left(\frac{a}{b}\right)') == drawn; print(drawn)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "⎛a⎞\n⎜─⎟\n⎝b⎠\n"


def test_where_sympy_is_imported_already_it_is_used() -> None:
    check = (
        "import sympy; from dcnn_cards.typeset import render;"
        r"print(render(r'\left(\frac{a}{b}\right)'))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "⎛a⎞\n⎜─⎟\n⎝b⎠\n"


def test_one_row_needs_no_sympy() -> None:
    check = (
        "import sys; from dcnn_cards.typeset import typeset;"
        r"print(typeset(r'The $\alpha_i^2 \leq \frac{1}{2}$ of $W_t$.', width=80).plain);"
        "assert 'sympy' not in sys.modules and 'rich' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The αᵢ² ≤ ½ of Wₜ.\n"
