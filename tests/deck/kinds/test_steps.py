"""Proofs and procedures, recalled step by step."""

from __future__ import annotations

import pytest

from dcnn_cards.study.recall import item_list
from tests.deck.kinds.decks import items, problems

PROOF = r"""
- id: proof
  question: Prove it.
  answer: |
    First
    $$\begin{aligned} a &= b \\ &\le \begin{pmatrix} c \\ d \end{pmatrix}
    \\[2pt] &= {e \\ f} \end{aligned}$$
    and by $g$
    $$h = i$$
    which was to be proved.
  steps: rows
"""


def test_steps_are_a_list_that_is_recalled() -> None:
    (card,) = items("- {id: a, question: How?, steps: [first, '$$x$$', third]}").cards
    found = item_list(card.learned)
    assert found
    assert found.items == ("1. first", "2. $$x$$", "3. third")


def test_the_documents_own_words_stay_beside_them() -> None:
    (card,) = items("- {id: a, question: How?, answer: So., steps: [b, c, d]}").cards
    assert (card.answer, card.learned) == ("So.", "1. b\n2. c\n3. d")


def test_rows_of_a_formula_are_steps() -> None:
    (card,) = items(PROOF).cards
    found = item_list(card.learned)
    assert found
    assert found.items == (
        "1. First\n   $$a = b$$",
        r"2. $$\le \begin{pmatrix} c \\ d \end{pmatrix}$$",
        r"3. $$= {e \\ f}$$",
        "4. and by $g$\n   $$h = i$$",
        "5. which was to be proved.",
    )


IDEA = r"""
- id: proof
  question: Prove it.
  answer: So.
  correction: That was none.
  accept: [so]
  terms: [complete]
  context: Here $a$ is $b$.
  steps:
    - By $f$
    - |
      we {{c2::complete::how}} it:
      $$a = b \cloze[1]{- c}{what telescopes}$$
    - which ends it.
"""


def test_what_carries_a_proof_is_asked_for_by_itself_too() -> None:
    proof, *ideas = items(IDEA).cards
    found = item_list(proof.learned)
    assert found
    assert found.items == (
        "1. By $f$",
        "2. we complete it:\n   $$a = b \\cloze[1]{- c}{}$$",
        "3. which ends it.",
    )
    assert (proof.id, proof.answer, proof.accept) == ("proof", "So.", ("so",))
    assert [each.id for each in ideas] == ["proof#c1", "proof#c2"]
    assert ideas[0].asked == (
        "Prove it.\n\nwe complete it:\n$$a = b \\clozehidden{- c}{}$$\n\nHint: what telescopes"
    )
    assert (ideas[0].learned, ideas[0].revealed) == (
        "$- c$", "we complete it:\n$$a = b \\clozeshown{- c}{}$$"
    )  # fmt: skip
    assert ideas[1].learned == "complete"
    # What is said of the whole proof is said with the proof.
    assert all(not (each.correction or each.accept or each.terms or each.steps) for each in ideas)
    assert all(each.context == proof.context for each in ideas)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("answer: no formula, steps: rows", "needs an `answer` with displayed formulas"),
        ("answer: a, corrected: b, steps: [c, d]", "leave `corrected` out"),
        ("steps: [a, '']", "one without anything in it"),
        (f"steps: [{', '.join('a' * 100)}]", "more than 99"),
        ("steps: [a, 'b {{c1::c']", "`steps` has a part that is not closed"),
        ("steps: [a, 'b {{c1:: }}']", "`steps` has a part without anything in it"),
    ],
)
def test_what_are_no_steps_is_told(said: str, what: str) -> None:
    ((_, told),) = problems(f"- {{id: a, question: Q, {said}}}")
    assert what in told
