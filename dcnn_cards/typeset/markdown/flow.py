"""Paragraphs into lines of a given width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dcnn_cards.typeset import formula
from dcnn_cards.typeset.block import Block, Fault, Run, Style
from dcnn_cards.typeset.cells import cell_len, visible
from dcnn_cards.typeset.markdown.blocks import Piece, blocks
from dcnn_cards.typeset.markdown.inline import Break, Formula, Part, Text
from dcnn_cards.typeset.markdown.loose import with_formulas
from dcnn_cards.typeset.markdown.wrap import Line, Word, cut_line, words, wrap
from dcnn_cards.typeset.math import layout, symbols
from dcnn_cards.typeset.math.errors import MathError, TallError
from dcnn_cards.typeset.math.ink import runs, unpainted
from dcnn_cards.typeset.math.setting import Setting

DISPLAY_INDENT = 4
"""Cells before a displayed formula; fewer where the width is needed."""

_LEAST = 12  # columns that an indented text keeps at least
# What stands around a formula without a space goes along when it gets rows of its own.
_OPENING = "([{‘“\"'"
_TAIL = re.compile(r"\S{1,16}(?!\S)")


@dataclass(frozen=True, slots=True)
class _Picture:
    """Rows that stand by themselves; a marker goes before the row at `baseline`."""

    lines: tuple[Line, ...]
    baseline: int


def typeset(text: str, base: Setting, *, width: int) -> Block:
    """A whole text as a block."""
    faults: list[Fault] = []
    lines: list[Line] = []
    room = False
    for piece in blocks(visible(text)):
        body = _Paragraph(piece, width, base)
        shown = list(body.lines())
        if lines and lines[-1] and (piece.apart or room or body.opens_with_picture):
            lines.append(())
        room = body.ends_with_picture
        lines.extend(shown)
        faults.extend(body.faults)
    while lines and not lines[-1]:
        lines.pop()
    return Block(tuple(lines), tuple(faults))


class _Paragraph:
    """One piece of the text as lines, and the faults found on the way."""

    def __init__(self, piece: Piece, width: int, base: Setting) -> None:
        self._piece = piece
        self._base = base
        self._ascii = base.ascii
        self._indent = max(0, min(piece.indent, width - _LEAST))
        self._width = max(1, width - self._indent)
        self._hangs = bool(piece.marker) and cell_len(piece.marker) < self._indent
        self.faults: list[Fault] = []
        self.opens_with_picture = False
        self.ends_with_picture = False

    def lines(self) -> Iterator[Line]:
        """The lines, indented, with the marker hanging before the first."""
        if self._piece.code:
            for source in self._piece.code:
                for line in cut_line(self._plain(source), self._width, self._ascii):
                    yield self._margin(line, marked=False)
            return
        marked = self._hangs
        segments = list(self._segments())
        for index, segment in enumerate(segments):
            self.ends_with_picture = isinstance(segment, _Picture)
            if isinstance(segment, _Picture):
                self.opens_with_picture |= index == 0
                if index:
                    yield ()
                for row, line in enumerate(segment.lines):
                    yield self._margin(line, marked=marked and row == segment.baseline)
                if index + 1 < len(segments) and not isinstance(segments[index + 1], _Picture):
                    yield ()
            else:
                for line in wrap(segment, self._width):
                    yield self._margin(line, marked=marked)
                    marked = False
            marked = False

    def _margin(self, line: Line, *, marked: bool) -> Line:
        if marked:
            marker = self._plain(self._piece.marker)
            space = " " * max(0, self._indent - cell_len(marker) - 1)
            return (*([Run(space)] if space else []), Run(marker, Style.MARKER), Run(" "), *line)
        return (Run(" " * self._indent), *line) if self._indent and line else line

    def _plain(self, text: str) -> str:
        return symbols.to_ascii(text) if self._ascii else text

    def _segments(self) -> Iterator[list[Word] | _Picture]:
        """Lines of words, and pictures between them."""
        pending: list[Word] = []
        if self._piece.marker and not self._hangs:  # no room to the left of the text
            pending.append(Word((Run(self._plain(self._piece.marker), Style.MARKER),)))
        glued = False
        parts = list(with_formulas(self._piece.parts))
        for index, part in enumerate(parts):
            if isinstance(part, Break):
                if pending:
                    yield pending
                pending, glued = [], False
            elif isinstance(part, Text):
                added = words(self._plain(part.text), part.style, glued=glued)
                pending.extend(added)
                glued = bool(part.text) and not part.text[-1].isspace()
            else:
                shown = self._formula(part)
                if isinstance(shown, list):
                    pending += [Word(word.runs, glued and word is shown[0]) for word in shown]
                    glued = True
                    continue
                before = _opening(pending) if glued and shown is None else ""
                after = _closing(parts[index + 1 : index + 2]) if shown is None else ""
                if pending:
                    yield pending
                pending, glued = [], False
                yield shown or self._picture(part, before, after)
                if after:
                    rest = parts[index + 1]
                    assert isinstance(rest, Text)
                    parts[index + 1] = Text(rest.text[len(after) :], rest.style)
        if pending:
            yield pending

    def _formula(self, part: Formula) -> list[Word] | _Picture | None:
        """A formula as words of the line; its source if it cannot be read; None if it is tall."""
        try:
            formula.read(part.latex)
        except MathError as error:
            self.faults.append(Fault(part.source, error.reason, part.line, part.column))
            return self._source(part)
        if self._base.linear:
            return [Word(_runs(word)) for word in (one_row(part.latex, self._base) or "").split()]
        line = None if part.display else one_row(part.latex, self._base)
        if line is None or cell_len(unpainted(line)) > self._width:
            return None
        return [Word(_runs(line))]

    def _picture(self, part: Formula, before: str, after: str) -> _Picture:
        """A formula in rows of its own, with the signs that its sentence has around it."""
        node = layout.between(before, formula.read(part.latex), after)
        lay_out = layout.display if part.display else layout.tall
        room = self._width - DISPLAY_INDENT
        box = lay_out(node, self._base, max(1, room))
        if box.width > room:
            box = lay_out(node, self._base, self._width)
        margin = " " * max(0, min(DISPLAY_INDENT, self._width - box.width))
        rows = tuple(_runs(margin + row) if row else () for row in box.painted_lines())
        return _Picture(rows, box.baseline)

    def _source(self, part: Formula) -> list[Word] | _Picture:
        lines = formula.marked(part.source, in_ascii=self._ascii)
        if not part.display and len(lines) == 1 and cell_len(lines[0]) <= self._width:
            return [Word((Run(lines[0], Style.SOURCE),))]
        cut = (more for line in lines
               for more in cut_line(line, self._width, self._ascii, Style.SOURCE))  # fmt: skip
        return _Picture(tuple(cut), 0)


@lru_cache(maxsize=256)
def one_row(latex: str, base: Setting) -> str | None:
    """An inline formula on one row, None if it needs more."""
    try:
        return layout.on_one_row(formula.read(latex), base).painted_lines()[0]
    except TallError:
        return None


def _runs(row: str) -> tuple[Run, ...]:
    """A row of a formula: relations, drawn lines, words and colours each with their style."""
    found: list[Run] = []
    for text, ink in runs(row):
        if ink:
            style, colour = (Style.TEXT, "") if ink == "text" else (Style.MATH, ink)
            found.append(Run(text, style, colour))
            continue
        found += [Run(match[0], _STYLES[match.lastgroup or ""]) for match in _SORTS.finditer(text)]
    return tuple(found)


_STYLES = {"relation": Style.RELATION, "rule": Style.RULE, "other": Style.MATH}
_SORTS = re.compile(
    f"(?P<relation>[{re.escape(symbols.RELATIONS)}]+)|(?P<rule>[─-▟⎛-⎱]+)"
    f"|(?P<other>[^{re.escape(symbols.RELATIONS)}─-▟⎛-⎱]+)"
)


def _closing(following: Iterable[Part]) -> str:
    """What follows a formula without a space: punctuation, the end of a word."""
    for part in following:
        if isinstance(part, Text):
            match = _TAIL.match(part.text)
            return match[0] if match else ""
    return ""


def _opening(pending: list[Word]) -> str:
    """Take the brackets and quotes before a formula out of the last of the words before it."""
    *runs, last = pending[-1].runs
    kept = last.text.rstrip(_OPENING)
    signs = last.text[len(kept) :]
    if signs:
        runs += [Run(kept, last.style)] if kept else []
        pending[-1:] = [Word(tuple(runs), pending[-1].glued)] if runs else []
    return signs
