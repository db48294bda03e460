"""Where a card stands before an exam: what FSRS makes of its reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import in_their_days_by_card, standing_events
from dcnn_cards.schedule.fsrs import Fsrs, Reviews
from dcnn_cards.schedule.units import CardId, Day


class Standing(Frozen):
    """A card that is examined, and what is left of its reviews.

    It counts `weight` times in the exam, 0 or more, and belongs to `section`. `memory` is its
    stability in days and its difficulty, None while it is new; so are the days (ordinals) of its
    first and its last review, and the `grade` of that. `failures` is how often in a row it was
    graded Again on that last day.
    """

    card: CardId
    weight: float = 1.0
    section: str = ""
    memory: tuple[float, float] | None = None
    first_day: Day | None = None
    last_day: Day | None = None
    grade: Grade | None = None
    failures: int = 0

    def after(self, grade: Grade, day: Day, fsrs: Fsrs) -> Standing:
        """Return where the card stands once it was graded on study day `day`."""
        return self._graded(grade, day, fsrs.memory_after(self.memory, grade, self.days_since(day)))

    def days_since(self, day: Day) -> int:
        """Return how many days before study day `day` the last review was; 0 without any."""
        return 0 if self.last_day is None else max(0, day - self.last_day)

    def _graded(
        self, grade: Grade, day: Day, memory: tuple[float, float] | None = None
    ) -> Standing:
        same_day = self.last_day is not None and day <= self.last_day
        failures = self.failures if same_day else 0
        # Not `replace`, which takes longer than all the rest.
        return Standing(
            self.card,
            self.weight,
            self.section,
            memory,
            day if self.first_day is None else self.first_day,
            self.last_day if same_day else day,
            grade,
            failures + 1 if grade is Grade.AGAIN else 0,
        )


def standings(cards: Sequence[Standing], events: Iterable[Event], fsrs: Fsrs) -> list[Standing]:
    """Return where `cards`, which are new, stand after `events` of their deck, given in any order.

    Events of other cards do not matter.
    """
    after = {each.card: each for each in cards}
    reviews: dict[CardId, list[tuple[Grade, int]]] = {}
    for event in in_their_days_by_card(standing_events(events)):
        card = event.card
        if card not in after:
            continue
        if event.kind is Kind.REVIEW and event.grade is not None:
            elapsed = after[card].days_since(event.day)
            reviews.setdefault(card, []).append((event.grade, elapsed))
            after[card] = after[card]._graded(event.grade, event.day)
        elif event.kind is Kind.RESET and card in reviews:
            del reviews[card]
            after[card] = Standing(card, after[card].weight, after[card].section)
    histories: list[Reviews] = [tuple(each) for each in reviews.values()]
    memories = fsrs.remembered([None] * len(histories), histories)
    for card, left in zip(reviews, memories, strict=True):
        after[card] = after[card].replace(memory=(left.stability, left.difficulty))
    return list(after.values())
