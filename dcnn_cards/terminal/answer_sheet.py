"""A paper on the whole screen: its questions are answered in any order, while its time runs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from math import isfinite
from textwrap import wrap

from rich.text import Text

from dcnn_cards.app.mock import AnswerSheet
from dcnn_cards.counted import counted
from dcnn_cards.deck.kinds import named
from dcnn_cards.terminal.card_view import CardView
from dcnn_cards.terminal.closing import one_line
from dcnn_cards.terminal.frame import Head, Hint
from dcnn_cards.terminal.heading import places_in
from dcnn_cards.terminal.keymap import QUIT_ALWAYS, Keymap
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.theme import Look
from dcnn_cards.terminal.typing import TypedLine
from dcnn_cards.terminal.window import END, Window

_WRITTEN = ("space", "backspace")
_QUIET_SECONDS = 1.0
"""Nothing has been typed for so long where a key is one that was meant."""

_ASK_ONCE_MORE = "Ctrl-C again leaves the exam: nothing of it is graded or kept then."


def time_left(seconds: float) -> str:
    """Return how much of a time is left, in words; seconds only in the last minute."""
    return f"{-(-seconds // 60):.0f} min left" if seconds > 60 else f"{-(-seconds // 1):.0f} s left"


def until_it_changes(seconds: float) -> float | None:
    """Return after how many seconds `time_left` says something else, None for never."""
    if not isfinite(seconds):
        return None
    return (seconds % 60 if seconds > 60 else seconds % 1) or 1.0


class SheetView(Window):
    """Shows an answer sheet and has it filled in, until it is handed in or left."""

    def __init__(self, sheet: AnswerSheet, pages: Pages, keys: Keymap) -> None:
        super().__init__(pages, keys)
        self._sheet = sheet
        self._line = TypedLine()
        self._notice = ""
        self._came_from = 0  # the question from which one looked at all
        self._is_up = False

    def run(self, screen: Screen, keyboard: Keyboard) -> bool:
        """Have the questions answered; return whether they are to be graded.

        They are unless the user leaves.
        """
        self._take(screen, keyboard)
        self._begin()
        while not (self._sheet.is_over or keyboard.ended_by):
            if self._sheet.left_s == 0:
                self._sheet.hand_in(self._line.text)
                self._stop_writing(keyboard)
                break
            if not keyboard.waiting:  # of keys that came together only the last needs a frame
                self._paint()
                self._pages.save()
            key = keyboard.read(until_it_changes(self._sheet.left_s), tabs=True)
            if key in QUIT_ALWAYS:
                if key == "closed" or self._notice == _ASK_ONCE_MORE:
                    return False
                self._notice = _ASK_ONCE_MORE
            elif key != "waited":
                said, self._notice = self._notice, ""
                self._do(key, said)
        return self._sheet.is_over

    def _stop_writing(self, keyboard: Keyboard) -> None:
        """Say that the time is up, and wait: who is still typing is not to grade by it."""
        self._is_up = True
        while not keyboard.ended_by:
            self._paint()
            quiet = False
            while not quiet:
                key = keyboard.read(_QUIET_SECONDS)
                if key in QUIT_ALWAYS:
                    return
                quiet = key == "waited"
            if keyboard.read() in ("enter", *QUIT_ALWAYS):
                return

    def _do(self, key: str, said: str) -> None:
        """Do what a key asks for; `said` is the notice below which it was pressed."""
        sitting = self._sheet.sitting
        if len(key) == 1 or key in _WRITTEN:
            self._line = self._line.after(key)
            self._scroll = END
        elif key == "enter" and sitting.card:
            self._sheet.write(self._line.text)
            self._begin()
        elif key == "enter":
            self._enter_behind(self._line.text.strip(), said)
        elif key == "tab":
            self._turn(sitting.at + 1 if sitting.card else min(sitting.open, default=0))
        elif key == "shift-tab":
            self._turn(sitting.at - 1)
        elif key == "escape" and sitting.card:
            self._came_from = sitting.at
            self._turn(len(sitting.questions))
        elif key == "escape":
            self._turn(self._came_from)
        else:
            self._follow_window(key, self._keys.action(key))

    def _enter_behind(self, number: str, said: str) -> None:
        """Behind the last question, turn to that with a number, or hand in what is written."""
        asked = len(self._sheet.sitting.questions)
        self._line = TypedLine()
        if not number:
            self._notice = f"{standing(self._sheet)}: Enter again hands the paper in."
            if said == self._notice:
                self._sheet.hand_in()
        elif number.isdecimal() and 1 <= int(number) <= asked:
            self._turn(int(number) - 1)
        else:
            self._notice = f"The questions have the numbers 1 to {asked}."

    def _turn(self, at: int) -> None:
        self._sheet.turn(at, self._line.text)
        self._begin()

    def _begin(self) -> None:
        """Turn to what is in front: the end of a question, and what was written, is in sight."""
        self._line = TypedLine(self._sheet.sitting.written)
        self._scroll = END

    def _paused(self) -> AbstractContextManager[None]:
        return self._sheet.paused()

    # What the screen shows

    def _head(self) -> Head:
        sheet, sitting = self._sheet, self._sheet.sitting
        asked = len(sitting.questions)
        where = f"question {sitting.at + 1} of {asked}" if sitting.card else "all questions"
        limited = isfinite(sheet.left_s)
        time = time_left(sheet.left_s) if limited else f"{sheet.spent} min"
        places = places_in(sheet.deck, sheet.card)[1:] or ["Mock exam"]
        return Head(tuple(places), where, time, asked - len(sitting.open), asked)

    def _body(self) -> list[Text]:
        if self._is_up:
            return [Text("The time is up.", Look.TITLE), Text(), Text("What was written counts.")]
        card, width = self._sheet.card, self._window().text
        view = CardView(self._sheet.deck, self._pages)
        asked = (
            [*view.context(card, width), *view.question(card, width)]
            if card
            else [_cut(row, width) for row in overview(self._sheet)]
        )
        return [*asked, Text(), *self._line.rows(width)]

    def _hints(self, *, paging: bool) -> list[list[Hint]]:  # noqa: ARG002
        sheet = self._sheet
        if self._is_up:
            return [[Hint("enter", "grade your answers")]]
        lines = wrap(self._notice, max(1, self._window().text - 2), break_on_hyphens=False)
        said = [
            [Hint(" " if number else "!", line, Look.NOTICE)] for number, line in enumerate(lines)
        ]
        if sheet.sitting.card is None:
            return [
                *said,
                [
                    Hint("enter", "hand in"),
                    Hint("1 2 3 … enter", "to that question"),
                    Hint("tab", "first open one"),
                    Hint("escape", "back"),
                    Hint("Ctrl-C", "leave"),
                ],
            ]
        choices = sheet.drawn.choices if sheet.drawn else 0
        answer = f"answer, 1 to {choices}; next" if choices else "answer, next"
        return [
            *said,
            [
                Hint("enter", answer),
                Hint("tab", "leave open, next"),
                Hint("shift-tab", "back"),
                Hint("escape", "all questions"),
                Hint("Ctrl-C", "leave"),
            ],
        ]


def overview(sheet: AnswerSheet) -> list[Text]:
    """Return in a line for each question whether it is answered, below one that counts them."""
    sitting = sheet.sitting
    rows = [Text(f"{standing(sheet)}.", Look.TITLE), Text()]
    for at, card in enumerate(sitting.questions):
        row = Text(f"{at + 1:>3}  ", end="")
        row.append(f"{'open' if at in sitting.open else 'answered':<10}", Look.DIM)
        rows.append(row.append(one_line(named(card))))
    return rows


def standing(sheet: AnswerSheet) -> str:
    """How many questions are answered, in words."""
    asked, left = len(sheet.sitting.questions), len(sheet.sitting.open)
    if left:
        return f"{asked - left} of {counted(asked, 'question')} answered, {left} open"
    return f"All {counted(asked, 'question')} answered"


def _cut(row: Text, width: int) -> Text:
    row.truncate(width, overflow="ellipsis")
    return row
