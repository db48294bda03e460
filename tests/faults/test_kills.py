"""SIGKILL at random moments. What the user sees next time is a store as if nothing had happened.

Grades are killed in `tests/store/test_processes.py` and `tests/terminal/test_quiz.py`.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dcnn_cards.deck.reading import read_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import copies, open_store, schema
from dcnn_cards.store.backup import KEPT, BackedUp
from tests.cli.program import run
from tests.faults import ROUNDS
from tests.schedule.histories import review

SM2, LEITNER = scheduler("sm2"), scheduler("leitner")
GRADES = list(Grade)
LOG = [review(n, GRADES[n % 4], card=f"card-{n % 90}") for n in range(3000)]
ROOT = Path(__file__).parents[2]

BEGIN = """
import itertools, os, shutil, sys
from pathlib import Path
from tests.schedule.histories import review
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import copies, open_store, schema
rules, path = scheduler(), Path(sys.argv[1])
def tell(what): os.write(1, f"{what}\\n".encode())
sys.stdin.readline()
tell("begun")
"""


def killed(code: str, *arguments: str | Path) -> Iterator[list[str]]:
    """Run `code` and kill it at a random moment, again and again; yield what it told of its deeds.

    That is within the time that three deeds take here and now, as the first process shows, which is
    killed after its second. The next process starts up meanwhile.
    """
    chance = random.Random(5)
    following = _start(code, arguments)
    longest = 0.0
    try:
        for _ in range(ROUNDS):
            process, following = following, _start(code, arguments)
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("go\n")
            process.stdin.flush()
            assert process.stdout.readline() == "begun\n"
            if longest:
                time.sleep(chance.uniform(0, longest))
                told = ""
            else:
                began = time.monotonic()
                told = process.stdout.readline() + process.stdout.readline()
                longest = 1.5 * (time.monotonic() - began)
            process.kill()
            told += process.communicate(timeout=10)[0]
            assert process.returncode == -9
            yield told.split("\n")[:-1]
    finally:
        following.kill()
        following.communicate(timeout=10)


def _start(code: str, arguments: tuple[str | Path, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "progress.db"
    with open_store(path) as store:
        store.extend(LOG, SM2)
    return path


def log_of(path: Path) -> list[Event]:
    """The events of a store that is sound in every respect."""
    with open_store(path) as store:
        assert store.check(SM2) == []
        events = list(store.log.events())
        derived = {card: record for (_, card), record in fold(events, SM2).items()}
        assert store.records.of_deck(DeckName("dcnn"), SM2) == derived
    return events


BACKUPS = """
from dcnn_cards.store.backup import BackedUp
with open_store(path) as store:
    for day in itertools.count(store.log.since(-1).newest // 86_400_000):
        made = review(0, id=f"{os.getpid()}-{day}", at=day * 86_400_000, day=700_000 + day)
        with BackedUp(store) as log:
            log.append(made, rules)
            tell(made.id)
"""


def test_during_a_backup(path: Path) -> None:
    """Each grade is on a new day, so that every one is preceded by a backup."""
    told: set[str] = set()
    for ids in killed(BACKUPS, path):
        told.update(ids)
        assert told <= {event.id for event in log_of(path)}
        for backup in copies.kept(path):
            assert copies.look_into(backup).events >= len(LOG)
    assert told
    with open_store(path) as store, BackedUp(store) as log:
        log.append(review(0, id="the next day", day=740_000), SM2)
    assert 1 <= len(copies.kept(path)) <= KEPT  # what the killed left too many went with it


MIGRATIONS = """
schema.VERSION = int(sys.argv[2])
schema.scripts = lambda: (path.parent / "steps").read_text().split("----")
for number in itertools.count():
    copy = path.parent / str(os.getpid()) / f"{number}" / path.name
    copy.parent.mkdir(parents=True)
    shutil.copy(path, copy)
    tell(copy)
    open_store(copy).close()
"""
NEXT_STEP = """
CREATE TABLE later AS SELECT * FROM event;
CREATE INDEX later_by_day ON later (day, card);
UPDATE card_state SET due = due + 0;
"""


def test_during_a_migration(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [*schema.scripts(), NEXT_STEP]
    (path.parent / "steps").write_text("----".join(steps))
    here = schema.VERSION
    with monkeypatch.context() as later:
        later.setattr(schema, "VERSION", here + 1)
        later.setattr(schema, "scripts", lambda: steps)
        for stores in killed(MIGRATIONS, path, str(here + 1)):
            for store in map(Path, stores[-2:]):  # the last was being migrated
                assert log_of(store) == LOG
                for copy in copies.kept(store):
                    assert copies.look_into(copy).events == len(LOG)
                shutil.rmtree(store.parent)


REBUILDS = """
with open_store(path) as store:
    for number in itertools.count():
        store.records.rebuild(scheduler(("sm2", "leitner")[number % 2]))
        tell(number)
"""


def test_during_a_rebuild(path: Path) -> None:
    derived = {name: fold(LOG, scheduler(name)) for name in ("sm2", "leitner")}
    for _ in killed(REBUILDS, path):
        with open_store(path) as store:
            assert store.check(SM2) == store.check(LEITNER) == []
            assert list(store.log.events()) == LOG
            records = store.records.of_deck(DeckName("dcnn"), SM2)
        assert records == {card: record for (_, card), record in derived["sm2"].items()}


RESTORES = """
from dcnn_cards.store.restore import restore
for number in itertools.count():
    restore(path, copies.kept(path)[0], lambda _: rules)
    tell(number)
"""


def test_during_a_restore(path: Path) -> None:
    """Whatever was on the way to another name: the store has all that it had."""
    late = [review(5000 + n, card=f"card-{n}") for n in range(20)]
    with open_store(path) as store:
        with BackedUp(store) as log:
            log.append(late[0], SM2)
        store.extend(late, SM2)
    for _ in killed(RESTORES, path):
        assert log_of(path) == LOG + late
        for aside in path.parent.glob("progress-before-restore-*.db"):
            assert log_of(aside) == LOG + late
            aside.unlink()


IMPORTS = """
from dcnn_cards.cli import cards
sys.stdout = open(os.devnull, "w")
source = path.parent / "notes.md"
for number in itertools.count():
    source.write_text((path.parent / f"notes-{number % 2}").read_text())
    cards.main(["import", str(source), "-o", str(path)], standalone_mode=False)
    tell(number)
"""


def test_during_an_import(tmp_path: Path) -> None:
    """The deck is what it was before or after: whole, and with its ids."""
    deck = tmp_path / "deck.yaml"
    for number in range(2):
        pieces = (f"What is term {n}?\n\nIt is {n * (number + 1)}.\n" for n in range(60))
        (tmp_path / f"notes-{number}").write_text("Week 1\n\n" + "\n".join(pieces))
    shutil.copy(tmp_path / "notes-0", tmp_path / "notes.md")
    assert run(tmp_path, "import", tmp_path / "notes.md", "-o", deck).returncode == 0
    ids = [card.id for card in read_deck(deck).cards]
    for _ in killed(IMPORTS, deck):
        found = read_deck(deck)
        assert [card.id for card in found.cards] == ids
        answers = {card.answer.strip() for card in found.cards[2:3]}
        assert answers <= {"It is 2.", "It is 4."}
