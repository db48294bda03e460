"""Packages that Anki and genanki made, imported: cards, what is not carried over, and reviews."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.reading import read_deck
from tests.anki.oracle import Anki, python_with_anki, step
from tests.cli.program import run

FORMATS = {"collection.anki21": True, "collection.anki21b": False}
NOTES = {
    "Basic": [
        [r"What is \(a &lt; b\)?<br>Say <b>why</b>.", r"<div>one</div><div>\[x^{2}\]</div>"],
        ['See <img src="a b.png">', "[sound:say.mp3]Costs $5, or $6"],
        ["<ul><li>first</li><li>second</li></ul>", "[latex]$y$[/latex] and [$]z[/$]"],
        ["[sound:only.mp3]", ""],
    ],
    "Basic (and reversed card)": [["dog", "<i>Hund</i>"]],
    "Basic (optional reversed card)": [["cat", "Katze", ""]],
    "Basic (type in the answer)": [["2 + 2", "4"]],
    "Cloze": [
        [r"A {{c1::<b>bold</b>::how}} and \({{c2::\frac{a}{b} }} = {{c1::c}}\).", "More."],
        ["{{c1::outer {{c2::inner}}}} text", ""],
    ],
}


class Made(NamedTuple):
    package: Path
    collection: str


@pytest.fixture(scope="module", params=FORMATS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A package of each format, of notes of several types, some of them answered."""
    folder = tmp_path_factory.mktemp("made")
    anki, package = Anki(folder / "anki"), folder / "words.apkg"
    steps = [step("add", kind, "Words::Small", notes, ["one", "two::three"])
             for kind, notes in NOTES.items()]  # fmt: skip
    found = anki.do(*steps, step("media", "a b.png", "PNG"), step("look"))[-1]
    cards = [card["id"] for note in found["notes"].values() for card in note["cards"].values()]
    answers = [step("answer", cards[:3], grade) for grade in (2, 0)]
    export = step("export", str(package), legacy=FORMATS[request.param], deck="Words")
    anki.do(
        *answers,
        step("sql", "update cards set queue = -1 where id = ?", cards[4]),
        step("sql", "update cards set flags = 3 where id = ?", cards[5]),
        export,
    )
    return Made(package, request.param)


def imported(home: Path, package: Path, *options: str | Path) -> tuple[dict[str, Card], str]:
    target = home / "deck.yaml"
    done = run(home, "import", package, "-o", target, *options)
    assert done.returncode == 0, done.stderr
    deck = read_deck(target)
    return {card.question or card.cloze: card for card in deck.cards}, done.stdout


def test_cards_follow_the_templates_of_their_notes(made: Made, tmp_path: Path) -> None:
    cards, said = imported(tmp_path, made.package)
    assert f"read {made.collection}, schema " in said
    assert "not its decoy collection.anki2: 9 notes" in said
    texts = {card.question: card.answer for card in cards.values() if not card.cloze}
    assert texts == {
        "What is $a < b$?\nSay **why**.": "one\n$$x^{2}$$",
        "See ![](deck-media/a-b.png)": "Costs $5, or $6",
        "- first\n- second": "$y$ and $z$",
        "dog": "*Hund*",
        "cat": "Katze",
        "2 + 2": "4",
    }
    assert [question for question, card in cards.items() if card.reversed] == ["dog"]
    assert {card.section for card in cards.values()} == {"Small"}
    assert {card.tags for card in cards.values()} == {("one", "two::three")}
    clozes = [card for card in cards.values() if card.cloze]
    assert [(card.cloze, card.added) for card in clozes] == [
        (r"A {{c1::**bold**::how}} and $\cloze[2]{\frac{a}{b}}{} = \cloze[1]{c}{}$.", "More."),
        ("{{c1::outer inner}} text", ""),
    ]
    assert (tmp_path / "deck-media" / "a-b.png").read_bytes() == b"PNG"
    assert run(tmp_path, "check", tmp_path / "deck.yaml").returncode == 0


