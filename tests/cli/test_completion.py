"""Completion of command lines, asked for as the shells do, and in the shells that are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from dcnn_cards.cli.completion import BashComplete
from tests.cli.program import run
from tests.terminal.pty_session import small_deck

WITH_SPACES = """\
deck: d
title: t
cards:
  - {id: one, week: 8a, section: "Week 8a: it's new", topic: Über, question: "A\\n$x$?", answer: x}
  - {id: two, week: 8b, section: 'Week 8b, and more', topic: Under, tags: [list, why], question: C?,
     answer: x}
  - {id: three, week: Last, section: Other, question: D?, answer: x}
"""


def offered(home: Path, line: str, **environment: str) -> list[str]:
    """What is offered at the end of `line`."""
    asks = {"_DCNN_CARDS_COMPLETE": "bash_complete", "CARDS_LINE": line}
    done = run(home, **asks, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [row.split("\t") for row in done.stdout.splitlines() if row]
    assert all(len(row) == 3 for row in rows)
    return [value for kind, value, _ in rows if kind == "plain"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("quiz --week ", ["8", "8a", "8b", "Last"]),
        ("quiz --week 8b --week 8", ["8", "8a", "8b"]),
        ("quiz --week l", ["Last"]),
        ("quiz --week=8a", ["8a"]),
        ("quiz --section week", ["Week 8a: it's new", "Week 8b, and more"]),
        ("quiz --section 'Week 8a: ", ["Week 8a: it's new"]),
        ('list --section "Week 8b', ["Week 8b, and more"]),
        (r"list --section Week\ 8b", ["Week 8b, and more"]),
        ("stats --topic ü", ["Über"]),
        ("stats --week 8b --topic ", ["Under"]),
        ("list --tag ", ["list", "why"]),
        ("quiz --tag why --week 8b --tag l", ["list"]),
        ("quiz --week 8a --tag ", []),
        ("show t", ["two", "three"]),
        ("show four", []),
        ("quiz --theme ", ["auto", "dark", "light", "mono"]),
        ("com", ["completion"]),
        ("quiz --pl", ["--plain"]),
    ],
)
def test_names_come_from_the_deck(tmp_path: Path, line: str, values: list[str]) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(WITH_SPACES)
    assert offered(tmp_path, f"dcnn-cards {line}", DCNN_CARDS_DECK=str(deck)) == values


BREAKS = " \t\n\"'@><=;|&(:"


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("quiz --section week", [r"Week\ 8a\:\ it\'s\ new", r"Week\ 8b\,\ and\ more"]),
        ("quiz --section 'Week 8a: ", [r"Week 8a: it'\''s new"]),
        ('list --section "Week 8b', ["Week 8b, and more"]),
        (r"list --section Week\ 8b", [r"Week\ 8b\,\ and\ more"]),
        (r"list --section Week\ 8a:\ i", [r"\ it\'s\ new"]),
        (r"list --section=Week\ 8a\:\ i", [r"Week\ 8a\:\ it\'s\ new"]),
        (r"list --section=Week\ 8a:", [r"\ it\'s\ new"]),
        ("quiz --week=8a", ["8a"]),
    ],
)
def test_bash_gets_the_rest_of_a_value_quoted(tmp_path: Path, line: str, values: list[str]) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(WITH_SPACES)
    environment = {"DCNN_CARDS_DECK": str(deck), "CARDS_BREAKS": BREAKS}
    assert offered(tmp_path, f"dcnn-cards {line}", **environment) == values


EVIL = (
    "$(touch${IFS}PWNED)", "x;touch PWNED;", "`touch PWNED`", "y&touch PWNED&", "z|touch PWNED",
    "a>PWNED", "it's $HOME\"!\\", "~", "*", "#no", "{a,b}", "q\"w", "-o", "ünï & co", "ends ",
    "(sub)", "b!!b", "c\\d",
)  # fmt: skip


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_what_is_put_on_a_line_of_bash_is_the_value_and_nothing_runs(
    tmp_path: Path, quote: str
) -> None:
    """The line, read by bash, has the value as one word."""
    for value in EVIL:
        word = BashComplete.inserted_at(value, f"dcnn-cards list --section {quote}", BREAKS)
        said = subprocess.run(
            ["bash", "-c", f"printf %s {quote}{word}{quote}"],
            capture_output=True, text=True, check=True, cwd=tmp_path,
        )  # fmt: skip
        assert said.stdout == value
        assert list(tmp_path.iterdir()) == []


def test_names_that_cannot_be_typed_are_not_offered(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(
        "deck: d\ncards:\n"
        '  - {id: a, question: A?, answer: x, section: "plain\\nINJECTED"}\n'
        '  - {id: b, question: B?, answer: x, section: "S\\x9b\\u202e"}\n'
        "  - {id: c, question: C?, answer: x, section: fine}\n"
    )
    assert offered(tmp_path, f"dcnn-cards list --deck {deck} --section ") == ["fine"]


def test_the_deck_is_that_of_the_line_or_of_the_config_file(tmp_path: Path) -> None:
    deck = small_deck(tmp_path)
    shipped = offered(tmp_path, "dcnn-cards show ")
    assert len(shipped) > 100
    assert offered(tmp_path, f"dcnn-cards show --deck {deck} ") == ["a", "b", "c", "d", "e"]
    (tmp_path / "config.toml").write_text('deck = "small.yaml"\n')
    assert offered(tmp_path, "dcnn-cards quiz --week ") == ["1", "2", "2a", "2b"]


@pytest.mark.parametrize("fault", ["cards: [", "\x00", ""])
def test_what_is_broken_completes_nothing_and_says_nothing(tmp_path: Path, fault: str) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(fault)
    assert offered(tmp_path, f"dcnn-cards quiz --deck {deck} --week ") == []
    assert offered(tmp_path, f"dcnn-cards show --deck {tmp_path}/none.yaml ") == []
    assert offered(tmp_path, "dcnn-cards quiz --week 'unclosed \" \\") == []
    assert "quiz" in offered(tmp_path, "dcnn-cards ")
    (tmp_path / "config.toml").write_text("not toml")
    assert offered(tmp_path, "dcnn-cards quiz --week ") == []
    assert offered(tmp_path, "dcnn-cards quiz --week ", DCNN_CARDS_QUIZ_NEW="many") == []


def test_installing_twice_adds_one_line_and_keeps_the_rest(tmp_path: Path) -> None:
    start = tmp_path / ".bashrc"
    start.write_text("alias x=y")  # without an end of line
    for _ in range(2):
        done = run(tmp_path / "data", "completion", "bash", "--install", HOME=str(tmp_path))
        assert (done.returncode, done.stderr) == (0, "")
    script = tmp_path / "data" / "completion.bash"
    line = f"[ -f {script} ] && . {script}  # completion of dcnn-cards"
    assert start.read_text() == f"alias x=y\n{line}\n"
    printed = run(tmp_path, "completion", SHELL="/usr/bin/bash")
    assert printed.stdout == script.read_text()
    assert run(tmp_path, "completion", SHELL="/bin/other").returncode == 2


def test_installing_for_fish_and_zsh(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path / "z"), "XDG_CONFIG_HOME": ""}
    (tmp_path / "z").mkdir()
    assert run(tmp_path / "data", "completion", "fish", "--install", **home).returncode == 0
    assert (tmp_path / ".config/fish/completions/dcnn-cards.fish").is_file()
    assert run(tmp_path / "data", "completion", "zsh", "--install", **home).returncode == 0
    assert "completion.zsh" in (tmp_path / "z" / ".zshrc").read_text()
    (tmp_path / "file").write_text("")
    done = run(tmp_path / "file" / "data", "completion", "zsh", "--install", **home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be made" in done.stderr


KEYS = {
    "dcnn-cards show o\t": "show one ",
    "dcnn-cards quiz --week 8a --sec\t": "--week 8a --section ",
    "dcnn-cards quiz --section 'Week 8b\t": "--section 'Week 8b, and more' ",
    "dcnn-cards quiz --section Oth\t": "--section Other ",
}
OF_BASH = {  # what was typed is written anew
    "dcnn-cards list --section $\t": r"\$\(touch\$\{IFS\}PWNED\) ",
    "dcnn-cards list --section x\t": r"\;touch\$\{IFS\}PWNED\; ",
}


@pytest.mark.parametrize(
    ("shell", "options"), [("bash", ["--noprofile", "-i"]), ("zsh", ["-i"]), ("fish", ["-i"])]
)
def test_the_shell_completes(tmp_path: Path, shell: str, options: list[str]) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    evil = "$(touch${IFS}PWNED)", "x;touch${IFS}PWNED;"
    cards = (f"  - {{id: e{n}, question: E?, section: '{name}'}}\n" for n, name in enumerate(evil))
    (tmp_path / "deck.yaml").write_text(WITH_SPACES + "".join(cards))
    program = tmp_path / "bin" / "dcnn-cards"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m dcnn_cards "$@"\n')
    program.chmod(0o700)
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "TERM": "dumb",
        "DCNN_CARDS_DECK": str(tmp_path / "deck.yaml"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    run(tmp_path / "data", "completion", shell, "--install", HOME=str(tmp_path), XDG_CONFIG_HOME="")
    child = pexpect.spawn(shell, options, env=environment, encoding="utf-8", cwd=tmp_path)
    try:
        for keys, wanted in (KEYS | (OF_BASH if shell == "bash" else {})).items():
            child.send(keys)
            seen, end = "", time.monotonic() + 15
            while wanted not in re.sub("\x1b\\[[0-9;?]*[A-Za-z]|[\r\x07\x08]", "", seen):
                assert time.monotonic() < end, f"{keys!r}: {seen!r}"
                try:
                    seen += child.read_nonblocking(4096, 0.2)
                except pexpect.TIMEOUT:
                    continue
            assert "Error" not in seen
            child.send("\x03")
    finally:
        child.close(force=True)
