"""Bounds of options and of what commands tell, each at its edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.progress.evaluation import trials
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.schedule.histories import studied


@pytest.mark.parametrize(
    ("retention", "status"),
    [("0.7", 0), ("0.97", 0), ("0.69", 2), ("0.971", 2), ("0.6999", 2), ("0.9", 0)],
)
def test_a_retention_is_one_from_seven_tenths_to_97_hundredths(
    tmp_path: Path, retention: str, status: int
) -> None:
    done = run(tmp_path, "stats", "--scheduler", "fsrs", "--retention", retention)
    assert done.returncode == status
    assert ("0.7<=x<=0.97" in done.stderr) is bool(status)


@pytest.mark.parametrize(("tried", "status"), [(59, 1), (60, 0), (61, 0)])
def test_sixty_reviews_are_evaluated(tmp_path: Path, tried: int, status: int) -> None:
    log = sorted(studied(cards=40, days=60), key=lambda made: made.at)
    last = trials(log).places[tried - 1]
    with open_store(tmp_path / "progress.db") as store:
        store.extend(log[: last + 1], scheduler())
    done = run(tmp_path, "evaluate")
    assert done.returncode == status
    assert (f"too few reviews to evaluate: {tried} of" in done.stderr) is bool(status)


@pytest.mark.parametrize(("columns", "told"), [(75, False), (76, False), (77, True)])
def test_a_figure_of_over_76_columns_is_told(tmp_path: Path, columns: int, told: bool) -> None:
    (tmp_path / "figure.txt").write_text(f"{'─' * columns}\n")
    deck = tmp_path / "deck.yaml"
    deck.write_text(
        "deck: d\ncards:\n  - {id: a, question: What?, answer: This., figure: figure.txt}\n"
    )
    done = run(tmp_path, "check", deck)
    assert (f"the figure of `a` is {columns} columns wide" in done.stdout + done.stderr) is told
