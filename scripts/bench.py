#!/usr/bin/env python3
"""Measures how fast dcnn-cards is, how much memory it takes, and how it compares with its peers.

    ./scripts/bench [--quick] [--json FILE] [--env DIR] [--data DIR] [--runs N]

Everything is measured on the machine it runs on, in one run; what is compared is measured in turns,
so that both meet the same disturbances. Peers (the `anki` package, and the pure-Python `fsrs`) live
in virtual environments below `--env`, made the first time; one that cannot be had is named and left
out. The decks and stores are made the first time too, below `--data`, and are the same every time
on one day: 300 cards (the deck that comes with the program) and 100,000 of the same texts, with
1,000,000 reviews each. `--quick` takes a tenth of the cards and reviews, and fewer runs.

- First question: from the start of the process until the first question and the keys below it have
  been painted in a pseudo-terminal of 100 by 30. The median of the runs, each next to one of the
  floor (`python -c "import click, rich.console, sqlite3"`, to its end) and one of anki, which opens
  a collection of as many cards with the same due days and as many reviews, and fetches the first
  due card, without showing it. Decks and screens have been read and set before, as on any day but
  the first; the very first start is a line of its own.
- Grades: one after the other, each durable before the next, over the store or collection with all
  its reviews; anki's `answer_card` on cards from its queue.
- Loads: the large deck from its YAML, and from the form in which the program keeps it. Import: of
  the shipped document, written out as often as it takes to have a tenth of the large deck's cards.
- Replay: all reviews of the large deck through a scheduler, once as states alone, in seconds of the
  processor, since nothing is waited for, once in the store (`doctor --rebuild`: read from the log,
  folded, written). The pure-Python `fsrs` replays some of the same reviews.
- Statistics: `dcnn-cards stats --format json`, the whole process, once the store has been counted
  before and once for the first time.
- Memory: the largest resident set of the process that was measured.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import random
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import platformdirs
from typeset_peers import (
    UnavailableError,
    environment,
    machine_facts,
    plain_environment,
    say,
    table,
)

from dcnn_cards.app.clock import now, this_day
from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.scheduler import State
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import open_store

SCRIPT = Path(__file__).resolve()
COLUMNS, ROWS = 100, 30
PAINTED = b"show the answer"
FLOOR = [sys.executable, "-c", "import click, rich.console, sqlite3"]
PEER_SHARE = 50  # the pure-Python fsrs replays one in so many reviews
DAY_MS = 86_400_000

# --- What is measured on --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the large deck is, how many reviews there are, and how often a start is timed."""

    cards: int
    reviews: int
    runs: int


def decks(folder: Path, scale: Scale) -> dict[str, Path]:
    """The decks, made unless they are there: the shipped one, and one of its texts many times."""
    shipped = read_deck(shipped_deck())
    paths = {name: folder / name / "deck.yaml" for name in ("small", "large")}
    if not paths["large"].exists():
        say(f"writing a deck of {scale.cards:,} cards")
        for path in paths.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(shipped_deck().parent, paths["small"].parent, dirs_exist_ok=True)
        paths["small"].with_name("dcnn.yaml").rename(paths["small"])
        cards = [copy_of(shipped.cards, number) for number in range(scale.cards)]
        paths["large"].write_text(
            dump_deck(Deck(DeckName("large"), "Large", cards)), encoding="utf-8"
        )
    return paths


def copy_of(cards: Sequence[Card], number: int) -> Card:
    """The card `number` of a deck that repeats `cards`, each time in sections of its own."""
    card, part = cards[number % len(cards)], number // len(cards)
    follows = CardId(f"{card.follows[:80]}-{part}") if card.follows else None
    return replace(
        card,
        id=CardId(f"{card.id[:80]}-{part}"),
        section=f"{card.section}, part {part}",
        question=f"{card.question} ({part})",
        follows=follows,
        figure=None,
        answer=card.answer or "A figure.",
    )


