"""Setting an exam, changing one thing of it, forgetting it, and keeping how it went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.exam import as_given, exam_in_force, examined_by
from dcnn_cards.app.prospect import HOW_TO_SET, prospect_of
from dcnn_cards.app.recording import NotSavedError, Recorder
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.counted import counted
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.errors import CardsError
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.day import iso
from dcnn_cards.schedule.event import WHOLE_DECK, Kind
from dcnn_cards.schedule.exam import MOST_DAYS, Exam, Score, exam_facts, score_facts
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.signs import folded
from dcnn_cards.store import Store, default_path, open_store
from dcnn_cards.store.backup import BackedUp


class Change(Frozen):
    """What is to be different about an exam; what is None or empty stays.

    `weekdays` and `breaks` are taken off beside those that are, unless `no_days_off` is to be first
    forgotten. `cards` are others that are examined. `weights` are by a section, or a part of its
    name, as they were given.
    """

    day: Day | None = None
    minutes: int | None = None
    weekdays: tuple[int, ...] = ()
    breaks: tuple[tuple[Day, Day], ...] = ()
    no_days_off: bool = False
    cards: Filters | None = None
    weights: tuple[tuple[str, float], ...] = ()


NO_CHANGE = Change()
"""Leaves an exam as it is."""


class Placed(NamedTuple):
    """An exam of another deck, which takes time from the same days."""

    deck: DeckName
    exam: Exam


class SetExam(NamedTuple):
    """What was set, what stood `before`, and exams of `others` that are still to come."""

    exam: Exam
    before: Exam | None
    others: tuple[Placed, ...]


def set_exam(path: Path | None, change: Change, scheduling: Scheduling, rollover: int) -> SetExam:
    """Keep what an exam of the deck in `path` is from now on.

    Study days begin at the hour `rollover`. Raises CardsError, before anything is kept, where that
    makes no sense for the deck or the calendar, and where the store does not take it.
    """
    deck = load_deck(path, create=True)
    with open_store(default_path()) as store, BackedUp(store) as log:
        recorder = Recorder(log, deck.name, scheduling.scheduler(store), rollover)
        before = exam_in_force(store, deck.name)
        exam = changed(before, change, deck, recorder.today)
        try:
            facts = exam_facts(exam)
        except ValueError:
            what = "an exam with so many days off, sections and filters is too long to be kept"
            raise CardsError(what, fix="Name fewer of them.") from None
        _keep(recorder, Kind.EXAM, facts)
        others = tuple(_others(store, deck.name, recorder.today))
    return SetExam(exam, before, others)


def clear_exam(path: Path | None, scheduling: Scheduling, rollover: int) -> Exam | None:
    """Forget the exam of the deck in `path`; return it, None if there was none."""
    deck = load_deck(path, create=True)
    with open_store(default_path()) as store, BackedUp(store) as log:
        before = exam_in_force(store, deck.name)
        if before:
            recorder = Recorder(log, deck.name, scheduling.scheduler(store), rollover)
            _keep(recorder, Kind.EXAM, exam_facts(None))
        return before


def exam_set(path: Path | None) -> Exam | None:
    """Return the exam that is set now for the deck in `path`, None if none is."""
    deck = load_deck(path)
    with open_store(default_path(), create=False) as store:
        return exam_in_force(store, deck.name)


def keep_score(path: Path | None, score: float, scheduling: Scheduling, rollover: int) -> Score:
    """Keep how the exam of the deck in `path` went, 0 to 1, beside what was expected; return both.

    Raises CardsError where there was none yet, and where the store does not take it.
    """
    deck = load_deck(path, create=True)
    with open_store(default_path()) as store, BackedUp(store) as log:
        recorder = Recorder(log, deck.name, scheduling.scheduler(store), rollover)
        exam, today = exam_in_force(store, deck.name), recorder.today
        if exam is None:
            raise CardsError("no exam is set, of which there could be a score", fix=HOW_TO_SET)
        if today < exam.day:
            what = f"the exam is on {iso(exam.day)}, in {counted(exam.day - today, 'day')}"
            raise CardsError(what, fix="Say how it went once it is over.")
        found = prospect_of(deck, store, recorder.scheduler, exam, today).forecast
        made = Score(exam.day, score, found.expected, found.low, found.high)
        _keep(recorder, Kind.SCORE, score_facts(made))
        return made


def changed(before: Exam | None, change: Change, deck: Deck, today: Day) -> Exam:
    """Return the exam that `change` makes of the one `before`, on study day `today`.

    Raises CardsError where it would make no sense.
    """
    if before is None:
        if change.day is None:
            raise CardsError("no exam is set", fix=HOW_TO_SET)
        if change.minutes is None:
            fix = f"Say how many on a day: dcnn-cards exam {iso(change.day)} --minutes 25"
            raise CardsError("an exam needs minutes to study", fix=fix)
    old = before or Exam(Day(0), 0)
    exam = Exam(
        change.day or old.day,
        change.minutes or old.minutes,
        tuple(sorted({*change.weekdays, *(() if change.no_days_off else old.weekdays)})),
        _united({*change.breaks, *(() if change.no_days_off else old.breaks)}),
        old.cards if change.cards is None else as_given(change.cards),
        _weighed(old.weights, change.weights, deck),
    )
    _require_day(exam, today)
    chosen = select(deck, examined_by(exam))
    if not any(card.askable and exam.weight_of(card.section) for card in chosen):
        what = "no card counts: those examined have the weight 0, are suspended or lack an answer"
        raise CardsError(what, fix="Give a section another weight: --weigh SECTION=1")
    return exam


def _require_day(exam: Exam, today: Day) -> None:
    """Raise CardsError unless the exam is on a day to come, with time to study before it."""
    ahead = exam.day - today
    if ahead <= 0:
        ago = f"{counted(-ahead, 'day')} ago" if ahead else "today"
        fix = f"An exam is set for a day to come: from {iso(Day(today + 1))} on."
        raise CardsError(f"{iso(exam.day)} is {ago}", fix=fix)
    if ahead > MOST_DAYS:
        what = f"{iso(exam.day)} is in {counted(ahead, 'day')}: at most {MOST_DAYS:,} are planned"
        raise CardsError(what, fix=f"The last day is {iso(Day(today + MOST_DAYS))}.")
    if not any(exam.minutes_from(today)):
        what = (
            f"no day is left to study: all {counted(ahead, 'day')} before {iso(exam.day)} are off"
        )
        raise CardsError(what, fix="Take some days back: --off none forgets all days off.")


def _united(breaks: Iterable[tuple[Day, Day]]) -> tuple[tuple[Day, Day], ...]:
    """Spans of days in order, those that touch as one."""
    found: list[tuple[Day, Day]] = []
    for first, last in sorted(breaks):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _weighed(
    old: Iterable[tuple[str, float]], new: Iterable[tuple[str, float]], deck: Deck
) -> tuple[tuple[str, float], ...]:
    """The weights that are not 1, by whole names of sections."""
    weights = dict(old)
    for name, weight in new:
        weights.update(dict.fromkeys(_sections(name, deck), weight))
    return tuple((name, weight) for name, weight in weights.items() if weight != 1)


def _sections(asked: str, deck: Deck) -> Iterable[str]:
    """The section called so or, if there is none, those with `asked` in their name."""
    names = dict.fromkeys(card.section for card in deck.cards)
    if exact := [name for name in names if folded(name) == folded(asked)]:
        return exact
    try:
        return dict.fromkeys(card.section for card in select(deck, Filters(section=asked)))
    except CardsError as error:
        fix = error.fix.replace("--section ", "")
        raise CardsError(f"no section is called “{asked}”", fix=fix, file=deck.path) from None


def _others(store: Store, own: DeckName, today: Day) -> Iterator[Placed]:
    """The exams of other decks that are still to come."""
    for deck in store.log.decks():
        exam = exam_in_force(store, deck)
        if deck != own and exam and exam.day > today:
            yield Placed(deck, exam)


def _keep(recorder: Recorder, kind: Kind, detail: str) -> None:
    try:
        recorder.record(kind, WHOLE_DECK, detail=detail)
    except NotSavedError as error:
        raise error.problem from error
