"""The lines of the source document that a card was made of."""

from __future__ import annotations

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.errors import CardsError


def source_lines(deck: Deck, card: Card) -> list[tuple[int, str]]:
    """Return the lines of question and answer in the document, with their numbers (from 1).

    Raises CardsError if the card was not imported from a document, or that cannot be read, such as
    one that lies outside the deck's folder.
    """
    # Not above: it brings YAML, for which a first question that needs none would wait.
    from dcnn_cards.deck.reading import named_by_deck

    if card.source is None or deck.source_file is None or deck.path is None:
        raise CardsError(f"card `{card.id}` was not imported from a document", file=deck.path)
    lines = named_by_deck(deck, deck.source_file).split("\n")
    numbers = {
        number
        for span in (card.source.question, card.source.answer)
        if span
        for number in range(span.first, min(span.last, len(lines)) + 1)
    }
    return [(number, lines[number - 1]) for number in sorted(numbers)]
