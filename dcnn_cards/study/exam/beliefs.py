"""What is believed of a learner: how cards are graded, and how long that takes.

Before there is a log, the averages of many learners are believed: those of the default
configuration of the simulator in fsrs-rs (`SimulatorConfig`, as of fsrs-rs-python 0.9.3), taken
from users of Anki. A learner's own reviews are counted beside them, as if the averages had been
seen in `PRIOR_REVIEWS` of the learner's reviews already (a Dirichlet prior; D. Heckerman, "A
Tutorial on Learning With Bayesian Networks", 1995): after as many own ones of a sort the two count
the same, after nine times as many the own ones for nine tenths, and nothing ever jumps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.counts import counted_ms
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import in_their_days_by_card, standing_events
from dcnn_cards.schedule.units import CardId, Day, DeckName

PRIOR_REVIEWS = 50
"""What the published averages count for, in reviews of a sort: first ones, of old cards, ..."""

Four = tuple[float, float, float, float]
"""A number for each of Again, Hard, Good and Easy."""


class Phase(Enum):
    """What a review finds: a new card, one first seen today, an old one, one seen again today."""

    FIRST = auto()
    LEARNING = auto()
    REVIEW = auto()
    RELEARNING = auto()


class Asking(NamedTuple):
    """How a card is graded when it is asked, and in how many seconds, by grade.

    `again` is the chance of Again, None where it is one less the card's recall; `otherwise` are
    those of Hard, Good and Easy if it is not graded Again.
    """

    again: float | None
    otherwise: tuple[float, float, float]
    seconds: Four


class Beliefs(Frozen):
    """How a learner grades, and in how many seconds.

    `first` are the chances of the grades of a card seen for the first time, `recalled` those of an
    old one that is recalled (0 for Again). `learning` and `relearning` are those of a card that is
    asked again on the same day, its first and a later one, for each grade it had before: Again,
    Hard, and Good or better. The seconds, by grade, are those from question to grade: on the first
    day, at the first review of a later day, and at the others of that.
    """

    first: Four
    recalled: Four
    learning: tuple[Four, Four, Four]
    relearning: tuple[Four, Four, Four]
    seconds_learning: Four
    seconds_review: Four
    seconds_relearning: Four

    def again_today(self, before: Grade, *, first_day: bool) -> Four:
        """Return the chances of the grades of a card that was graded `before` earlier today."""
        return (self.learning if first_day else self.relearning)[min(before, Grade.GOOD) - 1]

    def seconds_again_today(self, *, first_day: bool) -> Four:
        """Return the seconds of a card that was asked earlier today."""
        return self.seconds_learning if first_day else self.seconds_relearning

    def asking_new(self) -> Asking:
        """Return how a new card is asked."""
        return _asking(self.first, self.seconds_learning)

    def asking_old(self) -> Asking:
        """Return how a card is asked that was last seen on an earlier day."""
        _, hard, good, easy = self.recalled
        return Asking(None, (hard, good, easy), self.seconds_review)

    def asking_again_today(self, before: Grade, *, first_day: bool) -> Asking:
        """Return how a card is asked that was graded `before` earlier today."""
        return _asking(
            self.again_today(before, first_day=first_day),
            self.seconds_again_today(first_day=first_day),
        )


def _asking(chances: Four, seconds: Four) -> Asking:
    again, hard, good, easy = chances
    known = hard + good + easy
    return Asking(again / (again + known), (hard / known, good / known, easy / known), seconds)


PUBLISHED = Beliefs(
    first=(0.24, 0.094, 0.495, 0.171),
    recalled=(0.0, 0.224, 0.631, 0.145),
    learning=(
        (0.3686, 0.0628, 0.5108, 0.0577),
        (0.0442, 0.4553, 0.4457, 0.0549),
        (0.0519, 0.047, 0.8462, 0.055),
    ),
    relearning=(
        (0.2157, 0.0643, 0.6595, 0.0604),
        (0.05, 0.4638, 0.4475, 0.0387),
        (0.1057, 0.1434, 0.7266, 0.0244),
    ),
    seconds_learning=(19.58, 18.79, 13.78, 10.71),
    seconds_review=(19.38, 17.59, 12.38, 8.94),
    seconds_relearning=(16.44, 15.25, 12.32, 8.03),
)
"""What is believed of a learner of whom nothing is known."""


def beliefs_of(events: Iterable[Event]) -> Beliefs:
    """Return what is believed of the learner whose log, of any decks, is `events`."""
    grades: dict[tuple[Phase, int], list[int]] = {}
    seconds: dict[tuple[Phase, Grade], list[float]] = {}
    for phase, before, event in _in_phases(events):
        assert event.grade is not None
        grades.setdefault((phase, before), [0, 0, 0, 0])[event.grade - 1] += 1
        if event.thinking_ms is not None:
            timed = Phase.LEARNING if phase is Phase.FIRST else phase
            seconds.setdefault((timed, event.grade), []).append(counted_ms(event.thinking_ms) / 1e3)

    def chances(phase: Phase, prior: Four, before: int = 0) -> Four:
        return _four(_counted(prior, grades.get((phase, before), (0, 0, 0, 0))))

    def rows(phase: Phase, prior: tuple[Four, Four, Four]) -> tuple[Four, Four, Four]:
        again, hard, good = (chances(phase, prior[row], row + 1) for row in range(3))
        return again, hard, good

    def times(phase: Phase, prior: Four) -> Four:
        return _four(
            [
                usual + (sum(own) - len(own) * usual) / (PRIOR_REVIEWS + len(own))
                for usual, own in (
                    (prior[grade - 1], seconds.get((phase, grade), [])) for grade in Grade
                )
            ]
        )

    known = grades.get((Phase.REVIEW, 0), [0, 0, 0, 0])
    return Beliefs(
        chances(Phase.FIRST, PUBLISHED.first),
        _four(_counted(PUBLISHED.recalled, [0, *known[1:]])),
        rows(Phase.LEARNING, PUBLISHED.learning),
        rows(Phase.RELEARNING, PUBLISHED.relearning),
        times(Phase.LEARNING, PUBLISHED.seconds_learning),
        times(Phase.REVIEW, PUBLISHED.seconds_review),
        times(Phase.RELEARNING, PUBLISHED.seconds_relearning),
    )


def _in_phases(events: Iterable[Event]) -> Iterable[tuple[Phase, int, Event]]:
    """Yield each review with what it finds, and the grade before it on the same day, 3 at most."""
    seen: dict[tuple[DeckName, CardId], tuple[Day, Day, Grade]] = {}  # first day, last day, grade
    for event in in_their_days_by_card(standing_events(events)):
        card = event.deck, event.card
        if event.kind is Kind.RESET:
            seen.pop(card, None)
        if event.kind is not Kind.REVIEW or event.grade is None:
            continue
        first, last, before = seen.get(card, (event.day, None, None))
        if last is None or before is None:
            yield Phase.FIRST, 0, event
        elif event.day > last:
            yield Phase.REVIEW, 0, event
        else:
            phase = Phase.LEARNING if last == first else Phase.RELEARNING
            yield phase, min(before, Grade.GOOD), event
        seen[card] = first, max(event.day, last or event.day), event.grade


def _counted(prior: Four, counts: Sequence[int]) -> list[float]:
    """The chances after so many of each grade."""
    seen = sum(counts)
    return [
        usual + (own - seen * usual) / (PRIOR_REVIEWS + seen)
        for usual, own in zip(prior, counts, strict=True)
    ]


def _four(numbers: Sequence[float]) -> Four:
    again, hard, good, easy = numbers
    return again, hard, good, easy
