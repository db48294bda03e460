"""Two decks studied in one session: a deck, and the one to practise with beside it.

The cards of both are asked, interleaved; what happens to a card is logged under its own deck. Of
new cards no more come than one deck alone would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from operator import attrgetter
from pathlib import Path

from dcnn_cards.app.agenda import Agenda, Batch, Candidates, Request
from dcnn_cards.app.decks import PRACTICE, load_deck
from dcnn_cards.app.recording import Log
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import Store
from dcnn_cards.study.order import interleaved, parts_apart
from dcnn_cards.study.queue import Offers


def practice_deck(deck: Path | None) -> Deck:
    """Return the deck to practise with: NAME-practice.yaml beside NAME.yaml.

    Without a `deck` it is the program's, or the learner's copy of that. Raises CardsError where
    there is none, and where it cannot be read.
    """
    path = practice_path(deck)
    if path and not path.is_file():
        fix = "Leave --practice out, or write one; `dcnn-cards help deck` has what it may hold."
        raise CardsError("there is no deck to practise with", fix=fix, file=path)
    return load_deck(path, PRACTICE)


def practice_path(deck: Path | None) -> Path | None:
    """Return the file of the deck to practise with beside `deck`; None as there, for `PRACTICE`."""
    return deck and deck.with_name(f"{deck.stem}-practice.yaml")


class Together(Agenda):
    """What there is to study in two decks, whose cards have ids of their own.

    Raises CardsError where a card of one has the id of one in the other.
    """

    def __init__(self, first: Agenda, second: Agenda, filters: Filters, store: Store) -> None:
        _tell_apart(first.deck, second.deck)
        both = Deck(
            first.deck.name,
            first.deck.title,
            cards=(*first.deck.cards, *second.deck.cards),
            path=first.deck.path,
            lines=(*first.deck.lines, *second.deck.lines),
        )
        super().__init__(both, filters, store, first.scheduler)
        self._agendas = first, second
        self._second = frozenset(card.id for card in second.deck.cards)

    def agenda_of(self, card: CardId) -> Agenda:
        """Return the agenda of the deck that has `card`."""
        return self._agendas[card in self._second]

    def batch(self, today: Day, request: Request) -> Batch:
        """Return what of both is asked first, or next.

        Raises CardsError if cards were chosen and there are none in either.
        """
        first, second = self._batches(today, request)
        records = {**first.records, **second.records}

        def parted(queue: Sequence[Card], *, new: bool) -> list[Card]:
            return [c for c in queue if (records.get(c.id, NEW).state is None) == new]

        known = chain(parted(first.queue, new=False), parted(second.queue, new=False))
        pairs = zip_longest(parted(first.queue, new=True), parted(second.queue, new=True))
        introduced = sum(record.introduced == today for record in records.values())
        left = max(0, request.limits.new - introduced)
        new = [card for pair in pairs for card in pair if card]
        new = new if any(request.custom) else new[:left]
        queue = parts_apart([*interleaved(list(known), today), *new])[: request.cards]
        behind = first.behind if first.behind.total else second.behind
        return Batch(tuple(queue), records, behind)

    def _batches(self, today: Day, request: Request) -> tuple[Batch, Batch]:
        found: list[Batch] = []
        for agenda in self._agendas:
            try:
                found.append(agenda.batch(today, request))
            except CardsError:
                if found and not found[-1].queue:
                    raise
                found.append(Batch((), {}))
        return found[0], found[1]

    def offers(self, today: Day) -> Offers:
        """Return what of both could be asked beyond what is due."""
        counts = (agenda.offers(today) for agenda in self._agendas)
        return Offers(*map(sum, zip(*counts, strict=True)))

    def events_of(self, day: Day) -> list[Event]:
        """Return the events of both that stand and count for study day `day`, in order."""
        events = chain.from_iterable(agenda.events_of(day) for agenda in self._agendas)
        return sorted(events, key=attrgetter("at", "id"))

    def record_of(self, card: CardId) -> Record:
        """Return what the log says of a card now."""
        return Agenda.record_of(self.agenda_of(card), card)

    def last_review(self, card: CardId) -> Event | None:
        """Return the last review of a card that stands, None if there is none."""
        return Agenda.last_review(self.agenda_of(card), card)

    def review_days(self) -> list[Day]:
        """Return the study days with a review of one of them that stands, the first first."""
        return sorted(set(chain.from_iterable(each.review_days() for each in self._agendas)))

    @property
    def is_filtered(self) -> bool:
        """Whether these are others than the cards of one deck: they are of two."""
        return True

    def later(self, today: Day, days: int) -> Candidates:
        """Return what of both is due in the `days` days after `today`."""
        return _both(agenda.later(today, days) for agenda in self._agendas)

    def whole(self) -> Candidates:
        """Return all cards of both that pass the filters."""
        return _both(agenda.whole() for agenda in self._agendas)


class Filed:
    """A log in which what happens to a card stands under the deck that has it."""

    def __init__(self, log: Log, together: Together) -> None:
        self._log = log
        self._together = together

    @property
    def device(self) -> str:
        """The id of this device."""
        return self._log.device

    @property
    def problem(self) -> CardsError | None:
        """What went wrong beside the writing of events."""
        return self._log.problem

    def newest(self, deck: DeckName, card: CardId) -> Millis | None:
        """Return the newest `at` among the events of a card, None if it has none."""
        del deck  # of the session, not of the card
        return self._log.newest(self._together.agenda_of(card).deck.name, card)

    def append(self, event: Event, scheduler: Scheduler) -> Record:
        """Make `event` durable, and return what the log says of its card now."""
        deck = self._together.agenda_of(event.card).deck.name
        return self._log.append(event.replace(deck=deck), scheduler)


def _tell_apart(first: Deck, second: Deck) -> None:
    """Raise CardsError where a card of one deck has the id of one in the other."""
    wholes = {card.whole for card in first.cards}
    for card in second.cards:
        if card.whole in wholes:
            fix = "Give one of them another id, or leave --practice out."
            line = second.line_of(card.id)
            what = f"card `{card.whole}` is in {first.path}, too"
            raise CardsError(what, fix=fix, file=second.path, line=line)


def _both(candidates: Iterable[Candidates]) -> Candidates:
    first, second = candidates
    return Candidates(
        (*first.cards, *second.cards), {**first.records, **second.records}, first.behind
    )
