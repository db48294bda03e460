"""Lexemes → expression, by recursive descent. Trees are bounded in depth, size and exponents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dcnn_cards.judging.evaluation import UndefinedError, constant
from dcnn_cards.judging.expression import (
    CONSTANTS,
    FUNCTIONS,
    MAX_DEPTH,
    MAX_EXPONENT,
    MAX_SIZE,
    Call,
    Expression,
    Number,
    Power,
    Product,
    ReadingError,
    Sum,
    Variable,
    depth,
    negative,
    nodes,
    reciprocal,
    variables,
)
from dcnn_cards.judging.lexemes import CLOSING, KNOWN, Lexeme, LexemeKind

MAX_NESTING = 30
"""Brackets within brackets."""

MAX_DIGITS = 40
"""Digits of a number."""

APPLIED = frozenset("f g h F G J".split())
"""Letters that are functions wherever a bracket follows."""

PERHAPS_APPLIED = frozenset("P Q p q L D R V N".split())
"""Letters that are functions if a bracket follows wherever they stand."""

_ARITY = {"max": 2, "min": 2}


@dataclass(frozen=True, slots=True)
class Notation:
    """How a source is to be read.

    `letters` are variables of one letter that may stand side by side in plain notation; `applied`
    are the letters that are functions before a bracket. With `tight`, `1/2x` is `1/(2x)`.
    """

    latex: bool
    letters: frozenset[str] = frozenset()
    applied: frozenset[str] = APPLIED | PERHAPS_APPLIED
    tight: bool = False


def read_side(part: Sequence[Lexeme], notation: Notation) -> Expression:
    """Return the tree of what has no relation in it; raise `ReadingError` where there is none."""
    reader = _Reader([*part, Lexeme(LexemeKind.END, "", False)], notation)
    node = reader.sum()
    if reader.peek().kind is LexemeKind.STRANGE:
        raise ReadingError(reader.peek().text)
    if reader.peek().kind is not LexemeKind.END:
        raise ReadingError(f"{reader.peek().text} is in the wrong place")
    if depth(node) > MAX_DEPTH or sum(1 for _ in nodes(node)) > MAX_SIZE:
        raise ReadingError("it is too large")
    return node


class _Reader:
    def __init__(self, found: Sequence[Lexeme], notation: Notation) -> None:
        self._lexemes = list(found)
        self._notation = notation
        self._place = 0
        self._nesting = 0
        self._bars = 0

    def peek(self) -> Lexeme:
        return self._lexemes[self._place]

    def sum(self) -> Expression:
        terms = [self._signed(self._term_sign())]
        while (sign := self._term_sign()) is not None:
            terms.append(self._signed(sign))
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def _term_sign(self) -> str | None:
        if self.peek().kind is LexemeKind.SIGN and self.peek().text in "+-":
            return self._next().text
        return None

    def _signed(self, sign: str | None) -> Expression:
        return negative(self._product()) if sign == "-" else self._product()

    def _product(self) -> Expression:
        factors = [self._run()]
        while True:
            if self._take("*") or self._take("×"):
                factors.append(self._unary())
            elif self._take("/"):
                divisor = self._run() if self._notation.tight else self._unary()
                factors.append(_below(divisor))
            elif self._starts_factor():
                factors.append(self._power())
            else:
                return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def _run(self) -> Expression:
        """Factors side by side."""
        factors = [self._unary()]
        while self._starts_factor():
            factors.append(self._power())
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def _starts_factor(self) -> bool:
        lexeme = self.peek()
        if lexeme.kind is LexemeKind.SIGN:
            return lexeme.text in CLOSING or (lexeme.text in "|‖" and not self._bars)
        return lexeme.kind is not LexemeKind.END

    def _unary(self) -> Expression:
        sign = self._term_sign()
        if sign is None:
            return self._power()
        self._descend()
        node = self._unary()
        self._nesting -= 1
        return negative(node) if sign == "-" else node

    def _power(self) -> Expression:
        base = self._primary()
        if self._take("^"):
            base = self._raised(base)
        if isinstance(base, Variable) and self._take("^"):  # w^*^2
            base = self._raised(base)
        return base

    def _raised(self, base: Expression) -> Expression:
        """A base with the exponent that stands here, after its sign."""
        if self.peek().text == "*" and isinstance(base, Variable):
            self._next()
            return Variable(base.name + "*")
        self._descend()
        exponent = self._exponent()
        self._nesting -= 1
        if exponent == Variable("T"):
            return Call("transpose", (base,))
        return bounded_power(base, exponent)

    def _exponent(self) -> Expression:
        if self._notation.latex or self.peek().text == "{":
            return self._argument(sign=True)
        sign = self._term_sign()
        node = self._primary()
        if self._take("^"):
            node = self._raised(node)
        return negative(node) if sign == "-" else node

    def _argument(self, sign: bool = False) -> Expression:
        """A group in braces, or in LaTeX a single sign."""
        lexeme = self.peek()
        if lexeme.text == "{":
            return self._bracket()
        if lexeme.kind is LexemeKind.NUMBER and len(lexeme.text) > 1 and self._notation.latex:
            self._lexemes[self._place : self._place + 1] = [
                Lexeme(LexemeKind.NUMBER, lexeme.text[0]),
                Lexeme(LexemeKind.NUMBER, lexeme.text[1:]),
            ]
        if sign and lexeme.text == "-":
            self._next()
            return negative(self._argument())
        return self._primary(bare=True)

    def _primary(self, bare: bool = False) -> Expression:
        lexeme = self._next()
        if lexeme.kind is LexemeKind.NUMBER:
            return _number(lexeme.text)
        if lexeme.kind is LexemeKind.NAME:
            return (
                Variable(lexeme.text) if bare and self._notation.latex else self._name(lexeme.text)
            )
        if lexeme.kind is LexemeKind.COMMAND:
            return self._command(lexeme.text)
        if lexeme.kind is LexemeKind.STRANGE:
            raise ReadingError(lexeme.text)
        self._place -= lexeme.kind is not LexemeKind.END
        if lexeme.text in CLOSING:
            return self._bracket()
        if lexeme.text in ("|", "‖"):
            return self._between_bars(lexeme.text)
        raise ReadingError(f"{lexeme.text or 'the end'} is in the wrong place")

    def _command(self, name: str) -> Expression:
        self._descend()
        if name == "frac":
            above = self._argument()
            node: Expression = Product((above, _below(self._argument())))
        else:
            root = self._bracket() if self.peek().text == "[" else None
            under = self._argument()
            node = bounded_power(under, _below(root)) if root else Call("sqrt", (under,))
        self._nesting -= 1
        return node

    def _bracket(self) -> Expression:
        found = self._brackets()
        if len(found) != 1:
            raise ReadingError("a comma is in the wrong place")
        return found[0]

    def _brackets(self) -> tuple[Expression, ...]:
        """What stands in brackets, with commas between."""
        self._descend()
        bars, self._bars = self._bars, 0
        closing = CLOSING[self._next().text]
        found = [self.sum()]
        while self._take(","):
            found.append(self.sum())
        if not self._take(closing):
            raise ReadingError(f"{closing} is missing")
        self._bars = bars
        self._nesting -= 1
        return tuple(found)

    def _between_bars(self, bar: str) -> Expression:
        self._descend()
        self._next()
        self._bars += 1
        node = self.sum()
        self._bars -= 1
        if not self._take(bar):
            raise ReadingError(f"{bar} is missing")
        self._nesting -= 1
        if bar == "|":
            return Call("abs", (node,))
        if self._take("_"):
            kind = self._subscript()
            return Call("norm" if kind == "2" else f"norm_{kind}", (node,))
        return Call("norm", (node,))

    def _name(self, name: str) -> Expression:
        if name == "nabla":
            return self._nabla()
        letters = self._side_by_side(name)
        if letters:
            # The last one keeps what follows: its subscript, its bracket.
            *before, last = list(letters)
            if not before:
                return self._named(last)
            return Product((*(Variable(letter) for letter in before), self._named(last)))
        return self._named(name)

    def _side_by_side(self, name: str) -> str:
        """The letters of a plain name that are one variable each; empty if it is one name."""
        if len(name) > 6 or name in KNOWN or "_" in name:
            return ""
        return name if len(name) == 1 or set(name) <= self._notation.letters | {"e"} else ""

    def _nabla(self) -> Expression:
        prefix = "nabla"
        if self._take("_"):
            prefix += "_" + self._subscript()
        if self.peek().kind is not LexemeKind.NAME:
            return self._applied(prefix)
        return self._named(f"{prefix} {self._next().text}")

    def _named(self, name: str) -> Expression:
        full = self._scripted(name)
        if name in FUNCTIONS - {"sigma"}:
            return self._function(name, full)
        opened = self.peek().text in ("(", "[") or (
            self.peek().text == "{" and not self._notation.latex
        )
        if name == "sigma":
            # sigma_x before a bracket is a deviation and a factor.
            applied = opened and full.rstrip("'") == name
            return self._applied(full) if applied else Variable(full)
        if not opened or full in CONSTANTS:
            return Variable(full)
        if name in ("relu", "ReLU"):
            return Call("max", (Number(Fraction(0)), self._bracket()))
        if name == "inv":
            return bounded_power(self._bracket(), Number(Fraction(-1)))
        base = name.split("_")[0].rstrip("'")
        word = len(base) > 2 and base not in KNOWN
        if word or base.startswith("nabla") or base in self._notation.applied:
            return self._applied(full)
        return Variable(full)

    def _scripted(self, name: str) -> str:
        """A name with its subscripts, accents and primes."""
        while True:
            if self._take("'"):
                name += "'"
            elif self._take("_"):
                name += "_" + self._subscript()
            elif (
                self.peek().kind is LexemeKind.NUMBER
                and self.peek().glued
                and not self._notation.latex
                and self.peek().text.isdecimal()
            ):
                name += "_" + self._next().text
            else:
                return name

    def _subscript(self) -> str:
        lexeme = self._next()
        if lexeme.text not in ("{", "("):
            if lexeme.kind is LexemeKind.NUMBER and self._notation.latex and len(lexeme.text) > 1:
                self._lexemes.insert(self._place, Lexeme(LexemeKind.NUMBER, lexeme.text[1:]))
                return lexeme.text[0]
            if lexeme.kind in (LexemeKind.NUMBER, LexemeKind.NAME):
                return lexeme.text
            raise ReadingError("a subscript is missing")
        text = ""
        level = 1
        while True:
            lexeme = self._next()
            if lexeme.kind is LexemeKind.END:
                raise ReadingError("a subscript is not closed")
            level += (lexeme.text in "({") - (lexeme.text in ")}")
            if not level:
                return text or "0"
            text += "" if lexeme.text in "({)},_" else lexeme.text

    def _applied(self, function: str) -> Expression:
        if self.peek().text not in CLOSING:
            return Variable(function)
        return Call(function, self._brackets())

    def _function(self, name: str, full: str) -> Expression:
        """A function with a meaning: sin x, sin^2(x), log_2 x, max(a, b)."""
        raised = self._exponent() if self._take("^") else None
        opened = self.peek().text in CLOSING
        arguments = self._brackets() if opened else (self._short_argument(),)
        least = _ARITY.get(name, 1)
        if not least <= len(arguments) <= (10 if least == 2 else 1):
            raise ReadingError(f"{name} takes {'several values' if least == 2 else 'one value'}")
        node: Expression = Call(name, arguments)
        if full != name:
            base = full.removeprefix(name + "_")
            if name != "log" or not base.isdecimal() or int(base[:6]) < 2:
                raise ReadingError(f"{full} is not judged")
            node = Product((node, reciprocal(Call("log", (_number(base),)))))
        return node if raised is None else bounded_power(node, raised)

    def _short_argument(self) -> Expression:
        """The argument of a function without brackets: `log 2x`, `sin x y`; a bracket ends it."""
        self._descend()
        factors = [self._power()]
        while (
            self.peek().kind in (LexemeKind.NUMBER, LexemeKind.NAME)
            and self.peek().text not in FUNCTIONS
        ):
            factors.append(self._power())
        self._nesting -= 1
        return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def _take(self, text: str) -> bool:
        if self.peek().kind is LexemeKind.SIGN and self.peek().text == text:
            self._place += 1
            return True
        return False

    def _next(self) -> Lexeme:
        lexeme = self._lexemes[self._place]
        self._place += lexeme.kind is not LexemeKind.END
        return lexeme

    def _descend(self) -> None:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise ReadingError(f"it is nested deeper than {MAX_NESTING} levels")


def _number(text: str) -> Number:
    if len(text) > MAX_DIGITS:
        raise ReadingError("a number is too long")
    try:
        value = Fraction(text)
    except ValueError:  # the rest of a number of which LaTeX took the first digit
        raise ReadingError(f"{text} is not a number") from None
    if value and not Fraction(1, 10**300) < value < 10**300:
        raise ReadingError("a number is too large")
    return Number(value)


def _below(divisor: Expression) -> Expression:
    if divisor == Number(Fraction(0)):
        raise ReadingError("it divides by zero")
    return reciprocal(divisor)


def bounded_power(base: Expression, exponent: Expression) -> Expression:
    """Return the power; raise `ReadingError` for an exponent or a power that is too large."""
    if variables(exponent) or any(isinstance(node, Call) for node in nodes(exponent)):
        return Power(base, exponent)
    try:
        if abs(constant(exponent)) > MAX_EXPONENT:
            raise ReadingError(f"an exponent is larger than {MAX_EXPONENT:,}")
        power = Power(base, exponent)
        if not variables(base) and not any(isinstance(node, Call) for node in nodes(base)):
            constant(power)
    except UndefinedError:
        raise ReadingError("a power is too large") from None
    return power
