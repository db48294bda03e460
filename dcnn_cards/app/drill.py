"""A session with its log, its clock and its deck: what each action does, however it is shown."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from dcnn_cards.app.clock import Clock
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.day import ROLLOVER_HOURS, study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.study.queue import LEECH_LAPSES, is_leech
from dcnn_cards.study.recall import item_list
from dcnn_cards.study.session import Session
from dcnn_cards.terminal.closing import one_line
from dcnn_cards.terminal.keymap import Keymap, keymap
from dcnn_cards.terminal.notices import clock_jump_notice, in_one_line

if TYPE_CHECKING:
    from dcnn_cards.judging.verdict import Verdict

_RECALL = ("reveal", "missed", "all")
_GRADES = {grade.name.lower(): grade for grade in Grade}
_MARKS = {
    Kind.SUSPEND: "Suspended",
    Kind.BURY: "Put off until tomorrow",
    Kind.FLAG: "Flagged",
    Kind.UNFLAG: "Took the flag off",
}
_LEAVING = (Kind.SUSPEND, Kind.BURY)  # what takes the card out of the session


class Log(Protocol):
    """Where events are kept."""

    @property
    def device(self) -> str:
        """The id of this device."""

    @property
    def problem(self) -> CardsError | None:
        """What went wrong beside the writing of events, such as a backup."""

    def newest(self, deck: str, card: str) -> int | None:
        """Return the newest `at` among the events of a card, None if it has none."""

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Make `event` durable, and return what the log says of its card now."""


class Step(Enum):
    """What an action changed, for whoever shows it."""

    STAY = auto()  # the card is in front as it was
    SHOW = auto()  # more of its answer is to be seen
    TURN = auto()  # to a card in front, as a session step or an undo left it


