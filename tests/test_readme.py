"""What the README says: each command in it can be called, each example is one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dcnn_cards.cli import COMMANDS, cards
from dcnn_cards.cli.help_command import CONFIG, DECK

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
CODE = re.findall(r"`([^`\n]+)`", PROSE)


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


def command_lines() -> Iterator[list[str]]:
    """The words of every call of the program, in blocks and between backticks."""
    for line in [*"".join(blocks("sh")).splitlines(), *CODE]:
        words = shlex.split(line, comments=True) if "dcnn-cards" in line else []
        for at, word in enumerate(words):
            if word in ("dcnn-cards", "./scripts/dcnn-cards"):
                yield words[at + 1 :]


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 300


@pytest.mark.parametrize("words", list(command_lines()), ids=" ".join)
def test_every_call_of_the_program_is_one_that_it_takes(words: list[str]) -> None:
    # Read as far as that a command would run, which it does not.
    whole = cards.make_context("dcnn-cards", list(words))
    if words:
        name, command, rest = cards.resolve_command(whole, words)
        assert command
        if "--help" not in rest:
            command.make_context(name, rest, parent=whole)


def test_every_option_in_it_is_an_option() -> None:
    whole = click.Context(cards)
    commands = [cards, *(cards.get_command(whole, name) for name in COMMANDS)]
    known = {opt for command in commands if command for each in command.params for opt in each.opts}
    known |= {"--help", "--quick"}  # of click, of scripts/bench
    assert {word for code in CODE for word in code.split() if word.startswith("--")} <= known


def test_every_command_is_in_it() -> None:
    assert [name for name in COMMANDS if f"dcnn-cards {name}" not in README] == []


def test_its_examples_of_files_are_those_of_the_help() -> None:
    assert blocks("yaml") == [DECK.lstrip()]
    assert blocks("toml") == [CONFIG.lstrip()]


def test_its_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("python")
    exec(code, {})  # noqa: S102
    assert "The mean is (1/n) ∑ᵢ xᵢ." in capsys.readouterr().out


def test_every_file_that_it_names_is_there() -> None:
    paths = [word for code in CODE for word in code.split()[:1] if re.match(r"(\./)?\w+/\w", word)]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
