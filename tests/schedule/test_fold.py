"""From events to records: order, duplicates, undo, reset, and switching schedulers."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record, fold, fold_card, standing_events
from dcnn_cards.schedule.units import CardId, DeckName
from tests.schedule.histories import DECK, FIRST_DAY, A, B, event, logs, review, undo

SM2 = scheduler("sm2")


def test_a_log_without_events_has_no_records() -> None:
    assert fold([], SM2) == {}
    assert fold_card([], SM2) == NEW == Record(None, False, False, None)


def test_reviews_are_replayed_in_the_order_of_time() -> None:
    log = [review(0), review(24), review(24 * 7)]
    by_hand = None
    for day in (FIRST_DAY, FIRST_DAY + 1, FIRST_DAY + 7):
        by_hand = SM2.review(by_hand, Grade.GOOD, day)
    assert fold(log[::-1], SM2) == {(DECK, A): Record(by_hand, introduced=FIRST_DAY)}


@pytest.mark.parametrize("name", SCHEDULERS)
def test_equal_times_are_ordered_by_id(name: str) -> None:
    rules = scheduler(name)
    first, second = review(1, Grade.AGAIN), review(2, Grade.GOOD).replace(at=review(1).at)
    assert fold_card([second, first], rules) == fold_card([first, second], rules)
    state = fold_card([second, first], rules).state
    assert state is not None
    assert state.again is False  # Again, then what settles it


def test_cards_and_decks_are_kept_apart() -> None:
    log = [review(1), review(2, card="b"), review(3).replace(deck=DeckName("other"))]
    assert set(fold(log, SM2)) == {(DECK, A), ("dcnn", "b"), ("other", "a")}


def test_suspending_and_flagging_last_until_taken_back() -> None:
    log = [review(1), event(2, Kind.SUSPEND), event(3, Kind.FLAG)]
    assert fold_card(log, SM2).suspended
    assert fold_card(log, SM2).flagged
    log += [event(4, Kind.UNSUSPEND), event(5, Kind.UNFLAG)]
    assert fold_card(log, SM2) == fold_card(log[:1], SM2)


def test_reset_forgets_the_schedule_and_nothing_else() -> None:
    log = [review(1), event(2, Kind.FLAG), event(3, Kind.SUSPEND), event(4, Kind.RESET)]
    assert fold_card(log, SM2) == Record(None, suspended=True, flagged=True)
    afresh = fold_card([*log, review(50)], SM2)
    assert afresh.state == fold_card([review(50)], SM2).state
    assert afresh.introduced == FIRST_DAY + 2


def test_an_undo_of_nothing_known_has_no_effect() -> None:
    log = [review(1)]
    elsewhere = review(9, card="b")
    for of in (review(7), elsewhere, event(3, Kind.UNDO, undoes="00000003")):
        undone = [*log, undo(3, of).replace(card=CardId("a"))]
        assert fold_card(undone, SM2) == fold_card(log, SM2)
    both = [*log, elsewhere, undo(10, elsewhere).replace(card=CardId("a"))]
    assert fold(both, SM2) == fold([*log, elsewhere], SM2)


def test_an_undo_cannot_be_undone() -> None:
    graded = review(1)
    taken_back = undo(2, graded)
    assert fold_card([graded, taken_back, undo(3, taken_back)], SM2) == NEW


def test_an_undo_that_arrives_first_counts_all_the_same() -> None:
    graded = review(5)
    assert fold_card([undo(2, graded), graded], SM2) == NEW


def test_what_stands_leaves_out_what_was_undone() -> None:
    kept, wrong = review(1), review(2)
    assert standing_events([wrong, kept, undo(3, wrong), kept]) == [kept]


@pytest.mark.parametrize("name", SCHEDULERS)
@given(log=logs(), seed=st.integers())
def test_order_of_arrival_and_duplicates_are_irrelevant(
    name: str, log: list[Event], seed: int
) -> None:
    shuffled = [*log, *log[::2]]
    Random(seed).shuffle(shuffled)
    assert fold(shuffled, scheduler(name)) == fold(log, scheduler(name))


@given(log=logs(), other=logs())
def test_two_devices_logs_merge_to_the_same_either_way(
    log: list[Event], other: list[Event]
) -> None:
    other = [made.replace(device="phone", id=f"9{made.id[1:]}") for made in other]
    assert fold([*log, *other], SM2) == fold([*other, *log], SM2)


@pytest.mark.parametrize("name", SCHEDULERS)
@given(log=logs())
def test_undo_restores_exactly_what_was(name: str, log: list[Event]) -> None:
    before = fold(log, scheduler(name)).get((DECK, A), NEW)
    for kind in set(Kind) - {Kind.UNDO}:
        grade = Grade.AGAIN if kind is Kind.REVIEW else None
        done = event(99_990_001, kind, grade=grade, day=FIRST_DAY + 99)
        after = fold([*log, done, undo(99_990_002, done)], scheduler(name))
        assert after[DECK, A] == before


@pytest.mark.parametrize("name", SCHEDULERS)
@given(log=logs())
def test_replay_equals_going_step_by_step(name: str, log: list[Event]) -> None:
    kinds = (Kind.REVIEW, Kind.RESET)
    log = [made for made in log if made.card == "a" and made.kind in kinds]
    state = None
    for made in log:
        grade = made.grade
        state = scheduler(name).review(state, grade, made.day) if grade else None
    assert fold_card(log, scheduler(name)).state == state


@given(log=logs())
def test_one_card_folds_as_it_does_among_others(log: list[Event]) -> None:
    together = fold(log, SM2)
    for card in (A, B):
        own = [made for made in log if made.card == card]
        assert fold_card(own, SM2) == together.get((DECK, card), NEW)


@given(log=logs())
def test_the_scheduler_in_force_at_the_time_is_irrelevant(log: list[Event]) -> None:
    relabelled = [made.replace(scheduler="leitner") for made in log]
    for name in SCHEDULERS:
        assert fold(relabelled, scheduler(name)) == fold(log, scheduler(name))
