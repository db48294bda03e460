"""The first question: from the start of the process until it has been painted."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from scripts.bench.anki import ANKI_FIRST
from scripts.bench.figure import Bench
from scripts.bench.harness import Run, first_output, in_turns, median, ratio

PAINTED = b"show the answer"
FLOOR = [sys.executable, "-c", "import click, rich.console, sqlite3"]


def measure(bench: Bench) -> None:
    """Times the first question of both decks and both stores, and that of the very first start."""
    for size in bench.decks:
        for filling in ("empty", "full"):
            first_question(bench, size, filling)
    rounds = max(3, bench.scale.runs // 2)
    floors, ours = in_turns(rounds, floor, partial(very_first, bench.decks["small"]))
    put_first(bench, "first question: small, very first start", ours, floors)


def floor() -> Run:
    """The least that any such program takes, to its end."""
    return first_output(FLOOR)


def very_first(deck: Path) -> Run:
    """The first question where nothing has been kept yet."""
    with tempfile.TemporaryDirectory() as folder:
        return first_output(quiz(deck), Path(folder), until=PAINTED)


def quiz(deck: Path) -> list[str]:
    """The command that studies a deck."""
    return [sys.executable, "-m", "dcnn_cards", "quiz", "--deck", str(deck)]


def put_first(bench: Bench, name: str, ours: Sequence[Run], floors: Sequence[Run]) -> float:
    """Note how long first questions took; return how many times the floor that is."""
    took, least = median(ours), median(floors)
    times = ratio([run.seconds for run in ours], [run.seconds for run in floors]).median
    milliseconds = {"ms": 1000 * took.seconds, "floor_ms": 1000 * least.seconds}
    bench.results.put(name, **milliseconds, ratio=times, mb=took.megabytes)
    return times


def first_question(bench: Bench, size: str, filling: str) -> None:
    """Times one first question, next to the floor and to anki."""
    name = f"first question: {size}, {filling} store"
    home = bench.home(size, filling)
    home.mkdir(parents=True, exist_ok=True)
    ask = partial(first_output, quiz(bench.decks[size]), home, until=PAINTED)
    measures: list[Callable[[], Run]] = [floor, ask]
    if bench.anki:
        collected = bench.data / size / f"anki-{filling}" / "collection.anki2"
        command = [str(bench.anki), "-c", ANKI_FIRST, str(collected)]
        measures.append(partial(first_output, command, until=b"first card"))
    for measure_once in measures[1:]:
        measure_once()
    floors, ours, *theirs = in_turns(bench.scale.runs, *measures)
    times = put_first(bench, name, ours, floors)
    bench.results.goal(f"{name}: times the floor", "at most 2", times, "", met=times <= 2)
    for runs in theirs:
        anki_took = median(runs)
        bench.results.put(name, anki_ms=1000 * anki_took.seconds, anki_mb=anki_took.megabytes)
        times = anki_took.seconds / median(ours).seconds
        bench.results.goal(f"{name}: anki takes", "over 1 time", times, " times", met=times > 1)
