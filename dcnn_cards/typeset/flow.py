"""A text into lines of a given width: its blocks one below the other, each in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from dcnn_cards import markup
from dcnn_cards.markup import BlockKind, Break, Formula, Part, read, with_loose
from dcnn_cards.typeset import formula
from dcnn_cards.typeset.block import Block, Fault, Run, Style
from dcnn_cards.typeset.cells import cell_len, visible
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.box import FILLER, Box
from dcnn_cards.typeset.math.ink import COLOURS, runs, unpainted
from dcnn_cards.typeset.math.setting import Setting
from dcnn_cards.typeset.spans import Shown, Words, shown
from dcnn_cards.typeset.wrap import Line, Strip, Word, may_end, words_of, wrap

DISPLAY_INDENT = 4
"""Cells before a displayed formula and before code; fewer where the width is needed."""

_LEAST = 12  # columns that an indented text keeps at least
# What stands around a formula without a space goes along when it gets rows of its own.
_OPENING = "([{‘“\"'~"
_TAIL = re.compile(r"\S{1,16}(?!\S)|[^\s!-~]{1,16}")


def block_of(text: str, base: Setting, *, width: int) -> Block:
    """A whole text as a block."""
    lines: list[Line] = []
    seams: list[int] = []
    room = False
    above: markup.Block | None = None
    text = visible(text.replace("\r\n", "\n"))
    document = read(text)
    setter = Setter(document.place, base)
    for piece in document.blocks:
        if piece.kind is BlockKind.HIDDEN:
            continue
        body = _Body(piece, width, setter)
        made = list(body.lines())
        if not made:
            continue
        apart = piece.apart or room or body.opens_apart or (above and above.bars != piece.bars)
        if above and apart:
            lines.append(_blank(above, piece, base))
        room = body.ends_apart
        above = piece
        seams += (len(lines) + seam for seam in body.seams)
        lines.extend(made)
    return Block(tuple(lines), tuple(setter.faults), tuple(seams))


def source_of(text: str, error: Exception, *, in_ascii: bool, width: int) -> Block:
    """A text as it is written, since `error` was raised where it was to be set."""
    lines = visible(text, in_ascii=in_ascii).split("\n")
    cut = (more for line in lines for more in _cut(line, width, in_ascii, Style.SOURCE))
    return Block(tuple(cut), (Fault(text, formula.reason(error)),))


def _cut(text: str, width: int, in_ascii: bool, style: Style) -> Iterator[Line]:
    """A line whose spaces count, with a mark before each further part."""
    from dcnn_cards.typeset.code import broken

    return broken((Run(text, style),) if text else (), width, in_ascii)


def _blank(above: markup.Block, below: markup.Block, base: Setting) -> Line:
    """The line between two blocks, with the bars that stand beside both."""
    common = [bar.column for bar in above.bars if bar in below.bars]
    return _beside(common, "", base)


def _beside(bars: Iterable[int], margin: str, base: Setting) -> Line:
    """A margin with the bars of what is quoted in it, no wider than it needs to be."""
    columns = list(margin)
    for at in bars:
        columns += " " * (at + 1 - len(columns))
        columns[at] = "|" if base.ascii else "│"
    text = "".join(columns)
    return (Run(text, Style.RULE),) if text else ()


class _Body:
    """One block of the text as lines."""

    def __init__(self, piece: markup.Block, width: int, setter: Setter) -> None:
        self._piece = piece
        self._base = setter.base
        self._setter = setter
        self._indent = max(0, min(piece.indent, width - _LEAST))
        self._width = max(1, width - self._indent)
        self._hangs = bool(piece.marker) and cell_len(piece.marker) < self._indent
        self._bars = [bar.column for bar in piece.bars if bar.column < self._indent]
        self.seams: list[int] = []
        self.opens_apart = False
        self.ends_apart = False

    def lines(self) -> Iterator[Line]:
        """The lines, indented, with the marker hanging before the first; notes the seams."""
        match self._piece.kind:
            case BlockKind.CODE:
                made = self._code()
            case BlockKind.TABLE:
                made = self._table()
            case BlockKind.RULE:
                sign = "-" if self._base.ascii else "─"
                made = self._each([(Run(sign * self._width, Style.RULE),)])
            case _:
                made = self._words()
        marked = self._hangs
        for line, at_baseline in made:
            yield self._margin(line, marked=marked and at_baseline)
            marked = marked and not at_baseline

    def _each(self, lines: Iterable[Line]) -> Iterator[tuple[Line, bool]]:
        """Lines at each of which a text may be cut."""
        for number, line in enumerate(lines):
            self.seams.append(number)
            yield line, True

    def _code(self) -> Iterator[tuple[Line, bool]]:
        from dcnn_cards.typeset.code import broken, coloured

        lines = coloured(self._piece.code, self._piece.language)
        if self._base.ascii:
            lines = [
                tuple(run.replace(text=self._plain(run.text)) for run in line) for line in lines
            ]
        widest = max(sum(cell_len(run.text) for run in line) for line in lines)
        inset = 0 if self._piece.marker else max(0, min(DISPLAY_INDENT, self._width - widest))
        margin = (Run(" " * inset),) if inset else ()
        number = 0
        for line in lines:
            self.seams.append(number)
            for part in broken(line, self._width, self._base.ascii):
                yield (*margin, *part) if part else (), True
                number += 1

    def _table(self) -> Iterator[tuple[Line, bool]]:
        from dcnn_cards.typeset.tables import laid_out

        self.opens_apart = self.ends_apart = True
        return self._each(laid_out(self._piece, self._setter, self._width))

    def _words(self) -> Iterator[tuple[Line, bool]]:
        strips = list(self._setter.strips(self._piece.parts, self._width, self._before(),
                                          bold=self._piece.kind is BlockKind.HEADING))  # fmt: skip
        if strips:
            self.opens_apart, self.ends_apart = strips[0].apart, strips[-1].apart
        elif self._piece.marker:
            yield (), True
        made = 0
        for index, strip in enumerate(strips):
            if index and (strip.apart or strips[index - 1].apart):
                yield (), False
                made += 1
            if not index or strip.display:
                self.seams.append(made)
            for row, line in enumerate(strip.rows):
                yield line, row == strip.baseline
            made += len(strip.rows)

    def _before(self) -> list[Word]:
        """The marker, where there is no room for it to the left of the text."""
        marker = self._marker
        return [Word((Run(marker, Style.MARKER),))] if marker and not self._hangs else []

    def _margin(self, line: Line, *, marked: bool) -> Line:
        if not marked:
            margin = _beside(self._bars, " " * self._indent if line else "", self._base)
            return (*margin, *line)
        marker = self._marker
        space = " " * max(0, self._indent - cell_len(marker) - 1)
        bars = [at for at in self._bars if at < len(space)]  # the marker may hold those further in
        parted = (Run(" "), *line) if line else ()
        return (*_beside(bars, space, self._base), Run(marker, Style.MARKER), *parted)

    @property
    def _marker(self) -> str:
        marker = self._piece.marker
        return symbols.to_ascii(marker.replace("│", "|")) if self._base.ascii else marker

    def _plain(self, text: str) -> str:
        return symbols.to_ascii(text) if self._base.ascii else text


class Setter:
    """Sets parts of one text in lines, and notes what cannot be set."""

    def __init__(self, place: Callable[[int], tuple[int, int]], base: Setting) -> None:
        self.base = base
        self.faults: list[Fault] = []
        self._place = place
        self._addresses: set[str] = set()

    def strips(
        self, parts: Iterable[Part], width: int, before: Iterable[Word] = (), *, bold: bool = False
    ) -> Iterator[Strip]:
        """Lines of words of at most `width` cells, and formulas in rows of their own between them.

        `before` are words that stand before the first.
        """
        loose = with_loose(parts, lambda latex: not formula.trouble(latex))
        return _Strips(self, width).made(shown(loose, self._addresses, bold=bold), before)

    def fault(self, part: Formula, reason: str) -> None:
        """Note why a formula, or a part of it, is shown as its source."""
        place = self._place(part.start)
        fault = Fault(part.source, reason, *place)
        if fault not in self.faults:
            self.faults.append(fault)


class _Strips:
    """The lines of one paragraph or cell."""

    def __init__(self, setter: Setter, width: int) -> None:
        self._setter = setter
        self._base = setter.base
        self._width = width

    def made(self, parts: list[Shown], before: Iterable[Word]) -> Iterator[Strip]:
        """Lines of words, and formulas in rows of their own between them."""
        pending = list(before)
        glued = False
        for index, part in enumerate(parts):
            if isinstance(part, Break):
                yield from wrap(pending, self._width)
                pending, glued = [], False
            elif isinstance(part, Words):
                text = symbols.to_ascii(part.text) if self._base.ascii else part.text
                added = words_of(text, part.style, glued=glued, link=part.link)
                if glued and added and may_end(_last(pending), text[0]):
                    added[0] = added[0].replace(glued=False, close=True)
                pending.extend(added)
                glued = bool(part.text) and not part.text[-1].isspace()
            else:
                opening = _opening(pending) if glued else ""
                closing = _closing(parts[index + 1 : index + 2])
                made = self._formula(part, self._width - cell_len(opening) - cell_len(closing))
                if made is None:
                    try:
                        made = self._display(part, opening, closing)
                        if (opening or closing) and made.width > self._width:
                            opening = closing = ""  # nothing is too wide for the sake of a comma
                            made = self._display(part, opening, closing)
                    except Exception as error:
                        opening = closing = ""
                        made = self._unset(part, error)
                    _take(opening, pending)
                    following = parts[index + 1 : index + 2]
                    parts[index + 1 : index + 2] = [_without(closing, rest) for rest in following]
                if isinstance(made, list):
                    close = glued and may_end(_last(pending), "x")
                    pending += [
                        word.replace(glued=glued and not close, close=close)
                        if word is made[0] else word
                        for word in made
                    ]  # fmt: skip
                    glued = True
                    continue
                yield from wrap(pending, self._width)
                pending, glued = [], False
                yield made
        yield from wrap(pending, self._width)

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
        if trouble := formula.trouble(part.latex):
            self._setter.fault(part, trouble)
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
        self._setter.fault(part, formula.reason(error))
        return self._source(part)

    def _source(self, part: Formula) -> list[Word] | Strip:
        lines = formula.marked(part.source, in_ascii=self._base.ascii)
        if not part.display and len(lines) == 1 and cell_len(lines[0]) <= self._width:
            return [Word((Run(lines[0], Style.SOURCE),))]
        cut = (more for line in lines
               for more in _cut(line, self._width, self._base.ascii, Style.SOURCE))  # fmt: skip
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


_STYLES = {
    "text": Style.TEXT,
    "relation": Style.RELATION,
    "rule": Style.RULE,
    "source": Style.SOURCE,
}


def _last(pending: list[Word]) -> str:
    """The sign that the last word ends with; that of a formula counts as a letter."""
    text = pending[-1].runs[-1].text if pending and pending[-1].runs else ""
    return text[-1:] or "x"


def _closing(following: Iterable[Shown]) -> str:
    """What follows a formula without a space: punctuation, the end of a word."""
    for part in following:
        if isinstance(part, Words):
            match = _TAIL.match(part.text)
            tail = match[0] if match else ""
            ends = (
                at for at, sign in enumerate(tail) if may_end(tail[at - 1] if at else "x", sign)
            )
            return tail[: next(ends, None)]
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
        pending += [word.replace(runs=tuple(runs))] if runs else []


def _without(signs: str, part: Shown) -> Shown:
    """The part that begins with `signs` without them."""
    return part.replace(text=part.text[len(signs) :]) if isinstance(part, Words) else part
