"""A package of a deck, as Anki itself imports and reads it."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dcnn_cards.app.clock import now, this_day
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import open_store
from tests.anki.oracle import Anki, step
from tests.cli.program import run

DAY_MS = 86_400_000
DECK = r"""deck: small
title: A small deck
source: {file: notes.md, sha256: ''}
cards:
  - id: plain
    week: 8a
    section: Week 8a - Optimizers
    topic: Momentum
    question: What is $\alpha < 1$ in `a < b`?
    answer: |
      The *momentum*, **kept**:

      1. one
      2. two

      $$\newcommand{\v}{\mathbf{v}}\v_{t_{1}} = \begin{cases} 1 & a \\ 0 & b \end{cases}$$
    corrected: |
      The ==momentum==.
    correction: It is not kept.
    note: Since $\R^n$.
    tags: [definition, corrected]
    source: {question: [3, 3], answer: [5, 7]}
  - id: next
    question: And why?
    answer: It follows.
    follows: plain
    figure: net.txt
  - id: term
    question: SGD
    answer: Stochastic gradient descent
    reversed: true
  - id: hole
    cloze: |
      A {{c1::layer of $x::y$::which}} and
      $\cloze[2]{\frac{a}{b^{2}}}{} = \frac{1}{b^{2}}$, {{c2::$e^{x^{2}}$}}.
  - id: proof
    question: Prove it.
    steps: [First $a$., 'Then {{c1::the idea}}.', Last.]
  - id: pick
    question: Which?
    answer: right
    choices: [wrong, worse, bad, worst]
  - id: number
    question: What is {{n}} + 1?
    vary: {n: 1..5}
    answer: '{{= n + 1}}'
  - id: open
    question: Lost?
    suspended: true
"""


def deck_in(folder: Path) -> Path:
    path = folder / "small.yaml"
    path.write_text(DECK)
    (folder / "net.txt").write_text("a --> b\n  <->  c")
    return path


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return deck_in(tmp_path)


class History:
    """Events of the deck `small`, made one after the other."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(
        self, days_ago: int, card: str, kind: Kind = Kind.REVIEW, grade: int = 0, **facts: Any
    ) -> Event:
        at = now() - days_ago * DAY_MS - 60_000 + len(self.events)
        event = Event(
            f"event-{len(self.events)}", "here", Millis(at), Day(this_day(4) - days_ago),
            DeckName("small"), CardId(card), kind, Grade(grade) if grade else None, **facts,
        )  # fmt: skip
        self.events.append(event)
        return event

    def into(self, home: Path) -> None:
        with open_store(home / "progress.db") as store:
            store.extend(self.events, scheduler("sm2"))


def exported(home: Path, deck: Path, *options: str | Path) -> Path:
    target = deck.with_suffix(".apkg")
    done = run(home, "export", "anki", "--deck", deck, "-o", target, *options)
    assert done.returncode == 0, done.stderr
    return target


class Shown(NamedTuple):
    """What Anki has of the deck, and the two sides of its cards."""

    notes: dict[str, Any]
    sides: dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("shown")
    package = exported(folder / "home", deck_in(folder))
    steps = step("import_package", str(package)), step("look"), step("render")
    _, look, sides = Anki(folder / "anki").do(*steps)
    return Shown(look["notes"], sides)


def looked_at(anki: Anki, package: Path) -> dict[str, Any]:
    found: dict[str, Any] = anki.do(step("import_package", str(package)), step("look"))[1]
    return found


def test_a_card_is_one_note_with_a_card_for_each_thing_to_review(shown: Shown) -> None:
    assert {guid: len(note["cards"]) for guid, note in shown.notes.items()} == {
        "small/plain": 1,
        "small/next": 1,
        "small/term": 2,
        "small/hole": 2,
        "small/proof": 1,
        "small/proof#ideas": 1,
        "small/pick": 1,
        "small/number": 1,
        "small/open": 1,
    }
    assert shown.notes["small/open"]["cards"]["0"]["queue"] == -1


