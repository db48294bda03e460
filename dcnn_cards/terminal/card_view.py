"""A card as rows of text: question, answer, details, and what each grade would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from rich.text import Text

from dcnn_cards.app.actions import GRADING
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.sources import source_lines
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fold import Record
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
"""Rows of the answer that stands dimmed above a question which follows on it."""


MAX_SOURCE = 40
"""Lines of the source document that the details of a card quote."""


class Part(NamedTuple):
    """A part of a card, with what it is called."""

    label: str
    rows: list[Text]


@dataclass(frozen=True, slots=True)
class CardView:
    """Makes the rows that show the cards of one deck."""

    deck: Deck
    pages: Pages

    def context(self, card: Card, width: int) -> list[Text]:
        """Return what `card` follows on, dimmed: the questions before it and the last answer."""
        rows: list[Text] = []
        for part in self.context_parts(card, width):
            rows += [Text(), *part.rows] if part.label == "answer before" else part.rows
        return [*rows, Text(), frame.rule(width), Text()] if rows else rows

    def question(self, card: Card, width: int) -> list[Text]:
        """Return the question, with its figure if that is shown with it."""
        question, *figures = self.question_parts(card, width)
        return question.rows + [row for part in figures for row in (Text(), *part.rows)]

    def answer(self, card: Card, width: int) -> list[Text]:
        """Return the answer with its figure, what was added to it, and what is wrong with it."""
        looks = {"added": Look.LINE, "correction": Look.CORRECTION}
        rows: list[Text] = []
        for label, part in self.answer_parts(card, width):
            if rows:
                rows.append(Text())
            if look := looks.get(label):
                rows += [frame.rule(width, label, look) if rows else Text(label, look), Text()]
            rows += part
        return rows

    def context_parts(self, card: Card, width: int) -> list[Part]:
        """Return the questions that `card` follows on, and the answer to the last of them."""
        before: list[Card] = []
        at = card.follows
        while at and (found := self.deck.card(at)) and found not in before:
            before.insert(0, found)
            at = found.follows
        if not before:
            return []
        parts = [Part("before", self.rows(each.question, width, Look.CONTEXT)) for each in before]
        answer = self.rows(before[-1].answer, width, Look.CONTEXT)
        if len(answer) > MAX_CONTEXT:
            answer[MAX_CONTEXT - 1 :] = [Text(self.pages.mark, Look.CONTEXT, end="")]
        return [*parts, Part("answer before", answer)]

    def question_parts(self, card: Card, width: int) -> list[Part]:
        """Return the question, and its figure if that is shown with it."""
        parts = [Part("question", self.rows(card.question, width, Look.QUESTION))]
        return parts + (self._figure(card) if card.figure_on == "question" else [])

    def answer_parts(self, card: Card, width: int) -> list[Part]:
        """Return what there is of answer, figure, added words and correction."""
        parts = [Part("answer", self.rows(card.answer, width))] if card.answer else []
        parts += self._figure(card) if card.figure_on == "answer" else []
        for label, words in (("added", card.added), ("correction", card.correction)):
            parts += [Part(label, self.rows(words, width))] if words else []
        return parts

    def items(self, card: Card, count: int, width: int) -> list[Text]:
        """Return the first `count` items of an answer that is a list."""
        found = item_list(card.answer)
        return self.rows(found.first(count) if found else card.answer, width)

    def rows(self, text: str, width: int, look: str = "") -> list[Text]:
        """Return a text of a card, typeset."""
        return frame.block_lines(self.pages.block(text, width), look)

    def details(self, card: Card, record: Record, scheduler: Scheduler, width: int) -> list[Text]:
        """Return where the card comes from and how it is scheduled."""
        facts = [("card", card.id), ("tags", ", ".join(card.tags) or "none")]
        if self.deck.path and card == self.deck.card(card.id):
            facts.append(("deck", f"{self.deck.path}, line {self.deck.line_of(card.id)}"))
        if card.source and self.deck.source_file:
            last = (card.source.answer or card.source.question).last
            name = Path(self.deck.source_file).name
            facts.append(("source", f"{name}, lines {card.source.question.first}-{last}"))
        facts.append(("flagged", "yes" if record.flagged else "no"))
        facts += _state_facts(record.state, scheduler)
        indent = " " * 11
        rows = [
            row
            for name, value in facts
            for row in wrap(f"{name:<11}{visible(value)}", width, subsequent_indent=indent)
        ]
        return [*(Text(row, end="") for row in rows), *self._source_rows(card, width)]

    def _source_rows(self, card: Card, width: int) -> list[Text]:
        """The lines of the document that the card was made of, if they can be read."""
        try:
            lines = source_lines(self.deck, card, beside=True)[:MAX_SOURCE]
        except CardsError:
            return []
        rows = [
            row
            for number, line in lines
            for row in wrap(f"{number:>5}  {visible(line)}", width, subsequent_indent=" " * 7)
        ]
        return [Text(), *(Text(row, Look.CONTEXT, end="") for row in rows)]

    def _figure(self, card: Card) -> list[Part]:
        try:
            figure = read_figure(self.deck, card, in_ascii=self.pages.ascii)
            return [Part("figure", frame.plain_lines(figure))] if figure else []
        except CardsError as error:
            return [Part("figure", frame.plain_lines(f"({error.what})", Look.ERROR))]


def grade_hints(
    state: State | None,
    scheduler: Scheduler,
    today: Day,
    keys: Keymap,
    proposal: Grade | None = None,
) -> list[Hint]:
    """Return the grade keys, each with when the card would come back; one may be proposed."""
    return [
        Hint(
            keys.first(action),
            f"{grade.name.capitalize()} {comes_back(scheduler.review(state, grade, today), today)}",
            GRADES[grade],
            grade is proposal,
        )
        for action, grade in GRADING.items()
    ]


def comes_back(state: State, today: Day) -> str:
    """Return in a word when a card in `state` is asked next: "soon" is in this session."""
    if state.is_learning(today):
        return "soon"
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
        ("reviews", f"{state.reviews}, forgotten {_times(state.lapses)}"),
        (
            "scheduler",
            ", ".join([scheduler.name, *(f"{name} {value:g}" for name, value in memory)]),
        ),
    ]


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
