"""Threads beside the main one, which alone is told of signals."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Thread


def start(work: Callable[[], object], *, daemon: bool = False) -> Thread:
    """Run `work` in a thread that signals pass by.

    One that came to it would be noted and no more: Python runs handlers in the main thread, which
    may be waiting for a key or for another program and would not be woken.
    """

    def run() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        work()

    thread = Thread(target=run, daemon=daemon)
    thread.start()
    return thread
