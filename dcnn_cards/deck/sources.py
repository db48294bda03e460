"""The lines of the source document that a card was made of."""

from __future__ import annotations

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError


def source_lines(deck: Deck, card: Card, *, beside: bool = False) -> list[tuple[int, str]]:
    """Return the lines of question and answer in the document, with their numbers (from 1).

    With `beside`, only a document in the deck's folder is read: a deck is somebody else's file.
    Raises CardsError if the card was not imported from a document, or that cannot be read.
    """
    # Not above: it brings YAML, for which a first question that needs none would wait.
    from dcnn_cards.deck.reading import read_text

    if card.source is None or deck.source_file is None or deck.path is None:
        raise CardsError(f"card `{card.id}` was not imported from a document", file=deck.path)
    folder = deck.path.resolve().parent
    path = (folder / deck.source_file).resolve()
    if beside and not path.is_relative_to(folder):
        raise CardsError("the source document lies outside the deck's folder", file=path)
    lines = read_text(path).split("\n")
    numbers = {
        number
        for span in (card.source.question, card.source.answer)
        if span
        for number in range(span.first, min(span.last, len(lines)) + 1)
    }
    return [(number, lines[number - 1]) for number in sorted(numbers)]
