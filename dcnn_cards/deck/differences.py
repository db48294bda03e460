"""What of a source's words differs from what is learned, marked within these words.

The marks are signs of their own, so that they can be read without colour and in ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from dcnn_cards.markup import Block, Code, Document, Formula, Link, Part, Text, read

STRUCK = "~~"
"""Stands before and after what is not so in what is learned."""

LACKING = "[...]"
"""Stands where what is learned has something that the source lacks."""

LEFT_OUT = "…"
"""Stands for paragraphs in which nothing differs."""

# What is compared at once: the time that it takes grows with the square of this.
_MAX_UNITS = 500

# Mathematics without dollars is one unit, as is a word or a number; a sign is one by itself.
_UNIT = re.compile(r"\S*[\\^_={}]\S*|\w+(?:[.'’×-]\w+)*|\S")
_OPENING = ("(", "[", "“", "‘")
_WEIGHTY = re.compile(r"\w{4}|\d")


class _Unit(NamedTuple):
    """A word, a sign, or a whole formula or piece of code; `key` is what it is compared by."""

    key: str
    start: int
    end: int
    whole: bool = False

    @property
    def weighty(self) -> bool:
        """Whether two changes with only such units between them are two, and not one."""
        return self.whole or bool(_WEIGHTY.search(self.key))

    @property
    def said(self) -> bool:
        """Whether it says anything: punctuation alone does not."""
        return any(char.isalnum() for char in self.key)


class _Change(NamedTuple):
    """Units of the source from `first` to before `last` that differ; `more`: words are lacking."""

    first: int
    last: int
    more: bool


def marked(source: str, learned: str, *, shortened: bool = False) -> str:
    """Return `source` with what is not so in `learned` struck, and a mark where it lacks something.

    Words are compared without regard to case and punctuation, formulas as a whole. If `shortened`,
    paragraphs, items and formulas on lines of their own are left out where nothing differs.
    """
    document = read(source)
    units, others = _units(document), _units(read(learned))
    marks = list(_marks(document.text, units, _changes(units, others)))
    text = document.text
    for at, mark in reversed(marks):
        text = text[:at] + mark + text[at:]
    if not (shortened and marks):
        return text
    lines = {document.place(at)[0] for at, _ in marks}
    return _shortened(text, document.blocks, lines)


def _units(document: Document) -> list[_Unit]:
    return [
        unit
        for block in document.blocks
        for unit in (*_of_parts(block.parts), *_of_code(document.text, block))
    ]


def _of_parts(parts: Iterable[Part]) -> Iterator[_Unit]:
    for part in parts:
        match part:
            case Formula():
                yield _Unit("".join(part.latex.split()), part.start, part.end, whole=True)
            case Code():
                yield _Unit(part.text, part.start, part.end, whole=True)
            case Link(label=label) if label:
                yield from _of_parts(label)
            case Text(escaped=False):
                for match in _UNIT.finditer(part.text):
                    start, end = part.start + match.start(), part.start + match.end()
                    yield _Unit(match[0].casefold(), start, end)


def _of_code(text: str, block: Block) -> Iterator[_Unit]:
    """The lines of a fence."""
    if not block.code:
        return
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        code = line.strip()
        if block.first <= number <= block.last and code and not code.startswith(("```", "~~~")):
            start = at + line.index(code)
            yield _Unit(code, start, start + len(code), whole=True)
        at += len(line) + 1


def _changes(units: Sequence[_Unit], others: Sequence[_Unit]) -> list[_Change]:
    """Where two texts differ; what is too long to be compared differs between its ends."""
    ours, theirs = [unit.key for unit in units], [unit.key for unit in others]
    head = _common(ours, theirs)
    tail = _common(ours[head:][::-1], theirs[head:][::-1])
    ours, theirs = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    if max(len(ours), len(theirs)) > _MAX_UNITS:
        return [_Change(head, head + len(ours), more=True)]
    found: list[_Change] = []
    for tag, first, last, other_first, other_last in SequenceMatcher(
        None, ours, theirs, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        lacking = others[head + other_first : head + other_last]
        change = _Change(head + first, head + last, any(unit.said for unit in lacking))
        before = found[-1] if found else None
        between = units[before.last : change.first] if before else ()
        if (
            before
            and before.first < before.last
            and change.first < change.last
            and not any(unit.weighty for unit in between)
        ):
            found[-1] = _Change(before.first, change.last, before.more or change.more)
        else:
            found.append(change)
    return found


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many units two texts begin with that are the same."""
    pairs = zip(ours, theirs, strict=False)
    unlike = (at for at, (one, other) in enumerate(pairs) if one != other)
    return next(unlike, min(len(ours), len(theirs)))


def _marks(
    text: str, units: Sequence[_Unit], changes: Iterable[_Change]
) -> Iterator[tuple[int, str]]:
    """Where marks go, from the beginning of a text to its end."""
    for first, last, more in changes:
        if any(unit.said for unit in units[first:last]):
            for start, end in _on_lines(text, units[first:last]):
                yield from ((start, STRUCK), (end, STRUCK))
        elif more:
            yield _lack(text, units, first)


def _lack(text: str, units: Sequence[_Unit], at: int) -> tuple[int, str]:
    """Where the mark goes for words that are lacking before the unit `at`: with the one before."""
    if at == 0:
        return 0, f"{LACKING} "
    before = units[at - 1]
    if before.key in _OPENING and at < len(units):
        return units[at].start, f"{LACKING} "
    # Directly before a bracket it would be the label of a link.
    return before.end, f" {LACKING} " if text[before.end : before.end + 1] == "(" else f" {LACKING}"


def _on_lines(text: str, units: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """From where to where units say something, line by line: marks go round no list's marker."""
    line: list[_Unit] = []
    for unit in units:
        if line and "\n" in text[line[-1].end : unit.start]:
            yield line[0].start, line[-1].end
            line = []
        if unit.said:
            line.append(unit)
    if line:
        yield line[0].start, line[-1].end


def _shortened(text: str, blocks: Iterable[Block], changed: set[int]) -> str:
    """The blocks of `text` that have a line of `changed`, with a mark for what is between them."""
    lines = text.split("\n")
    shown: list[str] = []
    for block in blocks:
        own = range(block.first, block.last + 1)
        if changed.isdisjoint(own):
            piece = [LEFT_OUT]
            if shown and shown[-1] == LEFT_OUT:
                continue
        else:
            piece = lines[block.first - 1 : block.last]
        shown += ["", *piece] if block.apart or LEFT_OUT in (*piece, *shown[-1:]) else piece
    return "\n".join(shown).strip("\n")
