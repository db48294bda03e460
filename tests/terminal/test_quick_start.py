"""What makes a session start quickly: large decks and backlogs in portions, and few imports."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from dcnn_cards.app.clock import now
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.writing import dump_deck
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import open_store
from tests.terminal.pty_session import running, small_deck

NOW = now()
TODAY = study_day(NOW)
NAMES = [CardId(f"c{n}") for n in range(1_200)]

# Changes the question in the lines of the card that it is opened at.
EDITOR = """\
#!{python}
import pathlib, sys
line, path = int(sys.argv[1]), pathlib.Path(sys.argv[2])
lines = path.read_text().splitlines(keepends=True)
own = "".join(lines[line - 1 : line + 5]).replace("number 1?", "number one?")
path.write_text("".join([*lines[: line - 1], own, *lines[line + 5 :]]))
"""


def test_the_first_card_of_a_backlog_and_what_is_left(tmp_path: Path) -> None:
    cards = [
        Card(name, f"What is number {n}?", str(n), week=str(n % 2), section=f"Week {n % 2}")
        for n, name in enumerate(NAMES)
    ]
    path = tmp_path / "large.yaml"
    path.write_text(dump_deck(Deck(DeckName("large"), "Large", cards)))
    with open_store(tmp_path / "progress.db") as store:
        events = (
            Event(f"e{n}", "here", Millis(NOW - 10**9 + n), Day(TODAY - 9 - (n == 700)),
                  DeckName("large"), NAMES[n], Kind.REVIEW, Grade.GOOD)
            for n in range(0, 1_000, 2)
        )  # fmt: skip
        store.extend(events, scheduler())
    with running(tmp_path, "quiz", "--deck", str(path)) as quiz:
        # One of the two hundred that are most overdue.
        asked = quiz.see("What is number ", "20 new · 0 learning · 500 due")
        (first,) = re.findall(r"What is number (\d+)", asked)
        assert int(first) in {700, *range(0, 400, 2)}
        quiz.press(" ", "3")
        quiz.see("What is number ", "20 new · 0 learning · 499 due")
        quiz.press("q")
        assert quiz.ended() == 0
    script = tmp_path / "editor"
    script.write_text(EDITOR.format(python=sys.executable))
    script.chmod(0o700)
    odd = ("quiz", "--deck", str(path), "--week", "1", "--new", "7")
    with running(tmp_path, *odd, EDITOR=str(script)) as quiz:
        quiz.see("What is number 1?", "7 new · 0 learning · 0 due")
        quiz.press("e")
        quiz.see("What is number one?", "Edited")
        quiz.press("q")
        assert quiz.ended() == 0


PROGRAM = """\
import atexit, pathlib, sys
from dcnn_cards.cli import main
atexit.register(lambda: pathlib.Path({file!r}).write_text(" ".join(sys.modules)))
main()
"""


def test_a_deck_that_was_read_before_needs_no_yaml(tmp_path: Path) -> None:
    deck, file = small_deck(tmp_path), tmp_path / "modules"
    program = (sys.executable, "-c", PROGRAM.format(file=str(file)))
    time.sleep(2.1)  # until the deck has rested
    for start in range(2):
        with running(tmp_path, "quiz", "--deck", deck, program=program) as quiz:
            quiz.see("What is alpha?")
            quiz.press("q")
            assert quiz.ended() == 0
        imported = set(file.read_text().split())
        assert ("yaml" in imported) == (start == 0)
    assert not imported & {"sympy", "subprocess", "tomllib", "dcnn_cards.app.index"}


FORMULAS = r"""
deck: small
title: Small deck
cards:
  - {id: a, question: 'What is $\alpha$?', answer: 'A $\beta$.'}
"""


def test_what_was_typeset_before_is_not_read_again(tmp_path: Path) -> None:
    deck, file = tmp_path / "small.yaml", tmp_path / "modules"
    deck.write_text(FORMULAS)
    program = (sys.executable, "-c", PROGRAM.format(file=str(file)))
    for start in range(2):
        with running(tmp_path, "quiz", "--deck", str(deck), program=program) as quiz:
            quiz.see("What is α?")
            quiz.press("q")
            assert quiz.ended() == 0
        imported = set(file.read_text().split())
        assert ("markdown_it" in imported) == (start == 0)
