"""Importing again: what a document that has changed does to a deck that people have edited.

A card is found again by the digest of its source lines, wherever they stand now; its id and all
that was written by hand stay. Only where the lines themselves changed is there anything to decide.

A card may also be cut by hand: its `source` then names other lines than the importer would give it,
and has no `text`. Such a card is looked for by its lines alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from dcnn_cards.deck.card import Card, Deck, Source, Span
from dcnn_cards.deck.importers import NO_ANSWER, Imported, text_digest
from dcnn_cards.deck.importers.identity import card_id, id_prefix, source_digest
from dcnn_cards.deck.writing import with_cards, with_fields
from dcnn_cards.schedule.units import CardId

# How far from where its neighbours went a card's lines are looked for, in lines.
_REACH = 300
# How alike two wordings must be to be the same card, from 0 to 1; below, one is gone, one is new.
_ALIKE = 0.6
# So many changed cards at once are not compared pair by pair: that is another document.
_MAX_COMPARED = 500


@dataclass(slots=True)
class Merge:
    """What importing again does, card by card."""

    fields: dict[str, dict[str, Any]] = field(default_factory=dict)  # {id: {key: new value}}
    added: list[tuple[str | None, Card]] = field(default_factory=list)  # (behind which id, card)
    reworded: list[Card] = field(default_factory=list)  # took the document's new wording
    kept: list[Card] = field(default_factory=list)  # edited in the deck and in the document
    gone: list[Card] = field(default_factory=list)  # no longer in the document
    unchanged: int = 0
    uncovered: list[int] = field(default_factory=list)  # lines of the document on no card now

    def apply(self, text: str) -> str:
        """Return the deck `text` with all of it done."""
        return with_cards(with_fields(text, self.fields), self.added)


def merge(deck: Deck, imported: Imported) -> Merge:
    """Compare `deck` with its document as `imported` now; nothing is changed yet."""
    result = Merge()
    fresh: dict[str, list[Card]] = {}
    for card in imported.cards:
        fresh.setdefault(_source(card).digest, []).append(card)
    same: dict[CardId, Card] = {}  # id in the deck → the card as imported now
    missing: list[Card] = []
    covered: set[int] = set()
    offset = 0
    for card in deck.cards:
        if card.source is None:
            continue
        found = fresh.get(card.source.digest)
        by_hand = not card.source.text  # and so is what of its lines is question and what answer
        source = _relocated(card.source, imported.lines, offset) if by_hand else None
        if found:
            same[card.id] = found.pop(0)
            source = source or _source(same[card.id])
        elif source is None:
            missing.append(card)
            continue
        result.unchanged += 1
        offset = source.question.first - card.source.question.first
        covered.update(_lines(source))
        now = source.replace(text=card.source.text)
        if now != card.source:
            result.fields[card.id] = {"source": now}
    new = [
        card
        for cards in fresh.values()
        for card in cards
        if covered.isdisjoint(_lines(_source(card).replace(answer=None)))
    ]
    for old, changed in _pairs(missing, new):
        same[old.id] = changed
        missing.remove(old)
        new.remove(changed)
        _reword(result, old, changed)
    result.gone = missing
    for card in same.values():
        covered.update(_lines(_source(card)))
    _account(result, imported, covered, new)
    _add(result, deck, imported, same, new)
    return result


def with_digests(deck: Deck, lines: Sequence[str]) -> Merge:
    """Give the cards that were cut by hand the digest of the lines that they name in `lines`."""
    result = Merge()
    for card in deck.cards:
        if card.source and not card.source.digest:
            digest = source_digest(lines, card.source.question, card.source.answer)
            result.fields[card.id] = {"source": card.source.replace(digest=digest)}
    return result


def _account(result: Merge, imported: Imported, covered: set[int], new: list[Card]) -> None:
    """Find the lines that no card, heading or note has: what is cut by hand may leave some out."""
    told = set(covered)
    for card in new:
        told.update(_lines(_source(card)))
    for note in (*imported.headings, *imported.left_out):
        told.update(range(note.span.first, note.span.last + 1))
    result.uncovered = [
        number
        for number, line in enumerate(imported.lines, 1)
        if line.strip() and number not in told
    ]


def _reword(result: Merge, old: Card, new: Card) -> None:
    """Take the new wording of a card, unless its old one was edited in the deck."""
    was, now = old.source, _source(new)
    if was is not None and was.text != text_digest(old.question, old.answer):
        result.kept.append(old)
        result.fields[old.id] = {"source": now.replace(text=was.text)}
        return
    changes: dict[str, Any] = {"question": new.question, "answer": new.answer, "source": now}
    if NO_ANSWER in old.tags and new.answer:
        changes["tags"] = tuple(tag for tag in old.tags if tag != NO_ANSWER)
        changes["suspended"] = False
    result.fields[old.id] = changes
    result.reworded.append(old)


def _add(
    result: Merge, deck: Deck, imported: Imported, same: dict[CardId, Card], new: list[Card]
) -> None:
    """Put each new card behind the card that comes before it in the document."""
    ids = {_source(card): id_ for id_, card in same.items()}
    names: dict[CardId | None, CardId] = {card.id: id_ for id_, card in same.items()}
    taken = {card.id for card in deck.cards}
    behind: CardId | None = None
    for card in imported.cards:
        if card in new:
            name = card_id(id_prefix(card.week, card.section), card.question, taken)
            taken.add(name)
            names[card.id] = name
            result.added.append((behind, card.replace(id=name, follows=names.get(card.follows))))
        else:
            behind = ids.get(_source(card), behind)


def _pairs(missing: list[Card], new: list[Card]) -> list[tuple[Card, Card]]:
    """Return which missing card became which new one, the most alike first."""
    if len(missing) * len(new) > _MAX_COMPARED**2:
        return []
    ranked = sorted(
        (
            (_likeness(old, card), at, to)
            for at, old in enumerate(missing)
            for to, card in enumerate(new)
        ),
        key=lambda entry: -entry[0],
    )
    olds: set[int] = set()
    news: set[int] = set()
    pairs = []
    for likeness, at, to in ranked:
        if likeness >= _ALIKE and at not in olds and to not in news:
            olds.add(at)
            news.add(to)
            pairs.append((missing[at], new[to]))
    return pairs


def _likeness(old: Card, new: Card) -> float:
    """Return how alike two cards are, from 0 to 1: by the question, or else by a long answer."""
    if old.section != new.section:
        return 0.0
    question = _ratio(old.question, new.question)
    same_answer = len(new.answer) > 20 and old.answer == new.answer
    return max(question, _ALIKE if same_answer else 0.0)


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:1000], other[:1000], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _relocated(source: Source, lines: Sequence[str], offset: int) -> Source | None:
    """Find where the lines of a card cut by hand stand now, about `offset` lines further on."""
    for step in range(2 * _REACH + 1):
        shift = offset + (step + 1) // 2 * (1 if step % 2 else -1)
        question = _shifted(source.question, shift)
        answer = _shifted(source.answer, shift) if source.answer else None
        if question.first < 1:
            continue
        if source_digest(lines, question, answer) == source.digest:
            return source.replace(question=question, answer=answer)
    return None


def _shifted(span: Span, shift: int) -> Span:
    return Span(span.first + shift, span.last + shift)


def _lines(source: Source) -> Iterable[int]:
    for span in (source.question, source.answer):
        if span:
            yield from range(span.first, span.last + 1)


def _source(card: Card) -> Source:
    if card.source is None:
        raise ValueError("an imported card has a source")
    return card.source
