"""A text as HTML, for whoever shows it elsewhere than in a terminal.

Lists, tables, quotes, code, emphasis and links become what HTML has for them; what a formula
becomes, its caller says. Of tags in the text only those stay that say no more than how words look,
without their attributes and each closed; all others are shown as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape

from dcnn_cards.markup.document import Block, BlockKind, Cell, Column, read
from dcnn_cards.markup.loose import with_loose
from dcnn_cards.markup.parts import Break, Code, Emphasis, Formula, Html, Image, Link, Part, Text
from dcnn_cards.markup.parts import Note as NoteMark

_TAGS = {
    Emphasis.ITALIC: ("<i>", "</i>"),
    Emphasis.BOLD: ("<b>", "</b>"),
    Emphasis.BOLD_ITALIC: ("<b><i>", "</i></b>"),
    Emphasis.STRUCK: ("<del>", "</del>"),
    Emphasis.MARK: ("<mark>", "</mark>"),
}
_STRUCK = "~~"
_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ORDERED = {"a": ' type="a"', "i": ' type="i"'}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z]\w*)[^>]*>")
_KEPT = frozenset(
    "b strong i em cite var dfn u s del ins strike mark sub sup small code kbd samp q div p".split()
)

Said = Callable[[Formula], str]


def as_html(text: str, formula: Said, readable: Callable[[str], bool] = lambda _: False) -> str:
    """Return `text` as HTML, with what `formula` makes of each formula.

    LaTeX outside dollars that is `readable` is a formula too. A text that is one paragraph is not
    put into one.
    """
    return _Writer(formula, readable).html(read(text).blocks)


class _Writer:
    """Writes blocks one after the other, with the quotes and lists that are open."""

    def __init__(self, formula: Said, readable: Callable[[str], bool]) -> None:
        self._formula = formula
        self._readable = readable
        self._open: list[int | Block] = []  # a quote, or the last item of a list
        self._made: list[str] = []

    def html(self, blocks: Sequence[Block]) -> str:
        alone = len(blocks) == 1 and blocks[0].kind is BlockKind.PARAGRAPH and not blocks[0].bars
        for block in blocks:
            self._close(_within(self._open, block))
            for bar in block.bars:
                if bar.quote not in self._open:
                    self._open.append(bar.quote)
                    self._made.append("<blockquote>")
            self._write(block, alone=alone)
        self._close(0)
        return "".join(self._made)

    def _close(self, keep: int) -> None:
        while len(self._open) > keep:
            last = self._open.pop()
            self._made.append(
                "</blockquote>" if isinstance(last, int) else f"</li></{_list_of(last)}>"
            )

    def _write(self, block: Block, *, alone: bool) -> None:
        words = _code(block) or self._inline(block.parts)
        match block.kind:
            case BlockKind.ITEM:
                last = self._open[-1] if self._open else None
                if isinstance(last, Block) and _follows(last, block):
                    self._open[-1] = block
                    self._made.append("</li>")
                else:
                    self._open.append(block)
                    self._made.append(_opened(block))
                self._made.append(f"<li>{words}")
            case BlockKind.HEADING:
                self._made.append(f"<h{block.level}>{words}</h{block.level}>")
            case BlockKind.TABLE:
                self._made.append(self._table(block))
            case BlockKind.RULE:
                self._made.append("<hr>")
            case BlockKind.NOTE:
                self._made.append(
                    f"<p><small>{escape(block.marker, quote=False)} {words}</small></p>"
                )
            case BlockKind.CODE | BlockKind.HTML:
                self._made.append(words)
            case BlockKind.PARAGRAPH:
                self._made.append(words if alone else f"<p>{words}</p>")

    def _table(self, block: Block) -> str:
        head, *rows = block.rows
        lines = [self._row(head, block.columns, "th"), *(self._row(row, block.columns, "td")
                                                         for row in rows)]  # fmt: skip
        return f"<table>{''.join(lines)}</table>"

    def _row(self, cells: Sequence[Cell], columns: Sequence[Column], tag: str) -> str:
        aligned = [*columns, *(Column.NONE for _ in cells)]
        made = (
            f"<{tag}{_ALIGNED[column]}>{self._inline(cell)}</{tag}>"
            for cell, column in zip(cells, aligned, strict=False)
        )
        return f"<tr>{''.join(made)}</tr>"

    def _inline(self, parts: Iterable[Part]) -> str:
        shown = list(with_loose(parts, self._readable))
        tags: list[str] = []
        made = [self._part(part, shown, at, tags) for at, part in enumerate(shown)]
        made += (f"</{tag}>" for tag in reversed(tags))
        return "".join(made).strip()

    def _part(self, part: Part, parts: Sequence[Part], at: int, tags: list[str]) -> str:
        match part:
            case Text():
                words = part.text
                if at + 1 < len(parts) and _is_struck(parts[at + 1]):
                    words = words.removesuffix(_STRUCK)
                if at and _is_struck(parts[at - 1]):
                    words = words.removeprefix(_STRUCK)
                return _emphasised(escape(words, quote=False), part.emphasis)
            case Code():
                return f"<code>{escape(part.text, quote=False)}</code>"
            case Formula():
                return self._formula(part)
            case Break():
                beside = (*parts[max(0, at - 1) : at], *parts[at + 1 : at + 2])
                displayed = any(isinstance(each, Formula) and each.display for each in beside)
                return " " if displayed else "<br>"  # a display has lines of its own
            case Link():
                return _emphasised(self._link(part), part.emphasis)
            case NoteMark():
                return f"<sup>[{escape(part.name, quote=False)}]</sup>"
            case Html():
                return _tag(part, tags)
            case Image():
                return _emphasised(escape(part.source, quote=False), part.emphasis)

    def _link(self, link: Link) -> str:
        label = self._inline(link.label) or escape(link.address, quote=False)
        if not _WEB.match(link.address):
            return label
        return f'<a href="{escape(link.address)}">{label}</a>'


_ALIGNED = {column: f' align="{column.name.lower().replace("centre", "center")}"'
            for column in Column}  # fmt: skip
_ALIGNED[Column.NONE] = ""


def _within(containers: Sequence[int | Block], block: Block) -> int:
    """How many of the quotes and lists that are open, from the outermost on, `block` is in."""
    quotes = [bar.quote for bar in block.bars]
    known: list[int] = []
    for at, each in enumerate(containers):
        if isinstance(each, int):
            if each not in quotes:
                return at
            known.append(each)
            continue
        new = [bar.column for bar in block.bars if bar.quote not in known]
        listed = block.kind is BlockKind.ITEM and not new
        if listed and _follows(each, block):
            return at + 1
        if not (each.level < block.level if listed else min([*new, block.indent]) >= each.indent):
            return at
    return len(containers)


def _follows(item: Block, block: Block) -> bool:
    """Whether `block`, an item, is in the list of `item`."""
    return (item.level, item.numbering) == (block.level, block.numbering)


def _list_of(item: Block) -> str:
    return "ol" if any(sign.isalnum() for sign in item.numbering) else "ul"


def _opened(item: Block) -> str:
    """The beginning of the list whose first item this is."""
    number = item.marker.strip("().")
    start = f' start="{number}"' if number.isdecimal() and number != "1" else ""
    kind = next((said for sign, said in _ORDERED.items() if sign in item.numbering), "")
    return f"<{_list_of(item)}{kind}{start}>"


def _code(block: Block) -> str:
    code = escape("\n".join(block.code), quote=False)
    return f"<pre><code>{code}</code></pre>" if block.code else ""


def _tag(part: Html, tags: list[str]) -> str:
    """A tag of the text; `tags` are open."""
    if part.source.startswith("<!--"):
        return ""
    found = _TAG.fullmatch(part.source)
    name = found["name"].lower() if found else ""
    if name == "br":
        return "<br>"
    if found and name in _KEPT and not found["end"]:
        tags.append(name)
        return f"<{name}>"
    if tags and found and found["end"] and tags[-1] == name:
        return f"</{tags.pop()}>"
    return escape(part.source, quote=False)


def _is_struck(part: Part) -> bool:
    return isinstance(part, Text) and part.emphasis is Emphasis.STRUCK


def _emphasised(html: str, emphasis: Emphasis) -> str:
    before, behind = _TAGS.get(emphasis, ("", ""))
    return f"{before}{html}{behind}" if html else ""