def history(
    cards: Sequence[Card], reviews: int, today: Day, deck: DeckName
) -> Iterator[list[Event]]:
    """Reviews of every card: by SM-2 on its due days or after 100 days, until some days ago.

    A card with so many reviews that they would take decades has one every day.
    """
    chance = random.Random(1)
    algorithm = scheduler("sm2")
    each = reviews // len(cards)
    for number, card in enumerate(cards):
        grades = chance.choices(tuple(Grade), (8, 12, 65, 15), k=each)
        days, state = [0], None
        for grade in grades:
            state = algorithm.review(state, grade, Day(days[-1]))
            days.append(min(state.due, days[-1] + 100) + chance.choice((0, 0, 0, 1)))
        assert state is not None
        if each > 30:
            days = list(range(each))
            last = today - 1 - number % 2
        else:
            # Most are due some day to come, a few today or yesterday.
            last = today - 1 - chance.randrange(min(state.interval, 100) + 1)
        shift = last - days[each - 1]
        yield [
            Event(
                f"{number:08x}-{at:04x}",
                "bench",
                (Millis(Millis(days[at] + shift - 719_163) * DAY_MS + 36_000_000 + at)),
                Day(days[at] + shift),
                deck,
                card.id,
                Kind.REVIEW,
                grade,
                chance.randrange(1000, 30_000),
                "sm2",
            )
            for at, grade in enumerate(grades)
        ]


def make_store(path: Path, deck: Deck, reviews: int, today: Day) -> None:
    """A store with so many reviews of the deck."""
    draft = path.with_name("draft.db")
    for file in path.parent.glob("draft.db*"):
        file.unlink()
    say(f"writing {reviews:,} reviews of {len(deck.cards):,} cards")
    histories = history(deck.cards, reviews, today, deck.name)
    with open_store(draft) as store:
        for some in batches(histories, 2_000):
            store.extend([event for events in some for event in events], scheduler("sm2"))
    draft.rename(path)


def batches(values: Iterator[list[Event]], size: int) -> Iterator[list[list[Event]]]:
    """The values, so many at a time."""
    batch: list[list[Event]] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


# --- Timing processes -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds until what was waited for, and the most memory."""

    seconds: float
    megabytes: float


def first_output(command: Sequence[str], home: Path | None = None, *, until: bytes = b"") -> Run:
    """Runs a command in a terminal until it has put out `until`; without that, until it ends."""
    own = {"TERM": "xterm-256color", **({"DCNN_CARDS_HOME": str(home)} if home else {})}
    kept = {k: v for k, v in plain_environment().items() if not k.startswith("DCNN_CARDS_")}
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execve(command[0], list(command), {**kept, **own})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    seen = b""
    seconds = megabytes = 0.0
    while data := output_of(terminal):
        seen += data
        if until and until in seen and not seconds:
            seconds = time.perf_counter() - began
            megabytes = peak(process)
            with suppress(OSError):
                os.write(terminal, b"q")
    os.close(terminal)
    status = os.waitpid(process, 0)[1]
    if not until:
        seconds = time.perf_counter() - began
        if told := re.search(rb"peak ([\d.]+) MB", seen):
            megabytes = float(told[1])
    if status or not seconds:
        words = seen.decode(errors="replace").strip().splitlines()
        raise UnavailableError(words[-1] if words else f"status {status}")
    return Run(seconds, megabytes)


def output_of(terminal: int) -> bytes:
    """What comes next from a terminal, nothing at its end; its process may think for minutes."""
    if not select.select([terminal], [], [], 600)[0]:
        raise UnavailableError("no output in ten minutes")
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def peak(process: int | str = "self") -> float:
    """The most memory that a process has had, in megabytes; 0 where there is no /proc.

    What `wait4` says would count what the parent had when the process was forked.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


PROGRAM = """
import atexit, sys
from dcnn_cards.cli import main
@atexit.register
def tell():
    with open("/proc/self/status") as file:
        print("peak", int(file.read().split("VmHWM:")[1].split()[0]) / 1024, "MB")
main()
"""


def program(*arguments: str | Path) -> list[str]:
    """The command that runs the program to its end and then tells its memory."""
    return [sys.executable, "-c", PROGRAM, *map(str, arguments)]


def quiz(deck: Path) -> list[str]:
    """The command that studies a deck."""
    return [sys.executable, "-m", "dcnn_cards", "quiz", "--deck", str(deck)]


def median(runs: Sequence[Run]) -> Run:
    """The median time and the most memory of some runs."""
    return Run(statistics.median(r.seconds for r in runs), max(r.megabytes for r in runs))


# --- Parts that run in a process of their own -----------------------------------------------------


def part(name: str, *arguments: str | Path) -> dict[str, float]:
    """Runs a function of `PARTS` in a fresh process; its numbers, and the memory that it took."""
    command = [sys.executable, str(SCRIPT), "--part", name, *map(str, arguments)]
    numbers: dict[str, float] = json.loads(run(command))
    return numbers


def run(command: Sequence[str]) -> str:
    """The last line that a command puts out."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        words = done.stdout.strip().splitlines()
        raise UnavailableError(words[-1] if words else f"exit code {done.returncode}")
    return done.stdout.strip().rpartition("\n")[2]


