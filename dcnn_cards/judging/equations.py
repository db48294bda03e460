"""One equation of the card's against one that was typed: formulas, numbers and sizes."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product

from dcnn_cards.judging import numbers
from dcnn_cards.judging.answers import TypedFormula, sized, thousands
from dcnn_cards.judging.descent import PERHAPS_APPLIED, Notation
from dcnn_cards.judging.equality import equal, equal_if_positive
from dcnn_cards.judging.evaluation import UndefinedError, constant
from dcnn_cards.judging.expression import (
    FUNCTIONS,
    Call,
    Expression,
    Number,
    Product,
    Variable,
    calls,
    negative,
    nodes,
    renamed,
    replaced,
    variables,
)
from dcnn_cards.judging.matrices import equal_as_matrices, has_matrices, untransposed
from dcnn_cards.judging.reading import Side, sides
from dcnn_cards.judging.verdict import NEARLY

MAX_NAME = 24
"""Characters of a name that the student is told."""

MAX_RENAMED = 3
"""Letters for which it is tried whether they stand for others."""

MAX_FREE = 6
"""Letters of the card that they may stand for."""

_LISTED = re.compile(r"[(\[]?\s*(\w+(?:\s*,\s*\w+)+)\s*[)\]]?")
_DOT = re.compile(r"[·⋅∙]|\\cdot(?![A-Za-z])")
_SEGMENT = re.compile(r",\s+|\s(?:so|where|with|for|value|values|range)\s")


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one equation. `right` is None where it cannot be told."""

    right: bool | None
    score: float
    why: str
    number: bool = False


def by_equation(source: str, line: TypedFormula, ends: float, tight: bool = False) -> Compared:
    """Compare one equation of the card's with one that was typed."""
    wanted, given = _both(source, line, tight)
    targets = _that_count(wanted)
    readable = [side for side in targets if side.tree is not None or side.size]
    if not readable:
        return Compared(None, 0.0, f"The card's answer cannot be judged: {targets[-1].reason}.")
    typed = _that_count(given)
    number = all(side.tree and not variables(side.tree) for side in readable if not side.size)
    number = number and not any(unknowns(side) for side in readable)
    if any(side.tree is None and not side.size for side in typed):
        only = only_quantity(line.source) if number else None
        if only is None:
            reason = next(side.reason for side in typed if side.tree is None and not side.size)
            return Compared(None, 0.0, f"What you typed cannot be judged: {reason}.", number)
        typed = sides(only, Notation(latex=False))
    known = _unknowns(readable)
    typed = [_with_calls(side, readable) for side in typed]
    typed = _as_the_card_writes(typed, known)
    typed = [_with_calls(side, readable) for side in typed]
    strange = sorted(_unknowns(typed) - known)
    if strange and number and (only := only_quantity(line.source)):
        typed, strange = sides(only, Notation(latex=False)), []
    if strange:
        # In other letters it may be right all the same: that is for the student to say.
        why = _why_renamed(readable, typed, strange, known) or _why_strange(strange, known)
        return Compared(None, 0.0, why, number)
    found = _by_sides(targets, typed, number, ends)
    if found.right is False and _is_dot_product(targets, typed, line.source):
        return Compared(None, 0.0, "It is the card's answer as a product of vectors: compare them.")
    if found.right is False and (why := _why_special(targets, typed)):
        return Compared(None, 0.0, why, number)
    return found


def _why_special(targets: Sequence[Side], typed: Sequence[Side]) -> str:
    """For which value of a letter it is the card's answer, "" if for none that was typed."""
    wanted, given = targets[-1].tree, typed[-1].tree
    free = sorted(_unknowns(targets) - _unknowns(typed))
    if wanted is None or given is None or len(free) > MAX_RENAMED:
        return ""
    # With 0 or 1 a part is gone: that is another formula.
    values = {
        node for node in nodes(given) if isinstance(node, Number) and node.value not in (0, 1)
    }
    for name, value in product(free, sorted(values, key=repr)[:MAX_FREE]):
        if equal(replaced(wanted, {name: value}), given, 0.0):
            return f"It is the card's answer for {_short(name)} = {_shown(value)}: compare them."
    return ""


