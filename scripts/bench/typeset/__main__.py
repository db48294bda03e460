r"""Compares the typesetter of this project with its peers: what they render, how well, how fast.

    python -m scripts.bench.typeset [FILE ...] [--env DIR] [--json FILE] [--tools NAME,...]

Run it with a Python that has dcnn-cards installed. The formulas are those of the deck that ships
with the program, and of each FILE: a Markdown document, or one formula a line with `#` comments.
Each peer lives in a virtual environment of its own below `--env`, made the first time; KaTeX, which
reads the formulas for us, needs node and npm. utftex is taken from the PATH, since pip cannot
install it. What cannot be had is named and left out. A run takes minutes, most of them sympy's.

What is measured, for each tool and set of formulas:

- rendered: no exception, no exit code but 0, no time-out, some output, and no sign by which the
  tool says that it gave up (our ‹source›; TeXicode's message, or a `?` that is not in the source;
  pandoc's $$source$$).
- clean: rendered, and no command of the source is left in the output with its backslash, not even
  run into what followed it (`\beginaligned`).
- content: clean, and the letters and digits of the output are those of an independent reading,
  each as often. Both are decomposed (NFKD: ᵢ is i, 𝐱 is x, ŷ is y and a mark) and only letters and
  numbers are kept; look-alikes such as ɑ for α (there is no superscript α) count as what they mean.
  The reading is what `--leaves` says that KaTeX reads, for other formulas the MathML that KaTeX
  makes here; formulas that KaTeX refuses are not counted. Order is not compared, nor are signs that
  are no letters: a tool that drops brackets or norms, or takes `x^{n+1}` for x^n+1, loses nothing.
- geometry: over the formulas in which something can be measured. KaTeX's MathML says what stands
  above what (numerator and denominator; script, limit or label and its base; rows of a table) and
  what stands left of what (cells of a table's row). Only characters that the whole formula has
  once, in either case, are looked up: the output must have them once, and all of one part must be
  above, or left of, all of the other. A superscript character (²) is a quarter row up, a subscript
  character a quarter row down, so one-row scripts are as good as raised ones. Scripts are not
  looked into, since a fraction there may well be set with a slash; bases of side-set scripts count
  if they are one token; fractions of plain numbers do not, since ½ is fine. Tools that set
  everything on one line are not measured.
- ms: the median over the formulas of the time that one takes, once the tool is loaded and warm, in
  a fresh process for each of some rounds (the median of the rounds). Tools without a Python
  interface run as one process for each formula.
- start: the median time of a cold process that renders one fraction, interpreter included.
- set: the median time of a cold process that renders the whole set, but for what is lost.
- lost: formulas at which the tool hung or its process died.
"""

from __future__ import annotations

import argparse
import functools
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import platformdirs

from dcnn_cards.typeset import formulas as formulas_of
from scripts.bench.harness import ROOT
from scripts.bench.peers import UnavailableError, reason, say
from scripts.bench.report import machine_facts, table
from scripts.bench.typeset.judging import FormulaSet, score
from scripts.bench.typeset.reading import katex_reads, reading_of
from scripts.bench.typeset.tools import TOOLS, install
from scripts.bench.typeset.workers import COLD_RUNS, cold_seconds, wall_seconds

DECK = ROOT / "decks" / "dcnn-qa.md"
DATA = ROOT / "tests" / "typeset" / "data"
DOCUMENT_WIDTH = 80


def set_table(of: FormulaSet, starts: Mapping[str, float | None]) -> str:
    """The table of one set."""
    head = ("tool", "rendered", "clean", "content", "geometry", "ms", "start ms", "set s", "lost")
    totals = len(of.sources), len(of.sources), of.read, of.measurable
    rows = [("formulas", *map(str, totals), "", "", "", "")]
    for each in of.scores:
        rows.append(
            (
                each.tool,
                str(each.rendered),
                str(each.clean),
                str(each.content),
                "one line" if each.geometry is None else str(each.geometry),
                f"{each.milliseconds:.2f}",
                in_milliseconds(starts[each.tool]),
                "never" if each.set_seconds is None else f"{each.set_seconds:.2f}",
                str(each.lost),
            )
        )
    return f"{of.name}\n\n{table(head, rows)}"


def in_milliseconds(seconds: float | None) -> str:
    """A time for a table."""
    return "never" if seconds is None else f"{1000 * seconds:.0f}"


