"""Files of any name, and folders and documents where a deck is asked for: a sentence for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcnn_cards.cli import cards
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.deck.writing import deck_name
from dcnn_cards.errors import CardsError
from tests.cli.program import run

DOCUMENT = "Deep\tLearning\n\nWeek 1\n\nWhat is a\ttab\u2028\x85\ufeff\x9b?\n\nA\tcharacter.\n"


def do(*words: str) -> None:
    """Run a command within this process."""
    cards.main(list(words), "dcnn-cards", standalone_mode=False)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DCNN_CARDS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "notes, part 1", "a}b", "a{b", "a]b", "[a]", "a: b", "# a", "'a'", '"a"', "Übung", "日本",
        "x" * 150, "a\tb", "a\nb", "-a", "a\x1b[31m", "\udcff", "a\u202eb", "null", "1", "%",
        "&a", "  ",
    ],
)  # fmt: skip
def test_documents_of_any_name_are_imported(tmp_path: Path, name: str) -> None:
    source = tmp_path / f"{name}.md"
    source.write_text(DOCUMENT)
    for _ in range(2):  # and again into the deck that came of it
        do("import", str(source))
        deck = read_deck(source.with_suffix(".yaml"))
        assert len(deck.cards) == 1
        assert deck.title == "Deep Learning"
        assert deck.source_file
    if name.isprintable() and "\u202e" not in name:
        assert deck.source_file == source.name


def test_decks_of_documents_with_other_names_have_other_names() -> None:
    stems = ["日本", "中国", "Übung", "Übung日本", "x" * 150, "x" * 151, "---", "", "notes"]
    names = [deck_name(stem) for stem in stems]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and 0 < len(name) <= 80 for name in names)
    assert (deck_name("notes"), deck_name("notes, part 1"), deck_name("Übung")) == (
        "notes",
        "notes-part-1",
        "Ubung",
    )


@pytest.mark.parametrize(
    ("words", "what", "fix"),
    [
        ("list --deck a.md", "a.md: is a document, not a deck", "dcnn-cards import a.md -o a.yaml"),
        ("list --deck .", ": is a folder", "Name a file in it, such as d.yaml."),
        ("list --deck empty", "empty: is a folder", "Name a file in it."),
        ("import d.yaml", "d.yaml: is a deck already", "dcnn-cards quiz --deck d.yaml"),
        ("import .", "is a folder", "Name a file"),
    ],
)
def test_what_is_no_deck_or_one_already_says_what_to_do(words: str, what: str, fix: str) -> None:
    Path("a.md").write_text("What is it?\n\nThis: a\n")
    Path("d.yaml").write_text("deck: d\ncards:\n  - {id: a, question: A?, answer: a}\n")
    Path("empty").mkdir()
    with pytest.raises(CardsError) as raised:
        do(*words.split())
    assert what in str(raised.value)
    assert fix in raised.value.fix


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ("new = 2020-01-01", "is not a single value"),
        ("new = 1.5", "is not a whole number"),
        ("deck = '~nobodyxyz/x'", "no such user"),
        (f"new = {'[' * 100_000}", "nested too deeply"),
        ("minutes = nan", "is not a number"),
    ],
)
def test_settings_that_cannot_be_are_told(tmp_path: Path, settings: str, what: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config.toml").write_text(settings)
    with pytest.raises(CardsError, match=what):
        do("config")


def test_a_home_of_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DCNN_CARDS_HOME", "~nobodyxyz/x")
    with pytest.raises(CardsError, match="no such user"):
        do("stats")


@pytest.mark.parametrize("name", ["loop", "x" * 300])
def test_a_home_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "progress.db").symlink_to("progress.db")
    done = run(tmp_path / name, "stats")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(f"dcnn-cards: {tmp_path}/{name}/")
