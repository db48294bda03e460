"""How many backups are kept, and for how long what a killed process left."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dcnn_cards.schedule import scheduler
from dcnn_cards.store import copies, open_store
from dcnn_cards.store.backup import BackedUp
from tests.schedule.histories import FIRST_DAY, review


def study(path: Path, *days: int) -> list[int]:
    """A review on each of these days, counted from 0; return the days of the backups then kept."""
    with open_store(path) as store:
        for day in days:
            with BackedUp(store) as log:
                log.append(review(day * 24), scheduler())
    return [(copies.day_of(copy) or 0) - FIRST_DAY for copy in copies.kept(path)]


@pytest.mark.parametrize("days", [6, 7, 8])
def test_the_copies_of_seven_days_are_kept(tmp_path: Path, days: int) -> None:
    kept = study(tmp_path / "progress.db", *range(days + 1))  # before the first there is nothing
    assert kept == list(range(days, max(0, days - 7), -1))


@pytest.mark.parametrize(("age", "cleared"), [(3_500, False), (3_700, True)])
def test_what_a_killed_process_left_is_kept_for_an_hour(
    tmp_path: Path, age: int, cleared: bool
) -> None:
    path = tmp_path / "progress.db"
    study(path, 0, 1)
    left = copies.draft_for(copies.kept(path)[0])
    left.write_text("half a copy")
    os.utime(left, (time.time() - age, time.time() - age))
    study(path, 2)
    assert left.exists() is not cleared
