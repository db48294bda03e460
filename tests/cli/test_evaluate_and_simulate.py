"""`evaluate` and `simulate` from a shell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dcnn_cards.progress.evaluation import EVALUATION_FIELDS, SPLITS
from dcnn_cards.progress.workload import SIMULATION_FIELDS
from dcnn_cards.schedule import SCHEDULERS
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import open_store
from tests.cli.program import run

OTHERS = [name for name in SCHEDULERS if name != "fsrs"]


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the log of a simulated learner's hundred days under SM-2."""
    home = tmp_path_factory.mktemp("learner")
    store = home / "progress.db"
    arguments = ("--scheduler", "sm2", "--days", "100", "--format", "json", "--write", store)
    done = run(home, "simulate", *map(str, arguments))
    assert done.returncode == 0, done.stderr
    reviews = json.loads(done.stdout)["schedulers"][0]["reviews"]
    assert done.stderr == f"{store}: {reviews} reviews\n"
    return home


def names(document: Mapping[str, Any]) -> set[str]:
    """Every name in a document, those of lists written as `list.field`."""
    found: set[str] = set()
    for name, part in document.items():
        found |= {f"{name}.{field}" for field in part[0]} if isinstance(part, list) else {name}
    return found


def test_evaluate_ranks_the_schedulers_and_says_how(learner: Path) -> None:
    done = run(learner, "evaluate", COLUMNS="100")
    assert (done.returncode, done.stderr) == (0, "")
    predicting = ["average", "fsrs-default", "fsrs-fitted", *OTHERS]
    table = [line.split() for line in done.stdout.splitlines()[3 : 3 + len(predicting)]]
    rows = [row[0] for row in table]
    assert rows[0] in ("fsrs-default", "fsrs-fitted")
    assert sorted(rows) == sorted(predicting)
    losses = [float(row[1]) for row in table]
    assert losses == sorted(losses)
    text = " ".join(done.stdout.split())
    assert "taken at 0.9^(days since the last review / interval), 90 % on the due day" in text
    found = json.loads(run(learner, "evaluate", "--format", "json").stdout)["predictors"]
    fitted = next(each for each in found if each["name"] == "fsrs-fitted")
    assert 0 < fitted["trained_parts"] < SPLITS
    default = SPLITS - fitted["trained_parts"]
    assert f"as it comes for the first {default}: too few reviews before them" in text


def test_evaluate_as_json_and_csv_has_the_documented_names(learner: Path) -> None:
    document = json.loads(run(learner, "evaluate", "--format", "json").stdout)
    assert names(document) == {field.name for field in EVALUATION_FIELDS}
    counted = document["first_reviews"] + document["drill"] + document["learned_from"]
    assert document["reviews"] == counted + document["predicted"]
    table = run(learner, "evaluate", "--format", "csv").stdout.splitlines()
    assert table[0] == "metric,key,value"
    assert f'"predicted",,{document["predicted"]}' in table
    loss = document["predictors"][1]["log_loss"]
    assert f'"predictors.log_loss","sm2",{loss}' in table


def test_evaluate_takes_the_reviews_of_one_deck_or_of_all(learner: Path, tmp_path: Path) -> None:
    deck = tmp_path / "other.yaml"
    deck.write_text("deck: other\ncards:\n  - id: a\n    question: A?\n    answer: A\n")
    done = run(learner, "evaluate", "--deck", deck)
    assert (done.returncode, done.stdout) == (1, "")


def test_too_few_reviews_are_told_with_how_many_are_needed(tmp_path: Path) -> None:
    nothing = run(tmp_path / "home", "evaluate")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "too few reviews to evaluate: 0 of cards that" in nothing.stderr
    assert "and 60 are needed" in nothing.stderr
    assert not (tmp_path / "home").exists()
    store = tmp_path / "progress.db"
    run(tmp_path, "simulate", "--scheduler", "sm2", "--days", "6", "--write", store)
    few = run(tmp_path, "evaluate")
    assert few.returncode == 1
    assert "too few reviews" in few.stderr


def test_simulate_shows_every_scheduler_side_by_side(tmp_path: Path) -> None:
    done = run(tmp_path, "simulate", "--days", "60", COLUMNS="100")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    rows = [line.split() for line in lines if line.split()[:1] and line.split()[0] in SCHEDULERS]
    assert [row[0] for row in rows] == [*SCHEDULERS, *SCHEDULERS]  # in the table and the plot
    assert all(len(row) == 7 for row in rows[: len(SCHEDULERS)])
    assert "day 1 " in lines[-1]
    assert lines[-1].endswith(" day 60")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", [60, 100, 200])
@pytest.mark.parametrize("days", ["3", "365"])
def test_simulate_fits_the_window(tmp_path: Path, columns: int, days: str) -> None:
    done = run(tmp_path, "simulate", "--days", days, "--cards", "60", COLUMNS=str(columns))
    assert max(len(line) for line in done.stdout.splitlines()) <= columns
    assert sum("│" in line for line in done.stdout.splitlines()) == 6 * len(SCHEDULERS)


