"""A text → its blocks, by markdown-it-py's block parser with rules of ours.

Fences and headings are read by its rules. Items of lists, and paragraphs with the displays in them,
are read by ours: documents that were made from printed pages have markers and indentations that
Markdown has not (see `lists`), and their displays may hold any line. What else markdown-it-py can
read is switched on in `_RULES` when there is a layout for it, and added as a block as headings are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence, heading
from markdown_it.rules_inline import backtick, html_inline, image, link
from markdown_it.token import Token

from dcnn_cards.markup import inline, lists
from dcnn_cards.markup.document import Block, BlockKind
from dcnn_cards.markup.math import Opener, opens_display
from dcnn_cards.markup.parts import Part

MAX_LEVELS = 12
"""Lists within lists; deeper items stay on the last level."""

_RULES = "fence heading newline escape backticks emphasis link image autolink html_inline".split()
# Where a line begins, blanks that are none for markdown-it-py, such as no-break spaces.
_MARGIN = re.compile(r"^[ \t]*[^\S \t\n][^\S\n]*", re.MULTILINE)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text from top to bottom; its lines end in line feeds."""
    found: list[Block] = []
    env = {"blocks": found, "levels": (), "barren": {}}
    source = _MARGIN.sub(lambda blanks: " " * len(blanks[0]), text)
    _parser().block.parse(source, _parser(), env, [])
    return tuple(found)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": True}).enable(_RULES).disable("fragments_join")
    within = parser.inline.ruler
    within.at("backticks", inline.ended(backtick))
    within.at("link", inline.labelled(inline.ended(link)))
    within.at("image", inline.labelled(inline.ended(image)))
    within.at("html_inline", inline.ended(html_inline))
    within.at("autolink", inline.address_in_angles)
    within.before("escape", "mathematics", inline.mathematics)
    within.before("escape", "address", inline.address)
    within.before("emphasis", "signs", inline.signs)
    within.before("emphasis", "marks", inline.marks)
    outer = parser.block.ruler
    outer.at("fence", _fence, {"alt": ["paragraph"]})
    outer.at("heading", _heading, {"alt": ["paragraph"]})
    outer.at("paragraph", _paragraph)
    outer.before("paragraph", "item", _item, {"alt": ["paragraph"]})
    return parser


def _fence(state: StateBlock, first: int, end: int, silent: bool, marker: str = "") -> bool:
    """A fence with its code; one that stands two columns within a list belongs to its item."""
    if not fence(state, first, end, silent):
        return False
    if not silent:
        levels: tuple[lists.Level, ...] = state.env["levels"]
        indent = levels[-1].text_at if levels and state.sCount[first] >= 2 else 0
        code = tuple(state.tokens[-1].content.removesuffix("\n").split("\n"))
        _add(state, first, Block(BlockKind.CODE, indent=indent, marker=marker, code=code))
    return True


