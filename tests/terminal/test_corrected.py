"""Cards whose source errs: what is learned comes first, and the source's words stand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.text import Text

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.study.recall import item_list
from dcnn_cards.terminal.card_view import MAX_CONTEXT, MAX_SAID, CardView
from dcnn_cards.terminal.pages import Pages, Uncached
from dcnn_cards.terminal.theme import Look
from tests.cli.program import run
from tests.terminal.pty_session import running

DECKS = Path(__file__).parents[2] / "decks"
SHIPPED = read_deck(DECKS / "dcnn.yaml")

DECK = r"""
deck: errors
title: Errors
cards:
  - id: a
    question: What is i.d.d.?
    answer: |
      1. Identically distributed
      2. Dependent
      3. $x_i \sim C$
    corrected_question: What is i.i.d.?
    corrected: |
      1. Identically distributed
      2. Independent
      3. $x_i \sim D$
    correction: The first "i" is for independent.
    note: Kolmogorov would agree.
  - {id: b, question: Why?, answer: Because., follows: a}
  - {id: c, question: And so?, answer: Yes., follows: b}
  - {id: d, question: And then?, answer: No., follows: c}
  - {id: e, question: Whence?, answer: There., follows: d, context: 'All of $a$, in a line.'}
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "errors.yaml"
    path.write_text(DECK)
    return path


def view(deck: Deck, *, in_ascii: bool = False) -> CardView:
    return CardView(deck, Pages(Uncached(), in_ascii=in_ascii))


def plain(rows: list[Text]) -> list[str]:
    return [row.plain for row in rows]


def test_a_corrected_card_in_a_session(tmp_path: Path, deck: Path) -> None:
    with running(tmp_path, "quiz", "--deck", str(deck), rows=40, columns=60) as session:
        session.see("What is i.i.d.?")
        session.press("  ")
        shown = session.see("item 2/3", "2. Independent")  # the items are those to be learned
        assert "Dependent" not in shown
        session.press("a")
        shown = session.see("── the document asks (~~differs~~)", "What is ~~i.d.d~~.?")
        order = ["What is i.i.d.?", "2. Independent", "3. xᵢ ∼ D", "the document asks",
                 "the document says (~~differs~~)", "2. ~~Dependent~~", "3. ~~xᵢ ∼ C~~",
                 "── correction", "is for independent", "── note", "Kolmogorov"]  # fmt: skip
        places = [shown.index(part) for part in order]
        assert places == sorted(places)
        session.press("3")
        shown = session.see("What is i.i.d.?", "2. Independent", "Why?")
        assert "Dependent" not in shown
        assert "i.d.d" not in shown


def test_line_by_line_and_in_ascii(tmp_path: Path, deck: Path) -> None:
    done = run(tmp_path, "quiz", "--plain", "--ascii", "--deck", deck, stdin="\na\n3\n")
    assert done.stderr == ""
    assert done.stdout.isascii()
    said = done.stdout.split("\n")
    at = said.index("The document asks (~~differs~~): What is ~~i.d.d~~.?")
    assert said[at + 1 :][:4] == [
        "The document says (~~differs~~):",
        "1. Identically distributed",
        "2. ~~Dependent~~",
        "3. ~~x_i ~ C~~",
    ]
    assert "Note: Kolmogorov would agree." in said
    assert "Before: What is i.i.d.?" in said


def test_lists_and_summaries_ask_what_is_asked(tmp_path: Path, deck: Path) -> None:
    assert "a\tWhat is i.i.d.?\tnew\n" in run(tmp_path, "list", "--deck", deck).stdout
    done = run(tmp_path, "quiz", "--plain", "--deck", deck, stdin="\na\n1\n")
    assert "to look at again" in done.stdout
    assert "i.d.d.?" not in done.stdout.replace("~~i.d.d~~", "")
    for words in ("i.d.d.", "i.i.d.", "Kolmogorov", "in a line"):  # found by either wording
        assert run(tmp_path, "list", "--deck", deck, "--text", words).returncode == 0


def test_a_chain_is_shortened_to_its_last_two_and_a_context_stands_for_it(deck: Path) -> None:
    loaded = read_deck(deck)
    above = {
        str(card.id): [
            (part.label, *plain(part.rows)) for part in view(loaded).context_parts(card, 60)
        ]
        for card in loaded.cards
    }
    assert above["a"] == []
    assert above["d"] == [("before", "Why?"), ("before", "And so?"), ("answer before", "Yes.")]
    assert above["e"] == [("context", "All of a, in a line.")]


