"""A text → its blocks, by markdown-it-py's block parser with rules of ours.

What it reads as people write it is read by its own rules: fences, headings, quotes, lines between
blocks, HTML, addresses of links. Items of lists, and paragraphs with the displays in them, are read
by ours: documents that were made from printed pages have markers and indentations that Markdown has
not (see `lists`), and their displays may hold any line. Tables, footnotes, front matter and what
terms mean, which it does not have or has in packages of their own, are some lines each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    html_block,
    reference,
)
from markdown_it.rules_inline import backtick, html_inline, image, link

from dcnn_cards.markup import inline, lists, tables
from dcnn_cards.markup.document import Bar, Block, BlockKind
from dcnn_cards.markup.math import opens_display
from dcnn_cards.markup.paragraphs import (
    CODE_INDENT,
    UNDERLINE,
    Reading,
    begin,
    flow,
    is_apart,
    is_deep,
    line_parts,
    places,
    reading,
    words,
)
from dcnn_cards.markup.parts import Emphasis, Formula, Part, Text

MAX_LEVELS = 12
"""Lists within lists; deeper items stay on the last level."""

MAX_QUOTES = 12
"""Quotes within quotes; deeper signs stay as they are."""

BAR = 2
"""Cells from the bar beside what is quoted to its text."""

Rule = Callable[[StateBlock, int, int, bool], bool]

_WITHIN = "newline escape backticks strikethrough emphasis link image autolink html_inline entity"
_RULES = f"blockquote fence heading hr html_block reference {_WITHIN}".split()
_SOURCES = "blockquote code fence heading html_block list reference".split()
# Where a line begins, blanks that are none for markdown-it-py, such as no-break spaces.
_MARGIN = re.compile(r"^[ \t]*[^\S \t\n][^\S\n]*", re.MULTILINE)
_DEFINED = re.compile(
    r"^[ \t>*+-]*\[(?:\^(?P<note>[^\]\s]+)|(?:\\.|[^\]\\]){1,999})\]:", re.MULTILINE
)
_NOTE_LINE = r"(?m)^[ \t>]*\[\^[^\]\s]+\]:.*"
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]:[ \t]*")
_OF_NOTE = "[^]"
_MEANING = re.compile(r":[ \t]+(?=\S)")
_CALLOUT = r"\[!(?P<kind>[A-Za-z][\w-]*)\][+-]?[ \t]*"
_GRID = r"\+(?:[-=:]+\+)+$"
_MATH = ("math", "{math}")
_OPTION = r":[\w-]+:.*$"
# A key of YAML or of TOML, or a remark, in the first line that says something.
_KEY = r"""\s*(?:#.*\n\s*)*["']?[\w.-][\w .-]*["']?\s*[:=](?:\s|$)"""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text from top to bottom; its lines end in line feeds."""
    source = _MARGIN.sub(lambda blanks: " " * len(blanks[0]), text)
    so_far = Reading(*_definitions(source))
    _parser().block.parse(source, _parser(), {"reading": so_far}, [])
    return tuple(so_far.blocks)


def _definitions(source: str) -> tuple[Mapping[str, Any], frozenset[str]]:
    """The addresses of links and the names of footnotes that are defined anywhere in a text."""
    found = list(_DEFINED.finditer(source))
    notes = frozenset(match["note"] for match in found if match["note"])
    if len(notes) == len(found):
        return {}, notes
    env: dict[str, Any] = {}
    _sources().block.parse(re.sub(_NOTE_LINE, "", source), _sources(), env, [])
    return env.get("references", {}), notes


@cache
def _sources() -> MarkdownIt:
    return MarkdownIt("zero", {"html": True}).enable(_SOURCES)


@cache
def _parser() -> MarkdownIt:
    parser = _with_parts(MarkdownIt("zero", {"html": True}).enable(_RULES))
    outer = parser.block.ruler
    ends: RuleOptionsType = {"alt": ["paragraph", "blockquote"]}
    outer.at("fence", _shallow(_fence), ends)
    outer.at("blockquote", _shallow(_quote), ends)
    outer.at("hr", _shallow(_rule), ends)
    outer.at("reference", _shallow(_reference), {"alt": ["paragraph"]})
    outer.at("html_block", _shallow(_html), ends)
    outer.at("heading", _shallow(_heading), ends)
    outer.at("paragraph", _paragraph)
    outer.before("fence", "front", _front)
    outer.before("fence", "indented", _indented)
    outer.before("reference", "note", _shallow(_note), ends)
    outer.before("reference", "table", _shallow(_table), ends)
    outer.before("paragraph", "item", _item, ends)
    outer.before("paragraph", "meaning", _shallow(_meaning), {"alt": ["paragraph"]})
    outer.before("paragraph", "callout", _callout)
    return parser


@cache
def _of_html() -> MarkdownIt:
    """What reads between the tags of a block of HTML: no Markdown, but mathematics."""
    parser = MarkdownIt("zero", {"html": True}).enable(["newline", "html_inline", "entity"])
    parser.inline.ruler.at("html_inline", inline.ended(html_inline))
    parser.inline.ruler.before("html_inline", "mathematics", inline.mathematics)
    return parser.disable("fragments_join")


def _with_parts(parser: MarkdownIt) -> MarkdownIt:
    """The parser with the rules for what is within a line."""
    within = parser.inline.ruler
    within.at("backticks", inline.ended(backtick))
    within.at("link", inline.labelled(inline.ended(link)))
    within.at("image", inline.labelled(inline.ended(image)))
    within.at("html_inline", inline.ended(html_inline))
    within.at("autolink", inline.address_in_angles)
    within.before("escape", "mathematics", inline.mathematics)
    within.before("escape", "address", inline.address)
    within.before("emphasis", "stars", inline.stars)
    within.before("emphasis", "signs", inline.signs)
    within.before("emphasis", "marks", inline.marks)
    within.before("link", "note", inline.note)
    within.before("link", "page", inline.page)
    return parser.disable("fragments_join")


def _shallow(rule: Rule) -> Rule:
    """The rule, for lines that do not stand as far right as code does."""

    def for_line(state: StateBlock, first: int, end: int, silent: bool) -> bool:
        return not is_deep(state, first) and rule(state, first, end, silent)

    return for_line


def _front(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """What stands at the head of a file between two lines of dashes, about the text."""
    if first or silent or state.sCount[0] or words(state, 0) not in ("---", "+++"):
        return False
    opener = words(state, 0)
    for line in range(1, end):
        if words(state, line) in (opener, "...") and not state.sCount[line]:
            if not re.match(_KEY, state.src[state.bMarks[1] : state.bMarks[line]]):
                return False
            state.line = line + 1
            _add(state, first, Block(BlockKind.HIDDEN))
            return True
    return False


def _indented(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Lines that stand further right than a paragraph does are code, unless an item is there."""
    if silent or not is_deep(state, first) or lists.marker(words(state, first), ()):
        return False
    levels = lists.around(reading(state).levels, state.sCount[first])
    margin = (levels[-1].content if levels else 0) + CODE_INDENT
    line = last = first
    while line < end and (state.isEmpty(line) or state.sCount[line] >= margin):
        line += 1
        last = last if state.isEmpty(line - 1) else line
    code = state.getLines(first, last, margin, False).split("\n")
    state.line = last
    indent = reading(state).indent(levels)
    _add(state, first, Block(BlockKind.CODE, indent=indent, code=tuple(code)))
    return True


def _fence(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A fence with its code; one that stands two columns within a list belongs to its item."""
    if not fence(state, first, end, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    language = token.info.split()[0] if token.info.strip() else ""
    lines = tuple(token.content.removesuffix("\n").split("\n"))
    levels = lists.around(reading(state).levels, state.sCount[first])
    indent = reading(state).indent(levels)
    if formula := _fenced(state, first, language, lines):
        block = Block(BlockKind.PARAGRAPH, (formula,), indent=indent)
    else:
        language = language.strip("{}.")
        block = Block(BlockKind.CODE, indent=indent, code=lines, language=language)
    _add(state, first, block)
    return True


def _fenced(state: StateBlock, first: int, language: str, lines: tuple[str, ...]) -> Formula | None:
    """The display that a fence holds, if it says that it does."""
    while language == "{math}" and lines and re.match(_OPTION, lines[0].strip()):
        lines = lines[1:]
    latex = "\n".join(lines).strip()
    if language.lower() not in _MATH or not latex:
        return None
    start, end = begin(state, first), state.eMarks[state.line - 1]
    return Formula(latex, state.src[start:end], True, start, end)


def _quote(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """What is quoted, with all that is in it; a bar stands beside it."""
    so_far = reading(state)
    if len(so_far.bars) == MAX_QUOTES or not blockquote(state, first, end, True):
        return False
    if silent:
        return True
    levels, bars, floor = so_far.levels, so_far.bars, so_far.floor
    outer = lists.around(levels, state.sCount[first])
    at = so_far.indent(outer)
    if so_far.marker:
        so_far.marker += " │"
    so_far.quotes += 1
    so_far.levels, so_far.bars, so_far.floor = (), (*bars, Bar(at, so_far.quotes)), at + BAR
    at = len(so_far.blocks)
    blockquote(state, first, end, False)
    so_far.levels, so_far.bars, so_far.floor = outer, bars, floor
    if len(so_far.blocks) == at:
        _add(state, first, Block(BlockKind.HIDDEN))
    # Lines with nothing but the sign belong to what stands above them.
    quoted = so_far.blocks[at:]
    ends = [*(block.first - 1 for block in quoted[1:]), state.line]
    starts = [first + 1, *(block.first for block in quoted[1:])]
    so_far.blocks[at:] = [
        block.replace(first=start, last=stop)
        for block, start, stop in zip(quoted, starts, ends, strict=True)
    ]
    return True


def _rule(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A line between what is above and below."""
    if not hr(state, first, end, silent):
        return False
    if not silent:
        _add(state, first, Block(BlockKind.RULE, indent=_indent(state, first)))
    return True


def _reference(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Where a link leads that stands elsewhere; it is known already. It ends a footnote."""
    levels = reading(state).levels
    if silent and not (levels and levels[-1].kind == _OF_NOTE):
        return False
    if not reading(state).references or not reference(state, first, end, silent):
        return False
    if not silent:
        _add(state, first, Block(BlockKind.HIDDEN))
    return True


def _html(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Tags and comments, and what is between them."""
    if not html_block(state, first, end, silent):
        return False
    if not silent:
        lines = [words(state, line) for line in range(first, state.line)]
        content = "\n".join(lines)
        tokens: list[Any] = []
        _of_html().inline.parse(content, _of_html(), {"hopeless": set()}, tokens)
        parts = inline.parts(tokens, content, places(state, first, lines))
        _add(state, first, Block(BlockKind.HTML, parts, indent=_indent(state, first)))
    return True


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A table, or one whose frame is drawn with signs, which stays as it is drawn."""
    head = words(state, first)
    drawn = head.startswith("+") and bool(re.match(_GRID, head))
    how = () if drawn else tables.columns(state, first, end)
    if not (how or drawn) or silent:
        return bool(how or drawn)
    rules = state.md.block.ruler.getRules("blockquote")
    line = first + 1 if drawn else first + 2
    while line < end and not state.isEmpty(line) and state.sCount[line] >= 0:
        if not drawn and any(rule(state, line, end, True) for rule in rules):
            break
        line += 1
    state.line = line
    if drawn:
        code = tuple(words(state, number) for number in range(first, line))
        _add(state, first, Block(BlockKind.CODE, indent=_indent(state, first), code=code))
    else:
        block = tables.table(state, first, line, how)
        _add(state, first, block.replace(indent=_indent(state, first)))
    return True


def _note(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A footnote."""
    so_far = reading(state)
    match = _NOTE.match(words(state, first)) if so_far.notes else None
    if match is None or silent:
        return match is not None
    marker = f"[{match['name']}]"
    at = so_far.floor + len(marker) + 1
    so_far.levels = (lists.Level(_OF_NOTE, 0, 2, at),)
    state.tShift[first] += match.end()
    parts = flow(state, first, end) if not state.isEmpty(first) else ()
    state.line = max(state.line, first + 1)
    _add(state, first, Block(BlockKind.NOTE, parts, indent=at, marker=marker))
    return True


def _meaning(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """What a term means, which stands above it, behind a colon."""
    match = _MEANING.match(words(state, first))
    if match is None or first == 0 or (silent and state.isEmpty(first - 1)):
        return False
    so_far = reading(state)
    if silent:
        return True
    above = so_far.blocks[-1] if so_far.blocks else None
    if above is None or above.kind is not BlockKind.PARAGRAPH or above.last < first - 1:
        return False
    outer = lists.around(so_far.levels, state.sCount[first])
    at = so_far.indent(outer) + CODE_INDENT
    so_far.levels = (*outer, lists.Level(":", state.sCount[first], match.end(), at))
    state.tShift[first] += match.end()
    _add(state, first, Block(BlockKind.PARAGRAPH, flow(state, first, end), indent=at))
    return True


def _callout(state: StateBlock, first: int, _end: int, silent: bool) -> bool:
    """The first line of what is quoted, if it says what kind of remark that is."""
    match = re.match(_CALLOUT, words(state, first)) if reading(state).bars else None
    if match is None or silent:
        return match is not None
    start = begin(state, first)
    kind = Text(match["kind"], start + match.start("kind"), start + match.end("kind"))
    title = line_parts(state, first, match.end(), len(words(state, first)))
    blank = (Text(" ", start + match.end() - 1, start + match.end()),) if title else ()
    state.line = first + 1
    parts = tuple(map(_bold, (kind, *blank, *title)))
    _add(state, first, Block(BlockKind.PARAGRAPH, parts, indent=_indent(state, first)))
    return True


def _bold(part: Part) -> Part:
    plain = isinstance(part, Text) and part.emphasis is Emphasis.NONE
    return part.replace(emphasis=Emphasis.BOLD) if plain else part


def _heading(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A heading, if it says anything."""
    if not words(state, first).strip("# \t") or not heading(state, first, end, silent):
        return False
    if not silent:
        title, level = state.tokens[-2].content, len(state.tokens[-1].markup)
        start = words(state, first).find(title, level)
        parts = line_parts(state, first, start, start + len(title))
        indent = _indent(state, first)
        _add(state, first, Block(BlockKind.HEADING, parts, indent=indent, level=level))
    return True


def _item(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """An item of a list: its marker, and the paragraph or what else stands behind it."""
    so_far = reading(state)
    alone = not silent and _stands_alone(state, first, end)
    item = lists.marker(words(state, first), so_far.levels, alone=alone)
    if item is None or silent:
        return item is not None
    column = state.sCount[first]
    levels = lists.opened(so_far.levels, item, column, so_far.floor, apart=is_apart(state, first))
    so_far.levels = levels = levels[:MAX_LEVELS]
    state.tShift[first] += item.length
    state.sCount[first] += item.length
    within = () if state.isEmpty(first) else (_fence, _quote, _rule, _html, _heading, _item)
    if len(levels) < MAX_LEVELS and any(rule(state, first, end, True) for rule in within):
        so_far.marker = f"{so_far.marker} {item.shown}".strip()
        return any(rule(state, first, end, False) for rule in within)
    parts = flow(state, first, end) if within else ()
    state.line = max(state.line, first + 1)
    state.tShift[first] -= item.length
    state.sCount[first] = column
    at, marker, level = levels[-1].text_at, item.shown, len(levels)
    if title := _underline(state, end):
        block = Block(BlockKind.HEADING, parts, indent=at, marker=marker, level=title)
    else:
        block = Block(BlockKind.ITEM, parts, indent=at, marker=marker, level=level)
    _add(state, first, block.replace(numbering=item.kind))
    return True


def _stands_alone(state: StateBlock, line: int, end: int) -> bool:
    """Whether nothing stands above a line, and below it only what is indented."""
    last = line + 1 == end or state.isEmpty(line + 1)
    return (line == 0 or is_apart(state, line)) and (last or state.sCount[line + 1] >= BAR)


def _paragraph(state: StateBlock, first: int, end: int, _silent: bool) -> bool:
    """A paragraph, or a heading that is underlined.

    A display, or what is indented, belongs to the item before it.
    """
    so_far = reading(state)
    levels = lists.around(so_far.levels, state.sCount[first])
    if levels or not opens_display(words(state, first)):
        so_far.levels = levels
    indent = so_far.indent(so_far.levels)
    parts = flow(state, first, end)
    if level := _underline(state, end):
        _add(state, first, Block(BlockKind.HEADING, parts, indent=indent, level=level))
    else:
        _add(state, first, Block(BlockKind.PARAGRAPH, parts, indent=indent))
    return True


def _underline(state: StateBlock, end: int) -> int:
    """The level of the heading that the line below what was read makes of it; 0 if it does not."""
    line = state.line
    text = words(state, line) if line < end and state.sCount[line] >= 0 else ""
    levels = reading(state).levels
    within = not levels or state.sCount[line] >= levels[-1].content
    if not UNDERLINE.match(text) or not within or is_deep(state, line):
        return 0
    state.line += 1
    return 1 if text.startswith("=") else 2


def _indent(state: StateBlock, line: int) -> int:
    """The cell where a block stands that begins in a line; what it is not in ends there."""
    so_far = reading(state)
    so_far.levels = lists.around(so_far.levels, state.sCount[line])
    return so_far.indent(so_far.levels)


def _add(state: StateBlock, first: int, block: Block) -> None:
    """Add a block that ends before the line where the parser is, with its place."""
    so_far = reading(state)
    placed = block.replace(
        first=first + 1,
        last=state.line,
        apart=is_apart(state, first),
        column=state.sCount[first],
        bars=so_far.bars,
        marker=f"{so_far.marker} {block.marker}".strip(),
    )
    so_far.marker = ""
    so_far.blocks.append(placed)
