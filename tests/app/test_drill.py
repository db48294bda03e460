"""What each action does to the session and to the log, and what it returns of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards.app.actions import Action
from dcnn_cards.app.agenda import Batch
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.drill import Drill
from dcnn_cards.app.outcome import (
    ClockBehind,
    DoneElsewhere,
    Earlier,
    ItemsKnown,
    Leech,
    Marked,
    NoBackup,
    NotEdited,
    Notice,
    NotSaved,
    Outcome,
    Overruled,
    Remark,
    Step,
    TakenBack,
    Unreadable,
)
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.counts import Left
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Grade, Kind
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
        self.room: int | None = None
        self.problem: CardsError | None = None
        self._practice = Practice(records)

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:  # noqa: ARG002
        return max((made.at for made in self.events if made.card == card), default=None)

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        if self.full or self.room == 0:
            raise FULL
        self.room = self.room and self.room - 1
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
    assert drill.do(action) == Outcome(step, Marked(kind, drill.deck.cards[0]))
    (made,) = log.events
    assert drill.do(Action.UNDO) == Outcome(Step.TURN, TakenBack(made, drill.deck.cards[0]))
    assert (log.events[1].kind, log.events[1].undoes) == (Kind.UNDO, made.id)
    assert drill.card == drill.deck.cards[0]
    assert drill.do(Action.UNDO) == Outcome(Step.STAY, Remark.NOTHING_TO_UNDO)


def test_a_flag_is_taken_off_by_the_same_action() -> None:
    drill, _ = drilled()
    drill.do(Action.FLAG)
    assert drill.do(Action.FLAG).notice == Marked(Kind.UNFLAG, drill.deck.cards[0])


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


def test_a_leech_is_flagged_once_and_undo_takes_flag_and_grade_back_together() -> None:
    drill, log = drilled(records=nearly_a_leech())
    drill.do(Action.REVEAL)
    card = drill.deck.cards[0]
    assert drill.do(Action.AGAIN) == Outcome(Step.TURN, Leech(card))
    assert [made.kind for made in log.events] == [Kind.REVIEW, Kind.FLAG]
    assert drill.session.record(card).flagged
    made = tuple(log.events)
    assert drill.do(Action.UNDO).notice == TakenBack(made[0], card)
    assert [undo.undoes for undo in log.events[2:]] == [made[1].id, made[0].id]
    assert drill.session.record(card) == nearly_a_leech()[card.id]
    assert drill.card == card


def test_what_is_typed_is_judged_by_what_is_learned() -> None:
    card = Card(
        CardId("c"), "What is it?", "dependent", corrected="independent", added="Or free.",
        accept=("at liberty",), aliases=("freedom",),
    )  # fmt: skip

    def judged(typed: str) -> bool | None:
        drill = Drill(Deck(DeckName("d"), "", [card]), Session((card,), {}, Day(1)), SM2, Log({}))
        step, notice = drill.answer(typed)
        assert step is Step.SHOW
        assert (notice is Remark.GRADE_NEEDED) is (drill.accepts is None)
        return drill.verdict.right if drill.verdict else None

    assert judged("independent, or free") is True
    assert judged("at liberty") is True
    assert judged("dependent") is None
    assert judged("freedom") is None


def test_items_are_those_of_what_is_learned() -> None:
    listed = "\n".join(f"- {n}" for n in range(4))
    card = Card(CardId("c"), "Which?", "one of them", corrected=listed)
    drill = Drill(Deck(DeckName("d"), "", [card]), Session((card,), {}, Day(1)), SM2, Log({}))
    drill.do(Action.REVEAL)
    assert drill.session.items == 4


def test_where_a_leechs_undo_is_not_saved_whole_the_rest_of_it_goes_on() -> None:
    drill, log = drilled(records=nearly_a_leech())
    drill.do(Action.REVEAL)
    drill.do(Action.AGAIN)
    log.room = 1
    assert drill.do(Action.UNDO).notice == NotSaved(FULL)
    log.room = None
    assert drill.do(Action.UNDO).step is Step.TURN
    assert [made.kind for made in log.events] == [Kind.REVIEW, Kind.FLAG, Kind.UNDO, Kind.UNDO]
    assert drill.session.record(drill.deck.cards[0]) == nearly_a_leech()[CardId("c0")]


def test_items_are_judged_one_by_one_and_speak_for_a_grade() -> None:
    drill, _ = drilled(answer="- one\n- two\n- three\n")
    assert drill.do(Action.REVEAL) == Outcome(Step.SHOW)
    assert drill.session.recalling
    assert drill.do(Action.REVEAL) == Outcome(Step.SHOW)
    assert drill.do(Action.MISSED) == Outcome(Step.SHOW)
    done = drill.do(Action.REVEAL)
    assert drill.proposal is not None
    assert done == Outcome(Step.SHOW, ItemsKnown(2, 3, drill.proposal, (2,)))


def test_more_cards_are_asked_for_when_the_session_runs_short() -> None:
    every, asked = cards_of(20), 0

    def more() -> Batch:
        nonlocal asked
        asked += 1
        return Batch(every[10:], {})

    drill, _ = drilled(10, more=more)
    drill.session = drill.session.replace(behind=Left(10))
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
    cards = [drill.deck.cards[0].replace(answer=answer), *drill.deck.cards[1:]]
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
    assert drill.edit(lambda _, __: None) == Outcome(Step.TURN, Remark.GONE)
    assert drill.card is None


DECK = """\
deck: d
title: D
cards:
  - id: c0
    question: 0?
    answer: |
      yes
    corrected_question: Nought?
    corrected: |
      oh yes
  - {id: c1, question: 1?, answer: no}
