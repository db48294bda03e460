#!/usr/bin/env python3
"""Tries whether the tests notice small faults: one-line mutants of the program, a sample of them.

    .venv/bin/python scripts/mutants.py [--sample N] [--seed N] [--room ROOM ...]
                                        [--near] [--quick] [--out FILE] [--list]

Each mutant is one small change (a comparison moved by one or turned round, a number one more or
less, `and` for `or`, a `not` dropped, a statement taken out, a value returned as None) in a copy of
the repository. The tests of its room that call the changed function run until the first failure; if
none fails, all that are nearest, for what one test computed may be kept for another (`--quick` does
without). A mutant that no test notices has survived: it is printed, to be judged by somebody. FILE
has one JSON object a mutant; those that it has already are not tried again, so a run that was ended
goes on.

The sample is the same for the same seed and sources, and each room has its share by its size.
Annotations, decorators and texts are left alone: to change them changes nothing, or only words.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "dcnn_cards"

TESTS: dict[str, Sequence[str]] = {
    "app": ("app", "store", "cli", "terminal"),
    "cli": ("cli", "faults"),
    "deck": ("deck", "cli"),
    "judging": ("judging", "terminal"),
    "markup": ("markup", "typeset", "deck"),
    "progress": ("progress", "cli"),
    "schedule": ("schedule", "study", "progress", "app", "store"),
    "store": ("store", "faults", "cli"),
    "study": ("study", "app", "terminal", "cli"),
    "terminal": ("terminal", "cli"),
    "typeset": ("typeset", "terminal"),
    ".": ("deck", "store", "faults", "cli"),
}
"""For each room (and for the files of the package itself) the folders of tests, nearest first."""

SLOW_ENOUGH = 3.0
"""A run of tests that takes so many times as long as without a mutant counts as one that fails."""

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
}
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_DONE = (ast.AugAssign, ast.Raise, ast.Break, ast.Continue, ast.Delete)


@dataclass(frozen=True)
class Mutant:
    """One change: `old`, at an offset in the bytes of a file, becomes `new`."""

    path: str
    line: int
    column: int
    function: int  # first line of the innermost function around it, 0 for none
    start: int
    old: str
    new: str

    @property
    def room(self) -> str:
        """The folder of the package that the file is in, `.` for the package itself."""
        parts = Path(self.path).parts
        return parts[1] if len(parts) > 2 else "."

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {_short(self.old)} -> {_short(self.new)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."


def mutants_of(path: Path, name: str) -> Iterator[Mutant]:
    """All mutants of a file, by their place."""
    source = path.read_bytes()
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    for node in _code(tree):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        old = source[start:end].decode()
        for new in _changed(node):
            around = _around(node, functions)
            yield Mutant(name, node.lineno, node.col_offset + 1, around, start, old, new)


def _around(node: ast.expr | ast.stmt, functions: Sequence[_Function]) -> int:
    """The first line, decorators included, of the innermost of the functions around a node."""
    around = (f for f in functions if f.body[0].lineno <= node.lineno <= (f.end_lineno or 0))
    innermost = max(around, key=lambda function: function.lineno, default=None)
    if innermost is None:
        return 0
    return min(part.lineno for part in (innermost, *innermost.decorator_list))


def _code(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The nodes that do something when the program runs, outermost first."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.JoinedStr) or _is_for_types(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            if isinstance(child, ast.AST):
                yield from _code(child)


def _is_for_types(node: object) -> bool:
    """Whether a statement is there for the type checker or to be read alone."""
    match node:
        case ast.If(test=ast.Name("TYPE_CHECKING")) | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(value=ast.Subscript() | ast.Call(func=ast.Name("TypeVar" | "NewType"))):
            return isinstance(node.targets[0], ast.Name) and node.targets[0].id.istitle()
    return False


def _changed(node: ast.expr | ast.stmt) -> Iterator[str]:
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            changed = copy.copy(node)
            changed.ops = [_COMPARED[type(op)](), *node.ops[1:]]
            yield f"({ast.unparse(changed)})"
        case ast.BoolOp():
            other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
            yield f"({ast.unparse(ast.BoolOp(other, node.values))})"
        case ast.UnaryOp(op=ast.Not()):
            yield f"({ast.unparse(node.operand)})"
        case ast.BinOp() if type(node.op) in _COMPUTED:
            if not _is_text(node.left) and not _is_text(node.right):
                operator = _COMPUTED[type(node.op)]()
                yield f"({ast.unparse(ast.BinOp(node.left, operator, node.right))})"
        case ast.Constant(value=bool(flag)):
            yield str(not flag)
        case ast.Constant(value=int(number)):
            yield str(number + 1)
            yield f"({number - 1})"
        case ast.Constant(value=float(number)):
            yield str(number * 1.25)
        case ast.Name(id=name) if name in _NAMES:
            yield _NAMES[name]
        case ast.Return(value=value) if value and not isinstance(value, ast.Constant):
            yield "return None"
        case ast.Expr(value=ast.Call()):
            yield "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "pass"
        case _ if isinstance(node, _DONE):
            yield "pass"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Constant) and not isinstance(
        getattr(node, "value", None), int | float
    )


def sample(mutants: Sequence[Mutant], number: int, seed: int) -> list[Mutant]:
    """So many mutants, each room by its size."""
    rooms = sorted({mutant.room for mutant in mutants})
    chosen = []
    for room in rooms:
        there = [mutant for mutant in mutants if mutant.room == room]
        share = max(1, round(number * len(there) / len(mutants)))
        chosen += random.Random(f"{seed}{room}").sample(there, min(share, len(there)))
    return chosen


class Copy:
    """A copy of the repository in which mutants live."""

    def __init__(self, folder: Path, *, near: bool, quick: bool) -> None:
        self._quick = quick
        self._most_folders = 1 if near else None
        self._root = folder / "copy"
        hidden = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(ROOT, self._root, ignore=hidden)
        shutil.copy(ROOT / "scripts" / "mutants_calls.py", self._root / "sitecustomize.py")
        self._time = time.time() - 1_000_000
        self._callers: dict[str, dict[tuple[str, int], list[str]]] = {}
        self._usual: dict[str, float] = {}

    def told(self, mutant: Mutant) -> str:
        """What the tests say of a mutant: "failed", "late" where they do not end, "" if nothing."""
        nearest, *_ = folders = self._folders(mutant.room)
        callers = self._of(mutant, folders)
        patience = SLOW_ENOUGH * sum(self._usual[folder] for folder in folders) + 10
        path = self._root / mutant.path
        whole = path.read_bytes()
        old = mutant.old.encode()
        end = mutant.start + len(old)
        assert whole[mutant.start : end] == old, mutant
        self._write(path, whole[: mutant.start] + mutant.new.encode() + whole[end:])
        try:
            told = self._run(callers, patience) if callers else ""
            if not told and not (callers and self._quick):
                told = self._run([nearest], patience)
            return told
        finally:
            self._write(path, whole)

    def _folders(self, room: str) -> list[str]:
        names = [f"tests/{name}" for name in TESTS[room][: self._most_folders]]
        return [name for name in names if (self._root / name).is_dir()]

    def _of(self, mutant: Mutant, folders: Sequence[str]) -> list[str]:
        """The tests in some folders that call the function of a mutant, nearest folder first."""
        for folder in folders:
            if folder not in self._callers:
                self._callers[folder] = self._calls(folder)
        place = mutant.path, mutant.function
        return [test for folder in folders for test in self._callers[folder].get(place, ())]

    def _calls(self, folder: str) -> dict[tuple[str, int], list[str]]:
        """The tests of a folder by the functions that they call, each by its file and first line.

        Raises SystemExit if they fail without a mutant.
        """
        start = time.monotonic()
        if self._run([folder], 3600):
            sys.exit(f"{folder} fails without a mutant")
        self._usual[folder] = time.monotonic() - start
        print(f"{folder}: {self._usual[folder]:.0f} s", flush=True)
        calls = self._root / "calls"
        calls.unlink(missing_ok=True)
        self._run([folder], 3600, MUTANTS_CALLS=str(calls))
        found: dict[tuple[str, int], set[str]] = {}
        for line in calls.read_text().splitlines():
            test, file, first = line.split("\t")
            path = str(Path(file).relative_to(self._root))
            for place in ((path, int(first)), (path, 0)):
                found.setdefault(place, set()).add(test.partition("[")[0])
        return {place: sorted(tests) for place, tests in found.items()}

    def _run(self, tests: Sequence[str], patience: float, **environment: str) -> str:
        how = ["-p", "sitecustomize"] if environment else ["-x"]
        with subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *how, *tests],
            cwd=self._root,
            env={**os.environ, "PYTHONPATH": str(self._root), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                return "failed" if process.wait(patience) else ""
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                return "late"

    def _write(self, path: Path, data: bytes) -> None:
        """Write a file, with a time by which Python sees that its compiled form is another's."""
        path.write_bytes(data)
        self._time += 10
        os.utime(path, (self._time, self._time))


