"""Formulas, numbers and sizes: one equation or several, the card's against the typed."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dcnn_cards.judging import numbers
from dcnn_cards.judging.answers import Answer, TypedLine, sized, thousands, typed_lines
from dcnn_cards.judging.equality import equal, equal_if_positive
from dcnn_cards.judging.evaluation import UndefinedError, constant
from dcnn_cards.judging.expression import (
    FUNCTIONS,
    Call,
    Expression,
    Product,
    Variable,
    calls,
    negative,
    nodes,
    replaced,
    variables,
)
from dcnn_cards.judging.lexemes import KNOWN
from dcnn_cards.judging.matrices import equal_as_matrices, has_matrices
from dcnn_cards.judging.reading import PERHAPS_APPLIED, Notation, Side, sides
from dcnn_cards.judging.verdict import (
    NEARLY,
    AnswerKind,
    DiffPiece,
    Mark,
    Verdict,
    settled,
    undecided,
)
from dcnn_cards.typeset import latex as tex

MAX_NAME = 24
"""Characters of a name that the student is told."""

_NUMERALS = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine ten".split())
}
_PERCENT = re.compile(r"([0-9.]+)\s*\\?%")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*([^\W\d_]{1,12}|%)\.?")
_SPACINGS = frozenset((*"left right displaystyle , ; : !".split(), " ", "\\"))
_OPERATOR = re.compile(r"[-+*/^=_()\\{}\[\]|√×·]")
_SEGMENT = re.compile(r",\s+|\s(?:so|where|with|for|value|values|range)\s")


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of one equation. `right` is None where it cannot be told."""

    right: bool | None
    score: float
    why: str
    number: bool = False


def by_formula(answer: Answer, typed: str, ends: float) -> Verdict | None:
    """Return the verdict on a formula, None where words were typed.

    `ends` is when algebra has to end, on the monotonic clock. `answer` has an equation.
    """
    typed = _NUMERALS.get(typed.casefold(), typed)
    given = typed_lines(typed)
    if not given or (_is_prose(typed) and not (_quantity(typed) and is_number(answer))):
        return None
    if len(answer.equations) > 1 and (system := _system(answer, given)):
        return _by_system(system, given, ends)
    found = _by_equation(answer.equations[-1], _joined(given), ends)
    if found.right is None and _is_same_source(answer.equations, given):
        found = replace(found, right=True, score=1.0, why="The same formula as the card's.")
    if not found.right:
        found = _read_otherwise(answer, _joined(given), ends) or found
    if found.right and found.number and _differs(answer.unit, typed):
        why = f"The number is right, but counted in {answer.unit}."
        found = replace(found, right=False, score=NEARLY, why=why)
    kind = AnswerKind.NUMBER if found.number else AnswerKind.FORMULA
    if found.right is None:
        return undecided(kind, found.why)
    if not found.right and answer.beside and _unknown_words(typed):
        return undecided(kind, "There are words in what you typed: compare the two.")
    why = found.why
    if found.right and len(answer.beside.split()) > 3 and not found.number:
        why += " The words beside it are not compared."
    return settled(kind, found.score, _formula_diff(answer, typed, found), why)


def _read_otherwise(answer: Answer, line: TypedLine, ends: float) -> _Found | None:
    """What comes of a second reading, if it makes the answer right."""
    target = answer.equations[-1]
    if "/" in line.source:
        found = _by_equation(target, line, ends, tight=True)
        if found.right:
            return replace(found, why="Equal, with what follows / read as all below it.")
    share = None
    if "%" in line.source:
        share = _PERCENT.sub(r"(\1/100)", line.source)
    elif answer.unit == "%":
        share = f"100*({line.source})"
    if share is not None:
        found = _by_equation(target, TypedLine(share, line.latex), ends)
        return found if found.right else None
    return None


def _differs(unit: str, typed: str) -> bool:
    """Tell whether what was typed is a number with a unit, and not this one."""
    match = _WITH_UNIT.fullmatch(typed)
    if not unit or match is None or "%" in (unit, match[1]):
        return False
    return _one(unit) != _one(match[1])


def _one(unit: str) -> str:
    return unit.casefold().rstrip(".").removesuffix("s")


