"""From a document to cards. What reads a kind of document into an `Outline` is in `readers`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dcnn_cards.busy import busy, each
from dcnn_cards.deck.card import Card, Source
from dcnn_cards.deck.importers import phrases
from dcnn_cards.deck.importers.dollars import into_dollars
from dcnn_cards.deck.importers.identity import card_id, digest, id_prefix, source_digest
from dcnn_cards.deck.importers.outline import Entry, Note, Outline
from dcnn_cards.deck.importers.readers import surest
from dcnn_cards.errors import CardsError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
NO_ANSWER = "no-answer"
FIGURE_LOST = "figure-lost"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a document gave: its cards, and an account of every line that is on none."""

    title: str
    cards: tuple[Card, ...]
    headings: tuple[Note, ...]
    left_out: tuple[Note, ...]
    unsure: tuple[Note, ...]
    unaccounted: tuple[int, ...]  # lines neither on a card nor in the account; none if all is well
    lines: tuple[str, ...]


def import_document(document: str) -> Imported:
    """Turn the text of a question-and-answer document into cards.

    Raises CardsError when it is empty or holds no question.
    """
    # Page breaks and the like are blanks; a deck holds no control characters.
    document = _CONTROL.sub(" ", document.replace("\r\n", "\n"))
    if not document.strip():
        raise CardsError("the document is empty", fix="Give a text with questions and answers.")
    with busy("reading the document"):
        outline = surest(document).read(document)
    if not outline.entries:
        raise CardsError(
            "no question was found",
            fix="A question is a paragraph of its own that ends in a question mark or a colon,"
            " or opens with Define, State, Describe, Write, Give, Explain or the like.",
        )
    lines = document.split("\n")
    cards: list[Card] = []
    unsure = list(outline.unsure)
    taken: set[str] = set()
    for entry in each("making cards", outline.entries, len(outline.entries)):
        card = _following(_card(entry, lines, taken), cards[-1:])
        taken.add(card.id)
        cards.append(card)
        unsure += _remarks(entry, card)
    return Imported(
        outline.title,
        tuple(cards),
        tuple(outline.headings),
        tuple(outline.left_out),
        tuple(sorted(unsure, key=lambda note: note.span.first)),
        _unaccounted(outline, lines),
        tuple(lines),
    )


def text_digest(question: str, answer: str) -> str:
    """Return the digest that tells an answer or question edited in the deck from the imported."""
    return digest([*question.split("\n"), "\0", *answer.split("\n")])


def _card(entry: Entry, lines: list[str], taken: set[str]) -> Card:
    question = into_dollars("\n\n".join(entry.question))[0]
    answer = into_dollars("\n\n".join(entry.answer))[0]
    answered = bool(answer) and not phrases.is_admission(answer)
    tags = (NO_ANSWER,) * (not answered) + (FIGURE_LOST,) * entry.figure_lost
    source = Source(
        entry.question_span,
        entry.answer_span,
        source_digest(lines, entry.question_span, entry.answer_span),
        text_digest(question, answer),
    )
    return Card(
        id=card_id(id_prefix(entry.week, entry.section), question, taken),
        question=question,
        answer=answer,
        week=entry.week,
        section=entry.section,
        topic=entry.topic,
        tags=tags,
        suspended=not answered,
        source=source,
    )


def _following(card: Card, before: list[Card]) -> Card:
    """Return `card` as a follow-up of the card before it, if its question says so."""
    same = before and (before[0].section, before[0].topic) == (card.section, card.topic)
    if not same or not phrases.refers_back(card.question):
        return card
    return card.replace(follows=before[0].id)


def _remarks(entry: Entry, card: Card) -> list[Note]:
    """Return what a reader should check on a card that the pass itself did not doubt."""
    notes = []
    if card.follows:
        notes.append(Note(entry.question_span, card.question, f"taken to follow {card.follows}"))
    if card.suspended:
        lost = "lost with a figure" if entry.figure_lost else "missing"
        notes.append(Note(entry.question_span, card.question, f"suspended: the answer is {lost}"))
    for span, parts in ((entry.question_span, entry.question), (entry.answer_span, entry.answer)):
        pieces = into_dollars("\n\n".join(parts))[1]
        if pieces and span:
            notes.append(Note(span, ", ".join(pieces), "LaTeX outside dollars, put into dollars"))
    return notes


def _unaccounted(outline: Outline, lines: list[str]) -> tuple[int, ...]:
    spans = [note.span for note in (*outline.headings, *outline.left_out)]
    for entry in outline.entries:
        spans += [span for span in (entry.question_span, entry.answer_span) if span]
    told = {number for span in spans for number in range(span.first, span.last + 1)}
    return tuple(
        number for number, line in enumerate(lines, start=1) if line.strip() and number not in told
    )
