"""What is asked today, and in what order."""

from __future__ import annotations

from itertools import pairwise

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.study.queue import (
    CustomStudy,
    DailyLimits,
    Offers,
    Order,
    Queue,
    build_queue,
    next_due,
    offers,
    session_queue,
)

TODAY = Day(738_500)
A, B, C, D, E, F = map(CardId, "abcdef")


def card(name: str, answer: str = "yes", **facts: object) -> Card:
    return Card(name, f"{name}?", answer, **facts)  # type: ignore[arg-type]


def reviewed(due: int, interval: int = 4, *, again: bool = False, **facts: object) -> Record:
    """A record of a card that is due `due` days from today."""
    state = State(TODAY + due, interval, 1, 0, again, (2.5, 1.0))
    return Record(state, introduced=TODAY - 30, **facts)  # type: ignore[arg-type]


def names(queue: Queue) -> list[str]:
    return [each.id for each in queue.cards]


def test_due_cards_come_first_of_a_few_the_most_overdue_then_new_ones() -> None:
    cards = [card(name) for name in "abcdef"]
    records = {B: reviewed(-1), C: reviewed(-9), D: reviewed(3), F: reviewed(0)}
    asked = names(build_queue(cards, records, TODAY, 20))
    assert (sorted(asked[:3]), asked[3:]) == (["b", "c", "f"], ["a", "e"])
    assert names(build_queue(cards, records, TODAY, 0, reviews=1)) == ["c"]
    assert sorted(names(build_queue(cards, records, TODAY, 0, reviews=2))) == ["b", "c"]


def test_in_order_due_cards_and_new_ones_keep_the_decks_order() -> None:
    cards = [card(name) for name in "zyxcba"]
    records = {CardId(name): reviewed(-due) for due, name in enumerate("xyz")}
    in_order = build_queue(cards, records, TODAY, 20, Order(of_deck=True))
    assert names(in_order) == ["z", "y", "x", "c", "b", "a"]


def test_what_was_failed_earlier_today_comes_back_today() -> None:
    records = {A: reviewed(1, 1, again=True), B: reviewed(1, 2, again=True)}
    queue = build_queue([card("a"), card("b")], records, TODAY, 20)
    assert [each.id for each in queue.learning] == ["a"]  # b was failed yesterday, is due tomorrow
    assert queue.due == ()


def test_new_cards_are_limited_by_the_day_not_by_the_session() -> None:
    cards = [card(name) for name in "abcdef"]
    seen_today = Record(State(TODAY + 1, 1, 1, 0, False, (2.5, 1.0)), introduced=TODAY)
    assert names(build_queue(cards, {}, TODAY, 3)) == ["a", "b", "c"]
    assert names(build_queue(cards, {A: seen_today}, TODAY, 3)) == ["b", "c"]
    # Those of another section count too.
    assert names(build_queue(cards[2:], {A: seen_today}, TODAY, 3)) == ["c", "d"]
    assert names(build_queue(cards, {A: seen_today}, TODAY, 0)) == []


def test_cards_that_are_suspended_or_have_no_answer_are_not_asked() -> None:
    cards = [
        card("a", suspended=True),
        card("b"),
        card("c", answer=""),
        card("d", answer="", figure="figures/d.txt"),
    ]
    records = {B: Record(suspended=True)}
    assert names(build_queue(cards, records, TODAY, 20)) == ["d"]


def test_next_due_is_the_first_day_after_today_with_its_number_of_cards() -> None:
    cards = [card(name) for name in "abcde"] + [card("f", suspended=True)]
    records = {A: reviewed(-1), B: reviewed(3), C: reviewed(3), D: reviewed(9)}
    records[F] = reviewed(1)
    assert next_due(cards, records, TODAY) == (TODAY + 3, 2)
    assert next_due(cards[:1], records, TODAY) is None


