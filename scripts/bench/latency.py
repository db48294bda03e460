"""From a key to the next screen: a session of the shipped deck against the terminal's own echo.

A key is written to a pseudo-terminal, and the time taken until the last byte of the frame that
answers it: the mark that ends a synchronised update. The echo is that of `cat` in a terminal of the
same size. Half of the keys come after a pause, as a reader's do; the others at once, while the
program still prepares what comes next. Usage: scripts/latency [KEYS], 200 without.
"""

from __future__ import annotations

import os
import select
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice

from scripts.bench.harness import SIZE, spawned

PAUSE = 0.25
END_OF_FRAME = b"\x1b[?2026l"
# A reveal and a grade, over and over; now and then a way aside.
KEYS = (" ", "3", " ", "2", " ", "j", "4", "?", "x", " ", "1", "f", " ", "u", "3")


@contextmanager
def terminal(*command: str, home: str = "") -> Iterator[int]:
    """Run `command` in a pseudo-terminal; give our end of it."""
    process, fd = spawned(command, SIZE, {"DCNN_CARDS_HOME": home})
    try:
        yield fd
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(fd)


def read_to(fd: int, end: bytes) -> None:
    """Read until what came ends in `end`."""
    seen = b""
    while not seen.endswith(end):
        if not select.select([fd], [], [], 10)[0]:
            sys.exit(f"no {end!r} within ten seconds, but {seen[-200:]!r}")
        seen += os.read(fd, 65536)


def timed(fd: int, key: str, end: bytes) -> float:
    """Return the milliseconds from `key` to `end`."""
    start = time.perf_counter()
    os.write(fd, key.encode())
    read_to(fd, end)
    return (time.perf_counter() - start) * 1000


def echoes(count: int) -> list[float]:
    """Time a letter and its echo, `count` times."""
    with terminal("cat") as fd:
        time.sleep(PAUSE)
        return [timed(fd, letter, letter.encode()) for letter in islice(cycle("abc"), count)]


def frames(count: int, pause: float) -> dict[str, list[float]]:
    """Time `count` keys of a new session, `pause` seconds after the frame before, by key."""
    took: dict[str, list[float]] = {}
    quiz = (sys.executable, "-m", "dcnn_cards", "quiz", "--new", str(count))
    with tempfile.TemporaryDirectory() as home, terminal(*quiz, home=home) as fd:
        read_to(fd, END_OF_FRAME)
        for key in islice(cycle(KEYS), count):
            time.sleep(pause)
            took.setdefault(key, []).append(timed(fd, key, END_OF_FRAME))
    return took


def row(name: str, took: list[float]) -> str:
    """Return a line of the table."""
    slow = sum(1 for one in took if one > 50)
    numbers = f"{statistics.median(took):8.2f}{sorted(took)[int(len(took) * 0.95)]:8.2f}"
    return f"{name:<34}{len(took):5}{numbers}{max(took):8.2f}{slow:7}"


def main() -> None:
    """Measure, and print a table in milliseconds."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{'milliseconds':<34}{'keys':>5}{'median':>8}{'95%':>8}{'worst':>8}{'> 50':>7}")
    print(row("echo of the terminal", echoes(count)))
    for name, pause in (("after a pause", PAUSE), ("at once", 0.0)):
        took = frames(count, pause)
        print(row(f"key to frame, {name}", [one for each in took.values() for one in each]))
        for key, each in sorted(took.items()):
            print(row(f"    {'space' if key == ' ' else key}", each))


if __name__ == "__main__":
    main()
