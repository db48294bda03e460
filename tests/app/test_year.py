"""A learner's year in a deck with cards of all kinds, and what is left of it whatever happens.

The sessions are those that the program holds, in a store of their own, with a clock that stands in
for theirs. `YEAR_DAYS=365` makes it the year; without it, it is some weeks.
"""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from dcnn_cards.app import marking
from dcnn_cards.app.actions import Action
from dcnn_cards.app.agenda import Agenda, Request
from dcnn_cards.app.clock import this_day
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.drill import Drill
from dcnn_cards.app.exporting import Table, cards_of, reviews_of
from dcnn_cards.app.marking import WayBack
from dcnn_cards.app.outcome import NotSaved
from dcnn_cards.app.quiz import QuizOptions, hold_quiz
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.app.upkeep import newest_sound
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.kinds import KINDS, drawn, fields_of
from dcnn_cards.deck.kinds.vary import written
from dcnn_cards.progress.formats import FORMATS, text_format
from dcnn_cards.schedule import SCHEDULERS, scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import Record, fold, standing_events
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.store import default_path, open_store
from dcnn_cards.store.restore import restore
from dcnn_cards.study.queue import DailyLimits
from dcnn_cards.study.recall import missed_in

DAYS = int(os.environ.get("YEAR_DAYS", "14"))
ROLLOVER = 4
SM2 = Scheduling("sm2", 0.9)
DECK = r"""
deck: all
cards:
  - {id: plain, question: What slides?, answer: "a ==kernel==", week: 1}
  - {id: next, question: And why?, answer: To share weights., follows: plain, week: 1}
  - {id: list, question: Name four., answer: "1. a\n2. b\n3. c\n4. d", week: 1}
  - {id: term, question: ELBO, answer: a lower bound, reversed: true, week: 2}
  - id: words
    week: 2
    cloze: The {{c1::encoder::part}} maps, the {{c2::decoder}} maps back, un{{c3::super}}vised.
  - id: formula
    week: 2
    cloze: |
      $$\sigma(x) = \frac{1}{\cloze[1]{1 + e^{-x}}{}}, \sigma' = \cloze[2]{\sigma(1-\sigma)}{how}$$
  - id: proof
    week: 3
    question: Prove it.
    steps: [let it be, "then {{c1::see}}", hence, so, qed]
  - id: rows
    week: 3
    question: Derive it.
    steps: rows
    answer: |
      $$\begin{aligned} a &= b \\ &= c \\ &= d \end{aligned}$$
  - id: size
    week: 3
    question: Width {{n}}, filter {{f}}, stride {{s}}?
    vary: {n: 5..64, f: [1, 3, 5, 7], s: 1..3}
    where: (n - f) % s == 0 and n > f
    answer: '{{= (n - f)/s + 1 | px}}'
  - {id: log, question: "$\\ln {{n}}$?", vary: {n: 2..9}, answer: "{{= ln(n) ~ 0.01}}", week: 3}
  - {id: pick, question: Which?, answer: this, choices: [that, these, those, them], week: 3}
"""
_GRADES = (Action.AGAIN, Action.HARD, Action.GOOD, Action.EASY)


