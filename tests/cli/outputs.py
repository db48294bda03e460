"""Every command on every kind of output: what it exits with, and what it writes.

`python -m tests.cli.outputs` prints the table of exit statuses. The program is loaded once; each
case is a fork of it, with standard streams of its own, as they are when the interpreter starts.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import select
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ENCODINGS = ("utf-8", "latin-1", "ascii", "cp1252")
KINDS = ("tty", "pipe", "closed pipe", "no stdin", "no stdout")

DECK = """\
deck: d
title: "Schön\\x9b31m \\u202Eß → 日本"
cards:
  - {id: one, week: 8a, section: "Wéek\\x9b1 \\u202E→", topic: Ü, question: "A → $\\\\alpha$ é？",
     answer: "$\\\\frac{a}{\\\\beta}$ 日本", figure: figure.txt}
  - {id: two, week: 8b, section: Ω, question: "What is → 日本 é\\u200B?", answer: "é"}
  - {id: three, question: "Is it?", answer: "It is."}
"""
DOCUMENT = "Week 1 – Übung\n\nWhat is α\x1b[31m → 日本?\n\nIt is $\\beta$ é.\n"

COMMANDS = (
    "", "--help", "--version", "quizz\x9b", "quiz --deck {deck}", "quiz --plain --deck {deck}",
    "quiz --plain --type --all --deck {deck}", "quiz --nope", "stats --deck {deck}",
    "stats --deck {deck} --format json", "stats --deck {deck} --format csv", "list --deck {deck}",
    "list --deck {deck} --format json", "list --deck {deck} --section é-→-nothing",
    "show one --deck {deck}", "show none\udcff --deck {deck}", "show one --source --deck {deck}",
    "schedulers --deck {deck}", "schedulers --deck {deck} --format json", "evaluate", "optimize",
    "simulate --days 20 --cards 5 --scheduler sm2", "export reviews --deck {deck}",
    "export cards --deck {deck} --format json", "export cards --deck {deck} -o {out}/\udcffé.csv",
    "import {document} -o {out}/ü.yaml", "check {deck}", "check {out}/\x1b]0;é.yaml",
    "render {document}", "render --ascii {document}", "render", "config", "doctor --deck {deck}",
    "doctor --restore é", "help", "help formats", "help keys", "completion bash",
)  # fmt: skip


class Outcome(NamedTuple):
    """What came of a command: its exit status, and what it wrote to either output, in bytes."""

    command: str
    encoding: str
    kind: str
    status: int
    output: bytes
    errors: bytes


def outcomes(folder: Path, kinds: Sequence[str] = KINDS) -> Iterator[Outcome]:
    """Run every command in every way, with files in `folder`."""
    deck, document = folder / "é.yaml", folder / "dö.md"
    deck.write_text(DECK)
    (folder / "figure.txt").write_text("┌→┐\n")
    document.write_text(DOCUMENT)
    os.environ.update(DCNN_CARDS_HOME=str(folder / "home"), TERM="xterm-256color", COLUMNS="80")
    _load()
    for kind in kinds:
        for encoding in ENCODINGS:
            for command in COMMANDS:
                out = folder / kind / encoding
                out.mkdir(parents=True, exist_ok=True)
                words = [
                    word.format(deck=deck, document=document, out=out) for word in command.split()
                ]
                yield Outcome(command, encoding, kind, *_run(words, encoding, kind))


def _load() -> None:
    """Import what the commands import when they are called."""
    from importlib import import_module

    import rich.console
    import rich.progress
    import rich.table  # noqa: F401

    from dcnn_cards.cli import COMMANDS as NAMES

    for name in NAMES:
        import_module(f"dcnn_cards.cli.{name}_command")
    for name in ("quiz", "plain", "run", "progress_view", "comparison_view", "closing", "pages"):
        import_module(f"dcnn_cards.terminal.{name}")
    for name in ("drill", "blocks", "outlook", "agenda"):
        import_module(f"dcnn_cards.app.{name}")
    from dcnn_cards.typeset import typeset

    typeset(r"$\frac{a}{b}$ and *c*", width=40)


def _run(words: list[str], encoding: str, kind: str) -> tuple[int, bytes, bytes]:
    master, slave = pty.openpty() if kind == "tty" else (-1, -1)
    pipes = [os.pipe() for _ in range(3)]
    child = os.fork()
    if child == 0:
        status = 99
        signal.alarm(20)  # in place of waiting for ever
        try:
            if kind == "tty":
                os.login_tty(slave)
            else:
                for fd, end in enumerate((pipes[0][0], pipes[1][1], pipes[2][1])):
                    os.dup2(end, fd)
            os.closerange(3, 64)
            if kind in ("no stdin", "no stdout"):
                os.close(0 if kind == "no stdin" else 1)
            status = _as_started(words, encoding)
        finally:
            os._exit(status)
    for end in (pipes[0][0], pipes[1][1], pipes[2][1], slave):
        if end >= 0:
            os.close(end)
    if kind == "tty":
        os.write(master, b"q\n\x04\x04")
    if kind == "closed pipe":
        os.close(pipes[1][0])
    with contextlib.suppress(BrokenPipeError):  # it has ended, or reads from the terminal
        os.write(pipes[0][1], b"q\n")
    os.close(pipes[0][1])
    reading = {pipes[2][0]: b"", **({master: b""} if kind == "tty" else {})}
    if kind != "closed pipe":
        reading[pipes[1][0]] = b""
    _drain(reading)
    for end in (pipes[2][0], pipes[1][0], master):
        with contextlib.suppress(OSError):
            os.close(end)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, reading.get(master, b"") + reading.get(pipes[1][0], b""), reading[pipes[2][0]]


def _drain(reading: dict[int, bytes]) -> None:
    left = set(reading)
    while left:
        for end in select.select(list(left), [], [], 30)[0] or left.copy():
            try:
                data = os.read(end, 65536)
            except OSError:  # nobody has the terminal any more
                data = b""
            reading[end] += data
            if not data:
                left.discard(end)


def _as_started(words: list[str], encoding: str) -> int:
    """Make the standard streams as the interpreter does, and run the program."""
    for fd, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            raw = io.FileIO(fd, mode, closefd=False)
            os.fstat(fd)
        except OSError:
            stream = None
        else:
            buffer = io.BufferedReader(raw) if fd == 0 else io.BufferedWriter(raw)
            errors = "backslashreplace" if fd == 2 else "strict"
            stream = io.TextIOWrapper(buffer, encoding, errors, line_buffering=os.isatty(fd))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = ["dcnn-cards", *words]
    from dcnn_cards.cli import main

    try:
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        return int(ended.code or 0)
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode(errors="replace"))
        return 99


def main() -> None:
    """Print the outcomes of one kind of output as lines of JSON, or all statuses as a table."""
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            for found in outcomes(Path(folder), sys.argv[1:]):
                texts = [text.decode("latin-1") for text in (found.output, found.errors)]
                print(json.dumps([*found[:4], *texts]), flush=True)
            return
        statuses: dict[str, dict[str, set[int]]] = {}
        for found in outcomes(Path(folder)):
            row = statuses.setdefault(found.command, {kind: set() for kind in KINDS})
            row[found.kind].add(found.status)
        print(f"{'status in each of ' + ', '.join(ENCODINGS):58}", *(f"{k:>12}" for k in KINDS))
        for command, row in statuses.items():
            cells = ("/".join(map(str, sorted(row[kind]))) for kind in KINDS)
            print(f"{ascii(command)[1:-1]:58}", *(f"{cell:>12}" for cell in cells))


if __name__ == "__main__":
    main()
