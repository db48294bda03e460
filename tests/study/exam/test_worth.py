"""What a review is worth on the exam day, held against the sum over grades written out."""

from __future__ import annotations

import pytest

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED, Beliefs
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.exam.worth import grade_outcomes, untouched, worths

AGAIN, HARD, GOOD, EASY = Grade
FSRS = Fsrs(Settings())
TODAY, EXAM = Day(740_000), Day(740_014)
NEW = Standing(CardId("new"))


def old(stability: float, difficulty: float = 5.0, days: int = 3, weight: float = 1.0) -> Standing:
    last = TODAY - days
    return Standing(CardId("old"), weight, "", (stability, difficulty), last - 1, last, GOOD)


def written_out(card: Standing, beliefs: Beliefs = PUBLISHED, exam: Day = EXAM) -> float:
    """The worth by its definition, one grade after the other."""

    def then(known: Standing) -> float:
        return untouched([known], exam, FSRS)[0]

    first_day = card.first_day in (None, TODAY)
    drill = beliefs.seconds_again_today(first_day=first_day)
    if card.memory is None:
        chances, seconds = beliefs.first, drill
    elif card.last_day == TODAY:
        assert card.grade is not None
        chances, seconds = beliefs.again_today(card.grade, first_day=first_day), drill
    else:
        recall = untouched([card], TODAY, FSRS)[0]
        _, hard, good, easy = (recall * chance for chance in beliefs.recalled)
        chances, seconds = (1 - recall, hard, good, easy), beliefs.seconds_review
    gained = spent = 0.0
    for grade in Grade:
        p = chances[grade - 1] / sum(chances)  # published ones are rounded
        after = card.after(grade, TODAY, FSRS)
        spent += p * seconds[grade - 1]
        gained += p * then(after)
    return max(0.0, card.weight * (gained - then(card)) / spent)


@pytest.mark.parametrize(
    "card",
    [
        NEW,
        NEW.replace(weight=2.5),
        old(3),
        old(0.01, 10, 1),
        old(200, 1, 60),
        NEW.after(AGAIN, TODAY, FSRS),
        NEW.after(HARD, TODAY, FSRS),
        NEW.after(EASY, TODAY, FSRS),
        old(0.5).after(AGAIN, TODAY, FSRS),
    ],
)
def test_the_worth_is_the_gain_over_the_grades_by_the_seconds_they_cost(card: Standing) -> None:
    beside = [old(7), NEW, card, old(1, 2)]
    assert worths(beside, TODAY, EXAM, FSRS, PUBLISHED)[2] == pytest.approx(written_out(card))


def test_what_weighs_nothing_is_worth_nothing_and_double_weight_double() -> None:
    found = worths([old(3), old(3, weight=2), old(3, weight=0)], TODAY, EXAM, FSRS, PUBLISHED)
    assert found == [found[0], pytest.approx(2 * found[0]), 0]


def test_from_the_exam_day_on_nothing_is_worth_anything() -> None:
    for exam_day in (TODAY, TODAY - 1):
        assert worths([old(3), NEW], TODAY, exam_day, FSRS, PUBLISHED) == [0, 0]


def test_a_better_grade_means_more_on_the_day() -> None:
    for card in (NEW, old(3), old(40, 9, 20)):
        outcomes = grade_outcomes(card, TODAY, EXAM, FSRS)
        assert list(outcomes) == sorted(outcomes)
        assert outcomes[2] == untouched([card.after(GOOD, TODAY, FSRS)], EXAM, FSRS)[0]