def test_a_follow_up_is_introduced_after_the_card_it_follows() -> None:
    cards = [card("c", follows="b"), card("x"), card("b", follows="a"), card("a"), card("y")]
    assert names(build_queue(cards, {}, TODAY, 20)) == ["a", "b", "c", "x", "y"]
    assert names(build_queue(cards, {}, TODAY, 2)) == ["a", "b"]
    # What is filtered out, or known already, is not waited for.
    assert names(build_queue(cards[:2], {}, TODAY, 20)) == ["c", "x"]
    assert names(build_queue(cards, {A: reviewed(5)}, TODAY, 20))[:2] == ["b", "c"]


def test_what_was_added_is_an_answer_and_a_figure_of_the_question_is_none() -> None:
    cards = [
        card("a", answer="", added="Added."),
        card("b", answer="", figure="figures/b.txt", figure_on="question"),
    ]
    assert names(build_queue(cards, {}, TODAY, 20)) == ["a"]


def test_reviews_of_a_chain_do_not_come_one_right_after_the_other() -> None:
    chain = [card("a"), card("b", follows="a"), card("c", follows="b")]
    cards = [*(each.replace(topic="t") for each in chain), card("x"), card("y")]
    records = {each.id: reviewed(-1) for each in cards}
    for day in range(50):
        asked = build_queue(cards, records, Day(TODAY + day), 0).cards
        assert not any(after.follows == before.id for before, after in pairwise(asked))
        assert [each.id for each in asked if each.id in "abc"] == ["a", "b", "c"]
    # With nothing to put between them they follow each other all the same.
    assert names(build_queue(cards[:2], records, TODAY, 0)) == ["a", "b"]


def test_what_is_left_beyond_the_days_limits_is_what_higher_limits_ask() -> None:
    cards = [card(name) for name in "abcdefgh"] + [card("i", suspended=True)]
    records = {
        A: Record(State(TODAY + 1, 1, 1, 0, False, (2.5, 1.0)), introduced=TODAY),
        B: reviewed(3, flagged=True),  # reviewed today
        C: reviewed(-1),
        D: reviewed(-2),
        E: Record(State(TODAY + 9, 9, 30, 8, False, (2.5, 1.0)), introduced=TODAY - 9),
        CardId("i"): reviewed(-1),
    }
    events = [
        Event(name, "d", Millis(0), TODAY, DeckName("deck"), CardId(name), Kind.REVIEW, grade)
        for name, grade in (("a", Grade.AGAIN), ("b", Grade.GOOD))
    ]
    none_left = session_queue(cards, records, TODAY, CustomStudy(), DailyLimits(1, 1), events)
    assert none_left == ()
    left = offers(cards, records, TODAY, events)
    assert left == Offers(
        due=2, new=3, failed=1, flagged=1, leeches=1, all=8, reviewed=1, introduced=1
    )
    more = DailyLimits(left.introduced + 2, left.reviewed + left.due)
    asked = session_queue(cards, records, TODAY, CustomStudy(), more, events)
    assert sorted(each.id for each in asked[:2]) == ["c", "d"]
    assert [each.id for each in asked[2:]] == ["f", "g"]


def test_what_was_failed_today_comes_back_before_what_follows_on_it() -> None:
    cards = [card("x"), card("a"), card("b", follows="a"), card("c")]
    failed = reviewed(1, 1, again=True)
    records = {A: failed, B: reviewed(-1), C: failed, CardId("x"): reviewed(-2)}
    asked = names(build_queue(cards, records, TODAY, 20))
    assert (asked[0], asked[-1]) == ("a", "c")


def test_a_card_put_off_is_due_tomorrow_and_not_today() -> None:
    cards = [card("a"), card("b")]
    records = {A: reviewed(-3, buried=TODAY), B: reviewed(1)}
    assert names(build_queue(cards, records, TODAY, 20)) == []
    assert next_due(cards, records, TODAY) == (TODAY + 1, 2)
