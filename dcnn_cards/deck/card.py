"""Cards and decks: what is studied, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """A run of lines in a file, both ends included, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the source document a card comes from.

    `digest` stands for the card's lines as they were imported, `text` for the question and answer
    made of them; together they tell an edit of the document from an edit of the deck.
    """

    question: Span
    answer: Span | None = None
    digest: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One question and its answer. `id` is its identity: progress hangs on nothing else.

    Question and answer are the source's words; `added` is what it lacks, `correction` what it gets
    wrong, `aliases` the words by which one would look for it.
    """

    id: str
    question: str
    answer: str = ""
    added: str = ""
    week: str | None = None
    section: str = ""
    topic: str = ""
    follows: str | None = None
    figure: str | None = None
    figure_on: Literal["question", "answer"] = "answer"
    correction: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    suspended: bool = False
    source: Source | None = None

    @property
    def has_answer(self) -> bool:
        """Whether there is anything to show as the answer."""
        return bool(self.answer or self.added or (self.figure and self.figure_on == "answer"))


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck as loaded. `lines` has, card by card, the line of its block in the file (from 1)."""

    name: str
    title: str
    cards: Sequence[Card]
    path: Path | None = None
    source_file: str | None = None
    source_sha256: str | None = None
    lines: Sequence[int] = ()

    def card(self, card_id: str) -> Card | None:
        """The card with this id, None if there is none."""
        return next((card for card in self.cards if card.id == card_id), None)

    def line_of(self, card_id: str) -> int:
        """The line of a card's block in the file (from 1), 1 for a card that is not there."""
        lines = zip(self.cards, self.lines, strict=True)
        return next((line for card, line in lines if card.id == card_id), 1)