def _is_same_source(equations: Sequence[str], given: Sequence[TypedLine]) -> bool:
    """Tell whether LaTeX that is not read here is the same but for its spacing."""
    typed = _bare_source(" ".join(line.source for line in given))
    last = _bare_source(equations[-1])
    wanted = {_bare_source(" ".join(equations)), last, last.partition("=")[2]}
    return len(typed) > 1 and typed in wanted


def _bare_source(latex: str) -> str:
    return "".join(token.source for token in tex.signs(latex) if not _is_spacing(token))


def _is_spacing(token: tex.Token) -> bool:
    if token.sort == tex.Sort.COMMAND:
        return token.text in _SPACINGS
    return token.sort in (tex.Sort.SPACE, tex.Sort.CELL, tex.Sort.OPEN, tex.Sort.CLOSE)


def _formula_diff(answer: Answer, typed: str, found: _Found) -> tuple[DiffPiece, ...]:
    if found.right:
        return (DiffPiece(typed, Mark.SAME),)
    return DiffPiece(typed, Mark.WRONG), DiffPiece(answer.equations[-1], Mark.MISSING)


def _joined(given: Sequence[TypedLine]) -> TypedLine:
    """The line that counts: the last, or a chain that goes on over several."""
    chain = given[-1].source
    for line in given[-2::-1]:
        if not chain.startswith("="):
            break
        chain = f"{line.source} {chain}"
    return TypedLine(chain, any(line.latex for line in given))


def is_number(answer: Answer) -> bool:
    """Tell whether the equation that counts ends in a number or a size in numbers."""
    last = sides(answer.equations[-1], Notation(latex=True))[-1]
    return (last.tree is not None or bool(last.size)) and not _variables(last)


def _is_prose(typed: str) -> bool:
    """Tell whether what was typed is words rather than mathematics."""
    if "$" in typed or "\\" in typed:
        return False
    long = _unknown_words(typed)
    signs = len(_OPERATOR.findall(typed))
    return bool(long) and (not signs or (len(long) > 1 and signs < 2 * len(long)))


def _unknown_words(typed: str) -> list[str]:
    return [word for word in re.findall(r"(?<![\\\w{])[^\W\d_]{3,}", typed) if word not in KNOWN]


def _by_equation(source: str, line: TypedLine, ends: float, tight: bool = False) -> _Found:
    """Compare one equation of the card's with one that was typed."""
    wanted, given = _both(source, line, tight)
    targets = _that_count(wanted)
    readable = [side for side in targets if side.tree is not None or side.size]
    if not readable:
        return _Found(None, 0.0, f"The card's answer cannot be judged: {targets[-1].reason}.")
    typed = _that_count(given)
    number = all(side.tree and not variables(side.tree) for side in readable if not side.size)
    number = number and not any(_variables(side) for side in readable)
    if any(side.tree is None and not side.size for side in typed):
        quantity = _quantity(line.source) if number else None
        if quantity is None:
            reason = next(side.reason for side in typed if side.tree is None and not side.size)
            return _Found(None, 0.0, f"What you typed cannot be judged: {reason}.", number)
        typed = sides(quantity, Notation(latex=False))
    known = frozenset().union(*(_variables(side) for side in readable))
    typed = [_with_calls(side, readable) for side in typed]
    strange = sorted(frozenset().union(*(_variables(side) for side in typed)) - known)
    if strange and number and (quantity := _quantity(line.source)):
        typed, strange = sides(quantity, Notation(latex=False)), []
    if strange and len(readable) == len(targets):
        return _Found(False, 0.0, _why_strange(strange, known), number)
    return _by_sides(targets, typed, number, ends)


def _by_sides(targets: Sequence[Side], typed: Sequence[Side], number: bool, ends: float) -> _Found:
    outcomes = []
    for given in typed:
        found = [_by_side(target, given, number, ends) for target in targets]
        outcomes.append(max(found, key=_worth))
    worst = min(outcomes, key=_worth)
    if len(typed) > 1 and worst.right is False and max(outcomes, key=_worth).right:
        return replace(worst, why="Not all sides of what you typed are equal to the answer.")
    return replace(worst, number=number)


def _worth(found: _Found) -> tuple[float, float]:
    # What cannot be told may be right: it stands above wrong.
    return {True: 2.0, None: 1.0, False: 0.0}[found.right], found.score


