"""The statistics over all reviews, once counted for the first time and once again."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from scripts.bench.figure import Bench
from scripts.bench.harness import first_output, median, part, program


def measure(bench: Bench) -> None:
    """Times the statistics over all reviews of the large deck."""
    home = bench.home("large", "full")
    deck = bench.decks["large"]
    command = program("stats", "--format", "json", "--deck", deck)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        copy = Path(folder)
        shutil.copy(home / "progress.db", copy)
        (copy / "cache").mkdir()
        part("load", deck, copy / "cache")
        took = first_output(command, copy)
        bench.results.put("stats: first time", seconds=took.seconds, mb=took.megabytes)
        took = median([first_output(command, copy) for _ in range(bench.scale.runs // 2 + 1)])
        bench.results.put("stats", seconds=took.seconds, mb=took.megabytes)
        met = took.seconds < 1
        bench.results.goal("stats", "under 1 s", took.seconds, " s", met=met)
