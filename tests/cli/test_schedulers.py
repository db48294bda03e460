"""Choosing, comparing and fitting schedulers, from a shell."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from dcnn_cards.app.clock import this_day
from dcnn_cards.progress.comparison import COMPARED_DAYS, COMPARISON_FIELDS
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.day import ROLLOVER_HOURS
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fold import fold
from dcnn_cards.schedule.scheduler import Fitted, Settings
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.store import open_store
from tests.cli.program import run
from tests.schedule.histories import review, studied
from tests.terminal.pty_session import running, small_deck


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    """A folder with a store of some 1,500 reviews, and the fitted parameters of none."""
    with open_store(tmp_path / "progress.db") as store:
        store.extend(studied(cards=200, days=300, last=this_day(ROLLOVER_HOURS)), scheduler())
    return tmp_path


def fitted(home: Path) -> Fitted | None:
    with open_store(home / "progress.db") as store:
        return store.fits.get("fsrs")


def test_optimize_shows_before_and_after_and_keeps_what_is_better(learner: Path) -> None:
    done = run(learner, "optimize", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Nothing was kept (--dry-run).\n")
    assert fitted(learner) is None

    done = run(learner, "optimize")
    assert (done.returncode, done.stderr) == (0, "")
    rows = {line.partition(":")[0]: line.split() for line in done.stdout.splitlines()}
    assert float(rows["after"][-2]) < float(rows["before"][-2])
    assert done.stdout.endswith("Kept: the scheduler fsrs uses them from now on.\n")
    kept = fitted(learner)
    assert kept is not None
    assert f"{kept.reviews} reviews to learn from" in done.stdout
    assert kept.day == this_day(ROLLOVER_HOURS)
    assert f"{kept.parameters[0]:.4f}, {kept.parameters[1]:.4f}" in done.stdout

    again = run(learner, "optimize")
    assert f"before: in use since {date.fromordinal(kept.day)}" in again.stdout
    assert fitted(learner) == kept

    assert run(learner, "optimize", "--default").returncode == 0
    assert fitted(learner) is None


def test_optimize_tells_how_many_reviews_are_missing(tmp_path: Path) -> None:
    done = run(tmp_path, "optimize")
    assert (done.returncode, done.stdout) == (1, "")
    assert "too few reviews to learn from: 0, and 400 are needed" in done.stderr
    assert list(tmp_path.iterdir()) == []
    with open_store(tmp_path / "progress.db") as store:
        store.extend([review(0), review(1), review(24), review(99)], scheduler())
    assert "learn from: 2, and 400" in run(tmp_path, "optimize").stderr
    assert run(tmp_path, "optimize", "--default").returncode == 0


def test_fitted_parameters_and_the_retention_reach_every_command(learner: Path) -> None:
    run(learner, "optimize")
    kept = fitted(learner)
    assert kept is not None
    deck = learner / "dcnn.yaml"
    cards = "".join(f"  - {{id: c{n}, question: q, answer: a}}\n" for n in range(200))
    deck.write_text(f"deck: dcnn\ncards:\n{cards}")
    (learner / "config.toml").write_text('scheduler = "fsrs"\nretention = 0.8\ndeck = "dcnn.yaml"')
    rules = scheduler("fsrs", Settings(0.8, kept.parameters))
    with open_store(learner / "progress.db") as store:
        records = {card: record for (_, card), record in fold(store.log.events(), rules).items()}
    today = this_day(ROLLOVER_HOURS)
    states = [record.state for record in records.values() if record.state]
    due = sum(state.is_due(today) for state in states)
    assert 0 < due < len(states)

    assert f"{due} to review today" in run(learner).stdout
    assert json.loads(run(learner, "stats", "--format", "json").stdout)["due_today"] == due
    rows = json.loads(run(learner, "export", "cards", "--format", "json").stdout)
    assert {row["id"]: row["stability"] for row in rows} == {
        card: record.state.memory[0] for card, record in records.items() if record.state
    }
    compared = json.loads(run(learner, "schedulers", "--format", "json").stdout)
    assert {each["scheduler"]: each for each in compared["schedulers"]}["fsrs"] == {
        "scheduler": "fsrs",
        "in_use": True,
        "due_today": due,
        "due_30_days": sum(today < state.due <= today + 30 for state in states),
    }
    assert "sound" in run(learner, "doctor").stdout
    with closing(sqlite3.connect(learner / "progress.db")) as db:
        editions = db.execute("SELECT DISTINCT edition FROM card_state").fetchall()
    assert editions == [(rules.edition,)]
    other = run(learner, "stats", "--format", "json", DCNN_CARDS_RETENTION="0.95").stdout
    assert json.loads(other)["due_today"] > due


def test_damaged_parameters_are_told_and_hurt_only_fsrs(learner: Path) -> None:
    with closing(sqlite3.connect(learner / "progress.db")) as db, db:
        db.execute("INSERT INTO meta VALUES ('fitted.fsrs', '{\"parameters\": [0.')")
    done = run(learner, "stats", "--scheduler", "fsrs")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{learner}/progress.db: the parameters that were fitted for fsrs" in done.stderr
    assert run(learner, "stats").returncode == 0
    compared = run(learner, "schedulers", "--format", "json")
    assert "the parameters that were fitted for fsrs" in compared.stderr
    names = [each["scheduler"] for each in json.loads(compared.stdout)["schedulers"]]
    assert names == [name for name in SCHEDULERS if name != "fsrs"]
    done = run(learner, "optimize")
    assert done.returncode == 0
    assert "cannot be read" in done.stderr
    assert fitted(learner) is not None


def test_without_the_library_all_but_fsrs_works(learner: Path) -> None:
    broken = learner / "broken"
    broken.mkdir()
    (broken / "fsrs_rs_python.py").write_text("raise ImportError('no wheel for this machine')")
    path = os.pathsep.join([str(broken), os.environ.get("PYTHONPATH", "")])
    for arguments in (["stats", "--scheduler", "fsrs"], ["optimize"]):
        done = run(learner, *arguments, PYTHONPATH=path)
        assert (done.returncode, done.stdout) == (1, "")
        assert "fsrs-rs-python, which cannot be loaded: no wheel" in done.stderr
        assert "--scheduler sm2" in done.stderr
    assert run(learner, "stats", PYTHONPATH=path).returncode == 0
    done = run(learner, "schedulers", PYTHONPATH=path)
    assert done.returncode == 0
    assert "leitner" in done.stdout


@pytest.mark.parametrize("width", [60, 100, 200])
def test_schedulers_stand_side_by_side_in_any_window(tmp_path: Path, width: int) -> None:
    deck = small_deck(tmp_path)
    today = this_day(ROLLOVER_HOURS)
    with open_store(tmp_path / "progress.db") as store:
        grades = [Grade.GOOD, Grade.EASY, Grade.HARD]
        made = [
            review(n, grade, card="abc"[n]).replace(day=Day(today - 1), deck=DeckName("small"))
            for n, grade in enumerate(grades)
        ]
        store.extend(made, scheduler())
    done = run(tmp_path, "schedulers", "--deck", deck, COLUMNS=str(width))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= min(width, 100)
    assert [word for word in lines[1].split() if word in SCHEDULERS] == [*SCHEDULERS]
    counts = {
        line[:10].strip(): [w for w in line[10:].split() if w.isdigit()] for line in lines[2:]
    }
    places = [SCHEDULERS.index(name) for name in ("sm2", "leitner", "fsrs")]
    rows = {day: [row[at] for at in places] for day, row in counts.items() if row}
    assert rows["today"] == ["3", "1", "1"]  # Good and Easy: 1, 2 and 2, 1, 4 and 8 days
    tomorrow, later = (f"{date.fromordinal(today + n):%a %d %b}" for n in (1, 3))
    assert rows[tomorrow] == ["0", "1", "1"]
    assert rows[later] == ["0", "1", "0"]
    assert rows["30 days"] == ["0", "2", "2"]


def test_the_comparison_as_json_has_exactly_the_documented_names(tmp_path: Path) -> None:
    done = run(tmp_path, "schedulers", "--deck", small_deck(tmp_path), "--format", "json")
    document = json.loads(done.stdout)
    names = set()
    for name, part in document.items():
        entries = part if isinstance(part, list) else [part]
        for entry in entries:
            names |= {f"{name}.{key}" for key in entry} if isinstance(entry, dict) else {name}
    expected = {field.name for field in COMPARISON_FIELDS}
    expected |= {f"days.due_{name}" for name in SCHEDULERS}
    assert names == expected - {"days.due_NAME"}
    assert len(document["days"]) == COMPARED_DAYS
    assert list(tmp_path.glob("*.db")) == []


def test_a_session_under_fsrs_keeps_its_name_with_every_review(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    with running(tmp_path, "quiz", "--deck", deck, "--scheduler", "fsrs") as session:
        session.see("alpha")
        session.press(" ")
        session.see("1 Again soon · 2 Hard 1d · 3 Good 2d · 4 Easy 8d")
        session.press("3")
        session.see("beta")
        session.press("q")
        assert session.ended() == 0
    with open_store(tmp_path / "progress.db") as store:
        assert [made.scheduler for made in store.log.events()] == ["fsrs"]
        state = store.records.of_deck(DeckName("small"), scheduler("fsrs"))[CardId("a")].state
    assert state is not None
    assert state.interval == 2


def test_without_a_command_the_environment_holds_too(tmp_path: Path) -> None:
    small_deck(tmp_path)
    deck = str(tmp_path / "small.yaml")
    assert "A small deck: 0 to review today, 4 new" in run(tmp_path, DCNN_CARDS_DECK=deck).stdout
    done = run(tmp_path, DCNN_CARDS_RETENTION="0.5")
    assert done.returncode == 2
    assert "0.7<=x<=0.97" in done.stderr


def test_doctor_works_while_the_config_file_is_broken(learner: Path) -> None:
    (learner / "config.toml").write_text("scheduler = \n")
    assert run(learner, "stats").returncode == 1
    assert run(learner, "doctor").returncode == 0
