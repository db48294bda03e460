"""What score to expect of a plan: it is studied ahead, day by day, by learners drawn by chance.

Each of them starts from where the cards stand today, asks the largest worth first within the
minutes of each day, and grades as `Beliefs` says. On the exam day each has a chance for each card,
and with it a score. What is shown of them is the middle and the range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import erf, sqrt
from random import Random

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.beliefs import Beliefs
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.exam.worth import untouched, worths

TARGETS = (0.8, 0.9, 0.95)
"""The scores for which a forecast says how many minutes a day they need."""

MOST_MINUTES = 240.0
"""More minutes a day are nobody's plan."""


class Plan(Frozen):
    """The study days from `today` on, the exam being on the day after the last of them.

    `minutes` is what is studied on each, 0 on a day off; of today, what is left.
    """

    today: Day
    minutes: tuple[float, ...]

    @property
    def exam_day(self) -> Day:
        """The study day of the exam."""
        return self.today + len(self.minutes)

    @property
    def minutes_a_day(self) -> float:
        """The mean minutes of the days that are none off; 0 without any."""
        days = [each for each in self.minutes if each]
        return sum(days) / len(days) if days else 0.0

    def with_minutes(self, minutes: float) -> Plan:
        """The same days with so many minutes on average, in proportion."""
        usual = self.minutes_a_day
        factor = minutes / usual if usual else 0.0
        return self.replace(minutes=tuple(each * factor for each in self.minutes))

    def with_day_off(self) -> Plan:
        """The same with its next whole study day off: today is the last that is left out."""
        days = [at for at, each in enumerate(self.minutes) if each]
        off = days[1] if len(days) > 1 else days[0] if days else -1
        return self.replace(
            minutes=tuple(0.0 if at == off else each for at, each in enumerate(self.minutes))
        )


class SectionForecast(Frozen):
    """What is expected of the examined `cards` of a section: the score today, and on the day."""

    section: str
    cards: int
    now: float
    expected: float


class Forecast(Frozen):
    """What to expect. A score is the share, 0 to 1, of the weights of the cards recalled.

    All scores are those of an exam that asks every examined card once: `now`, if it were today;
    `untouched`, on the exam day if nothing more is studied; `expected`, on the exam day if the plan
    is kept. Eight of ten such learners end from `low` to `high`. `unseen` is how many cards are
    expected never to be seen by then. `minutes_for` has for each of `TARGETS` the minutes a day for
    which it is expected, None if `MOST_MINUTES` are too few. `day_off` is what the expected score
    loses by a day off, and `ten_more` what it gains by ten minutes more a day, 0 or more.
    `learners` has the score that each simulated learner is expected to have, ascending, and `dice`
    the standard deviation of an exam's result around it.
    """

    now: float
    untouched: float
    expected: float
    low: float
    high: float
    unseen: float
    sections: tuple[SectionForecast, ...]
    minutes_for: tuple[tuple[float, float | None], ...]
    day_off: float
    ten_more: float
    learners: tuple[float, ...]
    dice: float

    def chance(self, score: float) -> float:
        """Return the probability, 0 to 1, that the result is `score` or more."""
        return 1 - _below(score, self.learners, self.dice)


def forecast(
    standings: Sequence[Standing], plan: Plan, fsrs: Fsrs, beliefs: Beliefs, seed: int = 1
) -> Forecast:
    """Return what to expect of `plan`; the same for the same `seed`.

    Cards of weight 0 do not matter. Raises ValueError where no card weighs anything.
    """
    cards = [each for each in standings if each.weight > 0]
    if not cards:
        raise ValueError("no card counts in this exam")
    now = untouched(cards, plan.today, fsrs)
    left = untouched(cards, plan.exam_day, fsrs)
    runs = [_studied(cards, plan, fsrs, beliefs, f"{seed}/{n}") for n in range(_LEARNERS)]
    learners = tuple(sorted(_score(cards, recalls) for recalls, _ in runs))
    means = [sum(each) / len(runs) for each in zip(*(recalls for recalls, _ in runs), strict=True)]
    dice = _dice(cards, means)
    expected = _score(cards, means)

    def change(other: Plan) -> float:
        recalls, _ = _studied(cards, other, fsrs, beliefs, f"{seed}/0")
        return _score(cards, recalls) - _score(cards, runs[0][0])

    curve = [
        (minutes, expected + change(plan.with_minutes(minutes)))
        for minutes in (5, 10, 20, 40, 80, 160)
    ]
    return Forecast(
        now=_score(cards, now),
        untouched=_score(cards, left),
        expected=expected,
        low=_quantile(0.1, learners, dice),
        high=_quantile(0.9, learners, dice),
        unseen=sum(unseen for _, unseen in runs) / len(runs),
        sections=_by_section(cards, now, means),
        minutes_for=tuple((target, _minutes(curve, target)) for target in TARGETS),
        day_off=max(0.0, -change(plan.with_day_off())),
        ten_more=max(0.0, change(plan.with_minutes(plan.minutes_a_day + 10))),
        learners=learners,
        dice=dice,
    )


