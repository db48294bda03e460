"""`dcnn-cards help`: all that is to be looked up is there, and is what the program does."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from dcnn_cards.cli import COMMANDS, cards
from dcnn_cards.cli.config import NAMES, option_name, read_config
from dcnn_cards.cli.help_command import CONFIG, DECK, TOPICS, documents
from dcnn_cards.deck.card import CARD_KEYS, Card, Deck
from dcnn_cards.deck.kinds import KINDS, examples, fields_of
from dcnn_cards.deck.reading import parse_deck
from dcnn_cards.deck.schema import DECK_KEYS
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.progress.formats import FORMATS
from dcnn_cards.schedule import SCHEDULERS
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.terminal.keymap import ACTIONS
from dcnn_cards.terminal.theme import STYLE_NAMES
from tests.cli.program import run
from tests.deck.every_field import whole_cards


def page(home: Path, *topic: str, **environment: str) -> str:
    done = run(home, "help", *topic, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def terms(text: str) -> list[str]:
    """What is explained on a page, each at the beginning of a line."""
    lines = [line[2:] for line in text.splitlines() if line.startswith("  ")]
    return [line.split("  ")[0] for line in lines if not line.startswith(" ")]


def test_the_keys_of_all_actions_stand_in_one_column(tmp_path: Path) -> None:
    lines = [line for line in page(tmp_path, "keys").splitlines() if line.startswith("  ")]
    shown = [line for line in lines if line.split()[0] in ACTIONS]
    assert len(shown) >= len(ACTIONS)
    width = max(map(len, ACTIONS))
    assert {line[2 + width : 4 + width] for line in shown} == {"  "}


def test_without_a_topic_it_lists_them(tmp_path: Path) -> None:
    assert terms(page(tmp_path)) == list(TOPICS)


def test_of_a_topic_that_is_not_there_it_says_which_there_are(tmp_path: Path) -> None:
    done = run(tmp_path, "help", "colours")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Topics: formats, keys, settings, deck." in done.stderr
    assert "dcnn-cards list --help tells" in run(tmp_path, "help", "list").stderr


@pytest.mark.parametrize("topic", [[], *([topic] for topic in TOPICS)])
def test_commands_are_whole_words_however_the_program_was_called(
    tmp_path: Path, topic: list[str]
) -> None:
    called = "/home/somebody/a/long/way/from/here/bin/dcnn-cards"
    text = page(tmp_path, *topic, COLUMNS="80", DCNN_CARDS_CALLED=called)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    by_name = [line for line in lines if "dcnn-cards " in line.replace(called, "")]
    assert [line for line in by_name if not line.endswith(":")] == []  # others are titles


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("topic", TOPICS)
def test_it_fits_any_window_and_any_output(tmp_path: Path, topic: str, columns: int) -> None:
    (tmp_path / "config.toml").write_text("wrong = [")
    text = page(tmp_path, topic, COLUMNS=str(columns), PYTHONIOENCODING="ascii")
    assert max(map(len, text.splitlines())) <= columns
    assert not set(text) & {"\x1b", "\t", "\r"}


def test_keys(tmp_path: Path) -> None:
    words = " ".join(page(tmp_path, "keys").split())
    for name, action in ACTIONS.items():
        assert f"{name} {', '.join(action.keys)} {action.means}" in words


def test_settings(tmp_path: Path) -> None:
    text = page(tmp_path, "settings")
    assert {*NAMES, "[keys]", "[theme]"} <= set(terms(text))
    words = text.replace(",", " ").split()
    assert set(STYLE_NAMES) <= set(words)
    assert {"DCNN_CARDS_QUIZ_NEW", "DCNN_CARDS_SCHEDULER", "DCNN_CARDS_HOME"} <= set(words)
    assert "At most so many new cards a day. [default: 20; x>=0]" in " ".join(text.split())


def test_the_example_of_a_config_file_is_one(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG)
    config = read_config(path)
    assert config.values["new"] == 10
    assert (config.values["theme"], set(config.styles)) == ("dark", {"hard"})
    assert set(config.keys) == {"reveal", "again"}
    shown = page(tmp_path, "settings").partition("For example:\n")[2].partition("\nFurther")[0]
    assert tomllib.loads(shown) == tomllib.loads(CONFIG)


def test_the_deck(tmp_path: Path) -> None:
    text = page(tmp_path, "deck")
    assert {*DECK_KEYS, *CARD_KEYS} <= set(terms(text))
    shown, _, kinds = text.partition("For example:\n")[2].partition("Other kinds of cards:\n")
    deck, problems = parse_deck(shown)
    assert (deck, problems) == parse_deck(DECK.strip())
    assert parse_deck(kinds) == parse_deck(examples())
    assert problems == []


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the log of a simulated learner, and a deck of the cards in it."""
    home = tmp_path_factory.mktemp("home")
    plan = ("--scheduler", "sm2", "--days", "40", "--cards", "60")
    assert run(home, "simulate", *plan, "--write", home / "progress.db").returncode == 0
    names = [CardId(f"card-{number:02}") for number in range(1, 61)]
    studied = [Card(name, "?", "!", section="One") for name in names]
    (home / "deck.yaml").write_text(dump_deck(Deck(DeckName("simulated"), "", tuple(studied))))
    every = whole_cards(follows=names[0])
    (home / "whole.yaml").write_text(dump_deck(Deck(DeckName("whole"), "", (studied[0], *every))))
    return home


