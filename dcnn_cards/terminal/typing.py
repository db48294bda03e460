"""An answer that is typed: the line it is typed on, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from dcnn_cards.frozen import Frozen
from dcnn_cards.terminal.theme import Look
from dcnn_cards.typeset import visible

if TYPE_CHECKING:
    from dcnn_cards.judging.verdict import Verdict

MAX_LENGTH = 2_000
"""Characters of a typed answer."""

LINE_KEYS = ("space", "backspace", "enter", "escape")
"""Keys with a name that have their own meaning while an answer is typed."""

# By the marks of a verdict, which is not imported before there is one.
_LOOKS = {
    "same": Look.SAME,
    "missing": Look.MISSING,
    "wrong": Look.WRONG,
    "extra": Look.EXTRA,
}
# Without colour, missing, wrong and superfluous words are told by their brackets.
_SIGNS = {"missing": "[{}]", "wrong": "{{{}}}", "extra": "({})"}
_VERDICTS = {True: ("Right.", Look.RIGHT), False: ("Not quite.", Look.NEARLY)}
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


def verdict_rows(verdict: Verdict | None, line: TypedLine, width: int) -> list[Text]:
    """Return the typed answer with the differences marked, and what is said of it."""
    if verdict is None:
        return []
    typed = (Text(row, end="") for row in _wrapped(f"> {line.text}", width))
    return [Text(), *typed, *said_rows(verdict, width)]


def said_rows(verdict: Verdict, width: int) -> list[Text]:
    """Return what differs between a typed answer and the card's, and what is said of it."""
    word, look = _UNTOLD if verdict.right is None else _VERDICTS[verdict.right]
    said = _broken(Text(end="").append(word, look).append(f" {verdict.why}"), width)
    # Of a formula the difference is its LaTeX; the formula itself stands right below.
    if verdict.right is not False or not verdict.diff or verdict.kind == "formula":
        return said
    marked = Text(end="")
    for piece in verdict.diff:
        shown = _SIGNS.get(piece.mark, "{}").format(visible(piece.text))
        marked.append(shown, _LOOKS[piece.mark]).append(" ")
    return [*_broken(marked, width), *said]


def _broken(text: Text, width: int) -> list[Text]:
    return list(text.wrap(Console(width=width), width))


def _wrapped(text: str, width: int) -> list[str]:
    return [line.plain for line in _broken(Text(visible(text)), max(1, width))]
