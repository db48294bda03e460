"""Running what is measured: in processes of their own, in turns, and what one is to the other."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from scripts.bench.peers import UnavailableError, plain_environment

ROOT = Path(__file__).resolve().parents[2]
SIZE = 100, 30
"""Columns and rows of the terminal in which everything is measured."""
T = TypeVar("T")

# --- In turns -------------------------------------------------------------------------------------


def in_turns(rounds: int, *measures: Callable[[], T]) -> list[list[T]]:
    """What each measure gives in each round; in a round all take their turn, in this order."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [list(each) for each in zip(*taken, strict=True)]


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long one takes as another: the median over the rounds, and the middle half.

    Each round is a quotient of its own, since both met the same disturbances in it.
    """

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} (half of the rounds from {self.low:.2f} to {self.high:.2f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """How many times as long `ours` took as `theirs`, of the same two or more rounds."""
    low, middle, high = statistics.quantiles(
        (own / other for own, other in zip(ours, theirs, strict=True)), method="inclusive"
    )
    return Ratio(middle, low, high)


# --- A process in a terminal ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds until what was waited for, and the most memory."""

    seconds: float
    megabytes: float


def spawned(
    command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]
) -> tuple[int, int]:
    """Start a command in a terminal of so many columns and rows; its process, and our end of it.

    It sees `environment`, and of ours what is no setting of the program or of Python.
    """
    kept = {k: v for k, v in plain_environment().items() if not k.startswith("DCNN_CARDS_")}
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe(command[0], list(command), {**kept, "TERM": "xterm-256color", **environment})
    columns, rows = size
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    return process, terminal


def first_output(
    command: Sequence[str], home: Path | None = None, *, until: bytes = b"", **environment: str
) -> Run:
    """Runs a command in a terminal until it has put out `until`; without that, until it ends."""
    own = {"DCNN_CARDS_HOME": str(home)} if home else {}
    began = time.perf_counter()
    process, terminal = spawned(command, SIZE, {**own, **environment})
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


def median(runs: Sequence[Run]) -> Run:
    """The median time and the most memory of some runs."""
    return Run(statistics.median(r.seconds for r in runs), max(r.megabytes for r in runs))


def end(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Ends a process that leads its own session, and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


# --- A part that runs in a process of its own -----------------------------------------------------


def part(name: str, *arguments: str | Path) -> dict[str, float]:
    """Run a part, one of those in parts.py; return its numbers, and the memory that it took."""
    command = [sys.executable, "-m", "scripts.bench.parts", name, *map(str, arguments)]
    numbers: dict[str, float] = json.loads(last_line(command))
    return numbers


def last_line(command: Sequence[str]) -> str:
    """The last line that a command puts out."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        words = done.stdout.strip().splitlines()
        raise UnavailableError(words[-1] if words else f"exit code {done.returncode}")
    return done.stdout.strip().rpartition("\n")[2]
