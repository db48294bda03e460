"""How far the memory model may be off for this learner, as the learner's own log shows it.

FSRS says with what chance a card is recalled; how well that fits one learner is seen in what was
recalled. Two numbers say how a learner forgets otherwise than believed: by how much faster, and
whether more so for memories that are believed to be stable. In the language of survival analysis,
-ln of the recall, the hazard so far, is e^speed (stability / 5 days)^growth times what FSRS says: a
proportional-hazards model (D. R. Cox, "Regression Models and Life-Tables", Journal of the Royal
Statistical Society B 34, 1972). Before there is a log, what is known of them is how learners
differ; each review of an old card narrows that. The two are estimated by Newton's method, and taken
to be distributed normally around the estimate (Laplace's approximation).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from random import Random
from typing import NamedTuple

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import in_their_days_by_card, standing_events
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import CardId, DeckName

MOST_TRIALS = 3_000
"""So many reviews, the last ones, are learned from: of more the two numbers are known well."""

_USUAL_STABILITY = 5.0
_LEAST_HAZARD = 1e-9
_NEWTON_STEPS = 20


class Forgetting(Frozen):
    """How a learner forgets, next to what FSRS says: `speed` and `growth` as above, 0 for alike."""

    speed: float = 0.0
    growth: float = 0.0

    def recall(self, believed: float, stability: float) -> float:
        """Return the probability of recall for one `believed` of a memory of that `stability`."""
        if believed >= 1:
            return 1.0
        faster = exp(self.speed + self.growth * log(stability / _USUAL_STABILITY))
        return float(believed**faster)


class Doubt(Frozen):
    """What is known of a learner's `Forgetting`: the likeliest, and how uncertain it is.

    `speed_variance`, `growth_variance` and `covariance` are those of a normal distribution.
    """

    speed: float
    growth: float
    speed_variance: float
    growth_variance: float
    covariance: float = 0.0

    def drawn(self, learners: int, seed: str) -> list[Forgetting]:
        """Return how so many learners forget, spread evenly over what is possible (a Latin square).

        The same for the same `seed`. Their mean and their spread are those of the distribution.
        """
        first, second = _even(learners), _even(learners)
        Random(seed).shuffle(second)
        along = sqrt(self.speed_variance)
        slope = self.covariance / along
        across = sqrt(max(0.0, self.growth_variance - slope * slope))
        return [
            Forgetting(self.speed + along * x, self.growth + slope * x + across * y)
            for x, y in zip(first, second, strict=True)
        ]


UNKNOWN = Doubt(0.0, 0.0, 0.3**2, 0.12**2)
"""What is known of a learner without a log: how much learners with drawn parameters differ."""

_TAIL = 2
"""Most learners are like others, some are far off: before a log the speed has the heavy tails of
Student's t with so many degrees of freedom (K. L. Lange, R. J. A. Little and J. M. G. Taylor,
"Robust Statistical Modeling Using the t Distribution", JASA 84, 1989), so that a log that says so
is soon believed."""

_MISFIT = 0.25
"""Reviews that were tried are not those of the exam: however many there are, a standard deviation
of the speed that remains. Who is far off FSRS in speed is off in other ways too: it grows by half
as much with each unit of it. Found with simulated learners (`scripts/exam_range.py`)."""


class Trial(NamedTuple):
    """A review of an old card: its stability and its recall, as believed, and how it went."""

    stability: float
    believed: float
    recalled: bool


def doubt_of(events: Iterable[Event], fsrs: Fsrs) -> Doubt:
    """Return what a log of any decks, in any order, tells of how its learner forgets."""
    return doubt_after(list(trials(events, fsrs))[-MOST_TRIALS:])


def trials(events: Iterable[Event], fsrs: Fsrs) -> Iterable[Trial]:
    """Yield the reviews of a log that try what FSRS says, in order of time.

    They are the first of a card on a day, but for its very first.
    """
    states: dict[tuple[DeckName, CardId], State] = {}
    for event in in_their_days_by_card(standing_events(events)):
        card = event.deck, event.card
        if event.kind is Kind.RESET:
            states.pop(card, None)
        elif event.kind is Kind.REVIEW and event.grade is not None:
            state = states.get(card)
            if state is not None and event.day > state.last_day:
                believed = fsrs.recall(state, event.day)
                yield Trial(state.memory[0], believed, event.grade is not Grade.AGAIN)
            states[card] = fsrs.review(state, event.grade, event.day)


def doubt_after(tried: Sequence[Trial]) -> Doubt:
    """Return what is known of a learner after these trials."""
    if not tried:
        return UNKNOWN
    rows = [
        (
            max(_LEAST_HAZARD, -log(each.believed)),
            log(each.stability / _USUAL_STABILITY),
            each.recalled,
        )
        for each in tried
    ]
    speed, growth = UNKNOWN.speed, UNKNOWN.growth
    p_growth = 1 / UNKNOWN.growth_variance
    for _ in range(_NEWTON_STEPS):
        # The slope of the log of the posterior, and the information in it: Fisher's, by which the
        # steps of Newton's method become those of scoring.
        p_speed = (_TAIL + 1) / (_TAIL * UNKNOWN.speed_variance + speed * speed)
        slope_speed, slope_growth = -p_speed * speed, -p_growth * growth
        i_speed, i_growth, i_both = p_speed, p_growth, 0.0
        for hazard, stable, recalled in rows:
            own = hazard * exp(speed + growth * stable)
            recall = exp(-own)
            odds = recall / max(1 - recall, _LEAST_HAZARD)
            slope = -own if recalled else own * odds
            weight = own * own * odds
            slope_speed += slope
            slope_growth += slope * stable
            i_speed += weight
            i_both += weight * stable
            i_growth += weight * stable * stable
        determinant = i_speed * i_growth - i_both * i_both
        step_speed = (i_growth * slope_speed - i_both * slope_growth) / determinant
        step_growth = (i_speed * slope_growth - i_both * slope_speed) / determinant
        speed += max(-1.0, min(1.0, step_speed))
        growth += max(-0.5, min(0.5, step_growth))
        if abs(step_speed) + abs(step_growth) < 1e-6:
            break
    return Doubt(
        speed,
        growth,
        i_growth / determinant + (_MISFIT * (1 + abs(speed) / 2)) ** 2,
        i_speed / determinant,
        -i_both / determinant,
    )


def _even(count: int) -> list[float]:
    """So many numbers that stand for a normal distribution, ascending, with its mean and spread."""
    from statistics import NormalDist  # takes as long to import as all the rest of a forecast's

    normal = NormalDist()
    middles = [normal.inv_cdf((number + 0.5) / count) for number in range(count)]
    spread = sqrt(sum(each * each for each in middles) / count)
    return [each / spread if spread else 0.0 for each in middles]
