"""What a session's screen shows, as rows of text: pure, so that it can be read without a terminal.

A frame has a head of two rows, a body that scrolls, and a foot with the keys that work now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from dcnn_cards.counted import counted
from dcnn_cards.terminal.theme import Look, follows_links
from dcnn_cards.typeset import Block, put, visible

# Lines of text longer than this are tiring to read, however wide the terminal.
MAX_COLUMNS = 100
_MARGIN = 2
# The head, and the lines above and below the body that say what is out of sight.
_HEAD_ROWS = 4


class Hint(NamedTuple):
    """A key, what it does, and how it looks; `proposed` is the one that is proposed."""

    key: str
    does: str
    look: Look = Look.KEY
    proposed: bool = False


class Head(NamedTuple):
    """The two rows at the top: where the card is from, what is left, how far the session is.

    `places` has the deck and what is narrower than it, `time` says how long it lasts.
    """

    places: tuple[str, ...]
    left: str
    time: str
    done: int
    total: int


class Layout(NamedTuple):
    """Columns of the text and of the margin on its left, and rows, of a window."""

    text: int
    margin: int
    rows: int


def layout(columns: int, rows: int) -> Layout:
    """Return where a frame's text goes in a window of `columns` by `rows`."""
    text = max(1, min(columns - 2 * _MARGIN, MAX_COLUMNS))
    return Layout(text, max(0, (columns - text) // 2), rows)


def block_lines(block: Block, style: str = "") -> list[Text]:
    """Return a typeset block as texts."""
    lines = []
    links = follows_links()
    for runs in block.lines:
        line = Text(style=style, end="")
        for run in runs:
            put(line, run, links=links)
        lines.append(line)
    return lines


def plain_lines(text: str, style: str = "") -> list[Text]:
    """Return `text` line by line as it is, such as a figure."""
    return [Text(line, style, end="") for line in visible(text).split("\n")]


def rule(width: int, label: str = "", look: Look = Look.LINE) -> Text:
    """Return a thin line, with a label in it if there is one."""
    text = Text(end="")
    if label:
        text.append("── ", Look.LINE).append(f"{label} ", look)
    return text.append("─" * max(0, width - text.cell_len), Look.LINE)


def compose(
    head: Head,
    body: Sequence[Text],
    foot: Iterable[Sequence[Hint]],
    window: Layout,
    scroll: tuple[int, int] = (0, 0),
) -> list[Text]:
    """Return a whole frame, with `body` from the row and the column `scroll` on."""
    top, left = scroll
    feet = [row for hints in foot for row in _hint_rows(hints, window.text)]
    room = body_rows(window, len(feet))
    shown = [_part(row, left, window.text) for row in body[top : top + room]]
    shown += [Text()] * (room - len(shown))
    if _is_small(window, len(feet)):
        rows = [*shown, *feet]
    else:
        above = _more(window.text, ("◀", left), ("▲", top))
        right = max(0, widest(body) - left - window.text)
        below = _more(window.text, ("▶", right), ("▼", max(0, len(body) - top - room)))
        rows = [*_head_rows(head, window.text), above, *shown, below, *feet]
    return [Text(" " * window.margin, end="").append_text(row) for row in rows[: window.rows]]


def body_rows(window: Layout, foot_rows: int) -> int:
    """Return how many rows of a frame are left for the body; at least one.

    A window without room for a whole frame has the body and, in half of it at the most, the
    beginning of the foot: a notice has to be seen in any.
    """
    if _is_small(window, foot_rows):
        return max(1, window.rows - min(foot_rows, window.rows // 2))
    return window.rows - _HEAD_ROWS - foot_rows


def _is_small(window: Layout, foot_rows: int) -> bool:
    return window.rows < _HEAD_ROWS + foot_rows + 1


def foot_rows(foot: Iterable[Sequence[Hint]], window: Layout) -> int:
    """Return how many rows the hints take."""
    return sum(len(_hint_rows(hints, window.text)) for hints in foot)


def widest(body: Iterable[Text]) -> int:
    """Return the columns that the widest row of a body takes."""
    return max((row.cell_len for row in body), default=0)


_PLAIN = str.maketrans("─━│▲▼◀▶↑↓·…–“”", '-=|^v<>^v|.-""')


def in_ascii(rows: Iterable[Text]) -> list[Text]:
    """Return the rows of a frame in ASCII, each sign in as many columns as it took."""
    shown = []
    for row in rows:
        if not row.plain.isascii():
            row.plain = "".join(map(_one_for_one, row.plain.translate(_PLAIN)))
        shown.append(row)
    return shown


def ascii_text(text: str) -> str:
    """Return `text` in ASCII, with what is not in it spelled, without control characters."""
    from dcnn_cards.typeset import to_ascii

    return to_ascii(visible(text, in_ascii=True).replace("·", "|"))


def in_plain(text: str) -> str:
    """Return `text` in ASCII: lines and bars in as many columns as they took, the rest spelled."""
    from dcnn_cards.typeset import to_ascii

    return to_ascii(text.translate(_PLAIN))


def _one_for_one(sign: str) -> str:
    if sign.isascii():
        return sign
    spelled, width = ascii_text(sign), cell_len(sign)
    return spelled if len(spelled) == width else "?" * width


def _head_rows(head: Head, width: int) -> list[Text]:
    left = visible(head.left)
    room = width - cell_len(left) - 2
    names = [visible(name) for name in head.places]
    if len(names) > 1 and cell_len(" · ".join(names)) > room:
        del names[0]  # where the card stands in the deck says more, the wider part first
    top = Text(end="").append(" · ".join(names), Look.TITLE)
    if top.cell_len > room:
        top.truncate(max(0, room), overflow="ellipsis")
    top.append(" " * max(1, width - top.cell_len - cell_len(left))).append(left, Look.DIM)
    time = f" {visible(head.time)}"
    bar = max(0, width - cell_len(time))
    filled = bar * head.done // head.total if head.total else 0
    parts = (("━" * filled, Look.BAR), ("━" * (bar - filled), Look.DIM), (time, Look.DIM))
    return [top, Text.assemble(*parts, end="")]


def _more(width: int, columns: tuple[str, int], rows: tuple[str, int]) -> Text:
    """Return the line between body and rest, which says how much is out of sight, and where."""
    hidden = [
        f"{arrow} {counted(number, f'more {noun}')}"
        for (arrow, number), noun in ((columns, "column"), (rows, "row"))
        if number
    ]
    said = " · ".join(hidden)
    if cell_len(said) > width:
        said = " ".join(arrow for arrow, number in (columns, rows) if number)
    return Text(said.rjust(width), Look.DIM, end="")


def _hint_rows(hints: Sequence[Hint], width: int) -> list[Text]:
    """Return hints one behind the other, in as many rows as they need."""
    rows: list[Text] = []
    for hint in hints:
        piece = Text(end="").append(hint.key, hint.look)
        if hint.proposed:
            piece.stylize("reverse")
        piece.append(f" {hint.does}")
        if rows and cell_len(rows[-1].plain) + 3 + piece.cell_len <= width:
            rows[-1].append(" · ", Look.DIM).append_text(piece)
        else:
            rows.append(piece)
    return rows


def _part(row: Text, left: int, width: int) -> Text:
    """Return `width` columns of `row` from the column `left` on, with a mark if there are more."""
    at = column = 0
    while at < len(row) and (column < left or (left and not cell_len(row.plain[at]))):
        column += cell_len(row.plain[at])
        at += 1
    # Of a wide character that is cut in two, the half in sight is left blank.
    part = Text(" " * (column - left), end="").append_text(row[at:])
    if part.cell_len > width:
        part.truncate(max(1, width), overflow="ellipsis")
    return part
