"""What every importer makes of its document: entries for cards, and an account of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from dcnn_cards.deck.card import Span


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on some lines of the source: what was decided or left out, and why."""

    span: Span
    text: str
    why: str


@dataclass(slots=True)
class Entry:
    """A card as the document has it, before it has an id."""

    section: str
    week: str | None
    topic: str
    question: list[str]
    question_span: Span
    answer: list[str] = field(default_factory=list)
    answer_span: Span | None = None
    figure_lost: bool = False
    label_words: int = 0  # in the label that opens the answer, such as "Advantages:"

    def ask(self, text: str, span: Span) -> None:
        """Add a paragraph to the question."""
        self.question.append(text)
        self.question_span = Span(self.question_span.first, span.last)

    def reply(self, text: str, span: Span) -> None:
        """Add a paragraph to the answer."""
        first = self.answer_span.first if self.answer_span else span.first
        self.answer.append(text)
        self.answer_span = Span(first, span.last)


@dataclass(slots=True)
class Outline:
    """All that was read: the entries, and an account of every other block."""

    title: str = ""
    entries: list[Entry] = field(default_factory=list)
    headings: list[Note] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)
    unsure: list[Note] = field(default_factory=list)