def _is_dot_product(targets: Sequence[Side], typed: Sequence[Side], source: str) -> bool:
    """Tell whether the two are equal if one writes v · x where the other writes v^T x."""
    wanted, given = targets[-1].tree, typed[-1].tree
    if wanted is None or given is None or has_matrices(wanted) == has_matrices(given):
        return False
    said = has_matrices(given) or _DOT.search(source)
    return bool(said and equal(untransposed(wanted), untransposed(given), 0.0))


def _unknowns(found: Sequence[Side]) -> frozenset[str]:
    return frozenset().union(*(unknowns(side) for side in found))


def _as_the_card_writes(typed: Sequence[Side], known: frozenset[str]) -> list[Side]:
    """What was typed, with the card's name for each that can only be meant for it.

    That is one in the other case, or without its index: `f` for F, `w` for the one W_t.
    """
    given = _unknowns(typed)
    free = known - given
    names: dict[str, str] = {}
    for name in sorted(given - known):
        alike = [each for each in free if each.casefold() == name.casefold()]
        alike = alike or [each for each in free if _letter(each) == name.casefold()]
        if len(alike) == 1 and alike[0] not in names.values():
            names[name] = alike[0]
    return [_renamed(side, names) for side in typed]


def _renamed(side: Side, names: Mapping[str, str]) -> Side:
    if not names:
        return side
    tree = None if side.tree is None else renamed(side.tree, names)
    return replace(side, tree=tree, size=tuple(renamed(factor, names) for factor in side.size))


def _letter(name: str) -> str:
    """A name without its index, accent and case."""
    return name.split("_")[0].rstrip("'*").casefold()


def _why_renamed(
    targets: Sequence[Side], typed: Sequence[Side], strange: Sequence[str], known: frozenset[str]
) -> str:
    """What the strange letters would have to stand for, "" if nothing makes the two equal."""
    free = sorted(known - _unknowns(typed))
    if len(typed) != 1 or len(strange) > MAX_RENAMED or len(free) > MAX_FREE:
        return ""
    for meant in permutations(free, len(strange)):
        names = dict(zip(strange, meant, strict=True))
        tree = _renamed(typed[0], names).tree
        if tree and any(target.tree and equal(target.tree, tree, 0.0) for target in targets):
            told = " and ".join(
                f"{_short(one)} stands for {_short(two)}" for one, two in names.items()
            )
            return f"It is the card's answer if {told}."
    return ""


def _short(name: str) -> str:
    return name[:MAX_NAME]


def _by_sides(
    targets: Sequence[Side], typed: Sequence[Side], number: bool, ends: float
) -> Compared:
    outcomes = []
    for given in typed:
        found = [_by_side(target, given, number, ends) for target in targets]
        outcomes.append(max(found, key=_worth))
    worst = min(outcomes, key=_worth)
    if len(typed) > 1 and worst.right is False and max(outcomes, key=_worth).right:
        return replace(worst, why="Not all sides of what you typed are equal to the answer.")
    return replace(worst, number=number)


def _worth(found: Compared) -> tuple[float, float]:
    # What cannot be told may be right: it stands above wrong.
    return {True: 2.0, None: 1.0, False: 0.0}[found.right], found.score


def _by_side(target: Side, given: Side, number: bool, ends: float) -> Compared:
    left = max(0.0, ends - time.monotonic())
    if target.size:
        return _by_size(target, given, left)
    if target.tree is None:
        return Compared(None, 0.0, f"The card's answer cannot be judged: {target.reason}.")
    tree = given.tree
    if tree is None:
        return Compared(False, 0.0, "You typed several values, the answer is one.")
    if number:
        return _by_number(target.tree, tree)
    if has_matrices(target.tree):
        return _by_matrices(target.tree, tree)
    result = equal(target.tree, tree, left)
    if result:
        return Compared(True, 1.0, "Equal to the card's answer.")
    if result is None:
        return Compared(None, 0.0, "Whether the two are equal could not be found out in time.")
    if equal(target.tree, negative(tree), 0.0):
        return Compared(False, NEARLY, "Only the sign differs.")
    if _has_roots(target.tree, tree) and equal_if_positive(target.tree, tree):
        return Compared(None, 0.0, "The two are equal only where the variables are positive.")
    return Compared(False, 0.0, "It is not equal to the card's answer.")


