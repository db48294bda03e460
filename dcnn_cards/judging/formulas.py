"""A card's formula against what was typed: what is compared, and how it is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dcnn_cards.judging.answers import Answer, TypedFormula, plain, typed_lines
from dcnn_cards.judging.contradiction import contradiction
from dcnn_cards.judging.descent import Notation
from dcnn_cards.judging.equations import Compared, by_equation, only_quantity, unknowns
from dcnn_cards.judging.evaluation import UndefinedError, constant
from dcnn_cards.judging.lexemes import KNOWN
from dcnn_cards.judging.numbers import same, same_unit
from dcnn_cards.judging.ranges import Range, ranges, without_ranges
from dcnn_cards.judging.reading import sides
from dcnn_cards.judging.systems import by_system, system_of
from dcnn_cards.judging.verdict import (
    NEARLY,
    AnswerKind,
    DiffPiece,
    Mark,
    Verdict,
    settled,
    undecided,
)
from dcnn_cards.judging.wording import ARTICLES, alike, key, keys
from dcnn_cards.markup import formulas, masked
from dcnn_cards.typeset import latex as tex

_NUMERALS = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine ten".split())
}
_NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"([0-9.]+)\s*\\?%")
_WITH_UNIT = re.compile(r"[+-]?[0-9][0-9.,]*\s*([^\W\d_]{1,12}|%)\.?")
_SPACINGS = frozenset((*"left right displaystyle , ; : !".split(), " ", "\\"))
_OPERATOR = re.compile(r"[-+*/^=_()\\{}\[\]|√×·]")


def by_formula(answer: Answer, typed: str, ends: float) -> Verdict | None:
    """Return the verdict on a formula, None where words were typed.

    `ends` is when algebra has to end, on the monotonic clock. `answer` has an equation.
    """
    if (wanted := ranges(answer.plain)) and (given := ranges(typed)):
        return _by_ranges(answer, typed, wanted, given, ends)
    found = _by_equations(answer, typed, ends)
    if found and found.right and wanted and found.kind is AnswerKind.FORMULA:
        why = "The formula is right; the card names a range, too: compare them."
        return undecided(found.kind, why)
    return found


def _by_ranges(
    answer: Answer, typed: str, wanted: Sequence[Range], given: Sequence[Range], ends: float
) -> Verdict | None:
    """Return the verdict on a range, and on the formula that it stands beside."""
    rest = without_ranges(typed)
    found = _by_equations(answer, rest, ends) if without_ranges(answer.plain) and rest else None
    if found and not found.right:
        return found
    if set(wanted) == set(given):
        if found is None and without_ranges(answer.plain):
            return None
        return found or settled(
            AnswerKind.NUMBER, 1.0, (DiffPiece(typed, Mark.SAME),), "It is the card's range."
        )
    kind = AnswerKind.FORMULA if found else AnswerKind.NUMBER
    pieces = (DiffPiece(typed, Mark.WRONG), DiffPiece(answer.plain, Mark.MISSING))
    if sorted(each.ends for each in wanted) == sorted(each.ends for each in given):
        why = "The range has the right ends, but not the right brackets."
        return settled(kind, NEARLY, pieces, why)
    why = "The range is another one."
    return settled(kind, NEARLY if found else 0.0, pieces, why)


def _by_equations(answer: Answer, typed: str, ends: float) -> Verdict | None:
    typed = _NUMERALS.get(typed.casefold(), typed)
    given = typed_lines(typed)
    if not given or (_is_prose(typed) and not (only_quantity(typed) and is_number(answer))):
        return None
    if len(answer.equations) > 1 and (system := system_of(answer, given)):
        return by_system(answer, system, given, ends)
    found = by_equation(answer.equations[-1], _joined(given), ends)
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
    if found.right and _has_other_steps(answer, given):
        return undecided(kind, "The last formula is right; look at those before it.")
    if doubt := _doubt(answer, typed, found):
        return undecided(kind, doubt)
    return settled(kind, found.score, _formula_diff(answer, typed, found), found.why)


def _doubt(answer: Answer, typed: str, found: Compared) -> str:
    """Why a verdict on the formula would be none on the answer, "" where it is."""
    said = _words_beside(answer, typed)
    if not found.right:
        if len(said) > 1 or not answer.whole:  # one word is what a number is counted in
            return "There are words beside the formula: compare the two."
        return ""
    if found.number and not contradiction(answer.beside, " ".join(said)):
        said = []
    card = iter(keys(answer.beside))
    if not set(_numerals_beside(typed)) <= set(_NUMERAL.findall(answer.beside)):
        return "The formula is right; look at the numbers beside it."
    if all(any(alike(wanted, each) for wanted in card) for each in said):
        return (
            "" if answer.whole or said else "The formula is right, and not all: compare the words."
        )
    return "The formula is right; look at the words beside it."


def _numerals_beside(typed: str) -> list[str]:
    """The numbers between formulas in dollars; without dollars they are of the formula."""
    return _NUMERAL.findall(plain(masked(typed, lambda _: " "))) if formulas(typed) else []


def _has_other_steps(answer: Answer, given: Sequence[TypedFormula]) -> bool:
    """Tell whether something was typed before the last formula that need not be right.

    What the card says too is, and what is an equation of numbers that holds.
    """
    last = len(given) - 1
    while last and given[last].source.startswith("="):
        last -= 1
    known = {_bare_source(step) for step in answer.steps}
    return any(_bare_source(line.source) not in known and not _holds(line) for line in given[:last])


def _holds(line: TypedFormula) -> bool:
    found = sides(line.source, Notation(line.latex))
    try:
        values = [constant(side.tree) for side in found if side.tree]
    except UndefinedError:
        return False
    return 1 < len(values) == len(found) and all(same(values[0], value) for value in values)


def _words_beside(answer: Answer, typed: str) -> list[str]:
    """The words of what was typed that are no part of its formulas."""
    outside = masked(typed, lambda _: " ") if formulas(typed) else typed
    names = set(
        "_".join(
            name
            for equation in answer.equations
            for side in sides(equation, Notation(latex=True))
            for name in unknowns(side)
        ).split("_")
    )
    return [
        key(word)
        for word in _unknown_words(outside)
        if word not in names and word not in ARTICLES and not names.issuperset(word)
    ]


def _read_otherwise(answer: Answer, line: TypedFormula, ends: float) -> Compared | None:
    """What comes of a second reading, if it makes the answer right."""
    target = answer.equations[-1]
    if "/" in line.source:
        found = by_equation(target, line, ends, tight=True)
        if found.right:
            return replace(found, why="Equal, with what follows / read as all below it.")
    share = None
    if "%" in line.source:
        share = _PERCENT.sub(r"(\1/100)", line.source)
    elif answer.unit == "%":
        share = f"100*({line.source})"
    if share is not None:
        found = by_equation(target, TypedFormula(share, line.latex), ends)
        return found if found.right else None
    return None


def _differs(unit: str, typed: str) -> bool:
    """Tell whether what was typed is a number with a unit, and not this one."""
    match = _WITH_UNIT.fullmatch(typed)
    if not unit or match is None or "%" in (unit, match[1]):
        return False
    return not same_unit(unit, match[1])


def _is_same_source(equations: Sequence[str], given: Sequence[TypedFormula]) -> bool:
    """Tell whether LaTeX that is not read here is the same but for its spacing."""
    typed = _bare_source(" ".join(line.source for line in given))
    last = _bare_source(equations[-1])
    wanted = {_bare_source(" ".join(equations)), last, last.partition("=")[2]}
    if not any(_has_both_cases(source) for source in (typed, last)):
        # No letter stands there in both cases, and so none is taken for another.
        typed, wanted = typed.casefold(), {each.casefold() for each in wanted}
    return len(typed) > 1 and typed in wanted


def _has_both_cases(source: str) -> bool:
    return any(sign.swapcase() in source for sign in source if sign.isalpha())


def _bare_source(latex: str) -> str:
    return "".join(token.source for token in tex.raw_tokens(latex) if not _is_spacing(token))


def _is_spacing(token: tex.Token) -> bool:
    if token.sort == tex.Sort.COMMAND:
        return token.text in _SPACINGS
    return token.sort in (tex.Sort.SPACE, tex.Sort.CELL, tex.Sort.OPEN, tex.Sort.CLOSE)


def _formula_diff(answer: Answer, typed: str, found: Compared) -> tuple[DiffPiece, ...]:
    if found.right:
        return (DiffPiece(typed, Mark.SAME),)
    return DiffPiece(typed, Mark.WRONG), DiffPiece(answer.equations[-1], Mark.MISSING)


def _joined(given: Sequence[TypedFormula]) -> TypedFormula:
    """The line that counts: the last, or a chain that goes on over several."""
    chain = given[-1].source
    for line in given[-2::-1]:
        if not chain.startswith("="):
            break
        chain = f"{line.source} {chain}"
    return TypedFormula(chain, any(line.latex for line in given))


def is_number(answer: Answer) -> bool:
    """Tell whether the equation that counts ends in a number or a size in numbers."""
    last = sides(answer.equations[-1], Notation(latex=True))[-1]
    return (last.tree is not None or bool(last.size)) and not unknowns(last)


def _is_prose(typed: str) -> bool:
    """Tell whether what was typed is words rather than mathematics."""
    if "$" in typed or "\\" in typed:
        return False
    long = _unknown_words(typed)
    signs = len(_OPERATOR.findall(typed))
    return bool(long) and (not signs or (len(long) > 1 and signs < 2 * len(long)))


def _unknown_words(typed: str) -> list[str]:
    return [word for word in re.findall(r"(?<![\\\w{])[^\W\d_]{3,}", typed) if word not in KNOWN]