@pytest.mark.parametrize("document", documents())
def test_every_field_of_a_document_is_explained_and_no_other(home: Path, document: str) -> None:
    others: dict[str, tuple[str | Path, ...]] = {
        "evaluate": (),
        "judge": ("whole-vary", "?", "--deck", home / "whole.yaml"),
        "simulate": ("--days", "9", "--cards", "20"),
        "simulate --exam": ("5", "--cards", "20", "--minutes", "2", "--seeds", "2"),
        "list": ("--deck", home / "whole.yaml"),
        "exam": (
            (date.today() + timedelta(9)).isoformat(), "--minutes", "9", "--off", "2999-01-01",
            "--weigh", "One=2", "--deck", home / "deck.yaml",
        ),
    }  # fmt: skip
    arguments = others.get(document, ("--deck", home / "deck.yaml"))
    # The last fields of a card are those of the scheduler in use.
    each = [("--scheduler", name) for name in SCHEDULERS] if document == "export cards" else [()]
    found = set().union(*(names(home, document, *arguments, *chosen) for chosen in each))
    explained = [
        name.replace("NAME", scheduler)
        for name, meaning in documents()[document]
        for scheduler in (SCHEDULERS if "NAME" in name else SCHEDULERS[:1])
        if meaning
    ]
    assert sorted(explained) == sorted(found)
    assert {name for name, _ in documents()[document]} <= set(terms(page(home, "formats")))


def names(home: Path, document: str, *arguments: str | Path) -> set[str]:
    done = run(home, *document.split(), *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    whole = json.loads(done.stdout)
    return set(_names(whole)) if isinstance(whole, dict) else {key for row in whole for key in row}


def _names(document: dict[str, Any]) -> Iterator[str]:
    for name, value in document.items():
        entries = value if isinstance(value, list) else [value]
        assert entries
        for entry in entries:
            yield from (f"{name}.{key}" for key in entry) if isinstance(entry, dict) else (name,)


def test_every_command_that_writes_for_scripts_is_explained(tmp_path: Path) -> None:
    context = click.Context(cards)
    writing = set()
    for name in COMMANDS:
        command = cards.get_command(context, name)
        assert command
        if any(option_name(each) == "format" for each in command.params):
            writing.add(name)
    assert {document.split()[0] for document in documents()} == writing
    assert set(FORMATS) <= set(terms(page(tmp_path, "formats")))


def test_the_example_of_each_kind_is_one() -> None:
    deck, problems = parse_deck(examples())
    assert problems == []
    assert deck
    assert {name for card in deck.cards for name in fields_of(card)} == set(KINDS)
