"""What an exam comes to on a day: its cards, its time, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.app.exam import (
    as_given,
    examined_by,
    examined_cards,
    minutes_spent,
    plan_of,
    standings_of,
)
from dcnn_cards.app.setting_exam import Change, changed
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.exam import MOST_DAYS, Exam, exam_facts
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId, Day, DeckName
from tests.schedule.histories import DECK, FIRST_DAY, review

TODAY = Day(FIRST_DAY)
EXAM = Exam(Day(TODAY + 5), 10)
CARDS = tuple(
    Card(CardId(name), f"{name}?", "" if name == "d" else name, week=week, section=f"Week {week}")
    for name, week in (("a", "1"), ("b", "1"), ("c", "8a"), ("d", "8a"))
)
DECK_OF_FOUR = Deck(DeckName("dcnn"), "", CARDS)


@given(
    weeks=st.lists(st.text(min_size=1)),
    section=st.text(),
    topic=st.text(),
    text=st.text(),
    tags=st.lists(st.text(min_size=1)),
)
def test_what_is_examined_is_kept_as_it_was_given(
    weeks: list[str], section: str, topic: str, text: str, tags: list[str]
) -> None:
    filters = Filters(tuple(weeks), section, topic, text, tuple(tags))
    assert examined_by(EXAM.replace(cards=as_given(filters))) == filters


def test_what_is_suspended_or_has_no_answer_is_set_aside() -> None:
    found = examined_cards(DECK_OF_FOUR, EXAM, {CardId("a"): Record(suspended=True)})
    assert ([card.id for card in found.cards], found.set_aside) == (["b", "c"], 2)
    of_week = EXAM.replace(cards=(("weeks", ("8",)),))
    found = examined_cards(DECK_OF_FOUR, of_week, {CardId("a"): Record(suspended=True)})
    assert ([card.id for card in found.cards], found.set_aside) == (["c"], 1)


def test_the_time_of_a_plan_is_what_is_left_of_today_and_the_days_after() -> None:
    log = [review(n, thinking_ms=90_000) for n in range(3)]  # each counts for a minute
    assert minutes_spent(log) == 3
    assert plan_of(EXAM, TODAY, log).minutes == (7, 10, 10, 10, 10)
    assert plan_of(EXAM, TODAY, log * 5).minutes == (0, 10, 10, 10, 10)
    assert plan_of(EXAM, TODAY, log).exam_day == EXAM.day
    for day in (EXAM.day, Day(EXAM.day + 9)):
        assert plan_of(EXAM, day, []).minutes == ()
        assert plan_of(EXAM, day, []).exam_day == EXAM.day


def test_cards_stand_where_fsrs_has_them_and_count_as_their_section() -> None:
    fsrs = Fsrs(Settings())
    exam = EXAM.replace(weights=(("Week 8a", 3.0),))
    log = [review(1, Grade.GOOD, card="c"), review(2, Grade.AGAIN, card="other")]
    found = {each.card: each for each in standings_of(CARDS, exam, log, fsrs)}
    assert found[CardId("c")].weight == 3
    assert found[CardId("c")].memory == pytest.approx(
        fsrs.review(None, Grade.GOOD, TODAY).memory, rel=1e-5
    )
    assert (found[CardId("a")].weight, found[CardId("a")].memory) == (1, None)
    assert CardId("other") not in found


def test_breaks_that_touch_are_one() -> None:
    at = EXAM.day
    change = Change(minutes=9, breaks=((Day(at + 3), Day(at + 4)), (Day(at + 5), Day(at + 6))))
    exam = changed(EXAM.replace(breaks=((Day(at + 1), Day(at + 3)),)), change, DECK_OF_FOUR, TODAY)
    assert exam.breaks == ((at + 1, at + 6),)
    assert exam.minutes == 9


@pytest.mark.parametrize(("ahead", "allowed"), [(0, False), (1, True), (MOST_DAYS, True)])
def test_an_exam_is_from_tomorrow_on_as_far_ahead_as_is_planned(ahead: int, allowed: bool) -> None:
    change = Change(day=Day(TODAY + ahead), minutes=5)
    if allowed:
        assert changed(None, change, DECK_OF_FOUR, TODAY).day == TODAY + ahead
    else:
        with pytest.raises(CardsError):
            changed(None, change, DECK_OF_FOUR, TODAY)
    beyond = Change(day=Day(TODAY + MOST_DAYS + 1), minutes=5)
    with pytest.raises(CardsError, match=r"at most 1,000"):
        changed(None, beyond, DECK_OF_FOUR, TODAY)


def test_a_weight_of_one_is_none() -> None:
    double = changed(EXAM, Change(weights=(("8a", 2.0),)), DECK_OF_FOUR, TODAY)
    assert double.weights == (("Week 8a", 2.0),)
    assert changed(double, Change(weights=(("week 8A", 1.0),)), DECK_OF_FOUR, TODAY).weights == ()
    assert exam_facts(changed(double, Change(weights=(("8a", 1.0),)), DECK_OF_FOUR, TODAY)) == (
        exam_facts(EXAM)
    )


def test_a_name_that_is_a_section_s_means_no_other() -> None:
    cards = (*CARDS, CARDS[0].replace(id=CardId("e"), section="Week 11"))
    deck = Deck(DECK, "", cards)
    assert changed(EXAM, Change(weights=(("week 1", 2.0),)), deck, TODAY).weights == (
        ("Week 1", 2.0),
    )
    both = dict(changed(EXAM, Change(weights=(("eek 1", 2.0),)), deck, TODAY).weights)
    assert both == {"Week 1": 2.0, "Week 11": 2.0}
