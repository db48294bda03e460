"""Parts of a card are not asked on one day, unless nothing else is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record, after
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.study.queue import build_queue

TODAY = Day(738_500)
SM2 = scheduler("sm2")


def reviewed(day: int, grade: Grade = Grade.GOOD) -> Record:
    event = Event(
        "e", "here", Millis(0), TODAY + day, DeckName("d"), CardId("c"), Kind.REVIEW, grade
    )
    return after(NEW, event, SM2)


LATE, LATER = reviewed(-20), reviewed(-10)
DONE, FAILED = reviewed(0), reviewed(0, Grade.AGAIN)


@pytest.mark.parametrize(
    ("records", "asked"),
    [
        ({}, ["a", "b", "x#c1"]),  # a new card in parts: the first of them
        ({"a": LATE}, ["a", "b", "x#c1"]),  # what is due comes before what is new
        ({"a": LATER, "a#back": LATE}, ["a#back", "b", "x#c1"]),  # the most overdue
        ({"a": DONE}, ["b", "x#c1"]),  # tomorrow again
        ({"a": FAILED, "a#back": LATE}, ["a", "b", "x#c1"]),  # what is being learned stays
        ({"a": DONE, "a#back": LATE, "b": DONE, "x#c1": DONE, "x#c2": DONE, "x#c3": DONE},
         ["a#back"]),  # nothing else is due
        ({"a": LATER, "a#back": LATE, "b": DONE, "x#c1": DONE}, ["a#back", "a"]),
        ({"a": DONE, "a#back": LATE, "b": DONE, "x#c1": DONE, "x#c2": LATER, "x#c3": LATE},
         ["a#back", "x#c3"]),  # the next part of each
        ({"a": DONE, "b": LATE, "x#c1": LATER, "x#c2": LATE, "x#c3": LATE}, ["b", "x#c2"]),
    ],
)  # fmt: skip
def test_one_part_a_day(records: dict[CardId, Record], asked: Sequence[str]) -> None:
    names = ("a", "a#back", "b", "x#c1", "x#c2", "x#c3")
    cards = [Card(CardId(name), "?", "!") for name in names]
    queue = build_queue(cards, records, TODAY, 20)
    assert sorted(card.id for card in queue.cards) == sorted(asked)


LATE_BUT_PUT_OFF = LATE.replace(buried=TODAY)
PUT_OFF = NEW.replace(buried=TODAY)


@pytest.mark.parametrize(
    ("records", "asked"),
    [
        ({"x#c1": PUT_OFF}, ["a", "b"]),  # new, with new ones
        ({"x#c2": PUT_OFF, "x#c1": LATE}, ["a", "b"]),  # what is due
        ({"a": LATE_BUT_PUT_OFF}, ["b", "x#c1"]),  # both ways
        ({"a#back": PUT_OFF, "b": PUT_OFF, "x#c1": PUT_OFF}, []),  # also if nothing else is due
        ({"a": LATE, "a#back": LATE_BUT_PUT_OFF, "b": DONE, "x#c1": DONE}, []),
        ({"a": LATE, "a#back": LATE.replace(buried=Day(TODAY - 1)), "b": DONE, "x#c1": DONE},
         ["a", "a#back"]),  # yesterday's
        ({"a": FAILED, "a#back": PUT_OFF}, ["a", "b", "x#c1"]),  # what is being learned stays
    ],
)  # fmt: skip
def test_with_a_part_the_others_are_put_off(
    records: dict[CardId, Record], asked: Sequence[str]
) -> None:
    names = ("a", "a#back", "b", "x#c1", "x#c2", "x#c3")
    cards = [Card(CardId(name), "?", "!") for name in names]
    queue = build_queue(cards, records, TODAY, 20)
    assert sorted(card.id for card in queue.cards) == sorted(asked)


def test_a_year_asks_no_two_parts_on_a_day_while_there_is_something_else() -> None:
    parts = [Card(CardId(f"{card}#c{n}"), "?", "!") for card in "abcd" for n in range(1, 4)]
    records: dict[CardId, Record] = {}
    for day in range(365):
        asked = build_queue(parts, records, TODAY + day, 3).cards
        assert len({card.whole for card in asked}) in (len(asked), 1)
        for card in asked:
            event = Event("e", "here", Millis(0), TODAY + day, DeckName("d"), card.id, Kind.REVIEW,
                          Grade.GOOD)  # fmt: skip
            records[card.id] = after(records.get(card.id, NEW), event, SM2)
    assert len(records) == len(parts)