def test_what_is_not_carried_over_is_told(made: Made, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    _, said = imported(tmp_path, made.package, "--report", report)
    assert "not carried over" not in said
    lost = report.read_text()
    assert re.search(r"sound say\.mp3 \(1 note: ", lost)
    assert re.search(r"sound only\.mp3 \(1 note: ", lost)
    assert re.search(r"a part within a part of a cloze \(1 note: ", lost)


def test_answers_come_along_once(made: Made, tmp_path: Path) -> None:
    _, said = imported(tmp_path, made.package, "--progress")
    assert "6 reviews of 3 cards" in said
    assert "6 of them new here" in said
    events = exported(tmp_path)
    reviews = [row for row in events if row["kind"] == "review"]
    assert [row["grade"] for row in reviews] == [3, 3, 3, 1, 1, 1]
    assert len({row["at"] for row in reviews}) == 6
    kinds = sorted(row["kind"] for row in events if row["kind"] != "review")
    assert kinds == ["flag", "suspend"]
    for _ in range(2):
        _, said = imported(tmp_path, made.package, "--progress")
        assert "0 of them new here" in said
        assert exported(tmp_path) == events


def exported(home: Path) -> list[dict[str, Any]]:
    done = run(home, "export", "reviews", "--deck", home / "deck.yaml", "--format", "json")
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def test_a_second_import_takes_what_changed_and_keeps_what_was_edited(tmp_path: Path) -> None:
    anki, package = Anki(tmp_path / "anki"), tmp_path / "words.apkg"
    notes = [["one", "1"], ["two", "2"], ["three", "3"], ["four", "4"]]
    out = step("export", str(package), legacy=True, deck="Words")
    *_, look, _ = anki.do(step("add", "Basic", "Words", notes, []), step("look"), out)
    home = tmp_path / "home"
    home.mkdir()
    before, _ = imported(home, package)
    deck = home / "deck.yaml"
    text = deck.read_text().replace("answer: '2'", "answer: my two")
    deck.write_text(text.replace("answer: '3'", "answer: my three"))
    guids = {note["fields"]["Front"]: guid for guid, note in look["notes"].items()}
    anki.do(
        step("edit", guids["one"], "Back", "<b>eins</b>"),
        step("edit", guids["two"], "Back", "zwei"),
        step("add", "Basic", "Words", [["five", "5"]], []),
        out,
    )
    after, said = imported(home, package)
    assert "1 new, 1 updated, 2 unchanged" in said
    assert f"edited on both sides: {before['two'].id}" in said
    assert {question: card.answer for question, card in after.items()} == {
        "one": "**eins**",
        "two": "my two",
        "three": "my three",
        "four": "4",
        "five": "5",
    }
    assert [after[question].id for question in before] == [card.id for card in before.values()]
    assert "1 new" not in imported(home, package)[1]


GENANKI = """
import sys, genanki
front = "<i>{{Ask}}</i>{{#Why}} ({{hint:Why}}){{/Why}}"
back = "{{FrontSide}}<hr id=answer>{{Tell}}{{^Why}} no reason{{/Why}}<script>1</script>"
templates = [{"name": "Card 1", "qfmt": front, "afmt": back},
             {"name": "Card 2", "qfmt": "{{#Why}}Why {{Tell}}?{{/Why}}", "afmt": "{{Why}}"}]
fields = [{"name": "Ask"}, {"name": "Tell"}, {"name": "Why"}]
model = genanki.Model(1607392319, "Mine", fields=fields, templates=templates)
first, second = genanki.Deck(2059400110, "First"), genanki.Deck(2059400111, "Second")
first.add_note(genanki.Note(model=model, fields=["q", "a", ""], guid="Mv~!7q(Kzx"))
first.add_note(genanki.Note(model=model, fields=["r", "b", "because"]))
second.add_note(genanki.Note(model=model, fields=["s", "c", ""]))
genanki.Package([first, second]).write_to_file(sys.argv[1])
"""


def test_sections_hints_and_several_decks(tmp_path: Path) -> None:
    package = tmp_path / "mine.apkg"
    subprocess.run([str(python_with_anki()), "-c", GENANKI, str(package)], check=True)
    done = run(tmp_path, "import", package)
    assert done.returncode == 1
    assert "it holds 2 decks" in done.stderr
    assert "--deck-name NAME: First (3), Second (1)" in " ".join(done.stderr.split())
    cards, said = imported(tmp_path, package, "--deck-name", "First")
    assert [(card.question, card.answer, card.note) for card in cards.values()] == [
        ("*q*", "a no reason", ""),
        ("*r* ()", "b", "Hint: because"),
        ("Why b?", "because", ""),
    ]
    assert "not carried over: script (2 notes" in said
    assert "Mv~!7q(Kzx" in (tmp_path / "deck.yaml").read_text()
    assert run(tmp_path, "import", package, "--deck-name", "Third").returncode == 1
