"""Systems: several equations, each with a name of its own on the left."""

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.judging.answers import Answer, TypedFormula
from dcnn_cards.judging.descent import Notation
from dcnn_cards.judging.equations import by_equation, unknowns
from dcnn_cards.judging.expression import Variable
from dcnn_cards.judging.reading import Side, sides
from dcnn_cards.judging.verdict import AnswerKind, DiffPiece, Mark, Verdict, settled, undecided


def system_of(answer: Answer, given: Sequence[TypedFormula]) -> dict[str, str]:
    """Return the card's equations by what they define; none if they are steps towards the last."""
    if len(given) == 1 and len(sides(given[0].source, Notation(given[0].latex))) == 1:
        # One expression without a left side can only be meant for the last one.
        return {}
    return _essential(_named(answer))


def _named(answer: Answer) -> dict[str, str]:
    named: dict[str, str] = {}
    for equation in answer.equations:
        name = _left_name(sides(equation, Notation(latex=True)))
        if name is None or name in named:
            return {}
        named[name] = equation
    return named


def _essential(named: dict[str, str]) -> dict[str, str]:
    """The equations without those that say what something begins with, if there are others."""
    left = {
        name: equation
        for name, equation in named.items()
        if any(unknowns(side) for side in sides(equation, Notation(latex=True))[1:])
    }
    return left or named


def _meant(name: str, system: dict[str, str]) -> str:
    """The name in the system that a typed one stands for: in the other case, or without index."""
    if name in system:
        return name
    found = [each for each in system if each.casefold() == name.casefold()]
    found = found or [each for each in system if each.split("_")[0].casefold() == name.casefold()]
    return found[0] if len(found) == 1 else name


def _left_name(found: Sequence[Side]) -> str | None:
    if len(found) < 2 or found[0].tree is None:
        return None
    tree = found[0].tree
    return tree.name if isinstance(tree, Variable) else None


def by_system(
    answer: Answer, system: dict[str, str], given: Sequence[TypedFormula], ends: float
) -> Verdict:
    """Return the verdict on lines that were typed, each compared with the equation of its name.

    `system` are those of the card's that count.
    """
    letters = frozenset(name for name in "".join(system) if name.isalpha())
    left = [_left_name(sides(line.source, Notation(line.latex, letters))) for line in given]
    lines = {
        _meant(name, system) if name else f"#{at}": line
        for at, (name, line) in enumerate(zip(left, given, strict=True))
    }
    outcomes = {
        name: by_equation(equation, lines[name], ends)
        for name, equation in system.items()
        if name in lines
    }
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
        named = _named(answer)
        for name, line in lines.items():
            known = name in system or name in named
            if not known or not by_equation(named[name], line, ends).right:
                why = "The equations that count are right; look at the others."
                return undecided(AnswerKind.FORMULA, why)
        return settled(AnswerKind.FORMULA, 1.0, pieces, "All equations are equal to the card's.")
    if not right:
        # Other equations may define the same: one in other steps, or with other names.
        return undecided(AnswerKind.FORMULA, "None of the equations is the card's: compare them.")
    wrong = next((name for name, found in outcomes.items() if not found.right), None)
    absent = next((name for name in system if name not in outcomes), None)
    if absent and not lines.keys() <= system.keys() | _named(answer).keys():
        return undecided(AnswerKind.FORMULA, f"One of the lines may be {absent}: compare them.")
    why = f"The equation of {wrong} is not right." if wrong else f"{absent} is missing."
    share = right / len(system)
    return settled(AnswerKind.FORMULA, min(share, 0.75), pieces, why)
