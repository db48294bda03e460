"""Statistics over small logs whose numbers can be counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.progress.stats import (
    DayDue,
    Summary,
    summarize,
)
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.asking import Stage, stage_of
from dcnn_cards.schedule.counts import CardCounts, ReviewCounts
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record, fold
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import CardId, Day, DeckName
from tests.schedule.histories import FIRST_DAY, event, logs, review, undo

SM2 = scheduler("sm2")
AGAIN, HARD, GOOD, EASY = Grade

CARDS = (
    Card(CardId("a"), "A?", "A", week="6a", section="Week 6a"),
    Card(CardId("b"), "B?", "B", week="6a", section="Week 6a"),
    Card(CardId("c"), "C?", "C", week="8", section="Week 8"),
    Card(CardId("d"), "D?", ""),
)


def summary(log: Sequence[Event], today: Day, cards: Sequence[Card] = CARDS) -> Summary:
    deck = Deck(DeckName("dcnn"), "Networks", tuple(CARDS))
    records = {card: record for (_, card), record in fold(log, SM2).items()}
    return summarize(deck, cards, records, log, today)


def day(number: int, grade: Grade, card: str = "a", hour: int = 0, **facts: object) -> Event:
    """A review on the day `number` days after the first."""
    return review(number * 24 + hour, grade, card=card, **facts)


def test_nothing_studied_yet() -> None:
    found = summary([], FIRST_DAY)
    assert found.cards == CardCounts(4, new=3, learning=0, young=0, mature=0, suspended=1)
    assert (found.due_today, found.streak, found.days) == (0, 0, ())
    assert found.forecast == tuple(DayDue(FIRST_DAY + n, 0) for n in range(1, 8))
    assert found.reviews == ReviewCounts(0, 0, 0, 0, 0)
    assert found.reviews.recall_rate is None
    assert found.reviews.mean_thinking_ms is None
    assert [section.section for section in found.sections] == ["Week 6a", "Week 8", ""]


def test_a_choice_of_no_cards() -> None:
    assert summary([review(1)], FIRST_DAY, cards=()).cards.total == 0


def test_two_days_of_study() -> None:
    log = [
        day(0, AGAIN, "a", 1, thinking_ms=4000),
        day(0, GOOD, "a", 2, thinking_ms=2000),  # drill: not in the rate
        day(0, GOOD, "b", 3, thinking_ms=None),
        day(1, HARD, "a", 1, thinking_ms=3000),  # I(1) = 1: due on day 2, and again today
        day(1, GOOD, "b", 2, thinking_ms=1000),  # I(2) = 6: due on day 7
        day(1, AGAIN, "c", 3, thinking_ms=5000),
    ]
    found = summary(log, FIRST_DAY + 1)
    assert found.reviews == ReviewCounts(6, first_reviews=5, recalled=3, timed=5, thinking_ms=15000)
    assert found.reviews.recall_rate == 3 / 5
    assert found.reviews.mean_thinking_ms == 3000
    first, second = found.days
    assert (first.day, first.introduced) == (FIRST_DAY, 2)
    assert first.reviews == ReviewCounts(3, 2, 1, 2, 6000)
    assert (second.day, second.introduced) == (FIRST_DAY + 1, 1)
    assert second.reviews == ReviewCounts(3, 3, 2, 3, 9000)
    week_6, week_8, rest = found.sections
    assert week_6.reviews == ReviewCounts(5, 4, 3, 4, 10000)
    assert week_8.reviews == ReviewCounts(1, 1, 0, 1, 5000)
    assert rest.reviews.recall_rate is None
    assert found.cards == CardCounts(4, new=0, learning=2, young=1, mature=0, suspended=1)
    assert (week_6.due_today, week_8.due_today, found.due_today) == (1, 1, 2)
    assert [entry.due for entry in found.forecast] == [2, 0, 0, 0, 0, 1, 0]
    assert found.streak == 2


def test_overdue_cards_are_due_today() -> None:
    log = [day(0, GOOD, "a"), day(0, GOOD, "b")]
    assert summary(log, FIRST_DAY).due_today == 0
    assert summary(log, FIRST_DAY + 1).due_today == 2
    late = summary(log, FIRST_DAY + 50)
    assert late.due_today == 2
    assert sum(entry.due for entry in late.forecast) == 0


def test_undone_reviews_do_not_count() -> None:
    wrong = day(1, AGAIN, "b")
    log = [day(0, GOOD, "a"), wrong, undo(26, wrong)]
    found = summary(log, FIRST_DAY + 1)
    assert found == summary(log[:1], FIRST_DAY + 1)
    assert found.reviews.reviews == 1


def test_an_undone_first_review_leaves_the_next_one_the_first() -> None:
    wrong = day(0, AGAIN, "a", 1)
    log = [wrong, undo(2, wrong), day(0, GOOD, "a", 3)]
    assert summary(log, FIRST_DAY).reviews.recall_rate == 1


def test_suspended_cards_are_not_due() -> None:
    log = [day(0, GOOD, "a"), event(5, Kind.SUSPEND, card="a")]
    found = summary(log, FIRST_DAY + 1)
    assert (found.due_today, found.cards.suspended) == (0, 2)
    assert sum(entry.due for entry in summary(log, FIRST_DAY).forecast) == 0


def test_other_cards_and_decks_are_left_out() -> None:
    log = [
        day(0, GOOD, "a"),
        day(0, GOOD, "c", 1),
        day(0, GOOD, "a", 2).replace(deck=DeckName("other")),
    ]
    found = summary(log, FIRST_DAY, cards=CARDS[:2])
    assert found.reviews.reviews == 1
    assert [section.section for section in found.sections] == ["Week 6a"]


@pytest.mark.parametrize(
    ("studied", "today", "streak"),
    [
        ([0], 0, 1),
        ([0], 1, 1),  # today has no review yet
        ([0], 2, 0),
        ([0, 1, 2], 2, 3),
        ([0, 1, 2], 3, 3),
        ([0, 2, 3], 3, 2),
        ([0, 1, 3], 4, 1),
        ([5], 3, 0),  # a clock that was ahead
    ],
)
def test_the_streak(studied: list[int], today: Day, streak: int) -> None:
    log = [day(number, GOOD) for number in studied]
    assert summary(log, FIRST_DAY + today).streak == streak


@pytest.mark.parametrize(
    ("interval", "again", "stage"),
    [(20, False, Stage.YOUNG), (21, False, Stage.MATURE), (21, True, Stage.LEARNING)],
)
def test_mature_begins_at_21_days(interval: int, again: bool, stage: Stage) -> None:
    state = State(FIRST_DAY + interval, interval, 1, 0, again, ())
    assert stage_of(CARDS[0], Record(state), FIRST_DAY) is stage


def test_learning_ends_with_the_day() -> None:
    state = State(FIRST_DAY + 1, 1, 1, 0, True, ())
    assert stage_of(CARDS[0], Record(state), FIRST_DAY) is Stage.LEARNING
    assert stage_of(CARDS[0], Record(state), FIRST_DAY + 1) is Stage.YOUNG


def test_a_card_with_only_a_figure_for_an_answer_is_asked() -> None:
    assert stage_of(CARDS[3].replace(figure="lstm.txt"), NEW, FIRST_DAY) is Stage.NEW
    assert stage_of(CARDS[0].replace(suspended=True), NEW, FIRST_DAY) is Stage.SUSPENDED


@given(log=logs(), today=st.integers(FIRST_DAY, FIRST_DAY + 300))
def test_the_numbers_add_up(log: list[Event], today: Day) -> None:
    found = summary(log, today)
    counts = found.cards
    parts = (counts.new, counts.learning, counts.young, counts.mature, counts.suspended)
    assert sum(parts) == counts.total == len(CARDS)
    for parent, children in (
        (found.reviews, [part.reviews for part in found.days]),
        (found.reviews, [part.reviews for part in found.sections]),
    ):
        for name in ("reviews", "first_reviews", "recalled", "timed", "thinking_ms"):
            assert getattr(parent, name) == sum(getattr(child, name) for child in children)
    assert found.due_today == sum(section.due_today for section in found.sections)
    assert found.due_today <= counts.learning + counts.young + counts.mature
    for part in [found.reviews, *(entry.reviews for entry in found.days)]:
        assert part.recalled <= part.first_reviews <= part.reviews
        assert part.recall_rate is None or 0 <= part.recall_rate <= 1
