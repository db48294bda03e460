"""A mock exam from what was asked for to its result, whoever shows it.

It has two parts. First all questions of a paper are answered, in any order and without a word on
right or wrong, until it is handed in or its time is up: an `AnswerSheet`. Then the answers are gone
through one by one and graded, as in a session: a `Grading`. Only grades go into the log, each as it
is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from functools import partial
from math import sqrt
from pathlib import Path
from random import SystemRandom
from typing import Any, NamedTuple

from dcnn_cards.app import clock
from dcnn_cards.app.agenda import Agenda
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.drill import Drill
from dcnn_cards.app.exam import exam_in_force, examined_by, fsrs_of
from dcnn_cards.app.outcome import Notice, Outcome, Remark, Unreadable
from dcnn_cards.app.own_deck import place_to_edit
from dcnn_cards.app.recording import Log
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.deck.kinds import Drawn, drawn
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.asking import takes_part
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.exam import Exam
from dcnn_cards.schedule.fold import NEW
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId
from dcnn_cards.store import Store, default_path, open_store
from dcnn_cards.store.backup import BackedUp
from dcnn_cards.study.paper import EIGHT_OF_TEN, Paper, Share, draw_paper, share_known
from dcnn_cards.study.session import Session
from dcnn_cards.study.sitting import Sitting

MAX_SEED = 9_999
"""A seed that is drawn is at most so large: people type it."""


class MockOptions(NamedTuple):
    """What was asked for: a paper of so many `questions`, to be answered within `minutes`.

    `deck` is a file, None for the deck that ships with the program, `seed` None for any paper.
    Study days begin at the hour `rollover`.
    """

    deck: Path | None
    filters: Filters
    questions: int
    minutes: float | None
    seed: int | None
    scheduling: Scheduling
    rollover: int


class AnswerSheet:
    """A paper that is being answered, with its clock.

    `sitting` is where one stands. Questions that are answered are not judged.
    """

    def __init__(self, deck: Deck, paper: Paper, minutes: float | None) -> None:
        self.deck = deck
        self.paper = paper
        self.sitting = Sitting(paper.questions)
        self.is_over = False
        """Whether nothing more is written."""
        self.minutes = 0
        """Whole minutes that it took, once it is over."""
        self.thinking_ms: dict[CardId, int] = {}
        """How long each question was in front, in milliseconds."""
        self._places = {card.id: at for at, card in enumerate(paper.questions)}
        self._watch = clock.Stopwatch(minutes)

    @property
    def drawn(self) -> Drawn | None:
        """What was drawn for the question in front, None if nothing of it is drawn."""
        card = self.sitting.card
        return drawn(card, self.paper.seed) if card else None

    @property
    def card(self) -> Card | None:
        """The question in front as it is asked in this paper, None behind the last."""
        drawn = self.drawn
        return drawn.card if drawn else self.sitting.card

    @property
    def left_s(self) -> float:
        """Seconds that are left, infinite without a limit."""
        return self._watch.left_s

    @property
    def spent(self) -> int:
        """Whole minutes since the paper was begun."""
        return self._watch.minutes

    def written(self, card: Card) -> str | None:
        """Return what was written to a question, None if it was left open."""
        return self.sitting.answers.get(self._places[card.id])

    def write(self, text: str) -> None:
        """Take `text` for the answer to the question in front, and turn to the next."""
        self._turn(self.sitting.write(text), self.sitting.at + 1)

    def turn(self, at: int, text: str) -> None:
        """Turn to question `at`, from 0, or behind the last; `text` was written so far."""
        self._turn(self.sitting.leave(text), at)

    def hand_in(self, text: str = "") -> None:
        """Write no more; `text` was written so far to the question in front."""
        self.turn(self.sitting.at, text)
        self.is_over, self.minutes = True, self.spent

    def paused(self) -> AbstractContextManager[None]:
        """Count the time within as no thought; the time of the paper goes on."""
        return self._watch.paused()

    def _turn(self, sitting: Sitting, at: int) -> None:
        if card := self.sitting.card:
            spent = self.thinking_ms.get(card.id, 0) + self._watch.thinking_ms
            self.thinking_ms[card.id] = spent
        self._watch.turn()
        self.sitting = sitting.turn(at)


class Grading(Drill):
    """A paper that was answered, gone through to be graded, one question after the other.

    Each is open at once, with what was written to it and how that is judged. A list to which
    nothing was written, but that was answered, is gone through item by item.
    """

    def __init__(
        self,
        sheet: AnswerSheet,
        session: Session,
        scheduler: Scheduler,
        log: Log,
        **options: Any,
    ) -> None:
        super().__init__(sheet.deck, session, scheduler, log, **options)
        self._sheet = sheet
        self._open()

    @property
    def proposal(self) -> Grade | None:
        """The grade that the answer speaks for: what was left open was not known."""
        return Grade.AGAIN if self._is_left_open else super().proposal

    @property
    def teaches(self) -> bool:
        """Whether the learner is told what the grades mean: not by an exam."""
        return False

    @property
    def _is_left_open(self) -> bool:
        card = self.session.card
        return card is not None and self._sheet.written(card) is None

    def _open(self) -> None:
        """Open the card in front, as far as what was written to it needs."""
        card = self.session.card
        if card is None:
            return
        notice: Notice | None = Remark.LEFT_OPEN if self._is_left_open else None
        if written := self._sheet.written(card):
            notice = self.answer(written).notice
        elif notice:
            self.session = self.session.reveal()
        else:
            self._reveal()
        self._news = (*self._news, *([notice] if notice else []))

    def _turn(self, notice: Notice | None) -> Outcome:
        outcome = super()._turn(notice)
        self._open()
        return outcome

    def _seed(self, card: Card) -> int:  # noqa: ARG002
        return self._sheet.paper.seed

    def _thinking_ms(self, card: Card) -> int:
        return self._sheet.thinking_ms.get(card.id, 0)


class MockResult(NamedTuple):
    """What came of a paper: the `grades` of the questions that were graded, by card.

    `open` questions were not answered. `minutes` are those that it took, of `limit` if there was
    one. By card `recalls` has the chance of recall, 0 to 1, that was believed of it before, 0 for a
    card never seen; it is empty where that could not be reckoned. `problem` went wrong beside the
    grading; `unreadable` is the deck if an edit left it so.
    """

    paper: Paper
    grades: Mapping[CardId, Grade]
    open: int
    minutes: int
    limit: float | None
    recalls: Mapping[CardId, float]
    problem: CardsError | None = None
    unreadable: Unreadable | None = None

    @property
    def known(self) -> int:
        """How many of the questions graded were known: with a grade other than Again."""
        return sum(grade > Grade.AGAIN for grade in self.grades.values())

    @property
    def expected(self) -> Share | None:
        """How many of the questions graded were expected to be known; None if that is not known.

        The chances add up, and so do their variances (a Poisson binomial distribution, taken for a
        normal one).
        """
        believed = [self.recalls[card] for card in self.grades if card in self.recalls]
        if not believed or len(believed) < len(self.grades):
            return None
        mean = sum(believed)
        spread = EIGHT_OF_TEN * sqrt(sum(p * (1 - p) for p in believed))
        return Share(mean, max(0.0, mean - spread), min(float(len(believed)), mean + spread))

    @property
    def share(self) -> Share | None:
        """What share of all cards that says is known; None before the first grade."""
        asked = len(self.grades)
        return share_known(self.known, asked, self.paper.drawn_from) if asked else None


Sit = Callable[[AnswerSheet, Callable[[], Grading], Callable[[], MockResult]], object]
"""Has a paper answered and then, if it is handed in, graded.

