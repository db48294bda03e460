"""Grades: one after the other, each durable before the next."""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from itertools import count
from pathlib import Path

from dcnn_cards.app.clock import now, this_day
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.store import Store, open_store
from scripts.bench.anki import ANKI_GRADES
from scripts.bench.figure import Bench
from scripts.bench.harness import in_turns, last_line, part, ratio


def grades_part(home: str, deck: DeckName, grades: str) -> dict[str, float]:
    """Grades cards one after the other, in a copy of the store."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        path = Path(folder) / "progress.db"
        shutil.copy(Path(home) / "progress.db", path)
        with open_store(path) as store:
            grade = grader(store, deck, list(store.records.of_deck(deck, scheduler("sm2"))))
            seconds = [grade() for _ in range(int(grades))]
    return {
        "a_second": len(seconds) / sum(seconds),
        "median_ms": 1000 * statistics.median(seconds),
        "of_100_the_slowest_ms": 1000 * statistics.quantiles(seconds, n=100)[98],
    }


def commits_part(rounds: str) -> dict[str, float]:
    """Grades, and rows that SQLite makes as durable, in turns: how many times as long one takes.

    A rollback journal is SQLite's own way to have one whole file after each commit.
    """
    # Beside the interpreter: what holds temporary files need not be a disk.
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        plain = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        plain.execute("PRAGMA synchronous = FULL")
        plain.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, text TEXT)")
        insert = partial(plain.execute, "INSERT INTO row (text) VALUES (?)", ("x" * 150,))
        with open_store(Path(folder) / "progress.db") as store:
            grade = grader(store, DeckName("d"), [CardId(f"c{number}") for number in range(100)])
            grade()
            ours, theirs = in_turns(int(rounds), grade, partial(seconds_of, insert))
        plain.close()
    return asdict(ratio(ours, theirs))


def grader(store: Store, deck: DeckName, cards: Sequence[CardId]) -> Callable[[], float]:
    """What grades one card after the other, and returns the seconds until that was durable."""
    algorithm = scheduler("sm2")
    start, day, numbers = now(), this_day(4), count()

    def grade() -> float:
        number = next(numbers)
        event = Event(
            f"g{number:07}", store.device, Millis(start + number), day, deck,
            cards[number % len(cards)], Kind.REVIEW, Grade.GOOD, 5000, "sm2",
        )  # fmt: skip
        return seconds_of(partial(store.append, event, algorithm))

    return grade


def seconds_of(act: Callable[[], object]) -> float:
    """How long something takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def measure(bench: Bench) -> None:
    """Times grades, each made durable."""
    grades = str(2_000 if bench.scale.runs > 5 else 500)
    home = bench.home("large", "full")
    ours = part("grades", home, "large", grades)
    bench.results.put("grades", **ours)
    slow = ours["of_100_the_slowest_ms"]
    bench.results.goal("a grade on disk, 99 %", "under 10 ms", slow, " ms", met=slow < 10)
    if bench.anki:
        path = bench.data / "large" / "anki-full" / "collection.anki2"
        peer = json.loads(last_line([str(bench.anki), "-c", ANKI_GRADES, str(path), grades]))
        bench.results.put("grades: anki", **peer)
        times = ours["a_second"] / peer["a_second"]
        bench.results.goal("grades a second", "ahead of anki", times, " times", met=times > 1)
