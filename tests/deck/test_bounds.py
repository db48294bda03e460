"""A deck is somebody else's file: what it comes to, and what it names, is bounded."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dcnn_cards.app.checking import check_deck
from dcnn_cards.deck import schema
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.reading import parse_deck, read_deck, read_text
from dcnn_cards.deck.sources import source_lines
from dcnn_cards.errors import CardsError

HEAD = "deck: d\ntitle: D\n"


def faults(text: str) -> list[str]:
    return [f"{problem.line}: {problem.what}" for problem in parse_deck(text)[1]]


@pytest.mark.parametrize(
    "repeated",
    [
        "cards:\n- {id: c, question: q, answer: &a " + "x" * 1_000 + "}\n"
        + "".join(f"- {{id: c{n}, question: q, answer: *a}}\n" for n in range(200)),
        "cards:\n- {id: c, question: q, tags: &a [" + "x, " * 500 + "]}\n"
        + "".join(f"- {{id: c{n}, question: q, tags: *a}}\n" for n in range(200)),
        "cards:\n- {id: c, question: q, aliases: &a [" + '"", ' * 1_000 + "]}\n"
        + "".join(f"- {{id: c{n}, question: q, aliases: *a}}\n" for n in range(200)),
        "cards:\n- &a {id: c, question: " + "x" * 1_000 + "}\n" + "- *a\n" * 200,
    ],
    ids=["a text", "a list", "empty words", "a card"],
)  # fmt: skip
def test_an_alias_counts_as_what_it_repeats(repeated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MAX_CHARACTERS", 50_000)
    (fault,) = faults(HEAD + repeated)
    assert "the texts up to here have more than 50,000 characters" in fault


def test_a_deck_has_room_for_so_many_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MAX_CARDS", 10)
    cards = [f"- {{id: c{n}, question: q}}\n" for n in range(11)]
    assert faults(HEAD + "cards:\n" + "".join(cards[:10])) == []
    assert faults(HEAD + "cards:\n" + "".join(cards)) == ["14: more than 10 cards"]


@pytest.mark.parametrize("number", ["9" * 5_000, "100000000", "٣" * 9, "1e3", "-1", "0"])
def test_a_line_of_a_document_has_a_number_that_it_can_have(number: str) -> None:
    (fault,) = faults(
        f"{HEAD}cards:\n- id: c\n  question: q\n  source: {{question: [1, {number}]}}"
    )[:1]
    assert "lines of the source are `[first, last]`, counted from 1 to 99,999,999" in fault


def test_as_many_lines_as_a_document_has_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text("What is it?\n- This.\n")
    deck = tmp_path / "deck.yaml"
    deck.write_text(
        f"{HEAD}source: {{file: d.md, sha256: x}}\ncards:\n"
        + "".join(
            f"- {{id: c{n}, question: q{n}, answer: a, source: {{question: [1, 99999999]}}}}\n"
            for n in range(2_000)
        )
    )
    began = time.process_time()
    doubts = check_deck(deck).doubts
    assert time.process_time() - began < 20
    assert sum("of the source is on `c0` and `c1`" in doubt.what for doubt in doubts) == 2


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_what_is_no_regular_file_is_not_read(pipe: Path, name: str) -> None:
    with pytest.raises(CardsError, match=r"it is no regular file|No such device"):
        read_text(pipe.parent / name)


def test_a_pipe_that_nobody_writes_into_is_not_waited_for_without_end(
    pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dcnn_cards.whole_file.PIPE_SECONDS", 0.1)
    with pytest.raises(CardsError, match=r"nothing came through the pipe in 0\.1 s"):
        read_text(pipe)


def test_a_pipe_without_an_end_is_read_as_far_as_may_be_kept(pipe: Path) -> None:
    with (
        subprocess.Popen(f"yes > {pipe}", shell=True) as yes,
        pytest.raises(CardsError, match=r"it is larger than \d+ MB"),
    ):
        read_text(pipe)
    assert yes.returncode


def test_a_pipe_as_figure_or_document_of_a_deck_keeps_nobody_waiting(pipe: Path) -> None:
    deck = pipe.parent / "deck.yaml"
    deck.write_text(
        f"{HEAD}source: {{file: pipe, sha256: x}}\n"
        "cards: [{id: c, question: q, answer: a, figure: pipe, source: {question: [1, 2]}}]\n"
    )
    read = read_deck(deck)
    with pytest.raises(CardsError, match="the figure of `c` cannot be read: it is no regular file"):
        read_figure(read, read.cards[0])
    with pytest.raises(CardsError, match="it is no regular file"):
        source_lines(read, read.cards[0])
    assert [fault.what for fault in check_deck(deck).faults] == [
        "the figure of `c` cannot be read: it is no regular file"
    ]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../secret.md", "link.md", "/dev/zero", "\\0", "~"]
)
def test_a_document_elsewhere_is_not_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deck"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("What is secret?\n- This.\n")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    deck = folder / "deck.yaml"
    deck.write_text(
        f'{HEAD}source: {{file: "{name}", sha256: x}}\n'
        "cards: [{id: c, question: q, answer: a, source: {question: [9, 9]}}]\n"
    )
    with pytest.raises(CardsError) as error:
        source_lines(read := read_deck(deck), read.cards[0])
    assert "This." not in str(error.value)
    checked = check_deck(deck)
    assert not [doubt for doubt in checked.doubts if "source" in doubt.what]


FORMS: dict[str, Callable[[int], str]] = {
    "chain upwards": lambda n: f"{{id: c{n}, question: q{n}, answer: a, follows: c{n - 1}}}",
    "chain downwards": lambda n: f"{{id: c{n}, question: q{n}, answer: a, follows: c{n + 1}}}",
    "nobody": lambda n: f"{{id: c{n}, question: q{n}, answer: a, follows: x{n}}}",
    "one question": lambda n: f"{{id: c{n}, question: q, answer: a}}",
    "no answer": lambda n: f"{{id: c{n}, question: q{n}}}",
    "one id": lambda n: f"{{id: c, question: q{n}, answer: a}}",
    "unknown key": lambda n: f"{{id: c{n}, question: q{n}, answr: a}}",
    "wrong formula": lambda n: f"{{id: c{n}, question: q{n}, answer: '$x$ ${{$'}}",
}


@pytest.mark.parametrize("form", list(FORMS))
def test_ten_times_as_many_cards_take_about_ten_times_as_long(tmp_path: Path, form: str) -> None:
    def seconds(count: int) -> float:
        deck = tmp_path / f"{count}.yaml"
        cards = "".join(f"- {FORMS[form](n)}\n" for n in range(count))
        deck.write_text(f"{HEAD}cards:\n{cards}")
        began = time.process_time()
        check_deck(deck)
        return time.process_time() - began

    seconds(10)
    assert seconds(10_000) < 25 * seconds(1_000) + 1
