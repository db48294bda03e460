"""A card that is left open for hours: the log keeps the time whole, sums and averages a minute."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.counts import counted_ms
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.schedule.histories import review

SM2 = scheduler("sm2")
HOURS = 2.7 * 3600


@pytest.mark.parametrize(("ms", "counts"), [(0, 0), (59_999, 59_999), (60_000, 60_000)])
def test_what_is_thought_counts_whole(ms: int, counts: int) -> None:
    assert counted_ms(ms) == counts
    assert counted_ms(60_001 + ms) == 60_000


@pytest.mark.parametrize("cards", [2, 1_200])  # a large deck is counted by its index
def test_a_card_left_open_is_no_thought_of_hours(tmp_path: Path, cards: int) -> None:
    deck = tmp_path / "deck.yaml"
    written = "".join(f"  - {{id: c{n}, question: Q {n}, answer: a}}\n" for n in range(cards))
    deck.write_text(f"deck: d\ntitle: D\ncards:\n{written}")
    with open_store(tmp_path / "progress.db") as store:
        for number, seconds in enumerate((HOURS, 20)):
            store.append(
                review(number, card=f"c{number}", deck="d", thinking_ms=round(seconds * 1000)), SM2
            )
    done = run(tmp_path, "stats", "--deck", deck, "--format", "json")
    reviews = json.loads(done.stdout)["reviews"]
    assert reviews["thinking_seconds"] == 80
    assert "40 s each" in run(tmp_path, "stats", "--deck", deck).stdout
    rows = csv.DictReader(StringIO(run(tmp_path, "export", "reviews", "--deck", deck).stdout))
    assert [float(row["thinking_seconds"]) for row in rows] == [HOURS, 20]
