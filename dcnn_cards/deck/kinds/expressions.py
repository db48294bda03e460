"""The expressions of cards that draw numbers: read here, never evaluated as code, and exact.

Sums, products, powers, comparisons, `and`, `or`, `not`, and the functions below; `^` and `**` are
powers, `//` and `%` as in Python. Numbers are fractions as long as they can be, and floating point
where a function leaves them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, reduce

Value = Fraction | float
Term = Callable[[Mapping[str, Value]], Value]
"""What an expression comes to where its letters have these values; raises ExpressionError."""

LONGEST = 500
"""Characters of an expression."""

DEEPEST = 30
"""Levels of brackets in an expression."""

_MOST_BITS = 4_096
_MOST_POWER = 256
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,30}(?:\.\d{1,30})?)|(?P<name>[A-Za-z]\w*)"
    r"|(?P<sign>[<>=!]=|//|\*\*|[-+*/%^(),<>]))",
    re.ASCII,
)


class ExpressionError(ValueError):
    """Why there is no expression, or why it has no value."""


@lru_cache(maxsize=1024)  # some 30 µs for large numbers, and asked for again draw by draw
def _choose(count: Value, part: Value) -> Value:
    if not (0 <= part <= count <= 1_000 and count == int(count) and part == int(part)):
        raise ExpressionError("choose needs whole numbers from 0 to 1,000")
    return Fraction(math.comb(int(count), int(part)))


def _root(value: Value) -> Value:
    if isinstance(value, Fraction) and value >= 0:
        above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if (above**2, below**2) == (value.numerator, value.denominator):
            return Fraction(above, below)
    return math.sqrt(value)


def _sign(value: Value) -> Value:
    return Fraction((value > 0) - (value < 0))


def _mean(values: Sequence[Value]) -> Value:
    return sum(values, Fraction(0)) / len(values)


_FUNCTIONS: dict[str, tuple[range, Callable[..., Value]]] = {
    "abs": (range(1, 2), abs),
    "floor": (range(1, 2), lambda value: Fraction(math.floor(value))),
    "ceil": (range(1, 2), lambda value: Fraction(math.ceil(value))),
    "sign": (range(1, 2), _sign),
    "sqrt": (range(1, 2), _root),
    "exp": (range(1, 2), lambda value: Fraction(1) if value == 0 else math.exp(value)),
    "ln": (range(1, 2), lambda value: Fraction(0) if value == 1 else math.log(value)),
    "log2": (range(1, 2), math.log2),
    "sin": (range(1, 2), math.sin),
    "cos": (range(1, 2), math.cos),
    "tanh": (range(1, 2), math.tanh),
    "choose": (range(2, 3), _choose),
    "gcd": (range(2, 3), lambda a, b: Fraction(math.gcd(int(a), int(b)))),
    "min": (range(1, 20), lambda *values: min(values)),
    "max": (range(1, 20), lambda *values: max(values)),
    "mean": (range(1, 20), lambda *values: _mean(values)),
}
FUNCTIONS = (*_FUNCTIONS, "if")
"""What may be called; `if(condition, then, else)` looks at one of the two only."""

_CONSTANTS: Mapping[str, Value] = {"pi": math.pi, "e": math.e}
_COMPARE: Mapping[str, Callable[[Value, Value], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@lru_cache(maxsize=256)
def expression(source: str) -> Term:
    """Return the expression in `source`. Raises ExpressionError where there is none."""
    return _Reader(source).whole()


def value_of(source: str, letters: Mapping[str, Value]) -> Value:
    """Return what `source` comes to. Raises ExpressionError where it comes to nothing."""
    try:
        value = expression(source)(letters)
    except ZeroDivisionError:
        raise ExpressionError(f"`{source}` divides by 0") from None
    except (ValueError, OverflowError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError(f"`{source}` has no value") from None
    if isinstance(value, float) and not math.isfinite(value):
        raise ExpressionError(f"`{source}` has no value")
    return value


def _bounded(value: Value) -> Value:
    if isinstance(value, Fraction) and (
        value.numerator.bit_length() + value.denominator.bit_length() > _MOST_BITS
    ):
        raise ExpressionError("a number is too long")
    return value


def _power(base: Value, exponent: Value) -> Value:
    if not -_MOST_POWER <= exponent <= _MOST_POWER:
        raise ExpressionError(f"a power is over {_MOST_POWER}")
    if base < 0 and exponent != int(exponent):
        raise ExpressionError("a power is no real number")
    value: Value = base**exponent
    return value


class _Reader:
    """Reads an expression by recursive descent."""

    def __init__(self, source: str) -> None:
        if len(source) > LONGEST:
            raise ExpressionError(f"an expression has more than {LONGEST} characters")
        self._source = source
        self._tokens: list[tuple[str, str]] = []
        self._place = self._depth = 0
        at, end = 0, len(source.rstrip())
        while at < end:
            match = _TOKEN.match(source, at)
            if match is None:
                raise ExpressionError(f"`{source}`: cannot read `{source[at:].strip()[:20]}`")
            self._tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()

    def whole(self) -> Term:
        term = self._either()
        if self._place < len(self._tokens):
            raise ExpressionError(f"`{self._source}`: `{self._ahead()}` in the wrong place")
        return term

    def _ahead(self) -> str:
        return self._tokens[self._place][1] if self._place < len(self._tokens) else ""

    def _take(self, *signs: str) -> str:
        found = self._ahead()
        if found in signs:
            self._place += 1
            return found
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ExpressionError(f"`{self._source}`: `{sign}` is missing")

    def _either(self) -> Term:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"`{self._source}` is nested deeper than {DEEPEST} levels")
        terms = [self._both()]
        while self._take("or"):
            terms.append(self._both())
        self._depth -= 1
        if len(terms) == 1:
            return terms[0]
        return lambda letters: Fraction(any(term(letters) for term in terms))

    def _both(self) -> Term:
        terms = [self._negated()]
        while self._take("and"):
            terms.append(self._negated())
        if len(terms) == 1:
            return terms[0]
        return lambda letters: Fraction(all(term(letters) for term in terms))

    def _negated(self) -> Term:
        negations = 0
        while self._take("not"):
            negations += 1
        term = self._compared()
        if not negations:
            return term
        return lambda letters: Fraction(bool(term(letters)) is (negations % 2 == 0))

    def _compared(self) -> Term:
        terms, signs = [self._sum()], list[str]()
        while sign := self._take(*_COMPARE):
            signs.append(sign)
            terms.append(self._sum())
        if not signs:
            return terms[0]

        def holds(letters: Mapping[str, Value]) -> Value:
            values = [term(letters) for term in terms]
            pairs = zip(signs, values, values[1:], strict=False)
            return Fraction(all(_COMPARE[sign](a, b) for sign, a, b in pairs))

        return holds

    def _sum(self) -> Term:
        terms = [("+", self._product())]
        while sign := self._take("+", "-"):
            terms.append((sign, self._product()))
        return _chain(terms)

    def _product(self) -> Term:
        terms = [("*", self._signed())]
        while sign := self._take("*", "/", "//", "%"):
            terms.append((sign, self._signed()))
        return _chain(terms)

    def _signed(self) -> Term:
        negative = False
        while sign := self._take("-", "+"):
            negative ^= sign == "-"
        term = self._raised()
        return (lambda letters: -term(letters)) if negative else term

    def _raised(self) -> Term:
        base = self._atom()
        if not self._take("^", "**"):
            return base
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"`{self._source}` is nested deeper than {DEEPEST} levels")
        exponent = self._signed()
        self._depth -= 1
        return lambda letters: _bounded(_power(base(letters), exponent(letters)))

    def _atom(self) -> Term:
        if self._take("("):
            term = self._either()
            self._expect(")")
            return term
        if self._place == len(self._tokens):
            raise ExpressionError(f"`{self._source}` ends too early")
        sort, text = self._tokens[self._place]
        self._place += 1
        if sort == "number":
            number = Fraction(text)
            return lambda _: number
        if sort != "name" or text in ("and", "or", "not"):
            raise ExpressionError(f"`{self._source}`: `{text}` in the wrong place")
        if self._ahead() == "(":
            return self._call(text)
        return lambda letters: _letter(text, letters)

    def _call(self, name: str) -> Term:
        self._expect("(")
        arguments = [self._either()]
        while self._take(","):
            arguments.append(self._either())
        self._expect(")")
        if name == "if" and len(arguments) == 3:
            condition, then, otherwise = arguments
            return lambda letters: (then if condition(letters) else otherwise)(letters)
        counts, function = _FUNCTIONS.get(name, (range(0), abs))
        if len(arguments) not in counts:
            known = ", ".join(FUNCTIONS)
            raise ExpressionError(f"`{name}` of {len(arguments)} is no function; there are {known}")
        return lambda letters: _bounded(function(*(term(letters) for term in arguments)))


def _letter(name: str, letters: Mapping[str, Value]) -> Value:
    value = letters.get(name, _CONSTANTS.get(name))
    if value is None:
        known = ", ".join(letters) or "none"
        raise ExpressionError(f"there is no letter `{name}`; there are {known}")
    return value


def _chain(terms: list[tuple[str, Term]]) -> Term:
    """Terms from left to right, each with the sign before it."""
    if len(terms) == 1:
        return terms[0][1]

    def value(letters: Mapping[str, Value]) -> Value:
        (_, first), *others = terms
        return reduce(
            lambda so_far, other: _bounded(_STEPS[other[0]](so_far, other[1](letters))),
            others,
            first(letters),
        )

    return value


_STEPS: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "//": lambda a, b: Fraction(a // b),
    "%": lambda a, b: a % b,
}
