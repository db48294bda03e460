"""Lines that belong together as a paragraph, with the displays in it, and the parts of lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token

from dcnn_cards.markup import inline
from dcnn_cards.markup.document import Bar, Block
from dcnn_cards.markup.lists import Level, around
from dcnn_cards.markup.math import Found, Opener, formula_at
from dcnn_cards.markup.parts import Part

CODE_INDENT = 4
"""Columns that a line of code stands further right than what it belongs to."""

_WORDS = re.compile(r"[^\W\d_]+(?:[,;:’'-]? )?[^\W\d_]+ ")
UNDERLINE = re.compile(r"(?:={2,}|-{2,})$")
"""What stands below a heading of the kind that is underlined."""


@dataclass(slots=True)
class Reading:
    """How far a text has been read: its blocks until now, and what is open."""

    references: Mapping[str, Any]
    """The addresses of links that stand elsewhere in the text, by their normalised labels."""
    notes: frozenset[str]
    """The names of its footnotes."""
    blocks: list[Block] = field(default_factory=list)
    levels: tuple[Level, ...] = ()
    bars: tuple[Bar, ...] = ()
    quotes: int = 0
    floor: int = 0
    """The cell from which on what is quoted stands."""
    marker: str = ""
    """That of an item whose block is still to be read."""
    barren: dict[str, int] = field(default_factory=dict)
    """To where it is known that nothing closes a display, by what would."""

    def indent(self, levels: tuple[Level, ...]) -> int:
        """The cell where the text of what is in these levels stands."""
        return levels[-1].text_at if levels else self.floor


def reading(state: StateBlock) -> Reading:
    """What has been read so far."""
    found: Reading = state.env["reading"]
    return found


def begin(state: StateBlock, line: int) -> int:
    """Where the words of a line begin."""
    return state.bMarks[line] + state.tShift[line]


def words(state: StateBlock, line: int) -> str:
    """A line without its margin and the blanks at its end."""
    return state.src[begin(state, line) : state.eMarks[line]].rstrip()


def is_apart(state: StateBlock, line: int) -> bool:
    """Whether an empty line stands before this one."""
    return line > 0 and state.isEmpty(line - 1)


def is_deep(state: StateBlock, line: int) -> bool:
    """Whether a line stands as far right as code does."""
    column = state.sCount[line]
    if column < CODE_INDENT:
        return False
    levels = around(reading(state).levels, column)
    return column - (levels[-1].content if levels else 0) >= CODE_INDENT


def flow(state: StateBlock, first: int, end: int) -> tuple[Part, ...]:
    """The parts of the lines from `first` to an empty one or another block.

    A display that is open there goes on to the line that closes it, whatever is between.
    """
    last = _natural_end(state, first, end)
    lines = [words(state, number) for number in range(first, last)]
    tokens, opener = _inline(state, "\n".join(lines))
    at = 0  # the line from which on `opener` counts
    extended = False
    while opener is not None:
        before = "\n".join(lines[at:])[: opener.at]
        at += before.count("\n")
        column = len(before) - before.rfind("\n") - 1
        closing = _closing(state, opener.closer, lines[at], column, last, end)
        if closing is None:
            break
        following = _natural_end(state, closing, end)
        more = [*lines, *(words(state, number) for number in range(last, following))]
        if not isinstance(formula_at("\n".join(more[at:]), column, set()), Found):
            break
        lines, last, extended = more, following, True
        _, opener = _inline(state, "\n".join(lines[at:]), column)
    content = "\n".join(lines)
    if extended:
        tokens, _ = _inline(state, content)
    state.line = last
    return inline.parts(tokens, content, places(state, first, lines))


def line_parts(state: StateBlock, line: int, start: int, end: int) -> tuple[Part, ...]:
    """The parts of a line that stand from `start` to `end` of its words."""
    at = begin(state, line) + start
    content = words(state, line)[start:end]
    tokens, _ = _inline(state, content)
    return inline.parts(tokens, content, lambda offset: at + offset)


def _inline(state: StateBlock, text: str, start: int = 0) -> tuple[list[Token], Opener | None]:
    """The tokens of a text from `start` on, and the first display in it that is not closed."""
    so_far = reading(state)
    env: dict[str, Any] = {"hopeless": set(), "notes": so_far.notes}
    if so_far.references:
        env["references"] = so_far.references
    tokens: list[Token] = []
    state.md.inline.parse(text[start:], state.md, env, tokens)
    opener: Opener | None = env.get("unclosed")
    return tokens, Opener(opener.at + start, opener.closer) if opener else None


def _natural_end(state: StateBlock, first: int, end: int) -> int:
    """The line behind the paragraph that `first` belongs to."""
    rules = state.md.block.ruler.getRules("paragraph")
    line = first + 1
    while line < end and not state.isEmpty(line):
        text = words(state, line)
        goes_on = _WORDS.match(text) and "|" not in text  # no rule begins like that: none is asked
        if not goes_on and state.sCount[line] >= 0:  # else it goes on from a quote without its sign
            if any(rule(state, line, end, True) for rule in rules):
                break
            if UNDERLINE.match(text) and not is_deep(state, line):
                break
        line += 1
    return line


def _closing(
    state: StateBlock, closer: str, line: str, column: int, start: int, end: int
) -> int | None:
    """The line from `start` on that closes a display which `line` opens at `column`.

    None if a fence, a heading or a whole display comes first, or an empty line, unless the display
    begins its line, or it ends its line and dollars that close it begin or end theirs.
    """
    begins = not line[:column].strip()
    bounded = not begins and bool(line[column + len(closer) :].strip())
    barren = reading(state).barren
    if start < barren.get(closer, 0):
        return None
    passed = start  # what stands before it is parted from what follows by an empty line
    for number in range(start, end):
        if state.isEmpty(number):
            if bounded:
                return None
            passed = number + 1
            continue
        within = words(state, number)
        count = within.count(closer)
        if count % 2 or (count and closer != "$$"):
            if begins or passed == start or closer != "$$" or not all(within.split(closer)):
                return number
            break
        if count or fence(state, number, end, True) or _is_heading(within):
            passed = number
            break
    else:
        passed = end
    if not bounded:
        barren[closer] = passed
    return None


_HEADING = re.compile(r"#{1,6}[ \t]+[^#\s]")


def _is_heading(line: str) -> bool:
    return bool(_HEADING.match(line))


def places(state: StateBlock, first: int, lines: Sequence[str]) -> Callable[[int], int]:
    """Where in the whole text the characters stand of `lines`, the first of which is `first`."""
    starts, begins = [0], [begin(state, first)]
    for number, line in enumerate(lines[:-1], first + 1):
        starts.append(starts[-1] + len(line) + 1)
        begins.append(begin(state, number))

    def place(at: int) -> int:
        line = bisect_right(starts, at) - 1
        return begins[line] + at - starts[line]

    return place
