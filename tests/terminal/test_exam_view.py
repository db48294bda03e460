"""The screens of an exam, in windows of all sizes."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from dcnn_cards.app.prospect import Ahead, Drift, Prospect
from dcnn_cards.schedule.exam import Exam, Score
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.study.exam.forecast import TARGETS, Forecast, SectionForecast
from dcnn_cards.terminal.exam_line import exam_line, percent, when
from dcnn_cards.terminal.exam_view import show_exam

TODAY = Day(739_950)
SECTIONS = tuple(
    SectionForecast(f"Week {n} - A name that is as long as some are", 20 + n, n / 20, 1 - n / 40)
    for n in range(13)
)
FORECAST = Forecast(
    now=0.31, untouched=0.2, expected=0.842, low=0.78, high=0.89, unseen=4.2, sections=SECTIONS,
    minutes_for=tuple(zip(TARGETS, (22.4, None, None), strict=True)), day_off=0.006,
    ten_more=0.05, learners=(0.78, 0.84, 0.89), dice=0.02,
)  # fmt: skip
EXAM = Exam(Day(TODAY + 30), 25, (6,), ((Day(TODAY + 3), Day(TODAY + 9)),), (), (("Week 8a", 2.0),))
PROSPECT = Prospect(EXAM, TODAY, 301, 1, 12.0, FORECAST, None)
AHEAD = Ahead(DeckName("d"), TODAY, PROSPECT, None)


def shown(ahead: Ahead, columns: int, rows: int | None = None, **options: object) -> list[str]:
    """What is printed: on a terminal with so many rows, or into a file."""
    console = Console(
        file=io.StringIO(), width=columns, height=rows, force_terminal=rows is not None,
        color_system=None, highlight=False,
    )  # fmt: skip
    show_exam(console, ahead, **options)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("in_ascii", [False, True])
@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (100, 30), (80, 24), (200, 60)])
def test_what_counts_is_in_sight(columns: int, rows: int, in_ascii: bool) -> None:
    lines = shown(AHEAD, columns, rows, in_ascii=in_ascii)
    assert len(lines) < rows  # one for what a shell asks next
    assert max(map(len, lines)) <= columns
    text = " ".join(" ".join(lines).split())
    for wanted in (
        "in 30 days", "301 cards", "84 %", "78 to 89 %", "80 %: 22, 90 %: over 240",
        "costs 0.6", "bring 5", "4 of 301 cards would never be seen", "12 of today's done",
    ):  # fmt: skip
        assert wanted in text
    assert "%" in lines[-1]
    assert not in_ascii or text.isascii()


def test_without_room_the_weakest_sections_are_shown() -> None:
    few = [line for line in shown(AHEAD, 60, 20) if line.startswith("Week ")]
    assert [line.split()[1] for line in few] == ["10", "11", "12"]
    every = [line for line in shown(AHEAD, 100) if line.startswith("Week ")]
    assert [line.split()[1] for line in every] == [str(n) for n in range(13)]


def test_plain_nothing_is_drawn() -> None:
    assert "█" in " ".join(shown(AHEAD, 60))
    assert "#" in " ".join(shown(AHEAD, 60, in_ascii=True))
    plain = " ".join(shown(AHEAD, 60, plain=True))
    assert "█" not in plain
    assert "#" not in plain


def test_on_the_day_and_after_it_nothing_is_planned() -> None:
    for day, said in ((0, "today"), (1, "yesterday"), (3, "3 days ago")):
        on = AHEAD._replace(today=Day(EXAM.day + day))
        text = " ".join(" ".join(shown(on, 60)).split())
        assert said in text
        assert "a day off" not in text.lower()
        assert ("How did it go?" in text) == bool(day)
    score = Score(EXAM.day, 0.87, 0.81, 0.75, 0.86)
    text = " ".join(" ".join(shown(on._replace(score=score), 60)).split())
    assert "your score 87 %" in text
    assert "expected score 81 %" in text
    assert "75 to 86 %" in text
    assert "How did it go?" not in text


def test_the_chance_of_a_score_is_never_sure() -> None:
    for mark, said in ((0.1, "over 99 %"), (0.999, "under 1 %")):
        assert f"of {mark * 100:g} % or more: {said}" in " ".join(shown(AHEAD, 100, mark=mark))


def test_a_drift_says_what_it_means() -> None:
    drifted = AHEAD._replace(prospect=PROSPECT._replace(drift=Drift(412, 0.84, 0.71, 0.91)))
    text = " ".join(" ".join(shown(drifted, 60, 20)).split())
    assert "of 412 reviews it expected 84 % to be recalled, and 71 % were" in text
    assert "without it 91 % would be expected" in text


def test_a_line_fits_the_narrowest_window() -> None:
    for prospect in (PROSPECT, PROSPECT._replace(today=Day(TODAY - 3))):
        assert len(exam_line(prospect.expected, TODAY)) <= 70
    assert exam_line(PROSPECT.expected, TODAY) == (
        "Exam in 30 days: 84 % expected (78 to 89 %), 31 % if it were today"
    )
    assert "as of " in exam_line(PROSPECT.expected, Day(TODAY + 1))


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.001, "under 1 %"),
        (0.5, "50 %"),
        (0.994, "99 %"),
        (0.996, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_nothing_and_all_are_said_where_they_are_so(share: float, said: str) -> None:
    assert percent(share) == said


def test_days_are_told_from_today() -> None:
    told = [when(Day(TODAY + n), TODAY) for n in (-2, -1, 0, 1, 2)]
    assert told == ["2 days ago", "yesterday", "today", "tomorrow", "in 2 days"]
