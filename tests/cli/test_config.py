"""The config file: what it sets, what overrides it, and what is said of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dcnn_cards.schedule import SCHEDULERS
from tests.cli.program import run
from tests.terminal.pty_session import running, small_deck

KNOWN = map(repr, SCHEDULERS)


def config(home: Path, text: str) -> Path:
    path = home / "config.toml"
    path.write_text(text)
    return path


def settings(home: Path, **environment: str) -> dict[str, list[str]]:
    done = run(home, "config", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split(maxsplit=1) for line in done.stdout.splitlines()[2:] if line]
    return {name: rest.split("  ") for name, rest in rows}


def test_without_a_file_every_default_holds(tmp_path: Path) -> None:
    done = run(tmp_path, "config")
    assert done.stdout.startswith(f"{tmp_path}/config.toml (not there; every default holds)\n")
    shown = settings(tmp_path)
    assert shown["new"][0] == "20"
    assert shown["scheduler"][0] == "sm2"
    assert shown["ascii"][0] == "false"
    assert shown["keys.reveal"][0] == "space, enter"
    assert {row[-1].strip() for row in shown.values()} == {"default"}


def test_each_value_tells_where_it_comes_from(tmp_path: Path) -> None:
    config(tmp_path, '# mine\nnew = 5\nscheduler = "leitner"\n\n[keys]\nagain = "g"\n')
    shown = settings(tmp_path, DCNN_CARDS_SCHEDULER="sm2", DCNN_CARDS_DECK="a.yaml")
    assert shown["deck"][-1].strip() == "from DCNN_CARDS_DECK, default none"
    assert shown["new"][0] == "5"
    assert shown["new"][-1].strip() == "from line 2, default 20"
    assert shown["scheduler"][-1].strip() == "from DCNN_CARDS_SCHEDULER, default sm2"
    assert shown["keys.again"][-1].strip() == "from line 6, default 1"


def test_a_theme_and_its_styles_are_told(tmp_path: Path) -> None:
    config(tmp_path, '[theme]\nbase = "light"\ntitle = "bold underline"\n')
    shown = settings(tmp_path)
    assert (shown["theme"][0], shown["theme"][-1].strip()) == ("light", "from line 1, default auto")
    assert shown["theme.title"][0] == "bold underline"
    assert shown["theme.title"][-1].strip() == "from line 3, default bold"
    assert shown["theme.easy"][0] == "bold blue"
    asked = settings(tmp_path, DCNN_CARDS_THEME="dark")
    assert asked["theme"][-1].strip() == "from DCNN_CARDS_THEME, default auto"
    assert asked["theme.title"][0] == "bold"


def test_the_file_sets_defaults_that_options_override(tmp_path: Path) -> None:
    small_deck(tmp_path)
    config(tmp_path, 'new = 3\ndeck = "small.yaml"\n')  # a path is taken from the file's folder
    assert "3 new" in run(tmp_path).stdout
    listed = run(tmp_path, "list", "--format", "json")
    assert [card["id"] for card in json.loads(listed.stdout)] == ["a", "b", "c", "d", "e"]
    with running(tmp_path, "quiz") as session:
        session.see("alpha", "3 new")
    with running(tmp_path, "quiz", "--new", "1") as session:
        session.see("alpha", "1 new")
    with running(tmp_path, "quiz", DCNN_CARDS_QUIZ_NEW="2") as session:
        session.see("alpha", "2 new")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("new = -1\n", 1, "`new`: -1 is not in the range x>=0."),
        ("\nnew = 'many'\n", 2, "`new`: 'many' is not a valid integer range."),
        ("scheduler = 'sm3'\n", 1, f"`scheduler`: 'sm3' is not one of {', '.join(KNOWN)}."),
        ("retention = 0.5\n", 1, "`retention`: 0.5 is not in the range 0.7<=x<=0.97."),
        ("new = [1]\n", 1, "`new`: [1] is not a single value."),
        ("ascii = 'perhaps'\n", 1, "`ascii`: 'perhaps' is not a valid boolean."),
        ("neww = 1\n", 1, "unknown name `neww`\nThe names: deck, scheduler, retention, new,"),
        ("new = \n", 1, "not TOML: Invalid value"),
        ("keys = 1\n", 1, "`keys` is not a table"),
        ("[keys]\n\nundo = 1\n", 3, "the keys of `undo` are not text"),
        ("[keys]\nundoo = 'z'\n", 1, "there is no action `undoo`"),
        ("[keys]\nundo = 'z'\nedit = 'z'\n", 1, "the key `z` is given to two actions"),
        ("[keys]\nundo = 'e'\n", 1, "the action `edit` is left without a key"),
        ("theme = 'pink'\n", 1, "`theme`: 'pink' is not one of 'auto', 'dark', 'light', 'mono'."),
        ("[theme]\nbase = 'pink'\n", 1, "`theme`: 'pink' is not one of 'auto', 'dark',"),
        ("[keys]\nhard = 'h'\n[theme]\nhard = 'bold yelow'\n", 4, "`hard`: `bold yelow` is not a"),
        ("[theme]\n\nharder = 'red'\n", 3, "there is no style `harder`\nThe names: base, title,"),
        ("[theme]\nhard = 3\nbase = 'dark'", 2, "`hard`: `3` is not a style\nAllowed are bold,"),
    ],
)
def test_what_is_wrong_names_the_line_and_what_is_allowed(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = config(tmp_path, text)
    done = run(tmp_path, "config")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"dcnn-cards: {path}:{line}: {what}"), done.stderr
    # What does not need it works all the same.
    assert run(tmp_path, "render", stdin="$x$").stdout == "x\n"


def test_keys_can_be_others(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    config(tmp_path, '[keys]\nreveal = "n"\nagain = "g"\nquit = ["Q", "escape"]\n')
    with running(tmp_path, "quiz", "--deck", deck) as session:
        session.see("n show the answer", "Q end")
        session.press(" ", "q", "1")
        session.press("n")
        session.see("g Again soon · 2 Hard soon")
        session.press("?")
        session.see("g             Again: not recalled", "Q, escape, Ctrl-C")
        session.press("z", "g")
        session.see("What is beta?")
        session.press("\x1b")
        assert session.ended() == 0


def test_the_minutes_of_a_session_are_none_of_an_exam(tmp_path: Path) -> None:
    config(tmp_path, "minutes = 15\n")
    deck = small_deck(tmp_path)
    done = run(tmp_path, "exam", "--deck", deck)
    assert (done.returncode, "no exam is set" in done.stderr) == (1, True)
    assert "min left" not in run(tmp_path, "mock", "--plain", "--deck", deck).stdout
