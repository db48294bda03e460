"""What score to expect of a plan: it is studied ahead, day by day, by simulated learners.

Each of them starts from where the cards stand today, asks the largest worth first within the
minutes of each day, grades as `Beliefs` says and forgets as `Doubt` allows. On the exam day each
has a chance for each card, and with that a score. The range has all that is uncertain: how this
learner forgets, the luck of the days until then, and that of the exam itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import erf, sqrt
from random import Random
from typing import NamedTuple

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.beliefs import Asking, Beliefs
from dcnn_cards.study.exam.course import Answer, Plan, Policy, studied
from dcnn_cards.study.exam.doubt import UNKNOWN, Doubt, Forgetting
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.exam.worth import known_again, untouched, worths

TARGETS = (0.8, 0.9, 0.95)
"""The scores for which a forecast says how many minutes a day they need."""

MOST_MINUTES = 240.0
"""More minutes a day are nobody's plan."""

LEARNERS = 12
"""So many are simulated for the range, each twice: their luck is told from what they are."""

MOST_CARDS, LEAST_CARDS, CARD_DAYS = 80, 30, 2_400
"""Each studies a sample of the cards, within its share of the minutes: `MOST_CARDS` at most, and of
long plans as few as make `CARD_DAYS` cards times days, but not less than `LEAST_CARDS`."""

DAILY = 60
"""So many days before the exam are studied one by one; those before them in as many steps at most,
each with the minutes of its days. So a plan of years takes no longer than one of some months."""


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
    which it is expected, None if `MOST_MINUTES` are not enough, or there is no day. `day_off`
    is what the expected score loses by a day off, and `ten_more` what it gains by ten minutes more
    a day, 0 or more. `learners` has the score that each simulated learner is expected to have,
    ascending, and `dice` the standard deviation of an exam's result around it.
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
        return 1 - Scores(self.learners, self.dice).below(score)


class Scores(Frozen):
    """What may come of a plan: the scores that learners are expected to have, ascending.

    `dice` is the standard deviation of a result around each of them: of the luck until the exam,
    and in an exam that asks every card once.
    """

    learners: tuple[float, ...]
    dice: float

    def below(self, score: float) -> float:
        """Return the probability, 0 to 1, of a result less than `score`."""
        if not self.dice:
            return sum(each < score for each in self.learners) / len(self.learners)
        scaled = [(score - each) / self.dice / sqrt(2) for each in self.learners]
        return _mean([0.5 + erf(each) / 2 for each in scaled])

    def quantile(self, share: float) -> float:
        """Return the score, 0 to 1, below which that `share` of the results lies."""
        low, high = 0.0, 1.0
        for _ in range(30):
            middle = (low + high) / 2
            low, high = (low, middle) if self.below(middle) >= share else (middle, high)
        return high


def scores(
    standings: Sequence[Standing],
    plan: Plan,
    fsrs: Fsrs,
    beliefs: Beliefs,
    doubt: Doubt = UNKNOWN,
    seed: int = 1,
) -> Scores:
    """Return what may come of `plan`, as `forecast` has it, without what else could be done."""
    cards = _counting(standings)
    return _spread(_World(cards, fsrs, beliefs, seed).ends(plan, _drawn(doubt, seed)), cards)


