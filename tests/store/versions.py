"""Stores as each version of the program wrote them: real files, named by their version.

They are kept as SQLite wrote them, not as SQL text, because a file is what users have: its header
with the version in it, its pages and its journal mode are part of what a migration meets.
`python -m tests.store.versions` writes the file of the present version; do that before the next
migration is added, and never again for a version that was released.
"""

from __future__ import annotations

from pathlib import Path

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.store import open_store, schema
from tests.schedule.histories import event, review, undo

FOLDER = Path(__file__).with_name("files")
FILES = sorted(FOLDER.glob("*.db"), key=lambda path: int(path.stem))

_OF_FIRST = (Kind.SUSPEND, Kind.UNSUSPEND, Kind.BURY, Kind.FLAG, Kind.UNFLAG, Kind.RESET)

LOG: list[Event] = [
    *(review(n, grade, card=f"card-{n % 3}") for n, grade in enumerate([*Grade, *Grade, *Grade])),
    *(review(24 * n, Grade.GOOD, card="card-1", thinking_ms=None) for n in range(2, 9)),
    review(300, Grade.EASY, card="Größe ∑ '; --", scheduler=None, deck="another"),
    *(event(400 + n, kind) for n, kind in enumerate(_OF_FIRST, 2)),
    undo(500, review(24 * 8, card="card-1")),
]
"""What is in the log of each of them."""

_SINCE: dict[int, list[Event]] = {4: [review(600, seed=3)]}
"""What is in the logs from a version on: what those before it could not hold."""


def log_of(version: int) -> list[Event]:
    """What is in the log of the file of a version."""
    return LOG + [event for since, own in _SINCE.items() if since <= version for event in own]


def write(path: Path) -> None:
    """Make a store of the present version at `path`."""
    with open_store(path) as store:
        store.extend(log_of(schema.VERSION), scheduler())


if __name__ == "__main__":
    target = FOLDER / f"{schema.VERSION}.db"
    if target.exists():
        raise SystemExit(f"{target} is there already")
    write(target)
