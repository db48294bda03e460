"""The session as a state machine, played through without a terminal."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.counts import Left
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.session import CARDS_BETWEEN, Session
from dcnn_cards.study.summary import summarize
from tests.schedule.histories import event, undo

SM2 = scheduler("sm2")
TODAY = event(0, Kind.FLAG).day
AGAIN, HARD, GOOD, EASY = Grade
STEPS = [*Grade, Kind.SUSPEND, Kind.FLAG]


More = tuple[tuple[Card, ...], dict[CardId, Record], Left]
"""Cards with their records, and what comes behind them."""


class Player:
    """Plays a session against a log in memory; `more` returns what comes behind the queue."""

    more: Callable[[], More]

    def __init__(self, count: int) -> None:
        cards = tuple(Card(CardId(f"c{number}"), f"{number}?", "yes") for number in range(count))
        self.session = Session(cards, {}, TODAY)
        self.log = Practice({})
        self._number = 0

    def step(self, what: Grade | Kind) -> None:
        assert self.session.card is not None
        kind = Kind.REVIEW if isinstance(what, Grade) else what
        grade = what if isinstance(what, Grade) else None
        made = self._event(kind, card=self.session.card.id, grade=grade, thinking_ms=2000)
        record = self.log.append(made, SM2)
        if self.session.runs_short:
            self.session = self.session.with_more(*self.more())
        self.session = self.session.reveal().after(made, record)

    def undo(self) -> None:
        taken_back = self.session.event
        assert taken_back is not None
        self._number += 1
        self.session = self.session.undone(
            self.log.append(undo(self._number % 24, taken_back), SM2)
        )

    def order(self) -> list[str]:
        return [card.id for card in self.session.queue]

    def _event(self, kind: Kind, **facts: object) -> Event:
        self._number += 1
        return event(self._number % 24, kind, id=f"{self._number:08}", **facts)  # type: ignore[arg-type]


def test_a_graded_card_makes_room_for_the_next() -> None:
    player = Player(3)
    player.step(GOOD)
    assert player.order() == ["c1", "c2"]
    assert player.session.revealed is False
    assert player.session.left() == Left(2, 0, 0)


def test_a_failed_card_comes_back_after_some_others() -> None:
    player = Player(9)
    player.step(AGAIN)
    assert player.order().index("c0") == CARDS_BETWEEN
    assert player.session.left() == Left(8, 1, 0)


def test_a_failed_card_comes_back_at_the_end_of_a_short_queue() -> None:
    player = Player(3)
    player.step(AGAIN)
    assert player.order() == ["c1", "c2", "c0"]


def test_a_failed_card_comes_back_until_it_is_known() -> None:
    player = Player(1)
    for grade in (AGAIN, HARD, AGAIN):  # SM-2 repeats what scored below four
        player.step(grade)
        assert player.order() == ["c0"]
    player.step(GOOD)
    assert player.session.card is None


def test_a_suspended_card_does_not_come_back_and_a_flagged_one_stays() -> None:
    player = Player(3)
    player.step(Kind.FLAG)
    assert player.order() == ["c0", "c1", "c2"]
    player.step(Kind.SUSPEND)
    assert player.order() == ["c1", "c2"]


def test_undo_beyond_the_first_step_changes_nothing() -> None:
    player = Player(2)
    assert player.session.undone(NEW) is player.session


@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_undo_leads_back_through_every_state(steps: list[Grade | Kind]) -> None:
    player = Player(4)
    states = [player.session]
    for step in steps:
        if player.session.card is None:
            break
        player.step(step)
        states.append(player.session)
    for before in reversed(states[:-1]):
        player.undo()
        now = player.session
        assert now.queue == before.queue
        assert now.answered == before.answered
        for card in now.queue:
            assert now.record(card) == before.record(card)


@given(st.lists(st.sampled_from(list(Grade)), max_size=40))
def test_no_card_is_lost_or_doubled(grades: list[Grade]) -> None:
    player = Player(6)
    for grade in grades:
        if player.session.card is None:
            break
        player.step(grade)
        queued = player.order()
        finished = {
            given.card.id for given in player.session.answered if given.card.id not in queued
        }
        assert len(queued) == len(set(queued))
        assert len(queued) + len(finished) == 6
        for given_ in player.session.answered:
            if given_.card.id in finished:
                state = player.session.record(given_.card).state
                assert state is not None
                assert not state.is_learning(TODAY)


def test_the_summary_counts_first_answers_and_names_what_was_hard() -> None:
    player = Player(3)
    for grade in (AGAIN, GOOD, EASY, GOOD):
        player.step(grade)
    summary = summarize(player.session)
    assert summary.cards == 3
    assert summary.grades == {AGAIN: 1, HARD: 0, GOOD: 2, EASY: 1}
    assert summary.recalled == 2 / 3
    assert summary.seconds_a_card == 2.0
    assert [card.id for card in summary.hard] == ["c0"]
    assert summary.left == 0


def test_a_session_without_grades_has_no_rate() -> None:
    summary = summarize(Player(2).session)
    assert (summary.cards, summary.recalled, summary.left) == (0, None, 2)


def test_a_card_that_has_waited_ten_minutes_comes_back_at_once() -> None:
    cards = tuple(Card(CardId(f"c{number}"), f"{number}?", "yes") for number in range(9))
    session = Session(cards, {}, TODAY)
    log = Practice({})

    def grade(session: Session, grade: Grade, minute: int) -> Session:
        assert session.card is not None
        made = event(
            0,
            Kind.REVIEW,
            id=f"{minute:08}",
            card=session.card.id,
            grade=grade,
            at=minute * 60_000,
        )
        return session.reveal().after(made, log.append(made, SM2))

    session = grade(session, AGAIN, 0)
    session = grade(session, GOOD, 9)
    assert session.queue[0].id == "c2"
    session = grade(session, GOOD, 10)
    assert session.queue[0].id == "c0"
    assert len(session.queue) == len({card.id for card in session.queue}) == 7


@given(st.integers(1, 30), st.integers(1, 9), st.lists(st.sampled_from([AGAIN, GOOD]), max_size=20))
def test_a_long_session_in_portions_asks_every_card(
    count: int, size: int, grades: list[Grade]
) -> None:
    player = Player(count)
    every = player.session.queue
    asked: list[str] = []

    def more() -> More:
        left = [card for card in every if card.id not in asked]
        return tuple(left[:size]), {}, Left(len(left[size:]))

    first, _, behind = more()
    player.session = player.session.replace(queue=first, behind=behind)
    player.more = more
    for grade in [*grades, *[GOOD] * (count + len(grades))]:
        assert player.session.waiting == player.session.left().total
        if card := player.session.card:
            asked.append(card.id)
            player.step(grade)
    assert player.session.card is None
    assert player.session.waiting == 0
    assert list(dict.fromkeys(asked)) == [card.id for card in every]


@given(st.integers(1, 30), st.integers(1, 9), st.lists(st.sampled_from(STEPS), max_size=30))
def test_undo_leads_back_over_cards_that_were_taken_in(
    count: int, size: int, steps: list[Grade | Kind]
) -> None:
    player = Player(count)
    every, gone = player.session.queue, set[str]()

    def more() -> More:
        left = [card for card in every if card.id not in gone]
        return tuple(left[:size]), {}, Left(len(left[size:]))

    player.more = more
    first, _, behind = more()
    player.session = player.session.replace(queue=first, behind=behind)
    states = [player.session]
    for step in steps:
        card = player.session.card
        if card is None:
            break
        if step is not Kind.FLAG:
            gone.add(card.id)
        player.step(step)
        states.append(player.session)
    for before in reversed(states[:-1]):
        player.undo()
        now = player.session
        assert (now.card, now.answered) == (before.card, before.answered)
        assert now.left() == before.left()
        # What was taken in meanwhile stays there, behind what was there before.
        assert now.queue[: len(before.queue)] == before.queue


def test_the_next_card_begins_without_an_item_judged() -> None:
    player = Player(3)
    player.session = player.session.reveal(2).judge_item(known=True).judge_item(known=False)
    assert (player.session.judged, player.session.known) == (2, 1)
    player.step(GOOD)
    now = player.session
    assert (now.revealed, now.items, now.judged, now.missed) == (False, 0, 0, frozenset())
