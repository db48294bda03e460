"""Answers that are lists: recalled item by item, with a grade proposed for the share known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dcnn_cards.schedule.event import Grade

MIN_ITEMS = 3
"""An answer with fewer items is shown at once."""

HARD_SHARE = 0.7
"""The share of items from which Hard is proposed; all of them make Good, fewer Again."""


@dataclass(frozen=True, slots=True)
class ItemList:
    """An answer that is a list: what stands before it, and its items with all that is in them."""

    lead: str
    items: tuple[str, ...]

    def first(self, count: int) -> str:
        """The text with only the first `count` items."""
        return "\n".join([self.lead, *self.items[:count]]).strip("\n")


@lru_cache(maxsize=4)
def item_list(answer: str) -> ItemList | None:
    """Return `answer` cut into its items, or None if it is not a list to be recalled.

    It is one when it has `MIN_ITEMS` items of one kind without indentation, and nothing comes
    behind the last that is not part of it.
    """
    if answer.count("\n") < MIN_ITEMS - 1:
        return None
    from dcnn_cards.markup import BlockKind, read  # not on the way to the first question

    document = read(answer)
    starts: list[int] = []
    numbering = ""
    for block in document.blocks:
        outermost = block.level == 1 and block.kind is BlockKind.ITEM and not block.column
        if outermost and numbering in ("", block.numbering):
            numbering = block.numbering
            starts.append(block.first - 1)
            continue
        part_of_it = block.column or block.is_display or block.kind is BlockKind.CODE
        if starts and block.apart and not part_of_it:
            return None  # a paragraph behind the list, or a second list
    if len(starts) < MIN_ITEMS:
        return None
    lines = document.text.split("\n")
    ends = [*starts[1:], len(lines)]
    items = ("\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return ItemList("\n".join(lines[: starts[0]]), tuple(items))


def proposed(known: int, items: int) -> Grade:
    """Return the grade that `known` of `items` items, 1 or more, would deserve."""
    if known == items:
        return Grade.GOOD
    return Grade.HARD if known / items >= HARD_SHARE else Grade.AGAIN
