"""What a careful editor would ask about a deck that has no fault: doubts, each with its line.

Whether a formula can be read is asked elsewhere: the deck does not know how to typeset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dcnn_cards.busy import each
from dcnn_cards.deck.card import TYPESET, Card, Deck, Span
from dcnn_cards.deck.importers import Imported, phrases
from dcnn_cards.deck.schema import Problem
from dcnn_cards.markup import read
from dcnn_cards.schedule.units import CardId
from dcnn_cards.signs import folded

ALONE = "alone"
"""A tag for a question that looks as if it followed another, and does not."""

_STARTS_LOW = re.compile(r"(?:and|but|or|which|because of which|then|so that|than)\b")


def doubts(deck: Deck) -> list[Problem]:
    """Return what to look at again in the cards of `deck`, in the order of lines."""
    found: list[Problem] = []
    asked: dict[tuple[str, str | None], tuple[CardId, int]] = {}
    numbered = zip(deck.cards, deck.lines, strict=True)
    for card, line in each("looking for doubts", numbered, len(deck.cards)):
        found += [Problem(line, what, fix) for what, fix in _of_card(card)]
        twin, above = asked.setdefault(
            (_normal(card.asked + card.cloze), card.follows), (card.id, line)
        )
        if twin != card.id:
            what = f"card `{card.id}` asks the same as `{twin}` in line {above}"
            fix = "Say what each is about, let one follow the card that tells, or drop one."
            found.append(Problem(line, what, fix))
    return sorted(found, key=lambda problem: problem.line)


def coverage(deck: Deck, imported: Imported) -> list[Problem]:
    """Return which lines of the source document are on no card, or on more than one.

    Headings and what the importer leaves out with a reason are on none.
    """
    told = {
        number
        for note in (*imported.headings, *imported.left_out)
        for number in range(note.span.first, note.span.last + 1)
    }
    cards_on = _Places(len(imported.lines))
    for card, line in zip(deck.cards, deck.lines, strict=True):
        if card.source is not None:
            for span in (card.source.question, card.source.answer or card.source.question):
                cards_on.add(span, (card.id, line))
    found = []
    for number, text in enumerate(imported.lines, 1):
        cards = cards_on.lines[number]
        if text.strip() and not cards and number not in told:
            found.append(Problem(1, f"line {number} of the source is on no card: {_short(text)}"))
        elif text.strip() and len(cards) > 1:
            names = " and ".join(f"`{name}`" for name, _ in cards)
            found.append(Problem(cards[1][1], f"line {number} of the source is on {names}"))
    return found


class _Places:
    """Which cards are on each line of a document, by id and line of the deck, the first few."""

    _FEW = 5

    def __init__(self, count: int) -> None:
        self.lines: list[list[tuple[CardId, int]]] = [[] for _ in range(count + 1)]
        # The next line, from each on, that has room: cards that are all on all lines take no
        # longer than those that have lines of their own.
        self._open = list(range(count + 2))

    def add(self, span: Span, card: tuple[CardId, int]) -> None:
        """Put a card on the lines of a span, once on each."""
        at = self._with_room(span.first)
        while at <= span.last and at < len(self.lines):
            cards = self.lines[at]
            if card not in cards:
                cards.append(card)
            if len(cards) == self._FEW:
                self._open[at] = at + 1
            at = self._with_room(at + 1)

    def _with_room(self, at: int) -> int:
        at = min(at, len(self._open) - 1)
        while (following := self._open[at]) != at:
            self._open[at] = at = self._open[following]
        return at


def _of_card(card: Card) -> Iterator[tuple[str, str]]:
    name = f"card `{card.id}`"
    if not card.has_answer and not card.suspended:
        yield f"{name} has no answer and is not suspended", "Add one, or `suspended: true`."
    follows = card.follows or ALONE in card.tags or card.anki  # notes come in any order
    if not follows and phrases.refers_back(card.asked):
        fix = f"Name the card in `follows:`, or add the tag `{ALONE}` if it stands by itself."
        yield f"{name} looks as if its question followed another", fix
    if card.correction and not (card.corrected or card.corrected_question or card.steps):
        fix = "Write `corrected:`, the whole answer as it ought to read; or make it a `note:`."
        yield f"{name} says what is wrong, but not how the answer ought to read", fix
    if _STARTS_LOW.match(card.answer):
        yield f"the answer of {name} begins in the middle of a sentence", "See where it was cut."
    for field in TYPESET:
        document = read(getattr(card, field))
        if len(document.lone_dollars) % 2:
            yield f"{name}: `{field}` has an odd number of dollars", r"Write \$ for a price."
        for formula in document.formulas:
            if formula.unfinished_braces:
                what = f"{name}: a formula of `{field}` has unbalanced braces"
                yield what, formula.latex.strip()


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(text)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
