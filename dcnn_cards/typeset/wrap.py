"""Words into lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dcnn_cards.typeset.block import Run, Style
from dcnn_cards.typeset.cells import cell_len, cut

Line = tuple[Run, ...]

_TRAILING = set(",.:;!?")


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of a text: rows, of which the one at `baseline` has its words.

    One that is `apart` has an empty row between it and its neighbours; a `display` is a formula
    that its author set on rows of its own.
    """

    rows: tuple[Line, ...]
    baseline: int = 0
    apart: bool = False
    display: bool = False

    @property
    def width(self) -> int:
        """Cells of the widest row."""
        return max(map(_cells, self.rows))


def _cells(runs: Line) -> int:
    return sum(cell_len(run.text) for run in runs)


@dataclass(frozen=True, slots=True)
class Word:
    """Runs that stay on one line if they fit; `glued` to the word before without a space.

    A formula that needs more than a row has those `above` its runs and those `below`, each as wide
    as they are, from top to bottom.
    """

    runs: Line
    glued: bool = False
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()

    @property
    def width(self) -> int:
        """Cells of all runs."""
        return _cells(self.runs)

    @property
    def tall(self) -> bool:
        """Whether it takes more than a row."""
        return bool(self.above or self.below)

    def row(self, offset: int) -> Line:
        """The runs so many rows below the baseline, above it if less than 0."""
        if offset == 0:
            return self.runs
        rows = self.below if offset > 0 else self.above[::-1]
        if abs(offset) <= len(rows):
            return rows[abs(offset) - 1]
        return (Run(" " * self.width),)


def words_of(text: str, style: Style, *, glued: bool) -> list[Word]:
    """The words of a text; the first is `glued` unless a space comes before it.

    No-break spaces part no words.
    """
    found: list[Word] = []
    for chunk in text.replace("\n", " ").split(" "):
        if chunk:
            found.append(Word((Run(chunk, style),), glued))
        glued = False
    return found


def wrap(sequence: Iterable[Word], width: int) -> Iterator[Strip]:
    """Lines of at most `width` cells; a word that is longer is cut, unless it is tall."""
    line: list[Word] = []
    used = 0
    for word in _joined(sequence, width):
        if not word.runs:  # a formula that shows nothing
            continue
        space = 1 if line and not word.glued else 0
        if used + space + word.width > width and line:
            yield _strip(line)
            line, used, space = [], 0, 0
        if word.width > width and not word.tall:
            *full, last = _cut_word(word, width)
            yield from (Strip((row,)) for row in full)
            line, used = [Word(last)], _cells(last)
            continue
        if space:
            before, after = line[-1].runs[-1].style, word.runs[0].style
            line.append(Word((Run(" ", after if before == after else Style.PLAIN),)))
        line.append(word)
        used += space + word.width
    if line:
        yield _strip(line)


def _joined(sequence: Iterable[Word], width: int) -> Iterator[Word]:
    """Glued words as one; a sign such as a lone colon never begins a line."""
    group: list[Word] = []
    for word in sequence:
        if group and not word.glued:
            if len(word.runs) == 1 and word.runs[0].text in _TRAILING:
                group.append(Word((Run(" ", word.runs[0].style),)))
            else:
                yield from _as_one(group, width)
                group = []
        group.append(word)
    if group:
        yield from _as_one(group, width)


def _as_one(group: list[Word], width: int) -> list[Word]:
    """The words as one, but as they are where that would have to be cut and is tall."""
    first, *others = group
    whole = _beside(group)
    if whole.tall and whole.width > width:
        return [replace(first, glued=False), *(replace(word, glued=True) for word in others)]
    return [whole]


def _beside(parts: Sequence[Word]) -> Word:
    """Words as one, on one baseline, without a space between them."""
    above = max(len(word.above) for word in parts)
    below = max(len(word.below) for word in parts)
    top, bottom = (
        tuple(tuple(run for word in parts for run in word.row(offset)) for offset in offsets)
        for offsets in (range(-above, 0), range(1, below + 1))
    )
    return Word(tuple(run for word in parts for run in word.runs), above=top, below=bottom)


def _strip(line: Sequence[Word]) -> Strip:
    whole = _beside(line)
    rows = (*map(_trimmed, whole.above), whole.runs, *map(_trimmed, whole.below))
    return Strip(tuple(map(_merged, rows)), len(whole.above), apart=whole.tall)


def _trimmed(row: Line) -> Line:
    """A row without the blanks at its end."""
    runs = list(row)
    while runs and not (text := runs[-1].text.rstrip(" ")):
        runs.pop()
    return (*runs[:-1], runs[-1].replace(text=text)) if runs else ()


def _cut_word(word: Word, width: int) -> list[Line]:
    lines: list[Line] = []
    line: list[Run] = []
    used = 0
    for run in word.runs:
        rest = run.text
        while rest:
            if used >= width:
                lines.append(tuple(line))
                line, used = [], 0
            head, rest = cut(rest, width - used)
            if line and used + cell_len(head) > width:
                lines.append(tuple(line))
                line, used = [], 0
            line.append(run.replace(text=head))
            used += cell_len(head)
    return [*lines, tuple(line)]


def _merged(line: Iterable[Run]) -> Line:
    """Neighbouring runs of one style as one."""
    merged: list[Run] = []
    for run in line:
        if merged and (merged[-1].style, merged[-1].colour) == (run.style, run.colour):
            merged[-1] = run.replace(text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)


def cut_line(text: str, width: int, in_ascii: bool, style: Style = Style.CODE) -> Iterator[Line]:
    """A line whose spaces count, cut at `width` cells, with a mark before each further part."""
    if cell_len(text) <= width:
        yield (Run(text, style),) if text else ()
        return
    mark = "> " if in_ascii else "↪ "
    room = width - cell_len(mark)
    head, rest = cut(text, width)
    yield (Run(head, style),)
    while rest:
        head, rest = cut(rest, room if room > 0 else width)
        yield (Run(mark, Style.MORE), Run(head, style)) if room > 0 else (Run(head, style),)
