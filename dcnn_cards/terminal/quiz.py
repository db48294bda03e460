"""A session in the terminal: paint, wait for a key, do what it says."""

from __future__ import annotations

import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from rich.text import Text

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
from dcnn_cards.terminal import frame
from dcnn_cards.terminal.card_view import CardView, grade_hints
from dcnn_cards.terminal.closing import one_line
from dcnn_cards.terminal.frame import Head, Hint
from dcnn_cards.terminal.help import help_lines
from dcnn_cards.terminal.keymap import QUIT_ALWAYS, Keymap, keymap
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.typing import TypedLine, verdict_rows

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
# Rows of the question that stay in sight above an answer too long for the window.
_QUESTION_ROWS = 2


class Log(Protocol):
    """Where events are kept."""

    @property
    def device(self) -> str:
        """The id of this device."""

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Make `event` durable, and return what the log says of its card now."""


class Quiz:
    """One session, from its first card to its last key."""

    def __init__(
        self,
        deck: Deck,
        session: Session,
        scheduler: Scheduler,
        log: Log,
        pages: Pages,
        *,
        reload: Callable[[], Deck] | None = None,
        practice: bool = False,
        minutes: float | None = None,
        keys: Keymap | None = None,
        rollover: int = ROLLOVER_HOURS,
        typed: bool = False,
    ) -> None:
        self._line = TypedLine() if typed else None
        self._verdict: Verdict | None = None
        self._keys = keys or keymap()
        self._rollover = rollover
        self.session = session
        self._ends_at = time.monotonic() + minutes * 60 if minutes else math.inf
        self._reload = reload
        self._edited: dict[str, Card] = {}
        self._deck = deck
        self._scheduler = scheduler
        self._log = log
        self._pages = pages
        self._practice = practice
        self._view = CardView(deck, pages)
        self._scroll = (0, 0)
        self._overlay: Callable[[int], list[Text]] | None = None
        self._notice = ""
        self._began_at = self._shown_at = time.monotonic()

    def run(self, screen: Screen, keyboard: Keyboard) -> Session:
        """Ask until the queue is empty or the user leaves; return where the session stands."""
        self._screen, self._keyboard = screen, keyboard
        self._begin()
        while self.session.card is not None:
            if not self.session.revealed and time.monotonic() > self._ends_at:
                break
            self._paint()
            self._prepare()
            key = keyboard.read()
            action = "" if self._typing() and len(key) == 1 else self._keys.action(key)
            if key in QUIT_ALWAYS or (action == "quit" and not self._overlay):
                break
            self._notice = ""
            if key == "ctrl-z":
                self._step_aside()
            elif key in ("resized", "ctrl-l"):
                self._scroll_to(*self._scroll)
            elif (target := self._scroll_target(action)) is not None:
                self._scroll_to(*target)
            elif self._overlay:
                self._show(None)
            elif self._typing():
                self._type(key)
            else:
                self._do(action)
        return self.session

    def _typing(self) -> bool:
        """Whether keys are letters of an answer."""
        return self._line is not None and not self.session.revealed

    def _type(self, key: str) -> None:
        """Add to the answer, or have it judged."""
        assert self._line is not None
        if key not in ("enter", "escape"):
            self._line = self._line.after(key)
            self._scroll_to(len(self._rows()))
            return
        card = self._card()
        if key == "enter" and card and self._line.text.strip():
            from dcnn_cards.judging import judge

            self._verdict = judge("\n\n".join((card.answer, card.added)), self._line.text)
        self.session = self.session.reveal()
        self._show_answer()

    def _do(self, action: str) -> None:
        simple = {
            "help": lambda: self._show(partial(help_lines, self._keys)),
            "details": lambda: self._show(self._details),
            "undo": self._undo,
            "edit": self._edit,
            "suspend": lambda: self._mark(Kind.SUSPEND),
            "bury": lambda: self._mark(Kind.BURY),
            "flag": self._flag,
        }
        if action in simple:
            simple[action]()
        elif self.session.recalling and action in _RECALL:
            self._recall(action)
        elif not self.session.revealed:
            if action == "reveal":
                self._reveal()
            elif action in _GRADES:
                self._notice = f"First look at the answer: {self._keys.first('reveal')}."
        elif action in _GRADES or action == "reveal":
            self._grade(_GRADES.get(action) or self._proposal() or Grade.GOOD)

    # What keys do

    def _reveal(self) -> None:
        card = self._card()
        found = item_list(card.answer) if card else None
        self.session = self.session.reveal(len(found.items) if found else 0)
        self._show_answer()

    def _recall(self, action: str) -> None:
        """Go on to the next item of a list, or to all of them."""
        if action == "all":
            self.session = self.session.show_all()
        else:
            self.session = self.session.judge_item(known=action == "reveal")
        if self.session.recalling:
            self._scroll_to(len(self._rows()))
        else:
            self._show_answer()
            if self.session.proposal:
                known, items = self.session.known, self.session.items
                name = self.session.proposal.name.capitalize()
                key = self._keys.first("reveal")
                self._notice = f"{known} of {items} known: {name}? {key} accepts"

    def _show_answer(self) -> None:
        body, answer_at = self._card_rows()
        # A long answer begins at the top, right below the end of its question.
        fits = len(body) <= self._room()
        self._scroll_to(0 if fits else answer_at - _QUESTION_ROWS)

    def _grade(self, grade: Grade) -> None:
        thought = round((time.monotonic() - self._shown_at) * 1000)
        name = self._scheduler.name
        card = self.session.card
        was_leech = card is not None and is_leech(self.session.record(card))
        if self._record(Kind.REVIEW, grade=grade, thinking_ms=thought, scheduler=name):
            self._begin()
            if card and not was_leech and is_leech(self.session.record(card)):
                self._tell_leech(card)

    def _tell_leech(self, card: Card) -> None:
        """Flag a card that was forgotten too often, and say what helps."""
        event = self._event(Kind.FLAG, card.id)
        if record := self._append(event):
            self.session = self.session.noted(event, record)
        question = one_line(card.question)
        self._notice = (
            f"A leech, flagged: forgotten {LEECH_LAPSES} times: {question} · "
            "Learn it anew, rewrite it (e) or set it aside (s)."
        )

    def _flag(self) -> None:
        flagged = self.session.card and self.session.record(self.session.card).flagged
        self._mark(Kind.UNFLAG if flagged else Kind.FLAG)

    def _mark(self, kind: Kind) -> None:
        if self._record(kind):
            if kind in _LEAVING:
                self._begin()
            self._notice = f"{_MARKS[kind]} · u takes it back"

    def _undo(self) -> None:
        event = self.session.event
        if event is None:
            self._notice = "There is nothing to undo."
        elif record := self._append(self._event(Kind.UNDO, event.card, undoes=event.id)):
            self.session = self.session.undone(record)
            self._begin()
            what = f"grade {event.grade.name.capitalize()}" if event.grade else str(event.kind)
            self._notice = f"Took back: {what}"

    def _record(self, kind: Kind, **facts: Any) -> bool:
        """Log what happened to the card in front and go on; say whether the log took it."""
        card = self.session.card
        if card is None:
            return False
        event = self._event(kind, card.id, **facts)
        record = self._append(event)
        if record is not None:
            self.session = self.session.after(event, record)
        return record is not None

    def _append(self, event: Event) -> Record | None:
        """Put `event` into the log; None, with a notice, when the store would not take it."""
        try:
            return self._log.append(event, self._scheduler)
        except CardsError as error:
            self._notice = f"NOT SAVED, try again: {error.what}"
            return None

    def _event(self, kind: Kind, card: str, **facts: Any) -> Event:
        now = _now()
        return Event(
            uuid7(now), self._log.device, now, self._day(now), self._deck.name, card, kind, **facts
        )

    def _day(self, at_ms: int) -> int:
        return study_day(at_ms, rollover_hours=self._rollover)

    def _proposal(self) -> Grade | None:
        """The grade that the items known or the answer typed speak for."""
        return self.session.proposal or (self._verdict.proposal if self._verdict else None)

    def _begin(self) -> None:
        """Turn to the card in front: the end of its question is in sight."""
        self._overlay, self._shown_at = None, time.monotonic()
        self._line = TypedLine() if self._line is not None else None
        self._verdict = None
        self._scroll_to(len(self._rows()))

    def _show(self, overlay: Callable[[int], list[Text]] | None) -> None:
        self._overlay, self._scroll = overlay, (0, 0)

    def _scroll_target(self, action: str) -> tuple[int, int] | None:
        """Return the row and column that `action` scrolls to, None if it does not scroll."""
        top, left = self._scroll
        match action:
            case "down" | "up":
                top += 1 if action == "down" else -1
            case "page-down" | "page-up":
                page = max(1, self._room() - 2)
                top += page if action == "page-down" else -page
            case "right" | "left":
                half = max(1, self._window().text // 2)
                left += half if action == "right" else -half
            case "top":
                top = 0
            case "bottom":
                top = len(self._rows())
            case _:
                return None
        return top, left

    def _scroll_to(self, row: int, column: int = 0) -> None:
        """Put `row` and `column` at the top left, or what comes nearest with the window full."""
        body = self._rows()
        last = frame.widest(body) - self._window().text
        self._scroll = (
            max(0, min(row, len(body) - self._room())),
            max(0, min(column, last)),
        )

    def _edit(self) -> None:
        """Open the card in front in the user's editor, and go on with it as it is then."""
        card = self._card()
        if card is None or self._reload is None or self._deck.path is None:
            self._notice = "This deck is not a file that could be edited."
            return
        from dcnn_cards.terminal.editor import edit

        try:
            with self._aside():
                edit(self._deck.path, self._deck.line_of(card.id))
            deck = self._reload()
        except CardsError as error:
            self._notice = f"The card is as it was: {error}".replace("\n", " ")
            return
        now = deck.card(card.id)
        if now is None:
            self._notice = f"The card is as it was: there is no card `{card.id}` in the deck now."
            return
        self._deck, self._view = deck, CardView(deck, self._pages)
        self._edited[card.id] = now
        self._notice = "Edited." if now != card else "Nothing was changed."

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Give the terminal back as it was, and take it again afterwards."""
        self._screen.give_back()
        self._keyboard.suspend()
        try:
            yield
        finally:
            self._keyboard.resume()
            self._screen.take()

    def _step_aside(self) -> None:
        """Stop, as Ctrl-Z asks."""
        with self._aside():
            os.kill(os.getpid(), signal.SIGTSTP)

    def _card(self) -> Card | None:
        """The card in front, as it was last edited."""
        card = self.session.card
        return self._edited.get(card.id, card) if card else None

    # What the screen shows

    def _paint(self) -> None:
        rows = frame.compose(self._head(), self._rows(), self._foot(), self._window(), self._scroll)
        self._screen.paint(frame.in_ascii(rows) if self._pages.ascii else rows)

    def _prepare(self) -> None:
        """Typeset what comes next while the user reads, and keep what was typeset."""
        width = self._window().text
        card = self._card()
        if card and not self.session.revealed:
            self._pages.block(card.answer, width)
        for card in self.session.queue[1:2]:
            self._pages.block(card.question, width)
        self._pages.save()

    def _window(self) -> frame.Layout:
        return frame.layout(*self._screen.size)

    def _room(self) -> int:
        window = self._window()
        return frame.body_rows(window, frame.foot_rows(self._foot(), window))

    def _rows(self) -> list[Text]:
        return self._overlay(self._window().text) if self._overlay else self._card_rows()[0]

    def _card_rows(self) -> tuple[list[Text], int]:
        """Return the rows of the card in front, and the row of the line above its answer."""
        card, width = self._card(), self._window().text
        if card is None:
            return [], 0
        rows = [*self._view.context(card, width), *self._view.question(card, width)]
        if self._line is not None and not self.session.revealed:
            rows += [Text(), *self._line.rows(width)]
        if not self.session.revealed:
            return rows, len(rows)
        ruled = [Text(), frame.rule(width), Text()]
        if self.session.recalling:
            items = self._view.items(card, self.session.judged + 1, width)
            return [*rows, *ruled, *items], len(rows) + 1
        judged = verdict_rows(self._verdict, self._line, width) if self._line else []
        return [*rows, *judged, *ruled, *self._view.answer(card, width)], len(rows) + 1

    def _details(self, width: int) -> list[Text]:
        card = self._card()
        if card is None:
            return []
        return self._view.details(card, self.session.record(card), self._scheduler, width)

    def _head(self) -> Head:
        card = self._card()
        names = [name for name in (card.section, card.topic) if name] if card else []
        new, learning, due = self.session.left()
        left = f"{new} new · {learning} learning · {due} due"
        if self.session.recalling:
            left = f"item {self.session.judged + 1}/{self.session.items}"
        elif self._practice:
            left = f"practice, not recorded · {len(self.session.queue)} left"
        minutes = int((time.monotonic() - self._began_at) // 60)
        if minutes:
            left += f" · {minutes} min"
        done = len({given.card.id for given in self.session.answered})
        place = " · ".join(names) or self._deck.title or self._deck.name
        return Head(place, left, done, done + len(self.session.queue))

    def _foot(self) -> list[list[Hint]]:
        """Return the keys that work now, in rows, below a notice if there is one."""
        if self._overlay:
            return [[Hint("any key", "back to the card")]]
        now = [Hint(self._keys.first("reveal"), "show the answer")]
        if self._typing():
            return [*self._notices(), [Hint("enter", "compare"), Hint("escape", "show the answer"),
                                       Hint("Ctrl-C", "end")]]  # fmt: skip
        if self.session.recalling:
            does = {"reveal": "known, next", "missed": "not known, next", "all": "all items"}
            now = [Hint(self._keys.first(action), what) for action, what in does.items()]
        elif self.session.card and self.session.revealed:
            state = self.session.record(self.session.card).state
            today, proposal = self._day(_now()), self._proposal()
            now = grade_hints(state, self._scheduler, today, self._keys, proposal)
        others = [
            Hint(self._keys.first(action), "end" if action == "quit" else action)
            for action in ("undo", "edit", "suspend", "bury", "flag", "details", "help", "quit")
        ]
        return [*self._notices(), now, others]

    def _notices(self) -> list[list[Hint]]:
        return [[Hint("!", self._notice, "bold magenta")]] if self._notice else []


def _now() -> int:
    """Return the time in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000
