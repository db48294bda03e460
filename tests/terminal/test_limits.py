"""How much is shown at the most, each bound at its edge."""

from __future__ import annotations

import pytest
from rich.console import Console

from dcnn_cards.app.outlook import Outlook
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.progress.stats import DayReviews
from dcnn_cards.progress.stats import Summary as Progress
from dcnn_cards.schedule.counts import CardCounts, ReviewCounts
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.study.queue import Offers
from dcnn_cards.study.summary import Summary
from dcnn_cards.terminal.card_view import CardView
from dcnn_cards.terminal.closing import nothing_due, summary_lines
from dcnn_cards.terminal.frame import layout
from dcnn_cards.terminal.pages import Pages, Uncached
from dcnn_cards.terminal.progress_view import progress_view
from dcnn_cards.terminal.typing import TypedLine

TODAY = Day(738_500)
NOTHING = Outlook(TODAY, None, 0, 0)


@pytest.mark.parametrize(
    ("columns", "text", "margin"),
    [(103, 99, 2), (104, 100, 2), (105, 100, 2), (106, 100, 3), (5, 1, 2), (4, 1, 1), (1, 1, 0)],
)
def test_a_line_of_text_has_a_hundred_columns_at_the_most(
    columns: int, text: int, margin: int
) -> None:
    found = layout(columns, 30)
    assert (found.text, found.margin) == (text, margin)


@pytest.mark.parametrize(("hard", "more"), [(7, ""), (8, ""), (9, "    and 1 more")])
def test_eight_hard_cards_are_named(hard: int, more: str) -> None:
    cards = tuple(Card(CardId(f"c{number}"), f"Question {number}?") for number in range(hard))
    summary = Summary(hard, dict.fromkeys(Grade, 0), 0.0, 1.0, cards, 0)
    shown = [row.plain for row in summary_lines(summary, NOTHING)]
    assert [row for row in shown if row.startswith("    Q")] == [
        f"    Question {number}?" for number in range(min(hard, 8))
    ]
    assert (more in shown) is bool(more)


@pytest.mark.parametrize(("left", "offered"), [(9, 9), (10, 10), (11, 10)])
def test_ten_more_new_cards_are_offered(left: int, offered: int) -> None:
    offers = Offers(
        due=0, new=left, failed=0, flagged=0, leeches=0, all=left, reviewed=0, introduced=3
    )
    shown = [row.plain for row in nothing_due(NOTHING, offers, "dcnn-cards quiz")]
    assert f"    dcnn-cards quiz --new {3 + offered}" in shown
    assert any(f"not learned yet; {offered} of them now" in row for row in shown)


@pytest.mark.parametrize(("days", "streak"), [(0, None), (1, None), (2, "  2 days in a row")])
def test_two_days_make_a_row_of_days(days: int, streak: str | None) -> None:
    shown = [row.plain for row in summary_lines(_one_card(), Outlook(TODAY, None, 0, days))]
    assert (shown[-1] if days > 1 else None) == streak


@pytest.mark.parametrize(
    ("due", "week", "told"),
    [
        ((1, 3), 3, "  due tomorrow: 3 cards"),
        ((1, 3), 4, "  due tomorrow: 3 cards · 4 within a week"),
        ((2, 1), 1, "  due on Tuesday 13 December: 1 card"),
    ],
)
def test_when_reviews_are_due_next(due: tuple[int, int], week: int, told: str) -> None:
    outlook = Outlook(TODAY, (Day(TODAY + due[0]), due[1]), week, 0)
    assert [row.plain for row in summary_lines(_one_card(), outlook)][-1] == told


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (13, "Days with reviews"),
        (14, "Days with reviews"),
        (15, "Days with reviews, the last 14 of 15"),
    ],
)
def test_the_last_fourteen_days_get_a_line(days: int, title: str) -> None:
    reviews = ReviewCounts(1, 1, 1, 1, 60_000)
    counts = CardCounts(1, 1, 0, 0, 0, 0)
    past = tuple(DayReviews(Day(TODAY - days + number), number, reviews) for number in range(days))
    summary = Progress(DeckName("deck"), TODAY, counts, 0, (), 0, reviews, past, ())
    console = Console(width=100)
    with console.capture() as shown:
        console.print(progress_view("Deck", summary))
    lines = [line.strip() for line in shown.get().splitlines()]
    assert title in lines
    assert len(lines[lines.index(title) + 2 :]) == min(days, 14)


@pytest.mark.parametrize(("typed", "fits"), [(1_998, True), (1_999, True), (2_000, False)])
def test_a_typed_answer_has_two_thousand_characters(typed: int, fits: bool) -> None:
    line = TypedLine("x" * typed)
    assert line.after("y").text == line.text + "y" * fits
    assert line.after("space").text == line.text + " " * fits
    assert line.after("backspace").text == line.text[:-1]
    assert line.after("left") == line


@pytest.mark.parametrize(("lines", "shown"), [(11, 11), (12, 12), (13, 12)])
def test_twelve_rows_of_the_answer_before_are_shown(lines: int, shown: int) -> None:
    before = Card(CardId("a"), "First?", "```\n" + "x\n" * lines + "```")
    after = Card(CardId("b"), "Then?", "This.", follows=CardId("a"))
    view = CardView(Deck(DeckName("deck"), "", (before, after)), Pages(Uncached()))
    question, answer = view.context_parts(after, 60)
    assert (question.label, answer.label) == ("before", "answer before")
    rows = [row.plain.strip() for row in answer.rows]
    assert len(rows) == shown
    assert (rows[-1] == "x") is (lines <= 12)
    assert rows[:11] == ["x"] * 11


def _one_card() -> Summary:
    return Summary(1, dict.fromkeys(Grade, 0), 1.0, 1.0, (), 0)
