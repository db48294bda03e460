"""Measures how fast dcnn-cards is, how much memory it takes, and how it compares with its peers.

    ./scripts/bench/run [--quick] [--json FILE] [--env DIR] [--data DIR] [--runs N]

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
- Exams: what each of 10,000 cards is worth for an exam, and a forecast of the score for 300 and for
  10,000 of them, in seconds of the processor.
- Memory: the largest resident set of the process that was measured.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import platformdirs

from dcnn_cards.app.clock import this_day
from scripts.bench import exams, first_question, grades, loads, replays, stats
from scripts.bench.anki import ANKI
from scripts.bench.data import Scale
from scripts.bench.figure import Bench, Results
from scripts.bench.harness import part
from scripts.bench.peers import UnavailableError, environment, say
from scripts.bench.report import machine_facts, table

FIGURES: dict[str, Callable[[Bench], None]] = {
    "first_questions": first_question.measure,
    "grades": grades.measure,
    "loads": loads.measure,
    "replays": replays.measure,
    "statistics": stats.measure,
    "exams": exams.measure,
}


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


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    cache = platformdirs.user_cache_path("dcnn-cards")
    parser.add_argument("--quick", action="store_true", help="a tenth of all, and fewer runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where a JSON document goes")
    parser.add_argument("--env", type=Path, default=cache / "peers", metavar="DIR")
    parser.add_argument("--data", type=Path, default=cache / "bench", metavar="DIR")
    parser.add_argument("--runs", type=int, help="how often a start is timed")
    parser.add_argument("--only", metavar="NAME,...", help=", ".join(FIGURES))
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
    for name in given.only.split(",") if given.only else FIGURES:
        say(name)
        FIGURES[name](bench)
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
