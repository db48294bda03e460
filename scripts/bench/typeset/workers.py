"""Running a renderer: in a process that takes formula after formula, or in one for all of them."""

from __future__ import annotations

import json
import queue
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from scripts.bench.harness import end
from scripts.bench.peers import UnavailableError, plain_environment
from scripts.bench.typeset.tools import Installed

COLD_FORMULA = r"\frac{a+1}{b}"
COLD_RUNS = 10
ROUNDS = 3
LOADING_SECONDS = 120.0
WHOLE_SET_SECONDS = 900.0

READ = r"""
import sys
formulas = sys.stdin.read().split("\0")
"""

WORKER = """
import json, os, time
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

def answer(latex):
    start = time.perf_counter()
    try:
        text, fault = str(render(latex)), ""
    except BaseException as error:
        text, fault = "", type(error).__name__ + ": " + str(error)
    return time.perf_counter() - start, text, fault

def tell(what):
    answers.write(json.dumps(what) + chr(10))
    answers.flush()

answer({warm!r})
tell("ready")
for latex in formulas:
    tell(answer(latex))
"""

WHOLE_SET = """
for latex in formulas:
    try:
        print(render(latex))
    except BaseException:
        pass
"""


@dataclass(frozen=True)
class Answer:
    """What a tool made of one formula."""

    text: str
    fault: str
    seconds: float
    lost: bool = False
    """The tool hung, or its process died."""


def answers(installed: Installed, sources: Sequence[str], *, timeout: float) -> list[Answer]:
    """What a tool makes of each formula, in a fresh process; one more after each loss."""
    found: list[Answer] = []
    while len(found) < len(sources):
        found += worker_answers(installed, sources[len(found) :], timeout)
    return found


def worker_answers(installed: Installed, sources: Sequence[str], timeout: float) -> list[Answer]:
    """The answers of one process, up to the formula at which it is lost, if any."""
    code = installed.setup + READ + WORKER.format(warm=COLD_FORMULA)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
        given.write("\0".join(sources).encode())
        given.seek(0)
        process = subprocess.Popen(
            [str(installed.python), "-c", code],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            env=plain_environment(),
            cwd=tempfile.gettempdir(),
            start_new_session=True,
        )
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=pass_lines, args=(process, lines), daemon=True).start()
        found: list[Answer] = []
        try:
            ready = ""
            with suppress(queue.Empty):
                ready = lines.get(timeout=LOADING_SECONDS)
            if not ready:
                errors.seek(0)
                words = errors.read().decode(errors="replace").strip().splitlines()
                raise UnavailableError(words[-1] if words else "it cannot be loaded")
            for _ in sources:
                line = lines.get(timeout=timeout)
                if not line:
                    return [*found, Answer("", "the process died", timeout, lost=True)]
                seconds, text, fault = json.loads(line)
                found.append(Answer(text, fault, seconds))
        except queue.Empty:
            return [*found, Answer("", f"no answer in {timeout:g} s", timeout, lost=True)]
        finally:
            end(process)
            process.wait()
    return found


def pass_lines(process: subprocess.Popen[str], lines: queue.SimpleQueue[str]) -> None:
    """Passes on what a process prints, line by line, and an empty line when it ends."""
    assert process.stdout is not None
    with process.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put("")


def wall_seconds(command: list[str], text: str, *, runs: int, seconds: float = 60) -> float | None:
    """The median time of a process from start to end, if it ends; the first run does not count."""
    times = [one_wall_seconds(command, text, seconds) for _ in range(runs + 1)]
    known = [taken for taken in times[1:] if taken is not None]
    return statistics.median(known) if len(known) == runs else None


def one_wall_seconds(command: list[str], text: str, seconds: float) -> float | None:
    """The time of one process, which a timer ends: waiting with a time-out would be by polling."""
    with tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=plain_environment(),
            cwd=tempfile.gettempdir(),
            start_new_session=True,
        )
        timer = threading.Timer(seconds, end, [process])
        timer.start()
        process.wait()
        taken = time.perf_counter() - start
        timer.cancel()
    return taken if taken < seconds else None


def cold_seconds(installed: Installed) -> float | None:
    """The time of a cold process that renders one formula."""
    tool = installed.tool
    if installed.program:
        text = tool.template.replace("{}", COLD_FORMULA)
        return wall_seconds([installed.program, *tool.arguments], text, runs=COLD_RUNS)
    code = f"{tool.setup}\nprint(render({COLD_FORMULA!r}))"
    return wall_seconds([str(installed.python), "-c", code], "", runs=COLD_RUNS)


def whole_set_seconds(installed: Installed, sources: Sequence[str]) -> float | None:
    """The time of a cold process that renders all of the formulas, if it ever ends."""
    code = installed.setup + READ + WHOLE_SET
    command = [str(installed.python), "-c", code]
    return wall_seconds(command, "\0".join(sources), runs=ROUNDS, seconds=WHOLE_SET_SECONDS)
