"""Grades: one after the other, each durable before the next."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from dcnn_cards.app.clock import now, this_day
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import DeckName, Millis
from dcnn_cards.store import open_store
from scripts.bench.anki import ANKI_GRADES
from scripts.bench.figure import Bench
from scripts.bench.harness import last_line, part


def grades_part(home: str, deck: DeckName, count: str) -> dict[str, float]:
    """Grades cards one after the other, in a copy of the store."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        path = Path(folder) / "progress.db"
        shutil.copy(Path(home) / "progress.db", path)
        start = now()
        algorithm = scheduler("sm2")
        seconds = []
        with open_store(path) as store:
            cards = list(store.records(deck, algorithm))
            for number in range(int(count)):
                card = cards[number % len(cards)]
                event = Event(
                    f"g{number:07}", store.device, Millis(start + number), this_day(4), deck, card,
                    Kind.REVIEW, Grade.GOOD, 5000, "sm2",
                )  # fmt: skip
                began = time.perf_counter()
                store.append(event, algorithm)
                seconds.append(time.perf_counter() - began)
    return {
        "a_second": len(seconds) / sum(seconds),
        "median_ms": 1000 * statistics.median(seconds),
        "of_100_the_slowest_ms": 1000 * statistics.quantiles(seconds, n=100)[98],
    }


def measure(bench: Bench) -> None:
    """Times grades, each made durable."""
    count = str(2_000 if bench.scale.runs > 5 else 500)
    home = bench.home("large", "full")
    ours = part("grades", home, "large", count)
    bench.results.put("grades", **ours)
    slow = ours["of_100_the_slowest_ms"]
    bench.results.goal("a grade on disk, 99 %", "under 10 ms", slow, " ms", met=slow < 10)
    if bench.anki:
        path = bench.data / "large" / "anki-full" / "collection.anki2"
        peer = json.loads(last_line([str(bench.anki), "-c", ANKI_GRADES, str(path), count]))
        bench.results.put("grades: anki", **peer)
        times = ours["a_second"] / peer["a_second"]
        bench.results.goal("grades a second", "ahead of anki", times, " times", met=times > 1)
