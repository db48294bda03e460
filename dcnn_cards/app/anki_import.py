"""A package of Anki into a deck, and what was answered there into the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.app import clock
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.busy import each
from dcnn_cards.deck.anki.cards import where
from dcnn_cards.deck.anki.merging import Cards, Reading
from dcnn_cards.deck.anki.package import Package, opened
from dcnn_cards.deck.anki.reading import Found, FoundNote, read_collection
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.kinds import to_review
from dcnn_cards.deck.reading import parse_deck
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.anki import Taken, events_from
from dcnn_cards.schedule.asking import Stage, is_due, stage_of
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import NEW
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.signs import visible
from dcnn_cards.store import default_path, open_store
from dcnn_cards.store.backup import BackedUp
from dcnn_cards.whole_file import write_whole

_MOST_NAMED = 10


class Choice(NamedTuple):
    """What to import: a package, of it the deck of this name if one is given, and to which file."""

    source: Path
    target: Path | None
    deck: str | None


class Answers(NamedTuple):
    """What came from Anki's review log, and what that leads to.

    So many reviews were `found` there, of `cards`, from the study day `first` to `last`; `new` ones
    were not in the log before. Rows `by_hand` are no answers, others are of cards `left_out`.
    Of the cards that were found so many are at each stage now, and `due` of them.
    """

    found: int = 0
    new: int = 0
    cards: int = 0
    first: Day | None = None
    last: Day | None = None
    by_hand: int = 0
    left_out: int = 0
    stages: Mapping[Stage, int] = {}
    due: int = 0


class Report(NamedTuple):
    """What was imported to `path`, and what could not be: what, and of which notes.

    The package had its notes in `collection`, of a `schema` of Anki's; `decoy` if there was another
    that only says that Anki is too old. `media` are files beside the deck.
    """

    collection: str
    decoy: bool
    schema: int
    notes: int
    path: Path
    is_new: bool
    cards: Cards
    media: Sequence[str]
    lost: Mapping[str, Sequence[str]]
    answers: Answers | None


def import_package(choice: Choice, scheduling: Scheduling | None, rollover: int) -> Report:
    """Import the cards of a package into a deck, with `scheduling` also what was answered.

    A deck that is there takes over what changed in Anki, and keeps what was edited here. Raises
    CardsError, and writes nothing, where the package or the deck is no good.
    """
    path = choice.target or choice.source.with_suffix(".yaml")
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else "cannot be written: there is no such folder"
        raise CardsError(what, fix="Name a file in a folder that is there.", file=path)
    with opened(choice.source) as package:
        found = read_collection(choice.source, package)
        notes, root = _chosen(found, choice)
        reading = Reading(found, notes, path)
        merged = reading.into_deck(root)
        deck, problems = parse_deck(merged.text, path)
        if problems or deck is None:
            what = f"the deck would be wrong in line {problems[0].line}: {problems[0].what}"
            raise CardsError(what, fix="Nothing was written.", file=path)
        _write_beside(package, reading, path)
        write_whole(path, merged.text)
    return Report(
        found.collection,
        found.decoy,
        found.schema,
        len(notes),
        path,
        merged.is_new,
        merged.cards,
        tuple(reading.media.values()),
        reading.lost,
        _into_log(reading, deck, scheduling, rollover) if scheduling else None,
    )


def _chosen(found: Found, choice: Choice) -> tuple[list[FoundNote], str]:
    """The notes of the deck that was chosen, and its name; those of the only one, if there is one.

    A deck within another belongs to that.
    """
    decks = Counter(card.deck for note in found.notes for card in note.cards.values())
    roots = Counter[str]()
    for deck, count in decks.items():
        roots[where(deck)[0]] += count
    if not roots:
        raise CardsError("there are no cards in it", file=choice.source)
    name = choice.deck
    if name is None and len(roots) == 1:
        (name,) = roots
    if name is None:
        listed = [f"{visible(root)} ({count:,})" for root, count in roots.most_common(_MOST_NAMED)]
        more = f", and {len(roots) - _MOST_NAMED:,} more" * (len(roots) > _MOST_NAMED)
        raise CardsError(
            f"it holds {len(roots):,} decks",
            fix=f"Choose one with --deck-name NAME: {', '.join(listed)}{more}.",
            file=choice.source,
        )
    wanted = [
        note
        for note in found.notes
        if any(f"{card.deck}::".startswith(f"{name}::") for card in note.cards.values())
    ]
    if not wanted:
        names = ", ".join(visible(deck) for deck, _ in decks.most_common(_MOST_NAMED))
        raise CardsError(f"it has no deck “{name}”", fix=f"It has: {names}.", file=choice.source)
    return wanted, name


def _write_beside(package: Package, reading: Reading, deck: Path) -> None:
    """Write what cards show beside the deck: media, and drawings that are not there.

    Raises CardsError where that cannot be.
    """
    for name, place in reading.media.items():
        _put(package.read(reading.media_of(name)), deck.parent / place)
    folder = deck.parent.resolve()
    for name, drawing in reading.figures.items():
        target = (folder / name).resolve()
        # A deck is somebody else's file: it has no other kind of file made, and none changed.
        if target.suffix == ".txt" and target.is_relative_to(folder) and not target.exists():
            _put(f"{drawing}\n".encode(), target)


def _put(data: bytes, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CardsError(f"cannot be made: {error.strerror}", file=target.parent) from error
    write_whole(target, data)


def _into_log(reading: Reading, deck: Deck, scheduling: Scheduling, rollover: int) -> Answers:
    """Put what was answered in Anki into the log, and count what it comes to."""
    items = {card.id: card for card in to_review(deck).cards}
    today = clock.this_day(rollover)
    with open_store(default_path()) as store:
        scheduler = scheduling.scheduler(store)
        known: dict[CardId, list[Event]] = {}
        ids = set[str]()
        for event in store.log.events(deck.name):
            ids.add(event.id)
            if event.kind in (Kind.REVIEW, Kind.RESET):
                known.setdefault(event.card, []).append(event)
        records = store.records.of_deck(deck.name, scheduler)
        taken: list[Taken] = []
        left_out = 0
        for guid, ord_, card, item in each("reading the review log", reading.answered()):
            if item is None or item not in items:
                left_out += sum(answer.grade > 0 for answer in card.answers)
                continue
            taken.append(
                events_from(
                    card,
                    f"{guid}\x1f{ord_}",
                    (deck.name, item),
                    known.get(item, ()),
                    records.get(item, NEW),
                    rollover,
                    askable=items[item].askable,
                )
            )
        events = [event for one in taken for event in one.events if event.id not in ids]
        if events:
            with BackedUp(store) as log:
                log.extend(events, today, scheduler)
        records = store.records.of_deck(deck.name, scheduler)
    days = [day for one in taken for day in one.days]
    stages = Counter(stage_of(card, records.get(card.id, NEW), today) for card in items.values())
    return Answers(
        len(days),
        sum(event.kind is Kind.REVIEW for event in events),
        sum(bool(one.days) for one in taken),
        min(days, default=None),
        max(days, default=None),
        sum(one.by_hand for one in taken),
        left_out,
        stages,
        sum(is_due(card, records.get(card.id, NEW), today) for card in items.values()),
    )
