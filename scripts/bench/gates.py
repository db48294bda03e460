"""Three ratios that must not grow: `python -m scripts.bench.gates`, as in CI, fails if one does.

Each is a quotient of two things measured in turns on the same machine, so that neither the machine
nor what else it does counts for much, and the median of the rounds' quotients. With three to six
times as much to do as there were cores, 13 runs gave 1.5 to 1.95 for the first question, 1.3 to 1.4
for a grade and 0.6 to 1.2 for a formula. The limits are above that, and each has three tries: they
catch what makes a thing half as slow again, not what costs some per cent (see before_after.py).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dcnn_cards.app.decks import shipped_deck
from dcnn_cards.typeset import formulas
from scripts.bench.first_question import PAINTED, floor, quiz
from scripts.bench.harness import Ratio, first_output, in_turns, part, ratio
from scripts.bench.report import table
from scripts.bench.typeset.tools import TOOLS, Installed
from scripts.bench.typeset.workers import answers


@dataclass(frozen=True, slots=True)
class Gate:
    """A ratio and what it may be at most."""

    name: str
    measure: Callable[[], Ratio]
    limit: float


def first_question() -> Ratio:
    """The first question of the shipped deck over the least that such a program takes."""
    with tempfile.TemporaryDirectory() as folder:
        ask = partial(first_output, quiz(shipped_deck()), Path(folder), until=PAINTED)
        ask()
        ours, floors = in_turns(12, ask, floor)
    return ratio([run.seconds for run in ours], [run.seconds for run in floors])


def grade() -> Ratio:
    """A grade on disk over a row that SQLite itself makes as durable, beside it."""
    found = part("commits", "300")
    return Ratio(found["median"], found["low"], found["high"])


def formula() -> Ratio:
    """The formulas of the shipped document over TeXicode's, of those that TeXicode can set."""
    document = shipped_deck().with_name("dcnn-qa.md").read_text(encoding="utf-8")
    sources = list(dict.fromkeys(latex for latex, _ in formulas(document)))
    tools = {tool.name: Installed(tool, Path(sys.executable), "", "") for tool in TOOLS}
    ours, theirs = in_turns(
        5,
        *(
            partial(answers, tools[name], sources, timeout=10.0)
            for name in ("dcnn-cards", "TeXicode")
        ),
    )
    refused = {at for at, answer in enumerate(theirs[0]) if answer.fault or not answer.text}
    kept = [at for at in range(len(sources)) if at not in refused]
    return ratio(
        [sum(round_[at].seconds for at in kept) for round_ in ours],
        [sum(round_[at].seconds for at in kept) for round_ in theirs],
    )


GATES = (
    Gate("first question / floor", first_question, 2.2),
    Gate("grade on disk / SQLite's commit", grade, 3),
    Gate("formula / TeXicode's", formula, 1.5),
)


def main() -> None:
    """Measure each, up to three times while it is over its limit; print all, and fail for one."""
    rows, failed = [], False
    for gate in GATES:
        for _ in range(3):
            found = gate.measure()
            if found.median <= gate.limit:
                break
        met = found.median <= gate.limit
        failed |= not met
        rows.append((gate.name, str(found), f"at most {gate.limit:g}", "met" if met else "NOT MET"))
    print(table(("ratio", "found", "wanted", ""), rows))
    sys.exit(failed)


if __name__ == "__main__":
    main()
