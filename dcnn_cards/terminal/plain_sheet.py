"""A paper line by line, for screen readers and for terminals without a cursor."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from dcnn_cards.app.mock import AnswerSheet
from dcnn_cards.terminal.answer_sheet import overview, standing, time_left
from dcnn_cards.terminal.card_view import CardView
from dcnn_cards.terminal.heading import places_in
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.plain import Lines
from dcnn_cards.terminal.typing import MAX_LENGTH

_SAID = (
    "What you type is your answer; Enter alone says that you have it on paper.",
    ":open leaves a question open, :back goes to the one before it, :7 to number 7.",
    ":all lists the questions, :done hands the paper in, :quit leaves it.",
)


class PlainSheet(Lines):
    """Asks the questions of an answer sheet by lines, until it is handed in or left.

    `read` and `write` are those of a session by lines.
    """

    def __init__(
        self,
        sheet: AnswerSheet,
        pages: Pages,
        read: Callable[[str], str | None],
        write: Callable[[str], None],
        *,
        width: int,
    ) -> None:
        super().__init__(pages, write, width)
        self._sheet = sheet
        self._read = read

    def run(self) -> bool:
        """Have the questions answered; return whether they are to be graded."""
        sheet = self._sheet
        asked = len(sheet.sitting.questions)
        self._say(f"Mock exam of {sheet.deck.title or sheet.deck.name}: {asked} questions.")
        for words in _SAID:
            self._say(words)
        try:
            self._ask()
            while not sheet.is_over:
                self._pages.save()
                line = self._read(self._shown(f"{self._prompt()}: "))
                if line is None or line.strip() == ":quit":
                    return False
                self._take(line.strip())
                if sheet.left_s == 0 and not sheet.is_over:
                    self._say("The time is up.")
                    sheet.hand_in()
        except KeyboardInterrupt:
            self._write("")
            return False
        return True

    def _take(self, line: str) -> None:
        """Take a line for the answer to the question in front, or do what it asks for."""
        sheet, sitting = self._sheet, self._sheet.sitting
        number = line[1:] if line.startswith(":") else ""
        if line == ":done":
            sheet.hand_in(sitting.written)
            return
        if line == ":all":
            for row in overview(sheet):
                self._say(row.plain)
            return
        if line == ":open":
            sheet.turn(sitting.at + 1, "")
        elif line == ":back":
            sheet.turn(sitting.at - 1, sitting.written)
        elif number.isdecimal() and 1 <= int(number) <= len(sitting.questions):
            sheet.turn(int(number) - 1, sitting.written)
        elif number or sitting.card is None:
            self._say(f"`{line}` does nothing here.")
        else:
            sheet.write(line[:MAX_LENGTH])
        self._ask()

    def _ask(self) -> None:
        """Tell the question in front, and what was written to it."""
        sheet = self._sheet
        card, view = sheet.card, CardView(sheet.deck, self._pages)
        self._write("")
        if card is None:
            self._say(f"{standing(sheet)}. :done hands the paper in, :all lists the questions.")
            return
        place = ", ".join(places_in(sheet.deck, card)[1:])
        number = f"Question {sheet.sitting.at + 1} of {len(sheet.sitting.questions)}"
        self._say(f"{number}, {place}" if place else number)
        self._parts(view.context_parts(card, self._width))
        self._parts(view.question_parts(card, self._width))
        if sheet.sitting.written:
            self._say(f"You wrote: {sheet.sitting.written}")

    def _prompt(self) -> str:
        sheet = self._sheet
        left = f"{time_left(sheet.left_s)}. " if isfinite(sheet.left_s) else ""
        return f"{left}Your answer" if sheet.sitting.card else f"{left}Behind the last question"