def _by_matrices(target: Expression, tree: Expression) -> Compared:
    result = equal_as_matrices(target, tree)
    if result:
        return Compared(True, 1.0, "Equal to the card's answer, for matrices too.")
    if equal_as_matrices(target, Call("transpose", (tree,))):
        return Compared(None, 0.0, "It is the card's answer, transposed.")
    if result is None or equal(target, tree, 0.0):
        why = "Equal only if the order of the factors does not matter: compare them."
        return Compared(None, 0.0, why if result is False else "Matrices: compare the two.")
    return Compared(False, 0.0, "It is not equal to the card's answer.")


def _has_roots(*trees: Expression) -> bool:
    """Tell whether signs may be lost in a root, and nowhere else."""
    found = {node.function for tree in trees for node in nodes(tree) if isinstance(node, Call)}
    return bool(found & {"sqrt", "log"}) and not found & {"abs", "max", "min"}


def _by_size(target: Side, given: Side, left: float) -> Compared:
    shown = (" × " if target.tree is not None else ", ").join(
        _shown(factor) for factor in target.size
    )
    if not given.size:
        if given.tree is not None and all(factor == given.tree for factor in target.size):
            return Compared(False, NEARLY, f"It is {shown}; you typed one of the equal sides.")
        if given.tree is not None and equal(Product(target.size), given.tree, left):
            return Compared(None, 0.0, f"It is the product of {shown}: compare them.")
        return Compared(False, 0.0, f"It is not {shown}.")
    if len(given.size) == len(target.size):
        pairs = zip(target.size, given.size, strict=True)
        if all(equal(wanted, found, 0.0) for wanted, found in pairs):
            return Compared(True, 1.0, f"It is {shown}.")
        if sorted(map(_shown, given.size)) == sorted(map(_shown, target.size)):
            if _unknowns([target]):
                return Compared(None, 0.0, f"The same in another order: the card has {shown}.")
            return Compared(False, NEARLY, f"The same sizes in another order: it is {shown}.")
    return Compared(False, 0.0, f"It is not {shown}.")


def _by_number(target: Expression, given: Expression) -> Compared:
    if target == given:
        return Compared(True, 1.0, "It is the card's number.")
    try:
        wanted, found = constant(target), constant(given)
    except UndefinedError:
        return Compared(False, 0.0, "It is not the card's number.")
    if numbers.same(wanted, found):
        return Compared(True, 1.0, "It is the card's number.")
    if numbers.close(wanted, found):
        return Compared(True, 0.95, f"Within {numbers.TOLERANCE:.0%} of {wanted:.10g}.")
    if numbers.same(wanted, -found):
        return Compared(False, NEARLY, "Only the sign differs.")
    return Compared(False, 0.0, f"It is {wanted:.10g}, not {found:.10g}.")


def only_quantity(source: str) -> str | None:
    """Return the only number or size in what was typed, without units and words; None for none."""
    numeral = r"(?<![\w.])[+-]?[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?"
    found = re.findall(rf"{numeral}(?:\s*×\s*{numeral})*", sized(thousands(source)))
    return found[0] if len(found) == 1 else None


def _shown(node: Expression) -> str:
    if isinstance(node, Variable):
        return node.name
    try:
        return f"{constant(node):.10g}"
    except UndefinedError:
        return "…"


