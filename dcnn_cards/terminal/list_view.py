"""Cards as lines of a terminal: id, state and question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from dcnn_cards.typeset import cell_len

LEAST_QUESTION = 30
"""Columns that a question has however long the ids are."""

_GAP = 2


class Line(NamedTuple):
    """What is listed of a card; of one that is not `asked` it looks faint."""

    card: str
    state: str
    question: str
    asked: bool = True


def list_view(lines: Sequence[Line], columns: int) -> Iterator[Text]:
    """Yield rows of `columns`, the first with the headings; the question alone is cut.

    An id with which too little would be left of the question has a row of its own above the others.
    """
    states = max(cell_len(text) for text in ("state", *(line.state for line in lines)))
    ids = max(cell_len(text) for text in ("card", *(line.card for line in lines)))
    ids = max(cell_len("card"), min(ids, columns - states - 2 * _GAP - LEAST_QUESTION))
    yield _row(("card", ids), ("state", states), "question", columns, "bold")
    for line in lines:
        style, card = "" if line.asked else "dim", line.card
        if cell_len(card) > ids:
            yield Text(card)
            card = ""
        yield _row((card, ids), (line.state, states), line.question, columns, style)


def _row(
    card: tuple[str, int], state: tuple[str, int], question: str, columns: int, style: str
) -> Text:
    row = Text()
    for text, width in (card, state):
        row.append(text + " " * (width - cell_len(text) + _GAP), style if style == "bold" else "")
    left = Text(question, style)
    left.truncate(max(1, columns - row.cell_len), overflow="ellipsis")
    return row.append_text(left)