class Learner:
    """Studies with a drill, and sees that all is as it was said."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.done: Counter[str] = Counter()
        self._missed: dict[CardId, list[tuple[int, ...]]] = {}

    def studies(self, drill: Drill, _: object) -> None:
        """Answer what is asked, with all that a session can do besides."""
        queue = [card.whole for card in drill.session.queue]
        assert len(set(queue)) in (len(queue), 1)
        while not drill.over:
            front = drill.session.card
            assert front is not None
            expected = self._missed.get(front.id, [()])[-1]
            assert drill.missed_before == expected, front.id
            if self.rng.random() < 0.06:
                action = self.rng.choice([Action.FLAG, Action.SUSPEND, Action.BURY])
                self._done(drill, action)
                if self.rng.random() < 0.3:
                    self._done(drill, Action.UNDO)
                continue
            self._answers(drill)
            before = drill.session
            self._grades(drill, front.id)
            if self.rng.random() < 0.15:
                self._done(drill, Action.UNDO)
                assert drill.session.replace(changed={}) == before.replace(changed={})
                assert drill.session.record(front) == before.record(front)
                self._missed[front.id].pop()
                self._grades(drill, front.id)

    def _answers(self, drill: Drill) -> None:
        asked = drill.drawn
        if asked and asked.choices:
            chosen = self.rng.randrange(asked.choices)
            self._done(drill, _GRADES[chosen])
            assert drill.proposal == (Grade.GOOD if chosen + 1 == asked.right else Grade.AGAIN)
        elif asked:
            (number,) = asked.numbers
            right = self.rng.random() < 0.8
            value = number.value if right else number.value + 1
            drill.answer(f"{written(value, number.tolerance)} {number.unit}")
            assert drill.proposal == (Grade.GOOD if right else Grade.AGAIN)
        else:
            self._done(drill, Action.REVEAL)
        while drill.session.recalling:
            known = drill.session.blank or self.rng.random() < 0.7
            self._done(drill, Action.REVEAL if known else Action.MISSED)

    def _grades(self, drill: Drill, card: CardId) -> None:
        missed, items = drill.session.missed, drill.session.items
        kept = tuple(sorted(missed)) if len(missed) < items else ()
        self._missed.setdefault(card, [()]).append(kept)
        self._done(drill, self.rng.choices(_GRADES, (20, 15, 50, 15))[0])

    def _done(self, drill: Drill, action: Action) -> None:
        told = drill.do(action)
        assert not isinstance(told.notice, NotSaved), told.notice
        self.done[action] += 1

    def forgets(self, cards: Sequence[CardId]) -> None:
        """Of cards that begin anew nothing was missed."""
        for card in cards:
            self._missed.pop(card, None)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in memory, where there is such a folder: each of thousands of events is synced."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        (Path(folder) / "all.yaml").write_text(DECK)
        monkeypatch.setenv("DCNN_CARDS_HOME", str(Path(folder) / "home"))
        yield Path(folder)


def records_of(events: Sequence[Event], name: str) -> dict[CardId, Record]:
    return {card: record for (_, card), record in fold(events, scheduler(name)).items()}


def log_of(path: Path) -> tuple[Event, ...]:
    """All events of a store, whose own records are those of a replay under every scheduler."""
    with open_store(path) as store:
        deck = load_deck(path.parent.parent / "all.yaml")
        events = tuple(store.log.events(deck.name))
        for name in SCHEDULERS:
            assert store.check(scheduler(name)) == []
            assert store.records.of_deck(deck.name, scheduler(name)) == records_of(events, name)
        return events


def ways_back(deck: Path, day: int) -> list[CardId]:
    """What was set aside is asked again, now and then; a card begins anew."""
    cards = [card.id for card in load_deck(deck).cards]
    if day % 5 == 4:
        marking.go_back(WayBack.UNSUSPEND, deck, cards, SM2, ROLLOVER)
    if day % 7 == 6:
        marking.go_back(WayBack.UNFLAG, deck, cards[:3], SM2, ROLLOVER)
    if day % 11 != 10:
        return []
    marking.go_back(WayBack.RESET, deck, [(begins_anew := cards[day % len(cards)])], SM2, ROLLOVER)
    return [begins_anew]


def rows_in(form: str, table: Table) -> list[Mapping[str, str]]:
    """The rows of an export, all as text."""
    text = "".join(text_format(form).table(table.fields, table.rows))
    if form == "csv":
        return list(csv.DictReader(io.StringIO(text)))
    found: list[dict[str, object]] = json.loads(text)
    return [{name: _as_text(value) for name, value in row.items()} for row in found]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_year_with_cards_of_all_kinds(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deck, instant = home / "all.yaml", 1_700_000_000 * 10**9  # a morning in Europe and America

    def tick() -> int:
        nonlocal instant
        instant += 40_000_000
        return instant

    monkeypatch.setattr(time, "time_ns", tick)
    monkeypatch.setattr(time, "clock_gettime_ns", lambda _: instant)
    options = QuizOptions(
        deck, Filters(), Request(limits=DailyLimits(new=3)), SM2, None, False, ROLLOVER
    )
    learner, morning = Learner(DAYS), instant
    before: tuple[Event, ...] = ()
    for day in range(DAYS):
        instant = morning + day * 86_400 * 10**9
        hold_quiz(options, learner.studies)
        learner.forgets(ways_back(deck, day))
    with open_store(default_path()) as store:
        today = this_day(ROLLOVER)
        before = tuple(e for e in store.log.events(load_deck(deck).name) if e.day < today)
    events = log_of(default_path())
    cards = load_deck(deck).cards
    reviewed = {event.card for event in events if event.kind is Kind.REVIEW}
    assert reviewed == {card.id for card in cards}
    assert {name for card in cards for name in fields_of(card)} == set(KINDS)
    assert {event.kind for event in events} >= {Kind.UNDO, Kind.SUSPEND, Kind.BURY, Kind.FLAG}
    assert any(missed_in(event, 5) for event in events)
    _draws_are_those_that_were_asked(events, deck)
    _exports_are_the_same(events, deck)
    _a_backup_has_all_before_the_day(home, before)
    _a_day_is_taken_back(deck, before, today)


def _draws_are_those_that_were_asked(events: Sequence[Event], deck: Path) -> None:
    """Each review of a card that is drawn anew has the number of the draw."""
    cards = {card.id: card for card in load_deck(deck).cards}
    count: Counter[CardId] = Counter()
    for event in standing_events(events):
        card = cards[event.card]
        if event.kind is Kind.RESET:
            count[card.id] = 0
        if event.kind is not Kind.REVIEW:
            continue
        assert event.seed == (count[card.id] if drawn(card, 0) else None)
        count[card.id] += 1


def _exports_are_the_same(events: Sequence[Event], deck: Path) -> None:
    """In every format, of every event one row, and of every thing to review."""
    standing = {event.id for event in standing_events(events)}
    with open_store(default_path()) as store:
        agenda = Agenda(load_deck(deck), Filters(), store, scheduler("sm2"))
        reviews = [rows_in(form, reviews_of(agenda)) for form in FORMATS]
        studied = [rows_in(form, cards_of(agenda, this_day(ROLLOVER))) for form in FORMATS]
    for rows, *others in (reviews, studied):
        for other in others:
            assert rows == other
    for row, event in zip(reviews[0], events, strict=True):
        assert (row["id"], row["card"], row["kind"]) == (event.id, event.card, event.kind)
        assert row["seed"] == ("" if event.seed is None else str(event.seed))
        assert row["detail"] == (event.detail or "")
        assert (row["undone"] == "true") == (event.kind != "undo" and event.id not in standing)
    records = records_of(events, "sm2")
    for row in studied[0]:
        state = records[CardId(row["id"])].state
        assert row["reviews"] == (str(state.reviews) if state else "")
        assert "==" not in row["answer"] + row["question"]


def _a_backup_has_all_before_the_day(home: Path, before: Sequence[Event]) -> None:
    """The newest backup alone is the log as it was when the day began."""
    backup = newest_sound(default_path(), lambda problem: pytest.fail(str(problem)))
    other = home / "other" / "progress.db"
    other.parent.mkdir()
    (home / "other.yaml").write_text(DECK)
    restore(other, backup, SM2.scheduler)
    assert log_of(other) == before


def _a_day_is_taken_back(deck: Path, before: Sequence[Event], today: Day) -> None:
    """Step by step, until every card is as it was when the day began."""
    while marking.undo_last(deck, SM2, ROLLOVER):
        pass
    events = log_of(default_path())
    assert tuple(event for event in events if event.day < today) == before
    for name in SCHEDULERS:
        then, now = records_of(before, name), records_of(events, name)
        assert {card: now[card] for card in then} == then
        assert all(now[card] == Record() for card in now.keys() - then.keys())
