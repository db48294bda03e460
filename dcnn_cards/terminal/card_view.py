"""A card as rows of text: question, answer, details, and what each grade would do."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from rich.text import Text

from dcnn_cards.app.actions import GRADING
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.following import followed
from dcnn_cards.deck.sources import source_lines
from dcnn_cards.errors import CardsError
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fold import Record, seen_on
from dcnn_cards.schedule.scheduler import Scheduler, State
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.recall import item_list
from dcnn_cards.terminal import frame
from dcnn_cards.terminal.frame import Hint
from dcnn_cards.terminal.keymap import Keymap
from dcnn_cards.terminal.pages import Pages
from dcnn_cards.terminal.theme import GRADES, Look
from dcnn_cards.typeset import visible

MAX_CONTEXT = 12
"""Rows of the answer that stands dimmed above a question which follows on it.

What cannot be cut, as a formula, may take more.
"""

MAX_SAID = 12
"""Rows of the source's words up to which all are shown, not only what differs from the answer."""

MAX_SOURCE = 40
"""Lines of the source document that the details of a card quote."""


class Part(NamedTuple):
    """A part of a card, with what it is called; one that has a `heading` look stands below that."""

    label: str
    rows: list[Text]
    heading: str = ""


class CardView(Frozen):
    """Makes the rows that show the cards of one deck; `close` together where room is scarce."""

    deck: Deck
    pages: Pages
    close: bool = False

    def context(self, card: Card, width: int) -> list[Text]:
        """Return what the question of `card` needs, dimmed."""
        rows: list[Text] = []
        for part in self.context_parts(card, width):
            rows += [Text(), *part.rows] if part.label == "answer before" else part.rows
        return [*rows, *self.ruled(frame.rule(width))] if rows else rows

    def question(self, card: Card, width: int) -> list[Text]:
        """Return the question, with its figure if that is shown with it."""
        question, *figures = self.question_parts(card, width)
        return question.rows + [row for part in figures for row in (Text(), *part.rows)]

    def answer(
        self, card: Card, width: int, missed: Container[int] = (), *, beside: bool = False
    ) -> list[Text]:
        """Return the answer with its figure, and below their headings what else is said of it.

        Its items `missed`, from 0, are marked. If it stands `beside` what was typed, it is left
        out here.
        """
        rows: list[Text] = []
        for label, part, heading in self.answer_parts(card, width, missed):
            if beside and label == "answer":
                continue
            look = Look(heading) if heading else Look.LINE
            if heading and rows:
                rows += self.ruled(frame.rule(width, label, look))
            elif heading:
                rows += [Text(label, look), Text()]
            elif rows:
                rows.append(Text())
            rows += part
        return rows

    def ruled(self, line: Text) -> list[Text]:
        """Return a line between two parts with blank rows around it, unless all is `close`."""
        return [line] if self.close else [Text(), line, Text()]

    def context_parts(self, card: Card, width: int) -> list[Part]:
        """Return what the question needs: its `context`, else what it follows on.

        That is the last questions before it, and the answer to the last as it ought to read.
        """
        if card.context:
            return [Part("context", self.rows(card.context, width, Look.CONTEXT))]
        before = followed(card, self.deck.card)
        if not before:
            return []
        asked = [each.asked for each in before if not each.cloze]  # its answer has all of it
        parts = [Part("before", self.rows(each, width, Look.CONTEXT)) for each in asked]
        return [*parts, Part("answer before", self._end_of(before[-1], width))]

    def question_parts(self, card: Card, width: int) -> list[Part]:
        """Return the question, and its figure if that is shown with it."""
        parts = [Part("question", self.rows(card.asked, width, Look.QUESTION))]
        return parts + (self._figure(card, width) if card.figure_on == "question" else [])

    def answer_parts(self, card: Card, width: int, missed: Container[int] = ()) -> list[Part]:
        """Return what there is of the answer as it ought to read, its figure, and what is added.

        Then come the source's own words where they are others, what was wrong, and a note.
        """
        found = item_list(card.learned) if missed else None
        answer = found.whole(missed) if found else card.revealed
        parts = [Part("answer", self.rows(answer, width))] if answer else []
        parts += self._figure(card, width) if card.figure_on == "answer" else []
        parts += self._below("added", card.added, width, Look.LINE)
        if card.corrected_question:
            parts += self._said("asks", card.question, card.corrected_question, width)
        if card.corrected and card.answer:
            parts += self._said("says", card.answer, card.corrected, width)
        parts += self._below("correction", card.correction, width, Look.CORRECTION)
        return parts + self._below("note", card.note, width, Look.LINE)

    def items(
        self,
        card: Card,
        numbers: Sequence[int],
        width: int,
        missed: Container[int] = (),
        blank: int | None = None,
    ) -> list[Text]:
        """Return some items of an answer that is a list, from 0, those `missed` marked.

        That which is asked for next, but not shown yet, is `blank`.
        """
        found = item_list(card.learned)
        return self.rows(found.some(numbers, missed, blank) if found else card.learned, width)

    def rows(self, text: str, width: int, look: str = "") -> list[Text]:
        """Return a text of a card, typeset."""
        return frame.block_lines(self.pages.block(text, width), look)

    def details(
        self,
        card: Card,
        record: Record,
        scheduler: Scheduler,
        width: int,
        *,
        revealed: bool = True,
        drawn: str = "",
        missed: Sequence[int] = (),
    ) -> list[Text]:
        """Return where the card comes from, what was `drawn` for it and how it is scheduled.

        Items of its answer, from 0, may have been `missed` the last time. The document's lines of
        its answer are left out unless that is `revealed`.
        """
        facts = [("card", card.id), ("tags", ", ".join(card.tags) or "none")]
        if drawn:
            facts.append(("drawn", drawn))
        if missed:
            facts.append(("missed", f"{missed_words(missed)} the last time"))
        if card.trains:
            facts.append(("trains", card.trains))
        if self.deck.path and self.deck.card(card.id):
            facts.append(("deck", f"{self.deck.path}, line {self.deck.line_of(card.id)}"))
        if card.source and self.deck.source_file:
            last = (card.source.answer or card.source.question).last
            name = Path(self.deck.source_file).name
            first = card.source.question.first
            lines = f"line {first}" if first == last else f"lines {first}-{last}"
            facts.append(("source", f"{name}, {lines}"))
        facts.append(("flagged", "yes" if record.flagged else "no"))
        if record.suspended:
            facts.append(("suspended", "yes"))
        facts += _state_facts(record.state, scheduler)
        indent = " " * 11
        rows = [
            row
            for name, value in facts
            for row in wrap(f"{name:<11}{visible(value)}", width, subsequent_indent=indent)
        ]
        source = self._source_rows(card, width, revealed=revealed)
        return [*(Text(row, end="") for row in rows), *source]

    def _source_rows(self, card: Card, width: int, *, revealed: bool) -> list[Text]:
        """The lines of the document that the card was made of, if they can be read."""
        answer = card.source.answer if card.source and not revealed else None
        hidden = range(answer.first, answer.last + 1) if answer else ()
        try:
            lines = source_lines(self.deck, card)
            lines = [(number, line) for number, line in lines if number not in hidden][:MAX_SOURCE]
        except CardsError:
            return []
        rows = [
            row
            for number, line in lines
            for row in wrap(f"{number:>5}  {visible(line)}", width, subsequent_indent=" " * 7)
        ]
        return [Text(), *(Text(row, Look.CONTEXT, end="") for row in rows)]

    def _below(self, heading: str, words: str, width: int, look: Look) -> list[Part]:
        return [Part(heading, self.rows(words, width), look)] if words else []

    def _said(self, verb: str, words: str, learned: str, width: int) -> list[Part]:
        """The source's own words, if they are others, with what differs marked."""
        from dcnn_cards.deck.differences import LACKING, STRUCK, marked  # not before an answer

        text = marked(words, learned)
        signs = (
            f"{STRUCK}differs{STRUCK}" * (STRUCK in text),
            f"{LACKING} lacks" * (LACKING in text),
        )
        if not any(signs):
            return []
        if len(self.pages.block(text, width).lines) > MAX_SAID:
            text = marked(words, learned, shortened=True)
        label = f"the document {verb} ({', '.join(filter(None, signs))})"
        rows = self.rows(text, width, Look.CONTEXT)
        for row in rows:
            row.highlight_words((STRUCK, LACKING), Look.WRONG)
        return [Part(label, rows, Look.LINE)]

    def _end_of(self, card: Card, width: int) -> list[Text]:
        """The answer of a card, dimmed: if it is long the end of a derivation, else the beginning.

        It is cut where paragraphs, items and displayed formulas begin, never within one.
        """
        rows = self.rows(card.revealed, width, Look.CONTEXT)
        if len(rows) <= MAX_CONTEXT:
            return rows
        seams = self.pages.block(card.revealed, width).seams
        mark = Text(self.pages.mark, Look.CONTEXT, end="")
        if "$$" in card.revealed:
            start = next((seam for seam in seams if len(rows) - seam < MAX_CONTEXT), seams[-1])
            return [mark, *rows[start:]] if start else rows
        end = max((seam for seam in seams if seam < MAX_CONTEXT), default=0)
        return [*rows[:end], mark] if end else rows

    def _figure(self, card: Card, width: int) -> list[Part]:
        """The figure; line by line in words, if there are any: a drawing read out is no use."""
        if self.pages.linear and card.figure and card.alt:
            return [Part("figure", self.rows(card.alt, width))]
        return self.drawing(card)

    def drawing(self, card: Card) -> list[Part]:
        """Return the figure as it is drawn."""
        try:
            figure = read_figure(self.deck, card, in_ascii=self.pages.ascii)
            return [Part("figure", frame.plain_lines(figure))] if figure else []
        except CardsError as error:
            return [Part("figure", frame.plain_lines(f"({error.what})", Look.ERROR))]


