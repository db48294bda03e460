"""Answers that are lists: recalled item by item, with a grade proposed for the share known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dcnn_cards.schedule.event import Grade

MIN_ITEMS = 3
"""An answer with fewer items is shown at once."""

HARD_SHARE = 0.7
"""The share of items from which Hard is proposed; all of them make Good, fewer Again."""

_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-*•]|\([a-z]\))\s+\S")
_FENCE = re.compile(r"\s*(?:```|~~~)")


@dataclass(frozen=True, slots=True)
class ItemList:
    """An answer that is a list: what stands before it, and its items with all that is in them."""

    lead: str
    items: tuple[str, ...]

    def first(self, count: int) -> str:
        """The text with only the first `count` items."""
        return "\n".join([self.lead, *self.items[:count]]).strip("\n")


def item_list(answer: str) -> ItemList | None:
    """Return `answer` cut into its items, or None if it is not a list to be recalled.

    It is one when it has `MIN_ITEMS` items of one kind without indentation, and nothing comes
    behind the last that is not part of it.
    """
    lines = answer.split("\n")
    starts: list[int] = []
    kind = ""
    fenced = False
    for number, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        if fenced or not line.strip():
            continue
        if match := _ITEM.match(line):
            own = _kind(match[0])
            if kind in ("", own):
                kind = own
                starts.append(number)
                continue
        blank_before = number > 0 and not lines[number - 1].strip()
        if starts and blank_before and not line.startswith((" ", "\t", "$$")):
            return None  # a paragraph behind the list, or a second list
    if len(starts) < MIN_ITEMS:
        return None
    ends = [*starts[1:], len(lines)]
    items = ("\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return ItemList("\n".join(lines[: starts[0]]), tuple(items))


def proposed(known: int, items: int) -> Grade:
    """Return the grade that `known` of `items` items, 1 or more, would deserve."""
    if known == items:
        return Grade.GOOD
    return Grade.HARD if known / items >= HARD_SHARE else Grade.AGAIN


def _kind(marker: str) -> str:
    return re.sub(r"\d+", "1", marker.split()[0]) if marker[0].isdigit() else marker[0]
