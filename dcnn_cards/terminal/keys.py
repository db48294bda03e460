"""Single keys from a terminal, without enter and without echo."""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread, main_thread
from types import FrameType, TracebackType
from typing import Self

from dcnn_cards import threads

# What the terminal sends for the keys that are not a character of their own.
_NAMES = {
    "\r": "enter",
    "\n": "enter",
    " ": "space",
    "\x03": "ctrl-c",
    "\x04": "ctrl-d",
    "\x1a": "ctrl-z",
    "\x0c": "ctrl-l",
    "\x1b": "escape",
    "\x7f": "backspace",
    "\x1b[A": "up",
    "\x1bOA": "up",
    "\x1b[B": "down",
    "\x1bOB": "down",
    "\x1b[C": "right",
    "\x1bOC": "right",
    "\x1b[D": "left",
    "\x1bOD": "left",
    "\x1b[5~": "page up",
    "\x1b[6~": "page down",
    "\x1b[H": "home",
    "\x1bOH": "home",
    "\x1b[1~": "home",
    "\x1b[F": "end",
    "\x1bOF": "end",
    "\x1b[4~": "end",
}
_TABS = {"\t": "tab", "\x1b[Z": "shift-tab"}
# What follows an escape character in what is one key, or none: a report of the mouse, a control
# sequence (ECMA-48; `[[` is the Linux console's), what is broken off of one, an answer of the
# terminal to a question that another program asked, or the character typed with Alt.
_SEQUENCE = re.compile(
    r"\x1b+(?:\[M[^\x00-\x1f]{0,3}|\[\[?[0-?]*[ -/]*[@-~]?|O[0-9;]*[@-~]?"
    r"|[]PX^_][^\x00-\x1f]*(?:\x07|\x1b\\)?|[^\x1b\x03\x04\x1a])"
)
_UNFINISHED = re.compile(
    r"\x1b+(?:\[M[^\x00-\x1f]{0,2}|\[\[?[0-?]*[ -/]*|O[0-9;]*|[]PX^_][^\x00-\x1f]*\x1b?)?\Z"
)
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"
# Says that it is time to look for a key. It is nobody else's: without a handler it does nothing.
_LOOK = signal.SIGURG
# Signals that end no program by themselves, that cannot be caught, that Python has a use for, that
# the terminal stops a program with, and those of a fault, to which there is no way back.
_LEFT_ALONE = frozenset(
    getattr(signal, name, None)
    for name in (
        "SIGCHLD", "SIGCLD", "SIGURG", "SIGCONT", "SIGKILL", "SIGSTOP", "SIGPIPE", "SIGXFSZ",
        "SIGTTIN", "SIGTTOU", "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGINFO", "SIGINT",
        "SIGTSTP", "SIGWINCH",
    )
)  # fmt: skip
# All others would end the program with the terminal as it is; the first two do so daily.
_ENDING = tuple(
    dict.fromkeys((signal.SIGTERM, signal.SIGHUP, *sorted(signal.valid_signals() - _LEFT_ALONE)))
)
# What a signal counts as among the keys, the most urgent first.
_EVENTS: dict[int, str] = {
    **dict.fromkeys(_ENDING, "closed"),
    signal.SIGINT: "ctrl-c",
    signal.SIGTSTP: "ctrl-z",
    signal.SIGCONT: "continued",
    signal.SIGWINCH: "resized",
}
# How often what takes long looks for a key that ends it, in seconds.
_LOOK_EVERY = 0.1
# A paste is over when nothing came for so many looks.
_SILENT_LOOKS = 10
# How long the rest of a key's sequence may take, in seconds; Escape and Alt are told apart by it.
_SEQUENCE_WAIT = 0.05
# What stands between a block and what is to happen at its end.
_ENTRANCES = (__file__, contextmanager.__code__.co_filename)


class Interrupted(BaseException):
    """A key or a signal came that is not to wait for what is being done.

    Like KeyboardInterrupt it is no Exception: what catches whatever goes wrong lets it pass.
    """