def _by_side(target: Side, given: Side, number: bool, ends: float) -> _Found:
    left = max(0.0, ends - time.monotonic())
    if target.size:
        return _by_size(target, given, left)
    if target.tree is None:
        return _Found(None, 0.0, f"The card's answer cannot be judged: {target.reason}.")
    tree = given.tree
    if tree is None:
        return _Found(False, 0.0, "You typed several values, the answer is one.")
    if number:
        return _by_number(target.tree, tree)
    if has_matrices(target.tree):
        return _by_matrices(target.tree, tree)
    result = equal(target.tree, tree, left)
    if result:
        return _Found(True, 1.0, "Equal to the card's answer.")
    if result is None:
        return _Found(None, 0.0, "Whether the two are equal could not be found out in time.")
    if equal(target.tree, negative(tree), 0.0):
        return _Found(False, NEARLY, "Only the sign differs.")
    if _has_roots(target.tree, tree) and equal_if_positive(target.tree, tree):
        return _Found(None, 0.0, "The two are equal only where the variables are positive.")
    return _Found(False, 0.0, "It is not equal to the card's answer.")


def _by_matrices(target: Expression, tree: Expression) -> _Found:
    result = equal_as_matrices(target, tree)
    if result:
        return _Found(True, 1.0, "Equal to the card's answer, for matrices too.")
    if result is None or equal(target, tree, 0.0):
        why = "Equal only if the order of the factors does not matter: compare them."
        return _Found(None, 0.0, why if result is False else "Matrices: compare the two.")
    return _Found(False, 0.0, "It is not equal to the card's answer.")


def _has_roots(*trees: Expression) -> bool:
    """Tell whether signs may be lost in a root, and nowhere else."""
    found = {node.function for tree in trees for node in nodes(tree) if isinstance(node, Call)}
    return bool(found & {"sqrt", "log"}) and not found & {"abs", "max", "min"}


def _by_size(target: Side, given: Side, left: float) -> _Found:
    shown = (" × " if target.tree is not None else ", ").join(
        _shown(factor) for factor in target.size
    )
    if not given.size:
        if given.tree is not None and all(factor == given.tree for factor in target.size):
            return _Found(False, NEARLY, f"It is {shown}; you typed one of the equal sides.")
        if given.tree is not None and equal(Product(target.size), given.tree, left):
            return _Found(None, 0.0, f"It is the product of {shown}: compare them.")
        return _Found(False, 0.0, f"It is not {shown}.")
    if len(given.size) == len(target.size):
        pairs = zip(target.size, given.size, strict=True)
        if all(equal(wanted, found, 0.0) for wanted, found in pairs):
            return _Found(True, 1.0, f"It is {shown}.")
        if sorted(map(_shown, given.size)) == sorted(map(_shown, target.size)):
            return _Found(False, NEARLY, f"The same sizes in another order: it is {shown}.")
    return _Found(False, 0.0, f"It is not {shown}.")


def _by_number(target: Expression, given: Expression) -> _Found:
    if target == given:
        return _Found(True, 1.0, "It is the card's number.")
    try:
        wanted, found = constant(target), constant(given)
    except UndefinedError:
        return _Found(False, 0.0, "It is not the card's number.")
    if numbers.same(wanted, found):
        return _Found(True, 1.0, "It is the card's number.")
    if numbers.close(wanted, found):
        return _Found(True, 0.95, f"Within {numbers.TOLERANCE:.0%} of {wanted:.10g}.")
    if numbers.same(wanted, -found):
        return _Found(False, NEARLY, "Only the sign differs.")
    return _Found(False, 0.0, f"It is {wanted:.10g}, not {found:.10g}.")


def _quantity(source: str) -> str | None:
    """The only number or size in what was typed, units and words left out; None for none."""
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


def _variables(side: Side) -> frozenset[str]:
    """The variables of a side, and its functions without a meaning."""
    trees = [*side.size, *([side.tree] if side.tree is not None else [])]
    found = frozenset().union(*(variables(tree) for tree in trees))
    return found | {
        call.function
        for tree in trees
        for call in calls(tree)
        if call.function not in FUNCTIONS and call.function not in ("transpose", "norm")
    }


