"""A session line by line, for screen readers and for terminals without a cursor.

Nothing is drawn, coloured or moved: what is said comes one line after another, and what is typed is
read as lines, a key and Enter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.text import Text

from dcnn_cards.app.actions import GRADING, Action
from dcnn_cards.app.drill import Drill
from dcnn_cards.app.outcome import NOTHING, Notice, Outcome, Step
from dcnn_cards.study.recall import ItemList, in_sight, item_list
from dcnn_cards.study.session import Session
from dcnn_cards.terminal.card_view import CardView, Part, grade_hints, missed_words
from dcnn_cards.terminal.frame import ascii_text
from dcnn_cards.terminal.heading import drawn_facts, left_of, places_of
from dcnn_cards.terminal.keymap import ACTIONS, SCROLLING, Keymap
from dcnn_cards.terminal.notices import in_words, lesson
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.typing import MAX_LENGTH, said_rows
from dcnn_cards.typeset import visible


class Lines:
    """Says what there is to say, line after line, by `write`; texts are `width` columns wide."""

    def __init__(self, pages: Pages, write: Callable[[str], None], width: int) -> None:
        self._pages = pages
        self._write = write
        self._width = width

    def _parts(self, parts: Iterable[Part]) -> None:
        for part in parts:
            label = f"{part.label.capitalize()}:"
            if part.label == "figure" or len(part.rows) > 1:
                self._say(label)
                self._lines(part.rows)
            else:
                self._lines([Text(f"{label} ").append_text(row) for row in part.rows])

    def _lines(self, rows: Iterable[Text]) -> None:
        for row in rows:
            self._say(row.plain.rstrip())

    def _say(self, line: str) -> None:
        self._write(self._shown(line))

    def _shown(self, line: str) -> str:
        line = line.replace(" · ", ", ")
        return ascii_text(line) if self._pages.ascii else visible(line)


class Plain(Lines):
    """Shows a drill as lines of text that `write` puts out, and plays it with lines from `read`.

    `read` puts out the words that it is given, waits for a line and returns it, None at the end.
    """

    def __init__(
        self,
        drill: Drill,
        pages: Pages,
        keys: Keymap,
        read: Callable[[str], str | None],
        write: Callable[[str], None],
        *,
        width: int,
        typed: bool = False,
    ) -> None:
        super().__init__(pages, write, width)
        self._drill = drill
        self._keys = keys
        self._read = read
        self._typed = typed

    def run(self) -> Session:
        """Ask until the user leaves; return where the session stands."""
        title = self._drill.deck.title or self._drill.deck.name
        self._say(f"{title}. ? and Enter lists what can be typed.")
        self._tell(self._drill.news())
        try:
            self._ask()
            while True:
                self._pages.save()
                line = self._read(self._shown(f"{self._prompt()}: "))
                if line is None:
                    self._write("")
                    break
                take = self._take_at_end if self._drill.over else self._take
                if not take(line.strip()):
                    break
        except KeyboardInterrupt:  # Ctrl-C: what was graded before it is in the log
            self._write("")
        return self._drill.session

    def _take(self, line: str) -> bool:
        """Do what a line asks; return False if that is to end the session."""
        if self._typed and not self._drill.session.revealed:
            _, notice = self._drill.answer(line[:MAX_LENGTH])
            self._judged()
            self._answer()
            self._teach()
            self._tell([notice] if notice else [])
            return True
        match action := self._action(line):
            case Action.QUIT:
                return False
            case Action.HELP:
                self._help()
            case Action.DETAILS:
                self._details()
            case Action.EDIT:
                self._follow(self._drill.edit(_edit))
                self._ask()
            case None:
                self._refuse(line)
            case _ if (outcome := self._drill.do(action)) != NOTHING:
                self._follow(outcome)
            case _:
                self._refuse(line)
        return True

    def _refuse(self, line: str) -> None:
        self._say(f"`{line}` does nothing here. ? and Enter lists what can be typed.")

    def _take_at_end(self, line: str) -> bool:
        """Do what a line asks when nothing is left to ask; Enter alone ends the session too."""
        action = self._action(line)
        if action is Action.UNDO:
            self._follow(self._drill.do(action))
        return bool(line) and action is not Action.QUIT

    def _action(self, line: str) -> Action | None:
        """What a line asks for: the name of an action, a key, or Enter alone."""
        action = Action(line) if line in ACTIONS else self._keys.action(line or "enter")
        return None if action in SCROLLING else action

    def _follow(self, outcome: Outcome) -> None:
        step, notice = outcome
        if step is Step.SHOW:
            self._show()
            self._teach()
        self._tell([*([notice] if notice else []), *self._drill.news()])
        if step is Step.TURN and not self._drill.over:
            self._ask()

    # What is said

    def _tell(self, notices: Iterable[Notice]) -> None:
        """Tell what there is to say beside the card."""
        if words := in_words(notices, self._keys):
            self._say(words)

    def _ask(self) -> None:
        """Tell the card in front, with its answer if that is open."""
        card, view = self._drill.card, self._view()
        if card is None:
            return
        self._write("")
        place, left = ", ".join(places_of(self._drill)[1:]), left_of(self._drill)
        self._say(f"{place}. {left}" if place else left)
        self._parts(view.context_parts(card, self._width))
        self._parts(view.question_parts(card, self._width))
        if self._drill.session.recalling:
            self._show()
        elif self._drill.session.revealed:
            if self._drill.typed:
                self._say(f"You wrote: {self._drill.typed}")
            self._judged()
            self._answer()
        else:
            self._missed_before()

    def _judged(self) -> None:
        """Tell what is said of the answer that was typed."""
        if self._drill.verdict:
            self._lines(said_rows(self._drill.verdict, self._width))

    def _show(self) -> None:
        """Tell the item that was reached, or the answer, or what of it no item has told."""
        session, card = self._drill.session, self._drill.card
        found = item_list(card.learned) if card and session.items else None
        if found is None:
            self._answer()
        elif session.recalling:
            text = found.lead if session.judged == 0 and found.lead.strip() else ""
            self._parts([Part("answer", self._view().rows(text, self._width))] if text else [])
            if session.blank:
                self._lead_to(found, session.in_sight)
            else:
                self._lines(self._view().rows(found.items[session.in_sight[-1]], self._width))
        else:
            if found.rest.strip():
                self._parts([Part("answer", self._view().rows(found.rest, self._width))])
            self._answer(without="answer")

    def _missed_before(self) -> None:
        """Tell which items were missed the last time, up to that which is asked for first."""
        card, missed = self._drill.card, self._drill.missed_before
        found = item_list(card.learned) if card and missed and not self._typed else None
        if found:
            self._say(f"Missed the last time: {missed_words(missed)}. First:")
            self._lead_to(found, in_sight(missed, 0))

    def _lead_to(self, found: ItemList, numbers: Sequence[int]) -> None:
        """Tell the item before the one that is asked for, and that it is."""
        *before, asked = numbers
        texts = [*(found.items[number] for number in before[-1:]), found.asked_for(asked)]
        for text in texts:
            self._lines(self._view().rows(text, self._width))

    def _teach(self) -> None:
        """Tell what the grades mean where they are to be given for the first time."""
        if self._drill.teaches and not self._drill.session.recalling:
            for line in lesson(self._keys, self._drill.accepts):
                self._say(line)

    def _answer(self, without: str = "") -> None:
        card = self._drill.card
        parts = self._view().answer_parts(card, self._width) if card else []
        self._parts(part for part in parts if part.label != without)

    def _prompt(self) -> str:
        drill, first = self._drill, self._keys.first
        session, card = drill.session, drill.session.card
        if card is None or drill.over:
            return f"Nothing more to ask. {first(Action.UNDO)} takes back the last step, Enter ends"
        if not session.revealed:
            if self._typed:
                return "Your answer, or Enter alone to see it"
            choices = drill.drawn.choices if drill.drawn else 0
            numbers = " ".join(map(first, list(GRADING)[:choices]))
            choose = f"{numbers} chooses, " if choices else ""
            return f"{choose}{first(Action.REVEAL)} shows the answer"
        if session.blank:
            return f"{first(Action.REVEAL)} shows it, {first(Action.ALL)} all items"
        if session.recalling:
            return (
                f"Item {session.judged + 1} of {session.items}. {first(Action.REVEAL)} known,"
                f" {first(Action.MISSED)} not known, {first(Action.ALL)} all items"
            )
        hints = grade_hints(
            session.record(card).state, drill.scheduler, drill.today, self._keys,
            practice=drill.practice,
            soon="soon" if drill.returns else "today",
            outcomes=drill.outcomes,
        )  # fmt: skip
        grades = ", ".join(f"{hint.key} {hint.does}" for hint in hints)
        accepts = drill.accepts
        return (
            f"{grades}, {first(Action.REVEAL)} {accepts.name.capitalize()}" if accepts else grades
        )

    def _help(self) -> None:
        names = [name for name in ACTIONS if name not in SCROLLING]
        for name in names:
            keys = (key for key in self._keys.keys[name] if key != "enter")
            self._say(f"{' or '.join(keys)}: {ACTIONS[name].means}")
        self._say("Ctrl-D, Ctrl-C: end the session too")
        self._say(f"Each with Enter. In place of a key its name will do: {', '.join(names)}.")
        self._say("Soon, on a grade: the card comes back before the session ends.")
        if self._typed:
            self._say("While an answer is asked for, all that is typed is the answer.")

    def _details(self) -> None:
        if card := self._drill.card:
            session = self._drill.session
            details = self._view().details(
                card, session.record(card), self._drill.scheduler, self._width,
                revealed=session.revealed and not session.recalling,
drawn=drawn_facts(self._drill), missed=self._drill.missed_before,
            )  # fmt: skip
            self._lines(details)
            revealed = session.revealed and not session.recalling
            if card.alt and (revealed or card.figure_on == "question"):
                self._parts(self._view().drawing(card))

    def _view(self) -> CardView:
        return CardView(self._drill.deck, self._pages)


def line_keys(keys: Keymap) -> Keymap:
    """Return `keys` for a session by lines: Enter alone reveals, unless it does something else."""
    if keys.action("enter") not in (None, Action.REVEAL):
        return keys
    others = (key for key in keys.keys[Action.REVEAL] if key not in ("enter", "space"))
    return Keymap({**keys.keys, Action.REVEAL: ("Enter", "enter", *others)})


def _edit(path: Path, line: int) -> None:
    from dcnn_cards.terminal.editor import edit

    edit(path, line)
