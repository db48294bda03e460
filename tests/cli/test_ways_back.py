"""What is done to a card can be ended again: by a command, in a session, in the next session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.terminal.pty_session import running

DECK = """\
deck: small
title: Small
cards:
  - {id: one, question: What is one?, answer: "1"}
  - {id: two, question: What is two?, answer: "2"}
  - {id: three, question: What is three?, answer: "3"}
  - {id: four, question: What is four?, answer: "4", suspended: true}
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK)
    return path


def states(home: Path, deck: Path) -> dict[str, list[str]]:
    listed = json.loads(run(home, "list", "--deck", deck, "--format", "json").stdout)
    return {card["id"]: card["state"] for card in listed}


def quiz(home: Path, deck: Path, typed: str, *options: str) -> str:
    done = run(home, "quiz", "--plain", "--deck", deck, *options, stdin=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    ("keys", "command", "before", "after"),
    [
        ("s", "unsuspend", ["suspended"], ["new"]),
        ("b", "unbury", ["new", "put off"], ["new"]),
        ("f", "unflag", ["new", "flagged"], ["new"]),
        ("\n3", "reset", ["young"], ["new"]),
    ],
)
def test_a_command_is_the_way_back(
    tmp_path: Path, deck: Path, keys: str, command: str, before: list[str], after: list[str]
) -> None:
    quiz(tmp_path, deck, f"{keys}\nq\n")
    assert states(tmp_path, deck)["one"] == before
    done = run(tmp_path, command, "one", "two", "--deck", deck)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("one: ")
    assert second.startswith("two: was not ")
    assert states(tmp_path, deck)["one"] == after
    assert run(tmp_path, command, "one", "--deck", deck).stdout.startswith("one: was not ")
    assert "What is one?" in quiz(tmp_path, deck, "q\n")
    assert "sound" in run(tmp_path, "doctor", "--deck", deck).stdout


def test_all_or_nothing_where_a_card_is_not_there(tmp_path: Path, deck: Path) -> None:
    quiz(tmp_path, deck, "s\nq\n")
    done = run(tmp_path, "unsuspend", "one", "tow", "--deck", deck)
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no card `tow`" in done.stderr
    assert "two" in done.stderr
    assert states(tmp_path, deck)["one"] == ["suspended"]
    assert run(tmp_path, "unsuspend", "--deck", deck).returncode == 2


def test_what_the_deck_suspends_is_told_with_its_line(tmp_path: Path, deck: Path) -> None:
    done = run(tmp_path, "unsuspend", "four", "--deck", deck)
    assert f"four: suspended by the deck: take `suspended` out in {deck}, line 7" in done.stdout


@pytest.mark.parametrize("options", [["--suspended"], ["--all"], ["--all", "--record"]])
def test_the_same_key_is_the_way_back(tmp_path: Path, deck: Path, options: list[str]) -> None:
    quiz(tmp_path, deck, "s\nq\n")
    shown = quiz(tmp_path, deck, "s\nq\n", *options)
    assert "suspended, " in shown
    assert "Asked again from now on: What is one?" in shown
    assert states(tmp_path, deck)["one"] == ["new"]


def test_a_card_put_off_comes_back_by_the_same_key(tmp_path: Path, deck: Path) -> None:
    quiz(tmp_path, deck, "b\nq\n")
    assert "No longer put off: What is one?" in quiz(tmp_path, deck, "b\nq\n", "--all")
    assert states(tmp_path, deck)["one"] == ["new"]


def test_practice_keeps_what_is_no_grade(tmp_path: Path, deck: Path) -> None:
    quiz(tmp_path, deck, "f\n\n4\ns\nq\n", "--all")
    assert states(tmp_path, deck) == {
        "one": ["new", "flagged"], "two": ["suspended"], "three": ["new"], "four": ["suspended"],
    }  # fmt: skip
    assert "None" not in run(tmp_path, "export", "reviews", "--deck", deck).stdout
    assert ",review," not in run(tmp_path, "export", "reviews", "--deck", deck).stdout


