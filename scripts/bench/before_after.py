"""Speed before and after: two states of the program, measured in turns in one run.

    python -m scripts.bench.before_after OLD [NEW] [--rounds N] [--only NAME,...] [--cpu]

OLD and NEW are folders with `dcnn_cards` and `decks` in them; NEW is this project unless it is
given. The Python that runs this runs both, on OLD's deck. Of each figure it prints the least that
either took, and NEW's over OLD's: the median of the rounds, and the middle half of them. The floor
is `import click, rich.console, sqlite3`, twice: how far its ratio is from 1 is what no ratio here
can be trusted beyond.

- start: `--version`. first question: with what was kept the last time; very first start: with
  nothing kept yet; both until it has been painted.
- grades: a plain session of 150 cards, each revealed and graded.
- formulas, cards: all that the deck has, set in a fresh process, by its own clock, start left out.
- import: of the document that ships with the program.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

from dcnn_cards.typeset import formulas
from scripts.bench.first_question import FLOOR, PAINTED
from scripts.bench.harness import ROOT, first_output, in_turns, ratio
from scripts.bench.peers import say
from scripts.bench.report import table

Measure = Callable[[], float]
"""What does a thing once, and returns the seconds that it took."""

GRADES = 150
TYPESETTING = """
import json, sys, time
from dcnn_cards.typeset import render, typeset
given = json.load(sys.stdin)
for one in given:  # what is loaded at the first formula is part of a start
    typeset(one, width=80) if sys.argv[1] == "cards" else render(one, width=80)
    break
began = time.perf_counter()
for one in given:
    typeset(one, width=80) if sys.argv[1] == "cards" else render(one, width=80)
print(time.perf_counter() - began)
"""


@dataclass(frozen=True, slots=True)
class State:
    """A state of the program, whose package is in `code`; what it keeps goes into `home`."""

    code: Path
    deck: Path
    home: Path

    def question(self) -> float:
        """Seconds until the first question."""
        return self._question(self.home)

    def very_first(self) -> float:
        """Seconds until the first question, with nothing kept."""
        with tempfile.TemporaryDirectory() as home:
            return self._question(Path(home))

    def _question(self, home: Path) -> float:
        command = [*self._command(), "quiz", "--deck", str(self.deck)]
        path = {"PYTHONPATH": str(self.code)}
        return first_output(command, home, until=PAINTED, **path).seconds

    def start(self) -> float:
        """Seconds of the least that the program does."""
        return self._seconds("--version")

    def grades(self) -> float:
        """Seconds of a session."""
        with tempfile.TemporaryDirectory(dir=self.deck.parent) as home:
            quiz = ("quiz", "--plain", "--all", "--record", "--deck", str(self.deck))
            return self._seconds(*quiz, "--limit", str(GRADES), home=home, stdin="\n3\n" * 999)

    def importing(self) -> float:
        """Seconds of an import."""
        with tempfile.TemporaryDirectory() as folder:
            document = str(self.deck.with_name("dcnn-qa.md"))
            return self._seconds("import", document, "-o", f"{folder}/made.yaml")

    def typesetting(self, what: str, given: str) -> float:
        """Seconds of the process itself, for the "formulas" or "cards" given as JSON."""
        done = subprocess.run(
            [sys.executable, "-P", "-c", TYPESETTING, what],
            env={**os.environ, "PYTHONPATH": str(self.code)},
            input=given,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return float(done.stdout)

    def _command(self) -> list[str]:
        return [sys.executable, "-P", "-m", "dcnn_cards"]  # -P: not what is in this folder

    def _seconds(self, *arguments: str, home: str = "", stdin: str = "") -> float:
        began = time.perf_counter()
        subprocess.run(
            [*self._command(), *arguments],
            env={
                **os.environ,
                "PYTHONPATH": str(self.code),
                "DCNN_CARDS_HOME": home or str(self.home),
            },
            input=stdin.encode(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - began


def figures(old: State, new: State, deck: Path) -> dict[str, tuple[Measure, Measure]]:
    """What is measured of both, by name."""
    cards = yaml.safe_load(deck.read_text(encoding="utf-8"))["cards"]
    texts = [card[name] for card in cards for name in ("question", "answer") if card.get(name)]
    document = deck.with_name("dcnn-qa.md").read_text(encoding="utf-8")
    latex = list(dict.fromkeys(latex for latex, _ in formulas(document)))
    set_formulas = json.dumps(latex)
    set_cards = json.dumps(texts)
    return {
        "floor": (floor, floor),
        "start": (old.start, new.start),
        "first question": (old.question, new.question),
        "very first start": (old.very_first, new.very_first),
        "grades": (old.grades, new.grades),
        "import": (old.importing, new.importing),
        "formulas": (
            partial(old.typesetting, "formulas", set_formulas),
            partial(new.typesetting, "formulas", set_formulas),
        ),
        "cards": (
            partial(old.typesetting, "cards", set_cards),
            partial(new.typesetting, "cards", set_cards),
        ),
    }


def floor() -> float:
    """Seconds of the least that any such program takes."""
    return first_output(FLOOR).seconds


def on_processor(measure: Measure) -> float:
    """Seconds that the processor worked for whole processes: for a machine that others use."""
    worked = children_seconds()
    measure()
    return children_seconds() - worked


def children_seconds() -> float:
    """Seconds that the processor has worked for processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path, nargs="?", default=ROOT)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", metavar="NAME,...")
    parser.add_argument("--cpu", action="store_true", help="seconds of the processor instead")
    return parser.parse_args()


def main() -> None:
    """Measure, and print a table."""
    given = arguments()
    with tempfile.TemporaryDirectory(dir=sys.prefix) as folder:
        decks = Path(folder) / "decks"
        shutil.copytree(given.old / "decks", decks)
        deck = decks / "dcnn.yaml"
        old, new = (
            State(code.resolve(), deck, Path(folder) / name)
            for name, code in (("old", given.old), ("new", given.new))
        )
        measures = figures(old, new, deck)
        rows = []
        for name in given.only.split(",") if given.only else measures:
            say(name)
            before, after = measures[name]
            before(), after()  # what is kept for the next time is made now
            if given.cpu:
                before, after = partial(on_processor, before), partial(on_processor, after)
            olds, news = in_turns(given.rounds, before, after)
            best = (f"{1000 * min(seconds):.1f}" for seconds in (olds, news))
            rows.append((name, *best, str(ratio(news, olds))))
    print(table(("milliseconds", "before", "after", "after / before"), rows))


if __name__ == "__main__":
    main()
