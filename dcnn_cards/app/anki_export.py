"""A deck and what is known of its cards, as a package of Anki."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from dcnn_cards import places
from dcnn_cards.app.clock import now
from dcnn_cards.app.decks import usual_deck, way_back_to_shipped
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.busy import busy, each
from dcnn_cards.deck.anki.form import Answer, Note, Placed, Queue
from dcnn_cards.deck.anki.notes import NoteMaker
from dcnn_cards.deck.anki.writing import Collection, Written, package_of
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters, select
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.reading import read_deck
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.anki import History, history, placed
from dcnn_cards.schedule.day import study_day
from dcnn_cards.schedule.fold import NEW
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.store import default_path, open_store
from dcnn_cards.whole_file import read_whole, write_whole

_MOST_KEPT_BYTES = 200_000_000


class Exported(NamedTuple):
    """The file that was written, how many notes and cards it has, and how many reviews of them.

    So many notes are `new` or `changed` since the last package of this deck; `draws` have the first
    draw of a card that is asked anew each time.
    """

    path: Path
    notes: int
    cards: int
    reviews: int
    new: int
    changed: int
    draws: int


def export_package(
    deck_path: Path | None,
    filters: Filters,
    scheduling: Scheduling | None,
    rollover: int,
    target: Path | None,
) -> Exported:
    """Write the cards that pass the filters to a package at `target`, whole or not at all.

    Without a target it is a file here with the name of the deck.

    With `scheduling`, when they are due and what was answered comes along. Raises CardsError where
    the deck, the store or the scheduler cannot be had, no card passes, or nothing can be written.
    """
    with way_back_to_shipped():
        deck = read_deck(deck_path or usual_deck())
    cards = select(deck, filters)
    at = now()
    maker = NoteMaker(deck)
    made = [note for card in each("making notes", cards, len(cards)) for note in maker.notes(card)]
    changes = _Changes.of(deck.name)
    mods = [changes.mod_of(one.note, at // 1000) for one in made]
    place = _progress_of(deck, scheduling, rollover, at) if scheduling else _as_new(deck)
    written = [
        Written(one.note, mod, [place(ord_, card) for ord_, card in one.cards.items()])
        for one, mod in zip(made, mods, strict=True)
    ]
    with busy("writing the package"):
        package = package_of(
            _collection(deck, study_day(at, rollover_hours=rollover), rollover), written
        )
        path = target or Path(f"{deck.name}.apkg")
        write_whole(path, package)
    changes.keep()
    answers = [answer for one in written for _, given in one.cards for answer in given]
    return Exported(
        path,
        len(made),
        sum(len(one.cards) for one in written),
        sum(answer.grade > 0 for answer in answers),
        changes.new,
        changes.changed,
        sum(bool(card.vary or card.choices) for card in cards),
    )


_Place = Callable[[int, CardId], tuple[Placed, Sequence[Answer]]]
"""Returns where a card of a note is, by its number in the note, and what was answered to it."""


def _as_new(deck: Deck) -> _Place:
    """Every card new, in the order of the deck; suspended where the deck says so."""
    order = _in_order(deck)

    def place(ord_: int, card: CardId) -> tuple[Placed, Sequence[Answer]]:
        at, item = order[card]
        found = Placed(ord_, due=at)
        return (found if item.askable else found.replace(queue=Queue.SUSPENDED)), ()

    return place


def _progress_of(deck: Deck, scheduling: Scheduling, rollover: int, at: Millis) -> _Place:
    """Every card where it is by the log."""
    order = _in_order(deck)
    today = study_day(at, rollover_hours=rollover)
    nothing = History(NEW, ())
    with open_store(default_path(), create=False) as store:
        scheduler = scheduling.scheduler(store)
        events = each("reading the log", store.log.by_card(deck.name), store.log.count(deck.name))
        known = {
            card: history(own, scheduler) for card, own in groupby(events, key=attrgetter("card"))
        }

    def place(ord_: int, card: CardId) -> tuple[Placed, Sequence[Answer]]:
        number, item = order[card]
        record, answers = known.get(card, nothing)
        found = placed(item, record, scheduler, today, at // 1000).replace(ord=ord_)
        return (found if record.state else found.replace(due=number)), answers

    return place


def _in_order(deck: Deck) -> Mapping[CardId, tuple[int, Card]]:
    """What there is to review of a deck, each with its place in the queue of new cards, from 1."""
    return {card.id: (number, card) for number, card in enumerate(to_review(deck).cards, 1)}


def _collection(deck: Deck, today: Day, rollover: int) -> Collection:
    """A collection whose first day is today."""
    begin = datetime.combine(date.fromordinal(today), time(rollover)).astimezone()
    offset = begin.utcoffset()
    west = -round(offset.total_seconds() / 60) if offset else 0
    return Collection(deck.title or deck.name, int(begin.timestamp()), west, rollover)


class _Changes:
    """When the notes of a deck last changed, which is known from package to package.

    Anki takes over a note that is newer than its own: one that did not change is to be no newer.
    """

    def __init__(self, path: Path, known: dict[str, tuple[str, int]]) -> None:
        self._path = path
        self._known = known
        self.new = 0
        self.changed = 0

    @classmethod
    def of(cls, deck: DeckName) -> _Changes:
        """What is known of a deck; nothing if that cannot be read."""
        path = places.data_folder() / "anki" / f"{deck}.json"
        try:
            kept = json.loads(read_whole(path, _MOST_KEPT_BYTES))
            return cls(path, {guid: (str(text), int(mod)) for guid, (text, mod) in kept.items()})
        except (CardsError, ValueError, TypeError, AttributeError):
            return cls(path, {})

    def mod_of(self, note: Note, now_s: int) -> int:
        """Return when a note changed, in seconds since 1970: now, if it is not as it was."""
        text = digest("\x1f".join((note.kind.name, *note.tags, *note.fields)).encode())[:16]
        was, mod = self._known.get(note.guid, ("", 0))
        if was != text:
            self.new += not was
            self.changed += bool(was)
            mod = max(now_s, mod + 1)
            self._known[note.guid] = text, mod
        return mod

    def keep(self) -> None:
        """Keep what is known now for the next package."""
        places.make_folder(self._path.parent)
        write_whole(self._path, json.dumps(self._known, ensure_ascii=False, indent=0))
