"""A plan as it is studied: day by day, within its minutes, in an order that is decided anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush

from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.standing import Standing

Policy = Callable[[Sequence[Standing], Day], Sequence[float]]
"""Says what asking each card on a study day is worth: the largest is asked first, 0 never."""

Answer = Callable[[Standing, Day], tuple[Grade, float]]
"""How a learner grades a card on a study day, and in how many seconds."""


class Plan(Frozen):
    """The study days from `today` on, the exam being on the day after the last of them.

    `minutes` is what is studied on each, 0 on a day off; of today, what is left. Without a day the
    exam is today.
    """

    today: Day
    minutes: tuple[float, ...]

    @property
    def exam_day(self) -> Day:
        """The study day of the exam, on which nothing is studied."""
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
        """The same with one more day off: the first after today that is none, else today."""
        days = [at for at, each in enumerate(self.minutes) if each]
        off = days[1] if len(days) > 1 else days[0] if days else -1
        return self.replace(
            minutes=tuple(0.0 if at == off else each for at, each in enumerate(self.minutes))
        )


class Studied(Frozen):
    """What became of a plan: where the cards stand, and the `minutes` that it took in all."""

    cards: tuple[Standing, ...]
    minutes: float


def studied(
    cards: Sequence[Standing],
    plan: Plan,
    policy: Policy,
    answer: Answer,
    fsrs: Fsrs,
    *,
    second_passes: bool = True,
) -> Studied:
    """Return what becomes of a plan if the cards are asked as `policy` says.

    On each day the card with the largest worth is asked, until the minutes are used or nothing is
    worth anything. With `second_passes`, a card graded Again comes back on the same day where it
    has the largest worth again. What the last card takes over the minutes of a day is taken off the
    next.
    """
    stands = list(cards)
    over = spent = 0.0
    for number, minutes in enumerate(plan.minutes):
        today = plan.today + number
        left = minutes * 60 - over if minutes else 0.0
        worth = policy(stands, today) if left > 0 else []
        queue = [(-each, place) for place, each in enumerate(worth) if each > 0]
        heapify(queue)
        while queue and left > 0:
            _, place = heappop(queue)
            grade, seconds = answer(stands[place], today)
            stands[place] = stands[place].after(grade, today, fsrs)
            left -= seconds
            spent += seconds
            if second_passes and grade is Grade.AGAIN:
                (again,) = policy([stands[place]], today)
                if again > 0:
                    heappush(queue, (-again, place))
        over = max(0.0, -left) if minutes else over
    return Studied(tuple(stands), spent / 60)