def unknowns(side: Side) -> frozenset[str]:
    """Return the variables of a side, and its functions without a meaning."""
    trees = [*side.size, *([side.tree] if side.tree is not None else [])]
    found = frozenset().union(*(variables(tree) for tree in trees))
    return found | {
        call.function
        for tree in trees
        for call in calls(tree)
        if call.function not in FUNCTIONS and call.function not in ("transpose", "norm")
    }


def _why_strange(strange: Sequence[str], known: frozenset[str]) -> str:
    first = _short(strange[0])
    for name in sorted(known):
        if name.casefold() == first.casefold():
            return f"The answer has {name}, not {first}."
    return f"The answer has no {first}."


def _with_calls(given: Side, targets: Sequence[Side]) -> Side:
    """The side with f(x) for a bare f, if the answer knows f of nothing but x."""
    if given.tree is None:
        return given
    trees = [side.tree for side in targets if side.tree is not None]
    known = frozenset().union(*(variables(tree) for tree in trees))
    found: dict[str, set[Call]] = {}
    for tree in trees:
        for call in calls(tree):
            found.setdefault(call.function, set()).add(call)
    bare = variables(given.tree) - known
    meant = {name: next(iter(found[name])) for name in bare if len(found.get(name, ())) == 1}
    return replace(given, tree=replaced(given.tree, meant))


def _that_count(found: Sequence[Side]) -> Sequence[Side]:
    """The sides that say something: all, without the name at the beginning."""
    if len(found) < 2:
        return found
    first = found[0].tree
    # P(Y = k | x) = …: nothing that is read here, but a name.
    named = len(found) == 2 if first is None else _is_name(first)
    return found[1:] if named and not found[0].size else found


def _is_name(tree: Expression) -> bool:
    """Tell whether a left side only names what is on the right: y, f(x), σ(x)."""
    if isinstance(tree, Call):
        named = tree.function == "sigma" or tree.function not in FUNCTIONS
        return named or all(isinstance(argument, Variable) for argument in tree.arguments)
    return isinstance(tree, Variable)


def _both(
    source: str, line: TypedFormula, tight: bool
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """The sides of the card's equation and of the typed one, read the same way."""
    applied = Notation(latex=True).applied
    wanted = sides(source, Notation(latex=True, applied=applied))
    given = _typed_sides(line, wanted, applied, tight)
    bare = _symbols_in(wanted) | _symbols_in(given)
    # A letter that stands somewhere without a bracket is a factor everywhere: p(1 - p).
    factors = frozenset(name for name in PERHAPS_APPLIED if name in bare)
    if factors:
        applied -= factors
        wanted = sides(source, Notation(latex=True, applied=applied))
        given = _typed_sides(line, wanted, applied, tight)
    return wanted, given


def _symbols_in(found: Sequence[Side]) -> frozenset[str]:
    return frozenset().union(*(variables(side.tree) for side in found if side.tree is not None))


def _typed_sides(
    line: TypedFormula, wanted: Sequence[Side], applied: frozenset[str], tight: bool
) -> tuple[Side, ...]:
    names = frozenset().union(*(unknowns(side) for side in wanted))
    letters = frozenset(name.split("_")[0] for name in names if len(name.split("_")[0]) == 1)
    notation = Notation(line.latex, letters, applied, tight)
    source = thousands(line.source)
    sizes = [side for side in wanted if side.size]
    if sizes and (listed := _LISTED.fullmatch(line.source)):
        source = re.sub(r"\s*,\s*", "×", listed[1])
    elif sizes and "x" not in names:
        source = re.sub(r"[xX*]", "×", source)
    else:
        source = sized(source) if _is_sizes(source) else source
    found = sides(source, notation)
    if all(side.tree is None and not side.size for side in found):
        for segment in _SEGMENT.split(source):
            tried = sides(segment.strip(), notation)
            if all(side.tree is not None for side in tried):
                return tried
    return found


def _is_sizes(source: str) -> bool:
    return re.fullmatch(r"\s*[0-9]+(?:\s*[xX×]\s*[0-9]+)+\s*", source) is not None
