"""Answers that are lists: recalled item by item, with a grade proposed for the share known.

The items that were missed are kept with the review, and asked first when the card comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from functools import lru_cache

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Event, Grade, detail_of, in_detail

MIN_ITEMS = 3
"""An answer with fewer items is shown at once."""

HARD_SHARE = 0.5
"""The share of items from which Hard is proposed; all of them make Good, fewer Again."""


MOST_KEPT = 200
"""Items missed that are kept with a review: the first ones."""

BLANK = "?"
"""What stands for an item that is asked for."""

MISSED = "✗"
"""The mark of an item that was not known."""


class ItemList(Frozen):
    """An answer that holds a list: its items with all that is in them, and what stands around.

    `lead` stands before the first item, `rest` behind the last. What stands between two lists is
    part of the item after it.
    """

    lead: str
    items: tuple[str, ...]
    rest: str = ""
    bullets: tuple[int, ...] = ()  # in which line of each item its bullet or number stands, from 0

    def some(
        self, numbers: Sequence[int], missed: Container[int] = (), blank: int | None = None
    ) -> str:
        """The text with only the items `numbers`, from 0; those `missed` are marked.

        In place of the item `blank` stands that it is asked for.
        """
        items = self._marked(missed)
        if blank is not None:
            items[blank] = self.asked_for(blank)
        return "\n".join([self.lead, *(items[number] for number in numbers)]).strip("\n")

    def asked_for(self, number: int) -> str:
        """What stands in place of an item, from 0, that is asked for."""
        bullet = self.items[number].split("\n")[self.bullets[number]].split(maxsplit=1)[0]
        return f"{bullet} {BLANK}"

    def whole(self, missed: Container[int] = ()) -> str:
        """The whole text; the items `missed`, from 0, are marked."""
        return "\n".join([self.lead, *self._marked(missed), self.rest]).strip("\n")

    def _marked(self, missed: Container[int]) -> list[str]:
        return [
            _marked(item, self.bullets[number]) if number in missed else item
            for number, item in enumerate(self.items)
        ]


def _marked(item: str, line: int) -> str:
    """`item` with the mark behind its bullet or number, which is the first word of that `line`."""
    lines = item.split("\n")
    bullet, *text = lines[line].split(maxsplit=1)
    lines[line] = " ".join([bullet, MISSED, *text])
    return "\n".join(lines)


@lru_cache(maxsize=4)
def item_list(answer: str) -> ItemList | None:
    """Return `answer` cut into its items, or None if it is not a list to be recalled.

    It is one when it has `MIN_ITEMS` items without indentation, of one list or of several.
    """
    if answer.count("\n") < MIN_ITEMS - 1:
        return None
    from dcnn_cards.markup import BlockKind, read  # not on the way to the first question

    document = read(answer)
    starts: list[int] = []
    bullets: list[int] = []
    between: int | None = None  # where a paragraph begins that is not part of the item before it
    for block in document.blocks:
        if block.level == 1 and block.kind is BlockKind.ITEM and not block.column:
            starts.append(block.first - 1 if between is None else between)
            bullets.append(block.first - 1 - starts[-1])
            between = None
            continue
        part_of_it = block.column or block.is_display or block.kind is BlockKind.CODE
        if starts and between is None and block.apart and not part_of_it:
            between = block.first - 1
    if len(starts) < MIN_ITEMS:
        return None
    lines = document.text.split("\n")
    ends = [*starts[1:], len(lines) if between is None else between]
    items = ("\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return ItemList(
        "\n".join(lines[: starts[0]]), tuple(items), "\n".join(lines[ends[-1] :]), tuple(bullets)
    )


def proposed(known: int, items: int) -> Grade:
    """Return the grade that `known` of `items` items, 1 or more, would deserve."""
    if known == items:
        return Grade.GOOD
    return Grade.HARD if known / items >= HARD_SHARE else Grade.AGAIN


def recall_order(items: int, first: Collection[int] = ()) -> tuple[int, ...]:
    """Return in which order `items` items are recalled, from 0: those that come `first` do."""
    numbers = range(items)
    return (*(n for n in numbers if n in first), *(n for n in numbers if n not in first))


def in_sight(order: Sequence[int], judged: int) -> tuple[int, ...]:
    """Return the items that are seen when so many in an `order` are judged, up to the next.

    These are the judged ones before it, and the one that it comes after.
    """
    if judged >= len(order):
        return tuple(range(len(order)))
    front, seen = order[judged], set(order[:judged])
    return tuple(number for number in range(front + 1) if number >= front - 1 or number in seen)


def is_led_to(order: Sequence[int], judged: int) -> bool:
    """Say whether the item that is next in an `order` comes after one that was judged."""
    return order[judged] - 1 in order[:judged]


def kept(missed: Collection[int], items: int) -> str:
    """Return as the detail of a review which of an answer's items, from 0, were missed."""
    return in_detail({"items": items, "missed": [n + 1 for n in sorted(missed)[:MOST_KEPT]]})


def missed_in(review: Event | None, items: int) -> tuple[int, ...]:
    """Return which of the `items` items of an answer were missed in a review, from 0.

    None of an answer that had another number of items then, and none where all were missed.
    """
    facts = detail_of(review) if review else {}
    numbers = facts.get("missed")
    if facts.get("items") != items or not isinstance(numbers, list):
        return ()
    missed = {n - 1 for n in numbers if type(n) is int and 1 <= n <= items}
    return tuple(sorted(missed)) if len(missed) < items else ()
