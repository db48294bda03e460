"""Events that another program wrote into the store: every command says something, and goes on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from dcnn_cards.schedule import scheduler
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.schedule.histories import review
from tests.terminal.pty_session import small_deck

CHANGES = (
    "at = 9223372036854775807", "at = 4611686018427387904", "at = -9223372036854775807",
    "at = 9e300", "day = -5", "day = 0", "day = 3600001", "day = 9e300", "day = 738000.5",
    "card = x'61'", "deck = x'6161'", "device = x'00'", "scheduler = x'41'",
    "thinking_ms = 'long'", "thinking_ms = 9223372036854775807", "seed = 'one'",
    "detail = 'x'", "detail = '{'", "detail = 9e300", "detail = '[1]'",
)  # fmt: skip


def test_every_command_goes_on(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    events = [review(n, card="abc"[n % 3], deck="small") for n in range(len(CHANGES) + 6)]
    with open_store(tmp_path / "progress.db") as store:
        store.extend(events, scheduler("sm2"))
    with closing(sqlite3.connect(tmp_path / "progress.db")) as db, db:
        db.execute("DROP TRIGGER event_is_not_changed")
        db.execute("PRAGMA ignore_check_constraints = ON")
        for event, change in zip(events, CHANGES, strict=False):
            db.execute(f"UPDATE event SET {change} WHERE id = ?", (event.id,))
    for command in (
        ["stats"], ["export", "cards"], ["reset", "a"], ["undo"],
        ["doctor", "--rebuild"], ["doctor"],
    ):  # fmt: skip
        done = run(tmp_path, *command, "--deck", deck)
        told = "doctor" in command and "CHECK constraint failed" in done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == int(told), (command, done.stderr)
    done = run(tmp_path, "export", "reviews", "--format", "json", "--deck", deck)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == len(events) - 1 + 2  # without one of `aa`