def load_part(deck: DeckName, folder: str) -> dict[str, float]:
    """Reads a deck, and every card of it."""
    from dcnn_cards.deck.compiled import load_deck

    began = time.perf_counter()
    cards = load_deck(Path(deck), Path(folder)).cards
    opened = time.perf_counter() - began
    list(cards)
    return {"seconds": opened, "all_seconds": time.perf_counter() - began}


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
        for review in store.reviews(deck):
            found.setdefault(review.card, []).append((Grade(review.grade), review.day))
    return found


def rebuild_part(home: str, name: str) -> dict[str, float]:
    """Derives every state again from the log, in a copy of the store."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        path = Path(folder) / "progress.db"
        shutil.copy(Path(home) / "progress.db", path)
        with open_store(path) as store:
            began, worked = time.perf_counter(), time.process_time()
            store.rebuild(scheduler(name))
            return {
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time() - worked,
            }


def prepare_part(data: str, cards: str, reviews: str, today: str, anki: str) -> dict[str, float]:
    """Makes what there is to measure on, unless it is there."""
    folder, day = Path(data), int(today)
    loaded = {
        size: read_deck(path) for size, path in decks(folder, Scale(int(cards), 0, 0)).items()
    }
    for size, deck in loaded.items():
        for filling in ("empty", "full"):
            home = folder / size / filling
            home.mkdir(exist_ok=True)
            if filling == "full" and not (home / "progress.db").exists():
                make_store(home / "progress.db", deck, int(reviews), Day(day))
            if anki:
                target = folder / size / f"anki-{filling}" / "collection.anki2"
                collection(Path(anki), target, deck, home, Day(day))
    return {"shipped": len(loaded["small"].cards)}


PARTS: dict[str, Callable[..., dict[str, float]]] = {
    "prepare": prepare_part,
    "load": load_part,
    "grades": grades_part,
    "replay": replay_part,
    "rebuild": rebuild_part,
}

# --- Peers ----------------------------------------------------------------------------------------

ANKI = "anki==26.9.3"
ANKI_BUILD = """
import json, sqlite3, sys
from pathlib import Path
from anki.collection import AddNoteRequest, Collection
source, target = sys.argv[1:]
Path(target).parent.mkdir(parents=True, exist_ok=True)
draft = target + ".draft"
Path(draft).unlink(missing_ok=True)
col = Collection(draft)
kind, deck = col.models.by_name("Basic"), col.decks.id("Default")
rows = [json.loads(line) for line in open(source)]
for start in range(0, len(rows), 5000):
    requests = []
    for question, answer, *_ in rows[start : start + 5000]:
        note = col.new_note(kind)
        note["Front"], note["Back"] = question, answer
        requests.append(AddNoteRequest(note, deck))
    col.add_notes(requests)
cards, today = col.db.list("select id from cards order by due, id"), col.sched.today
config = col.decks.config_dict_for_deck_id(deck)
config["rev"]["perDay"] = config["new"]["perDay"] = 9999
col.decks.update_config(config)
col.close()
states, log = [], []
for card, (_, _, state, reviews) in zip(cards, rows):
    if state is None:
        continue
    due, interval, ease, lapses = state
    states.append((today + due, interval, ease, len(reviews), lapses, card))
    log += [(at, card, -1, grade, interval, interval, ease, ms, 1) for at, grade, ms in reviews]
log = [(number, *row[1:]) for number, row in enumerate(sorted(log), log[0][0] if log else 0)]
with sqlite3.connect(draft) as db:
    db.executemany("update cards set type = 2, queue = 2, due = ?, ivl = ?, factor = ?, reps = ?, "
                   "lapses = ? where id = ?", states)
    db.executemany("insert into revlog values (?, ?, ?, ?, ?, ?, ?, ?, ?)", log)