"""


def edited(path: Path) -> Callable[[str, str], tuple[Notice | None, int]]:
    """Return what edits the deck in `path`: what there is to say, and the line that was opened."""
    deck = load_deck(path)
    session = Session(tuple(deck.cards), {}, Day(738_500))
    drill = Drill(deck, session, SM2, Log({}), reload=lambda: load_deck(path))

    def edit(old: str, new: str) -> tuple[Notice | None, int]:
        lines: list[int] = []

        def editor(path: Path, line: int) -> None:
            lines.append(line)
            path.write_text(path.read_text("latin-1").replace(old, new), "latin-1")

        return drill.edit(editor).notice, lines[0]

    return edit


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("question: 1?", "quest: 1?", 11), ("corrected: |", "corrected: '", 12), ("1?", "\xff", 11)],
)
def test_a_broken_deck_is_opened_at_its_fault_until_it_can_be_read(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    path, kept = tmp_path / "d.yaml", tmp_path / ".d.yaml.before-edit"
    path.write_text(DECK)
    edit = edited(path)
    assert edit("yes", "YES")[0] is not None
    assert not kept.exists()
    good = path.read_text()
    notice, opened = edit(old, new)
    assert isinstance(notice, Unreadable)
    assert opened == 4
    assert kept.read_text() == good
    at = notice.problem.line
    notice, opened = edit("deck: d", "deck: e")  # still broken: what is kept is the good text
    assert isinstance(notice, Unreadable)
    assert notice.problem.fix.count(str(kept)) == 1
    assert opened == at
    assert at == line
    assert kept.read_text() == good
    edit("deck: e", "deck: d")
    assert edit(new, old)[0] is Remark.READABLE
    assert path.read_text() == good
    assert not kept.exists()
    assert edit("no", "no!")[0] is Remark.NOT_CHANGED  # of the card in front
    assert edit("", "")[1] == 4


def test_an_editor_that_fails_after_it_wrote_is_not_taken_for_one_that_did_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(DECK)
    deck = load_deck(path)
    session = Session(tuple(deck.cards), {}, Day(738_500))
    drill = Drill(deck, session, SM2, Log({}), reload=lambda: load_deck(path))

    def edit(text: str) -> Notice | None:
        def editor(path: Path, line: int) -> None:  # noqa: ARG001
            path.write_text(text)
            raise FULL

        return drill.edit(editor).notice

    assert edit(DECK) == NotEdited(FULL)
    assert edit(DECK.replace("oh yes", "oh no")) is Remark.EDITED
    assert isinstance(edit("deck: '"), Unreadable)
    assert edit("deck: '") == NotEdited(FULL)
    assert drill.unreadable is not None
    assert (tmp_path / ".d.yaml.before-edit").read_text() == DECK.replace("oh yes", "oh no")


def test_an_edit_that_something_else_overrules_is_told(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(DECK)
    edit = edited(path)
    assert edit("      yes\n", "      maybe\n")[0] == Overruled("answer", "corrected")
    assert edit("0?", "00?")[0] == Overruled("question", "corrected_question")
    assert edit("oh yes", "oh no")[0] is Remark.EDITED
    assert edit("Nought?", "Zero?")[0] is Remark.EDITED
    assert edit("maybe", "no")[0] == Overruled("answer", "corrected")
    assert edit("    corrected: |\n      oh no\n", "")[0] is Remark.EDITED
    assert edit("      no\n", "      none\n")[0] is Remark.EDITED


def test_the_session_shows_the_deck_as_it_is_after_an_edit(tmp_path: Path) -> None:
    drill, _ = drilled(5, path=tmp_path)
    one, two, three, _four, five = drill.deck.cards
    now = (one, two.replace(question="New?"), three.replace(suspended=True), five)
    drill, log = drilled(5, path=tmp_path, reload=lambda: replace(drill.deck, cards=now))
    drill.edit(lambda _, __: None)
    assert drill.session.queue == (now[0], now[1], five)
    drill.do(Action.REVEAL)
    drill.do(Action.AGAIN)
    assert drill.card == now[1]
    drill.do(Action.UNDO)
    assert drill.session.queue == (now[0], now[1], five)
    assert [made.card for made in log.events] == ["c0", "c0"]


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


class Past:
    """What other sessions did."""

    def __init__(self, log: Log, records: dict[CardId, Record]) -> None:
        self.log, self.records = log, records

    def events_of(self, day: Day) -> list[Event]:
        undone = {made.undoes for made in self.log.events}
        return [
            made
            for made in self.log.events
            if made.kind is not Kind.UNDO and made.id not in undone and made.day == day
        ]

    def record_of(self, card: CardId) -> Record:
        return self.records.get(card, Record())

    def last_review(self, card: CardId) -> Event | None:
        made = [event for event in self.log.events if event.card == card and event.grade]
        return made[-1] if made else None


def beside_another(count: int = 3, **options: Any) -> tuple[Drill, Log, Past]:
    """A drill, its log, and the log as all sessions wrote it."""
    cards, log = cards_of(count), Log({})
    past = Past(log, {})
    deck = Deck(DeckName("d"), "", cards)
    append = log.append

    def kept(event: Event, scheduler: Scheduler) -> Record:
        past.records[event.card] = record = append(event, scheduler)
        return record

    log.append = kept  # type: ignore[method-assign]
    drill = Drill(deck, Session(cards, {}, Day(738_500)), SM2, log, past=past, **options)
    return drill, log, past


NEVER = Day(3_000_000)
KNOWN = Record(State(NEVER, 1, 1, 0, False, (2.5, 1.0)), introduced=Day(738_500))


def test_what_another_session_graded_leaves_the_queue_and_is_said_once() -> None:
    drill, log, past = beside_another()
    _, second, third = drill.deck.cards
    past.records[second.id] = KNOWN
    drill.do(Action.REVEAL)
    assert drill.do(Action.GOOD).step is Step.TURN
    assert drill.card == third
    assert list(drill.news()) == [DoneElsewhere(second)]
    assert list(drill.news()) == []
    # The card in front too: its grade would be a second one.
    past.records[third.id] = KNOWN
    drill.do(Action.REVEAL)
    drill.do(Action.GOOD)
    assert list(drill.news()) == [DoneElsewhere(third)]
    assert len(log.events) == 1
    assert drill.over


def test_what_another_session_took_back_is_still_asked_here() -> None:
    drill, log, past = beside_another()
    first, second, _ = drill.deck.cards
    drill.session = drill.session.with_record(second.id, KNOWN)  # there it was graded, and undone
    drill.do(Action.REVEAL)
    drill.do(Action.GOOD)
    assert drill.card == second
    assert drill.session.record(second) == Record()
    # What is undone here, though graded there since, is not asked again.
    past.records[first.id] = KNOWN
    append = log.append

    def graded_there(event: Event, scheduler: Scheduler) -> Record:
        append(event, scheduler)
        return KNOWN

    log.append = graded_there  # type: ignore[method-assign]
    notice = drill.do(Action.UNDO).notice
    assert isinstance(notice, TakenBack)
    assert drill.card == second
    assert list(drill.news()) == [DoneElsewhere(first)]


def test_what_was_set_aside_before_does_not_leave_for_a_flag_elsewhere() -> None:
    drill, _, past = beside_another()
    card = drill.deck.cards[1]
    drill.session = drill.session.with_record(card.id, Record(suspended=True))
    past.records[card.id] = Record(suspended=True, flagged=True)
    drill.do(Action.REVEAL)
    drill.do(Action.GOOD)
    assert drill.card == card
    assert list(drill.news()) == []


def test_a_new_session_takes_back_a_leech_s_flag_with_its_grade() -> None:
    drill, log, past = beside_another()
    card, today = drill.deck.cards[0], drill.today
    of = {"deck": DeckName("d"), "card": card.id, "day": today, "device": "here"}
    grade = Event("e1", at=Millis(1_000), kind=Kind.REVIEW, grade=Grade.AGAIN, **of)  # type: ignore[arg-type]
    flag = Event("e2", at=Millis(1_001), kind=Kind.FLAG, **of)  # type: ignore[arg-type]
    log.append(grade, SM2)
    log.append(flag, SM2)
    assert isinstance(drill.do(Action.UNDO).notice, Earlier)
    assert drill.do(Action.UNDO).notice == TakenBack(grade, card)
    assert [made.undoes for made in log.events[2:]] == ["e2", "e1"]
    assert past.records[card.id].flagged is False
    # A flag of one's own is a step of its own.
    drill, log, _ = beside_another()
    log.append(grade, SM2)
    log.append(flag.replace(at=Millis(9_000)), SM2)
    notice = drill.do(Action.UNDO).notice
    assert isinstance(notice, Earlier)
    assert notice.event.kind is Kind.FLAG


def test_an_item_can_be_judged_again() -> None:
    drill, log = drilled(answer="- one\n- two\n- three\n")
    drill.do(Action.REVEAL)
    drill.do(Action.MISSED)
    drill.do(Action.REVEAL)
    assert (drill.session.judged, drill.session.known) == (2, 1)
    assert drill.do(Action.UNDO) == Outcome(Step.SHOW)
    assert drill.do(Action.UNDO) == Outcome(Step.SHOW)
    assert (drill.session.judged, drill.session.missed) == (0, frozenset())
    assert drill.do(Action.UNDO).notice is Remark.NOTHING_TO_UNDO
    assert log.events == []


def test_a_flag_of_another_session_is_taken_over() -> None:
    drill, _, past = beside_another()
    first, second, _ = drill.deck.cards
    past.records[second.id] = Record(flagged=True)
    drill.do(Action.REVEAL)
    drill.do(Action.GOOD)
    assert drill.card == second
    assert drill.session.record(second).flagged
    assert drill.do(Action.FLAG).notice == Marked(Kind.UNFLAG, second)
    assert first not in drill.session.queue


def test_a_new_session_takes_back_what_was_done_last_today() -> None:
    drill, log, past = beside_another()
    today = drill.today
    for number, (card, device) in enumerate([("c9", "here"), ("c2", "here"), ("c1", "there")]):
        made = Event(
            f"e{number}", device, Millis(number), today, DeckName("d"), CardId(card), Kind.SUSPEND
        )
        log.append(made, SM2)
    drill.do(Action.FLAG)
    drill.do(Action.UNDO)
    taken_back = []
    while isinstance(named := drill.do(Action.UNDO).notice, Earlier):
        notice = drill.do(Action.UNDO).notice
        assert isinstance(notice, TakenBack)
        assert notice.event == named.event
        taken_back.append((notice.event.id, notice.card))
        assert notice.card in (None, drill.card)
    assert taken_back == [("e1", drill.deck.cards[2]), ("e0", None)]
    assert named is Remark.NOTHING_TO_UNDO
    practice, _, _ = beside_another(practice=True)
    assert practice.do(Action.UNDO).notice is Remark.NOTHING_TO_UNDO
    assert past.records[CardId("c1")].suspended


@pytest.mark.parametrize("between", [Action.FLAG, Action.REVEAL, Action.SUSPEND])
def test_an_earlier_session_s_step_is_taken_back_by_nothing_but_two_undos(between: Action) -> None:
    drill, log, _ = beside_another()
    made = Event(
        "e1", "here", Millis(1), drill.today, DeckName("d"), CardId("c9"), Kind.SUSPEND
    )  # fmt: skip
    log.append(made, SM2)
    assert isinstance(drill.do(Action.UNDO).notice, Earlier)
    drill.do(between)
    if between is not Action.REVEAL:
        drill.do(Action.UNDO)  # the session's own step
    assert isinstance(drill.do(Action.UNDO).notice, Earlier)
    assert [each.card for each in log.events[1:]] == ["c0"] * (len(log.events) - 1)
    # What was done meanwhile on this device is another step, and named before it goes.
    newer = made.replace(id="e2", card=CardId("c2"), at=Millis(2), kind=Kind.FLAG)
    log.append(newer, SM2)
    named = drill.do(Action.UNDO).notice
    assert isinstance(named, Earlier)
    assert named.event == newer
    assert isinstance(drill.do(Action.UNDO).notice, TakenBack)


def test_what_was_set_for_the_deck_is_no_step_of_a_session() -> None:
    drill, log, _ = beside_another()
    card = drill.deck.cards[2]
    of = {"device": "here", "day": drill.today, "deck": DeckName("d")}
    log.append(Event("e1", at=Millis(1), card=card.id, kind=Kind.FLAG, **of), SM2)  # type: ignore[arg-type]
    log.append(Event("e2", at=Millis(2), card=WHOLE_DECK, kind=Kind.EXAM, **of), SM2)  # type: ignore[arg-type]
    named = drill.do(Action.UNDO).notice
    assert isinstance(named, Earlier)
    assert named.card == card


def test_an_edit_is_not_taken_back_and_neither_is_anything_before_it(tmp_path: Path) -> None:
    drill, _ = drilled(path=tmp_path)
    drill, log = drilled(path=tmp_path, reload=rewritten(drill, "no"))
    drill.do(Action.FLAG)
    drill.edit(lambda _, __: None)
    assert drill.do(Action.UNDO) == Outcome(notice=Remark.EDIT_STAYS)
    assert len(log.events) == 1
    assert isinstance(drill.do(Action.UNDO).notice, TakenBack)
    drill.edit(lambda _, __: None)  # changes nothing
    assert drill.do(Action.UNDO).notice is Remark.NOTHING_TO_UNDO


def test_where_the_judge_cannot_tell_only_a_grade_counts() -> None:
    drill, log = drilled(answer="Because gradients vanish in deep stacks of sigmoids.")
    drill.answer("something about depth")
    assert drill.accepts is None
    assert drill.do(Action.REVEAL) == Outcome(notice=Remark.GRADE_NEEDED)
    assert log.events == []
    drill.do(Action.HARD)
    assert [made.grade for made in log.events] == [Grade.HARD]
    assert drill.accepts is Grade.GOOD


def test_suspending_a_card_offers_what_follows_on_it() -> None:
    one, *others = cards_of(4)
    following = others[2].replace(follows=one.id)
    session = Session((one, *others[:2], following), {}, Day(738_500))
    drill = Drill(Deck(DeckName("d"), "", session.queue), session, SM2, Log({}))
    assert drill.do(Action.SUSPEND).notice == Marked(Kind.SUSPEND, one, followed=True)
    assert drill.session.queue == (following, *others[:2])
    drill.do(Action.UNDO)
    assert drill.session.queue == session.queue


def test_suspending_and_putting_off_are_ended_by_the_same_keys() -> None:
    drill, log, past = beside_another()
    card = drill.deck.cards[0]
    past.records[card.id] = Record(suspended=True)
    drill.session = drill.session.with_record(card.id, past.records[card.id])
    assert drill.do(Action.SUSPEND) == Outcome(notice=Marked(Kind.UNSUSPEND, card))
    buried = Event(
        "e1", "here", Millis(1), drill.today, DeckName("d"), card.id, Kind.BURY
    )  # fmt: skip
    drill.session = drill.session.with_record(card.id, log.append(buried, SM2))
    assert drill.do(Action.BURY) == Outcome(notice=Marked(Kind.UNDO, card))
    assert drill.session.record(card).buried is None
    assert drill.card == card
    drill.do(Action.UNDO)  # an undo cannot be undone, but the card is put off again
    assert log.events[-1].kind is Kind.BURY
    assert drill.session.record(card).buried == drill.today


def test_practice_keeps_what_is_no_grade() -> None:
    log = Log({})
    practice = Practice({}, log)
    cards = cards_of(3)
    drill = Drill(
        Deck(DeckName("d"), "", cards), Session(cards, {}, Day(738_500)), SM2, practice,
        practice=True,
    )  # fmt: skip
    drill.do(Action.REVEAL)
    drill.do(Action.AGAIN)
    drill.do(Action.FLAG)
    drill.do(Action.SUSPEND)
    drill.do(Action.UNDO)
    assert [(made.card, made.kind) for made in log.events] == [
        ("c1", Kind.FLAG), ("c1", Kind.SUSPEND), ("c1", Kind.UNDO),
    ]  # fmt: skip
    drill.do(Action.UNDO)
    drill.do(Action.UNDO)
    assert [made.kind for made in log.events[3:]] == [Kind.UNDO]  # nothing is kept of the grade
    assert drill.card == cards[0]


def test_a_learner_is_taught_until_the_first_grade() -> None:
    drill, _ = drilled(is_first=True)
    assert drill.teaches
    drill.do(Action.REVEAL)
    drill.do(Action.GOOD)
    assert not drill.teaches
    assert not drilled()[0].teaches


def test_a_session_goes_on_over_the_end_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "AAA+12")
    drill, log, _ = beside_another()
    first, second, third = drill.deck.cards
    evening = drill.today
    drill.do(Action.BURY)
    drill.do(Action.REVEAL)
    monkeypatch.setenv("TZ", "AAA-12")  # it is a day later there
    assert drill.today == evening + 1
    drill.do(Action.AGAIN)
    assert [(made.card, made.kind, made.day - evening) for made in log.events] == [
        (first.id, Kind.BURY, 0), (second.id, Kind.REVIEW, 1),
    ]  # fmt: skip
    assert drill.card == third
    # What was put off until this day can be put off again, and that be taken back.
    drill.do(Action.UNDO)
    drill.do(Action.UNDO)
    assert drill.card == first
    drill.do(Action.BURY)
    drill.session = drill.session.with_front(first)
    assert drill.do(Action.BURY).notice == Marked(Kind.UNDO, first)
    assert drill.session.record(first).buried is None
    monkeypatch.undo()
    assert drill.today in (evening, evening + 1)
