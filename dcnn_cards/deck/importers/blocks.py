"""A document without markup as a row of blocks, each with its lines in the source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dcnn_cards import markup
from dcnn_cards.deck.card import Span
from dcnn_cards.markup import BlockKind, may_be_marked, read


class Shape(Enum):
    """What a block is made of."""

    TEXT = "text"
    LIST = "list"
    DISPLAY = "display"
    CODE = "code"
    HEADING = "heading"  # of Markdown


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a paragraph, list, heading, displayed formula or code fence.

    `gap` is the number of blank lines before it; where a figure was lost, it is large.
    """

    shape: Shape
    text: str
    span: Span
    gap: int


def split_blocks(document: str) -> list[Block]:
    """Cut `document` at its blank lines and around its headings, but never inside a code fence or a
    displayed formula.
    """
    source = read(document)
    lines = source.text.split("\n")
    groups: list[list[markup.Block]] = []
    for block in source.blocks:
        alone = BlockKind.HEADING in (block.kind, groups[-1][-1].kind if groups else block.kind)
        if not groups or block.apart or alone:
            groups.append([])
        groups[-1].append(block)
    found: list[Block] = []
    for group in groups:
        span = Span(group[0].first, group[-1].last)
        gap = span.first - (found[-1].span.last if found else 0) - 1
        run = lines[span.first - 1 : span.last]
        found.append(_block(_shape(group[0], run[0]), run, span, gap))
    return found


def _block(shape: Shape, lines: list[str], span: Span, gap: int) -> Block:
    # Paragraphs lose the conversion's stray indentation; lists and code need theirs.
    bare = shape not in (Shape.LIST, Shape.CODE)
    text = "\n".join(line.strip() if bare else line.rstrip() for line in lines)
    return Block(shape, text, span, gap)


def _shape(first: markup.Block, line: str) -> Shape:
    if first.is_display:
        return Shape.DISPLAY
    if first.kind is BlockKind.PARAGRAPH and may_be_marked(line.strip()):
        return Shape.LIST  # its first items are further up
    return _SHAPES.get(first.kind, Shape.TEXT)


_SHAPES = {
    BlockKind.ITEM: Shape.LIST,
    BlockKind.HEADING: Shape.HEADING,
    BlockKind.CODE: Shape.CODE,
}