def document_times() -> dict[str, float | None]:
    """How long our command takes for the whole deck, beside what sympy needs to be imported."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / DECK.name
        shutil.copy(DECK, document)
        width = ["--width", str(DOCUMENT_WIDTH)]
        command = [str(Path(python).with_name("dcnn-cards")), "render", str(document), *width]
        commands = {
            f"dcnn-cards render {DECK.name}": command,
            'python -c "import sympy"': [python, "-c", "import sympy"],
            'python -c ""': [python, "-c", ""],
        }
        return {
            name: wall_seconds(command, "", runs=COLD_RUNS) for name, command in commands.items()
        }


def report(
    facts: Mapping[str, str],
    versions: Mapping[str, str],
    missing: Mapping[str, str],
    sets: Sequence[FormulaSet],
    starts: Mapping[str, float | None],
    documents: Mapping[str, float | None],
) -> str:
    """All of it as text."""
    parts = [
        "\n".join(f"{name}: {fact}" for name, fact in facts.items()),
        "versions: " + ", ".join(f"{name} {version}" for name, version in versions.items()),
        *(f"left out: {name}: {why}" for name, why in missing.items()),
        *(set_table(of, starts) for of in sets),
        table(
            ("a cold process", "ms"),
            [(name, in_milliseconds(seconds)) for name, seconds in documents.items()],
        ),
    ]
    return "\n\n".join(parts)


def read_set(path: Path) -> FormulaSet:
    """The distinct formulas of a document, or of a file with one a line, in order."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        found = [latex for latex, _ in formulas_of(text)]
    else:
        lines = text.splitlines()
        found = [line for line in lines if line.strip() and not line.startswith("#")]
    return FormulaSet(path.name, list(dict.fromkeys(found)))


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = platformdirs.user_cache_path("dcnn-cards") / "peers"
    shipped = DATA / "formulas.txt"
    add = functools.partial(parser.add_argument, type=Path, metavar="FILE")
    add("files", nargs="*", help="more formulas; by default those of the tests")
    add("--leaves", default=DATA / "katex-leaves.json", help="what KaTeX reads, by formula")
    add("--env", default=default, metavar="DIR", help="where the peers are installed")
    add("--json", help="where a JSON document goes, outputs included")
    add("--tools", type=str, metavar="NAME,...", help="only these tools")
    add("--timeout", type=float, default=10.0, metavar="SECONDS", help="for one formula")
    given = parser.parse_args()
    given.files = given.files or [shipped] * shipped.exists()
    return given


def main() -> None:
    """Installs, measures and reports."""
    given = arguments()
    given.env.mkdir(parents=True, exist_ok=True)
    folder = given.env.resolve()
    facts = machine_facts()
    sets = [read_set(path) for path in (DECK, *given.files)]
    missing: dict[str, str] = {}
    versions: dict[str, str] = {}
    starts: dict[str, float | None] = {}

    leaves: dict[str, str] = {}
    if given.leaves.exists():
        leaves = json.loads(given.leaves.read_text(encoding="utf-8"))["leaves"]
    for of in sets:
        markup: list[str | None] = [None] * len(of.sources)
        try:
            versions["KaTeX (reads the formulas)"], markup = katex_reads(of.sources, folder)
        except UnavailableError as error:
            missing["KaTeX"] = f"{error}; geometry is not measured"
        of.readings = list(map(reading_of, map(leaves.get, of.sources), markup))

    chosen = [t for t in TOOLS if not given.tools or t.name in given.tools.split(",")]
    for tool in chosen:
        try:
            installed = install(tool, folder)
            for of in sets:
                say(f"{tool.name}: {of.name}")
                of.scores.append(score(installed, of, timeout=given.timeout))
            starts[tool.name] = cold_seconds(installed)
            versions[tool.name] = installed.version
        except (UnavailableError, OSError, subprocess.SubprocessError) as error:
            missing[tool.name] = reason(error)
            for of in sets:
                of.scores = [each for each in of.scores if each.tool != tool.name]

    documents = document_times()
    print(report(facts, versions, missing, sets, starts, documents))
    if given.json:
        told = {
            "facts": facts,
            "versions": versions,
            "missing": missing,
            "start_seconds": starts,
            "document_seconds": documents,
            "sets": [
                {
                    "name": of.name,
                    "formulas": len(of.sources),
                    "read": of.read,
                    "measurable": of.measurable,
                    "scores": [asdict(each) for each in of.scores],
                }
                for of in sets
            ],
        }
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
