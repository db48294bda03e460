"""From documents to cards. The fixtures read as: what a document says, and what becomes of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.importers.report import account, summary
from dcnn_cards.errors import CardsError

FIXTURES = Path(__file__).parent / "fixtures"
DOCUMENTS = Path(__file__).parent / "documents"
DOCUMENT = Path(__file__).parents[2] / "decks" / "dcnn-qa.md"


def cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        parts = path.read_text().split("\n=====\n")
        title = parts[0]
        for part in parts[1:]:
            source, _, rest = part.partition("\n-----\n")
            expected, _, following = rest.rpartition("\n\n")
            if part is parts[-1]:
                expected = rest
            found.append((title, source, expected.strip("\n")))
            title = following.strip()
    return found


def outcome(document: str) -> str:
    """What was made of a document, in the fixtures' words."""
    imported = import_document(document)
    lines: list[str] = []
    left_out = [(note.span.first, f"- {flat(note.text)}: {note.why}") for note in imported.left_out]
    first = imported.cards[0].source
    assert first is not None
    lines += [text for line, text in left_out if line < first.question.first]
    section = topic = ""
    for card in imported.cards:
        if card.section != section:
            section, topic = card.section, ""
            lines.append(f"# {section}")
        if card.topic != topic:
            topic = card.topic
            lines.append(f"## {topic}")
        lines += told(card)
    lines += [text for line, text in left_out if line > first.question.first]
    return "\n".join([*lines, *(f"? {note.why}" for note in imported.unsure)])


def told(card: Card) -> list[str]:
    lines = [f"Q: {flat(card.question)}"]
    lines += [f"A: {flat(card.answer)}"] * bool(card.answer)
    lines += [f"> {card.follows}"] * bool(card.follows)
    marks = ["suspended"] * card.suspended + list(card.tags)
    return lines + [f"! {', '.join(marks)}"] * bool(marks)


def flat(text: str) -> str:
    """`text` on one line: ¶ for a blank line, ⏎ for the end of one."""
    return text.replace("\n\n", " ¶ ").replace("\n", " ⏎ ")


@pytest.mark.parametrize(
    ("source", "expected"), [pytest.param(*case[1:], id=case[0]) for case in cases()]
)
def test_a_document_becomes(source: str, expected: str) -> None:
    assert outcome(source) == expected


@pytest.mark.parametrize(
    "expected", sorted(DOCUMENTS.glob("*.expected")), ids=lambda path: path.stem
)
def test_documents_of_another_make_become(expected: Path) -> None:
    """Markdown with headings and bold questions; plain text with numbered questions; and so on."""
    document = expected.with_suffix("").read_text()
    assert outcome(document) + "\n" == expected.read_text()
    assert import_document(document).unaccounted == ()


def test_every_line_of_the_document_is_accounted_for() -> None:
    imported = import_document(DOCUMENT.read_text())
    assert imported.unaccounted == ()
    on_cards = {
        number
        for card in imported.cards
        if card.source
        for span in (card.source.question, card.source.answer)
        if span
        for number in range(span.first, span.last + 1)
    }
    told = {
        number
        for note in (*imported.left_out, *imported.headings)
        for number in range(note.span.first, note.span.last + 1)
    }
    filled = {number for number, line in enumerate(imported.lines, 1) if line.strip()}
    assert filled <= on_cards | told


def test_the_document_gives_its_thirteen_sections() -> None:
    imported = import_document(DOCUMENT.read_text())
    counts: dict[str, int] = {}
    for card in imported.cards:
        counts[card.section] = counts.get(card.section, 0) + 1
    assert counts == {
        "Week 1": 12,
        "Week 2": 7,
        "Week 3": 11,
        "Week 5": 15,
        "Week 6a - Neural Networks in Practice": 21,
        "Week 7": 40,
        "Week 8a": 52,
        "Week 8b - CNN Architectures": 18,
        "Week 9 - Recurrent Neural Nets": 15,
        "Week 11a - Detection and Segmentation": 27,
        "Week 11 - generative models": 27,
        "Week 14 - Domain Adaptation": 37,
        "Variational Autoencoders - Last Lecture": 14,
    }


def test_no_word_of_the_document_is_changed() -> None:
    """What is on a card are its source lines, but for dollars, bold marks and indentation."""
    lines = DOCUMENT.read_text().split("\n")
    left_out = {n.span.first for n in import_document(DOCUMENT.read_text()).left_out}
    for card in import_document(DOCUMENT.read_text()).cards:
        assert card.source is not None
        spans = {card.source.question, card.source.answer or card.source.question}
        numbers = sorted({n for span in spans for n in range(span.first, span.last + 1)} - left_out)
        assert bare(f"{card.question}{card.answer}") == bare("".join(lines[n - 1] for n in numbers))


def bare(text: str) -> str:
    return "".join(text.replace("**", "").replace("$", "").split())


def test_the_report_names_left_out_lines_and_doubts_with_their_lines() -> None:
    imported = import_document(DOCUMENT.read_text())
    assert "296 cards in 13 sections" in summary(imported)
    assert "unaccounted for: none" in summary(imported)
    text = account(imported)
    assert "101  slide 35" in text
    assert "409-410  **We have" in text


@pytest.mark.parametrize("document", ["", " \n\n", "\u00a0\n"])
def test_an_empty_document_is_refused(document: str) -> None:
    with pytest.raises(CardsError, match="empty"):
        import_document(document)


def test_a_document_without_questions_is_refused() -> None:
    with pytest.raises(CardsError, match="no question"):
        import_document("Once upon a time.\n\nThere was a network.\n")


@given(st.lists(st.sampled_from([*DOCUMENT.read_text().split("\n")[:400], "", "```", "$$"])))
def test_any_lines_are_accounted_for(lines: list[str]) -> None:
    try:
        imported = import_document("\n".join(lines))
    except CardsError:
        return
    assert imported.unaccounted == ()
    assert len({card.id for card in imported.cards}) == len(imported.cards)


@given(st.text())
def test_any_text_is_read_or_refused(document: str) -> None:
    with suppress(CardsError):
        assert import_document(document).unaccounted == ()