def _heading(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A heading, if it says anything."""
    if state.sCount[first] > 3 or not _line(state, first).strip("# \t"):
        return False
    if not heading(state, first, end, silent):
        return False
    if not silent:
        words, level = state.tokens[-2].content, len(state.tokens[-1].markup)
        state.env["levels"] = ()
        begin = state.src.find(words, _begin(state, first) + level)
        tokens, _ = _inline(words)
        parts = inline.parts(tokens, words, lambda at: begin + at)
        _add(state, first, Block(BlockKind.HEADING, parts, level=level))
    return True


def _item(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """An item of a list: its marker, and the paragraph or fence behind it."""
    levels: tuple[lists.Level, ...] = state.env["levels"]
    line = _line(state, first)
    if _is_apart(state, first) and not state.sCount[first] and line.startswith(lists.BULLETS):
        levels = ()  # a list of its own, not the next level of the one before
    item = lists.marker(line, levels)
    if item is None or silent:
        return item is not None
    levels = lists.opened(levels, item, state.sCount[first])[:MAX_LEVELS]
    state.env["levels"] = levels
    state.tShift[first] += item.length
    if fence(state, first, end, True):
        state.sCount[first] += item.length
        return _fence(state, first, end, False, item.shown)
    block = Block(
        BlockKind.ITEM,
        _flow(state, first, end),
        indent=levels[-1].text_at,
        marker=item.shown,
        level=len(levels),
        numbering=item.kind,
    )
    _add(state, first, block)
    return True


def _paragraph(state: StateBlock, first: int, end: int, _silent: bool) -> bool:
    """A paragraph; a display, or one that is indented, belongs to the item before it."""
    if state.sCount[first] < 2 and not opens_display(_line(state, first)):
        state.env["levels"] = ()
    levels: tuple[lists.Level, ...] = state.env["levels"]
    indent = levels[-1].text_at if levels else 0
    _add(state, first, Block(BlockKind.PARAGRAPH, _flow(state, first, end), indent=indent))
    return True


def _add(state: StateBlock, first: int, block: Block) -> None:
    """Add a block that ends before the line where the parser is, with its place."""
    placed = block.replace(
        first=first + 1,
        last=state.line,
        apart=_is_apart(state, first),
        column=state.sCount[first],
    )
    state.env["blocks"].append(placed)


def _is_apart(state: StateBlock, line: int) -> bool:
    return line > 0 and state.isEmpty(line - 1)


def _begin(state: StateBlock, line: int) -> int:
    """Where the words of a line begin."""
    return state.bMarks[line] + state.tShift[line]


def _line(state: StateBlock, line: int) -> str:
    """A line without its margin and the blanks at its end."""
    return state.src[_begin(state, line) : state.eMarks[line]].rstrip()


def _flow(state: StateBlock, first: int, end: int) -> tuple[Part, ...]:
    """The parts of the lines from `first` to an empty one or another block.

    A display that is open there goes on to the line that closes it, whatever is between.
    """
    last = _natural_end(state, first, end)
    lines = [_line(state, number) for number in range(first, last)]
    tokens, opener = _inline("\n".join(lines))
    at = 0  # the line from which on `opener` counts
    extended = False
    while opener is not None:
        before = "\n".join(lines[at:])[: opener.at]
        at += before.count("\n")
        column = len(before) - before.rfind("\n") - 1
        closing = _closing(state, opener.closer, lines[at], column, last, end)
        if closing is None:
            break
        extended = True
        following = _natural_end(state, closing, end)
        lines += [_line(state, number) for number in range(last, following)]
        last = following
        _, opener = _inline("\n".join(lines[at:]), column)
    content = "\n".join(lines)
    if extended:
        tokens, _ = _inline(content)
    state.line = last
    return inline.parts(tokens, content, _places(state, first, lines))


def _inline(text: str, start: int = 0) -> tuple[list[Token], Opener | None]:
    """The tokens of a text from `start` on, and the first display in it that is not closed."""
    env: dict[str, Any] = {"hopeless": set()}
    tokens: list[Token] = []
    _parser().inline.parse(text[start:], _parser(), env, tokens)
    opener: Opener | None = env.get("unclosed")
    return tokens, Opener(opener.at + start, opener.closer) if opener else None


def _natural_end(state: StateBlock, first: int, end: int) -> int:
    """The line behind the paragraph that `first` belongs to."""
    rules = state.md.block.ruler.getRules("paragraph")
    line = first + 1
    while line < end and not state.isEmpty(line):
        if any(rule(state, line, end, True) for rule in rules):
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
    barren: dict[str, int] = state.env["barren"]  # to where it is known that there is none
    if start < barren.get(closer, 0):
        return None
    passed = start  # what stands before it is parted from what follows by an empty line
    for number in range(start, end):
        if state.isEmpty(number):
            if bounded:
                return None
            passed = number + 1
            continue
        within = _line(state, number)
        count = within.count(closer)
        if count % 2 or (count and closer != "$$"):
            if begins or passed == start or closer != "$$" or not all(within.split(closer)):
                return number
            break
        if count or fence(state, number, end, True) or _heading(state, number, end, True):
            passed = number
            break
    else:
        passed = end
    if not bounded:
        barren[closer] = passed
    return None


def _places(state: StateBlock, first: int, lines: Sequence[str]) -> Callable[[int], int]:
    """Where in the whole text the characters stand of `lines`, the first of which is `first`."""
    starts, begins = [0], [_begin(state, first)]
    for number, line in enumerate(lines[:-1], first + 1):
        starts.append(starts[-1] + len(line) + 1)
        begins.append(_begin(state, number))

    def place(at: int) -> int:
        line = bisect_right(starts, at) - 1
        return begins[line] + at - starts[line]

    return place