class Keyboard:
    """Reads keys from the terminal `fd` while it is entered; leaves its settings as they were.

    Ctrl-C and Ctrl-Z arrive as keys, in their turn, so that nothing is interrupted half-way, and so
    do signals: another process's interrupt or stop counts as the key. Text that is pasted is passed
    over, as it was not meant as grades, and so is all that is no key known here. `resized` in place
    of a key says that the window has another size, `continued` that another program stopped this
    one and may have used the terminal since, `closed` that the terminal is gone or the program was
    told to end: by the signal `ended_by`, if that is not 0.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.ended_by = 0
        self._taken = False
        self._typed = ""
        self._ends: Callable[[str], bool] | None = None
        self._working, self._left = Event(), Event()
        self._reminder: Thread | None = None
        self._arrived: set[int] = set()
        # A character may come in two halves; bytes that are none are kept, and mean nothing.
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        # Written to as a signal comes, since its handler runs only between two steps of Python: one
        # that comes just before the wait for a key would find nobody to run it.
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self.fd)
        raw = termios.tcgetattr(self.fd)
        raw[0] &= ~(termios.ICRNL | termios.IXON)
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        self._raw = raw
        self._woken = signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        self._handlers = {
            signum: signal.signal(signum, self._take_note) for signum in (*_EVENTS, _LOOK)
        }
        self.resume()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends = None
        self._left.set()
        self._working.set()
        if self._reminder:
            self._reminder.join()
        self.suspend()
        for signum, handler in self._handlers.items():
            signal.signal(signum, signal.SIG_DFL if handler is None else handler)
        signal.set_wakeup_fd(self._woken)
        os.close(self._wake_read)
        os.close(self._wake_write)

    def suspend(self) -> None:
        """Give the terminal its own settings back; keys typed and not yet read are dropped."""
        if not self._taken:  # it is another program's now, and to touch it would stop this one
            return
        self._typed, self._taken = "", False
        with suppress(termios.error):  # the terminal is gone, and its settings with it
            termios.tcsetattr(self.fd, termios.TCSAFLUSH, self._before)

    def resume(self) -> None:
        """Take the terminal, at first or again after `suspend` or `continued`."""
        self._taken = True
        self._arrived.discard(signal.SIGCONT)  # before what may itself be stopped once more
        with suppress(termios.error):
            termios.tcsetattr(self.fd, termios.TCSADRAIN, self._raw)

    def stop(self) -> None:
        """Stop, with all that was started along, as Ctrl-Z does elsewhere; return when it goes on.

        To be called after `suspend`.
        """
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, handler)

    @contextmanager
    def interruptible(self, ends: Callable[[str], bool]) -> Iterator[None]:
        """Have Interrupted raised in the block by a signal that ends, or a key that `ends` says.

        Ctrl-C and Ctrl-D always do. Only for what changes nothing: it stops wherever it is. Where
        Python swallows what is raised, as in a finaliser, it is raised again a moment later.
        """
        if self._reminder is None:
            self._reminder = threads.start(self._remind, daemon=True)
        try:
            self._working.set()
            self._ends = ends
            yield
        finally:
            self._ends = None
            self._working.clear()

    def _remind(self) -> None:
        """Have the main thread look for keys while it works.

        Not by a timer of the process: its SIGALRM could not be told from one that is to end it.
        """
        main = main_thread().ident
        while self._working.wait() and not self._left.wait(_LOOK_EVERY):
            if self._ends and main is not None:
                signal.pthread_kill(main, _LOOK)

    def _is_ended(self) -> bool:
        """Whether there is a signal or a key that ends what is interruptible."""
        if self.ended_by or signal.SIGINT in self._arrived:
            return True
        if select.select([self.fd], [], [], 0)[0] and not self._more(0):
            return True  # the terminal was closed
        if "\x03" in self._typed or "\x04" in self._typed:
            return True
        first = _NAMES.get(self._typed[:1], self._typed[:1])
        return bool(first and self._ends and self._ends(first))

    @property
    def waiting(self) -> bool:
        """Whether keys have come that were not read yet."""
        return bool(self._typed)

    def read(self, seconds: float | None = None, *, tabs: bool = False) -> str:
        """Wait for a key and return its name ("space", "up", "ctrl-c") or its character.

        When nothing has come for so many `seconds`, `waited` is returned in its place. Tab and
        Shift-Tab are keys where there are `tabs`.
        """
        while True:
            if not self._typed and (event := self._wait(seconds)):
                return event
            key = self._take()
            if key == _PASTE:
                self._pass_over_paste()
            elif key in _NAMES:
                return _NAMES[key]
            elif tabs and key in _TABS:
                return _TABS[key]
            elif len(key) == 1 and key.isprintable():
                return key

    def _take(self) -> str:
        """Take the next key's characters, waiting for the rest of a sequence."""
        while _UNFINISHED.match(self._typed) and self._more(_SEQUENCE_WAIT):
            pass
        match = _SEQUENCE.match(self._typed)
        key = match[0] if match else self._typed[:1]
        self._typed = self._typed[len(key) :]
        return key

    def _pass_over_paste(self) -> None:
        while _PASTE_END not in self._typed:
            # All but what could be the beginning of the end is dropped at once.
            self._typed = self._typed[-len(_PASTE_END) :]
            goes_on = any(self.ended_by or self._more(_LOOK_EVERY) for _ in range(_SILENT_LOOKS))
            if self.ended_by or not goes_on:
                self._typed = ""
                return
        self._typed = self._typed.partition(_PASTE_END)[2]

    def _wait(self, seconds: float | None = None) -> str:
        """Wait for input; return the name of an event that is not a key, if that came first."""
        while not self._arrived:
            ready, _, _ = select.select([self.fd, self._wake_read], [], [], seconds)
            if not ready:
                return "waited"
            if self._wake_read in ready:  # its handler has run by now, or runs at the next step
                os.read(self._wake_read, 65536)
            else:
                return "" if self._more(0) else "closed"
        # Of any number of signals, the most urgent kind counts, and that once.
        arrived, self._arrived = self._arrived, set()
        return next(name for signum, name in _EVENTS.items() if signum in arrived)

    def _more(self, seconds: float) -> bool:
        """Add what is typed within `seconds`; say whether anything was."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 4096)
        except OSError:  # the terminal was closed
            return False
        self._typed += self._decoder.decode(data)
        return bool(data)

    def _take_note(self, signum: int, frame: FrameType | None) -> None:
        if signum in _ENDING:
            self.ended_by = signum
        if signum != _LOOK:
            self._arrived.add(signum)
        # Raised on the way into the block or out of it, its end would be passed over.
        on_the_way = frame is not None and frame.f_code.co_filename in _ENTRANCES
        if self._ends and not on_the_way and self._is_ended():
            raise Interrupted
