"""`doctor --self-test`: what the program needs of where it is installed, each tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.cli import self_test
from tests.cli.program import run

TRIED = ["deck", "typesetting", "store", "keys", "clock", "encodings"]


def test_each_is_tried_and_nothing_of_the_users_is_touched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run(home, "doctor", "--self-test")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == TRIED
    assert "FAILED" not in done.stdout
    assert not home.exists()


def test_a_broken_store_of_the_users_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "progress.db").write_text("no store")
    (tmp_path / "config.toml").write_text("")
    assert run(tmp_path, "doctor", "--self-test").returncode == 0
    assert (tmp_path / "progress.db").read_text() == "no store"


@pytest.mark.parametrize(
    ("broken", "lacks"),
    [
        ("shipped_deck", "deck"),
        ("render", "typesetting"),
        ("open_store", "store"),
        ("keymap", "keys"),
        ("this_day", "clock"),
        ("Door", "encodings"),
    ],
)
def test_what_lacks_is_said_and_the_rest_is_tried(
    monkeypatch: pytest.MonkeyPatch, broken: str, lacks: str
) -> None:
    def fails(*_: object, **__: object) -> object:
        raise OSError("not here")

    monkeypatch.setattr(self_test, broken, fails)
    found = list(self_test.self_test())
    assert [tried for tried, _, _ in found] == TRIED
    faults = {tried: fault for tried, _, fault in found if fault}
    assert faults[lacks] == "OSError: not here"
    # A store without a clock cannot say when something was done.
    assert set(faults) - {lacks} <= ({"store"} if lacks == "clock" else set())
