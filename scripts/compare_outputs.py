r"""Compares what two states of the program put out, byte for byte, on the same inputs.

    python scripts/compare_outputs.py OLD NEW [--document FILE] [--show N] [--only KIND,...]

OLD and NEW are folders with `dcnn_cards` and `decks` in them; the Python that runs this runs both,
and has pexpect and pyte. All inputs are OLD's: its deck, its fixtures, the documents of its tests
and each `--document`. Compared are

- block, plain, formula, reading: every text of the deck and of the Markdown fixtures as a typeset
  block, and without its styles; every formula of the fixtures by itself; the formulas and faults
  that are found in a text. At 40 to 100 columns; with ASCII, on one line and in italics;
- import: the deck that comes of a document, the report, the same again into that deck, and what
  `check`, `list` and `render` say of both;
- command: what commands put out on standard output and error, and their exit status, on copies of
  one store, made by OLD out of a simulated log; and `config` files, decks and options with faults;
- session: line by line with `--plain`, and each screen of a session in a terminal.

Both run on one day: do not start this shortly before four in the morning. Exit status 1 if anything
differs; each difference is shown once for each input, whatever number of widths it is found at.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pexpect
import pyte
import yaml

Name = tuple[str, str, str]
"""Of an output: its kind, its input, and how it was asked for."""
Outputs = dict[Name, str]

SIZES = (40, 60, 80, 100)
LOOKS: tuple[dict[str, object], ...] = ({}, {"ascii": True}, {"linear": True},
                                        {"letters": "italic"})  # fmt: skip

TYPESET = """
import json, sys
from pathlib import Path
import dcnn_cards
from dcnn_cards.typeset import faults, formulas, render, typeset
assert Path(dcnn_cards.__file__).is_relative_to(Path.cwd()), dcnn_cards.__file__