@pytest.mark.parametrize(
    ("option", "environment"), [(["--ascii"], {}), ([], {"PYTHONIOENCODING": "ascii"})]
)
def test_simulate_in_ascii(tmp_path: Path, option: list[str], environment: dict[str, str]) -> None:
    done = run(tmp_path, "simulate", "--days", "40", *option, **environment)
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "#" in done.stdout


def test_simulate_as_json_has_the_documented_names(tmp_path: Path) -> None:
    chosen = ("--scheduler", "fsrs", "--learner", "exponential")
    done = run(tmp_path, "simulate", "--days", "40", *chosen, "--format", "json")
    document = json.loads(done.stdout)
    assert names(document) == {field.name.replace("NAME", "fsrs") for field in SIMULATION_FIELDS}
    (load,) = document["schedulers"]
    assert load["reviews"] == sum(day["reviews_fsrs"] for day in document["days"])
    assert load["recall_at_end"] == document["days"][-1]["recall_fsrs"]
    again = run(tmp_path, "simulate", "--days", "40", *chosen, "--format", "json")
    assert again.stdout == done.stdout


EXAM = ("simulate", "--exam", "7", "--minutes", "4", "--cards", "60", "--seeds", "3")


def test_simulate_compares_the_orders_of_cards_for_an_exam(tmp_path: Path) -> None:
    done = run(tmp_path, *EXAM, COLUMNS="60")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    recalls = {row[0]: row[1] for row in rows if row and row[0] in ("due", "new", "worth")}
    assert recalls.keys() == {"due", "new", "worth"}
    assert max(len(line) for line in done.stdout.splitlines()) <= 60
    assert list(tmp_path.iterdir()) == []
    plain = run(tmp_path, *EXAM, "--ascii")
    assert plain.stdout.isascii()


@pytest.mark.parametrize("learner", ["fsrs", "stubborn", "exponential"])
def test_simulate_with_an_exam_as_json(tmp_path: Path, learner: str) -> None:
    chosen = ("--policy", "worth", "--policy", "due", "--learner", learner, "--format", "json")
    done = run(tmp_path, *EXAM, *chosen)
    found = json.loads(done.stdout)["policies"]
    assert [each["policy"] for each in found] == ["worth", "due"]
    for each in found:
        assert list(each) == ["policy", "recall", "low", "high", "minutes_a_day"]
        assert 0 < each["low"] <= each["recall"] <= each["high"] < 1
        assert 3 <= each["minutes_a_day"] <= 4.2
    assert found[0]["recall"] > found[1]["recall"]
    assert run(tmp_path, *EXAM, *chosen).stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--exam", "7", "--new", "3"), "--new means nothing with --exam."),
        (("--exam", "7", "--scheduler", "sm2"), "--scheduler means nothing with --exam."),
        (("--seeds", "3"), "--seeds means nothing without --exam."),
        (("--policy", "due"), "--policy means nothing without --exam."),
    ],
)
def test_what_means_nothing_beside_an_exam_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(tmp_path, "simulate", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_written_log_is_a_store_like_any_other(learner: Path) -> None:
    done = run(learner, "doctor")
    assert done.returncode == 0
    assert "sound" in done.stdout
    with open_store(learner / "progress.db", create=False) as store:
        assert {event.scheduler for event in store.log.events(DeckName("simulated"))} == {"sm2"}


def test_a_simulated_log_goes_into_a_new_file_only(learner: Path) -> None:
    store = learner / "progress.db"
    before = store.read_bytes()
    done = run(learner, "simulate", "--scheduler", "sm2", "--days", "3", "--write", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"dcnn-cards: {store}: there is a file already")
    assert store.read_bytes() == before
    several = run(learner, "simulate", "--write", learner / "new.db")
    assert several.returncode == 2
    assert not (learner / "new.db").exists()


def test_the_config_file_sets_new_cards_and_leaves_the_schedulers(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('new = 3\nscheduler = "leitner"\n')
    done = run(tmp_path, "simulate", "--days", "10", "--format", "json")
    document = json.loads(done.stdout)
    assert document["new"] == 3
    assert [load["scheduler"] for load in document["schedulers"]] == [*SCHEDULERS]


def test_without_the_library_of_fsrs_the_others_are_shown(learner: Path, tmp_path: Path) -> None:
    (tmp_path / "fsrs_rs_python.py").write_text("raise ImportError('no wheel')\n")
    without = {"PYTHONPATH": str(tmp_path)}
    done = run(learner, "evaluate", "--format", "json", **without)
    assert done.returncode == 0
    assert "FSRS needs the package fsrs-rs-python" in done.stderr
    found = [each["name"] for each in json.loads(done.stdout)["predictors"]]
    assert found == ["average", *OTHERS]
    assert run(learner, "evaluate", **without).stdout.count("fsrs") == 0
    plain = run(tmp_path, "simulate", "--learner", "exponential", "--days", "9", **without)
    assert plain.returncode == 0
    assert "leitner" in plain.stdout
    refused = run(tmp_path, "simulate", "--days", "9", **without)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith("Install it, or take --learner exponential.\n")