def _why_strange(strange: Sequence[str], known: frozenset[str]) -> str:
    first = strange[0][:MAX_NAME]
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


def _both(source: str, line: TypedLine, tight: bool) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """The sides of the card's equation and of the typed one, read the same way."""
    applied = Notation(latex=True).applied
    wanted = sides(source, Notation(latex=True, applied=applied))
    given = _typed_sides(line, wanted, applied, tight)
    bare = _variables_of(wanted) | _variables_of(given)
    # A letter that stands somewhere without a bracket is a factor everywhere: p(1 - p).
    factors = frozenset(name for name in PERHAPS_APPLIED if name in bare)
    if factors:
        applied -= factors
        wanted = sides(source, Notation(latex=True, applied=applied))
        given = _typed_sides(line, wanted, applied, tight)
    return wanted, given


def _variables_of(found: Sequence[Side]) -> frozenset[str]:
    return frozenset().union(*(variables(side.tree) for side in found if side.tree is not None))


def _typed_sides(
    line: TypedLine, wanted: Sequence[Side], applied: frozenset[str], tight: bool
) -> tuple[Side, ...]:
    names = frozenset().union(*(_variables(side) for side in wanted))
    letters = frozenset(name.split("_")[0] for name in names if len(name.split("_")[0]) == 1)
    notation = Notation(line.latex, letters, applied, tight)
    source = thousands(line.source)
    sizes = [side for side in wanted if side.size]
    if sizes and "x" not in names:
        source = re.sub(r"[xX*]", "×", source)
        listed = re.fullmatch(r"[(\[]?\s*(\w+(?:\s*,\s*\w+)+)\s*[)\]]?", line.source)
        if listed:
            source = re.sub(r"\s*,\s*", "×", listed[1])
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


# Systems: several equations, each with a name of its own on the left.


def _system(answer: Answer, given: Sequence[TypedLine]) -> dict[str, str]:
    """The card's equations by what they define; empty if they are steps towards the last one."""
    named: dict[str, str] = {}
    for equation in answer.equations:
        found = sides(equation, Notation(latex=True))
        name = _left_name(found)
        if name is None or name in named:
            return {}
        named[name] = equation
    if len(given) == 1 and len(sides(given[0].source, Notation(given[0].latex))) == 1:
        # One expression without a left side can only be meant for the last one.
        return {}
    return named


def _left_name(found: Sequence[Side]) -> str | None:
    if len(found) < 2 or found[0].tree is None:
        return None
    tree = found[0].tree
    return tree.name if isinstance(tree, Variable) else None


def _by_system(
    system: dict[str, str],
    given: Sequence[TypedLine],
    ends: float,
) -> Verdict:
    letters = frozenset(name for name in "".join(system) if name.isalpha())
    lines = {
        _left_name(sides(line.source, Notation(line.latex, letters))) or f"#{at}": line
        for at, line in enumerate(given)
    }
    outcomes: dict[str, _Found] = {}
    for name, equation in system.items():
        line = lines.get(name)
        if line is not None:
            outcomes[name] = _by_equation(equation, line, ends)
    if any(found.right is None for found in outcomes.values()) or not outcomes:
        found = next(iter(outcomes.values()), None)
        why = found.why if found else "The answer has several equations: compare them."
        return undecided(AnswerKind.FORMULA, why)
    right = sum(found.right is True for found in outcomes.values())
    pieces = tuple(
        DiffPiece(
            line.source, Mark.SAME if name in outcomes and outcomes[name].right else Mark.WRONG
        )
        for name, line in lines.items()
    ) + tuple(
        DiffPiece(equation, Mark.MISSING)
        for name, equation in system.items()
        if name not in outcomes or not outcomes[name].right
    )
    if right == len(system):
        return settled(AnswerKind.FORMULA, 1.0, pieces, "All equations are equal to the card's.")
    wrong = next((name for name, found in outcomes.items() if not found.right), None)
    absent = next((name for name in system if name not in outcomes), None)
    why = f"The equation of {wrong} is not right." if wrong else f"{absent} is missing."
    share = right / len(system)
    return settled(AnswerKind.FORMULA, min(share, 0.75), pieces, why)
