"""How a card fits into its window: what is asked stays in sight above what is answered."""

from __future__ import annotations

import pytest

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.study.session import Session
from tests.terminal.playing import Memory, Paper, play, quiz_of

ANSWER = "\n\n".join(f"Line {number}." for number in range(1, 9))  # fifteen rows
CARD = Card(
    CardId("a"), "First row.\n\nLast row.", ANSWER, corrected=f"{ANSWER} And more.",
    correction="It lacked more.",
)  # fmt: skip
BEFORE = Card(CardId("b"), "What was before?", "\n\n".join(["This."] * 5))


def frames(keys: bytes, size: tuple[int, int], *cards: Card) -> list[str]:
    deck = Deck(DeckName("d"), "D", cards, lines=(1,) * len(cards))
    quiz = quiz_of(deck, Session(cards[:1], {}, Day(738_500)), Memory())
    moments, _ = play(quiz, [bytes([key]) for key in keys], Paper(size))
    return [moment.frame for moment in moments]


@pytest.mark.parametrize("rows", [16, 20, 24, 30, 40])
def test_the_question_stays_in_sight_with_its_answer_also_after_an_undo(rows: int) -> None:
    *_, revealed, _, undone = frames(b" 3u", (80, rows), CARD)
    assert "Took back" in undone
    for frame in (revealed, undone):
        assert "First row." in frame
        assert "Line 1." in frame


def test_lines_have_blank_rows_around_them_only_where_there_is_room() -> None:
    for rows, close in ((60, False), (20, True)):
        frame = frames(b" ", (80, rows), CARD)[-1].split("\n")
        at = next(number for number, row in enumerate(frame) if row.strip().startswith("────"))
        assert (frame[at - 1].strip(), frame[at + 1].strip()) == (
            ("Last row.", "Line 1.") if close else ("", "")
        )


def test_what_stands_before_a_question_gives_way_to_its_answer() -> None:
    following = Card(CardId("a"), "And now?", ANSWER, follows=BEFORE.id)
    frame = frames(b" ", (80, 18), following, BEFORE)[-1]
    assert "And now?" in frame
    assert "Line 1." in frame
    assert "What was before?" not in frame


def test_a_long_question_leaves_room_for_its_answer() -> None:
    asked = "\n\n".join(f"Asked {number}." for number in range(20))
    frame = frames(b" ", (80, 20), Card(CardId("a"), asked, ANSWER))[-1]
    assert "Asked 19." in frame
    assert "Line 4." in frame
