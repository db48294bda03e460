"""The weeks before an exam, studied through the program; `EXAM_MONTH_DAYS=30` makes them long."""

from __future__ import annotations

import os
from pathlib import Path

from tests.terminal.exam_month import month

DAYS = int(os.environ.get("EXAM_MONTH_DAYS", "2"))
CARDS = 6 * DAYS


def test_what_is_known_on_the_day_is_what_was_said(tmp_path: Path) -> None:
    found = month(tmp_path, days=DAYS, minutes=3, cards=CARDS, seed=1, asked_on=())
    first, last = found.told
    assert (first.reviews, first.document["now"], first.document["days_left"]) == (0, 0, DAYS)
    assert last.reviews >= DAYS
    assert last.document["days_left"] == 0
    # One learner of those of whom eight of ten end within the range: some room beside it.
    for told in (first.document, last.document):
        assert told["low"] - 0.1 <= found.known <= told["high"] + 0.1
        assert found.known > first.document["untouched"]