def forecast(
    standings: Sequence[Standing],
    plan: Plan,
    fsrs: Fsrs,
    beliefs: Beliefs,
    doubt: Doubt = UNKNOWN,
    seed: int = 1,
) -> Forecast:
    """Return what to expect of `plan`; the same for the same `seed`.

    `doubt` is what is known of how the learner forgets. Cards of weight 0 do not matter. Raises
    ValueError where no card weighs anything.
    """
    cards = _counting(standings)
    world, learners = _World(cards, fsrs, beliefs, seed), _drawn(doubt, seed)
    ends = world.ends(plan, learners)
    expected = _mean([end.score for end in ends])
    few = doubt.drawn(_FEW, f"{seed}/few")

    def tried(other: Plan) -> float:
        return _mean([end.score for end in world.ends(other, few)])

    likeliest = Forgetting(doubt.speed, doubt.growth)
    now = [
        recall if (known := known_again(card, plan.today, beliefs)) is None else known
        for card, recall in zip(cards, _recalls(cards, plan.today, fsrs, likeliest), strict=True)
    ]
    left = _score(cards, _recalls(cards, plan.exam_day, fsrs, likeliest))
    minutes, usual = plan.minutes_a_day, tried(plan)
    results = _spread(ends, cards)
    return Forecast(
        now=_score(cards, now),
        untouched=left,
        expected=expected,
        low=results.quantile(0.1),
        high=results.quantile(0.9),
        unseen=_mean([end.unseen for end in ends]) * len(cards),
        sections=_by_section(standings, cards, now, ends, expected),
        minutes_for=_minutes_for(left, lambda other: tried(plan.with_minutes(other)))
        if minutes
        else tuple((target, None) for target in TARGETS),
        day_off=max(0.0, usual - tried(plan.with_day_off())) if minutes else 0.0,
        ten_more=max(0.0, tried(plan.with_minutes(minutes + 10)) - usual) if minutes else 0.0,
        learners=results.learners,
        dice=results.dice,
    )


_THROWS = 12
"""So many throws of the dice each card has before it takes those of the next."""

_MINUTES = (2.0, 4.0, 7.0, 12.0, 20.0, 35.0, 60.0, 120.0, MOST_MINUTES)
"""The minutes a day that are tried for what a score takes, until the highest is reached."""

_FEW = 6
"""So many try what else could be done."""


class _End(NamedTuple):
    """How a learner ended: the expected score, and the share of the cards that were never seen.

    `recalls` has section, weight and recall of each card.
    """

    score: float
    unseen: float
    recalls: list[tuple[str, float, float]]


