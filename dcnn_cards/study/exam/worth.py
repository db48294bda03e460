"""What a review now is worth on the exam day.

A card that is reviewed now gets one of four grades, each with its chance: by the chance that it is
recalled and by how this learner grades. Each grade leads to another memory, which fades until the
exam. A card graded Again is asked once more on the same day, with FSRS-6's short-term stability.
What it will then be recalled with, less what it would be recalled with untouched, is what the
review adds to the expected score; divided by the seconds that it is expected to cost, it is what a
second spent there is worth. Asking the largest worth first is the greedy rule for a knapsack (G. B.
Dantzig, "Discrete-Variable Extremum Problems", Operations Research 5, 1957).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.beliefs import Beliefs, Four
from dcnn_cards.study.exam.standing import Standing


class _Asking(NamedTuple):
    """How a card is asked, which is what cards have in common that are asked alike.

    `again` is the chance that it is graded Again, None where that is one less its recall; `chances`
    are those of Hard, Good and Easy if it is not, `once_more` those of the four grades if it is.
    """

    again: float | None
    chances: tuple[float, float, float]
    once_more: Four
    seconds: Four
    seconds_once_more: Four


def worths(
    standings: Sequence[Standing], today: Day, exam_day: Day, fsrs: Fsrs, beliefs: Beliefs
) -> list[float]:
    """Return for each card what a review on study day `today` adds to the exam, by second.

    The unit is chances of recall times the card's weight, by second. It is 0 where a review cannot
    raise the chance, where the card weighs nothing, and from the exam day on.
    """
    found = [0.0] * len(standings)
    if today >= exam_day:
        return found
    alike: dict[_Asking, list[int]] = {}
    for place, standing in enumerate(standings):
        if standing.weight > 0:
            alike.setdefault(_asking(standing, today, beliefs), []).append(place)
    for asking, places in alike.items():
        cards = [standings[place] for place in places]
        for place, worth in zip(places, _worths(cards, asking, today, exam_day, fsrs), strict=True):
            found[place] = worth
    return found


def grade_outcomes(
    standing: Standing, today: Day, exam_day: Day, fsrs: Fsrs, beliefs: Beliefs
) -> Four:
    """Return the chance that the card is recalled on the exam day after each of the four grades.

    After Again it is the one that is expected once the card was asked again today.
    """
    asking = _asking(standing, today, beliefs)
    again, hard, good, easy = _recalls([standing], asking, today, exam_day, fsrs)
    return again[0], hard[0], good[0], easy[0]


def untouched(standings: Sequence[Standing], day: Day, fsrs: Fsrs) -> list[float]:
    """Return the chance that each card is recalled on study day `day` if it is asked no more.

    A card never seen is not recalled.
    """
    found = [0.0] * len(standings)
    places: dict[int, list[int]] = {}
    for place, each in enumerate(standings):
        if each.memory:
            places.setdefault(each.days_since(day), []).append(place)
    for days, own in places.items():
        stabilities = [(standings[place].memory or (0.0,))[0] for place in own]
        for place, recall in zip(own, fsrs.recalls(stabilities, days), strict=True):
            found[place] = recall
    return found


def _asking(standing: Standing, today: Day, beliefs: Beliefs) -> _Asking:
    first_day = standing.first_day is None or standing.first_day >= today
    seconds_once_more = seconds = beliefs.seconds_again_today(first_day=first_day)
    if standing.grade is None:
        again, *chances = beliefs.first
    elif not standing.days_since(today):
        again, *chances = beliefs.again_today(standing.grade, first_day=first_day)
    else:
        again, *chances = beliefs.recalled
        seconds = beliefs.seconds_review
    hard, good, easy = (chance / (1 - again) for chance in chances)
    return _Asking(
        again or None,
        (hard, good, easy),
        beliefs.again_today(Grade.AGAIN, first_day=first_day),
        seconds,
        seconds_once_more,
    )


def _recalls(
    cards: Sequence[Standing], asking: _Asking, today: Day, exam_day: Day, fsrs: Fsrs
) -> tuple[list[float], list[float], list[float], list[float]]:
    """The chances of recall on the exam day by grade, a list of all cards each."""
    memories = [each.memory for each in cards]
    elapsed = [each.days_since(today) for each in cards]
    once_more = [(Grade.AGAIN, grade) for grade in Grade]
    known = [(grade,) for grade in Grade if grade is not Grade.AGAIN]
    *failed, hard, good, easy = (
        fsrs.recalls(stabilities, exam_day - today)
        for stabilities in fsrs.stabilities(memories, elapsed, [*once_more, *known])
    )
    return _mean(asking.once_more, *failed), hard, good, easy


def _worths(
    cards: Sequence[Standing], asking: _Asking, today: Day, exam_day: Day, fsrs: Fsrs
) -> list[float]:
    """The worth of cards that are asked alike."""
    failed, *recalled = _recalls(cards, asking, today, exam_day, fsrs)
    known = _mean(asking.chances, *recalled)
    known_seconds = _expected(asking.chances, asking.seconds[1:])
    failed_seconds = asking.seconds[0] + _expected(asking.once_more, asking.seconds_once_more)
    if asking.again is None:
        chances = untouched(cards, today, fsrs)
    else:
        chances = [1 - asking.again] * len(cards)
    before = untouched(cards, exam_day, fsrs)
    return [
        max(0.0, card.weight * (p * high + (1 - p) * low - now))
        / (p * known_seconds + (1 - p) * failed_seconds)
        for card, p, high, low, now in zip(cards, chances, known, failed, before, strict=True)
    ]


def _expected(chances: Sequence[float], values: Sequence[float]) -> float:
    return sum(p * value for p, value in zip(chances, values, strict=True))


def _mean(chances: Sequence[float], *by_grade: Sequence[float]) -> list[float]:
    """What is expected of each card, from what each grade would come to."""
    return [_expected(chances, each) for each in zip(*by_grade, strict=True)]
