"""What each action does to the session and to the log, and what it returns of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards.app.actions import Action
from dcnn_cards.app.agenda import Batch
from dcnn_cards.app.drill import Drill
from dcnn_cards.app.outcome import (
    ClockBehind,
    ItemsKnown,
    Leech,
    Marked,
    NoBackup,
    NotEdited,
    NotSaved,
    Outcome,
    Remark,
    Step,
    TakenBack,
)
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.counts import Left
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.session import CARDS_BETWEEN, Session

SM2 = scheduler("sm2")
FULL = CardsError("the disk is full", "Make room.")


class Log:
    """A log in memory that may be full, and may have something to report."""

    device = "here"

    def __init__(self, records: dict[CardId, Record]) -> None:
        self.events: list[Event] = []
        self.full = False
        self.problem: CardsError | None = None
        self._practice = Practice(records)

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:  # noqa: ARG002
        return max((made.at for made in self.events if made.card == card), default=None)

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        if self.full:
            raise FULL
        self.events.append(event)
        return self._practice.append(event, scheduler)


def cards_of(count: int, answer: str = "yes") -> tuple[Card, ...]:
    return tuple(Card(CardId(f"c{n}"), f"{n}?", answer) for n in range(count))


def drilled(
    count: int = 3,
    answer: str = "yes",
    records: dict[CardId, Record] | None = None,
    path: Path | None = None,
    **options: Any,
) -> tuple[Drill, Log]:
    cards, records = cards_of(count, answer), records or {}
    log = Log(records)
    deck = Deck(DeckName("d"), "", cards, path, lines=range(1, count + 1))
    return Drill(deck, Session(cards, records, Day(738_500)), SM2, log, **options), log


def test_a_grade_is_logged_and_turns_to_the_next_card() -> None:
    drill, log = drilled()
    assert drill.do(Action.REVEAL) == Outcome(Step.SHOW)
    assert drill.do(Action.HARD) == Outcome(Step.TURN)
    assert drill.card == drill.deck.cards[1]
    (made,) = log.events
    assert (made.kind, made.card, made.grade, made.scheduler) == (
        Kind.REVIEW, "c0", Grade.HARD, "sm2",
    )  # fmt: skip


def test_once_the_answer_is_open_revealing_again_grades_good() -> None:
    drill, log = drilled()
    drill.do(Action.REVEAL)
    assert drill.do(Action.REVEAL).step is Step.TURN
    assert log.events[0].grade is Grade.GOOD


@pytest.mark.parametrize("action", [Action.AGAIN, Action.HARD, Action.GOOD, Action.EASY])
def test_no_grade_before_the_answer(action: Action) -> None:
    drill, log = drilled()
    assert drill.do(action) == Outcome(Step.STAY, Remark.REVEAL_FIRST)
    assert log.events == []


@pytest.mark.parametrize("action", [Action.MISSED, Action.ALL, Action.HELP, Action.DOWN])
def test_what_has_no_meaning_here_changes_nothing(action: Action) -> None:
    drill, log = drilled()
    before = drill.session
    assert drill.do(action) == Outcome()
    assert drill.session is before
    assert log.events == []


@pytest.mark.parametrize(
    ("action", "kind", "step"),
    [
        (Action.SUSPEND, Kind.SUSPEND, Step.TURN),
        (Action.BURY, Kind.BURY, Step.TURN),
        (Action.FLAG, Kind.FLAG, Step.STAY),
    ],
)
def test_marks_are_logged_and_undone(action: Action, kind: Kind, step: Step) -> None:
    drill, log = drilled()
    assert drill.do(action) == Outcome(step, Marked(kind))
    (made,) = log.events
    assert drill.do(Action.UNDO) == Outcome(Step.TURN, TakenBack(made))
    assert (log.events[1].kind, log.events[1].undoes) == (Kind.UNDO, made.id)
    assert drill.card == drill.deck.cards[0]
    assert drill.do(Action.UNDO) == Outcome(Step.STAY, Remark.NOTHING_TO_UNDO)


def test_a_flag_is_taken_off_by_the_same_action() -> None:
    drill, _ = drilled()
    drill.do(Action.FLAG)
    assert drill.do(Action.FLAG).notice == Marked(Kind.UNFLAG)


@pytest.mark.parametrize("action", [Action.GOOD, Action.SUSPEND, Action.FLAG, Action.UNDO])
def test_what_the_log_does_not_take_changes_nothing(action: Action) -> None:
    drill, log = drilled()
    drill.do(Action.BURY)
    drill.do(Action.REVEAL)
    before, log.full = drill.session, True
    assert drill.do(action) == Outcome(Step.STAY, NotSaved(FULL))
    assert drill.session is before


def nearly_a_leech() -> dict[CardId, Record]:
    return {CardId("c0"): Record(State(Day(738_400), 9, 20, 7, False, (2.5, 4.0)))}


def test_a_leech_is_flagged_once_and_undo_takes_the_flag_off_first() -> None:
    drill, log = drilled(records=nearly_a_leech())
    drill.do(Action.REVEAL)
    card = drill.deck.cards[0]
    assert drill.do(Action.AGAIN) == Outcome(Step.TURN, Leech(card))
    assert [made.kind for made in log.events] == [Kind.REVIEW, Kind.FLAG]
    assert drill.session.record(card).flagged
    assert drill.do(Action.UNDO).notice == TakenBack(log.events[1])
    assert not drill.session.record(card).flagged
    assert drill.do(Action.UNDO).notice == TakenBack(log.events[0])
    assert drill.card == card


def test_items_are_judged_one_by_one_and_speak_for_a_grade() -> None:
    drill, _ = drilled(answer="- one\n- two\n- three\n")
    assert drill.do(Action.REVEAL) == Outcome(Step.SHOW)
    assert drill.session.recalling
    assert drill.do(Action.REVEAL) == Outcome(Step.SHOW)
    assert drill.do(Action.MISSED) == Outcome(Step.SHOW)
    done = drill.do(Action.REVEAL)
    assert drill.proposal is not None
    assert done == Outcome(Step.SHOW, ItemsKnown(2, 3, drill.proposal))


def test_more_cards_are_asked_for_when_the_session_runs_short() -> None:
    every, asked = cards_of(20), 0

    def more() -> Batch:
        nonlocal asked
        asked += 1
        return Batch(every[10:], {})

    drill, _ = drilled(10, more=more)
    drill.session = replace(drill.session, behind=Left(10))
    for given in range(10 - CARDS_BETWEEN - 1):
        assert (asked, drill.session.left()) == (0, Left(20 - given))
        drill.do(Action.REVEAL)
        drill.do(Action.GOOD)
    drill.do(Action.REVEAL)
    drill.do(Action.GOOD)
    assert (asked, drill.session.behind) == (1, Left())
    assert drill.session.queue == every[10 - CARDS_BETWEEN :]
    drill.do(Action.UNDO)
    assert drill.session.queue == every[10 - CARDS_BETWEEN - 1 :]


def rewritten(drill: Drill, answer: str) -> Callable[[], Deck]:
    cards = [replace(drill.deck.cards[0], answer=answer), *drill.deck.cards[1:]]
    return lambda: replace(drill.deck, cards=cards)


def test_the_card_in_front_is_as_it_was_edited(tmp_path: Path) -> None:
    drill, _ = drilled(path=tmp_path)
    lines: list[int] = []
    reload = rewritten(drill, "no")
    drill, _ = drilled(path=tmp_path, reload=reload)
    assert drill.edit(lambda _, line: lines.append(line)) == Outcome(notice=Remark.EDITED)
    assert lines == [1]
    assert drill.card is not None
    assert drill.card.answer == "no"
    assert drill.edit(lambda _, __: None).notice is Remark.NOT_CHANGED


def test_what_cannot_be_edited_stays_as_it_was(tmp_path: Path) -> None:
    def fails(path: Path, line: int) -> None:  # noqa: ARG001
        raise FULL

    drill, _ = drilled(path=tmp_path)
    assert drill.edit(fails).notice is Remark.NOT_A_FILE
    empty = Deck(DeckName("d"), "", ())
    drill, _ = drilled(path=tmp_path, reload=lambda: empty)
    assert drill.edit(fails).notice == NotEdited(FULL)
    gone = drill.edit(lambda _, __: None).notice
    assert isinstance(gone, NotEdited)
    assert "no card `c0`" in gone.problem.what
    assert drill.card == drill.deck.cards[0]


def test_news_are_told_once() -> None:
    drill, log = drilled(news=(ClockBehind(90_000),))
    assert list(drill.news()) == [ClockBehind(90_000)]
    assert list(drill.news()) == []
    log.problem = FULL
    assert list(drill.news()) == [NoBackup(FULL)]
    assert list(drill.news()) == []


def test_a_session_ends_with_its_cards_or_with_its_time() -> None:
    drill, _ = drilled(1)
    assert not drill.over
    drill.do(Action.SUSPEND)
    assert drill.over
    drill, _ = drilled(minutes=1e-9)
    assert drill.over
    drill.session = drill.session.reveal()
    assert not drill.over  # what is open can still be graded
