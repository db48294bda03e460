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


@pytest.mark.parametrize("key", [b" ", b"\r"])
@pytest.mark.parametrize("rows", [12, 16, 24])
def test_a_long_answer_is_read_to_its_end_before_it_is_graded(key: bytes, rows: int) -> None:
    card = Card(CardId("a"), "All?", "\n\n".join(f"Line {number}." for number in range(1, 61)))
    shown = frames(b" " + key * 60, (80, rows), card)
    reading = shown[1 : next(n for n, frame in enumerate(shown) if "1 card studied" in frame)]
    seen = {line.strip() for frame in reading for line in frame.split("\n")}
    assert {f"Line {number}." for number in range(1, 61)} <= seen
    *paged, last = reading
    assert all(("▼" in frame) and ("space more · 1 Again" in frame) for frame in paged)
    assert len(paged) > 1
    assert "▼" not in last
    assert "space more" not in last


@pytest.mark.parametrize("lines", range(4, 12))
def test_what_a_notice_hides_is_seen_before_the_grade_too(lines: int) -> None:
    card = Card(CardId("a"), "All?", "\n\n".join(f"Line {number}." for number in range(lines)))
    *_, shown, after, _ = frames(b" \x1b[Fz  ", (80, 20), card)
    assert "`z` does nothing here" in shown
    assert ("1 card studied" in after) is ("▼" not in shown)


def test_a_long_answer_can_be_graded_from_anywhere() -> None:
    card = Card(CardId("a"), "All?", "\n\n".join(f"Line {number}." for number in range(1, 61)))
    assert "1 card studied" in frames(b" 3?", (80, 20), card)[2]


def test_after_an_undo_a_list_is_shown_from_its_top() -> None:
    answer = "\n".join(f"{number}. item {number}" for number in range(1, 31))
    card = Card(CardId("a"), "Which thirty?", answer)
    undone = frames(b" " * 31 + b"3u", (80, 20), card)[-1]
    assert "Took back" in undone
    assert "Which thirty?" in undone
    assert "▲" not in undone


def test_where_a_card_stands_is_told_also_if_it_is_flagged() -> None:
    card = Card(
        CardId("a"), "All?", "Yes.", section="Week 8a", topic="Batch normalization and variants"
    )  # fmt: skip
    flagged = frames(b"f?", (80, 24), card)[1].split("\n")[0]
    assert "Week 8a · Batch" in flagged
    assert "flagged · " in flagged
