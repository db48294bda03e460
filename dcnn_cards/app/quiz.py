"""A quiz from what was asked for to what came of it, whoever shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dcnn_cards.app import clock
from dcnn_cards.app.agenda import Agenda, Request
from dcnn_cards.app.decks import PRACTICE, STUDIED, load_deck
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import WHOLE_DECK, Kind
from dcnn_cards.store import default_path, open_store

if TYPE_CHECKING:
    from dcnn_cards.app.drill import Drill
    from dcnn_cards.app.outcome import Unreadable
    from dcnn_cards.app.outlook import Outlook
    from dcnn_cards.app.recording import Log
    from dcnn_cards.deck.card import Deck
    from dcnn_cards.schedule.scheduler import Scheduler
    from dcnn_cards.schedule.units import Day, DeckName
    from dcnn_cards.store import Store
    from dcnn_cards.study.queue import Offers
    from dcnn_cards.study.summary import Summary


class QuizOptions(NamedTuple):
    """What was asked for.

    `deck` is a file, None for the deck that ships with the program. The session lasts at most
    `minutes`; with `practice` nothing of it is recorded. Study days begin at the hour `rollover`.
    The deck to practise with may be asked `beside` it.
    """

    deck: Path | None
    filters: Filters
    request: Request
    scheduling: Scheduling
    minutes: float | None
    practice: bool
    rollover: int
    beside: bool = False


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

    `unreadable` is the deck if an edit left it so.
    """

    summary: Summary
    outlook: Outlook
    problem: CardsError | None
    unreadable: Unreadable | None


Play = Callable[["Drill", Callable[[], Ended]], object]
"""Holds a session; what it is given besides returns what has come of it so far."""


def hold_quiz(options: QuizOptions, play: Play) -> Ended | NothingDue:
    """Have `play` hold a session of what is to be asked, if that is anything.

    Raises CardsError where the deck, the store or the scheduler cannot be had, where no card passes
    the filters, and where cards were chosen and there are none.
    """
    deck = load_deck(options.deck, create=True)
    today = clock.this_day(options.rollover)
    with open_store(default_path()) as store:
        scheduler = options.scheduling.scheduler(store)
        agenda, (asked, *others) = _agenda(options, deck, store, scheduler)
        first = agenda.batch(today, options.request)
        behind = clock.behind(store.log.last_clock())
        exam_over = _exam_over(store, deck.name, today)
        if not first.queue:
            from dcnn_cards.app.outlook import outlook_of
            from dcnn_cards.app.recording import last_step

            undoable = bool(last_step(agenda.events_of(today), store.device))
            outlook, offers = outlook_of(agenda, today), agenda.offers(today)
            return NothingDue(outlook, offers, behind, undoable, exam_over)
        # Only a session that asks something needs the rest of the program.
        from dcnn_cards.app.drill import Drill
        from dcnn_cards.app.editing import OpenDeck
        from dcnn_cards.app.outcome import ClockBehind, ExamOver
        from dcnn_cards.store.backup import BackedUp
        from dcnn_cards.study.practice import Practice
        from dcnn_cards.study.session import Session

        def so_far() -> Ended:
            from dcnn_cards.app.outlook import outlook_of
            from dcnn_cards.study.summary import summarize

            summary, outlook = summarize(drill.session), outlook_of(agenda, drill.today)
            return Ended(summary, outlook, log.problem, drill.unreadable)

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
                more=partial(agenda.batch, today, options.request),
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
                ),
                is_first=not store.log.end().event,
            )
            play(drill, so_far)
        return so_far()


def _exam_over(store: Store, deck: DeckName, today: Day) -> Day | None:
    """The day of an exam of which it is to be said that it is over."""
    if store.log.last_standing(deck, WHOLE_DECK, Kind.EXAM) is None:
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