def test_what_anki_shows(shown: Shown) -> None:
    sides = shown.sides
    question, answer = sides["small/plain"]["0"]
    assert r"What is \(\alpha &lt; 1\) in <code>a &lt; b</code>?" in question
    assert "The <mark>momentum</mark>." in answer
    # The document's own words stand below what is learned, with what differs struck.
    source = answer[answer.index("the document says") :]
    assert "<del>" in source
    assert "<ol><li>" in source
    assert r"\mathbf{v}_{t_{1}}" in source
    assert "newcommand" not in answer
    assert r"\(\mathbb{R}^n\)" in answer
    assert "notes.md, lines 3-7 · small/plain" in answer
    question, answer = sides["small/next"]["0"]
    assert question.index('class="context"') < question.index("And why?")
    assert "The <mark>momentum</mark>." in question
    assert '<pre class="figure" style="--columns: 20">a --&gt; b\n  &lt;-&gt;  c</pre>' in answer
    front, back = sides["small/term"]["1"]
    assert "Stochastic gradient descent" in front
    assert "SGD" not in front
    assert "SGD" in back
    number = re.search(r"What is (\d) \+ 1\?", sides["small/number"]["0"][0])
    assert number
    assert f">{int(number[1]) + 1}<" in sides["small/number"]["0"][1]
    assert "<li>right</li>" in sides["small/pick"]["0"][0]


def test_braces_and_colons_within_a_cloze_end_nothing(shown: Shown) -> None:
    text, sides = shown.notes["small/hole"]["fields"]["Text"], shown.sides
    assert r"{{c2::\frac{a}{b^{2} } }} = \frac{1}{b^{2}}" in text  # apart only within the cloze
    assert r"{{c2::\(e^{x^{2} }\)}}" in text
    first, second = sides["small/hole"]["0"], sides["small/hole"]["1"]
    assert "[which]" in first[0]
    assert "x:{:}y" in first[1]
    assert r"\frac{a}{b^{2} }" in first[0]
    assert r"\frac{a}{b^{2} }" not in second[0]
    assert r"\frac{a}{b^{2} }" in second[1]


def test_where_a_card_stands_is_in_its_tags(shown: Shown) -> None:
    assert shown.notes["small/plain"]["tags"] == [
        "small::section::Week_8a_-_Optimizers",
        "small::tag::corrected",
        "small::tag::definition",
        "small::topic::Momentum",
        "small::week::8a",
    ]


@pytest.mark.parametrize("name", ["sm2", "fsrs", "leitner"])
def test_progress_comes_along(tmp_path: Path, deck: Path, name: str) -> None:
    home, made = tmp_path / "home", History()
    made.add(30, "plain", grade=3, thinking_ms=4000)
    made.add(29, "plain", grade=3)
    made.add(23, "plain", grade=1)
    made.add(23, "plain", grade=3)
    undone = made.add(20, "plain", grade=4)
    made.add(20, "plain", Kind.UNDO, undoes=undone.id)
    made.add(5, "term#back", grade=4)
    made.add(5, "term#back", Kind.FLAG)
    made.add(2, "hole#c2", grade=3)
    made.add(2, "hole#c2", Kind.SUSPEND)
    made.add(0, "proof#c1", Kind.BURY)
    made.into(home)
    package = exported(home, deck, "--scheduler", name)
    look = looked_at(Anki(tmp_path / f"anki-{name}"), package)
    notes = look["notes"]
    shown = json.loads(
        run(home, "export", "cards", "--deck", deck, "--scheduler", name,
            "--format", "json").stdout
    )  # fmt: skip
    ours = {row["id"]: row for row in shown}
    for card, theirs in (
        ("plain", notes["small/plain"]["cards"]["0"]),
        ("term#back", notes["small/term"]["cards"]["1"]),
    ):
        due = datetime.fromisoformat(ours[card]["due"]).toordinal() - this_day(4)
        assert (theirs["type"], theirs["queue"], theirs["due_in"]) == (2, 2, due)
        assert theirs["interval"] == ours[card]["interval_days"]
        assert theirs["reviews"] == ours[card]["reviews"]
        assert theirs["lapses"] == ours[card]["lapses"]
        if name == "sm2":
            assert theirs["ease"] == round(1000 * ours[card]["ease"])
        if name == "fsrs":
            assert theirs["memory"] == pytest.approx(
                [ours[card]["stability"], ours[card]["difficulty"]], rel=1e-3
            )
    assert notes["small/term"]["cards"]["1"]["flag"] == 1
    assert notes["small/hole"]["cards"]["1"]["queue"] == -1
    assert notes["small/proof#ideas"]["cards"]["0"]["queue"] == -3
    assert notes["small/term"]["cards"]["0"]["type"] == 0
    numbers = {
        facts["id"]: (guid, ord_)
        for guid, note in notes.items() for ord_, facts in note["cards"].items()
    }  # fmt: skip
    rows = [
        (numbers[row["cid"]], row["id"], row["ease"], row["time"], row["type"])
        for row in look["revlog"]
    ]
    at = [event.at for event in made.events]
    plain = ("small/plain", "0")
    assert rows == [
        (plain, at[0], 3, 4000, 0),
        (plain, at[1], 3, 0, 1),
        (plain, at[2], 1, 0, 1),
        (plain, at[3], 3, 0, 2),
        (("small/term", "1"), at[6], 4, 0, 0),
        (("small/hole", "1"), at[8], 3, 0, 0),
    ]