class Drill:
    """One session, from its first card to its last.

    `notice` is what is to be said beside the card after an action, empty for nothing; `verdict` is
    what came of the answer that was typed to the card in front. `practice` says that the log
    forgets.
    """

    def __init__(
        self,
        deck: Deck,
        session: Session,
        scheduler: Scheduler,
        log: Log,
        *,
        reload: Callable[[], Deck] | None = None,
        practice: bool = False,
        minutes: float | None = None,
        keys: Keymap | None = None,
        rollover: int = ROLLOVER_HOURS,
        notice: str = "",
    ) -> None:
        self.deck = deck
        self.session = session
        self.scheduler = scheduler
        self.practice = practice
        self.keys = keys or keymap()
        self.notice = notice
        self.verdict: Verdict | None = None
        self._log = log
        self._clock = Clock()
        self._problem: CardsError | None = None
        self._reload = reload
        self._rollover = rollover
        self._edited: dict[str, Card] = {}
        self._began_at = self._shown_at = time.monotonic()
        self._ends_at = self._began_at + minutes * 60 if minutes else math.inf

    @property
    def card(self) -> Card | None:
        """The card in front, as it was last edited."""
        card = self.session.card
        return self._edited.get(card.id, card) if card else None

    @property
    def over(self) -> bool:
        """Whether there is nothing more to ask: no card, or no time for another one."""
        late = not self.session.revealed and time.monotonic() > self._ends_at
        return self.session.card is None or late

    @property
    def proposal(self) -> Grade | None:
        """The grade that the items known or the answer typed speak for."""
        return self.session.proposal or (self.verdict.proposal if self.verdict else None)

    @property
    def places(self) -> list[str]:
        """The deck, and where in it the card in front is: week, section, topic."""
        card = self.card
        names = [self.deck.title or self.deck.name]
        if card:
            # Most sections of a week are called after it.
            week = f"Week {card.week}" if card.week and card.week not in card.section else ""
            names += [name for name in (week, card.section, card.topic) if name]
        return names

    @property
    def left(self) -> str:
        """What is still to be asked, in words."""
        if self.practice:
            return f"practice, not recorded · {len(self.session.queue)} left"
        new, learning, due = self.session.left()
        return f"{new} new · {learning} learning · {due} due"

    @property
    def minutes(self) -> int:
        """Whole minutes since the session began."""
        return int((time.monotonic() - self._began_at) // 60)

    @property
    def today(self) -> int:
        """The study day (ordinal) that it is now."""
        return self._day(self._clock.now())

    def do(self, action: str) -> Step:
        """Do what `action` of the keymap asks of the card in front."""
        match action:
            case "undo":
                return self._undo()
            case "suspend":
                return self._mark(Kind.SUSPEND)
            case "bury":
                return self._mark(Kind.BURY)
            case "flag":
                flagged = self.session.card and self.session.record(self.session.card).flagged
                return self._mark(Kind.UNFLAG if flagged else Kind.FLAG)
        if self.session.recalling and action in _RECALL:
            return self._recall(action)
        if not self.session.revealed:
            if action == "reveal":
                card = self.card
                found = item_list(card.answer) if card else None
                self.session = self.session.reveal(len(found.items) if found else 0)
                return Step.SHOW
            if action in _GRADES:
                self.notice = f"First look at the answer: {self.keys.first('reveal')}."
        elif action in _GRADES or action == "reveal":
            return self._grade(_GRADES.get(action) or self.proposal or Grade.GOOD)
        return Step.STAY

    def answer(self, typed: str) -> Step:
        """Show the whole answer; have what was typed judged by it, if anything was."""
        card = self.card
        if card and typed.strip():
            from dcnn_cards.judging import judge

            self.verdict = judge("\n\n".join((card.answer, card.added)), typed)
        self.session = self.session.reveal()
        return Step.SHOW

    def edit(self, aside: AbstractContextManager[None]) -> None:
        """Open the card in front in the user's editor, within `aside`, and take it as it is then.

        A card that is broken or gone afterwards is told, and stays as it was.
        """
        card = self.card
        if card is None or self._reload is None or self.deck.path is None:
            self.notice = "This deck is not a file that could be edited."
            return
        from dcnn_cards.terminal.editor import edit

        since = time.monotonic()
        try:
            with aside:
                edit(self.deck.path, self.deck.line_of(card.id))
            deck = self._reload()
        except CardsError as error:
            self.notice = f"The card is as it was: {error}".replace("\n", " ")
            return
        finally:
            self.pass_over(since)
        now = deck.card(card.id)
        if now is None:
            self.notice = f"The card is as it was: there is no card `{card.id}` in the deck now."
            return
        self.deck = deck
        self._edited[card.id] = now
        if self.session.recalling and now.answer != card.answer:
            self.session = self.session.show_all()  # the items are others now
        self.notice = "Edited." if now != card else "Nothing was changed."

    def pass_over(self, since: float) -> None:
        """Count the time from `since` (monotonic, in seconds) until now as no thought."""
        self._shown_at += time.monotonic() - since

    def tell_news(self) -> None:
        """Add to the notice what went on besides: the clock was set, a backup failed."""
        news = [clock_jump_notice(self._clock.jump())]
        problem = self._log.problem
        if problem is not self._problem:
            self._problem = problem
            news.append(in_one_line(problem))
        self.notice = " · ".join(filter(None, (self.notice, *news)))

    def _recall(self, action: str) -> Step:
        """Go on to the next item of a list, or to all of them."""
        if action == "all":
            self.session = self.session.show_all()
        else:
            self.session = self.session.judge_item(known=action == "reveal")
            if self.session.proposal:
                known, items = self.session.known, self.session.items
                name = self.session.proposal.name.capitalize()
                key = self.keys.first("reveal")
                self.notice = f"{known} of {items} known: {name}? {key} accepts"
        return Step.SHOW

    def _grade(self, grade: Grade) -> Step:
        thought = round((time.monotonic() - self._shown_at) * 1000)
        name = self.scheduler.name
        card = self.session.card
        was_leech = card is not None and is_leech(self.session.record(card))
        if not self._record(Kind.REVIEW, grade=grade, thinking_ms=thought, scheduler=name):
            return Step.STAY
        if card and not was_leech and is_leech(self.session.record(card)):
            self._tell_leech(card)
        return self._turn()

    def _tell_leech(self, card: Card) -> None:
        """Flag a card that was forgotten too often, and say what helps."""
        if logged := self._append(Kind.FLAG, card.id):
            self.session = self.session.noted(*logged)
        edit, suspend = self.keys.first("edit"), self.keys.first("suspend")
        self.notice = (
            f"A leech, flagged: forgotten {LEECH_LAPSES} times: {one_line(card.question)} · "
            f"Learn it anew, rewrite it ({edit}) or set it aside ({suspend})."
        )

    def _mark(self, kind: Kind) -> Step:
        if not self._record(kind):
            return Step.STAY
        self.notice = f"{_MARKS[kind]} · {self.keys.first('undo')} takes it back"
        return self._turn() if kind in _LEAVING else Step.STAY

    def _undo(self) -> Step:
        event = self.session.event
        if event is None:
            self.notice = "There is nothing to undo."
            return Step.STAY
        logged = self._append(Kind.UNDO, event.card, undoes=event.id)
        if logged is None:
            return Step.STAY
        self.session = self.session.undone(logged[1])
        what = f"grade {event.grade.name.capitalize()}" if event.grade else str(event.kind)
        self.notice = f"Took back: {what}"
        return self._turn()

    def _turn(self) -> Step:
        """Begin with the card that is in front now."""
        self._shown_at, self.verdict = time.monotonic(), None
        return Step.TURN

    def _record(self, kind: Kind, **facts: Any) -> bool:
        """Log what happened to the card in front and go on; say whether the log took it."""
        card = self.session.card
        if card is None:
            return False
        logged = self._append(kind, card.id, **facts)
        if logged is not None:
            self.session = self.session.after(*logged)
        return logged is not None

    def _append(self, kind: Kind, card: str, **facts: Any) -> tuple[Event, Record] | None:
        """Log an event; None, with a notice, when the store would not take it."""
        try:
            event = self._event(kind, card, **facts)
            return event, self._log.append(event, self.scheduler)
        except CardsError as error:
            self.notice = f"NOT SAVED, try again: {error.what}. {error.fix}"
            return None

    def _event(self, kind: Kind, card: str, **facts: Any) -> Event:
        """Return what happens now, which is after all else that happened to the card.

        Also where the clock was set back: what comes later has to count later.
        """
        now, deck = self._clock.now(), self.deck.name
        at = max(now, (self._log.newest(deck, card) or 0) + 1)
        return Event(uuid7(now), self._log.device, at, self._day(now), deck, card, kind, **facts)

    def _day(self, at_ms: int) -> int:
        return study_day(at_ms, rollover_hours=self._rollover)
