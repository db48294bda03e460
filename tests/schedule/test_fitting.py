"""What FSRS-6 learns from a log, and what comes of it."""

from __future__ import annotations

import pytest

from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fitting import MAX_HISTORY, fit, lessons
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from tests.schedule.histories import FIRST_DAY, event, review, undo

AGAIN, HARD, GOOD, EASY = Grade
DEFAULT = Fsrs(Settings()).parameters


def learned(events: list[Event]) -> list[str]:
    """Each lesson as grades with the days before them, such as `3 3+2`."""
    found = []
    for lesson in lessons(events):
        words = repr(lesson).replace(",", " ").split()
        numbers = [int(word) for word in words if word.isdigit()]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        found.append(" ".join(f"{grade}+{days}" if days else f"{grade}" for grade, days in pairs))
    return found


def day(number: int, grade: Grade = GOOD, *, hour: int = 0, card: str = "a") -> Event:
    return review(number * 24 + hour, grade, card=card, id=f"{number:04}-{hour:02}-{card}")


def test_each_review_on_a_later_day_teaches_with_all_that_was_before_it() -> None:
    log = [day(0, AGAIN), day(0, GOOD, hour=1), day(1, HARD), day(5, EASY), day(5, AGAIN, hour=2)]
    assert learned(log) == ["1 3 2+1", "1 3 2+1 4+4"]
    assert learned([*log, day(7)]) == [*learned(log), "1 3 2+1 4+4 1 3+2"]


def test_a_card_seen_once_teaches_nothing() -> None:
    assert learned([day(0), day(0, hour=1), day(1, card="b")]) == []


def test_lessons_of_all_cards_and_decks_stand_in_order_of_time_whatever_the_order_of_arrival() -> (
    None
):
    log = [day(0), day(0, EASY, card="b"), day(2, card="b"), day(3, HARD)]
    elsewhere = [event(5, Kind.REVIEW, deck="other", grade=AGAIN), day(0, GOOD, hour=6)]
    elsewhere += [event(30, Kind.REVIEW, deck="other", grade=GOOD)]
    assert learned([*log, *elsewhere]) == ["1 3+1", "4 3+2", "3 3 2+3"]
    assert learned([*elsewhere, *log[::-1]]) == learned([*log, *elsewhere])


def test_what_was_undone_or_before_a_reset_teaches_nothing() -> None:
    wrong = day(3, AGAIN)
    assert learned([day(0), wrong, undo(73, wrong), day(4)]) == ["3+0 3+4".replace("+0", "")]
    log = [day(0), day(2), event(60, Kind.RESET), day(5, HARD), day(6), day(2, card="b")]
    assert learned(log) == ["2 3+1"]


def test_a_clock_set_back_makes_no_negative_days() -> None:
    back = review(80, GOOD, day=FIRST_DAY - 9)
    assert learned([day(0), day(3), back, day(4)]) == ["3 3+3", "3 3+3 3 3+1"]


def test_very_long_histories_are_cut_off() -> None:
    log = [day(number) for number in range(MAX_HISTORY + 50)]
    assert len(lessons(log)) == MAX_HISTORY - 1


@pytest.mark.parametrize("grade", Grade)
def test_a_log_of_one_grade_and_one_interval_is_fitted_too(grade: Grade) -> None:
    log = [day(n, grade, card=f"c{card}") for card in range(60) for n in range(10)]
    Fsrs(Settings(parameters=fit(lessons(log))))


def test_too_little_to_learn_from_leaves_the_default_parameters() -> None:
    assert fit([]) == DEFAULT
    once = [day(400 * n, card=f"c{card}") for card in range(60) for n in range(9)]
    assert fit(lessons(once)) == DEFAULT  # nobody first sees a card again after 400 days
