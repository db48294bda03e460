"""A source → the sides of its equation, each a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dcnn_cards.judging.descent import Notation, read_side
from dcnn_cards.judging.expression import Expression, ReadingError
from dcnn_cards.judging.lexemes import CLOSING, Lexeme, LexemeKind, lexemes

MAX_SIDES = 12
"""Sides of one chain of equations."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an equation: its tree, or None with the reason why there is none.

    `size` has the factors where it is nothing but a product written with ×, such as 32 × 32 × 3,
    or a bracket of several numbers.
    """

    tree: Expression | None
    size: tuple[Expression, ...] = ()
    reason: str = ""


def sides(source: str, notation: Notation) -> tuple[Side, ...]:
    """Return the sides of an equation, one for a lone expression; only the last → counts."""
    try:
        found = lexemes(source, notation.latex)[:-1]
    except ReadingError as error:
        return (Side(None, reason=str(error)),)
    while found and found[-1].text in (",", ";", "."):
        found.pop()
    parts: list[list[Lexeme]] = [[]]
    level = 0
    for lexeme in found:
        if lexeme.kind is LexemeKind.SIGN:
            level += (lexeme.text in CLOSING) - (lexeme.text in CLOSING.values())
            if lexeme.text == "→" and not level:
                parts = [[]]
                continue
            if lexeme.text == "=" and not level:
                parts.append([])
                continue
        parts[-1].append(lexeme)
    if len(parts) > MAX_SIDES:
        return (Side(None, reason="it has too many sides"),)
    return tuple(_side(part, notation) for part in parts)


def _side(part: Sequence[Lexeme], notation: Notation) -> Side:
    try:
        size = tuple(read_side(factor, notation) for factor in _size(part))
        if size and part[0].text in CLOSING and not any(lexeme.text == "×" for lexeme in part):
            return Side(None, size)
        return Side(read_side(part, notation), size)
    except ReadingError as error:
        return Side(None, reason=str(error))


def _size(part: Sequence[Lexeme]) -> list[Sequence[Lexeme]]:
    """The factors of a size; empty if it is none."""
    texts = [lexeme.text for lexeme in part]
    if "," in texts and texts[0] in CLOSING and texts[-1] == CLOSING[texts[0]]:
        inner = part[1:-1]
        separator = ","
    else:
        inner, separator = part, "×"
    factors = inner[::2]
    signs = inner[1::2]
    simple = all(lexeme.kind in (LexemeKind.NUMBER, LexemeKind.NAME) for lexeme in factors)
    if len(inner) % 2 and signs and simple and all(sign.text == separator for sign in signs):
        return [[factor] for factor in factors]
    return []
