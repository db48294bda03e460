"""What there is to tell beside what a command shows: one line, to whoever listens."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Have `listener` called with every line that is told from now on."""
    _listeners.append(listener)


def tell(line: str) -> None:
    """Tell a line to all who listen; to nobody where the program is used as a library."""
    for listener in _listeners:
        listener(line)
