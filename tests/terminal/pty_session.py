"""Runs the program in a real pseudo-terminal and reads the screen that it painted."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte

DECK = """\
deck: small
title: A small deck
cards:
  - id: a
    week: '1'
    section: Week 1
    question: What is alpha?
    answer: The first letter, $\\alpha$.
  - id: b
    week: '1'
    section: Week 1
    topic: Letters
    question: What is beta?
    answer: |
      $$\\frac{a + b}{c}$$
  - id: c
    week: 2a
    section: Week 2a
    question: What is gamma?
    answer: The third.
  - id: d
    week: 2b
    section: Week 2b
    question: Say a lot.
    answer: |
"""
DECK += "\n\n".join(f"      Line {number} of a long answer." for number in range(1, 41))
DECK += """

  - id: e
    question: Has this an answer?
    suspended: true
"""


class Session:
    """A running program, its keyboard and its screen."""

    def __init__(self, child: pexpect.spawn[bytes], columns: int, rows: int) -> None:
        self.child = child
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self._found = self.settings()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, *wanted: str, gone: str = "\0", seconds: float = 15) -> str:
        """Wait until all of `wanted` is on the screen, also across rows, and `gone` is not.

        Return the screen.
        """
        return self._see(all, wanted, gone, seconds)

    def see_one(self, *wanted: str, seconds: float = 15) -> str:
        """Wait until one of `wanted` is on the screen; return the screen."""
        return self._see(any, wanted, "\0", seconds)

    def _see(
        self,
        enough: Callable[[Iterable[bool]], bool],
        wanted: tuple[str, ...],
        gone: str,
        seconds: float,
    ) -> str:
        end = time.monotonic() + seconds
        while gone in self.text or not enough(
            piece in self.text or piece in " ".join(self.text.split()) for piece in wanted
        ):
            assert time.monotonic() < end, f"never saw {wanted}:\n{self.text}"
            self._read(0.2)
        return self.text

    def ended(self, seconds: float = 15) -> int:
        """Leave the last screen and wait for the end; return the exit status.

        It is the negative number of the signal that ended the program, if one did.

        Unless the program was killed outright, the terminal is as it was found.
        """
        end = time.monotonic() + seconds
        leave = {"takes back the last step · q end": "q", "last step, Enter ends:": "\r"}
        while self.child.isalive() or self._read(0.05):
            for words in [words for words in leave if words in " ".join(self.text.split())]:
                self.child.send(leave.pop(words))
            assert time.monotonic() < end, f"still running:\n{self.text}"
            self._read(0.05)
        left = self.settings()
        self.child.close()
        if self.child.signalstatus != signal.SIGKILL:
            assert left == self._found
            taken, given_back = self.output.count(b"\x1b[?1049h"), self.output.count(b"\x1b[?1049l")
            assert taken == given_back
        if self.child.signalstatus is not None:
            return -int(self.child.signalstatus)
        return int(self.child.exitstatus)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def settings(self) -> list[object]:
        return list(termios.tcgetattr(self.child.child_fd))

    def after_end(self) -> str:
        """What stands on the normal screen, once the program has given it back, without colour."""
        return re.sub("\x1b\\[[0-9;]*m", "", self.output.rpartition(b"\x1b[?1049l")[2].decode())

    def _read(self, seconds: float) -> bool:
        try:
            data = self.child.read_nonblocking(65536, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.output += data
        self._stream.feed(data)
        return True


PROGRAM = (sys.executable, "-m", "dcnn_cards")

# What a shell does with a job that is stopped: it goes on, and takes it up again when told to.
SHELL = ("sh", "-c", 'set -m; "$@"; stty -a; echo stopped; read key; fg', "sh", *PROGRAM)


@contextmanager
def running(
    home: Path,
    *arguments: str,
    program: tuple[str, ...] = PROGRAM,
    columns: int = 100,
    rows: int = 30,
    **environment: str,
) -> Iterator[Session]:
    """Run `dcnn-cards` with `arguments` in a terminal of the given size."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    child = pexpect.spawn(
        program[0],
        [*program[1:], *arguments],
        env={**kept, "TERM": "xterm-256color", "DCNN_CARDS_HOME": str(home), **environment},
        dimensions=(rows, columns),
        timeout=15,
    )
    session = Session(child, columns, rows)
    try:
        yield session
    finally:
        child.close(force=True)


def small_deck(folder: Path) -> str:
    """Write the small deck into `folder`; return its path."""
    path = folder / "small.yaml"
    path.write_text(DECK)
    return str(path)