def test_a_second_package_doubles_nothing_and_changes_what_changed(
    tmp_path: Path, deck: Path
) -> None:
    home, anki, made = tmp_path / "home", Anki(tmp_path / "anki"), History()
    made.add(3, "plain", grade=3)
    made.into(home)
    first = exported(home, deck)
    (counts, before) = anki.do(step("import_package", str(first)), step("look"))
    assert counts["new"] == 9
    second = exported(home, deck)
    (counts, again) = anki.do(step("import_package", str(second)), step("look"))
    assert (counts["new"], counts["updated"], counts["duplicate"]) == (0, 0, 9)
    assert again == before
    deck.write_text(DECK.replace("It follows.", "It does follow.") + "  - id: new\n"
                    "    question: What is new?\n    answer: This.\n")  # fmt: skip
    done = run(home, "export", "anki", "--deck", deck, "-o", second)
    assert "10 notes (1 new, 1 changed, 8 as in the one before)" in done.stdout
    (counts, after) = anki.do(step("import_package", str(second)), step("look"))
    assert (counts["new"], counts["updated"], counts["duplicate"]) == (1, 1, 8)
    assert after["notes"]["small/next"]["fields"]["Answer"] == "It does follow."
    assert len(after["revlog"]) == 1
    mods = {guid: note["mod"] for guid, note in before["notes"].items()}
    newer = {guid for guid, mod in mods.items() if after["notes"][guid]["mod"] > mod}
    assert newer == {"small/next"}


def test_without_progress_every_card_is_new(tmp_path: Path, deck: Path) -> None:
    home, made = tmp_path / "home", History()
    made.add(3, "plain", grade=3)
    made.into(home)
    look = looked_at(Anki(tmp_path / "anki"), exported(home, deck, "--no-progress"))
    assert look["revlog"] == []
    assert {card["type"] for note in look["notes"].values() for card in note["cards"].values()} == {
        0
    }


def test_what_passes_the_filters_is_exported(tmp_path: Path, deck: Path) -> None:
    package = exported(tmp_path / "home", deck, "--week", "8")
    assert [guid for (guid,) in rows_of(package, "SELECT guid FROM notes")] == ["small/plain"]


def rows_of(package: Path, query: str) -> list[Any]:
    with zipfile.ZipFile(package) as opened:
        opened.extract("collection.anki2", package.parent)
    with closing(sqlite3.connect(package.parent / "collection.anki2")) as db, db:
        return db.execute(query).fetchall()


def test_reviews_at_one_instant_have_rows_of_their_own(tmp_path: Path, deck: Path) -> None:
    home = tmp_path / "home"
    at = int(datetime(2026, 1, 5, 12, tzinfo=UTC).timestamp() * 1000)
    events = [
        Event(f"e{number}", "here", Millis(at), Day(739_621), DeckName("small"), CardId(card),
              Kind.REVIEW, Grade.GOOD)
        for number, card in enumerate(("plain", "next", "term", "term#back"))
    ]  # fmt: skip
    with open_store(home / "progress.db") as store:
        store.extend(events, scheduler("sm2"))
    rows = rows_of(exported(home, deck), "SELECT id FROM revlog ORDER BY id")
    assert [number for (number,) in rows] == [at, at + 1, at + 2, at + 3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["anki", "--format", "json"], "--format is for"),
        (["cards", "--no-progress"], "--no-progress is for anki"),
    ],
)
def test_options_that_are_for_something_else(
    tmp_path: Path, arguments: Iterable[str], said: str
) -> None:
    done: subprocess.CompletedProcess[str] = run(tmp_path, "export", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
