"""What the program is busy with, said by whoever works and shown by whoever watches.

Work that may take over a second says what it is and, where that is known, how far it has come.
Nobody need watch: then saying it costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(slots=True)
class Task:
    """Something that takes a while: what it is, and how much of how much is done, if known."""

    what: str
    total: int = 0
    done: int = 0


_tasks: list[Task] = []
_watchers: list[Callable[[], object]] = []


def watched_by(*watchers: Callable[[], object]) -> None:
    """Have `watchers`, and nobody else, called whenever a task begins or ends."""
    _watchers[:] = watchers


def current() -> Task | None:
    """Return the task that was begun last and is not done, None if there is none."""
    return _tasks[-1] if _tasks else None


@contextmanager
def busy(what: str, total: int = 0) -> Iterator[Task]:
    """Say that until the end of the block the program is busy with `what`.

    Whoever knows how far it is adds to `done` of the task, up to `total`.
    """
    task = Task(what, total)
    _tasks.append(task)
    _tell()
    try:
        yield task
    finally:
        _tasks.remove(task)
        _tell()


def each(what: str, items: Iterable[_T], total: int = 0) -> Iterator[_T]:
    """Yield `items`, counted as they are worked on; `total` is how many there are, if known."""
    with busy(what, total) as task:
        for item in items:
            yield item
            task.done += 1


def _tell() -> None:
    for watcher in _watchers:
        watcher()
