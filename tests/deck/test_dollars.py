"""LaTeX outside dollars is put into dollars when a document is imported, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.doubts import doubts
from dcnn_cards.deck.importers import import_document
from dcnn_cards.deck.importers.dollars import into_dollars
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.typeset import faults


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("the mean x_1 of \\mathbf{H}^{-1}", "the mean $x_1$ of $\\mathbf{H}^{-1}$"),
        (r"\frac{1}{\sqrt{x_1}}", r"$\frac{1}{\sqrt{x_1}}$"),
        (r"\alpha\beta", r"$\alpha$$\beta$"),
        (r"$5,x_1 and \mathbf{H}2", r"$5,$x_1$ and $\mathbf{H}$2"),
    ],
)
def test_raw_latex_gets_dollars(text: str, made: str) -> None:
    assert into_dollars(text)[0] == made


@pytest.mark.parametrize(
    "text",
    [
        # Formulas with other delimiters, and words within formulas.
        r"\(h_t = x_t\)",
        "\\[\nh_t = x_t\n\\]",
        "\\begin{align}\nh_t &= x_t \\\\\ny_t &= h_t\n\\end{align}",
        r"$f = \text{ if $x_1$ and x_2}$",
        "$$f = \\text{ if $x_1$}\n\n- x_2$$",
        # Code of every kind.
        "`x_1`, ``a ` x_1`` and ```x_1```",
        "```\nx_1\n```",
        "~~~\nx_1\n~~~",
        "````\n```\nx_1\n````",
        "- ```\n  x_1\n  ```",
        # Addresses, images, comments and tags.
        "https://e.org/x_1?y=x_1 and <https://e.org/x_1>",
        "[a](x_1) and ![x_1](y_1)",
        '<!-- x_1 --> <a href="x_1">',
        # Signs that are to be no more than signs, and LaTeX that nobody can read.
        r"a\_1",
        r"\section{x}",
        # Where a dollar for money would be taken for one of a formula's.
        "a$x_1",
    ],
)
def test_what_is_left_as_it_is(text: str) -> None:
    assert into_dollars(text) == (text, ())


def told(question: str, answer: str) -> list[str]:
    """What `check` would say of a card."""
    card = Card(CardId("a"), question, answer or "None.", tags=("alone",))
    found = doubts(Deck(DeckName("d"), "d", [card], lines=[1]))
    texts = (card.question, card.answer)
    return [doubt.what for doubt in found] + [f.reason for text in texts for f in faults(text)]


PIECES = st.sampled_from(
    r"""x_1 e^x \alpha \mathbf{H} \frac{1}{2} \text{ if } \foo \section{a} { } $ $$ $5 $x$ \( \)
    \[ \]    ` ``` ~~~ [ ]( ) https://e.org/x_1 <!-- --> \_ \$ word , . ? 2 \begin{align}
    \end{align}""".split()
)
TEXTS = st.lists(st.one_of(PIECES, st.sampled_from([" ", " ", "\n", "\n\n"])), max_size=25).map(
    "".join
)


@given(TEXTS)
def test_no_fault_is_put_into_a_text(text: str) -> None:
    made, _ = into_dollars(text)
    assert told("What?", made) == told("What?", text)
    assert made.replace("$", "") == text.replace("$", "")
    assert into_dollars(made)[1] == () or made == text


@pytest.mark.parametrize("code", ["`$$`", "``$$``", "```\n$$\n```", "~~~\n$$\n~~~", "$$ and more"])
def test_a_lone_display_sign_swallows_no_cards(code: str) -> None:
    document = f"Week 1\n\nWhat ends a display?\n\nOne puts {code}"
    if "\n" in code:
        document = f"Week 1\n\nWhat ends a display?\n\n{code}"
    document += "\n\nWhat is a?\n\n$$a = 1$$\n\nWhat is b?\n\n$$b = 2$$\n"
    imported = import_document(document)
    assert [card.question for card in imported.cards] == [
        "What ends a display?", "What is a?", "What is b?",
    ]  # fmt: skip
    assert imported.unaccounted == ()


def test_what_import_writes_leaves_no_fault() -> None:
    document = (
        "Week 1\n\nWhat is \\(h_t\\)?\n\nIt is \\(h_t = x_t\\), as `x_1` in\n\n~~~\nx_1\n~~~\n"
    )
    (card,) = import_document(document).cards
    assert card.question == r"What is \(h_t\)?"
    assert told(card.question, card.answer) == []
