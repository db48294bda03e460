"""Cards of all kinds in a session: what is on the screen, what is said, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from dcnn_cards.app.actions import Action
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.drill import Drill
from dcnn_cards.deck.card import Deck
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record, fold
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.study.queue import build_queue
from dcnn_cards.study.session import Session
from dcnn_cards.terminal.keymap import keymap
from dcnn_cards.terminal.plain import Plain, line_keys
from tests.cli.program import run
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


def test_a_tall_formula_is_shown_whole_when_both_do_not_fit() -> None:
    tall = r"""
- id: bn
  cloze: |
    $$\hat{x}_i = \frac{x_i - \mu_B}{\cloze[1]{\sqrt{\sigma_B^2 + \epsilon}}{}}$$
"""
    (_, revealed), _ = frames(tall, [b" "], (60, 16))
    assert "xᵢ − μ" in revealed
    assert "▼" not in revealed
    assert revealed.count("┌────────┐") == revealed.count("└────────┘") == 1


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


class Past:
    """What a log in memory says of its cards."""

    def __init__(self, log: Memory) -> None:
        self._log = log

    def events_of(self, day: Day) -> list[Event]:
        undone = {made.undoes for made in self._log.events}
        own = (made for made in self._log.events if made.day == day and made.kind is not Kind.UNDO)
        return [made for made in own if made.id not in undone]

    def last_review(self, card: CardId) -> Event | None:
        made = [each for each in self.events_of(this_day(4)) if each.card == card and each.grade]
        return made[-1] if made else None

    def record_of(self, card: CardId) -> Record:
        return fold(self._log.events, SM2).get((DeckName("d"), card), NEW)


def test_steps_missed_are_asked_first_when_the_card_comes_back() -> None:
    deck, log = items(STEPS), Memory()
    quiz = quiz_of(deck, new(deck), log, past=Past(log))
    moments, _ = play(quiz, [bytes([key]) for key in b"  x x1   x  u  3"], Paper((60, 20)))
    frames = [moment.frame for moment in moments]
    asked, second, to_come, fourth, again, one, three, back, _, done, _ = frames[6:]
    assert log.events[0].detail == '{"items":4,"missed":[2,4]}'
    assert "missed the last time: 2, 4" in asked
    assert "1. let it be" in asked
    assert "2. ?" in asked
    assert "then see" not in asked
    assert "2. then see" in second
    assert "item 1/4" in second
    assert "3. hence" in to_come  # leads to what is asked for
    assert "4. ?" in to_come
    assert "qed" not in to_come
    assert "show this item" in to_come
    assert "4. qed" in fourth
    assert "1. ?" in again
    assert "2. then see" not in again
    assert "item 3/4" in again
    assert one == back
    assert "1. let it be" in one
    assert "2. then see" not in one
    assert "2. then see" in three
    assert "3. hence" in three
    assert "3 of 4 known, not 4: Hard?" in done
    assert log.events[1].detail == '{"items":4,"missed":[4]}'


def test_an_undone_review_has_missed_nothing() -> None:
    deck, log = items(STEPS), Memory()
    quiz = quiz_of(deck, new(deck), log, past=Past(log))
    moments, _ = play(quiz, [b" ", b"x", b" ", b" ", b" ", b"1", b"i", b"q", b"u"], Paper())
    assert "missed the last time: 1" in moments[6].frame
    assert "missed     1 the last time" in moments[7].frame
    assert "not 1: Hard?" not in moments[-1].frame
    assert "missed the last time" not in moments[-1].frame


def test_steps_missed_are_told_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(f"deck: d\ncards:{STEPS}")
    options = ("quiz", "--plain", "--deck", tmp_path / "deck.yaml")
    first = run(tmp_path, *options, stdin="\n\nx\n\n\n1\nq\n").stdout
    assert "Missed the last time: 2. First:\n1. let it be\n2. ?\n" in first
    again = run(tmp_path, *options, stdin="\n\n\n\n\n\n\n3\n").stdout
    asked, _, rest = again.partition("Missed the last time: 2. First:\n1. let it be\n2. ?\n")
    assert "Prove it." in asked
    told = [line.rpartition(": ")[2] for line in rest.split("\n")]
    assert told[:6] == [
        "2. then see",
        "1. ?",
        "1. let it be",
        "3. hence",
        "4. qed",
        "Good? Enter accepts",
    ]


NUMBERS = """
- id: size
  question: How many are {{n}} and {{m}}?
  vary: {n: 10..99, m: 10..99}
  answer: '{{= n + m | px}}'
"""


def numbers_in(frame: str) -> tuple[int, int]:
    found = re.search(r"How many are (\d+) and (\d+)\?", frame)
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize(
    ("typed", "told"),
    [("{}", "Right"), ("{} px", "Right"), ("{} kg", "counted in px"), ("1", "Not quite")],
)
def test_fresh_numbers_are_judged(typed: str, told: str) -> None:
    (asked, *_), _ = frames(NUMBERS, [])
    right = sum(numbers_in(asked))
    (*_, judged), _ = frames(NUMBERS, [typed.format(right).encode() + b"\r"], typed=True)
    assert told in judged
    assert str(right) in judged


def test_a_grade_keeps_the_draw_and_the_next_has_another() -> None:
    (first, _, again, *_, undone), events = frames(NUMBERS, [b" ", b"1", b"u"])
    assert numbers_in(first) != numbers_in(again)
    assert numbers_in(undone) == numbers_in(first)
    assert [event.seed for event in events] == [0, None]


def test_details_say_what_was_drawn() -> None:
    (first, details), _ = frames(NUMBERS, [b"i"])
    n, m = numbers_in(first)
    assert f"n = {n}, m = {m}" in details


CHOICE = "- {id: pick, question: Which?, answer: right, choices: [one, two, three]}"


def test_a_choice_is_taken_by_its_number() -> None:
    (asked, *_), _ = frames(CHOICE, [])
    assert "1 2 3 4 choose" in asked
    found = re.search(r"(\d)\. right", asked)
    assert found
    right, wrong = found[1], next(number for number in "1234" if number != found[1])
    (_, told, *_), events = frames(CHOICE, [right.encode(), b" "])
    assert f"Right: {right}. Good? space accepts" in told
    assert [(event.grade, event.seed) for event in events] == [(3, 0)]
    (_, told, *_), events = frames(CHOICE, [wrong.encode(), b" "])
    assert f"Not {wrong}, but {right}. Again? space accepts" in told
    assert [event.grade for event in events] == [1]


def test_a_choice_by_lines() -> None:
    output, events = said(CHOICE, ["2", ""])
    assert "1 2 3 4 chooses" in output
    assert len(events) == 1


def test_with_a_part_its_others_leave_the_session_and_come_back_by_undo() -> None:
    cloze = "- {id: x, cloze: 'a {{c1::b}} c {{c2::d}} e {{c3::f}}'}"
    deck, today = items(cloze), this_day(4)
    late = Record(SM2.review(None, Grade.GOOD, Day(today - 30)))
    records = {card.id: late for card in deck.cards}
    asked = build_queue(deck.cards, records, today, 20).cards
    session = Session(asked, records, today)
    assert len(asked) == 3  # nothing else is due
    log = Memory()
    drill = Drill(deck, session, SM2, log)
    drill.do(Action.BURY)
    assert drill.session.queue == ()
    drill.do(Action.UNDO)
    assert len(drill.session.queue) == 3