db.close()
Path(draft).rename(target)
"""
ANKI_FIRST = """
import sys
from anki.collection import Collection
col = Collection(sys.argv[1])
print("first card:", col.sched.get_queued_cards(fetch_limit=1).cards[0].card.id, flush=True)
"""
ANKI_GRADES = """
import json, re, shutil, statistics, sys, time
from anki.collection import Collection
from anki.scheduler.v3 import CardAnswer
shutil.copy(sys.argv[1], sys.argv[1] + ".copy")
col = Collection(sys.argv[1] + ".copy")
seconds = []
for _ in range(int(sys.argv[2])):
    found = col.sched.get_queued_cards(fetch_limit=1).cards
    if not found:
        break
    card = col.get_card(found[0].card.id)
    card.start_timer()
    answer = col.sched.build_answer(card=card, states=found[0].states, rating=CardAnswer.GOOD)
    began = time.perf_counter()
    col.sched.answer_card(answer)
    seconds.append(time.perf_counter() - began)
col.close()
print(json.dumps({"a_second": len(seconds) / sum(seconds),
      "median_ms": 1000 * statistics.median(seconds),
      "of_100_the_slowest_ms": 1000 * statistics.quantiles(seconds, n=100)[98],
      "mb": int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]) / 1024}))
"""
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


def collection(python: Path, path: Path, deck: Deck, home: Path, today: Day) -> None:
    """A collection for anki with the cards of a deck, and what the store in `home` says of them."""
    if path.exists():
        return
    say(f"writing a collection of {len(deck.cards):,} cards for anki")
    reviews: dict[str, list[tuple[int, int, int]]] = {}
    with open_store(home / "progress.db") as store:
        records = store.records(deck.name, scheduler("sm2"))
        for event in store.events(deck.name):
            given = reviews.setdefault(event.card, [])
            given.append((event.at, int(event.grade or 0), event.thinking_ms or 0))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        for card in deck.cards:
            state = records[card.id].state if card.id in records else None
            facts = state and (
                state.due - today,
                state.interval,
                round(state.memory[0] * 1000),
                state.lapses,
            )
            line = (card.question, card.answer, facts, reviews.get(card.id, []))
            file.write(json.dumps(line) + "\n")
        file.flush()
        run([str(python), "-c", ANKI_BUILD, file.name, str(path)])


# --- Measuring ------------------------------------------------------------------------------------


@dataclass
class Results:
    """What was measured, as rows of tables and as values by name."""

    values: dict[str, dict[str, float]] = field(default_factory=dict)
    goals: list[tuple[str, str, str, bool]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, **values: float) -> None:
        """Note what was measured of one thing."""
        self.values.setdefault(name, {}).update(values)
        say(f"  {name}: {', '.join(f'{key} {value:,.4g}' for key, value in values.items())}")

    def goal(self, name: str, wanted: str, found: float, unit: str, *, met: bool) -> None:
        """Note whether a goal was met."""
        self.goals.append((name, wanted, f"{found:,.4g}{unit}", met))


@dataclass(frozen=True, slots=True)
class Bench:
    """What there is to measure on, and where the results go."""

    scale: Scale
    data: Path
    decks: dict[str, Path]
    shipped: int  # cards of the small deck
    anki: Path | None
    fsrs: Path | None
    results: Results

    def home(self, size: str, filling: str) -> Path:
        """The folder of the store that is `filling` ("empty" or "full") for a deck."""
        return self.data / size / filling

    def first_questions(self) -> None:
        """Times the first question of both decks and both stores."""
        for size in self.decks:
            for filling in ("empty", "full"):
                self.first_question(size, filling)
        floors, ours = [], []
        for _ in range(max(3, self.scale.runs // 2)):
            floors.append(first_output(FLOOR))
            with tempfile.TemporaryDirectory() as folder:
                ours.append(first_output(quiz(self.decks["small"]), Path(folder), until=PAINTED))
        self.put_first("first question: small, very first start", ours, floors)

    def put_first(self, name: str, ours: Sequence[Run], floors: Sequence[Run]) -> float:
        """Note how long first questions took; return how many times the floor that is."""
        took, floor = median(ours), median(floors)
        # Each start over the floor that was run right before it: both met the same disturbances.
        pairs = zip(ours, floors, strict=True)
        ratio = statistics.median(own.seconds / least.seconds for own, least in pairs)
        milliseconds = {"ms": 1000 * took.seconds, "floor_ms": 1000 * floor.seconds}
        self.results.put(name, **milliseconds, ratio=ratio, mb=took.megabytes)
        return ratio

    def first_question(self, size: str, filling: str) -> None:
        """Times one first question, next to the floor and to anki."""
        name = f"first question: {size}, {filling} store"
        home, deck = self.home(size, filling), quiz(self.decks[size])
        home.mkdir(parents=True, exist_ok=True)
        collected = self.data / size / f"anki-{filling}" / "collection.anki2"
        anki = [str(self.anki), "-c", ANKI_FIRST, str(collected)] if self.anki else []
        if anki and self.anki:
            first_output(anki, until=b"first card")
        first_output(deck, home, until=PAINTED)
        floors, ours, theirs = [], [], []
        for _ in range(self.scale.runs):
            floors.append(first_output(FLOOR))
            ours.append(first_output(deck, home, until=PAINTED))
            if anki:
                theirs.append(first_output(anki, until=b"first card"))
        ratio = self.put_first(name, ours, floors)
        self.results.goal(f"{name}: times the floor", "at most 2", ratio, "", met=ratio <= 2)
        if theirs:
            anki_took = median(theirs)
            self.results.put(name, anki_ms=1000 * anki_took.seconds, anki_mb=anki_took.megabytes)
            times = anki_took.seconds / median(ours).seconds
            self.results.goal(f"{name}: anki takes", "over 1 time", times, " times", met=times > 1)

    def grades(self) -> None:
        """Times grades, each made durable."""
        count = str(2_000 if self.scale.runs > 5 else 500)
        home = self.home("large", "full")
        ours = part("grades", home, "large", count)
        self.results.put("grades", **ours)
        slow = ours["of_100_the_slowest_ms"]
        self.results.goal("a grade on disk, 99 %", "under 10 ms", slow, " ms", met=slow < 10)
        if self.anki:
            path = self.data / "large" / "anki-full" / "collection.anki2"
            peer = json.loads(run([str(self.anki), "-c", ANKI_GRADES, str(path), count]))
            self.results.put("grades: anki", **peer)
            times = ours["a_second"] / peer["a_second"]
            self.results.goal("grades a second", "ahead of anki", times, " times", met=times > 1)

    def loads(self) -> None:
        """Times reading the large deck, and importing a document."""
        deck = self.decks["large"]
        with tempfile.TemporaryDirectory() as folder:
            self.results.put("large deck: first load", **part("load", deck, folder))
            time.sleep(2.5)
            part("load", deck, folder)  # a deck that was just written is looked at twice
            self.results.put("large deck: cached load", **part("load", deck, folder))
            document = Path(folder) / "document.md"
            text = (shipped_deck().parent / "dcnn-qa.md").read_text(encoding="utf-8")
            copies = max(1, self.scale.cards // 10 // self.shipped)
            document.write_text("\n".join(f"{text}\n" for _ in range(copies)), encoding="utf-8")
            made = Path(folder) / "made.yaml"
            took = first_output(program("import", document, "-o", made), Path(folder))
            cards = copies * self.shipped
            self.results.put("import", cards=cards, seconds=took.seconds, mb=took.megabytes)

    def replays(self) -> None:
        """Times each scheduler over all reviews of the large deck."""
        home, name = self.home("large", "full"), "large"
        bounds = {"sm2": 5, "fsrs": 10}
        for algorithm in SCHEDULERS:
            found = part("replay", home, name, algorithm)
            self.results.put(f"replay: {algorithm}, states", **found)
            whole = part("rebuild", home, algorithm)
            self.results.put(f"replay: {algorithm}, store rebuilt", **whole)
            if algorithm in bounds:
                taken = found["seconds"] * 1_000_000 / found["reviews"]
                wanted, met = f"under {bounds[algorithm]} s", taken < bounds[algorithm]
                self.results.goal(f"1,000,000 reviews: {algorithm}", wanted, taken, " s", met=met)
        if self.fsrs and "fsrs" in SCHEDULERS:
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                histories = list(grades_by_card(home, DeckName(name)).values())[::PEER_SHARE]
                json.dump(histories, file)
                file.flush()
                peer = json.loads(run([str(self.fsrs), "-c", FSRS_REPLAY, file.name]))
            self.results.put("replay: fsrs in pure Python", **peer)
            ours = self.results.values["replay: fsrs, states"]
            times = peer["seconds"] / peer["reviews"] / (ours["seconds"] / ours["reviews"])
            self.results.goal("fsrs over pure Python", "50 times", times, " times", met=times >= 50)

    def statistics(self) -> None:
        """Times the statistics over all reviews of the large deck."""
        home = self.home("large", "full")
        deck = self.decks["large"]
        command = program("stats", "--format", "json", "--deck", deck)
        with tempfile.TemporaryDirectory(dir=home.parent) as folder:
            copy = Path(folder)
            shutil.copy(home / "progress.db", copy)
            (copy / "cache").mkdir()
            part("load", deck, copy / "cache")
            took = first_output(command, copy)
            self.results.put("stats: first time", seconds=took.seconds, mb=took.megabytes)
            took = median([first_output(command, copy) for _ in range(self.scale.runs // 2 + 1)])
            self.results.put("stats", seconds=took.seconds, mb=took.megabytes)
            met = took.seconds < 1
            self.results.goal("stats", "under 1 s", took.seconds, " s", met=met)


def report(facts: dict[str, str], versions: dict[str, str], results: Results) -> str:
    """All of it as text."""
    rows = [
        (name, key.replace("_", " "), f"{value:,.2f}" if value < 100 else f"{value:,.0f}")
        for name, values in results.values.items()
        for key, value in values.items()
    ]
    goals = [
        (name, wanted, found, "met" if met else "NOT MET")
        for name, wanted, found, met in results.goals
    ]
    return "\n\n".join(
        [
            "\n".join(f"{name}: {fact}" for name, fact in facts.items()),
            *(f"{name}: {version}" for name, version in versions.items()),
            *(f"left out: {name}: {why}" for name, why in results.missing.items()),
            table(("measured", "", ""), rows),
            table(("goal", "wanted", "found", ""), goals),
        ]
    )


# --- Putting it together --------------------------------------------------------------------------


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    cache = platformdirs.user_cache_path("dcnn-cards")
    parser.add_argument("--quick", action="store_true", help="a tenth of all, and fewer runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where a JSON document goes")
    parser.add_argument("--env", type=Path, default=cache / "peers", metavar="DIR")
    parser.add_argument("--data", type=Path, default=cache / "bench", metavar="DIR")
    parser.add_argument("--runs", type=int, help="how often a start is timed")
    parser.add_argument("--only", metavar="NAME,...", help="first_questions, grades, loads, ...")
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    return parser.parse_args()


def peer(name: str, requirement: str, folder: Path, results: Results) -> Path | None:
    """The Python of a peer's environment, None, and a note, if it cannot be had."""
    try:
        return environment(name, (requirement,), folder)
    except (UnavailableError, OSError) as error:
        results.missing[name] = str(error)
        return None