def main() -> None:
    """Try a sample of mutants and print those that survive."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sample", type=int, default=240, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", nargs="*", default=sorted(TESTS), choices=sorted(TESTS))
    parser.add_argument("--near", action="store_true", help="only the nearest folder of tests")
    parser.add_argument("--quick", action="store_true", help="only tests that call the function")
    parser.add_argument("--out", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--list", action="store_true", help="print the sample and try nothing")
    options = parser.parse_args()
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    every = [m for path in files for m in mutants_of(path, str(path.relative_to(ROOT)))]
    chosen = [m for m in sample(every, options.sample, options.seed) if m.room in options.room]
    print(f"{len(chosen)} of {len(every)} mutants", flush=True)
    if options.list:
        print(*chosen, sep="\n")
        return
    tried = _tried(options.out)
    with tempfile.TemporaryDirectory() as folder, options.out.open("a") as out:
        there = Copy(Path(folder), near=options.near, quick=options.quick)
        for mutant in chosen:
            if str(mutant) not in tried:
                tried[str(mutant)] = there.told(mutant)
                record = {"mutant": str(mutant), "told": tried[str(mutant)]}
                print(json.dumps(record, ensure_ascii=False), file=out, flush=True)
    survivors = [mutant for mutant in chosen if not tried[str(mutant)]]
    print(f"{len(survivors)} survived:", *survivors, sep="\n")


def _tried(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    records = [json.loads(line) for line in path.read_text().splitlines()]
    return {record["mutant"]: record["told"] for record in records}


if __name__ == "__main__":
    main()
