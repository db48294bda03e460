"""When a card is a leech, when a failed one comes back, and when a share of items is enough."""

from __future__ import annotations

import pytest

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.counts import NOTHING_LEFT
from dcnn_cards.schedule.event import Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import CardId, Day, Millis
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.queue import build_queue, is_leech, next_due
from dcnn_cards.study.recall import item_list, proposed
from dcnn_cards.study.session import Session
from tests.schedule.histories import event

AGAIN, HARD, GOOD, EASY = Grade
TODAY = event(0, Kind.FLAG).day


def cards(count: int) -> tuple[Card, ...]:
    return tuple(Card(CardId(f"c{number}"), f"{number}?", "yes") for number in range(count))


def graded(session: Session, grade: Grade, at: int) -> Session:
    """The session after a grade for the card in front, `at` milliseconds after the first."""
    assert session.card is not None
    made = event(0, Kind.REVIEW, id=f"{at:09}", card=session.card.id, grade=grade, at=Millis(at))
    return session.reveal().after(made, Practice({}).append(made, scheduler("sm2")))


@pytest.mark.parametrize(("lapses", "leech"), [(0, False), (7, False), (8, True), (9, True)])
def test_a_card_that_was_forgotten_eight_times_is_a_leech(lapses: int, leech: bool) -> None:
    state = State(Day(TODAY + 1), 1, 30, lapses, False, (2.5, 1.0))
    assert is_leech(Record(state)) is leech
    assert not is_leech(Record())


@pytest.mark.parametrize(("others", "behind"), [(0, 0), (4, 4), (5, 5), (6, 5), (9, 5)])
def test_a_failed_card_comes_back_behind_five_others(others: int, behind: int) -> None:
    session = graded(Session(cards(others + 1), {}, TODAY), AGAIN, 0)
    assert [card.id for card in session.queue].index(CardId("c0")) == behind


@pytest.mark.parametrize(("ms", "front"), [(599_999, "c2"), (600_000, "c0"), (600_001, "c0")])
def test_a_failed_card_comes_back_after_ten_minutes_to_the_millisecond(ms: int, front: str) -> None:
    session = graded(graded(Session(cards(9), {}, TODAY), AGAIN, 0), GOOD, ms)
    assert session.queue[0].id == front


def test_of_two_that_have_waited_the_one_that_waited_longest_comes_first() -> None:
    session = graded(graded(Session(cards(9), {}, TODAY), AGAIN, 0), AGAIN, 1)
    session = graded(session, GOOD, 700_000)
    assert [card.id for card in session.queue[:2]] == ["c0", "c3"]
    session = graded(session, GOOD, 700_001)
    assert session.queue[0].id == "c1"


@pytest.mark.parametrize(
    ("known", "items", "grade"),
    [
        (10, 10, GOOD),
        (9, 10, HARD),
        (5, 10, HARD),  # half of them
        (4, 10, AGAIN),
        (49, 100, AGAIN),
        (50, 100, HARD),
        (2, 3, HARD),
        (1, 1, GOOD),
        (0, 1, AGAIN),
    ],
)
def test_the_grade_proposed_for_a_share_of_items(known: int, items: int, grade: Grade) -> None:
    assert proposed(known, items) is grade


@pytest.mark.parametrize(("items", "is_list"), [(2, False), (3, True), (4, True)])
def test_three_items_make_a_list(items: int, is_list: bool) -> None:
    assert (item_list("\n".join(f"- {number}" for number in range(items))) is not None) is is_list


def test_a_card_put_off_yesterday_is_asked_today_and_one_put_off_today_is_not() -> None:
    asked = cards(2)
    records = {asked[0].id: Record(buried=TODAY), asked[1].id: Record(buried=Day(TODAY - 1))}
    assert build_queue(asked, records, TODAY, 9).cards == asked[1:]


@pytest.mark.parametrize(("due", "asked"), [(-1, True), (0, True), (1, False)])
def test_a_card_is_due_from_its_day_on(due: int, asked: bool) -> None:
    card = cards(1)[0]
    record = Record(State(Day(TODAY + due), 4, 2, 0, False, (2.5, 1.0)), introduced=Day(TODAY - 9))
    assert bool(build_queue([card], {card.id: record}, TODAY, 9).due) is asked
    again = record.replace(state=State(Day(TODAY + 1), 1, 2, 0, True, (2.5, 0.0)))
    assert build_queue([card], {card.id: again}, TODAY, 9).learning == (card,)


@pytest.mark.parametrize(("due", "found"), [(-1, None), (0, None), (1, (1, 1)), (2, (2, 1))])
def test_what_is_due_today_is_not_what_comes_next(due: int, found: tuple[int, int] | None) -> None:
    card = cards(1)[0]
    records = {card.id: Record(State(Day(TODAY + due), 4, 2, 0, False, (2.5, 1.0)))}
    days = found and (TODAY + found[0], found[1])
    assert next_due([card], records, TODAY) == days


def test_a_card_put_off_for_the_day_on_which_it_is_due_comes_the_day_after() -> None:
    card = cards(1)[0]
    state = State(Day(TODAY + 3), 4, 2, 0, False, (2.5, 1.0))
    for buried, found in ((TODAY, (TODAY + 3, 1)), (Day(TODAY + 3), (TODAY + 4, 1))):
        records = {card.id: Record(state, buried=buried)}
        assert next_due([card], records, TODAY) == found


def test_nothing_left_is_nothing() -> None:
    assert tuple(NOTHING_LEFT) == (0, 0, 0)