def main() -> None:
    """Makes what is missing, measures and reports."""
    given = arguments()
    if given.part:
        name, *rest = given.part
        found = PARTS[name](*rest)
        print(json.dumps({**found, "mb": peak()}))
        return
    scale = Scale(10_000, 100_000, 5) if given.quick else Scale(100_000, 1_000_000, 15)
    scale = replace(scale, runs=given.runs or scale.runs)
    facts = machine_facts()
    results = Results()
    today = this_day(4)
    # What is due depends on the day, so that the data of another day would be another case.
    data = given.data.resolve() / f"{scale.cards}-{scale.reviews}-{today}"
    data.mkdir(parents=True, exist_ok=True)
    env = given.env.resolve()
    env.mkdir(parents=True, exist_ok=True)
    anki, fsrs = (peer(*each, env, results) for each in (("anki", ANKI), ("fsrs", "fsrs")))
    # Elsewhere: what a process of a gigabyte starts waits for a copy of its tables of pages.
    made = part("prepare", data, str(scale.cards), str(scale.reviews), str(today), anki or "")
    paths = {size: data / size / "deck.yaml" for size in ("small", "large")}
    bench = Bench(scale, data, paths, int(made["shipped"]), anki, fsrs, results)
    steps = ("first_questions", "grades", "loads", "replays", "statistics")
    for step in given.only.split(",") if given.only else steps:
        say(step)
        getattr(bench, step)()
    versions = {"peers": f"{ANKI}, fsrs" if not results.missing else "see below"}
    print(report(facts, versions, results))
    if given.json:
        told = {
            "facts": facts,
            "scale": {"cards": scale.cards, "reviews": scale.reviews, "runs": scale.runs},
            "values": results.values,
            "goals": [
                dict(zip(("name", "wanted", "found", "met"), goal, strict=True))
                for goal in results.goals
            ],
            "missing": results.missing,
        }
        given.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
