"""A document without markup as a row of blocks, each with its lines in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from dcnn_cards.deck.card import Span

_ITEM = re.compile(r"\s*(?:[-•]\s|\*\s|\d{1,3}[.)]\s|\([a-z0-9]{1,4}\)\s|[ivx]{1,5}\.\s)")
_HEADING = re.compile(r"#{1,6}\s+\S")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


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
    """Cut `document` at its blank lines, but never inside a code fence or a displayed formula."""
    blocks: list[Block] = []
    run: list[str] = []
    closer = ""  # what ends the fence or formula that is open
    gap = 0
    lines = document.split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if not closer and not line.strip():
            if run:
                blocks.append(_block(run, number - 1, gap))
                run, gap = [], 0
            gap += 1
            continue
        if not closer and _HEADING.match(line):
            if run:
                blocks.append(_block(run, number - 1, gap))
                run, gap = [], 0
            blocks.append(Block(Shape.HEADING, line.strip(), Span(number, number), gap))
            gap = 0
            continue
        run.append(line)
        closer = _still_open(line, closer)
    if run:
        blocks.append(_block(run[:-1] if not run[-1].strip() else run, len(lines), gap))
    return blocks


def _still_open(line: str, closer: str) -> str:
    """Return what must come to close the fence or formula open after `line`, "" for none."""
    fence = _FENCE.match(line)
    if closer.startswith(("`", "~")):
        return "" if fence and fence[1].startswith(closer) else closer
    if not closer and fence:
        return fence[1]
    odd = line.count("$$") % 2 == 1
    if closer == "$$":
        return "" if odd else "$$"
    return "$$" if odd else ""


def _block(run: list[str], last: int, gap: int) -> Block:
    shape = _shape(run[0])
    # Paragraphs lose the conversion's stray indentation; lists and code need theirs.
    bare = shape in (Shape.TEXT, Shape.DISPLAY)
    text = "\n".join(line.strip() if bare else line.rstrip() for line in run)
    return Block(shape, text, Span(last - len(run) + 1, last), gap)


def _shape(first_line: str) -> Shape:
    if _FENCE.match(first_line):
        return Shape.CODE
    if first_line.lstrip().startswith(("$$", r"\[", r"\begin{")):
        return Shape.DISPLAY
    if _ITEM.match(first_line):
        return Shape.LIST
    return Shape.TEXT
