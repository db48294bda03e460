"""Derivations, proofs and procedures, recalled step by step.

They are made a numbered list, which is how an answer is recalled item by item. With the word `ROWS`
in place of steps these are the rows of the answer's displayed formulas, with the words before each.

Parts of a step that are marked as in a `cloze` are each asked for by themselves, too, so that the
idea that carries a proof can come back without all of its steps. Among these they are in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dcnn_cards.deck.card import Card, Steps
from dcnn_cards.deck.kinds import CardKind, cloze
from dcnn_cards.markup import Formula, read

ROWS = "rows"

MOST = 99
"""How many steps a card may have."""

_ENVIRONMENT = re.compile(r"\s*\\begin\{(\w+\*?)\}(.*)\\end\{\1\}\s*", re.DOTALL)
_SIGN = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\\(?:begin|end)\b|\\.|[{}&]", re.DOTALL)
_LABEL = re.compile(r"\\(?:nonumber|notag)\b|\\(?:tag\*?|label)\{[^{}]*\}")


def _items(card: Card) -> Sequence[Card]:
    """The card with its steps as what is learned; what else is said of it stays. Then its ideas."""
    steps = map(cloze.opened, _steps(card))
    text = "\n".join(_numbered(number, step) for number, step in enumerate(steps, 1))
    said_otherwise = card.corrected or (card.answer and card.steps != (ROWS,))
    whole = card.replace(corrected=text) if said_otherwise else card.replace(answer=text)
    idea = _idea(card)
    return [whole, *(cloze.KIND.items(idea) if idea else ())]


def ideas(card: Card) -> str:
    """Return the steps with parts to be recalled, "" if there are none."""
    return "\n\n".join(filter(cloze.seems_to_hide, _steps(card)))


def _idea(card: Card) -> Card | None:
    """A card of the steps with parts to be recalled, without what is said of all steps."""
    text = ideas(card)
    if not text:
        return None
    return card.replace(
        cloze=text, steps=Steps(()), answer="", added="", corrected="", correction="", note="",
        accept=(), terms=(),
    )  # fmt: skip


def _faults(card: Card) -> Iterator[str]:
    if card.steps == (ROWS,):
        if len(_steps(card)) < 2:
            yield "`steps: rows` needs an `answer` with displayed formulas of two rows or more"
    elif card.corrected:
        yield "`steps` are the answer as it ought to read: leave `corrected` out"
    if any(not step.strip() for step in card.steps):
        yield "`steps` has one without anything in it"
    if len(_steps(card)) > MOST:
        yield f"`steps` has more than {MOST}"
    elif idea := _idea(card):
        yield from (what.replace("`cloze`", "`steps`") for what in cloze.KIND.faults(idea))


def _steps(card: Card) -> Sequence[str]:
    return list(_rows(card.learned)) if card.steps == (ROWS,) else card.steps


def _numbered(number: int, step: str) -> str:
    first, *others = step.strip().split("\n")
    mark = f"{number}. "
    return "\n".join([mark + first, *(f"{' ' * len(mark)}{line}".rstrip() for line in others)])


def _rows(text: str) -> Iterator[str]:
    """The rows of the displayed formulas of a text, each with the words before it."""
    document = read(text)
    at, words = 0, ""
    for formula in document.formulas:
        if not formula.display:
            continue
        words = document.text[at : formula.start].strip()
        at = formula.end
        for row in _rows_of(formula):
            yield f"{words}\n$${row}$$" if words else f"$${row}$$"
            words = ""
    if at and (rest := document.text[at:].strip()):
        yield rest


def _rows_of(formula: Formula) -> Iterator[str]:
    """The rows of a formula, without what aligns them."""
    found = _ENVIRONMENT.fullmatch(formula.latex)
    latex, row, depth, at = found[2] if found else formula.latex, "", 0, 0
    for sign in _SIGN.finditer(latex):
        row += latex[at : sign.start()]
        at = sign.end()
        if sign[0].startswith(r"\\") and not depth:
            if row.strip():
                yield _LABEL.sub("", row).strip()
            row = ""
        elif sign[0] != "&" or depth:
            row += sign[0]
        depth += (sign[0] in ("{", r"\begin")) - (sign[0] in ("}", r"\end"))
    row += latex[at:]
    if row.strip():
        yield _LABEL.sub("", row).strip()


EXAMPLE = r"""
- id: telescope
  question: What does it come to?
  answer: |
    $$\begin{aligned} s &= (a - b) + (b - c) \\
    &= a - c \end{aligned}$$
  steps: rows
"""

KIND = CardKind(EXAMPLE, _items, _faults)
