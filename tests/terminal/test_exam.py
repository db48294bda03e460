"""What a session says of an exam."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.terminal.pty_session import running, small_deck
from tests.terminal.test_clock import DAY, WallClock


@pytest.fixture
def clock(tmp_path: Path) -> WallClock:
    return WallClock(tmp_path)


def test_an_exam_that_is_over_is_told_until_something_is_studied(
    tmp_path: Path, clock: WallClock
) -> None:
    deck = small_deck(tmp_path)
    exam = datetime.fromtimestamp(time.time() - 4 * 3600, UTC).date() + timedelta(3)
    told = f"The exam of {exam.day} {exam:%b} is over. How did it go? "

    def started(day: int, *keys: str, columns: int = 100) -> str:
        """What a session begins with on a day, which then ends after some keys."""
        clock.set(ahead=day * DAY)
        with running(
            tmp_path, "quiz", "--deck", deck, program=clock.program, columns=columns
        ) as session:
            shown = " ".join(session.see("A small deck", "show").split())
            session.press(*keys, "q")
            session.ended()
            return shown

    done = run(tmp_path, "exam", exam.isoformat(), "--minutes", "5", "--deck", deck)
    assert "in 3 days" in done.stdout
    assert told not in started(3)
    shown = started(5, " ", "3", columns=60)
    assert told in shown
    assert "exam --score 87" in shown
    assert told not in started(6, columns=100)
