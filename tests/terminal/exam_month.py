"""The weeks before an exam, driven through the program itself by a learner who does not exist.

Each day is a `quiz --plain` of its own: the program asks, the learner reads which card it is, takes
as long as they take, by a clock that is set for it, and grades. What the learner then knows on the
day of the exam stands beside what `exam` said on the first day and later.
`python -m tests.terminal.exam_month --days 30 --minutes 10 --cards 200` prints it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.learner import Learner, fsrs_memory

# The program on a clock that is so many milliseconds ahead as a file says, whoever asks for it.
_CLOCKED = """
import os, sys, time
path = sys.argv.pop(1)
real, steady, other = time.time_ns, time.monotonic, time.clock_gettime_ns

def ahead():
    with open(path) as file:
        return int(file.read())

os.environ["TZ"] = "UTC0"
time.tzset()
time.time_ns = lambda: real() + ahead() * 10**6
time.monotonic = lambda: steady() + ahead() / 1000
time.clock_gettime_ns = lambda clock: other(clock) + ahead() * 10**6
from dcnn_cards.cli import main
main()
"""
_DAY_MS = 86_400_000
_CARD = re.compile(r"What is (c\d+)\?")
_ASKS = re.compile(r"shows the answer: $")
_GRADES = re.compile(r"4 Easy[^\n]*: $")
_ENDS = re.compile(r"Enter ends: $")
_PATIENCE_S = 60


class Told(NamedTuple):
    """What `exam` said on a day, and how many reviews had been made by then."""

    day: date
    reviews: int
    document: Mapping[str, Any]


class Month(NamedTuple):
    """What `exam` said on the days, what was `known` on the exam's, and a `paper` of all cards.

    `known` is the mean chance of recall of all cards, `paper` the share of one draw.
    """

    told: tuple[Told, ...]
    known: float
    paper: float


class _Program:
    """The program in a folder of its own, on a clock that is set."""

    def __init__(self, folder: Path, cards: int) -> None:
        self._folder = folder
        self._clock = folder / "clock"
        self._ahead_ms = 0
        noon = datetime.now(UTC).replace(hour=12)
        self._noon_ms = round((noon - datetime.now(UTC)).total_seconds() * 1000)
        self.today = noon.date()
        deck = "deck: month\ncards:\n"
        for number in range(cards):
            deck += f"  - {{id: c{number}, section: 'Part {number % 4 + 1}', "
            deck += f"question: 'What is c{number}?', answer: That.}}\n"
        (folder / "month.yaml").write_text(deck)

    def begin(self, day: int) -> date:
        """Let it be noon, so many days after the first; return the date."""
        self._ahead_ms = day * _DAY_MS + self._noon_ms
        self.wait(0)
        return date.fromordinal(self.today.toordinal() + day)

    def wait(self, milliseconds: int) -> None:
        """Let so much time pass."""
        self._ahead_ms += milliseconds
        draft = self._clock.with_suffix(".draft")
        draft.write_text(str(self._ahead_ms))
        draft.replace(self._clock)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the program with these words."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DCNN_CARDS")}
        return subprocess.Popen(
            [sys.executable, "-c", _CLOCKED, str(self._clock), *words],
            env={
                **kept,
                "DCNN_CARDS_HOME": str(self._folder),
                "DCNN_CARDS_DECK": str(self._folder / "month.yaml"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def exam(self, *words: str) -> Mapping[str, Any]:
        """What `exam` says."""
        out, _ = self.start("exam", *words, "--format", "json").communicate(timeout=_PATIENCE_S)
        found: Mapping[str, Any] = json.loads(out)
        return found

    def quiz(self, learner: Learner, day: Day) -> int:
        """Hold the session of a day; return how many cards were graded."""
        graded = 0
        with self.start("quiz", "--plain") as program:
            assert program.stdin
            for said in _prompts(program):
                answer = "\n"
                if _ASKS.search(said):
                    *_, card = _CARD.findall(said)
                    grade, milliseconds = learner.answer(CardId(card), day)
                    self.wait(milliseconds)
                    graded += 1
                elif _GRADES.search(said):
                    answer = f"{grade}\n"
                program.stdin.write(answer.encode())
                program.stdin.flush()
            assert program.wait(_PATIENCE_S) == 0
        return graded


def _prompts(program: subprocess.Popen[bytes]) -> Iterator[str]:
    """What the program says up to each line that it waits for, until it ends."""
    assert program.stdout
    said = ""
    while data := os.read(program.stdout.fileno(), 65_536):
        said += data.decode()
        if any(prompt.search(said) for prompt in (_ASKS, _GRADES, _ENDS)):
            yield said
            said = ""


def month(
    folder: Path, *, days: int, minutes: int, cards: int, seed: int, asked_on: tuple[int, ...]
) -> Month:
    """Let a learner, drawn by `seed`, study for an exam in `days` days, by the program alone.

    What to expect is asked on the first day, 0, on the days `asked_on` and on the exam's.
    """
    program = _Program(folder, cards)
    learner = Learner(fsrs_memory(seed), seed)
    exam = program.begin(days)
    reviews, told = 0, []
    for day in range(days):
        today = program.begin(day)
        setting = () if day else (exam.isoformat(), "--minutes", str(minutes))
        if setting or day in asked_on:
            told.append(Told(today, reviews, program.exam(*setting)))
        reviews += program.quiz(learner, Day(today.toordinal()))
    program.begin(days)
    told.append(Told(exam, reviews, program.exam()))
    chances = learner.recalls(Day(exam.toordinal()))
    dice = Random(f"{seed}/paper")
    return Month(
        tuple(told),
        sum(chances) / cards,
        sum(dice.random() < chance for chance in chances) / cards,
    )


def main() -> None:
    """Play the months that are asked for, and print what was said and what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--minutes", type=int, default=10)
    options.add_argument("--cards", type=int, default=200)
    options.add_argument("--seeds", type=int, nargs="*", default=[1])
    given = options.parse_args()
    on = (given.days // 2, given.days - 1)
    for seed in given.seeds:
        with TemporaryDirectory() as name:
            found = month(
                Path(name), days=given.days, minutes=given.minutes, cards=given.cards, seed=seed,
                asked_on=on,
            )  # fmt: skip
        for told in found.told:
            said = told.document
            print(
                f"learner {seed}, {said['days_left']:2} days left, {told.reviews:5} reviews: "
                f"now {said['now']:.1%}, expected {said['expected']:.1%} "
                f"({said['low']:.1%} to {said['high']:.1%})",
                flush=True,
            )
        print(f"learner {seed}: known {found.known:.1%}, paper {found.paper:.1%}", flush=True)


if __name__ == "__main__":
    main()
