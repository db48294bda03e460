"""A session with its log, its clock and its deck: what each action does, however it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

from dcnn_cards.app.actions import GRADING, Action
from dcnn_cards.app.agenda import Batch
from dcnn_cards.app.clock import Stopwatch
from dcnn_cards.app.editing import Editor, OpenDeck
from dcnn_cards.app.outcome import (
    ItemsKnown,
    Leech,
    Marked,
    Notice,
    NotSaved,
    Outcome,
    Remark,
    Step,
    TakenBack,
)
from dcnn_cards.app.recording import Log, NotSavedError, Recorder
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.schedule.event import Grade, Kind
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.queue import is_leech
from dcnn_cards.study.recall import item_list
from dcnn_cards.study.session import Session

if TYPE_CHECKING:
    from dcnn_cards.judging.verdict import Verdict

_LEAVING = (Kind.SUSPEND, Kind.BURY)  # what takes the card out of the session
_REVEAL_FIRST = Outcome(notice=Remark.REVEAL_FIRST)


class Drill:
    """One session, from its first card to its last.

    `verdict` is what came of the answer that was typed to the card in front. `more` returns the
    next cards when those of the session run short, `practice` says that the log forgets, `minutes`
    how long the session may last, and `news` what there is to say at its beginning.
    """

    def __init__(
        self,
        deck: Deck,
        session: Session,
        scheduler: Scheduler,
        log: Log,
        *,
        more: Callable[[], Batch] | None = None,
        reload: Callable[[], Deck] | None = None,
        practice: bool = False,
        minutes: float | None = None,
        rollover: int = ROLLOVER_HOURS,
        news: tuple[Notice, ...] = (),
    ) -> None:
        self.session = session
        self.scheduler = scheduler
        self.practice = practice
        self.verdict: Verdict | None = None
        self._deck = OpenDeck(deck, reload)
        self._recorder = Recorder(log, deck.name, scheduler, rollover)
        self._watch = Stopwatch(minutes)
        self._more = more
        self._news = news

    @property
    def deck(self) -> Deck:
        """The deck, as it was last edited."""
        return self._deck.deck

    @property
    def card(self) -> Card | None:
        """The card in front, as it was last edited."""
        card = self.session.card
        return self._deck.as_edited(card) if card else None

    @property
    def over(self) -> bool:
        """Whether there is nothing more to ask: no card, or no time for another one."""
        return self.session.card is None or (not self.session.revealed and self._watch.is_up)

    @property
    def proposal(self) -> Grade | None:
        """The grade that the items known or the answer typed speak for."""
        return self.session.proposal or (self.verdict.proposal if self.verdict else None)

    @property
    def minutes(self) -> int:
        """Whole minutes since the session began."""
        return self._watch.minutes

    @property
    def today(self) -> Day:
        """The study day (ordinal) that it is now."""
        return self._recorder.today

    def do(self, action: Action) -> Outcome:
        """Do what `action` asks of the card in front.

        Nothing happens where it has no meaning, or where the log does not take it.
        """
        try:
            return self._done(action)
        except NotSavedError as error:
            return Outcome(notice=NotSaved(error.problem))

    def answer(self, typed: str) -> Outcome:
        """Show the whole answer; have what was typed judged by it, if anything was."""
        card = self.card
        if card and typed.strip():
            from dcnn_cards.judging import judge

            self.verdict = judge("\n\n".join((card.answer, card.added)), typed)
        self.session = self.session.reveal()
        return Outcome(Step.SHOW)

    def edit(self, editor: Editor) -> Outcome:
        """Open the card in front in `editor`, and take it as it is then."""
        card = self.card
        if card is None:
            return Outcome(notice=Remark.NOT_A_FILE)
        with self.paused():
            notice = self._deck.edit(card, editor)
        if self.session.recalling and self._deck.as_edited(card).answer != card.answer:
            self.session = self.session.show_all()  # the items are others now
        return Outcome(notice=notice)

    def paused(self) -> AbstractContextManager[None]:
        """Count the time within as no thought."""
        return self._watch.paused()

    def news(self) -> Iterator[Notice]:
        """Yield what there is to say that no action led to, once."""
        yield from self._news
        self._news = ()
        yield from self._recorder.news()

    def _done(self, action: Action) -> Outcome:
        session, card = self.session, self.session.card
        if action is Action.UNDO:
            return self._undo()
        if card is None:
            return Outcome()
        match action:
            case Action.SUSPEND:
                return self._mark(card, Kind.SUSPEND)
            case Action.BURY:
                return self._mark(card, Kind.BURY)
            case Action.FLAG:
                return self._mark(card, Kind.UNFLAG if session.record(card).flagged else Kind.FLAG)
            case Action.REVEAL | Action.MISSED if session.recalling:
                return self._judge_item(known=action is Action.REVEAL)
            case Action.ALL if session.recalling:
                self.session = session.show_all()
                return Outcome(Step.SHOW)
            case Action.REVEAL if not session.revealed:
                return self._reveal()
            case Action.REVEAL:
                return self._grade(card, self.proposal or Grade.GOOD)
        if grade := GRADING.get(action):
            return self._grade(card, grade) if session.revealed else _REVEAL_FIRST
        return Outcome()

    def _reveal(self) -> Outcome:
        """Show the answer of the card in front, or the first item of one that is a list."""
        card = self.card
        found = item_list(card.answer) if card else None
        self.session = self.session.reveal(len(found.items) if found else 0)
        return Outcome(Step.SHOW)

    def _judge_item(self, *, known: bool) -> Outcome:
        """Take the item shown last as known or not, and show the next."""
        self.session = session = self.session.judge_item(known=known)
        proposal = session.proposal
        notice = ItemsKnown(session.known, session.items, proposal) if proposal else None
        return Outcome(Step.SHOW, notice)

    def _grade(self, card: Card, grade: Grade) -> Outcome:
        was_leech = is_leech(self.session.record(card))
        thinking_ms, name = self._watch.thinking_ms, self.scheduler.name
        self._record(Kind.REVIEW, card, grade=grade, thinking_ms=thinking_ms, scheduler=name)
        is_new_leech = not was_leech and is_leech(self.session.record(card))
        if is_new_leech:
            with suppress(NotSavedError):  # the grade was taken, which is what matters
                flagged = self._recorder.record(Kind.FLAG, card.id)
                self.session = self.session.with_event_elsewhere(*flagged)
        return self._turn(Leech(card) if is_new_leech else None)

    def _mark(self, card: Card, kind: Kind) -> Outcome:
        self._record(kind, card)
        return self._turn(Marked(kind)) if kind in _LEAVING else Outcome(notice=Marked(kind))

    def _undo(self) -> Outcome:
        event = self.session.event
        if event is None:
            return Outcome(notice=Remark.NOTHING_TO_UNDO)
        undo = self._recorder.record(Kind.UNDO, event.card, undoes=event.id)
        self.session = self.session.undone(undo.record)
        return self._turn(TakenBack(event))

    def _turn(self, notice: Notice | None) -> Outcome:
        """Begin with the card that is in front now."""
        self._watch.turn()
        self.verdict = None
        return Outcome(Step.TURN, notice)

    def _record(self, kind: Kind, card: Card, **facts: Any) -> None:
        """Log what happened to the card in front, and go on."""
        event, record = self._recorder.record(kind, card.id, **facts)
        session = self.session
        if self._more and session.runs_short:
            session = session.with_more(*self._more())
        self.session = session.after(event, record)