_LEARNERS = 8


def _studied(
    cards: Sequence[Standing], plan: Plan, fsrs: Fsrs, beliefs: Beliefs, seed: str
) -> tuple[list[float], int]:
    """Return the recall of each card on the exam day after a plan, and how many were never seen."""
    dice = Random(seed)
    stands = list(cards)
    for day, minutes in enumerate(plan.minutes):
        today = plan.today + day
        left = minutes * 60
        worth = worths(stands, today, plan.exam_day, fsrs, beliefs)
        order = sorted((at for at, each in enumerate(worth) if each), key=lambda at: -worth[at])
        for at in order:
            if left <= 0:
                break
            grade, seconds = _graded(stands[at], today, fsrs, beliefs, dice)
            stands[at] = stands[at].after(grade, today, fsrs)
            left -= seconds
            if grade is Grade.AGAIN:
                grade, seconds = _graded(stands[at], today, fsrs, beliefs, dice)
                stands[at] = stands[at].after(grade, today, fsrs)
                left -= seconds
    unseen = sum(each.memory is None for each in stands)
    return untouched(stands, plan.exam_day, fsrs), unseen


def _graded(
    card: Standing, today: Day, fsrs: Fsrs, beliefs: Beliefs, dice: Random
) -> tuple[Grade, float]:
    """The grade that a learner gives to a card, and the seconds that it takes."""
    first_day = card.first_day is None or card.first_day >= today
    seconds = beliefs.seconds_again_today(first_day=first_day)
    if card.grade is None:
        chances = beliefs.first
    elif not card.days_since(today):
        chances = beliefs.again_today(card.grade, first_day=first_day)
    else:
        seconds = beliefs.seconds_review
        recalled = dice.random() < untouched([card], today, fsrs)[0]
        chances = beliefs.recalled if recalled else (1.0, 0.0, 0.0, 0.0)
    grade = dice.choices(tuple(Grade), chances)[0]
    return grade, seconds[grade - 1]


def _score(cards: Sequence[Standing], recalls: Sequence[float]) -> float:
    """The expected score, by the weights of the cards."""
    points = sum(card.weight * p for card, p in zip(cards, recalls, strict=True))
    return points / sum(card.weight for card in cards)


def _dice(cards: Sequence[Standing], recalls: Sequence[float]) -> float:
    """The standard deviation of the score of an exam that asks each card once."""
    variance = sum(c.weight**2 * p * (1 - p) for c, p in zip(cards, recalls, strict=True))
    return sqrt(variance) / sum(card.weight for card in cards)


def _by_section(
    cards: Sequence[Standing], now: Sequence[float], then: Sequence[float]
) -> tuple[SectionForecast, ...]:
    places: Mapping[str, list[int]] = {card.section: [] for card in cards}
    for at, card in enumerate(cards):
        places[card.section].append(at)

    def score(own: Sequence[int], recalls: Sequence[float]) -> float:
        return _score([cards[at] for at in own], [recalls[at] for at in own])

    return tuple(
        SectionForecast(section, len(own), score(own, now), score(own, then))
        for section, own in places.items()
    )


def _minutes(curve: Sequence[tuple[float, float]], target: float) -> float | None:
    """Where a curve of minutes and scores reaches `target`; None if it does not."""
    before = (0.0, 0.0)
    for minutes, score in curve:
        if score >= target:
            share = (target - before[1]) / (score - before[1]) if score > before[1] else 1.0
            return before[0] + max(0.0, share) * (minutes - before[0])
        before = minutes, score
    return None


def _below(score: float, learners: Sequence[float], dice: float) -> float:
    """The probability of a result less than `score`."""
    if not dice:
        return sum(each < score for each in learners) / len(learners)
    return sum(0.5 + erf((score - each) / dice / sqrt(2)) / 2 for each in learners) / len(learners)


def _quantile(share: float, learners: Sequence[float], dice: float) -> float:
    """The score below which that `share` of the results lies, within 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (low, middle) if _below(middle, learners, dice) >= share else (middle, high)
    return high
