"""Cards of all kinds in a session: what is on the screen, what is said, and what is kept."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dcnn_cards.app.clock import this_day
from dcnn_cards.app.drill import Drill
from dcnn_cards.deck.card import Deck
from dcnn_cards.schedule.event import Event
from dcnn_cards.study.queue import build_queue
from dcnn_cards.study.session import Session
from dcnn_cards.terminal.keymap import keymap
from dcnn_cards.terminal.plain import Plain, line_keys
from tests.deck.kinds.decks import items
from tests.terminal.playing import PAGES, SM2, Memory, Paper, play, quiz_of

CLOZE = r"""
- id: sigma
  cloze: |
    $$\sigma(x) = \frac{1}{\cloze[1]{1 + e^{-x}}{}}$$
"""


def new(deck: Deck) -> Session:
    today = this_day(4)
    return Session(build_queue(deck.cards, {}, today, 20).cards, {}, today)


def frames(
    cards: str, keys: Iterable[bytes], size: tuple[int, int] = (60, 20), *, typed: bool = False
) -> tuple[list[str], list[Event]]:
    """What is on the screen before each of the keys and at the end, and the events."""
    deck, log = items(cards), Memory()
    quiz = quiz_of(deck, new(deck), log, typed=typed)
    moments, _ = play(quiz, keys, Paper(size))
    return [moment.frame for moment in moments], log.events


def said(cards: str, lines: Iterable[str], *, typed: bool = False) -> tuple[str, list[Event]]:
    """What a session by lines says, with what is typed behind `>`, and the events."""
    deck, log = items(cards), Memory()
    output: list[str] = []
    source = iter(lines)

    def read(prompt: str) -> str | None:
        line = next(source, None)
        output.append(f"{prompt}> {line or ''}")
        return line

    keys = line_keys(keymap())
    Plain(
        Drill(deck, new(deck), SM2, log), PAGES, keys, read, output.append, width=60, typed=typed
    ).run()
    return "\n".join(output), log.events


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
def test_a_part_of_a_formula_is_an_empty_box_and_then_in_it(size: tuple[int, int]) -> None:
    (asked, revealed, *_), events = frames(CLOZE, [b" ", b"3"], size)
    assert "│       │" in asked
    assert "1 + e⁻ˣ" not in asked
    assert "│1 + e⁻ˣ│" in revealed
    assert [event.card for event in events] == ["sigma#c1"]


def test_a_part_is_typed() -> None:
    (*_, judged), _ = frames(CLOZE, [b"1+e^(-x)\r"], typed=True)
    assert "Right" in judged


def test_a_part_is_asked_for_in_lines() -> None:
    output, events = said(CLOZE, ["", "3"])
    assert "│1 + e⁻ˣ│" in output
    assert [event.card for event in events] == ["sigma#c1"]


STEPS = """
- {id: proof, question: Prove it., steps: [let it be, then see, hence, qed]}
"""


def test_steps_are_recalled_one_by_one_and_those_missed_told() -> None:
    (_, first, second, *_, end), events = frames(STEPS, [b" ", b" ", b"x", b" ", b" "])
    assert "item 1/4" in first
    assert "let it be" in first
    assert "then see" not in first
    assert "item 2/4" in second
    assert "3 of 4 known, not 2: Hard?" in end
    assert "2. ✗ then see" in end
    assert events == []