class _World:
    """What all simulated learners have in common."""

    def __init__(self, cards: Sequence[Standing], fsrs: Fsrs, beliefs: Beliefs, seed: int) -> None:
        self._cards, self._fsrs, self._beliefs, self._seed = cards, fsrs, beliefs, seed

    def ends(self, plan: Plan, learners: Sequence[Forgetting]) -> list[_End]:
        """How these learners end, who have the same luck whatever the plan."""
        return [self._end(plan, learner, number) for number, learner in enumerate(learners)]

    def _end(self, plan: Plan, learner: Forgetting, number: int) -> _End:
        days = min(2 * DAILY, max(1, len(plan.minutes)))
        most = max(LEAST_CARDS, min(MOST_CARDS, CARD_DAYS // days))
        stride = -(-len(self._cards) // most)
        cards = self._cards[number % stride :: stride]
        share = len(cards) / len(self._cards)
        dice = Random(f"{self._seed}/{number}")
        after = studied(
            cards,
            _in_steps(plan.with_minutes(plan.minutes_a_day * share)),
            _by_worth(plan.exam_day, self._fsrs, self._beliefs),
            _answers(cards, self._fsrs, self._beliefs, learner, dice),
            self._fsrs,
            second_passes=False,  # seldom worth their seconds, and half of the time that all takes
        ).cards
        recalls = _recalls(after, plan.exam_day, self._fsrs, learner)
        return _End(
            _score(after, recalls),
            sum(card.memory is None for card in after) / len(after),
            [(c.section, c.weight, p) for c, p in zip(after, recalls, strict=True)],
        )


def _counting(standings: Sequence[Standing]) -> list[Standing]:
    """The cards that weigh anything, so that every so many-th of them are a fair sample."""
    cards = [each for each in standings if each.weight > 0]
    if not cards:
        raise ValueError("no card counts in this exam")
    return sorted(cards, key=lambda card: (card.section, card.weight, card.memory or (0.0, 0.0)))


def _in_steps(plan: Plan) -> Plan:
    """The same, where what is far off is not studied day by day."""
    far = max(0, len(plan.minutes) - DAILY)
    step = max(1, -(-far // DAILY))
    minutes = list(plan.minutes[:far])
    for first in range(0, far, step):
        days = minutes[first : first + step]
        minutes[first : first + step] = [*[0.0] * (len(days) - 1), sum(days)]
    return plan.replace(minutes=(*minutes, *plan.minutes[far:]))


def _drawn(doubt: Doubt, seed: int) -> list[Forgetting]:
    """Learners as they may be, each of them twice."""
    return [each for each in doubt.drawn(LEARNERS, f"{seed}/learners") for _ in range(2)]


def _by_worth(exam_day: Day, fsrs: Fsrs, beliefs: Beliefs) -> Policy:
    """The largest worth first, where what is worth little is not looked at every day.

    The worth of a card that nobody touches changes slowly: the further it is below what was still
    asked, the later it is looked at again.
    """
    looked_at: list[Standing] = []
    worth: list[float] = []
    look_on: list[Day] = []

    def policy(cards: Sequence[Standing], today: Day) -> list[float]:
        if not worth:
            looked_at[:], worth[:] = cards, [0.0] * len(cards)
            look_on[:] = [today] * len(cards)
        asked = [place for place, card in enumerate(cards) if card is not looked_at[place]]
        least = min((worth[place] for place in asked), default=0.0)
        untouched_ones = (place for place in range(len(cards)) if cards[place] is looked_at[place])
        places = asked + [place for place in untouched_ones if look_on[place] <= today]
        found = worths([cards[place] for place in places], today, exam_day, fsrs, beliefs)
        soon = max(1, (exam_day - today) // 4)
        for place, each in zip(places, found, strict=True):
            of_today = cards[place].last_day == today
            looked_at[place], worth[place] = cards[place], each
            look_on[place] = today + (1 if of_today else min(soon, _rest(each, least)))
        return worth

    return policy


def _rest(worth: float, least: float) -> int:
    """In how many days a card of that worth is looked at again, where `least` was still asked."""
    for share, days in ((0.6, 1), (0.3, 2), (0.1, 4)):
        if worth >= share * least:
            return days
    return 8


def _answers(
    cards: Sequence[Standing], fsrs: Fsrs, beliefs: Beliefs, learner: Forgetting, dice: Random
) -> Answer:
    """How a simulated learner grades: as is believed, but for how it forgets.

    Each card has dice of its own, so that another plan meets the same luck, and what it changes is
    not drowned in it.
    """
    thrown = {card.card: [dice.random() for _ in range(_THROWS)] for card in cards}
    new, old = beliefs.asking_new(), beliefs.asking_old()

    def answer(card: Standing, today: Day) -> tuple[Grade, float]:
        throws = thrown[card.card]
        throw = throws.pop() if throws else dice.random()
        days = card.days_since(today)
        if card.memory is None or card.grade is None:
            asking = new
        elif days:
            asking = old
        else:
            first_day = card.first_day == card.last_day
            asking = beliefs.asking_again_today(card.grade, first_day=first_day)
        again = asking.again
        if again is None:
            stability = card.memory[0] if card.memory else 0.0
            (believed,) = fsrs.recalls([stability], [days])
            again = 1 - learner.recall(believed, stability)
        grade = _graded(throw, again, asking)
        return grade, asking.seconds[grade - 1]

    return answer


def _graded(throw: float, again: float, asking: Asking) -> Grade:
    """The grade that a throw of the dice, from 0 to 1, comes to."""
    if throw < again:
        return Grade.AGAIN
    hard, good, _ = asking.otherwise
    share = (throw - again) / (1 - again)
    return Grade.HARD if share < hard else Grade.GOOD if share < hard + good else Grade.EASY


def _recalls(cards: Sequence[Standing], day: Day, fsrs: Fsrs, learner: Forgetting) -> list[float]:
    """The chance that each card is recalled on a day by this learner."""
    believed = untouched(cards, day, fsrs)
    return [
        learner.recall(p, card.memory[0]) if card.memory else 0.0
        for card, p in zip(cards, believed, strict=True)
    ]


def _score(cards: Sequence[Standing], recalls: Sequence[float]) -> float:
    """The expected score, by the weights of the cards."""
    points = sum(card.weight * p for card, p in zip(cards, recalls, strict=True))
    return points / sum(card.weight for card in cards)


def _spread(ends: Sequence[_End], cards: Sequence[Standing]) -> Scores:
    """What these ends say of all such learners, and of all the cards.

    Each learner ended twice. What differs between the two is luck, and the sample; it is taken out
    of the differences between learners, and put back as what it is for all cards, together with
    the dice of the exam (an analysis of variance: R. A. Fisher, "Statistical Methods for Research
    Workers", 1925).
    """
    pairs = [(one.score, other.score) for one, other in zip(ends[::2], ends[1::2], strict=True)]
    luck = _mean([(one - other) ** 2 / 2 for one, other in pairs])
    means = [(one + other) / 2 for one, other in pairs]
    middle = _mean(means)
    variance = _mean([(each - middle) ** 2 for each in means])
    own = sqrt(max(0.0, 1 - luck / 2 / variance)) if variance else 0.0
    weights = [card.weight for card in cards]
    in_exam = sum(weight**2 for weight in weights) / sum(weights) ** 2
    of_exam = in_exam * _mean([p * (1 - p) for end in ends for _, _, p in end.recalls])
    sampled = _mean([len(end.recalls) for end in ends])
    learners = sorted(_within(middle + own * (each - middle)) for each in means)
    return Scores(tuple(learners), sqrt(luck * sampled / len(cards) + of_exam))


def _by_section(
    standings: Sequence[Standing],
    cards: Sequence[Standing],
    now: Sequence[float],
    ends: Sequence[_End],
    expected: float,
) -> tuple[SectionForecast, ...]:
    """Each section of `cards`, in the order of the standings.

    One of which no sample has a card is expected to be as the rest.
    """
    of_section: dict[str, list[int]] = {each.section: [] for each in standings if each.weight > 0}
    for place, card in enumerate(cards):
        of_section[card.section].append(place)
    then: dict[str, list[tuple[float, float]]] = {}
    for end in ends:
        for section, weight, recall in end.recalls:
            then.setdefault(section, []).append((weight, recall))
    found = []
    for section, places in of_section.items():
        own = [cards[place] for place in places]
        of_now = _score(own, [now[place] for place in places])
        points = then.get(section, [(1.0, expected)])
        score = sum(w * p for w, p in points) / sum(w for w, _ in points)
        found.append(SectionForecast(section, len(own), of_now, score))
    return tuple(found)


def _minutes_for(
    idle: float, score: Callable[[float], float]
) -> tuple[tuple[float, float | None], ...]:
    """The minutes a day for each target, on a curve through some numbers of minutes.

    These are the same whatever the plan has: what a score takes does not depend on that.
    """
    curve = [(0.0, idle)]
    for minutes in _MINUTES:
        if curve[-1][1] < max(TARGETS):
            curve.append((minutes, score(minutes)))
    return tuple((target, _reaching(curve, target)) for target in TARGETS)


def _reaching(curve: Sequence[tuple[float, float]], target: float) -> float | None:
    """Where a curve of minutes and scores first reaches `target`; None if it does not."""
    if curve[0][1] >= target:
        return 0.0
    for (minutes, score), (more, higher) in pairwise(curve):
        if higher >= target:
            return minutes + (more - minutes) * max(0.0, target - score) / (higher - score)
    return None


def _within(score: float) -> float:
    return min(1.0, max(0.0, score))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
