"""Any keys in any order, in windows of any size: what must hold whatever happens."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dcnn_cards.app.clock import now
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, standing_events
from dcnn_cards.schedule.units import CardId, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7
from dcnn_cards.store import open_store
from dcnn_cards.store.backup import BackedUp
from dcnn_cards.study.session import Session
from tests.terminal.playing import SM2, Paper, Piece, play, quiz_of
from tests.terminal.test_every_key import MEANINGLESS

DECK = r"""
deck: any
title: 任何 keys
cards:
  - {id: plain, section: Week 1, topic: A topic with a long name, question: What?, answer: $\alpha$}
  - id: list
    question: Name them.
    answer: |
      - one
      - two

        and more of it
      - $\frac{a}{b}$
  - {id: follows, question: And why is that so?, answer: 因为这个答案。, follows: list}
  - {id: wide, question: Draw., answer: So., figure: wide.txt}
  - id: tall
    question: Say all.
    answer: |
"""
DECK += "\n\n".join(f"      Line {number}: $x_{{{number}}}$" for number in range(30))
DECK += "\n  - {id: last, question: And?, answer: Nothing.}\n"

MEANING = [*" \r1234ufsbxaijklhe?z", "\x1b", "\x7f", "\x1b[6~", "\x1b[F", "\x1b[H", "\x1a", "\x0c"]
# What ends a session has its tests in `test_every_key`; here sessions are to be long.
ENDING = set(b"q\x03\x04")
LETTERS = st.characters(codec="utf-8", exclude_characters="q\x03\x04")
KEYS = st.one_of(
    st.sampled_from(MEANING).map(str.encode),
    st.sampled_from([b" ", b"1", b"3", b"u"]),
    st.sampled_from(list(MEANINGLESS.values())),
    st.lists(st.sampled_from(MEANING), min_size=2, max_size=5).map(
        lambda keys: "".join(keys).encode()
    ),
    st.binary(min_size=1, max_size=4).filter(lambda keys: not ENDING & set(keys)),
    st.text(LETTERS, min_size=1, max_size=3).map(str.encode),
)
SIZES = st.one_of(
    st.tuples(st.integers(1, 30), st.integers(1, 12)),
    st.tuples(st.integers(60, 200), st.integers(15, 60)),
)
PIECES = st.lists(st.one_of(KEYS, KEYS, KEYS, KEYS, SIZES), min_size=5, max_size=30)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dcnn_cards.terminal.keys._SEQUENCE_WAIT", 0.005)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")


def back_to_the_beginning(screen: Paper) -> Iterator[Piece]:
    """Undo, from wherever the session is, until there is nothing to undo."""
    yield (100, 40)
    while "nothing to undo" not in screen.frame:
        if "key back to the card" in screen.frame:
            yield b"z"
        else:
            yield b"\x1b" if "enter compare" in screen.frame else b"u"


@settings(
    max_examples=int(os.environ.get("KEYS_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    pieces=PIECES,
    typed=st.booleans(),
    size=SIZES,
    past=st.lists(
        st.tuples(st.sampled_from(["plain", "list"]), st.sampled_from(Grade)), max_size=6
    ),
)
def test_whatever_is_pressed(
    pieces: list[Piece], typed: bool, size: tuple[int, int], past: list[tuple[str, Grade]]
) -> None:
    """With a real store. That frames fit and the terminal is given back, `play` sees each time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "deck.yaml").write_text(DECK)
        (folder / "wide.txt").write_text("宽" * 60 + "END\n")
        deck = read_deck(folder / "deck.yaml")
        with open_store(folder / "progress.db") as store, BackedUp(store) as log:
            for day, (card, grade) in enumerate(past):
                store.append(reviewed(card, grade, day), SM2)
            records = store.records.of_deck(deck.name, SM2)
            session = Session(tuple(deck.cards), records, study_day(now()))
            quiz = quiz_of(deck, session, log, reload=lambda: deck, typed=typed)
            screen, logs = Paper(size), [list(store.log.events())]

            def logged() -> int:
                logs.append(list(store.log.events()))
                return len(logs[-1])

            _, ended = play(quiz, chain(pieces, back_to_the_beginning(screen)), screen, logged)
            logged()

            # The log only ever grows, by no more than a grade and the flag of a leech a key.
            for before, after in pairwise(logs):
                assert after[: len(before)] == before
                assert len({event.id for event in after}) == len(after)
            # What the session says was graded is what the log has, in order and each once.
            mine = standing_events(logs[-1][len(past) :])
            given = [(event.card, event.grade) for event in mine if event.kind is Kind.REVIEW]
            assert given == [(one.card.id, one.grade) for one in ended.answered]
            now_kept = store.records.of_deck(deck.name, SM2)
            for each in deck.cards:
                assert ended.record(each) == now_kept.get(each.id, NEW)
            assert store.check(SM2) == []
            event(f"undone to the beginning: {ended.event is None and len(logs[-1]) > len(past)}")
            # Undone to the beginning, all is as it was.
            if ended.event is None:
                assert all(now_kept.get(c.id, NEW) == records.get(c.id, NEW) for c in deck.cards)


def reviewed(card: str, grade: Grade, number: int) -> Event:
    at = Millis(now() - (20 - number) * 86_400_000)
    deck, name = DeckName("any"), CardId(card)
    return Event(uuid7(at), "d", at, study_day(at), deck, name, Kind.REVIEW, grade, 1000, SM2.name)