def test_a_circle_of_cards_ends() -> None:
    cards = [Card(CardId(i), f"{i}?", "yes", follows=CardId(j)) for i, j in ("ab", "ba")]
    assert len(view(Deck(DeckName("d"), "", cards)).context_parts(cards[0], 60)) == 3


def before(answer: str) -> list[str]:
    cards = [Card(CardId("a"), "a?", answer), Card(CardId("b"), "b?", "yes", follows=CardId("a"))]
    return plain(view(Deck(DeckName("d"), "", cards)).context_parts(cards[1], 60)[-1].rows)


def test_of_a_long_answer_above_a_question_the_beginning_is_left() -> None:
    items = [f"{number}. item {number}" for number in range(1, MAX_CONTEXT + 1)]
    assert before("\n".join(items)) == items
    assert before("\n".join([*items, "13. more"])) == [*items[:-1], "…"]


def test_of_a_long_derivation_above_a_question_the_end_is_left_and_no_formula_is_cut() -> None:
    fractions = "\n\n".join(f"So it is:\n\n$$x = \\frac{{{n}}}{{b}}$$" for n in range(1, 9))
    rows = before(f"{fractions}\n\nDone.")
    assert rows[:3] == ["…", "        7", "    x = ─"]
    assert rows[-1] == "Done."
    assert len(rows) <= MAX_CONTEXT
    tall = r"$$\begin{aligned} a &= b \\" + r" &= \frac{c}{d} \\" * 9 + r" &= e \end{aligned}$$"
    rows = before(f"First.\n\n{tall}")
    assert rows[0] == "…"
    assert rows[1].lstrip().startswith("a = b")  # whole, though it is longer than others may be
    assert rows[-1].strip() == "= e"
    assert before(tall)[0] != "…"


def test_of_long_words_of_the_document_only_what_differs_is_shown() -> None:
    lines = [f"Line number {number}." for number in range(MAX_SAID // 2 + 1)]
    right = [*lines[:-2], "Line of another kind.", lines[-1]]
    card = Card(CardId("a"), "a?", "\n\n".join(lines), corrected="\n\n".join(right))
    shown = view(Deck(DeckName("d"), "", [card])).answer_parts(card, 60)[1].rows
    assert plain(shown) == ["…", "", f"Line ~~number {MAX_SAID // 2 - 1}~~.", "", "…"]


def test_what_differs_in_nothing_but_case_and_stops_is_not_told_twice() -> None:
    card = Card(CardId("a"), "a?", "it is so", corrected="It is so.")
    parts = view(Deck(DeckName("d"), "", [card])).answer_parts(card, 60)
    assert [(part.label, plain(part.rows)) for part in parts] == [("answer", ["It is so."])]


def test_the_documents_words_are_dim_and_the_marks_stand_out() -> None:
    card = Card(CardId("a"), "a?", "It is so.", corrected="It is not so.")
    (row,) = view(Deck(DeckName("d"), "", [card])).answer_parts(card, 60)[1].rows
    assert row.style == Look.CONTEXT
    assert [row.plain[span.start : span.end] for span in row.spans if span.style == Look.WRONG] == [
        "[...]"
    ]


@pytest.mark.parametrize("width", [56, 96])
def test_every_card_of_the_shipped_deck_is_typeset_whole(width: int) -> None:
    shown = view(SHIPPED)
    for card in SHIPPED.cards:
        context = shown.context_parts(card, width)
        parts = [*shown.question_parts(card, width), *shown.answer_parts(card, width)]
        for part in (*context, *parts):
            rows = "\n".join(plain(part.rows))
            assert rows.strip(), card.id
            if part.label != "figure":
                assert not {"‹", "›", "$"} & set(rows), rows
        assert sum(len(part.rows) for part in context) <= 2 * MAX_CONTEXT, card.id
        labels = [part.label for part in parts]
        assert ("correction" in labels, "note" in labels) == (
            bool(card.correction),
            bool(card.note),
        )


def test_items_of_the_shipped_deck_are_those_of_what_is_learned() -> None:
    card = SHIPPED.card(CardId("w3-heuristic-sove-k-means"))
    assert card is not None
    found = item_list(card.learned)
    assert found is not None
    assert plain(view(SHIPPED).items(card, range(2), 60))[-1].startswith("2. Assign each point")
    assert len(found.items) == 4
    assert item_list(card.replace(corrected="").learned) is None
