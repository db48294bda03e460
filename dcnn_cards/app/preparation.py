"""A day of study before an exam: whose turn it is, what a grade means, and what time is left."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from dcnn_cards.app.agenda import Agenda, Batch
from dcnn_cards.app.exam import Expected, examined_by, fsrs_of, minutes_spent, standings_of
from dcnn_cards.app.worth_table import (
    CARDS_A_MINUTE,
    WorthTable,
    cards_in,
    whole_table,
    worth_table,
)
from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.asking import is_asked
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.exam import Exam
from dcnn_cards.schedule.units import CardId, Day, whole_of
from dcnn_cards.store import Store
from dcnn_cards.study.exam.turns import Candidate, Graded, in_turn, to_come_once_more
from dcnn_cards.study.session import Session

if TYPE_CHECKING:
    from dcnn_cards.schedule.fsrs import Fsrs
    from dcnn_cards.study.exam.beliefs import Beliefs, Four
    from dcnn_cards.study.exam.standing import Standing


class Budget(NamedTuple):
    """The time that there is for an exam on a day, in minutes.

    Of `minutes` so many are `left`; both are None where the session alone has a limit.
    """

    minutes: float | None
    left: float | None


class Prepared(NamedTuple):
    """What a session came to for an exam: how much it added to the expected score, 0 to 1.

    `nothing_more` says that no card is worth asking on that day; none ever is where nothing
    `counts` that the exam asks.
    """

    exam: Exam
    today: Day
    budget: Budget
    gained: float
    nothing_more: bool
    counts: bool


class Preparation:
    """Has the cards of `agenda` asked by what that is worth for an exam, on study day `today`.

    What the log says counts, whoever wrote it: reviews and minutes of other sessions of the day,
    too. With `minutes` for the session, those of the day are no limit. At most `most` reviews are
    asked for, if that is given. The constructor, and what folds a card anew, raise CardsError where
    the log cannot be read or the library of the memory model is missing.
    """

    def __init__(
        self,
        agenda: Agenda,
        store: Store,
        exam: Exam,
        today: Day,
        *,
        minutes: float | None = None,
        most: int | None = None,
    ) -> None:
        self.exam = exam
        self.today = today
        self.scheduler = agenda.scheduler
        self._agenda = agenda
        self._store = store
        self._minutes = exam.minutes_on(today) if minutes is None else None
        self._most = most
        self._table = self._worths(minutes or 0)
        chosen = cards_in(agenda.deck, self._table.worth)
        found = {place: card for place, card in chosen.items() if agenda.takes(card)}
        self._worth = {card.id: self._table.worth[place] for place, card in found.items()}
        self._pool = list(found.values())
        self._standings: dict[CardId, Standing] = {}
        self._before: dict[CardId, float] = {}
        self._events = agenda.events_of(today)
        failed = map(agenda.deck.card, to_come_once_more(list(_reviews(self._events))))
        self._pool += filter(self._is_examined, filter(None, failed))
        ids = [*self._worth, *(event.card for event in self._events)]
        self._records = store.records.of_cards(agenda.deck.name, ids, agenda.scheduler)
        self._session = Session((), self._records, today)

    @property
    def expected(self) -> Expected | None:
        """What was expected of the exam when that was reckoned last, None if it was not."""
        if not self._table.weight:
            return None
        if self._table.expected:
            return self._table.expected
        from dcnn_cards.app.prospect import last_prospect  # where no session was before

        found = last_prospect(self._agenda.deck, self.exam)
        return found.expected if found else None

    @property
    def budget(self) -> Budget:
        """The time that there is for the exam today."""
        if self._minutes is None:
            return Budget(None, None)
        return Budget(self._minutes, max(0.0, self._minutes - minutes_spent(self._events)))

    @property
    def is_up(self) -> bool:
        """Whether the time of the day is used."""
        return self.budget.left == 0

    def batch(self) -> Batch:
        """Return the cards that are asked, as their turn is now, with their records."""
        return Batch(self.turned(self._session).queue, self._records)

    def prepared(self) -> Prepared:
        """Return what came of the session so far."""
        gained = sum(self._gain(card) for card in self._before)
        nothing_more = not self._turns(self._session)
        counts = self._table.weight > 0
        return Prepared(self.exam, self.today, self.budget, gained, nothing_more, counts)

    def turned(self, session: Session) -> Session:
        """Return `session` with the cards in front of it whose turn is next."""
        self._session = session
        if self._most is not None and len(session.answered) >= self._most:
            return session.replace(queue=())
        return session.replace(queue=tuple(self._turns(session)))

    def begin(self, card: CardId) -> None:
        """Take note of where a card stands that is about to be graded."""
        if card not in self._before and card in self._worth:
            self._before[card] = self._recalled(card)

    def renew(self, card: CardId, now: Day) -> None:
        """Take in what the log says of a card, and of the day; `now` is the study day that it is.

        A session that lasts into the next day is still one of its own.
        """
        days = dict.fromkeys((self.today, now))
        self._events = [event for day in days for event in self._agenda.events_of(day)]
        self._standings.pop(card, None)
        if card in self._worth:  # what was worth nothing is asked once more at the most
            from dcnn_cards.study.exam.worth import worths

            (self._worth[card],) = worths(
                [self._standing(card)], self.today, self.exam.day, self._fsrs, self._beliefs
            )

    def outcomes(self, card: CardId) -> Four:
        """Return the chance of recall on the exam day, 0 to 1, after each of the four grades."""
        from dcnn_cards.study.exam.worth import grade_outcomes

        return grade_outcomes(self._standing(card), self.today, self.exam.day, self._fsrs)

    def _is_examined(self, card: Card) -> bool:
        """Whether a card counts that is worth nothing now."""
        counts = self.exam.weight_of(card.section) > 0 and examined_by(self.exam).match(card)
        return counts and card.id not in self._worth and self._agenda.takes(card)

    @cached_property
    def _beliefs(self) -> Beliefs:
        from dcnn_cards.study.exam.beliefs import Beliefs

        return Beliefs(*self._table.beliefs)

    @cached_property
    def _fsrs(self) -> Fsrs:
        return fsrs_of(self._store)

    def _worths(self, minutes: float) -> WorthTable:
        """What cards are worth, of as many as can be asked in so many minutes, or in the day's."""
        agenda = self._agenda
        basis = agenda.deck, self._store, agenda.scheduler, self.exam, self.today
        found = worth_table(*basis)
        is_enough = not agenda.is_filtered and minutes * CARDS_A_MINUTE <= len(found.worth)
        return found if is_enough or not found.is_cut else whole_table(*basis)

    def _turns(self, session: Session) -> list[Card]:
        waiting = {
            whole_of(card)
            for card, record in {**session.records, **session.changed}.items()
            if record.buried == self.today
        }
        candidates = [
            Candidate(card, self._worth.get(card.id, 0.0), record.state is None)
            for card in self._pool
            for record in [session.record(card)]
            if card.whole not in waiting and is_asked(card, record, self.today)
        ]
        reviews = list(_reviews(self._events))
        last = self._agenda.deck.card(reviews[-1].card) if reviews else None
        return in_turn(candidates, reviews, last)

    def _standing(self, card: CardId) -> Standing:
        """Where a card stands, folded from its own events."""
        if card not in self._standings:
            found = self._agenda.deck.card(card)
            events = self._store.log.by_card(self._agenda.deck.name, card)
            cards = [found] if found else []
            (self._standings[card],) = standings_of(cards, self.exam, events, self._fsrs)
        return self._standings[card]

    def _recalled(self, card: CardId) -> float:
        """The chance that a card is recalled on the exam day as it stands."""
        from dcnn_cards.study.exam.worth import untouched

        (recall,) = untouched([self._standing(card)], self.exam.day, self._fsrs)
        return recall

    def _gain(self, card: CardId) -> float:
        """What the reviews of a card in this session added to the expected score."""
        if not self._table.weight:
            return 0.0
        weight = self._standing(card).weight
        return weight * (self._recalled(card) - self._before[card]) / self._table.weight


def _reviews(events: Iterable[Event]) -> Iterable[Graded]:
    return (
        Graded(event.card, event.grade)
        for event in events
        if event.kind is Kind.REVIEW and event.grade is not None
    )
