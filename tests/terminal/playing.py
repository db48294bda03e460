"""Plays a session within this process: real keys, real frames, and a look at each moment.

The keyboard is the program's own and reads bytes from a pseudo-terminal, one piece each time the
session waits; the screen is the program's own too, and keeps what it would write. So a session
takes milliseconds where one in a terminal of its own takes half a second.
"""

from __future__ import annotations

import io
import os
import re
import select
import signal
import termios
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from dcnn_cards.app.drill import Drill
from dcnn_cards.app.outlook import Outlook
from dcnn_cards.app.recording import Log
from dcnn_cards.deck.card import Deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.study.practice import Practice
from dcnn_cards.study.session import Session
from dcnn_cards.study.summary import summarize
from dcnn_cards.terminal.closing import summary_lines
from dcnn_cards.terminal.keymap import keymap
from dcnn_cards.terminal.keys import Keyboard
from dcnn_cards.terminal.pages import Pages, Uncached
from dcnn_cards.terminal.quiz import Quiz
from dcnn_cards.terminal.screen import Screen
from dcnn_cards.terminal.theme import theme

SM2 = scheduler("sm2")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGWINCH)
PAGES = Pages(Uncached())  # typeset once for all tests of a process

Piece = bytes | tuple[int, int]
"""What happens next: bytes that arrive at once, or another size of the window."""

_SGR = re.compile("\x1b\\[[0-9;]*m")
_FRAME = re.compile("\x1b\\[\\?2026h\x1b\\[H(.*)\x1b\\[0J\x1b\\[\\?2026l", re.DOTALL)


class Memory:
    """A log that remembers its events, in memory."""

    device = "memory"
    problem = None

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._practice = Practice({})

    def newest(self, deck: str, card: str) -> None:
        """No event is of another time."""

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        self.events.append(event)
        return self._practice.append(event, scheduler)


class Paper(Screen):
    """A screen that keeps its last frame, and sees that it is no larger than the window."""

    def __init__(self, size: tuple[int, int] = (100, 40)) -> None:
        self.console = theme("dark").console(file=io.StringIO(), force_terminal=True)
        self._taken = False
        self.window = size
        self.frame = self.written = ""

    @property
    def size(self) -> tuple[int, int]:
        return self.window

    def _write(self, text: str) -> None:
        self.written += text
        if found := _FRAME.fullmatch(text):
            self.written = self.written[-40:]
            lines = _SGR.sub("", found[1].replace("\x1b[K", "")).split("\r\n")
            columns, rows = self.window
            assert len(lines) <= rows
            assert all(cell_len(line) <= columns for line in lines), lines
            assert all(line.isprintable() for line in lines), lines
            self.frame = "\n".join(line.rstrip() for line in lines)


class Piano(Keyboard):
    """The program's keyboard; whenever it would wait, `source` says what arrives."""

    def __init__(self, screen: Paper, source: Iterator[Piece]) -> None:
        self.master, slave = os.openpty()
        super().__init__(slave)
        self._screen, self._source = screen, source

    def _wait(self, seconds: float | None = None) -> str:
        if not self._arrived:
            with suppress(BlockingIOError):  # what an alarm left that came to nothing
                os.read(self._wake_read, 65536)
        if not self._arrived and not select.select([self.fd], [], [], 0)[0]:
            piece = next(self._source, None)
            if piece is None:
                return "closed"
            if isinstance(piece, bytes):
                os.write(self.master, piece)
            else:
                self._screen.window = piece
                os.kill(os.getpid(), signal.SIGWINCH)
            assert select.select([self.fd, self._wake_read], [], [], 5)[0], "nothing arrived"
        return super()._wait(seconds)

    def stop(self) -> None:
        """Go on at once: whoever runs the tests is not to be stopped."""

    def close(self) -> None:
        os.close(self.fd)
        os.close(self.master)


@dataclass(frozen=True, slots=True)
class Moment:
    """What there is when the session waits for a key."""

    frame: str
    events: int
    """Events in the log."""


def quiz_of(deck: Deck, session: Session, log: Log, *, typed: bool = False, **options: Any) -> Quiz:
    drill = Drill(deck, session, SM2, log, **options)

    def so_far() -> list[Text]:
        return summary_lines(summarize(drill.session), Outlook(drill.today, None))

    return Quiz(drill, PAGES, keymap(), typed=typed, so_far=so_far)


def play(
    quiz: Quiz, pieces: Iterable[Piece], screen: Paper, events: Callable[[], int] = lambda: 0
) -> tuple[list[Moment], Session]:
    """Play `pieces`; return the moments before each of them and after the last, and the end.

    There are fewer moments when the session ended before. The terminal is left as it was.
    """
    moments: list[Moment] = []

    def source() -> Iterator[Piece]:
        for piece in pieces:
            moments.append(Moment(screen.frame, events()))
            yield piece
        moments.append(Moment(screen.frame, events()))

    keyboard = Piano(screen, source())
    before = termios.tcgetattr(keyboard.fd), list(map(signal.getsignal, SIGNALS))
    try:
        with keyboard, screen:
            ended = quiz.run(screen, keyboard)
    finally:
        after = termios.tcgetattr(keyboard.fd), list(map(signal.getsignal, SIGNALS))
        keyboard.close()
    assert after == before
    assert screen.written.endswith("\x1b[?2004l\x1b[?25h\x1b[?1049l")
    return moments, ended
