"""A session with its log, its clock and its deck: what each action does, however it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dcnn_cards.app.actions import GRADING, Action
from dcnn_cards.app.agenda import Batch
from dcnn_cards.app.clock import Stopwatch
from dcnn_cards.app.editing import During, Editor, OpenDeck
from dcnn_cards.app.outcome import (
    NOTHING,
    Chosen,
    DoneElsewhere,
    Earlier,
    ItemsKnown,
    Leech,
    Marked,
    NotEdited,
    Notice,
    NotSaved,
    Outcome,
    OwnDeck,
    Remark,
    Step,
    TakenBack,
    Unreadable,
)
from dcnn_cards.app.recording import Log, NotSavedError, Recorder, last_step
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.kinds import Drawn, drawn
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.asking import Asked, asked_as, is_asked
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.queue import is_leech
from dcnn_cards.study.recall import item_list, kept, missed_in
from dcnn_cards.study.session import LEAVING, Session

if TYPE_CHECKING:
    from dcnn_cards.app.preparation import Preparation
    from dcnn_cards.judging.verdict import Verdict

_REVEAL_FIRST = Outcome(notice=Remark.REVEAL_FIRST)


class Past(Protocol):
    """What the log says of the deck, whoever wrote it. Its methods may raise CardsError."""

    def events_of(self, day: Day) -> Sequence[Event]:
        """Return the events that stand and count for study day `day`, in order."""

    def record_of(self, card: CardId) -> Record:
        """Return the record of a card as it is now."""

    def last_review(self, card: CardId) -> Event | None:
        """Return the last review of a card that stands, None if there is none."""


class Drill:
    """One session, from its first card to its last.

    `verdict` is what came of the answer `typed` to the card in front, `missed_before` are the items
    of its answer that were missed the last time, from 0. `more` returns the next cards when those
    of the session run short, `past` says what was done besides, `reload` reads the deck again,
    which is edited at the place that `place` names; cards are asked of the decks `beside` it, too.
    `practice` says that the log forgets grades, `minutes` how long the session may last, and `news`
    what there is to say at its beginning. `is_first` says that the learner has never graded a card.
    A `preparation` says which card is asked next, and limits the time to that of an exam's day.
    """

    def __init__(
        self,
        deck: Deck,
        session: Session,
        scheduler: Scheduler,
        log: Log,
        *,
        more: Callable[[], Batch] | None = None,
        past: Past | None = None,
        reload: Callable[[], Deck] | None = None,
        place: Callable[[], Path] | None = None,
        beside: Sequence[OpenDeck] = (),
        practice: bool = False,
        minutes: float | None = None,
        rollover: int = ROLLOVER_HOURS,
        news: tuple[Notice, ...] = (),
        is_first: bool = False,
        preparation: Preparation | None = None,
    ) -> None:
        self.session = session
        self.preparation = preparation
        self.scheduler = scheduler
        self.practice = practice
        self.verdict: Verdict | None = None
        self.typed = ""
        self._decks = (OpenDeck(deck, reload, place), *beside)
        self._recorder = Recorder(log, deck.name, scheduler, rollover)
        self._watch = Stopwatch(minutes)
        self._more = more
        self._past = past
        self._news = news
        self._is_first = is_first
        self._chosen: Grade | None = None  # what a choice speaks for
        self._was_edited = False  # by the last action
        self._earlier: Event | None = None  # what the last action said would be taken back
        # How often a card was drawn in practice is not kept.
        self._first_draw = self._watch.began_ms if practice else 0
        self.missed_before = self._missed_before()

    @property
    def deck(self) -> Deck:
        """The deck of the card in front, as it was last edited."""
        card = self.session.card
        return self._deck_of(card.id).deck if card else self._decks[0].deck

    @property
    def card(self) -> Card | None:
        """The card in front, as the deck has it now and as it is asked this time."""
        drawn = self.drawn
        return drawn.card if drawn else self.session.card

    @property
    def drawn(self) -> Drawn | None:
        """What was drawn for the card in front, None if nothing of it is drawn.

        It is the same until the card is graded, and again when that is taken back.
        """
        card = self.session.card
        return drawn(card, self._seed(card)) if card else None

    @property
    def over(self) -> bool:
        """Whether there is nothing more to ask: no card, or no time for another one."""
        if self.session.card is None:
            return True
        up = self._watch.is_up or (self.preparation is not None and self.preparation.is_up)
        return not self.session.revealed and up

    @property
    def proposal(self) -> Grade | None:
        """The grade that the items known, the answer typed or the choice speaks for."""
        judged = self.verdict.proposal if self.verdict else None
        return self.session.proposal or judged or self._chosen

    @property
    def accepts(self) -> Grade | None:
        """What revealing once more grades: the grade proposed, or Good if nothing was judged.

        None where the judge could not tell: that is for the learner to say.
        """
        return self.proposal or (None if self.verdict else Grade.GOOD)

    @property
    def unreadable(self) -> Unreadable | None:
        """What is wrong with a deck since it was edited, None if all can be read."""
        return next((each.unreadable for each in self._decks if each.unreadable), None)

    @property
    def teaches(self) -> bool:
        """Whether the learner grades for the first time."""
        return self._is_first and not self.session.answered

    @property
    def outcomes(self) -> Sequence[float]:
        """The chances of recall on the day of an exam by the grades of the card in front.

        There are none without an exam, and where they cannot be reckoned.
        """
        card = self.session.card
        with suppress(CardsError):
            return self.preparation.outcomes(card.id) if self.preparation and card else ()
        return ()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was done to a card yet."""
        return self.session.event is None

    @property
    def returns(self) -> bool:
        """Whether a card that was failed comes back in this session whatever else there is."""
        return self.preparation is None and not self.session.once

    @property
    def minutes_left(self) -> float:
        """Minutes that are left of this session, or of the day for an exam; infinite without."""
        of_day = self.preparation.budget.left if self.preparation else None
        return min(self._watch.left_s / 60, inf if of_day is None else of_day)

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
        card, self.typed = self.card, typed
        self._forget_undo()
        if card and typed.strip():
            from dcnn_cards.app.answering import judged

            self.verdict = judged(card, typed, self.drawn.numbers if self.drawn else ())
        self.session = self.session.reveal()
        return Outcome(Step.SHOW, None if self.accepts else Remark.GRADE_NEEDED)

    def edit(self, editor: Editor, during: During = nullcontext) -> Outcome:
        """Open the card in front in `editor`, and take it as it is then, read within `during`."""
        card = self.session.card
        if card is None:
            return Outcome(notice=Remark.NOT_A_FILE)
        opened = self._deck_of(card.id)
        place = opened.deck.path
        with self.paused():
            notice = opened.edit(card, editor, during)
        self._forget_undo()
        self._was_edited = notice not in (Remark.NOT_A_FILE, Remark.NOT_CHANGED) and not isinstance(
            notice, NotEdited
        )
        if opened.deck.path and opened.deck.path != place:
            self._news = (*self._news, OwnDeck(opened.deck.path))
        now = opened.as_edited(card)
        if self.session.recalling and now and now.learned != card.learned:
            self.session = self.session.show_all()  # the items are others now
        self.session = self.session.with_cards(self._as_edited)
        self.missed_before = self._missed_before()
        return self._turn(notice) if notice is Remark.GONE else Outcome(notice=notice)

    def paused(self) -> AbstractContextManager[None]:
        """Count the time within as no thought."""
        return self._watch.paused()

    def news(self) -> Iterator[Notice]:
        """Yield what there is to say that no action led to, once."""
        yield from self._news
        self._news = ()
        yield from self._recorder.news()

    def _deck_of(self, card: CardId) -> OpenDeck:
        """The deck that a card is of."""
        first, *others = self._decks
        return next((each for each in others if each.has(card)), first)

    def _as_edited(self, card: Card) -> Card | None:
        return self._deck_of(card.id).as_edited(card)

    def _done(self, action: Action) -> Outcome:
        session, card = self.session, self.session.card
        if action is Action.UNDO:
            return self._undo()
        self._forget_undo()
        if card is None:
            return NOTHING
        match action:
            case Action.SUSPEND:
                suspended = session.record(card).suspended
                return self._mark(card, Kind.UNSUSPEND if suspended else Kind.SUSPEND)
            case Action.BURY:
                bury = self._bury_of(card)
                return self._mark(card, Kind.UNDO, bury.id) if bury else self._mark(card, Kind.BURY)
            case Action.FLAG:
                return self._mark(card, Kind.UNFLAG if session.record(card).flagged else Kind.FLAG)
            case Action.REVEAL | Action.MISSED if session.blank:
                self.session = session.show_item()
                return Outcome(Step.SHOW)
            case Action.REVEAL | Action.MISSED if session.recalling:
                return self._judge_item(known=action is Action.REVEAL)
            case Action.ALL if session.recalling:
                self.session = session.show_all()
                return Outcome(Step.SHOW)
            case Action.REVEAL if not session.revealed:
                return self._reveal()
            case Action.REVEAL:
                grade = self.accepts
                return self._grade(card, grade) if grade else Outcome(notice=Remark.GRADE_NEEDED)
        if grade := GRADING.get(action):
            if session.revealed:
                return self._grade(card, grade)
            drawn = self.drawn
            return self._choose(drawn, grade) if drawn and drawn.choices else _REVEAL_FIRST
        return NOTHING

    def _choose(self, drawn: Drawn, number: int) -> Outcome:
        """Take choice `number`, from 1, for the answer, and show which is right."""
        if number > drawn.choices:
            return NOTHING
        self._chosen = Grade.GOOD if number == drawn.right else Grade.AGAIN
        self.session = self.session.reveal()
        return Outcome(Step.SHOW, Chosen(number, drawn.right, self._chosen))

    def _seed(self, card: Card) -> int:
        """Which draw of a card is asked: as many as it has reviews come before it."""
        state = self.session.record(card).state
        return self._first_draw + (state.reviews if state else 0)

    def _thinking_ms(self, card: Card) -> int:  # noqa: ARG002
        """How long the card in front was thought about, in milliseconds."""
        return self._watch.thinking_ms

    def _reveal(self) -> Outcome:
        """Show the answer of the card in front, or the first item of one that is a list."""
        card = self.card
        found = item_list(card.learned) if card else None
        items = len(found.items) if found else 0
        self.session = self.session.reveal(items, self.missed_before)
        return Outcome(Step.SHOW)

    def _missed_before(self) -> tuple[int, ...]:
        """The items of the answer in front that were missed in its last review, from 0."""
        card = self.session.card
        if card is None or self._past is None or self.session.record(card).state is None:
            return ()
        with suppress(CardsError):  # what is wrong is told when something is to be kept
            review = self._past.last_review(card.id)
            if review and review.detail and (found := item_list(card.learned)):
                return missed_in(review, len(found.items))
        return ()

    def _judge_item(self, *, known: bool) -> Outcome:
        """Take the item shown last as known or not, and show the next."""
        self.session = session = self.session.judge_item(known=known)
        proposal = session.proposal
        missed = tuple(number + 1 for number in sorted(session.missed))
        notice = None
        if proposal:
            notice = ItemsKnown(session.known, session.items, proposal, missed)
        return Outcome(Step.SHOW, notice)

    def _grade(self, card: Card, grade: Grade) -> Outcome:
        if self._is_done_elsewhere(card):
            return self._turn(None)
        was_leech = is_leech(self.session.record(card))
        thinking_ms, name = self._thinking_ms(card), self.scheduler.name
        seed = self._seed(card) if self.drawn else None
        session = self.session
        detail = kept(session.missed, session.items) if session.missed else None
        self._record(
            Kind.REVIEW, card, grade=grade, thinking_ms=thinking_ms, scheduler=name, seed=seed,
            detail=detail,
        )  # fmt: skip
        record = self.session.record(card)
        is_new_leech = not was_leech and is_leech(record)
        if is_new_leech and not record.flagged and not self.practice:
            with suppress(NotSavedError):  # the grade was taken, which is what matters
                flagged = self._recorder.record(Kind.FLAG, card.id)
                self.session = self.session.with_added(*flagged)
        return self._turn(Leech(card) if is_new_leech and not self.practice else None)

    def _mark(self, card: Card, kind: Kind, undoes: str | None = None) -> Outcome:
        self._record(kind, card, undoes=undoes)
        if kind not in LEAVING:
            return Outcome(notice=Marked(kind, card))
        front = self.session.card
        return self._turn(Marked(kind, card, front is not None and front.follows == card.id))

    def _bury_of(self, card: Card) -> Event | None:
        """What put `card` off today, None if nothing did."""
        if self.session.record(card).buried != self.today:
            return None
        events = reversed(self._events())
        buries = (each for each in events if each.kind is Kind.BURY and each.card == card.id)
        return next(buries, None)

    def _undo(self) -> Outcome:
        session, event = self.session, self.session.event
        if self._was_edited:
            self._was_edited = False
            return Outcome(notice=Remark.EDIT_STAYS)
        if session.recalling and session.judged:
            self.session = session.judge_back()
            return Outcome(Step.SHOW)
        if event is None:
            return self._undo_earlier()
        while self.session.added:
            undo = self._recorder.record(Kind.UNDO, event.card, undoes=self.session.added[-1].id)
            self.session = self.session.without_added(undo.record)
        self.session = self.session.undone(self._recorder.take_back(event))
        self._renew(event.card)
        card = self.session.card  # before the event, its card was in front
        self.session = self.session.with_cards(self._as_edited)
        if session.before and card and self._past and not self.practice:
            self._take_over(card, session.before.record(card), self.session.record(card))
        return self._turn(TakenBack(event, card))

    def _undo_earlier(self) -> Outcome:
        """Take back what was done last on this device today, before the session.

        What that is, is said first: it is not what the learner sees.
        """
        of_cards = (event for event in self._events() if event.card != WHOLE_DECK)
        events = () if self.practice else last_step(of_cards, self._recorder.device)
        if not events:
            return Outcome(notice=Remark.NOTHING_TO_UNDO)
        event = events[0]
        card = self._deck_of(event.card).deck.card(event.card)
        if event != self._earlier:
            self._earlier = event
            return Outcome(notice=Earlier(event, card))
        self._forget_undo()
        record = [self._recorder.take_back(event) for event in reversed(events)][-1]
        self.session = self.session.with_record(event.card, record)
        self._renew(event.card)
        if card and asked_as(card, record, self.today):
            self.session = self.session.with_front(card)
        return self._turn(TakenBack(event, card))

    def _forget_undo(self) -> None:
        """Have the next undo begin with what there is to say before it."""
        self._was_edited, self._earlier = False, None

    def _events(self) -> Sequence[Event]:
        """The events of today that stand, whichever session they are of."""
        try:
            return self._past.events_of(self.today) if self._past else ()
        except CardsError as error:
            raise NotSavedError(error) from error

    def _turn(self, notice: Notice | None) -> Outcome:
        """Begin with the card that is in front now."""
        while (card := self.session.card) and self._is_done_elsewhere(card):
            pass
        self._watch.turn()
        self.verdict, self._chosen, self.typed = None, None, ""
        self.missed_before = self._missed_before()
        return Outcome(Step.TURN, notice)

    def _is_done_elsewhere(self, card: Card) -> bool:
        """Let the card in front leave if another session has graded it or put it aside."""
        if self._past is None or self.practice:
            return False
        with suppress(CardsError):  # what is wrong is told when something is to be kept
            return self._take_over(card, self.session.record(card), self._past.record_of(card.id))
        return False

    def _take_over(self, card: Card, before: Record, now: Record) -> bool:
        """Take what the log says of a card now; let it leave if it was done in another session.

        What another session took back is asked again there, and here too.
        """
        self.session = self.session.with_record(card.id, now)
        aside = is_asked(card, before, self.today) and not is_asked(card, now, self.today)
        to_ask = asked_as(card, now, self.today) in (Asked.NEW, Asked.DUE)
        if not aside and (now.state == before.state or to_ask):
            return False
        self._renew(card.id)
        self.session = self.session.with_cards(lambda each: None if each.id == card.id else each)
        self._news = (*self._news, DoneElsewhere(card))
        return True

    def _record(self, kind: Kind, card: Card, **facts: Any) -> None:
        """Log what happened to the card in front, and go on."""
        if self.preparation:
            with suppress(CardsError):
                self.preparation.begin(card.id)
        event, record = self._recorder.record(kind, card.id, **facts)
        session = self.session
        if self._more and session.runs_short:
            session = session.with_more(*self._more()).with_cards(self._as_edited)
        self.session = session.after(event, record)
        if self.preparation and kind in (Kind.REVIEW, *LEAVING):
            self._renew(card.id)
            self.session = self.preparation.turned(self.session).with_cards(self._as_edited)

    def _renew(self, card: CardId) -> None:
        """Take in for the exam what the log says of a card now."""
        if self.preparation:
            with suppress(CardsError):  # what is wrong is told when something is to be kept
                self.preparation.renew(card, self.today)
