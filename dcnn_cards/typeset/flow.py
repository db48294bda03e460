"""Paragraphs into lines of a given width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dcnn_cards import markup
from dcnn_cards.frozen import Frozen
from dcnn_cards.markup import (
    BlockKind,
    Break,
    Code,
    Document,
    Emphasis,
    Formula,
    Link,
    Part,
    Text,
    read,
    with_loose,
)
from dcnn_cards.typeset import formula
from dcnn_cards.typeset.block import Block, Fault, Run, Style
from dcnn_cards.typeset.cells import cell_len, visible
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.box import FILLER, Box
from dcnn_cards.typeset.math.ink import COLOURS, runs, unpainted
from dcnn_cards.typeset.math.setting import Setting
from dcnn_cards.typeset.wrap import Line, Strip, Word, cut_line, words_of, wrap

DISPLAY_INDENT = 4
"""Cells before a displayed formula; fewer where the width is needed."""

_LEAST = 12  # columns that an indented text keeps at least
# What stands around a formula without a space goes along when it gets rows of its own.
_OPENING = "([{‘“\"'~"
_TAIL = re.compile(r"\S{1,16}(?!\S)")


def block_of(text: str, base: Setting, *, width: int) -> Block:
    """A whole text as a block."""
    faults: list[Fault] = []
    lines: list[Line] = []
    seams: list[int] = []
    room = False
    document = read(visible(text.replace("\r\n", "\n")))
    for piece in document.blocks:
        body = _Paragraph(document, piece, width, base)
        shown = list(body.lines())
        if lines and lines[-1] and (piece.apart or room or body.opens_apart):
            lines.append(())
        room = body.ends_apart
        seams += (len(lines) + seam for seam in body.seams)
        lines.extend(shown)
        faults.extend(body.faults)
    while lines and not lines[-1]:
        lines.pop()
    return Block(tuple(lines), tuple(faults), tuple(seams))


def source_of(text: str, error: Exception, *, in_ascii: bool, width: int) -> Block:
    """A text as it is written, since `error` was raised where it was to be set."""
    lines = visible(text, in_ascii=in_ascii).split("\n")
    cut = (more for line in lines for more in cut_line(line, width, in_ascii, Style.SOURCE))
    return Block(tuple(cut), (Fault(text, formula.reason(error)),))


class _Paragraph:
    """One piece of the text as lines, and the faults found on the way."""

    def __init__(self, document: Document, piece: markup.Block, width: int, base: Setting) -> None:
        self._document = document
        self._piece = piece
        self._base = base
        self._ascii = base.ascii
        self._indent = max(0, min(piece.indent, width - _LEAST))
        self._width = max(1, width - self._indent)
        self._hangs = bool(piece.marker) and cell_len(piece.marker) < self._indent
        self.faults: list[Fault] = []
        self.seams: list[int] = []
        self.opens_apart = False
        self.ends_apart = False

    def lines(self) -> Iterator[Line]:
        """The lines, indented, with the marker hanging before the first; notes the seams."""
        marked = self._hangs
        made = 0
        for source in self._piece.code:
            self.seams.append(made)
            for line in cut_line(self._plain(source), self._width, self._ascii):
                yield self._margin(line, marked=marked)
                marked = False
                made += 1
        strips = list(self._strips())
        if strips:
            self.opens_apart, self.ends_apart = strips[0].apart, strips[-1].apart
        for index, strip in enumerate(strips):
            if index and (strip.apart or strips[index - 1].apart):
                yield ()
                made += 1
            if not index or strip.display:
                self.seams.append(made)
            for row, line in enumerate(strip.rows):
                yield self._margin(line, marked=marked and row == strip.baseline)
            made += len(strip.rows)
            marked = False

    def _margin(self, line: Line, *, marked: bool) -> Line:
        if marked:
            marker = self._plain(self._piece.marker)
            space = " " * max(0, self._indent - cell_len(marker) - 1)
            return (*([Run(space)] if space else []), Run(marker, Style.MARKER), Run(" "), *line)
        return (Run(" " * self._indent), *line) if self._indent and line else line

    def _plain(self, text: str) -> str:
        return symbols.to_ascii(text) if self._ascii else text

    def _strips(self) -> Iterator[Strip]:
        """Lines of words, and formulas in rows of their own between them."""
        pending: list[Word] = []
        if self._piece.marker and not self._hangs:  # no room to the left of the text
            pending.append(Word((Run(self._plain(self._piece.marker), Style.MARKER),)))
        glued = False
        parts = self._shown()
        for index, part in enumerate(parts):
            if isinstance(part, Break):
                yield from wrap(pending, self._width)
                pending, glued = [], False
            elif isinstance(part, _Words):
                added = words_of(self._plain(part.text), part.style, glued=glued)
                pending.extend(added)
                glued = bool(part.text) and not part.text[-1].isspace()
            else:
                before = _opening(pending) if glued else ""
                after = _closing(parts[index + 1 : index + 2])
                shown = self._formula(part, self._width - cell_len(before) - cell_len(after))
                if shown is None:
                    try:
                        shown = self._display(part, before, after)
                        if (before or after) and shown.width > self._width:
                            before = after = ""  # nothing is too wide for the sake of a comma
                            shown = self._display(part, before, after)
                    except Exception as error:
                        before = after = ""
                        shown = self._unset(part, error)
                    _take(before, pending)
                    following = parts[index + 1 : index + 2]
                    parts[index + 1 : index + 2] = [_without(after, rest) for rest in following]
                if isinstance(shown, list):
                    pending += [replace(word, glued=glued and word is shown[0]) for word in shown]
                    glued = True
                    continue
                yield from wrap(pending, self._width)
                pending, glued = [], False
                yield shown
        yield from wrap(pending, self._width)

    def _shown(self) -> list[_Shown]:
        """The parts to be set; neighbouring words of one style are one."""
        found: list[_Shown] = []
        pending: list[str] = []
        style = Style.PLAIN
        parts = _simple(with_loose(self._piece.parts, lambda latex: not formula.trouble(latex)))
        if self._piece.kind is BlockKind.HEADING:
            parts = (_bold(part) for part in parts)
        for part in (*parts, None):
            if pending and not (isinstance(part, _Words) and part.style is style):
                found.append(_Words("".join(pending), style))
                pending = []
            if isinstance(part, _Words):
                pending.append(part.text)
                style = part.style
            elif part is not None:
                found.append(part)
        return found

    def _formula(self, part: Formula, room: int) -> list[Word] | Strip | None:
        """A formula as words of the line; its source if it cannot be read or set.

        None if it needs rows of its own: it is displayed, or does not fit into `room` columns.
        """
        try:
            return self._in_line(part, room)
        except Exception as error:
            return self._unset(part, error)

    def _in_line(self, part: Formula, room: int) -> list[Word] | None:
        node = formula.tree(part.latex)
        if part.display and not self._base.linear:
            return None
        line = formula.on_one_row(part.latex, self._base)
        if self._base.linear:
            return [Word(_runs(word)) for word in (line or "").split()]
        if line is not None and cell_len(unpainted(line)) <= room:
            return [Word(_runs(line))]
        box = formula.tall(node, self._base)
        return [_tall(box)] if box.width <= room else None

    def _display(self, part: Formula, before: str, after: str) -> Strip:
        """A formula in rows of its own, with the signs that its sentence has around it."""
        node = formula.between(before, formula.tree(part.latex), after)
        set_out = formula.displayed if part.display else formula.tall
        room = self._width - DISPLAY_INDENT
        box = set_out(node, self._base, max(1, room))
        if box.width > room:
            box = set_out(node, self._base, self._width)
        margin = " " * max(0, min(DISPLAY_INDENT, self._width - box.width))
        rows = tuple(_runs(margin + row) if row else () for row in box.painted_lines())
        return Strip(rows, box.baseline, apart=True, display=part.display)

    def _unset(self, part: Formula, error: Exception) -> list[Word] | Strip:
        """The source of a formula, and the fault that it has."""
        place = self._document.place(part.start)
        self.faults.append(Fault(part.source, formula.reason(error), *place))
        return self._source(part)

    def _source(self, part: Formula) -> list[Word] | Strip:
        lines = formula.marked(part.source, in_ascii=self._ascii)
        if not part.display and len(lines) == 1 and cell_len(lines[0]) <= self._width:
            return [Word((Run(lines[0], Style.SOURCE),))]
        cut = (more for line in lines
               for more in cut_line(line, self._width, self._ascii, Style.SOURCE))  # fmt: skip
        return Strip(tuple(cut), apart=True)


def _tall(box: Box) -> Word:
    """A formula of several rows on the line of its sentence."""
    rows = tuple(_runs(row.replace(FILLER, "")) for row in box.rows)
    at = box.baseline
    return Word(rows[at], above=rows[:at], below=rows[at + 1 :])


def _runs(row: str) -> tuple[Run, ...]:
    """A row of a formula: relations, drawn lines, words and colours each with their style."""
    return tuple(
        Run(text, _STYLES.get(ink, Style.MATH), ink if ink in COLOURS else "")
        for text, ink in runs(row)
    )


_STYLES = {"text": Style.TEXT, "relation": Style.RELATION, "rule": Style.RULE}


class _Words(Frozen):
    """Words with their spaces, in one style."""

    text: str
    style: Style


_Shown = _Words | Formula | Break

_EMPHASIS = {
    Emphasis.NONE: Style.PLAIN,
    Emphasis.ITALIC: Style.ITALIC,
    Emphasis.BOLD: Style.BOLD,
    Emphasis.MARK: Style.MARK,
}


def _simple(parts: Iterable[Part]) -> Iterator[_Shown]:
    """The parts as words, formulas and ends of lines; what has no layout as it was written."""
    for part in parts:
        if isinstance(part, Formula | Break):
            yield part
        elif isinstance(part, Code):
            yield _Words(part.text, Style.CODE)
        elif isinstance(part, Text):
            yield _Words(part.text, _EMPHASIS[part.emphasis])
        elif isinstance(part, Link):
            yield _Words(part.opening, _EMPHASIS[part.emphasis])
            yield from _simple(part.label)
            yield _Words(part.closing, _EMPHASIS[part.emphasis])
        else:
            yield _Words(part.source, _EMPHASIS[part.emphasis])


def _bold(part: _Shown) -> _Shown:
    return part.replace(style=Style.BOLD) if isinstance(part, _Words) else part


def _closing(following: Iterable[_Shown]) -> str:
    """What follows a formula without a space: punctuation, the end of a word."""
    for part in following:
        if isinstance(part, _Words):
            match = _TAIL.match(part.text)
            return match[0] if match else ""
    return ""


def _opening(pending: list[Word]) -> str:
    """The brackets and quotes that the last word ends with."""
    if not pending or not pending[-1].runs or pending[-1].tall:  # a formula, if not nothing
        return ""
    last = pending[-1].runs[-1].text
    return last[len(last.rstrip(_OPENING)) :]


def _take(signs: str, pending: list[Word]) -> None:
    """Take `signs` off the end of the last word."""
    if signs:
        word = pending.pop()
        *runs, last = word.runs
        kept = last.text[: -len(signs)]
        runs += [Run(kept, last.style)] if kept else []
        pending += [replace(word, runs=tuple(runs))] if runs else []


def _without(signs: str, part: _Shown) -> _Shown:
    """The part that begins with `signs` without them."""
    return part.replace(text=part.text[len(signs) :]) if isinstance(part, _Words) else part
