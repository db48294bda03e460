"""Mathematics as a tree, small by construction: what was typed never becomes anything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

MAX_DEPTH = 50
"""Levels of a tree."""

MAX_SIZE = 500
"""Nodes of a tree."""

MAX_EXPONENT = 1000
"""The largest exponent without variables, up or down."""

CONSTANTS = frozenset({"e", "pi", "inf"})
"""Names that stand for a number."""

FUNCTIONS = frozenset(
    "exp log ln sin cos tan sinh cosh tanh arcsin arccos arctan sqrt abs max min sigma".split()
)
"""Functions that have a meaning. `sigma` is the logistic function; any other name has none."""


class ReadingError(Exception):
    """Not an expression of the kind that is read here; the message says why."""


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, or one of `CONSTANTS`. Subscripts and accents are part of the name: `h_t-1`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function of arguments."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms, added."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Factors, multiplied; the order is kept."""

    factors: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """A base and its exponent; a divisor has the exponent -1."""

    base: Expression
    exponent: Expression


Expression = Number | Variable | Call | Sum | Product | Power

MINUS_ONE = Number(Fraction(-1))


def negative(node: Expression) -> Expression:
    """Return the additive inverse."""
    if isinstance(node, Number):
        return Number(-node.value)
    return Product((MINUS_ONE, node))


def reciprocal(node: Expression) -> Expression:
    """Return one divided by `node`."""
    if isinstance(node, Number) and node.value:
        return Number(1 / node.value)
    return Power(node, MINUS_ONE)


def operands(node: Expression) -> tuple[Expression, ...]:
    """Return what a node is made of."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Sum):
        return node.terms
    if isinstance(node, Product):
        return node.factors
    return (node.base, node.exponent) if isinstance(node, Power) else ()


def nodes(node: Expression) -> Iterator[Expression]:
    """Return all nodes of a tree, in no order that matters."""
    waiting = [node]
    while waiting:
        taken = waiting.pop()
        yield taken
        waiting += operands(taken)


def depth(node: Expression) -> int:
    """Return the levels of a tree, from 1."""
    return 1 + max((depth(part) for part in operands(node)), default=0)


def variables(node: Expression) -> frozenset[str]:
    """Return the names of the variables in a tree."""
    names = {found.name for found in nodes(node) if isinstance(found, Variable)}
    return frozenset(names - CONSTANTS)


def calls(node: Expression) -> frozenset[Call]:
    """Return the calls in a tree of functions without a meaning of their own, and of sigma."""
    return frozenset(
        found
        for found in nodes(node)
        if isinstance(found, Call)
        and (found.function == "sigma" or found.function not in FUNCTIONS)
    )


def renamed(node: Expression, names: Mapping[str, str]) -> Expression:
    """Return the tree with other names for these variables and functions."""
    match node:
        case Number():
            return node
        case Variable(name):
            return Variable(names.get(name, name))
        case Call(function, arguments):
            inner = tuple(renamed(part, names) for part in arguments)
            return Call(names.get(function, function), inner)
        case Sum(terms):
            return Sum(tuple(renamed(part, names) for part in terms))
        case Product(factors):
            return Product(tuple(renamed(part, names) for part in factors))
        case Power(base, exponent):
            return Power(renamed(base, names), renamed(exponent, names))


def replaced(node: Expression, meant: Mapping[str, Expression]) -> Expression:
    """Return the tree with something else in the place of these variables."""
    if isinstance(node, Variable):
        return meant.get(node.name, node)
    return with_operands(node, tuple(replaced(part, meant) for part in operands(node)))


def with_operands(node: Expression, inner: tuple[Expression, ...]) -> Expression:
    """Return the node with these in the place of its operands, which are as many."""
    if isinstance(node, Call):
        return Call(node.function, inner)
    if isinstance(node, Sum):
        return Sum(inner)
    if isinstance(node, Product):
        return Product(inner)
    return Power(*inner) if isinstance(node, Power) else node
