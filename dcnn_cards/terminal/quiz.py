"""A session on the whole screen: paint, wait for a key, do what it says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import wrap

from rich.text import Text

from dcnn_cards.app.drill import Drill, Step
from dcnn_cards.study.session import Session
from dcnn_cards.terminal import frame
from dcnn_cards.terminal.card_view import CardView, grade_hints
from dcnn_cards.terminal.frame import Head, Hint
from dcnn_cards.terminal.keymap import QUIT_ALWAYS
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.theme import Look
from dcnn_cards.terminal.typing import LINE_KEYS, TypedLine, verdict_rows

# Rows of the question that stay in sight above an answer too long for the window.
_QUESTION_ROWS = 2
_SMALL_ROOM = 6
_RULED_ROWS = 2  # from the line above an answer to its first row
_END = (1_000_000_000, 0)  # brought down to the last full window when it is painted


class Quiz:
    """Shows a drill on the screen and plays it with single keys."""

    def __init__(self, drill: Drill, pages: Pages, *, typed: bool = False) -> None:
        self._drill = drill
        self._pages = pages
        self._line = TypedLine() if typed else None
        self._scroll = self._scroll_below = (0, 0)
        self._overlay: Callable[[int], list[Text]] | None = None

    def run(self, screen: Screen, keyboard: Keyboard) -> Session:
        """Ask until the queue is empty or the user leaves; return where the session stands."""
        self._screen, self._keyboard = screen, keyboard
        self._begin()
        while not self._drill.over and not keyboard.ended_by:
            if not keyboard.waiting:  # of keys that came together only the last needs a frame
                self._paint()
                self._prepare()
            key = keyboard.read()
            written = self._typing() and (len(key) == 1 or key in LINE_KEYS)
            action = "" if written else self._drill.keys.action(key)
            if key in QUIT_ALWAYS or (action == "quit" and not self._overlay):
                break
            self._drill.notice = ""
            if key == "ctrl-z":
                self._step_aside()
            elif key in ("resized", "ctrl-l"):
                pass  # painted anew in any case
            elif (target := self._scroll_target(action)) is not None:
                self._scroll_to(*target)
            elif self._overlay:
                self._show(None)
            elif self._typing():
                self._type(key)
            else:
                self._do(action)
            self._drill.tell_news()
        return self._drill.session

    def _typing(self) -> bool:
        """Whether keys are letters of an answer."""
        return self._line is not None and not self._drill.session.revealed

    def _type(self, key: str) -> None:
        """Add to the answer, or have it judged."""
        assert self._line is not None
        if key in ("enter", "escape"):
            self._follow(self._drill.answer(self._line.text if key == "enter" else ""))
        else:
            self._line = self._line.after(key)
            self._scroll = _END

    def _do(self, action: str) -> None:
        match action:
            case "help":
                self._show(self._help)
            case "details":
                self._show(self._details)
            case "edit":
                self._drill.edit(self._aside())
            case _:
                self._follow(self._drill.do(action))

    def _follow(self, step: Step) -> None:
        """Scroll to what `step` brought up."""
        if step is Step.TURN:
            self._begin()
        elif step is Step.SHOW and self._drill.session.recalling:
            self._scroll_to(len(self._rows()))
        elif step is Step.SHOW:
            body, answer_at = self._card_rows()
            room = self._room()
            if items := self._item_rows():  # they were seen: the last one stays in sight
                self._scroll_to(answer_at + 2 + len(items) - room)
            else:  # a long answer begins at the top, below the end of its question if there is room
                above = -_QUESTION_ROWS if room > _SMALL_ROOM else _RULED_ROWS
                self._scroll_to(0 if len(body) <= room else answer_at + above)

    def _begin(self) -> None:
        """Turn to the card in front: the end of its question is in sight."""
        self._overlay = None
        self._line = TypedLine() if self._line is not None else None
        self._scroll_to(len(self._rows()))

    def _show(self, overlay: Callable[[int], list[Text]] | None) -> None:
        if overlay:
            self._scroll_below, self._scroll = self._scroll, (0, 0)
        else:
            self._scroll = self._scroll_below
        self._overlay = overlay

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

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Give the terminal back as it was, and take it again afterwards."""
        self._screen.give_back()
        self._keyboard.suspend()
        try:
            yield
        finally:
            if not self._keyboard.ended_by:
                self._keyboard.resume()
                self._screen.take()

    def _step_aside(self) -> None:
        """Stop, as Ctrl-Z asks."""
        since = time.monotonic()
        with self._aside():
            self._keyboard.stop()
        self._drill.pass_over(since)

    # What the screen shows

    def _paint(self) -> None:
        self._scroll_to(*self._scroll)  # window, notice or card may have changed their size
        rows = frame.compose(self._head(), self._rows(), self._foot(), self._window(), self._scroll)
        self._screen.paint(frame.in_ascii(rows) if self._pages.ascii else rows)

    def _prepare(self) -> None:
        """Typeset what comes next while the user reads, and keep what was typeset."""
        width = self._window().text
        card = self._drill.card
        if card and not self._drill.session.revealed:
            self._pages.block(card.answer, width)
        for card in self._drill.session.queue[1:2]:
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
        card, width, session = self._drill.card, self._window().text, self._drill.session
        if card is None:
            return [], 0
        view = self._view()
        rows = [*view.context(card, width), *view.question(card, width)]
        if self._line is not None and not session.revealed:
            rows += [Text(), *self._line.rows(width)]
        if not session.revealed:
            return rows, len(rows)
        ruled = [Text(), frame.rule(width), Text()]
        if session.recalling:
            return [*rows, *ruled, *self._item_rows()], len(rows) + 1
        judged = verdict_rows(self._drill.verdict, self._line, width) if self._line else []
        return [*rows, *judged, *ruled, *view.answer(card, width)], len(rows) + 1

    def _item_rows(self) -> list[Text]:
        """Return the rows of the items that were shown, of an answer that is recalled by item."""
        card, session = self._drill.card, self._drill.session
        shown = min(session.judged + 1, session.items)
        return self._view().items(card, shown, self._window().text) if card and shown else []

    def _view(self) -> CardView:
        return CardView(self._drill.deck, self._pages)

    def _help(self, width: int) -> list[Text]:
        from dcnn_cards.terminal.help import help_lines

        return help_lines(self._drill.keys, width)

    def _details(self, width: int) -> list[Text]:
        card = self._drill.card
        if card is None:
            return []
        record = self._drill.session.record(card)
        return self._view().details(card, record, self._drill.scheduler, width)

    def _head(self) -> Head:
        session = self._drill.session
        left = self._drill.left
        if session.recalling:
            left = f"item {session.judged + 1}/{session.items}"
        done = len({given.card.id for given in session.answered})
        return Head(
            tuple(self._drill.places), left, self._drill.minutes, done, done + session.waiting
        )

    def _foot(self) -> list[list[Hint]]:
        """Return the keys that work now, in rows, below a notice if there is one."""
        if self._overlay:
            hints = [Hint("any key", "back to the card")]
            # Beside the line with these keys, a frame has four rows around its body.
            if len(self._rows()) > self._window().rows - 5:
                hints.append(Hint("↓ ↑", "scroll"))
            return [hints]
        drill, keys = self._drill, self._drill.keys
        now = [Hint(keys.first("reveal"), "show the answer")]
        if self._typing():
            return [*self._notices(), [Hint("enter", "compare"), Hint("escape", "show the answer"),
                                       Hint("Ctrl-C", "end")]]  # fmt: skip
        if drill.session.recalling:
            does = {"reveal": "known, next", "missed": "not known, next", "all": "all items"}
            now = [Hint(keys.first(action), what) for action, what in does.items()]
        elif drill.session.card and drill.session.revealed:
            state = drill.session.record(drill.session.card).state
            now = grade_hints(state, drill.scheduler, drill.today, keys, drill.proposal)
        others = [
            Hint(keys.first(action), "end" if action == "quit" else action)
            for action in ("undo", "edit", "suspend", "bury", "flag", "details", "help", "quit")
        ]
        return [*self._notices(), now, others]

    def _notices(self) -> list[list[Hint]]:
        lines = wrap(self._drill.notice, max(1, self._window().text - 2), break_on_hyphens=False)
        return [
            [Hint(" " if number else "!", line, Look.NOTICE)] for number, line in enumerate(lines)
        ]
