"""What a careful editor would ask about a deck that has no fault: doubts, each with its line.

Whether a formula can be read is asked elsewhere: the deck does not know how to typeset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dcnn_cards.deck.card import TYPESET, Card, Deck, Span
from dcnn_cards.deck.importers import Imported, phrases
from dcnn_cards.deck.schema import Problem
from dcnn_cards.markup import read
from dcnn_cards.schedule.units import CardId

ALONE = "alone"
"""A tag for a question that looks as if it followed another, and does not."""

_STARTS_LOW = re.compile(r"(?:and|but|or|which|because of which|then|so that|than)\b")


def doubts(deck: Deck) -> list[Problem]:
    """Return what to look at again in the cards of `deck`, in the order of lines."""
    found: list[Problem] = []
    asked: dict[tuple[str, str | None], Card] = {}
    for card in deck.cards:
        found += [Problem(deck.line_of(card.id), what, fix) for what, fix in _of_card(card)]
        twin = asked.setdefault((_normal(card.question), card.follows), card)
        if twin is not card:
            line = deck.line_of(twin.id)
            what = f"card `{card.id}` asks the same as `{twin.id}` in line {line}"
            fix = "Say what each is about, let one follow the card that tells, or drop one."
            found.append(Problem(deck.line_of(card.id), what, fix))
    return sorted(found, key=lambda problem: problem.line)


def coverage(deck: Deck, imported: Imported) -> list[Problem]:
    """Return which lines of the source document are on no card, or on more than one.

    Headings and what the importer leaves out with a reason are on none.
    """
    told = [note.span for note in (*imported.headings, *imported.left_out)]
    places: dict[int, list[CardId]] = {number: [] for span in told for number in _numbers(span)}
    for card in deck.cards:
        if card.source is None:
            continue
        spans = {card.source.question, card.source.answer or card.source.question}
        for number in {number for span in spans for number in _numbers(span)}:
            places.setdefault(number, []).append(card.id)
    found = []
    for number, text in enumerate(imported.lines, 1):
        cards = places.get(number)
        if text.strip() and cards is None:
            found.append(Problem(1, f"line {number} of the source is on no card: {_short(text)}"))
        elif text.strip() and cards and len(cards) > 1:
            names = " and ".join(f"`{name}`" for name in cards)
            what = f"line {number} of the source is on {names}"
            found.append(Problem(deck.line_of(cards[1]), what))
    return found


def _of_card(card: Card) -> Iterator[tuple[str, str]]:
    name = f"card `{card.id}`"
    if not card.has_answer and not card.suspended:
        yield f"{name} has no answer and is not suspended", "Add one, or `suspended: true`."
    follows = card.follows or ALONE in card.tags
    if not follows and phrases.refers_back(card.question):
        fix = f"Name the card in `follows:`, or add the tag `{ALONE}` if it stands by itself."
        yield f"{name} looks as if its question followed another", fix
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


def _numbers(span: Span) -> Sequence[int]:
    return range(span.first, span.last + 1)


def _normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