def test_the_last_grade_can_be_taken_back_before_the_end(tmp_path: Path, deck: Path) -> None:
    shown = quiz(tmp_path, deck, "\n3\n\n3\n\n4\nu\n2\n3\n")
    assert "Nothing more to ask. u takes back the last step, Enter ends" in shown
    assert "Took back: grade Easy, What is three?" in shown
    assert "3 cards studied" in shown
    assert shown.count("What is three?") >= 3


def test_the_next_session_takes_back_what_was_done_last_today(tmp_path: Path, deck: Path) -> None:
    quiz(tmp_path, deck, "\n4\nq\n")
    quiz(tmp_path, deck, "s\nq\n")
    shown = quiz(tmp_path, deck, "u\nu\nu\nu\nu\nq\n")
    assert "u again takes back, from the session of " in shown
    assert "Took back: suspend, What is two?" in shown
    assert "Took back: grade Easy, What is one?" in shown
    assert "There is nothing to undo." in shown
    assert set(map(tuple, states(tmp_path, deck).values())) == {("new",), ("suspended",)}


def test_buried_cards_are_due_tomorrow_in_every_count(tmp_path: Path, deck: Path) -> None:
    quiz(tmp_path, deck, "\n3\n\n3\n\n3\n\n")
    quiz(tmp_path, deck, "b\nb\nb\n", "--all")
    stats = json.loads(run(tmp_path, "stats", "--deck", deck, "--format", "json").stdout)
    assert (stats["due_today"], stats["forecast"][0]["due"]) == (0, 3)
    compared = run(tmp_path, "schedulers", "--deck", deck, "--format", "json").stdout
    assert {each["due_today"] for each in json.loads(compared)["schedulers"]} == {0}
    shown = quiz(tmp_path, deck, "")
    assert "due tomorrow: 3 cards" in shown
    assert "put off until tomorrow: 3 cards" in shown


def test_the_last_step_is_taken_back_when_nothing_is_left_to_ask(
    tmp_path: Path, deck: Path
) -> None:
    said = quiz(tmp_path, deck, "\n3\nb\ns\n\n")
    assert "Nothing more to ask" in said
    said = quiz(tmp_path, deck, "")
    assert "Nothing is due now." in said
    assert f"the last step can be taken back:\n    dcnn-cards undo --deck {deck}" in said
    taken_back = ["suspend · What is three?", "bury · What is two?", "grade Good · What is one?"]
    for words in taken_back:
        done = run(tmp_path, "undo", "--deck", deck)
        assert (done.returncode, done.stdout) == (0, f"Took back: {words}\n")
    assert set(map(tuple, states(tmp_path, deck).values())) == {("new",), ("suspended",)}
    assert "1 review (1 of them taken back), 6 events" in run(
        tmp_path, "doctor", "--deck", deck
    ).stdout  # fmt: skip
    done = run(tmp_path, "undo", "--deck", deck)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing to undo" in done.stderr


def test_undo_leaves_what_was_done_on_another_day_or_device(tmp_path: Path, deck: Path) -> None:
    yesterday, today = {"TZ": "AAA+12"}, {"TZ": "AAA-12"}
    run(tmp_path, "quiz", "--plain", "--deck", deck, stdin="\n3\nq\n", **yesterday)
    done = run(tmp_path, "undo", "--deck", deck, **today)
    assert "nothing was done here today" in done.stderr
    run(tmp_path, "quiz", "--plain", "--all", "--deck", deck, stdin="f\nq\n", **yesterday)
    assert "Took back: flag · " in run(tmp_path, "undo", "--deck", deck, **yesterday).stdout
    other = tmp_path / "other.yaml"
    other.write_text(DECK.replace("deck: small", "deck: other"))
    assert run(tmp_path, "undo", "--deck", other, **yesterday).returncode == 1
    done = run(tmp_path, "undo", "--deck", deck, **yesterday)
    assert "Took back: grade Good" in done.stdout


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ([], "left for today: 2 cards"),
        (["--all"], "left of those chosen: 2 cards"),
        (["--all", "--record"], "left of those chosen: 2 cards"),
    ],
)
def test_what_is_left_is_called_due_only_if_it_is(
    tmp_path: Path, deck: Path, options: list[str], left: str
) -> None:
    if "--record" in options:
        quiz(tmp_path, deck, "\n3\n\n3\n\n3\nq\n")
    said = quiz(tmp_path, deck, "\n3\nq\n", *options)
    assert left in said
    assert ("3 left" in said) == bool(options)
    assert "and what is left" not in said


