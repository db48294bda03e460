"""The cards of a package into a deck: a new one, or one that is there and was edited since.

A card is found again by its id, if it was written here, or else by the guid of its note. What
changed in Anki alone is taken over, what was edited here alone stays, and so does what was edited
on both sides, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dcnn_cards.busy import each
from dcnn_cards.deck.anki.cards import Draft, drafts, named, own_cards, text_digest
from dcnn_cards.deck.anki.notes import IDEAS
from dcnn_cards.deck.anki.package import Media
from dcnn_cards.deck.anki.reading import MAX_FIELDS, Found, FoundCard, FoundNote
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.importers.identity import card_id
from dcnn_cards.deck.reading import read_deck, read_text
from dcnn_cards.deck.schema import MAX_CHARACTERS
from dcnn_cards.deck.writing import deck_name, dump_deck, with_cards, with_fields
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import CardId, DeckName
from dcnn_cards.signs import visible

MAX_FILES_OF_ONE_NAME = 1_000
"""Files among the media that would have one name, once their names are made safe."""

_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_ELSEWHERE = re.compile(r"https?:", re.IGNORECASE)
_LONG = ("question", "answer", "cloze", "added", "note")
_TEXTS = (*_LONG, "reversed")


class Cards(NamedTuple):
    """What importing did to the cards of a deck.

    Those `kept` were edited here and in Anki, and are as they are here; those `gone` came from a
    package once, and are in this one no more.
    """

    new: int
    updated: int
    unchanged: int
    kept: tuple[str, ...]
    gone: int


class Merged(NamedTuple):
    """A deck as it is to be written, and what became of the cards; `is_new` if there was none."""

    text: str
    cards: Cards
    is_new: bool


class Reading:
    """The notes of a package on their way to a deck."""

    def __init__(self, found: Found, notes: Sequence[FoundNote], path: Path) -> None:
        self._found = found
        self._notes = notes
        self._path = path
        self._own = own_cards(note.note for note in notes)
        self._characters = 0
        self.media: dict[str, str] = {}
        """The files that cards show, and where they go, from the deck's folder."""
        self.figures: dict[str, str] = {}
        """The drawings of cards, by the names of their files."""
        self.lost: dict[str, list[str]] = {}
        """What could not be carried, and of which notes."""
        self.cards: dict[tuple[str, int], CardId] = {}
        """What each card of a note is in the deck."""

    def into_deck(self, root: str) -> Merged:
        """Return the deck with the cards of the deck `root` of Anki's, whole as a text.

        Raises CardsError where the deck that is there cannot be read, or is another.
        """
        is_new = not self._path.is_file()
        if is_new:
            deck = Deck(self._name(), " ".join(visible(root).split()), ())
        else:
            deck = read_deck(self._path)
        merge = _Merge(deck, self._own)
        for found in each("making cards", self._notes, len(self._notes)):
            self._take(found, merge, root)
        self._take_ideas()
        if not is_new and not (merge.known or merge.matched):
            raise CardsError(
                "none of the cards in the deck there are from this package",
                fix="Name another file with -o; nothing was written.",
                file=self._path,
            )
        if is_new:
            text = dump_deck(Deck(deck.name, deck.title, merge.sound_links()))
        else:
            text = with_cards(
                with_fields(read_text(self._path), merge.fields),
                [(None, card) for card in merge.sound_links()],
            )
        return Merged(text, merge.result(), is_new)

    def _name(self) -> DeckName:
        """The name of a new deck: that of the one here which all notes come from, or the file's."""
        names = {guid.partition("/")[0] for guid in self._own}
        if len(names) == 1 and len(self._own) == sum(
            not each.note.guid.endswith(IDEAS) for each in self._notes
        ):
            return DeckName(names.pop())
        return deck_name(self._path.stem)

    def _take(self, found: FoundNote, merge: _Merge, root: str) -> None:
        note = found.note
        if note.guid.endswith(IDEAS):
            return
        own = self._own.get(note.guid)
        if found.cut:
            self._lose(note.guid, [f"more than {MAX_FIELDS:,} characters of a note"])
        deck = next((card.deck for card in found.cards.values()), "")
        section = deck.removeprefix(root).removeprefix("::").replace("::", " · ")
        for number, draft in enumerate(drafts(found, own, self._place)):
            self._lose(note.guid if own is None else own.id, draft.lost)
            self._characters += sum(len(getattr(draft.card, key)) for key in _LONG)
            if self._characters > MAX_CHARACTERS:
                what = f"its cards have more than {MAX_CHARACTERS:,} characters"
                raise CardsError(what, fix="Export its decks one by one.")
            if own is None:
                made = draft.card.replace(
                    section=" ".join(visible(section).split()),
                    tags=tuple(map(visible, note.tags)),
                )
                if not made.question and not made.cloze:
                    if not draft.lost:
                        self._lose(note.guid, ["a question"])
                    continue
                origin = note.guid if not number else f"{note.guid}#{number + 1}"
                card = merge.foreign(made, origin)
            else:
                card = merge.own(draft)
                if draft.card.figure and draft.figure:
                    self.figures[draft.card.figure] = draft.figure
            for ord_, part in draft.parts.items():
                self.cards[note.guid, ord_] = named(card, part)

    def _take_ideas(self) -> None:
        for found in self._notes:
            guid = found.note.guid
            if guid.endswith(IDEAS) and (own := self._own.get(guid.removesuffix(IDEAS))):
                for ord_ in found.cards:
                    self.cards[guid, ord_] = named(own.id, f"c{ord_ + 1}")

    def answered(self) -> Iterator[tuple[str, int, FoundCard, CardId | None]]:
        """Yield each card that was found: its note, its number in that, and its id in the deck."""
        for found in self._notes:
            guid = found.note.guid
            for ord_, card in found.cards.items():
                yield guid, ord_, card, self.cards.get((guid, ord_))

    def _lose(self, note: str, what: Iterable[str]) -> None:
        for one in what:
            self.lost.setdefault(one, []).append(note)

    def _place(self, name: str) -> str:
        """Where a file goes that a note shows; "" for one that is not to be had."""
        if name not in self._found.media:
            return name if _ELSEWHERE.match(name) else ""
        if name not in self.media:
            safe = _UNSAFE.sub("-", name).strip("-.")[-80:] or "file"
            numbers = range(1, MAX_FILES_OF_ONE_NAME + 1)
            names = (f"{number}-{safe}" if number > 1 else safe for number in numbers)
            places = (f"{self._path.stem}-media/{each}" for each in names)
            taken = set(self.media.values())
            place = next((each for each in places if each not in taken), "")
            if not place:
                return ""
            self.media[name] = place
        return self.media[name]

    def media_of(self, name: str) -> Media:
        """A file of the package."""
        return self._found.media[name]


