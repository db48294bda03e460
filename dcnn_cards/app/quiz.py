"""A quiz from what was asked for to what came of it, whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dcnn_cards.app import clock
from dcnn_cards.app.agenda import LARGE, Agenda, Request
from dcnn_cards.app.decks import PRACTICE, STUDIED, load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import WHOLE_DECK, Kind
from dcnn_cards.store import default_path, open_store

if TYPE_CHECKING:
    from dcnn_cards.app.drill import Drill
    from dcnn_cards.app.exam import Expected
    from dcnn_cards.app.outcome import Unreadable
    from dcnn_cards.app.outlook import Outlook
    from dcnn_cards.app.preparation import Preparation, Prepared
    from dcnn_cards.app.recording import Log
    from dcnn_cards.deck.card import Deck
    from dcnn_cards.schedule.exam import Exam
    from dcnn_cards.schedule.scheduler import Scheduler
    from dcnn_cards.schedule.units import Day, DeckName
    from dcnn_cards.store import Store
    from dcnn_cards.study.queue import Offers
    from dcnn_cards.study.summary import Summary


class QuizOptions(NamedTuple):
    """What was asked for.

    `deck` is a file, None for the deck that ships with the program. The session lasts at most
    `minutes`; with `practice` nothing of it is recorded. Study days begin at the hour `rollover`.
    The deck to practise with may be asked `beside` it. While the date of an exam is set, cards are
    asked by what that is worth for it, unless what is asked was said in another way: not
    `for_exam`. The day's minutes for it are no limit where `minutes` are `given` in their place.
    """

    deck: Path | None
    filters: Filters
    request: Request
    scheduling: Scheduling
    minutes: float | None
    practice: bool
    rollover: int
    beside: bool = False
    for_exam: bool = True
    given: bool = False


class NothingToGain(NamedTuple):
    """There is nothing to ask for an exam now: what the day came to.

    The clock is `behind` the log by so many milliseconds. `undoable` says whether anything was done
    today that can be taken back.
    """

    prepared: Prepared
    expected: Expected | None
    behind: int
    undoable: bool


class NothingDue(NamedTuple):
    """There is nothing to ask: what is to come, and what could be asked all the same.

    The clock is `behind` the log by so many milliseconds. `undoable` says whether anything was done
    today that can be taken back. The exam was on the day `exam_over`, if that is to be told.
    """

    outlook: Outlook
    offers: Offers
    behind: int
    undoable: bool
    exam_over: Day | None = None


class Ended(NamedTuple):
    """A session that was held, what is to come, and what went wrong beside it.

    `unreadable` is the deck if an edit left it so. Of a session for an exam it says what it came to
    and, once it is over, what is expected now.
    """

    summary: Summary
    outlook: Outlook
    problem: CardsError | None
    unreadable: Unreadable | None
    prepared: Prepared | None = None
    expected: Expected | None = None


Play = Callable[["Drill", Callable[[], Ended]], object]
"""Holds a session; what it is given besides returns what has come of it so far."""


def hold_quiz(options: QuizOptions, play: Play) -> Ended | NothingDue | NothingToGain:
    """Have `play` hold a session of what is to be asked, if that is anything.

    Raises CardsError where the deck, the store or the scheduler cannot be had, where no card passes
    the filters, and where cards were chosen and there are none.
    """
    deck = load_deck(options.deck, create=True)
    today = clock.this_day(options.rollover)
    with open_store(default_path()) as store:
        scheduler = options.scheduling.scheduler(store)
        agenda, (asked, *others) = _agenda(options, deck, store, scheduler)
        behind = clock.behind(store.log.last_clock())
        exam = _exam(store, deck.name)
        preparation, problem = _preparation(options, exam, agenda, store, today)
        first = preparation.batch() if preparation else agenda.batch(today, options.request)
        exam_over = _exam_over(store, exam, deck.name, today)
        if preparation and (preparation.is_up or not first.queue):
            from dcnn_cards.app.recording import last_step

            undoable = bool(last_step(agenda.events_of(today), store.device))
            prepared = preparation.prepared()
            return NothingToGain(prepared, preparation.expected, behind, undoable)
        if not first.queue:
            from dcnn_cards.app.outlook import outlook_of
            from dcnn_cards.app.recording import last_step

            undoable = bool(last_step(agenda.events_of(today), store.device))
            outlook, offers = outlook_of(agenda, today), agenda.offers(today)
            return NothingDue(outlook, offers, behind, undoable, exam_over)
        # Only a session that asks something needs the rest of the program.
        from dcnn_cards.app.drill import Drill
        from dcnn_cards.app.editing import OpenDeck
        from dcnn_cards.app.outcome import ClockBehind, ExamAhead, ExamNotReckoned, ExamOver
        from dcnn_cards.store.backup import BackedUp
        from dcnn_cards.study.practice import Practice
        from dcnn_cards.study.session import Session

        def so_far() -> Ended:
            from dcnn_cards.app.outlook import outlook_of
            from dcnn_cards.study.summary import summarize

            summary, outlook = summarize(drill.session), outlook_of(agenda, drill.today)
            prepared = preparation.prepared() if preparation else None
            return Ended(summary, outlook, log.problem, drill.unreadable, prepared)

        expected = preparation.expected if preparation else None
        with BackedUp(store) as recorded:
            kept: Log = recorded
            if options.beside:
                from dcnn_cards.app.together import Filed, Together

                if isinstance(agenda, Together):
                    kept = Filed(recorded, agenda)
            log = Practice(first.records, kept) if options.practice else kept
            drill = Drill(
                asked.deck,
                Session(first.queue, first.records, today, behind=first.behind),
                scheduler,
                log,
                more=None if preparation else partial(agenda.batch, today, options.request),
                past=agenda,
                reload=asked.reload,
                place=asked.place_to_edit,
                beside=[OpenDeck(each.deck, each.reload, each.place_to_edit) for each in others],
                practice=options.practice,
                minutes=options.minutes,
                rollover=options.rollover,
                news=(
                    *((ClockBehind(behind),) if behind else ()),
                    *((ExamOver(exam_over),) if exam_over else ()),
                    *((ExamAhead(expected, today),) if expected else ()),
                    *((ExamNotReckoned(problem),) if problem else ()),
                ),
                is_first=not store.log.end().event,
                preparation=preparation,
            )
            play(drill, so_far)
        if preparation and not (expected and drill.is_untouched):
            with suppress(CardsError, KeyboardInterrupt):  # it is made when it is needed
                return so_far()._replace(expected=_expected(asked.reload(), store, preparation))
        return so_far()._replace(expected=expected)


def _expected(deck: Deck, store: Store, preparation: Preparation) -> Expected:
    """What is expected of the exam after a session; what the next one needs at once is kept.

    For a large deck it is what was expected last, if anything was: nobody is to wait for it here.
    """
    from dcnn_cards.app.prospect import last_prospect, prospect_of
    from dcnn_cards.app.worth_table import keep_tables

    exam, today, scheduler = preparation.exam, preparation.today, preparation.scheduler
    known = last_prospect(deck, exam) if len(deck.cards) >= LARGE else None
    expected = (known or prospect_of(deck, store, scheduler, exam, today)).expected
    keep_tables(deck, store, scheduler, exam, today, expected)
    return expected


def _exam(store: Store, deck: DeckName) -> Exam | None:
    """The exam that is set for a deck, None if none is."""
    if store.log.last_standing(deck, WHOLE_DECK, Kind.EXAM) is None:
        return None
    from dcnn_cards.app.exam import exam_in_force  # only who has set one needs it

    return exam_in_force(store, deck)


def _preparation(
    options: QuizOptions, exam: Exam | None, agenda: Agenda, store: Store, today: Day
) -> tuple[Preparation | None, CardsError | None]:
    """What has the cards asked for an exam that is to come, or what keeps it from that.

    Neither without one, and where what is asked was said in another way.
    """
    if exam is None or exam.day <= today or any(options.request.custom):
        return None, None
    if not options.for_exam or options.beside:
        what = "--new, --reviews, --in-order and --practice ask by due days"
        return None, CardsError(what, fix="Without them quiz asks what adds most to its score.")
    from dcnn_cards.app.preparation import Preparation

    if agenda.is_filtered:
        agenda.cards()  # or says which filter is wrong
    try:
        return (
            Preparation(
                agenda, store, exam, today,
                minutes=options.minutes if options.given else None, most=options.request.cards,
            ),
            None,
        )  # fmt: skip
    except CardsError as error:
        return None, error


def _exam_over(store: Store, exam: Exam | None, deck: DeckName, today: Day) -> Day | None:
    """The day of an exam of which it is to be said that it is over."""
    if exam is None:
        return None
    from dcnn_cards.app.exam import newly_over  # only who has set one needs it

    return newly_over(store, deck, today)


class _Asked(NamedTuple):
    """A deck, and how it was asked for: by its `path`, or None and its `name` among `SHIPPED`."""

    deck: Deck
    path: Path | None
    name: str

    def reload(self) -> Deck:
        """Read the deck again."""
        return load_deck(self.path, self.name)

    def place_to_edit(self) -> Path:
        """Return where the deck may be edited; asked only when it is to be."""
        from dcnn_cards.app.own_deck import place_to_edit

        return place_to_edit(self.path, self.name)


def _agenda(
    options: QuizOptions, deck: Deck, store: Store, scheduler: Scheduler
) -> tuple[Agenda, Sequence[_Asked]]:
    """What there is to study, of both decks where each has cards that pass the filters."""
    first, asked = (
        Agenda(deck, options.filters, store, scheduler),
        _Asked(deck, options.deck, STUDIED),
    )
    if not options.beside:
        return first, [asked]
    from dcnn_cards.app.together import Together, practice_deck, practice_path

    beside = practice_deck(options.deck)
    second = Agenda(beside, options.filters, store, scheduler)
    both = {first: asked, second: _Asked(beside, practice_path(options.deck), PRACTICE)}
    passing = [each for each in both if any(map(options.filters.match, each.deck.cards))]
    if len(passing) == 1:
        return passing[0], [both[passing[0]]]
    return Together(first, second, options.filters, store), list(both.values())
