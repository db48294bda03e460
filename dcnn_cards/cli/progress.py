"""A line that says what the program is busy with, for whoever waits at a terminal.

It comes once something has taken a second, is written anew while that lasts, and is gone before
anything else is written. It is another thread's: much of what takes long is a single call of a
library.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from contextlib import suppress
from time import monotonic, sleep

from dcnn_cards import busy, threads
from dcnn_cards.signs import visible

PATIENCE = 1.0
"""Seconds that something may take before it is told."""

LAST_RESORT = 0.4
"""Seconds after Ctrl-C in which the call of a library may end, before the program does."""

INTERRUPTED = 128 + signal.SIGINT
"""The exit status of a program that Ctrl-C ends."""

_EVERY = 0.2
_CLEAR = "\r\x1b[K"


def watch() -> None:
    """Show on the terminal of standard error what takes long, and let Ctrl-C end it in any case.

    To be called by the main thread.
    """
    busy.watched_by(_Watcher().changed)


def line_of(task: busy.Task, columns: int) -> str:
    """Return what is shown of `task` on a line of so many columns."""
    said = f"{visible(task.what)} ..."
    if task.total:
        share = min(1.0, task.done / task.total)
        said += f" {share:.0%} ({min(task.done, task.total):,} of {task.total:,})"
    elif task.done:
        said += f" {task.done:,}"
    return said[: columns - 1]


class _Watcher:
    """Follows what the program is busy with, from its first task on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = threading.Event()
        self._since = 0.0  # when the first of the tasks in hand began, 0 if there is none
        self._told = False
        self._signals: int | None = None

    def changed(self) -> None:
        """Take note that a task began or ended."""
        if busy.current() is None:
            with self._lock:
                self._since = 0.0
                self._begun.clear()
                if self._told:
                    self._told = False
                    _write(_CLEAR)
        elif not self._since:
            self._since = monotonic()
            if self._signals is None:
                self._start()
            self._begun.set()

    def _start(self) -> None:
        self._signals, written = os.pipe()
        os.set_blocking(written, False)
        with suppress(ValueError):  # in another thread than the main one
            signal.set_wakeup_fd(written, warn_on_full_buffer=False)
        threads.start(self._run, daemon=True)

    def _run(self) -> None:
        while True:
            self._begun.wait()
            if self._is_interrupted():
                sleep(LAST_RESORT)
                if busy.current() is not None:  # still within a call that cannot be interrupted
                    _write(_CLEAR)
                    os._exit(INTERRUPTED)
            with self._lock:
                task = busy.current()
                if task and self._since and monotonic() - self._since > PATIENCE:
                    self._told = True
                    _write(_CLEAR + line_of(task, _columns()))

    def _is_interrupted(self) -> bool:
        """Wait a moment; say whether Ctrl-C came, and is meant to end the program."""
        assert self._signals is not None
        ready, _, _ = select.select([self._signals], [], [], _EVERY)
        came = os.read(self._signals, 4096) if ready else b""
        return signal.SIGINT in came and signal.getsignal(signal.SIGINT) is _ENDS


_ENDS = signal.default_int_handler


def _columns() -> int:
    try:
        return os.get_terminal_size(2).columns or 80
    except OSError:
        return 80


def _write(text: str) -> None:
    if sys.stderr is not None and os.isatty(2):
        with suppress(OSError):
            os.write(2, text.encode(errors="replace"))