def said(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"

given = json.load(sys.stdin)
found = []
for name, text in given["texts"].items():
    found.append(("reading", name, "formulas", said(lambda: repr(formulas(text)))))
    found.append(("reading", name, "faults", said(lambda: repr(faults(text)))))
    for width, look in given["settings"]:
        how = f"{width} {look}"
        block = said(lambda: typeset(text, width=width, **look))
        found.append(("block", name, how, said(lambda: block.to_json())))
        found.append(("plain", name, how, said(lambda: block.plain)))
for latex in given["formulas"]:
    for width, look in given["settings"]:
        for display in (True, False):
            how = f"{width} {look} {'display' if display else 'inline'}"
            shown = said(lambda: render(latex, width=width, display=display, **look))
            found.append(("formula", latex, how, shown))
json.dump(found, sys.stdout)
"""

COMMANDS = """
--version
--help
-h
nosuch
check
check --strict
check faulty.yaml
check missing.yaml
completion bash
completion zsh
completion fish
completion nosuch
config
doctor
doctor --rebuild
doctor --deck missing.yaml
evaluate
evaluate --format csv
evaluate --format json
evaluate --deck nosuch.yaml
export cards
export cards --format json
export cards --scheduler fsrs --format json
export cards --scheduler leitner --week 8a
export nosuch
export reviews
export reviews --format json
export reviews --week 8 --format json
export reviews -o reviews.csv
list
list --format json
list --section generative
list --topic "batch norm"
list --text "gradient descent"
list --text "no card says this"
list --week 11 --format json
list --week 8a --week 9
list --week 99
optimize --default
optimize --dry-run
optimize
export cards --scheduler fsrs --retention 0.8
schedulers
schedulers --format json
schedulers --week 8
show nosuch
show w8a-unbiasing-term
show w8a-unbiasing-term --ascii
show w8a-unbiasing-term --source
show w8a-unbiasing-term --theme light
simulate --days 60 --cards 60
simulate --days 40 --cards 50 --format csv
simulate --days 40 --cards 50 --format json --learner exponential
simulate --days 20 --cards 40 --scheduler fsrs --ascii --write simulated.db
simulate --write two.db
stats
stats --format csv
stats --format json
stats --format json --scheduler fsrs
stats --format json --scheduler leitner --section generative
stats --deck made.yaml
quiz --week 99
quiz --new -1
quiz --sceduler fsrs
quiz --scheduler nosuch
quiz --deck faulty.yaml
quiz --deck missing.yaml
import missing.md
import faulty.yaml -o made.yaml
render missing.md
render --width 5 missing.md
"""
GROUPS = ("check completion config doctor evaluate export import list optimize quiz render "
          "schedulers show simulate stats").split()  # fmt: skip

SESSIONS = {
    "quiz --plain": "\n3\n\n2\n?\n\ni\n4\nu\n\n1\nf\ns\nb\n\nx\na\n3\nnosuch\nq\n",
    "quiz --plain --all --limit 12 --ascii": "\n\n\n" * 20,
    "quiz --plain --type --week 8b": "a softmax\n3\nRNN\n1\n12\n4\nq\n",
    "quiz --plain --failed-today": "\n3\n" * 5,
    "quiz --plain --flagged": "\n3\n" * 5,
    "quiz --plain --leeches": "\n3\n" * 5,
    "quiz --plain --scheduler fsrs --new 5 --reviews 9": "\n3\n\n1\n" * 6,
    "quiz --plain --scheduler leitner --week 5 --record --all": "\n3\n" * 30,
    "quiz --plain --new 0 --reviews 0": "\n3\n",
    "list --format json": "",
    "stats --format json": "",
    "export cards --format json": "",
    "": "",
}
KEYS = [*" 3 2 j4?x 1f u3 i s b ae", "\x1b[B", "\x1b[6~", "m", " ", "3", "q"]
TYPED = ["softmax", "\r", "3", "x^2", "\x7f", "\r", "u", "\x1b", "2", "\r", "4", "\x03"]
SCREENS = {
    "quiz": (80, 24, KEYS),
    "quiz --scheduler fsrs --all --record --week 8": (100, 30, KEYS),
    "quiz --type --all --week 9": (60, 20, TYPED),
    "quiz --ascii --theme mono --all --section generative": (40, 12, KEYS),
}
END_OF_FRAME = b"\x1b[?2026l"
MEASURED = re.compile(r'(?<=thinking_seconds": )[\d.]+|\d+ s a card')
"""What depends on how long an answer took."""

FAULTY = """deck: faulty
cards:
  - id: a
    question: "What is $\\\\foo{x}$ or $x"
    answr: A word.
  - id: a
    question: Twice?
  - question: Without an id?
    follows: nosuch
    figure: ../../etc/passwd
"""
CONFIGS = {
    "a good config": 'new = 7\nscheduler = "fsrs"\n[keys]\nagain = "z"\n[theme]\nbar = "red"\n',
    "a config with a wrong name": "newest = 7\n",
    "a config with a wrong value": "retention = 2\n",
    "a config with a key twice": '[keys]\nagain = "3"\n',
    "a config that is no TOML": "new = = 3\n",
}

# --- Inputs ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inputs:
    """What both are given: texts by name, formulas, documents, and the ids of the deck's cards."""

    texts: dict[str, str]
    formulas: tuple[str, ...]
    documents: tuple[Path, ...]
    cards: tuple[str, ...]


def inputs(old: Path, documents: Iterable[Path]) -> Inputs:
    """Collect the inputs out of `old`."""
    deck = yaml.safe_load((old / "decks" / "dcnn.yaml").read_text(encoding="utf-8"))
    texts = {
        f"{card['id']} {name}": card[name]
        for card in deck["cards"]
        for name in ("question", "answer", "added", "correction")
        if card.get(name)
    }
    tests = old / "tests"
    for path in sorted((tests / "typeset" / "markdown").glob("*.txt")):
        texts |= {f"{path.stem}: {title}": source for title, source in cases(path)}
    lines = (tests / "typeset" / "data" / "formulas.txt").read_text(encoding="utf-8").splitlines()
    formulas = [line for line in lines if line.strip() and not line.startswith("#")]
    for path in sorted((tests / "typeset" / "fixtures").glob("*.txt")):
        formulas += [source for _, source in cases(path)]
    shipped = sorted(
        path for path in (tests / "deck" / "documents").iterdir() if path.suffix != ".expected"
    )
    given = (old / "decks" / "dcnn-qa.md", *shipped, *documents)
    cards = tuple(card["id"] for card in deck["cards"] if not card.get("suspended"))
    return Inputs(texts, tuple(dict.fromkeys(formulas)), given, cards)


def cases(path: Path) -> Iterator[tuple[str, str]]:
    """Each title and source of a fixture, whose parts are closed by a lone full stop."""
    parts = path.read_text(encoding="utf-8").split("\n.\n")
    return ((title.strip(), source) for title, source in zip(parts[::3], parts[1::3], strict=False))


# --- Running one side -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One state of the program, in a folder whose path is as long as that of the other."""

    folder: Path

    @property
    def home(self) -> Path:
        """Where its store, config file and decks are."""
        return self.folder / "home"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"PYTHONPATH": str(self.folder), "DCNN_CARDS_HOME": str(self.home), "COLUMNS": "80"}
        return {**kept, **own, "PYTHONUTF8": "1", "SHELL": "/bin/bash", "EDITOR": "true"}

    def command(self, line: str) -> list[str]:
        """The command that runs the program with the arguments in `line`."""
        return [sys.executable, "-m", "dcnn_cards", *shlex.split(line)]

    def neutral(self, text: str) -> str:
        """`text` without the path of this side."""
        return text.replace(str(self.folder), "FOLDER")

    def run(self, line: str, stdin: str = "") -> str:
        """What the program puts out, its errors and its exit status."""
        done = subprocess.run(
            self.command(line),
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        told = f"{done.stdout}\n--- errors\n{done.stderr}\n--- exit status {done.returncode}\n"
        return self.neutral(told)


def typeset_outputs(side: Side, given: Inputs) -> Outputs:
    """What the typesetter makes of all texts and formulas, in one process."""
    settings = list(product(SIZES, LOOKS))
    wanted = {"texts": given.texts, "formulas": given.formulas, "settings": settings}
    done = subprocess.run(
        [sys.executable, "-c", TYPESET],
        cwd=side.folder,
        env=side.environment,
        input=json.dumps(wanted),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return {(kind, name, how): text for kind, name, how, text in json.loads(done.stdout)}


def import_outputs(side: Side, given: Inputs) -> Outputs:
    """What becomes of each document."""
    found: Outputs = {}
    for document in given.documents:
        source = side.folder / "documents" / document.name
        source.parent.mkdir(exist_ok=True)
        shutil.copy(document, source)
        deck, report = source.with_suffix(".yaml"), source.with_suffix(".report")
        into = f"import {source} -o {deck}"
        for line in (
            f"{into} --report {report}",
            into,
            f"check {deck}",
            f"list --deck {deck} --format json",
            f"render {source} --width 80",
            f"render {source} --width 50 --ascii",
            f"render {source} --width 60 --linear",
            f"render {source} --check",
        ):
            found["import", document.name, side.neutral(line)] = side.run(line)
            if line.startswith("import"):
                again = "" if "--report" in line else " again"
                for file in (deck, report):
                    text = file.read_text(encoding="utf-8") if file.exists() else "(none)"
                    name = f"{file.suffix}{again}"
                    found["import", document.name, name] = side.neutral(text)
    return found


def command_outputs(side: Side) -> Outputs:
    """What the commands put out, one after the other on one store."""
    (side.folder / "faulty.yaml").write_text(FAULTY, encoding="utf-8")
    lines = ["", *COMMANDS.strip().splitlines(), *(f"{name} --help" for name in GROUPS)]
    found: Outputs = {("command", line, ""): side.run(line) for line in lines}
    for name in ("reviews.csv", "made.yaml", "progress.db.bad"):
        file = side.folder / name
        text = file.read_text(encoding="utf-8") if file.exists() else "(none)"
        found["command", f"the file {name}", ""] = text
    config = side.home / "config.toml"
    for title, text in CONFIGS.items():
        config.write_text(text, encoding="utf-8")
        for line in ("config", "stats --format json"):
            found["command", f"{title}: {line}", ""] = side.run(line)
    config.unlink()
    return found


def session_outputs(side: Side) -> Outputs:
    """What is said in sessions, and each screen of those in a terminal."""
    found: Outputs = {}
    for line, (columns, rows, keys) in SCREENS.items():
        for number, screen in enumerate(screens(side, line, columns, rows, keys)):
            found["session", line, f"{columns} by {rows}, after key {number}"] = screen
    for number, (line, stdin) in enumerate(SESSIONS.items()):
        found["session", f"{number}. {line}", "lines"] = side.run(line, stdin)
    return {name: MEASURED.sub("(measured)", text) for name, text in found.items()}


def screens(side: Side, line: str, columns: int, rows: int, keys: Iterable[str]) -> Iterator[str]:
    """The screen at the start of a session and after each key."""
    program, *arguments = side.command(line)
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    environment = {k: v for k, v in side.environment.items() if k != "COLUMNS"}
    child = pexpect.spawn(
        program,
        arguments,
        cwd=str(side.folder),
        env={**environment, "TERM": "xterm-256color"},
        dimensions=(rows, columns),
        timeout=30,
    )
    for key in ["", *keys]:
        child.send(key)
        child.expect_exact([END_OF_FRAME, pexpect.EOF])
        stream.feed(child.before + (child.after if isinstance(child.after, bytes) else b""))
        yield side.neutral("\n".join(row.rstrip() for row in screen.display))
        if not child.isalive():
            break
    child.close(force=True)


def outputs(side: Side, given: Inputs, kinds: frozenset[str]) -> Outputs:
    """All that one side puts out."""
    found: Outputs = {}
    if "typeset" in kinds:
        found |= typeset_outputs(side, given)
    if "import" in kinds:
        found |= import_outputs(side, given)
    if "command" in kinds:
        found |= command_outputs(side)
    if "session" in kinds:
        found |= session_outputs(side)
    return found


# --- The store ------------------------------------------------------------------------------------


def seed(side: Side, cards: Iterable[str]) -> None:
    """Make a store: a simulated log, the same for the cards of the deck until now, and more."""
    path = side.home / "progress.db"
    side.run(f"simulate --days 120 --cards 220 --new 3 --scheduler sm2 --write {path}")
    now = time.time_ns() // 1_000_000
    with sqlite3.connect(path) as db:
        (last,) = db.execute("SELECT max(day) FROM event").fetchone()
        shift = date.today().toordinal() - 1 - last
        ids = [card for (card,) in db.execute("SELECT DISTINCT card FROM event ORDER BY card")]
        db.execute("CREATE TEMP TABLE name (old TEXT PRIMARY KEY, new TEXT)")
        db.executemany("INSERT INTO name VALUES (?, ?)", zip(ids, cards, strict=False))
        db.execute(
            "INSERT INTO event SELECT '1' || substr(id, 2), device, at + ? * 86400000, day + ?,"
            " 'dcnn', new, kind, grade, thinking_ms, scheduler, undoes"
            " FROM event JOIN name ON card = old",
            (shift, shift),
        )
        latest = "SELECT id, device, day + 1, deck, card, scheduler FROM event WHERE deck = 'dcnn'"
        for number, row in enumerate(db.execute(f"{latest} ORDER BY at DESC LIMIT 24").fetchall()):
            last_id, device, day, deck, card, scheduler = row
            kind = ("review", "flag", "suspend", "bury", "review", "undo")[number % 6]
            db.execute(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    f"2{last_id[1:]}",
                    device,
                    now - 60_000 * (30 - number),
                    day,
                    deck,
                    card,
                    kind,
                    1 + number // 6 if kind == "review" else None,
                    4000 if kind == "review" else None,
                    scheduler if kind == "review" else None,
                    last_id if kind == "undo" else None,
                ),
            )
    db.close()
    side.run("doctor --rebuild")


# --- Comparing ------------------------------------------------------------------------------------


def differences(old: Outputs, new: Outputs) -> dict[tuple[str, str], list[Name]]:
    """The outputs that differ, by kind and input."""
    found: dict[tuple[str, str], list[Name]] = {}
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            found.setdefault(name[:2], []).append(name)
    return found


def diff(name: Name, old: Outputs, new: Outputs, lines: int) -> str:
    """Both sides of one difference, no more than so many lines."""
    before, after = (side.get(name, "(none)").splitlines() for side in (old, new))
    found = list(difflib.unified_diff(before, after, "old", "new", lineterm="", n=2))
    more = [f"... {len(found) - lines} more lines"] if len(found) > lines else []
    return "\n".join(line[:400] for line in [*found[:lines], *more])


def report(old: Outputs, new: Outputs, show: int) -> bool:
    """Print how many outputs there are and what differs; return whether anything does."""
    unlike = differences(old, new)
    kinds = Counter(name[0] for name in {**old, **new})
    differing = Counter(name[0] for names in unlike.values() for name in names)
    for (kind, given), names in list(unlike.items())[:show]:
        others = f" (and {len(names) - 1} more ways)" if len(names) > 1 else ""
        print(f"=== {kind}: {given}: {names[0][2]}{others}")
        print(diff(names[0], old, new, 40), end="\n\n")
    if len(unlike) > show:
        print(f"... and {len(unlike) - show} more inputs; --show {len(unlike)} shows all\n")
    for kind, count in kinds.items():
        print(f"{kind}: {count} outputs, {count - differing[kind]} the same")
    total = sum(kinds.values())
    print(f"all: {total} outputs, {total - sum(differing.values())} the same, "
          f"{len(unlike)} inputs with a difference")  # fmt: skip
    return bool(unlike)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--document", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--show", type=int, default=40, metavar="N", help="so many differences")
    every = "typeset,import,command,session"
    parser.add_argument("--only", default=every, metavar="KIND,...", help=every)
    return parser.parse_args()


def main() -> None:
    """Run both sides, and report."""
    given = arguments()
    known = inputs(given.old, given.document)
    with tempfile.TemporaryDirectory() as folder:
        sides = [Side(Path(folder).resolve() / name) for name in ("old", "new")]
        for side, source in zip(sides, (given.old, given.new), strict=True):
            for part in ("dcnn_cards", "decks"):
                shutil.copytree(source / part, side.folder / part)
        sides[0].home.mkdir()
        seed(sides[0], known.cards)
        sides[1].home.mkdir()
        shutil.copy(sides[0].home / "progress.db", sides[1].home)
        kinds = frozenset(given.only.split(","))
        with ThreadPoolExecutor() as pool:
            old, new = pool.map(lambda side: outputs(side, known, kinds), sides)
    sys.exit(report(old, new, given.show))


if __name__ == "__main__":
    main()
