"""Whatever is typed: an answer in time, no exception, and nothing executed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from dcnn_cards.judging import judge

SECONDS = 2.0

FORMULA = r"$$\sigma(x)(1 - \sigma(x))$$"
EXPECTED = (FORMULA, "$$(A + A^T)x$$", "Inverted Dropout.", "$34848$", r"$55 \times 55 \times 96$")

HOSTILE = {
    "an import": "__import__('os').system('exit 1')",
    "attributes": "x.__class__.__mro__[1].__subclasses__()",
    "a lambda": "(lambda: 1)()",
    "a format": "{x.__class__}%s%n",
    "a tower": "9**9**9",
    "a higher tower": "9^9^9^9^9",
    "a tower to the left": "((9^999)^999)^999",
    "a tower of symbols": "((x^1000)^1000)^1000",
    "a tower of exponentials": "exp(" * 25 + "x" + ")" * 25,
    "a large exponent": "x^99999999999",
    "an expansion": "(1+x+y)^1000",
    "a long number": "9" * 4_900,
    "a large number": "1e308*1e308",
    "a larger number": "1e99999999999",
    "a division by zero": "1/0 + 1/(x-x) + 0^-1",
    "a logarithm of zero": "log(0)",
    "10,000 brackets": "(" * 10_000,
    "1,500 brackets": "(" * 1_500 + "x" + ")" * 1_500,
    "31 brackets": "(" * 31 + "x" + ")" * 31,
    "minus signs": "-" * 3_000 + "x",
    "carets": "^".join("x" * 700),
    "carets in LaTeX": "1" + "^1" * 700 + r"\,",
    "functions": "sin " * 700 + "x",
    "bars": "|" * 3_000,
    "bars and letters": "|x" * 700,
    "equals signs": "x=" * 1_900,
    "lines": "x\n" * 2_400,
    "fractions": r"\frac" * 700,
    "roots": r"\sqrt{" * 600,
    "braces": "{" * 3_000,
    "pairs of brackets": r"\left(" * 600,
    "half a number": r"\frac 1. x^1e9",
    "an empty formula": "some words $ $ and more",
    "a macro": r"\def\a{\a\a}\a",
    "subscripts": "x" + "_a" * 700,
    "primes": "x" + "'" * 3_000,
    "terms": "+".join(["sigma(x)"] * 200),
    "factors": "*".join(["sigma(x)"] * 200),
    "transposed": "((A^T)^T)" * 200,
    "powers of matrices": "(" * 20 + "A" + "^8)" * 20,
    "words": "dropout inverted " * 290,
    "letters": "abcdefghij" * 490,
    "commas": ", " * 2_400,
    "dollars": "$" * 4_999,
    "lone dollars": "$ x $$ y $ " * 400,
    "spaces": "1 " + " " * 4_900 + "x",
    "line breaks": "a" + "\n" * 4_900 + "b",
    "1 MB of sums": "x+" * 500_000,
    "1 MB of words": "word " * 200_000,
    "control characters": "\x00\x01\x1b[31m\x7fx\x07" * 100,
    "digits of other scripts": "१२३ + ٣ + 𝟗**𝟗 + ⑨",
    "surrogates": "\ud800\udfff x \udc00",
    "directions": "\u202ex\u2066\u200b\ufeff",
    "marks": "x" + "\u0301" * 4_000,
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input(typed: str) -> None:
    for expected in EXPECTED:
        start = time.monotonic()
        found = judge(expected, typed, seconds=SECONDS)
        assert time.monotonic() - start < SECONDS
        assert not found.right
        assert 0 <= found.score <= 1
        # A card's answer is a text of somebody too; the other way round is no different.
        start = time.monotonic()
        judge(typed, expected, seconds=SECONDS)
        assert time.monotonic() - start < SECONDS


def test_no_text_reaches_anything_that_would_run_it() -> None:
    folder = Path(__file__).parents[2] / "dcnn_cards" / "judging"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for name in (
        "eval(",
        "exec(",
        "sympify",
        "parse_expr",
        "parse_latex",
        "compile(",
        "__import__",
    ):
        assert name not in source.replace("re.compile(", "")


def test_judging_does_not_load_sympy() -> None:
    code = (
        "import sys; from dcnn_cards.judging import judge;"
        "assert judge('$x+y$', 'y+x').right; sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_time_is_kept_and_the_process_ends() -> None:
    start = time.monotonic()
    found = judge(r"$\exp(\exp(\exp(x+9)))$", "exp(exp(exp(9+x))) + 1/10^9", seconds=0.6)
    assert found.right is not True
    assert time.monotonic() - start < 1
