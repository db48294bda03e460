"""Words into lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.block import Run, Style
from dcnn_cards.typeset.cells import MARKS, cell_len, cut, is_narrow, is_wide

Line = tuple[Run, ...]

_TRAILING = set(",.:;!?")
# Where no line begins and where none ends, of the rules for Chinese and Japanese (JIS X 4051):
# stops, what closes, small kana and signs of length; what opens. Colours of skin belong to what is
# before them.
_NO_START = frozenset(
    ",.:;!?)]}%’”…·‰℃、。〃々〉》」』】〕〗〙〟゛゜ゝゞーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ・ヽヾ"
    "！），．：；？］｝～｡｣､･—–" + "".join(map(chr, range(0x1F3FB, 0x1F400)))
)
_NO_END = frozenset("([{‘“〈《「『【〔〖〘〝（［｛｢￥＄")
# Behind which a long address or name is broken rather than elsewhere.
_JOINTS = "/?&=#-_.,;:"


class Strip(Frozen):
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
    if len(runs) == 1:
        return cell_len(runs[0].text)
    return sum(cell_len(run.text) for run in runs)


class Word(Frozen):
    """Runs that stay on one line if they fit; `glued` to the word before without a space.

    Between one that is `close` and the word before there is no space either, but a line may end.
    A formula that needs more than a row has those `above` its runs and those `below`, each as wide
    as they are, from top to bottom.
    """

    runs: Line
    glued: bool = False
    close: bool = False
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


_SPACE = Word((Run(" "),))


def words_of(text: str, style: Style, *, glued: bool, link: str = "") -> list[Word]:
    """The words of a text; the first is `glued` unless a space comes before it.

    No-break spaces part no words; scripts that are written without spaces are parted anywhere.
    """
    found: list[Word] = []
    for chunk in text.replace("\n", " ").split(" "):
        if chunk:
            first, *others = [chunk] if is_narrow(chunk) else _pieces(chunk)
            found.append(Word((Run(first, style, "", link),), glued))
            found += (Word((Run(piece, style, "", link),), close=True) for piece in others)
        glued = False
    return found


def _pieces(chunk: str) -> list[str]:
    """A word without spaces, cut where its script lets a line end."""
    pieces: list[str] = []
    start = 0
    for at in range(1, len(chunk)):
        if may_end(chunk[at - 1], chunk[at]):
            pieces.append(chunk[start:at])
            start = at
    return [*pieces, chunk[start:]]


def may_end(before: str, after: str) -> bool:
    """Whether a line may end between two signs that no space parts."""
    wide = is_wide(before) or is_wide(after)
    return wide and before not in _NO_END and after not in _NO_START and not MARKS.match(after)


def wrap(sequence: Iterable[Word], width: int) -> Iterator[Strip]:
    """Lines of at most `width` cells; a word that is longer is cut, unless it is tall."""
    line: list[Word] = []
    used = 0
    for word in _joined(sequence, width):
        if not word.runs:  # a formula that shows nothing
            continue
        space = 1 if line and not (word.glued or word.close) else 0
        wide = word.width
        if used + space + wide > width and line:
            yield _strip(line)
            line, used, space = [], 0, 0
        if wide > width and not word.tall:
            *full, last = _cut_word(word, width)
            yield from (Strip((row,)) for row in full)
            line, used = [Word(last)], _cells(last)
            continue
        if space:
            before, after = line[-1].runs[-1], word.runs[0]
            alike = before.style is after.style and before.link == after.link
            if alike and after.style is not Style.PLAIN:
                line.append(Word((Run(" ", after.style, link=after.link),)))
            else:
                line.append(_SPACE)
        line.append(word)
        used += space + wide
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
    if len(group) == 1 and not group[0].glued:
        return group
    first, *others = group
    whole = _beside(group)
    if whole.tall and whole.width > width:
        return [first.replace(glued=False), *(word.replace(glued=True) for word in others)]
    return [whole]


def _beside(parts: Sequence[Word]) -> Word:
    """Words as one, on one baseline, without a space between them."""
    runs = tuple([run for word in parts for run in word.runs])
    if not any(word.above or word.below for word in parts):
        return Word(runs, close=parts[0].close)
    above = max(len(word.above) for word in parts)
    below = max(len(word.below) for word in parts)
    top, bottom = (
        tuple(tuple(run for word in parts for run in word.row(offset)) for offset in offsets)
        for offsets in (range(-above, 0), range(1, below + 1))
    )
    return Word(runs, close=parts[0].close, above=top, below=bottom)


def _strip(line: Sequence[Word]) -> Strip:
    whole = _beside(line)
    rows = (*map(trimmed, whole.above), whole.runs, *map(trimmed, whole.below))
    return Strip(tuple(map(merged, rows)), len(whole.above), apart=whole.tall)


def trimmed(row: Line) -> Line:
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
            head, behind = _cut_at_joint(rest, width - used) if used < width else ("", rest)
            if line and (not head or used + cell_len(head) > width):
                lines.append(tuple(line))
                line, used = [], 0
                continue
            line.append(run.replace(text=head))
            used += cell_len(head)
            rest = behind
            if rest:
                lines.append(tuple(line))
                line, used = [], 0
    return [*lines, tuple(line)]


def _cut_at_joint(text: str, width: int) -> tuple[str, str]:
    """The most of `text` that fits, or a little less where it can be broken behind a joint."""
    head, rest = cut(text, width)
    if rest:
        at = max(map(head.rfind, _JOINTS)) + 1
        if at > len(head) * 2 // 3:
            return text[:at], text[at:]
    return head, rest


def merged(line: Iterable[Run]) -> Line:
    """Neighbouring runs that look the same as one."""
    found: list[Run] = []
    alike: list[Run] = []
    for run in line:
        if alike and (run.style, run.colour, run.link) != (
            alike[0].style, alike[0].colour, alike[0].link
        ):  # fmt: skip
            found.append(_joined_runs(alike))
            alike = []
        alike.append(run)
    return (*found, _joined_runs(alike)) if alike else ()


def _joined_runs(alike: list[Run]) -> Run:
    if len(alike) == 1:
        return alike[0]
    return alike[0].replace(text="".join(run.text for run in alike))


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
