"""Readers of documents: each gives every line a place, and the surest of a document reads it."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from dcnn_cards.deck.card import Span
from dcnn_cards.deck.importers import import_document, readers
from dcnn_cards.deck.importers.outline import Entry, Outline
from dcnn_cards.deck.importers.readers import READERS, Sniffed, reader, surest
from dcnn_cards.errors import CardsError

DOCUMENT = "Week 1\n\nWhat is a neuron?\n\nA weighted sum.\n"


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("document", [DOCUMENT, "", "\n\n", "no question at all\n"])
def test_every_reader_says_how_sure_it_is_and_why(name: str, document: str) -> None:
    sure, why = reader(name).sniff(document)
    assert 0 <= sure <= 1
    assert why


@pytest.mark.parametrize("name", READERS)
def test_every_reader_reads_what_is_not_of_its_kind(name: str) -> None:
    for document in (DOCUMENT, "", "no question at all\n"):
        read = reader(name).read(document)
        spans = [note.span for note in (*read.headings, *read.left_out)]
        for entry in read.entries:
            spans += [span for span in (entry.question_span, entry.answer_span) if span]
        told = {number for span in spans for number in range(span.first, span.last + 1)}
        lines = enumerate(document.split("\n"), start=1)
        assert {number for number, line in lines if line.strip()} <= told


def test_the_surest_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    assert surest(DOCUMENT) is reader("prose")

    def sniff(document: str) -> Sniffed:
        return Sniffed(0.9 * document.startswith("Q: "), "begins with `Q:`")

    def read(document: str) -> Outline:
        question, answer = document.splitlines()
        entry = Entry("", None, "", [question[3:]], Span(1, 1), [answer[3:]], Span(2, 2))
        return Outline(entries=[entry])

    monkeypatch.setitem(sys.modules, "labels", SimpleNamespace(sniff=sniff, read=read))
    monkeypatch.setitem(readers._MODULES, "labels", "labels")
    assert surest(DOCUMENT) is reader("prose")
    (card,) = import_document("Q: What is a neuron\nA: A weighted sum").cards
    assert (card.question, card.answer) == ("What is a neuron", "A weighted sum")


def test_a_reader_that_is_not_there() -> None:
    with pytest.raises(CardsError, match="there is no reader 'runes'") as error:
        reader("runes")
    assert error.value.fix == f"Choose one of: {', '.join(READERS)}."
