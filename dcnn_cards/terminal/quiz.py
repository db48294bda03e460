"""A session on the whole screen: paint, wait for a key, do what it says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from textwrap import wrap

from rich.text import Text

from dcnn_cards.app.actions import GRADING, Action
from dcnn_cards.app.drill import Drill
from dcnn_cards.app.outcome import NOTHING, Meaningless, Notice, Outcome, Step
from dcnn_cards.deck.card import Card
from dcnn_cards.study.recall import in_sight, item_list
from dcnn_cards.study.session import Session
from dcnn_cards.terminal import frame
from dcnn_cards.terminal.card_view import CardView, grade_hints, missed_words
from dcnn_cards.terminal.frame import Head, Hint
from dcnn_cards.terminal.heading import drawn_facts, left_of, places_of, time_of
from dcnn_cards.terminal.keymap import QUIT_ALWAYS, Keymap
from dcnn_cards.terminal.keys import Interrupted, Keyboard
from dcnn_cards.terminal.notices import in_words, lesson
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.theme import Look
from dcnn_cards.terminal.typing import LINE_KEYS, TypedLine, verdict_rows
from dcnn_cards.terminal.window import END, Window

# Rows that stay in sight above an answer too long for the window, if its question is long too.
_ABOVE_ANSWER = 4
_SMALL_ROOM = 6
_WIDE = 80  # columns from which a grade says both when the card comes back and what it means
_OF_ITEMS = {
    Action.REVEAL: "known, next",
    Action.MISSED: "not known, next",
    Action.ALL: "all items",
}
_OF_BLANK = {Action.REVEAL: "show this item", Action.ALL: "all items"}
_AT_ANY_TIME = (
    Action.UNDO, Action.EDIT, Action.SUSPEND, Action.BURY, Action.FLAG, Action.DETAILS, Action.HELP,
    Action.QUIT,
)  # fmt: skip
_AT_THE_END = (Action.UNDO, Action.HELP)


class Quiz(Window):
    """Shows a drill on the screen and plays it with single keys."""

    def __init__(
        self,
        drill: Drill,
        pages: Pages,
        keys: Keymap,
        *,
        typed: bool = False,
        so_far: Callable[[], list[Text]] = list,
    ) -> None:
        super().__init__(pages, keys)
        self._drill = drill
        self._notices: list[Notice] = []
        self._line = TypedLine() if typed else None
        self._leisure = False  # what is being typeset can wait
        self._so_far = so_far
        self._end: list[Text] | None = None

    def run(self, screen: Screen, keyboard: Keyboard) -> Session:
        """Ask until the user leaves; return where the session stands.

        When there is nothing more to ask, what was done is shown, and can be taken back.
        """
        self._take(screen, keyboard)
        self._notices += self._drill.news()
        self._pages.during = self._until_ended
        try:
            self._play(keyboard)
        except Interrupted:  # it ends while something takes long
            pass
        finally:
            self._pages.during = nullcontext
        return self._drill.session

    def _play(self, keyboard: Keyboard) -> None:
        """Ask until the user leaves."""
        self._begin()
        while not keyboard.ended_by:
            if not keyboard.waiting:  # of keys that came together only the last needs a frame
                self._paint()
                self._prepare()
            key = keyboard.read()
            written = self._typing() and (len(key) == 1 or key in LINE_KEYS)
            action = None if written else self._keys.action(key)
            if key in QUIT_ALWAYS or (action is Action.QUIT and not self._overlay):
                break
            more = action is Action.REVEAL and self._has_more()  # as was seen, below a notice
            self._notices.clear()
            if self._follow_window(key, action):
                pass
            elif self._typing():
                self._type(key)
            elif more:
                self._scroll_to(self._scroll[0] + self._page())
            elif action and (action in _AT_THE_END or not self._drill.over):
                self._do(action, key)
            elif action or len(key) == 1:
                self._notices.append(Meaningless(key))
            self._notices += self._drill.news()

    def _until_ended(self) -> AbstractContextManager[None]:
        """What may take long, stopped by what ends the session; at leisure by any key."""
        return self._keyboard.interruptible(
            lambda key: self._leisure or self._keys.action(key) is Action.QUIT
        )

    def _typing(self) -> bool:
        """Whether keys are letters of an answer."""
        return self._line is not None and not self._drill.session.revealed and not self._drill.over

    def _type(self, key: str) -> None:
        """Add to the answer, or have it judged."""
        assert self._line is not None
        if key in ("enter", "escape"):
            with self._until_ended():
                outcome = self._drill.answer(self._line.text if key == "enter" else "")
            self._follow(outcome)
        else:
            self._line = self._line.after(key)
            self._scroll = END

    def _do(self, action: Action, key: str) -> None:
        match action:
            case Action.HELP:
                self._show(self._help)
            case Action.DETAILS:
                self._show(self._details)
            case Action.EDIT:
                self._follow(self._drill.edit(self._edit, self._until_ended))
            case _:
                outcome = self._drill.do(action)
                self._follow(Outcome(notice=Meaningless(key)) if outcome == NOTHING else outcome)

    def _has_more(self) -> bool:
        """Whether rows of an answer that is to be graded are below the window."""
        session = self._drill.session
        if self._overlay or self._drill.over or not session.revealed or session.recalling:
            return False
        # As if the keys that grade were all there are: where nothing is below, none else is named.
        return len(self._rows()) > self._scroll[0] + self._room(paging=False)

    def _follow(self, outcome: Outcome) -> None:
        """Take over what there is to say, and scroll to what came up."""
        step, notice = outcome
        if notice:
            self._notices.append(notice)
        self._end = None
        if step is Step.TURN:
            self._begin()
        elif step is Step.SHOW and self._drill.session.recalling:
            self._scroll_to(len(self._rows()))
        elif step is Step.SHOW:
            self._scroll_to_answer()

    def _begin(self) -> None:
        """Turn to the card in front: the end of its question is in sight, if open its beginning."""
        self._overlay = None
        self._line = TypedLine(self._drill.typed) if self._line is not None else None
        session = self._drill.session
        if session.revealed and not session.recalling and not self._drill.over:
            self._scroll_to(self._card_rows()[1])
        else:
            self._scroll_to(0 if self._drill.over else len(self._rows()))

    def _scroll_to_answer(self) -> None:
        """Put the beginning of a long answer, or the last of its items that were seen, in sight.

        Above it stands its question, the end of one that would leave it little room.
        """
        body, question_at, answer_at = self._card_rows()
        room, card = self._room(), self._drill.card
        if items := self._item_rows():
            self._scroll_to(answer_at + len(items) - room)
        elif len(body) <= room:
            self._scroll_to(0)
        elif room <= _SMALL_ROOM or (card and card.cloze):  # its answer has all of its question
            self._scroll_to(answer_at)
        else:
            fits = answer_at - question_at <= room // 2
            self._scroll_to(question_at if fits else answer_at - _ABOVE_ANSWER)

    def _edit(self, path: Path, line: int) -> None:
        """Let the user's editor have the terminal for a while."""
        from dcnn_cards.terminal.editor import edit

        with self._aside():
            edit(path, line)

    # What the screen shows

    def _prepare(self) -> None:
        """Typeset what comes next while the user reads, and keep what was typeset."""
        width = self._window().text
        card = self._drill.card
        self._leisure = True
        try:
            if card and not self._drill.session.revealed:
                self._view().answer_parts(card, width)
                item_list(card.learned)  # asked for when it is revealed
            for card in self._drill.session.queue[1:2]:
                self._pages.block(card.asked, width)
        except Interrupted:
            return  # it is made when it is needed
        finally:
            self._leisure = False
        self._pages.save()

    def _body(self) -> list[Text]:
        return self._card_rows()[0]

    def _paused(self) -> AbstractContextManager[None]:
        return self._drill.paused()

    def _card_rows(self) -> tuple[list[Text], int, int]:
        """Return the rows of the card in front, and in which its question and its answer begin.

        What was typed and how it was judged belongs to the answer.
        """
        loose = self._laid_out(close=False)
        fits = len(loose[0]) <= self._room(paging=False)
        return loose if fits else self._laid_out(close=True)

    def _laid_out(self, *, close: bool) -> tuple[list[Text], int, int]:
        card, width, session = self._drill.card, self._window().text, self._drill.session
        if card is None or self._drill.over:
            if self._end is None:
                self._end = self._so_far()
            return self._end, 0, 0
        view = self._view(close=close)
        rows = view.context(card, width)
        question_at = len(rows)
        rows += view.question(card, width)
        if self._line is not None and not session.revealed:
            rows += [Text(), *self._line.rows(width)]
        if not session.revealed:
            rows += self._missed_rows(card, width)
            return rows, question_at, len(rows)
        ruled = view.ruled(frame.rule(width))
        answer_at = len(rows) + len(ruled)
        if session.recalling:
            return [*rows, *ruled, *self._item_rows()], question_at, answer_at
        judged, beside = self._judged(card, width)
        answer = view.answer(card, width, session.missed, beside=beside)
        rows += [*judged, *(ruled if answer else []), *answer]
        return rows, question_at, answer_at

    def _judged(self, card: Card, width: int) -> tuple[list[Text], bool]:
        """Return what is said of the answer typed, and whether the card's stands beside it."""
        if self._line is None:
            return [], False
        return verdict_rows(
            self._drill.verdict,
            self._line,
            width,
            lambda half: self._view().rows(card.learned, half),
        )

    def _item_rows(self) -> list[Text]:
        """Return the rows of the items that were shown, of an answer that is recalled by item."""
        card, session = self._drill.card, self._drill.session
        if card is None or not session.items:
            return []
        numbers, width = session.in_sight, self._window().text
        blank = numbers[-1] if session.blank else None
        return self._view().items(card, numbers, width, session.missed, blank)

    def _missed_rows(self, card: Card, width: int) -> list[Text]:
        """Return which items were missed the last time, up to that which is asked for first."""
        missed = self._drill.missed_before
        if not missed or self._line is not None:
            return []
        view, label = self._view(), f"missed the last time: {missed_words(missed)}"
        first = view.items(card, in_sight(missed, 0), width, blank=missed[0])
        return [*view.ruled(frame.rule(width, label)), *first]

    def _view(self, *, close: bool = False) -> CardView:
        return CardView(self._drill.deck, self._pages, close)

    def _details(self, width: int) -> list[Text]:
        card = self._drill.card
        if card is None:
            return []
        session = self._drill.session
        return self._view().details(
            card, session.record(card), self._drill.scheduler, width,
            revealed=session.revealed and not session.recalling,
drawn=drawn_facts(self._drill), missed=self._drill.missed_before,
        )  # fmt: skip

    def _head(self) -> Head:
        session = self._drill.session
        left = left_of(self._drill)
        if session.recalling:
            left = f"item {session.judged + 1}/{session.items}"
        return Head(tuple(places_of(self._drill)), left, *time_of(self._drill))

    def _hints(self, *, paging: bool) -> list[list[Hint]]:
        drill, keys = self._drill, self._keys
        if drill.over:
            undo = Hint(keys.first(Action.UNDO), "takes back the last step")
            return [*self._notice_rows(), [undo, Hint(keys.first(Action.QUIT), "end")]]
        shows = _OF_BLANK[Action.REVEAL] if drill.missed_before else "show the answer"
        now = [Hint(keys.first(Action.REVEAL), shows)]
        if choices := drill.drawn.choices if drill.drawn else 0:
            numbers = list(GRADING)[:choices]
            now.insert(0, Hint(" ".join(map(keys.first, numbers)), "choose"))
        if self._typing():
            now = [Hint("enter", "compare"), Hint("escape", "show the answer")]
            return [*self._notice_rows(), [*now, Hint("Ctrl-C", "end")]]
        if drill.session.blank:
            now = [Hint(keys.first(action), does) for action, does in _OF_BLANK.items()]
        elif drill.session.recalling:
            now = [Hint(keys.first(action), does) for action, does in _OF_ITEMS.items()]
        elif drill.session.card and drill.session.revealed:
            state = drill.session.record(drill.session.card).state
            now = grade_hints(
                state, drill.scheduler, drill.today, keys, drill.accepts,
                practice=drill.practice,
                soon="soon" if drill.returns else "today",
                outcomes=drill.outcomes,
                close=self._window().text < _WIDE,
            )  # fmt: skip
            if paging and self._has_more():
                now.insert(0, Hint(keys.first(Action.REVEAL), "more"))
        others = [
            Hint(keys.first(action), "end" if action is Action.QUIT else action)
            for action in _AT_ANY_TIME
        ]
        return [*self._notice_rows(), now, others]

    def _notice_rows(self) -> list[list[Hint]]:
        drill, width = self._drill, max(1, self._window().text - 2)
        words = in_words(self._notices, self._keys)
        lines = wrap(words, width, break_on_hyphens=False)
        if drill.teaches and drill.session.revealed and not drill.session.recalling:
            taught = (wrap(line, width) for line in lesson(self._keys, drill.accepts))
            lines += (line for part in taught for line in part)
        return [
            [Hint(" " if number else "!", line, Look.NOTICE)] for number, line in enumerate(lines)
        ]
