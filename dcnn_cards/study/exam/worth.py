"""What a review now is worth on the exam day.

A card that is reviewed now gets one of four grades, each with its chance: by the chance that it is
recalled, and by how this learner grades. Each grade leads to another memory, which fades until the
exam. What the card will then be recalled with, less what it would be recalled with untouched, is
what the review adds to the expected score; divided by the seconds that it is expected to cost, it
is what a second spent there is worth. Asking the largest worth first is the greedy rule for a
knapsack (G. B. Dantzig, "Discrete-Variable Extremum Problems", Operations Research 5, 1957).

A further review on the same day is one like any other: FSRS-6's short-term stability says what it
adds, what is graded on it is believed of this learner, and it comes where that is worth most. So a
card graded Again comes back on the same day if its second pass is worth its seconds, and on another
if not. To bring it back at once, whatever it is worth, cost four to six points of a hundred in
simulations of two weeks to two months.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.beliefs import Asking, Beliefs, Four
from dcnn_cards.study.exam.standing import Standing


def worths(
    standings: Sequence[Standing], today: Day, exam_day: Day, fsrs: Fsrs, beliefs: Beliefs
) -> list[float]:
    """Return for each card what a review on study day `today` adds to the exam, by second.

    The unit is chances of recall times the card's weight, by second. It is 0 where a review is not
    expected to raise the chance, where the card weighs nothing, and from the exam day on.
    """
    found = [0.0] * len(standings)
    if today >= exam_day:
        return found
    new: list[int] = []
    old: list[int] = []
    of_today: dict[tuple[Grade, bool], list[int]] = {}
    for place, card in enumerate(standings):
        if card.last_day is None or card.grade is None:
            new.append(place)
        elif card.last_day < today:
            old.append(place)
        else:
            of_today.setdefault((card.grade, _is_first_day(card)), []).append(place)
    ahead = exam_day - today
    for asking, places in [
        (beliefs.asking_old(), old),
        *(
            (beliefs.asking_again_today(grade, first_day=first_day), places)
            for (grade, first_day), places in of_today.items()
        ),
    ]:
        cards = [standings[place] for place in places]
        memories = [card.memory for card in cards]
        elapsed = [card.days_since(today) for card in cards]
        gains = _worths(memories, elapsed, ahead, asking, fsrs)
        for place, card, gain in zip(places, cards, gains, strict=True):
            found[place] = card.weight * gain
    if new:  # all are alike but for their weight
        (gain,) = _worths([None], [0], ahead, beliefs.asking_new(), fsrs)
        for place in new:
            found[place] = standings[place].weight * gain
    return found


def grade_outcomes(standing: Standing, today: Day, exam_day: Day, fsrs: Fsrs) -> Four:
    """Return the chance that the card is recalled on the exam day after each of the four grades.

    It is the chance if the card is not asked again before the exam.
    """
    days = [standing.days_since(today)]
    stabilities = [after for (after,) in fsrs.stabilities([standing.memory], days)]
    again, hard, good, easy = fsrs.recalls(stabilities, repeat(max(0, exam_day - today)))
    return again, hard, good, easy


def untouched(standings: Sequence[Standing], day: Day, fsrs: Fsrs) -> list[float]:
    """Return the chance that each card is recalled on study day `day` if it is asked no more.

    A card never seen is not recalled.
    """
    seen = [card for card in standings if card.memory is not None]
    stabilities = [card.memory[0] for card in seen if card.memory is not None]
    recalls = iter(fsrs.recalls(stabilities, [card.days_since(day) for card in seen]))
    return [0.0 if card.memory is None else next(recalls) for card in standings]


def known_again(card: Standing, today: Day, beliefs: Beliefs) -> float | None:
    """Return the chance that a card that was asked on study day `today` is known once more on it.

    FSRS has forgotten nothing by then, so it goes by how such cards are graded. None for a card
    that was not asked today.
    """
    if card.last_day is None or card.grade is None or card.last_day < today:
        return None
    chances = beliefs.again_today(card.grade, first_day=_is_first_day(card))
    return sum(chances[Grade.AGAIN :]) / sum(chances)


def _is_first_day(card: Standing) -> bool:
    return card.first_day == card.last_day


def _worths(
    memories: Sequence[tuple[float, float] | None],
    elapsed: Sequence[int],
    ahead: int,
    asking: Asking,
    fsrs: Fsrs,
) -> list[float]:
    """The worth of cards that are asked alike, if each weighed 1.

    Their last reviews were `elapsed` days ago, and the exam is in `ahead` days. All are new (a
    memory of None), or none is.
    """
    again, hard, good, easy = (
        fsrs.recalls(stabilities, repeat(ahead))
        for stabilities in fsrs.stabilities(memories, elapsed)
    )
    seen = [memory[0] for memory in memories if memory]
    before = fsrs.recalls(seen, [days + ahead for days in elapsed]) if seen else repeat(0.0)
    known = fsrs.recalls(seen, elapsed) if asking.again is None else repeat(1 - asking.again)
    p_hard, p_good, p_easy = asking.otherwise
    failed_s, hard_s, good_s, easy_s = asking.seconds
    known_s = p_hard * hard_s + p_good * good_s + p_easy * easy_s
    gains = [
        (p * (p_hard * h + p_good * g + p_easy * e) + (1 - p) * a - now)
        / (p * known_s + (1 - p) * failed_s)
        for p, a, h, g, e, now in zip(known, again, hard, good, easy, before, strict=False)
    ]
    return [gain if gain > 0 else 0.0 for gain in gains]