def test_a_card_that_comes_back_is_counted_once_for_tomorrow(tmp_path: Path, deck: Path) -> None:
    def session(typed: str, zone: str) -> str:
        return run(tmp_path, "quiz", "--plain", "--deck", deck, "--new", "2", stdin=typed,
                   TZ=zone).stdout  # fmt: skip

    said = session("\n3\n\n1\nq\n", "AAA+12")
    assert "left for today: 1 card\n" in said
    assert "due tomorrow: 2 cards\n" in said
    said = session("\n1\nq\n", "AAA-12")
    assert "due tomorrow: 1 card, and what is left" in said


def test_what_was_set_aside_is_listed(tmp_path: Path, deck: Path) -> None:
    quiz(tmp_path, deck, "f\nb\ns\nq\n")  # flags and puts off one, suspends two

    def listed(*options: str) -> list[str]:
        done = run(tmp_path, "list", "--deck", deck, *options)
        assert (done.returncode, done.stderr) == (0, "")
        return [line.split("\t")[0] for line in done.stdout.splitlines()]

    assert listed("--flagged") == listed("--buried") == listed("--flagged", "--buried") == ["one"]
    assert listed("--suspended") == ["two", "four"]
    none = run(tmp_path, "list", "--deck", deck, "--leeches")
    assert (none.returncode, none.stdout) == (1, "")
    assert "4 cards, and none of them is a leech" in none.stderr
    done = run(tmp_path, "list", "--deck", deck, "--flagged", "--format", "json")
    assert [card["id"] for card in json.loads(done.stdout)] == ["one"]


@pytest.mark.parametrize("columns", [80, 40])
def test_in_a_list_ids_and_states_are_whole(tmp_path: Path, columns: int) -> None:
    path = tmp_path / "long.yaml"
    ids = ["short", "a-card-of-middling-length-in-its-id", "very-" * 15 + "long"]
    cards = "".join(f"  - {{id: {each}, question: {'Why? ' * 30}, answer: A}}\n" for each in ids)
    path.write_text(f"deck: long\ncards:\n{cards}")
    quiz(tmp_path, path, "f\nq\n")
    with running(tmp_path, "list", "--deck", str(path), columns=columns, rows=20) as session:
        assert session.ended() == 0
        rows = session.text.splitlines()
    shown = "".join(row.strip() for row in rows)
    assert all(each in shown for each in ids)
    assert sum("new" in row and "Why?" in row for row in rows) == len(ids)
    assert "new, flagged" in shown


@pytest.mark.parametrize("others", [0, 1_200])  # a large deck has an index
def test_what_was_put_off_brings_out_no_other_part_of_its_card(tmp_path: Path, others: int) -> None:
    deck = tmp_path / "deck.yaml"
    clozes = "".join(
        f"- {{id: x{n}, cloze: 'a {{{{c1::b}}}} c {{{{c2::d}}}} {{{{c3::e}}}}'}}\n"
        for n in range(3)
    )
    set_aside = "".join(
        f"- {{id: o{n}, question: Q {n}, answer: A, suspended: true}}\n" for n in range(others)
    )
    deck.write_text(f"deck: d\ntitle: D\ncards:\n{clozes}{set_aside}")
    today = {"DCNN_CARDS_DECK": str(deck)}
    assert "0 to review today, 3 new" in run(tmp_path, **today).stdout
    run(tmp_path, "quiz", "--plain", stdin="b\nb\nb\n", **today)
    assert "0 to review today, 0 new" in run(tmp_path, **today).stdout
    said = run(tmp_path, "quiz", "--plain", **today).stdout
    assert "Nothing is due now." in said
    assert "not learned yet" not in said
    assert "put off until tomorrow: 3 cards" in said
    assert run(tmp_path, "unbury", "x1", **today).returncode == 0
    assert "0 to review today, 1 new" in run(tmp_path, **today).stdout
