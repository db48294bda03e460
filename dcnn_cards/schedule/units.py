"""What numbers and names stand for: a day, an instant, a card and a deck, each its own type.

They exist for the type checker, which so tells a day from a number of days and a card from its
deck. When the program runs they are plain numbers and texts, and cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType, overload

if TYPE_CHECKING:

    class Day(int):
        """A study day as a proleptic Gregorian ordinal (`date.toordinal`): 1 is 0001-01-01.

        A day and a number of days make a day; one day less another, a number of days.
        """

        def __add__(self, days: int, /) -> Day:
            return Day(int(self) + days)

        @overload
        def __sub__(self, day: Day, /) -> int: ...  # type: ignore[overload-overlap]
        @overload
        def __sub__(self, days: int, /) -> Day: ...
        def __sub__(self, other: int, /) -> int:
            return int(self) - other

else:
    Day = int

Millis = NewType("Millis", int)
"""An instant: milliseconds since 1970, UTC. Spans of time are plain numbers, called `..._ms`."""

CardId = NewType("CardId", str)
"""The id of a card within its deck: letters, digits, - and _, and never another card's.

One that is more than one thing to review has an id for each: its own, `PART`, and a name for that.
"""

PART = "#"


def whole_of(card: CardId) -> CardId:
    """Return the id of the card in the deck file, of which `card` may be a part."""
    return CardId(card.partition(PART)[0])


DeckName = NewType("DeckName", str)
"""The name of a deck, under which the log knows it: letters, digits, - and _."""
