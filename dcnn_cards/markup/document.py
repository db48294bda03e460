"""A text as it was read: its blocks with their parts, and what stands where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache

from dcnn_cards.frozen import Frozen
from dcnn_cards.markup.lists import marker
from dcnn_cards.markup.parts import Formula, Link, Part, Text


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"
    NOTE = "note"  # a footnote
    HTML = "html"
    RULE = "rule"  # a line between what is above and below
    HIDDEN = "hidden"  # what is read and not shown: front matter, addresses of links


class Column(Enum):
    """How the cells of a column stand in it."""

    NONE = ""
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


Cell = tuple[Part, ...]


class Bar(Frozen):
    """The line that is drawn beside what is quoted: its column in cells, and which quote it is."""

    column: int
    quote: int


class Block(Frozen):
    """A paragraph, an item, a heading and so on, in the lines from `first` to `last`, from 1.

    An item is its marker and first paragraph; what belongs to it follows. `apart`: an empty line
    stands before it. `column` is its indentation in the source, in cells, `indent` the column where
    its text is to stand, `marker` what hangs to the left of it. What is quoted has `bars`,
    one for each quote that it is in. `level` is that of a heading, or how deep an item
    is in lists, from 1; `numbering` tells the lists of one level apart: `1.`, `(a)`, `(i)` and the
    like, `-` for bullets. `code` has lines of code, `language` what they are written in if that is
    said. A table has `rows`, the first of which is its head; `parts` has those of all cells.
    """

    kind: BlockKind
    parts: tuple[Part, ...] = ()
    first: int = 1
    last: int = 1
    apart: bool = False
    column: int = 0
    indent: int = 0
    marker: str = ""
    level: int = 0
    numbering: str = ""
    code: tuple[str, ...] = ()
    language: str = ""
    bars: tuple[Bar, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def is_display(self) -> bool:
        """Whether it begins with a displayed formula."""
        return bool(self.parts) and isinstance(self.parts[0], Formula) and self.parts[0].display


class Document(Frozen):
    """A text whose lines end in line feeds, and its blocks."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def formulas(self) -> Iterator[Formula]:
        """The formulas between delimiters, in order."""
        return (part for part in self.parts if isinstance(part, Formula))

    @property
    def parts(self) -> Iterator[Part]:
        """The parts of all blocks, those in the labels of links too."""
        return _walk(part for block in self.blocks for part in block.parts)

    @property
    def lone_dollars(self) -> tuple[int, ...]:
        r"""Where dollars stand that begin or end no formula, and are not written as `\$`."""
        words = (part for part in self.parts if isinstance(part, Text) and not part.escaped)
        return tuple(
            part.start + at for part in words for at, sign in enumerate(part.text) if sign == "$"
        )

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of a character, both from 1."""
        starts = _line_starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=2)
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _walk(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, Link):
            yield from _walk(part.label)


# One line that begins with a letter and has no sign that a rule for parts of lines begins with.
_WORDS = re.compile(r"[^\W\d_](?:[^\\$*_`\[<&~:=\r\n]|:(?!//)|=(?!=))*")


@lru_cache(maxsize=8)
def read(text: str) -> Document:
    """The text as it was read. Any text at all is read, in a time that grows as its length does.

    A line of words is a paragraph, whatever the rules, and needs no parser: markdown-it-py takes
    longer to import than the first question of a session may.
    """
    if _WORDS.fullmatch(text) and not marker(text, ()):
        line = text.rstrip()
        words = Text(line, 0, len(line))
        return Document(text, (Block(BlockKind.PARAGRAPH, (words,)),))
    from dcnn_cards.markup.blocks import blocks

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Document(text, blocks(text))


def formulas(text: str) -> tuple[Formula, ...]:
    """The formulas of a text that stand between delimiters."""
    return tuple(read(text).formulas) if _may_have_formulas(text) else ()


def _may_have_formulas(text: str) -> bool:
    return "$" in text or "\\" in text


def masked(text: str, mask: Callable[[str], str]) -> str:
    """A text with something else in place of each formula, which `mask` makes of its source."""
    if not _may_have_formulas(text):
        return text
    document = read(text)
    made: list[str] = []
    at = 0
    for formula in document.formulas:
        source = document.text[formula.start : formula.end]
        made += (document.text[at : formula.start], mask(source))
        at = formula.end
    return "".join([*made, document.text[at:]])
