"""Words into lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dcnn_cards.typeset.block import Run, Style
from dcnn_cards.typeset.cells import cell_len, cut

Line = tuple[Run, ...]

_TRAILING = set(",.:;!?")


@dataclass(frozen=True, slots=True)
class Word:
    """Runs that stay on one line if they fit; `glued` to the word before without a space."""

    runs: tuple[Run, ...]
    glued: bool = False

    @property
    def width(self) -> int:
        """Cells of all runs."""
        return sum(cell_len(run.text) for run in self.runs)


def words(text: str, style: Style, *, glued: bool) -> list[Word]:
    """The words of a text; the first is `glued` unless a space comes before it.

    No-break spaces part no words.
    """
    found: list[Word] = []
    for chunk in text.replace("\n", " ").split(" "):
        if chunk:
            found.append(Word((Run(chunk, style),), glued))
        glued = False
    return found


def wrap(sequence: Iterable[Word], width: int) -> Iterator[Line]:
    """Lines of at most `width` cells; a word that is longer is cut."""
    line: list[Run] = []
    used = 0
    for word in _joined(sequence):
        space = 1 if line else 0
        if used + space + word.width > width and line:
            yield _merged(line)
            line, used, space = [], 0, 0
        if word.width > width:
            *full, last = _cut_word(word, width)
            yield from full
            line, used = list(last), sum(cell_len(run.text) for run in last)
            continue
        if space:
            line.append(Run(" ", word.runs[0].style if word.runs[0].style == line[-1].style
                            else Style.PLAIN))  # fmt: skip
        line.extend(word.runs)
        used += space + word.width
    if line:
        yield _merged(line)


def _joined(sequence: Iterable[Word]) -> Iterator[Word]:
    """Glued words as one; a sign such as a lone colon never begins a line."""
    runs: list[Run] = []
    for word in sequence:
        if runs and not word.glued:
            if len(word.runs) == 1 and word.runs[0].text in _TRAILING:
                runs.append(Run(" ", word.runs[0].style))
            else:
                yield Word(tuple(runs))
                runs = []
        runs.extend(word.runs)
    if runs:
        yield Word(tuple(runs))


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
            line.append(replace(run, text=head))
            used += cell_len(head)
    return [*lines, tuple(line)]


def _merged(line: list[Run]) -> Line:
    """Neighbouring runs of one style as one."""
    merged: list[Run] = []
    for run in line:
        if merged and (merged[-1].style, merged[-1].colour) == (run.style, run.colour):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
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
