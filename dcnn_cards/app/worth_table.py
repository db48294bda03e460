"""What cards are worth on a study day before an exam, kept so that a first question has it at once.

To reckon it, all reviews are folded and every card is weighed, which takes too long before a first
question. So when a session ends, what its cards are worth on that day and on the next ones is put
into a file beside the decks as they were read, under a name for all that it depends on. Where that
has changed since, or the days are over, it is reckoned anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from dcnn_cards import places
from dcnn_cards.app.exam import Expected, basis_of, examined_cards, fsrs_of, standings_of
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.compiled import CompiledDeck
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.exam import Exam
from dcnn_cards.schedule.fold import Record
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.store import Store
from dcnn_cards.whole_file import read_whole, write_whole

DAYS_AHEAD = 7
"""For so many days after today it is reckoned when a session ends."""

CARDS_A_MINUTE = 12
"""So many cards are asked in a minute at the most: of more the least worth are left out."""

LEAST_CARDS = 200
"""So many are kept however few minutes there are."""

_MOST_BYTES = 4_000_000


class WorthTable(NamedTuple):
    """What cards are worth on a study day, by their positions in the deck, the largest first.

    It has all that are worth anything, unless it `is_cut`. All that are examined weigh `weight`
    together. `beliefs` are the values of what was believed of the learner, and `expected` is what
    was expected of the exam, if that was reckoned.
    """

    worth: Mapping[int, float]
    is_cut: bool
    weight: float
    beliefs: Sequence[Any]
    expected: Expected | None = None


def worth_table(
    deck: Deck, store: Store, scheduler: Scheduler, exam: Exam, today: Day
) -> WorthTable:
    """Return what the cards are worth on study day `today`: what was kept, if it still holds.

    `scheduler` is the one in force. Raises CardsError where the library of the memory model is
    missing.
    """
    kept = _kept(deck, basis_of(deck, store, exam), today)
    return kept or next(_made(deck, store, scheduler, exam, [today]))


def whole_table(
    deck: Deck, store: Store, scheduler: Scheduler, exam: Exam, today: Day
) -> WorthTable:
    """Return what all cards are worth, however many; otherwise as `worth_table`."""
    return next(_made(deck, store, scheduler, exam, [today], cut=False))


def keep_tables(
    deck: Deck, store: Store, scheduler: Scheduler, exam: Exam, today: Day, expected: Expected
) -> None:
    """Keep what the cards are worth today and on the days after it, if there is a folder for it.

    Beside it stands what is `expected` of the exam. Raises CardsError as `worth_table`.
    """
    last = min(today + DAYS_AHEAD, exam.day - 1)
    days = [Day(day) for day in range(today, last + 1)]
    tables = list(_made(deck, store, scheduler, exam, days))
    if not tables:
        return
    lines = [json.dumps([tables[0].weight, tables[0].beliefs, expected])]
    for day, table in zip(days, tables, strict=True):
        worth = [list(table.worth), list(table.worth.values())]
        lines.append(f"{day} {json.dumps([table.is_cut, *worth])}")
    text = "\n".join(lines)
    with suppress(CardsError):
        head = f"{basis_of(deck, store, exam)} {digest(text.encode())}"
        write_whole(_place(deck), f"{head}\n{text}")


def cards_in(deck: Deck, positions: Iterable[int]) -> dict[int, Card]:
    """Return the cards at these positions, in the order of the deck."""
    wanted = sorted(positions)
    if isinstance(deck, CompiledDeck):
        try:
            return dict(zip(wanted, deck.cards_at(wanted), strict=True))
        except sqlite3.Error as error:
            deck.failed(error)
    return {position: deck.cards[position] for position in wanted}


def _made(
    deck: Deck,
    store: Store,
    scheduler: Scheduler,
    exam: Exam,
    days: Sequence[Day],
    *,
    cut: bool = True,
) -> Iterator[WorthTable]:
    from dcnn_cards.busy import busy
    from dcnn_cards.study.exam.beliefs import beliefs_of
    from dcnn_cards.study.exam.worth import worths

    fsrs = fsrs_of(store)
    with busy("weighing cards for the exam"):
        records: Mapping[CardId, Record] = store.records.of_deck(deck.name, scheduler)
        events = list(store.log.events(deck.name))
        asked = examined_cards(deck, exam, records).cards
        stands = standings_of(asked, exam, events, fsrs)
        beliefs = beliefs_of(events)
        values = [getattr(beliefs, name) for name in type(beliefs)._fields]
        places_of = {card.id: place for place, card in enumerate(deck.cards)}
        weight = sum(each.weight for each in stands)
        most = max(LEAST_CARDS, exam.minutes * CARDS_A_MINUTE) if cut else len(stands)
        for day in days:
            found = worths(stands, day, exam.day, fsrs, beliefs)
            pairs = [(place, each) for place, each in enumerate(found) if each > 0]
            pairs.sort(key=lambda pair: -pair[1])
            worth = {places_of[stands[place].card]: each for place, each in islice(pairs, most)}
            yield WorthTable(worth, len(pairs) > most, weight, values)


def _place(deck: Deck) -> Path:
    return places.cache_folder() / f"worth-{digest(deck.name.encode())}.json"


def _kept(deck: Deck, basis: str, today: Day) -> WorthTable | None:
    """What was kept for `today`; whatever is wrong with it is as if nothing had been."""
    with suppress(CardsError, ValueError, TypeError):
        head, _, text = read_whole(_place(deck), _MOST_BYTES).decode().partition("\n")
        if head.split() != [basis, digest(text.encode())]:
            return None
        always, *days = text.split("\n")
        found = next((day for day in days if day.startswith(f"{today} ")), None)
        if found is None:
            return None
        weight, beliefs, expected = json.loads(always)
        is_cut, positions, worth = json.loads(found.partition(" ")[2])
        pairs = dict(zip(positions, worth, strict=True))
        return WorthTable(pairs, is_cut, weight, beliefs, Expected(*expected))
    return None
