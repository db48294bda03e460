"""What is counted of cards and of reviews.

Named tuples, which a start makes in a quarter of the time that it takes for dataclasses.
"""

from __future__ import annotations

from typing import NamedTuple


class Left(NamedTuple):
    """How many cards are still to be asked today: new ones, those still being learned, due ones."""

    new: int = 0
    learning: int = 0
    due: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.learning + self.due


NOTHING_LEFT = Left()


class CardCounts(NamedTuple):
    """Cards by how far they have come; the five add up to `total`."""

    total: int
    new: int
    learning: int
    young: int
    mature: int
    suspended: int


MOST_THINKING_MS = 60_000
"""A card that was open for longer was left open; so much of it is thought, as in Anki."""


def counted_ms(thinking_ms: int) -> int:
    """Return what a thinking time counts for in a sum or an average; the log has it whole."""
    return min(thinking_ms, MOST_THINKING_MS)


class ReviewCounts(NamedTuple):
    """Reviews and how they went.

    `reviews` counts every grade. `first_reviews` counts each card once a study day: what follows on
    the same day is drill, which says little about memory. `recalled` are those among the first ones
    that were graded Hard or better. `timed` of all reviews have a thinking time, `thinking_ms`
    milliseconds together, each as `counted_ms` has it.
    """

    reviews: int
    first_reviews: int
    recalled: int
    timed: int
    thinking_ms: int

    @property
    def recall_rate(self) -> float | None:
        """The share of first reviews that were recalled, 0 to 1; None without reviews."""
        return self.recalled / self.first_reviews if self.first_reviews else None

    @property
    def mean_thinking_ms(self) -> float | None:
        """Milliseconds from question to grade, on average; None where none was measured."""
        return self.thinking_ms / self.timed if self.timed else None
