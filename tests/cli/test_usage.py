"""Wrong usage: the reason first, then what was probably meant, as commands that run."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from dcnn_cards.cli import cards
from dcnn_cards.cli.usage import explained
from dcnn_cards.errors import CardsError


def said(*arguments: str) -> str:
    """What is said of a command line that is wrong."""
    with pytest.raises((click.ClickException, CardsError)) as raised:
        cards.main(list(arguments), "dcnn-cards", standalone_mode=False)
    error = raised.value
    if not isinstance(error, click.ClickException):
        return str(error)
    assert error.exit_code == 2
    told = explained(error, arguments)
    assert told.startswith("Error: ")
    return told


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DCNN_CARDS_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("quizz", "Did you mean `quiz`?"),
        ("stat", "Did you mean `stats`?"),
        ("--verison", "Did you mean `--version`?"),
        ("quiz --weeks 8", "Did you mean `--week`?"),
        ("quiz --schedular fsrs", "Did you mean `--scheduler`?"),
        ("quiz --theme drak", "Did you mean `dark`?"),
        ("quiz --scheduler leitener", "Did you mean `leitner`?"),
        ("stats --format jsno", "Did you mean `json`?"),
        ("export review", "Did you mean `reviews`?"),
        ("help keyz", "Did you mean `keys`?"),
        ("render --letters italics", "Did you mean `italic`?"),
        ("quiz 8", "For a week: dcnn-cards quiz --week 8\n"),
        ("stats 8a-9", "For a week: dcnn-cards stats --week 8a-9\n"),
        ("8", "For a week: dcnn-cards quiz --week 8\n"),
        ("quiz mine.yaml", "For another deck: dcnn-cards quiz --deck mine.yaml\n"),
        ("my.yml", "For another deck: dcnn-cards quiz --deck my.yml\n"),
        ("list momentum", "For cards with a word in them: dcnn-cards list --text momentum\n"),
        ("list group norm", "For cards with these words in them: dcnn-cards list --text 'group "),
        ("group norm", "these words in them: dcnn-cards quiz --text 'group norm'\n"),
        ("show group norm", "these words in them: dcnn-cards list --text 'group norm'\n"),
        ("show big group norm", "dcnn-cards list --text 'big group norm'\n"),
        ("judge w8a a b c", "In quotes: dcnn-cards judge w8a 'a b c'\n"),
        ("unflag group norm", "dcnn-cards list --text group: cards with these words"),
        ("--deck x.yaml quiz", "Options come after the command: dcnn-cards quiz --deck ...\n"),
        ("--week 8", "Options come after the command: dcnn-cards quiz --week ...\n"),
        ("quiz --record --plain", "--record goes with --all"),
        ("quiz --plain --minutes nan", "not a number"),
        ("stats --retention nan", "not a number"),
    ],
)
def test_what_was_meant_is_told(line: str, meant: str) -> None:
    assert meant in said(*line.split())


def test_what_is_quoted_of_the_command_line_is_visible_and_bounded() -> None:
    for word in ("\x1b]0;PWN\x07\x9b\udcff", "x" * 10**6):
        told = said(word)
        assert len(told) < 2_000
        assert "\x1b" not in told
        told.encode()


def test_the_program_is_named_as_it_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    from dcnn_cards import program

    monkeypatch.setenv(program.CALLED, "./my scripts/dcnn-cards")
    program.called.cache_clear()
    try:
        assert "For a week: './my scripts/dcnn-cards' quiz --week 8\n" in said("quiz", "8")
        error = CardsError("bad", "`dcnn-cards doctor` tells; /opt/dcnn-cards is a path.")
        assert error.fix == "`'./my scripts/dcnn-cards' doctor` tells; /opt/dcnn-cards is a path."
    finally:
        program.called.cache_clear()


@pytest.mark.parametrize(
    ("argument", "found", "called"),
    [
        ("/usr/bin/dcnn-cards", "/usr/bin/dcnn-cards", "dcnn-cards"),
        (".venv/bin/dcnn-cards", None, ".venv/bin/dcnn-cards"),
        (".venv/bin/dcnn-cards", "/usr/bin/dcnn-cards", ".venv/bin/dcnn-cards"),
        ("dcnn-cards", None, "dcnn-cards"),
        ("/x/dcnn_cards/__main__.py", None, "dcnn-cards"),
        ("-c", None, "dcnn-cards"),
    ],
)
def test_how_it_was_called(
    monkeypatch: pytest.MonkeyPatch, argument: str, found: str | None, called: str
) -> None:
    from dcnn_cards import program

    monkeypatch.delenv(program.CALLED, raising=False)
    monkeypatch.setattr("sys.argv", [argument])
    monkeypatch.setattr("shutil.which", lambda _: found)
    program.called.cache_clear()
    try:
        assert program.called() == called
    finally:
        program.called.cache_clear()
