"""The file of a store is replaced at a random moment, in every way that it happens.

By tools that rename a new file over it and by those that write into it; by an older copy of its own
and by the store of another device; while a session is open, which then ends or is killed, and after
it was killed. `python -m tests.faults.replacing --runs 1000` plays it and prints what was lost.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice, product
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.store import open_store
from dcnn_cards.store.backup import BackedUp
from tests.schedule.histories import review

SM2 = scheduler("sm2")
BEFORE = -200_000  # hours: no deed of these is one of a session
GRADES = 8
PAUSE_S = (0.005, 0.05)
"""Between two grades: far quicker than any person."""

_SUMS = ("before", "arrived", "graded", "after", "gone", "lost")
_FORK = get_context("fork")


def by_renaming(new: Path, store: Path) -> None:
    draft = store.with_name("arriving")
    shutil.copy(new, draft)
    draft.replace(store)


def in_place(new: Path, store: Path) -> None:
    shutil.copy(new, store)


TOOLS = (by_renaming, in_place)
MOMENTS = ("open, then ended", "open, then killed", "killed before")
ARRIVALS = ("older copy", "other device")


class Case(NamedTuple):
    """What is put where, and when."""

    tool: Callable[[Path, Path], None]
    moment: str
    arrival: str

    def __str__(self) -> str:
        return f"{self.tool.__name__.replace('_', ' ')}, {self.moment}, {self.arrival}"


CASES = tuple(map(Case._make, product(TOOLS, MOMENTS, ARRIVALS)))


@dataclass(frozen=True)
class Played:
    """What one round came to, in events; `fault` says what is wrong with the store after it."""

    before: int
    arrived: int
    graded: int
    after: int
    gone: int
    """Of those that were there before: of a file that is written over, today's backup has them."""
    lost: int
    """Of those that arrived and those that were graded."""
    own_lost: int
    """Of those that were graded."""
    fault: str


def make_stores(folder: Path, events: int) -> Path:
    """A folder with a store, an older copy of it, and that of another device that went on."""
    folder.mkdir()
    base = [review(BEFORE + n, card=f"card-{n % 50}") for n in range(events)]
    with open_store(folder / "mine") as store:
        store.extend(base, SM2)
    for name in ARRIVALS:
        shutil.copy(folder / "mine", folder / name)
    own, others = ([review(BEFORE + events + n) for n in range(many)] for many in (4, 40))
    with open_store(folder / "mine") as store:
        store.extend(own, SM2)
    with open_store(folder / "other device") as store:
        store.extend([each.replace(id=f"{each.id}-b", device="b") for each in others], SM2)
    return folder


def play(case: Case, stores: Path, path: Path, chance: Random) -> Played:
    """One session over a copy of the store at `path`, which is replaced meanwhile."""
    shutil.copy(stores / "mine", path)
    before, arrived = _made_ids(stores / "mine"), _made_ids(stores / case.arrival)
    hears, tells = _FORK.Pipe(duplex=False)
    arrived_there = _FORK.Event()
    session = _FORK.Process(target=_study, args=(path, tells, arrived_there, chance.random()))
    session.start()
    tells.close()
    graded = {hears.recv()}  # it is open
    time.sleep(chance.uniform(0, GRADES * sum(PAUSE_S) / 2))
    if case.moment == "killed before":
        session.kill()
        session.join()
    case.tool(stores / case.arrival, path)
    arrived_there.set()
    if case.moment == "open, then killed":
        time.sleep(chance.uniform(0, 2 * max(PAUSE_S)))
        session.kill()
    with suppress(EOFError):
        while True:
            graded.add(hears.recv())
    session.join()
    after, fault = set[str](), ""
    try:
        with open_store(path) as store:
            fault = "; ".join(store.damage())
        after = ids_in(path)
    except CardsError as error:
        fault = str(error)
    return Played(
        len(before), len(arrived), len(graded), len(after), len(before - after),
        len((arrived | graded) - after), len(graded - after), fault,
    )  # fmt: skip


@cache
def _made_ids(path: Path) -> set[str]:
    return ids_in(path)


def ids_in(path: Path) -> set[str]:
    with open_store(path) as store:
        return {id_ for (id_,) in store._connection.rows("SELECT id FROM event")}


def _study(path: Path, tells: Connection, arrived: Event, seed: float) -> None:
    """A session: grades with pauses, told one by one, until one is not saved.

    It ends once the file was replaced, at the earliest.
    """
    chance = Random(seed)
    with open_store(path) as store, BackedUp(store) as log:
        with suppress(CardsError):
            for number in range(GRADES):
                made = review(number, card=f"card-{number % 7}", id=f"session-{number:06}")
                log.append(made, SM2)
                tells.send(made.id)
                time.sleep(chance.uniform(*PAUSE_S))
        arrived.wait(60)


def rounds(
    stores: Path, folder: Path, number: int, chance: Random
) -> Iterator[tuple[Case, Played]]:
    """Play so many rounds, of every case in turn."""
    for case in islice(cycle(CASES), number):
        folder.mkdir()
        yield case, play(case, stores, folder / "progress.db", chance)
        shutil.rmtree(folder)


def main() -> None:
    """Play the rounds that are asked for, and print what came of each case."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=1000)
    options.add_argument("--events", type=int, nargs="*", default=[3, 100_000])
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = Random(given.seed)
    print(" | ".join(("events", "tool, session, what arrives", "runs", *_SUMS)))
    with TemporaryDirectory() as name:
        for events in given.events:
            stores = make_stores(Path(name) / f"{events}", events)
            found: dict[Case, list[Played]] = {}
            for case, played in rounds(
                stores, Path(name) / "home", given.runs // len(given.events), chance
            ):
                found.setdefault(case, []).append(played)
                if played.lost or played.fault:
                    print(f"{case}: {played}", flush=True)
            for case, all_played in found.items():
                _tell(events, case, all_played)


def _tell(events: int, case: Case, played: list[Played]) -> None:
    sums = (f"{sum(getattr(each, field) for each in played):,}" for field in _SUMS)
    print(f"{events:,} | {case} | {len(played)} | {' | '.join(sums)}", flush=True)


if __name__ == "__main__":
    main()
