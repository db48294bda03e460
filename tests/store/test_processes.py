"""Real processes: killed at any moment, writing at once, making the store at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import open_store
from tests.faults import ROUNDS
from tests.schedule.histories import review

SM2 = scheduler("sm2")

# Appends reviews to the store; tells the id of each when it is on disk.
WRITER = """
import os, sys
from pathlib import Path
from tests.schedule.histories import review
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import open_store

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
rules = scheduler()
sys.stdin.readline()
with open_store(path) as store:
    for number in range(count):
        made = review(number, card=f"card-{number % 7}", id=f"{name}-{number:06}")
        store.append(made, rules)
        os.write(1, f"{made.id}\\n".encode())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "progress.db"


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def start(*writers: subprocess.Popen[str]) -> None:
    for process in writers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def finish(process: subprocess.Popen[str]) -> Iterator[str]:
    """What the process told until it ended."""
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            if line.endswith("\n"):
                yield line.strip()


def test_no_reported_review_is_lost_when_the_process_is_killed(path: Path) -> None:
    random = Random(4)
    reported: set[str] = set()
    process = writer(path, "round-0", 1_000_000)
    for kill in range(max(20, ROUNDS)):
        following = writer(path, f"round-{kill + 1}", 1_000_000)  # starts up meanwhile
        start(process)
        assert process.stdout is not None
        if kill % 4:  # is killed after its first report, at the earliest
            first = process.stdout.readline().strip()
            assert first
            reported.add(first)
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        reported.update(finish(process))
        with open_store(path) as store:
            kept = {event.id for event in store.log.events()}
            assert reported <= kept
            assert len(kept) <= len(reported) + kill + 1
            assert store.check(SM2) == []
        process = following
    process.kill()
    process.communicate()


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    writers = [writer(path, name, 150) for name in ("one", "two", "three")]
    start(*writers)
    reported = {told for process in writers for told in finish(process)}
    assert [process.returncode for process in writers] == [0, 0, 0]
    assert len(reported) == 450
    with open_store(path) as store:
        log = list(store.log.events())
        assert {event.id for event in log} == reported
        expected = {card: record for (_, card), record in fold(log, SM2).items()}
        assert store.records.of_deck(DeckName("dcnn"), SM2) == expected
        assert store.check(SM2) == []


def test_processes_that_make_the_store_at_once_share_one(tmp_path: Path) -> None:
    for attempt in range(3):
        path = tmp_path / str(attempt) / "progress.db"
        writers = [writer(path, f"process-{n}", 1) for n in range(4)]
        start(*writers)
        reported = {told for process in writers for told in finish(process)}
        assert len(reported) == 4
        with open_store(path) as store:
            assert {event.id for event in store.log.events()} == reported
        assert [file.name for file in path.parent.iterdir()] == ["progress.db"]


def test_a_store_that_stays_locked_is_told_and_the_next_try_works(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dcnn_cards.store.connection.BUSY_SECONDS", 0.05)
    with open_store(path) as store:
        store.append(review(1), SM2)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(CardsError, match="locked") as caught:
                store.append(review(2), SM2)
            assert "not saved" in caught.value.fix
            assert list(store.log.events()) == [review(1)]
            other.execute("ROLLBACK")
        store.append(review(2), SM2)
        assert list(store.log.events()) == [review(1), review(2)]


def test_a_store_that_is_locked_for_a_moment_is_waited_for(path: Path) -> None:
    with open_store(path) as store:
        other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.execute, ["ROLLBACK"])
        release.start()
        store.append(review(1), SM2)
        release.join()
        other.close()
        assert list(store.log.events()) == [review(1)]


def test_a_full_disk_is_told_and_what_was_written_stays(path: Path) -> None:
    with open_store(path) as store:
        store.append(review(1), SM2)
    code = """
import resource, signal, sys
from pathlib import Path
from tests.schedule.histories import review
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import open_store
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
with open_store(path) as store:
    for number in range(2, 10_000):
        try:
            store.append(review(number, card="x" * 1000), scheduler())
        except CardsError as error:
            print(number)
            print(error)
            break
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    failed, _, message = done.stdout.partition("\n")
    assert "disk" in message
    assert "not saved" in message
    with open_store(path) as store:
        assert len(list(store.log.events())) == int(failed) - 1
        assert store.check(SM2) == []
