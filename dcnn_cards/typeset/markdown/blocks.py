"""A text's lines → paragraphs, list items, headings and code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dcnn_cards.typeset.block import Style
from dcnn_cards.typeset.markdown.inline import Formula, Part, Text, parts
from dcnn_cards.typeset.markdown.lists import Level, marker, opened

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<words>.*?)\s*#*\s*$")
_DISPLAY = re.compile(r"\s*(\$\$|\\\[)")
MAX_LEVELS = 12
"""Lists within lists; deeper items stay on the last level."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, item, heading or piece of code.

    `indent` is the column in cells where its text stands, `marker` what hangs to the left of it.
    `apart`: an empty line stands before it in the source. `code` has the lines of a fence.
    """

    parts: tuple[Part, ...]
    indent: int = 0
    marker: str = ""
    apart: bool = False
    code: tuple[str, ...] = ()


def blocks(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, from top to bottom."""
    return tuple(_Reader(text).pieces())


class _Reader:
    """Reads lines one after the other, with the lists that are open."""

    def __init__(self, text: str) -> None:
        self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._levels: tuple[Level, ...] = ()
        self._place = 0
        ends = [index for index, line in enumerate(self._lines) if "$$" in line]
        self._last_dollars = ends[-1] if ends else -1
        ends = [index for index, line in enumerate(self._lines) if r"\]" in line]
        self._last_bracket = ends[-1] if ends else -1

    def pieces(self) -> Iterator[Piece]:
        apart = False
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if not line.strip():
                apart = True
                self._place += 1
                continue
            if apart and line.startswith(("-", "*", "+", "•")):
                self._levels = ()  # a list of its own, not the next level of the one before
            yield replace(self._piece(line), apart=apart)
            apart = False

    def _piece(self, line: str) -> Piece:
        if fence := _FENCE.match(line):
            return self._fence(fence)
        if heading := _HEADING.match(line):
            self._levels = ()
            self._place += 1
            words = parts(heading["words"])
            line_number = self._place
            return Piece(tuple(_placed(_bold(part), line_number, [heading.start("words")])
                               for part in words))  # fmt: skip
        item = marker(line, self._levels)
        if item is None:
            if not self._continues(line):
                self._levels = ()
            indent = self._levels[-1].text_at if self._levels else 0
            return Piece(self._paragraph(0), indent)
        self._levels = opened(self._levels, item)[:MAX_LEVELS]
        return Piece(self._paragraph(item.text_column), self._levels[-1].text_at, item.shown)

    def _continues(self, line: str) -> bool:
        """Whether a new paragraph still belongs to the open list."""
        return bool(_DISPLAY.match(line)) or line.startswith(("  ", "\t"))

    def _fence(self, fence: re.Match[str]) -> Piece:
        margin = fence.start(1)
        code: list[str] = []
        self._place += 1
        while self._place < len(self._lines):
            line = self._lines[self._place]
            self._place += 1
            if line.strip().startswith(fence[1]) and not line.strip(" \t" + fence[1][0]):
                break
            blank = len(line) - len(line.lstrip(" "))
            code.append(line[min(margin, blank) :])
        indent = self._levels[-1].text_at if self._levels and margin >= 2 else 0
        return Piece((), indent, code=tuple(code) or ("",))

    def _paragraph(self, skipped: int) -> tuple[Part, ...]:
        """The lines from here to an empty one or to another block; displays may hold any line."""
        first = self._place
        found: list[str] = []
        margins: list[int] = []
        in_display = False
        while self._place < len(self._lines):
            line = self._lines[self._place]
            if found and not in_display and self._ends(line):
                break
            start = max(skipped if not found else 0, len(line) - len(line.lstrip()))
            found.append(line[start:].rstrip())
            margins.append(start)
            in_display = self._in_display(line, in_display)
            self._place += 1
        return tuple(_placed(part, first + 1, margins) for part in parts("\n".join(found)))

    def _ends(self, line: str) -> bool:
        return (
            not line.strip()
            or _FENCE.match(line) is not None
            or _HEADING.match(line) is not None
            or marker(line, self._levels) is not None
        )

    def _in_display(self, line: str, before: bool) -> bool:
        """Whether a display is open at the end of `line` that a later line closes."""
        if line.count("$$") % 2:
            return not before and self._place < self._last_dollars
        if r"\[" in line and r"\]" not in line:
            return before or self._place < self._last_bracket
        return before and r"\]" not in line


def _bold(part: Part) -> Part:
    return replace(part, style=Style.BOLD) if isinstance(part, Text) else part


def _placed(part: Part, line: int, margins: list[int]) -> Part:
    """A formula with its place in the whole text instead of in its paragraph."""
    if not isinstance(part, Formula):
        return part
    column = part.column + margins[part.line - 1]
    return replace(part, line=line + part.line - 1, column=column)
