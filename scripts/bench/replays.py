"""All reviews through each scheduler: as states alone, and in the store."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path

from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.store import open_store
from scripts.bench.figure import Bench
from scripts.bench.harness import last_line, part

PEER_SHARE = 50  # the pure-Python fsrs replays one in so many reviews
FSRS_REPLAY = """
import json, sys, time
from datetime import datetime, timedelta, timezone
from fsrs import Card, Rating, Scheduler
start = datetime(2000, 1, 1, 12, tzinfo=timezone.utc)
histories = [
    [(Rating(grade), start + timedelta(days=day)) for grade, day in history]
    for history in json.load(open(sys.argv[1]))
]
scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
began = time.process_time()
for history in histories:
    card = Card(card_id=1)
    for rating, at in history:
        card, _ = scheduler.review_card(card, rating, at)
print(json.dumps({"seconds": time.process_time() - began, "reviews": sum(map(len, histories))}))
"""


def replay_part(home: str, deck: DeckName, name: str) -> dict[str, float]:
    """Replays every review of a deck: as states alone."""
    algorithm = scheduler(name)
    histories = list(grades_by_card(Path(home), deck).values())
    review = algorithm.review
    began = time.process_time()
    for history in histories:
        state: State | None = None
        for grade, day in history:
            state = review(state, grade, Day(day))
    seconds = time.process_time() - began
    return {"seconds": seconds, "reviews": sum(map(len, histories))}


def grades_by_card(home: Path, deck: DeckName) -> dict[str, list[tuple[Grade, int]]]:
    """The grades of each card, with their study days, in order."""
    found: dict[str, list[tuple[Grade, int]]] = {}
    with open_store(home / "progress.db") as store:
        for review in store.log.reviews(deck):
            found.setdefault(review.card, []).append((Grade(review.grade), review.day))
    return found


def rebuild_part(home: str, name: str) -> dict[str, float]:
    """Derives every state again from the log, in a copy of the store."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        path = Path(folder) / "progress.db"
        shutil.copy(Path(home) / "progress.db", path)
        with open_store(path) as store:
            began, worked = time.perf_counter(), time.process_time()
            store.records.rebuild(scheduler(name))
            return {
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time() - worked,
            }


def measure(bench: Bench) -> None:
    """Times each scheduler over all reviews of the large deck."""
    home, name = bench.home("large", "full"), "large"
    bounds = {"sm2": 5, "fsrs": 10}
    for algorithm in SCHEDULERS:
        found = part("replay", home, name, algorithm)
        bench.results.put(f"replay: {algorithm}, states", **found)
        whole = part("rebuild", home, algorithm)
        bench.results.put(f"replay: {algorithm}, store rebuilt", **whole)
        if algorithm in bounds:
            taken = found["seconds"] * 1_000_000 / found["reviews"]
            wanted, met = f"under {bounds[algorithm]} s", taken < bounds[algorithm]
            bench.results.goal(f"1,000,000 reviews: {algorithm}", wanted, taken, " s", met=met)
    if bench.fsrs and "fsrs" in SCHEDULERS:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            histories = list(grades_by_card(home, DeckName(name)).values())[::PEER_SHARE]
            json.dump(histories, file)
            file.flush()
            peer = json.loads(last_line([str(bench.fsrs), "-c", FSRS_REPLAY, file.name]))
        bench.results.put("replay: fsrs in pure Python", **peer)
        ours = bench.results.values["replay: fsrs, states"]
        times = peer["seconds"] / peer["reviews"] / (ours["seconds"] / ours["reviews"])
        bench.results.goal("fsrs over pure Python", "50 times", times, " times", met=times >= 50)