def missed_words(missed: Iterable[int]) -> str:
    """Return in words which items were missed, from 0."""
    return ", ".join(str(number + 1) for number in missed)


def grade_hints(
    state: State | None,
    scheduler: Scheduler,
    today: Day,
    keys: Keymap,
    accepted: Grade | None = Grade.GOOD,
    *,
    practice: bool = False,
    soon: str = "soon",
    outcomes: Sequence[float] = (),
    close: bool = False,
) -> list[Hint]:
    """Return the grade keys, the one `accepted` by revealing again marked.

    Each says when the card would come back; in `practice` that hangs on none of them. With
    `outcomes`, by grade, it says with what chance the card is recalled on the day of an exam; where
    there is little room, `close`, nothing else.
    """
    found = seen_on(state, today)

    def means(grade: Grade) -> str:
        said = (
            []
            if practice or (close and outcomes)
            else [comes_back(scheduler.review(found, grade, today), today, soon)]
        )
        if outcomes:
            from dcnn_cards.terminal.exam_line import percent

            said.append(percent(outcomes[grade - 1]))
        last = " on the day" if outcomes and grade is Grade.EASY else ""
        return " ".join([grade.name.capitalize(), ", ".join(said)]).rstrip() + last

    return [
        Hint(keys.first(action), means(grade), GRADES[grade], grade is accepted)
        for action, grade in GRADING.items()
    ]


def comes_back(state: State, today: Day, soon: str = "soon") -> str:
    """Return in a word when a card in `state` is asked next; `soon` where that is today."""
    if state.is_learning(today):
        return soon
    days = max(1, state.due - today)
    if days < 60:
        return f"{days}d"
    return f"{days / 30.44:.1f}mo" if days < 700 else f"{days / 365.25:.1f}y"


def _state_facts(state: State | None, scheduler: Scheduler) -> list[tuple[str, str]]:
    if state is None:
        return [("state", "new"), ("scheduler", scheduler.name)]
    memory = zip(scheduler.memory, state.memory, strict=True)
    return [
        ("due", f"{date.fromordinal(state.due)}, {state.interval}d after the last review"),
        ("reviews", f"{state.reviews}, forgotten after it was learned: {_times(state.lapses)}"),
        (
            "scheduler",
            ", ".join([scheduler.name, *(f"{name} {value:g}" for name, value in memory)]),
        ),
    ]


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