It is given what makes the grading, once nothing more is written, and what has come of it so far.
"""


def hold_mock(options: MockOptions, sit: Sit) -> MockResult:
    """Have `sit` hold a mock exam.

    Raises CardsError where the deck, the store or the scheduler cannot be had, and where there is
    nothing to ask.
    """
    deck = load_deck(options.deck, create=True)
    with open_store(default_path()) as store, BackedUp(store) as log:
        agenda = Agenda(deck, options.filters, store, options.scheduling.scheduler(store))
        exam = exam_in_force(store, deck.name)
        sheet = AnswerSheet(deck, _paper(agenda, options, exam), options.minutes)
        records = agenda.whole().records
        recalls: dict[CardId, float] = {}
        grading: list[Grading] = []

        def grade() -> Grading:
            recalls.update(_recalls(sheet.paper, agenda, store, options))
            session = Session(
                sheet.paper.questions, records, clock.this_day(options.rollover), once=True
            )
            grading.append(
                Grading(
                    sheet, session, agenda.scheduler, log,
                    reload=partial(load_deck, options.deck),
                    place=partial(place_to_edit, options.deck),
                    rollover=options.rollover,
                    is_first=not store.log.end().event,
                )
            )  # fmt: skip
            return grading[-1]

        def so_far() -> MockResult:
            drill = grading[-1] if grading else None
            grades = {each.card.id: each.grade for each in drill.session.answered} if drill else {}
            unreadable = drill.unreadable if drill else None
            return MockResult(
                sheet.paper, grades, len(sheet.sitting.open), sheet.minutes, options.minutes,
                recalls, log.problem, unreadable,
            )  # fmt: skip

        sit(sheet, grade, so_far)
        return so_far()


def paper_of(options: MockOptions) -> tuple[Deck, Paper]:
    """Return the paper that was asked for, with its deck. Nothing is made.

    Raises CardsError as `hold_mock` does.
    """
    deck = load_deck(options.deck)
    with open_store(default_path(), create=False) as store:
        agenda = Agenda(deck, options.filters, store, options.scheduling.scheduler(store))
        return deck, _paper(agenda, options, exam_in_force(store, deck.name))


def _paper(agenda: Agenda, options: MockOptions, exam: Exam | None) -> Paper:
    """The paper: of the cards chosen or, without a choice, of those that are examined."""
    cards, records, _ = agenda.whole()
    taken = [card for card in cards if takes_part(card, records.get(card.id, NEW))]
    if exam and not agenda.is_filtered:
        taken = [card for card in taken if examined_by(exam).match(card)]
    if not taken:
        what = "none of the cards is asked: they are set aside or lack an answer"
        raise CardsError(what, "`dcnn-cards list` shows how each stands.")
    seed = SystemRandom().randint(1, MAX_SEED) if options.seed is None else options.seed
    if exam is None:
        return draw_paper(taken, options.questions, seed)
    return draw_paper(taken, options.questions, seed, lambda card: exam.weight_of(card.section))


def _recalls(
    paper: Paper, agenda: Agenda, store: Store, options: MockOptions
) -> Mapping[CardId, float]:
    """The chance that each question is recalled today; none where that cannot be reckoned."""
    from dcnn_cards.study.exam.standing import Standing, standings
    from dcnn_cards.study.exam.worth import untouched

    name, today = agenda.deck.name, clock.this_day(options.rollover)
    with suppress(CardsError):
        fsrs = fsrs_of(store)
        new = [Standing(card.id) for card in paper.questions]
        events = (event for card in new for event in store.log.by_card(name, card.card))
        known = untouched(standings(new, events, fsrs), today, fsrs)
        return {card.card: recall for card, recall in zip(new, known, strict=True)}
    return {}