class _Merge:
    """Cards from a package on their way into a deck that may have some of them."""

    def __init__(self, deck: Deck, own: Mapping[str, Card]) -> None:
        self._deck = deck
        self._ids = {card.id: card for card in deck.cards}
        self._origins = {card.anki.rpartition(" ")[0]: card for card in deck.cards if card.anki}
        self.known = bool(self._origins)
        self.matched = any(card.id in self._ids for card in own.values())
        self.fields: dict[str, dict[str, Any]] = {}
        self._added: list[Card] = []
        self._taken = set(self._ids)
        self._seen = set[CardId]()
        self._kept: list[str] = []
        self._unchanged = 0

    def own(self, draft: Draft) -> CardId:
        """Take a card that was written here; return its id."""
        assert draft.base is not None
        card = self._ids.get(draft.card.id)
        self._seen.add(draft.card.id)
        if card is None:
            if draft.card.id not in self._taken:
                self._taken.add(draft.card.id)
                self._added.append(draft.card)
            return draft.card.id
        changes = {}
        for key, value in draft.edited.items():
            now, was = getattr(card, key), getattr(draft.base, key)
            if now == value:
                continue
            if now != was:
                self._kept.append(card.id)
            else:
                changes[key] = value
        if changes:
            self.fields[card.id] = changes
        self._unchanged += not changes
        return card.id

    def foreign(self, made: Card, origin: str) -> CardId:
        """Take a card of a note from elsewhere; return its id."""
        mark = text_digest(made)
        card = self._origins.get(origin)
        if card is None:
            words = made.question or re.sub(r"[{}]|c\d+::", " ", made.cloze)
            name = card_id("", words, self._taken)
            self._taken.add(name)
            self._added.append(made.replace(id=name, anki=f"{origin} {mark}"))
            return name
        self._seen.add(card.id)
        was = card.anki.rpartition(" ")[2]
        if was == mark:
            self._unchanged += 1
        elif text_digest(card) == was:
            texts = ("question", "answer", "cloze", "added", "note", "reversed")
            self.fields[card.id] = {
                **{
                    key: getattr(made, key)
                    for key in texts
                    if getattr(made, key) != getattr(card, key)
                },
                "anki": f"{origin} {mark}",
            }
        else:
            self._kept.append(card.id)
        return card.id

    def sound_links(self) -> list[Card]:
        """The new cards; none follows what is not there."""
        return [
            card if not card.follows or card.follows in self._taken else card.replace(follows=None)
            for card in self._added
        ]

    def result(self) -> Cards:
        """What it came to."""
        gone = sum(card.id not in self._seen for card in self._origins.values())
        return Cards(
            len(self._added),
            len(self.fields),
            self._unchanged,
            tuple(dict.fromkeys(self._kept)),
            gone,
        )
