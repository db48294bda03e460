"""An answer that is typed: the line it is typed on, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from dcnn_cards.frozen import Frozen
from dcnn_cards.terminal.frame import widest
from dcnn_cards.terminal.theme import Look
from dcnn_cards.typeset import visible

if TYPE_CHECKING:
    from dcnn_cards.judging.verdict import Term, Verdict

MAX_LENGTH = 2_000
"""Characters of a typed answer."""

MIN_BESIDE = 72
"""Columns from which an answer that is to be compared stands beside the card's."""

LINE_KEYS = ("space", "backspace", "enter", "escape")
"""Keys with a name that have their own meaning while an answer is typed."""

# By the marks of a verdict, which is not imported before there is one.
_LOOKS = {
    "same": Look.SAME,
    "missing": Look.MISSING,
    "wrong": Look.WRONG,
}
# Without colour, missing and wrong words are told by their brackets.
_SIGNS = {"missing": "[{}]", "wrong": "{{{}}}"}
_VERDICTS = {True: ("Right.", Look.RIGHT), False: ("Not quite.", Look.NEARLY)}
_BETWEEN = " │ "
_GAP = "  "
_UNTOLD = ("Compare the two.", Look.KEY)


class TypedLine(Frozen):
    """What was typed so far."""

    text: str = ""

    def after(self, key: str) -> TypedLine:
        """The line after one more key; keys that are no letters do nothing to it."""
        if key == "backspace":
            return TypedLine(self.text[:-1])
        letter = " " if key == "space" else key
        fits = len(letter) == 1 and len(self.text) < MAX_LENGTH
        return TypedLine(self.text + letter) if fits else self

    def rows(self, width: int) -> list[Text]:
        """The line as it is shown while it is typed, with a cursor at its end."""
        lines = _wrapped(f"> {self.text}", width - 1)
        last = lines.pop()
        return [*(Text(line, end="") for line in lines), Text(last, end="").append(" ", "reverse")]


def verdict_rows(
    verdict: Verdict | None, line: TypedLine, width: int, card: Callable[[int], list[Text]]
) -> tuple[list[Text], bool]:
    """Return what was typed with what is said of it, and whether the card's answer is beside it.

    That stands there, as `card` gives it for a width, if it is to be compared and there is room.
    """
    if verdict is None:
        return [], False
    half = (width - len(_BETWEEN)) // 2
    if verdict.right is None and width >= MIN_BESIDE:
        beside = card(half)
        if 0 < widest(beside) <= half:
            typed = [Text("You typed", Look.DIM), *_lines(line.text, half)]
            both = _in_columns(typed, [Text("The card", Look.DIM), *beside], half)
            return [Text(), *both, Text(), *said_rows(verdict, width)], True
    return [Text(), *_lines(f"> {line.text}", width), *said_rows(verdict, width)], False


def said_rows(verdict: Verdict, width: int) -> list[Text]:
    """Return what differs between a typed answer and the card's, and what is said of it."""
    if verdict.kind == "none" and verdict.right is False:  # nothing was compared
        return _broken(Text(verdict.why, Look.KEY, end=""), width)
    word, look = _UNTOLD if verdict.right is None else _VERDICTS[verdict.right]
    said = _broken(Text(end="").append(word, look).append(f" {verdict.why}"), width)
    if verdict.terms:
        return [*_ticked(verdict.terms, width), *said]
    # Of a formula the difference is its LaTeX; the formula itself stands right below.
    if not verdict.diff or verdict.kind == "formula" or _all_alike(verdict):
        return said
    marked = Text(end="")
    for piece in verdict.diff:
        shown = _SIGNS.get(piece.mark, "{}").format(visible(piece.text))
        marked.append(shown, _LOOKS[piece.mark]).append(" ")
    return [*_broken(marked, width), *said]


def _all_alike(verdict: Verdict) -> bool:
    """Whether all or nothing of what was typed is right, which needs no marks."""
    marks = {piece.mark for piece in verdict.diff}
    return marks == {"same"} or marks == {"wrong"}


def _ticked(terms: Iterable[Term], width: int) -> list[Text]:
    """The key terms of the card, each with a box that is ticked if it was typed."""
    rows = [Text(end="")]
    for term in terms:
        text = f"[{'x' if term.there else ' '}] {visible(term.text)}"
        shown = Text(text, Look.SAME if term.there else Look.DIM, end="")
        if rows[-1] and rows[-1].cell_len + len(_GAP) + shown.cell_len > width:
            rows.append(Text(end=""))
        rows[-1].append(_GAP if rows[-1] else "").append_text(shown)
    return [line for row in rows for line in _broken(row, width)]


def _in_columns(left: Iterable[Text], right: Iterable[Text], half: int) -> list[Text]:
    rows = []
    for one, two in zip_longest(left, right):
        row = one.copy() if one else Text()
        row.pad_right(half - row.cell_len)
        rows.append(row.append(_BETWEEN, Look.LINE).append_text(two or Text()))
    return rows


def _broken(text: Text, width: int) -> list[Text]:
    return list(text.wrap(Console(width=width), width))


def _lines(text: str, width: int) -> list[Text]:
    return [Text(row, end="") for row in _wrapped(text, width)]


def _wrapped(text: str, width: int) -> list[str]:
    return [line.plain for line in _broken(Text(visible(text)), max(1, width))]
