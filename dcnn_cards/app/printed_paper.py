"""A paper as Markdown with LaTeX, to be printed: its questions first, its answers after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.figures import read_figure
from dcnn_cards.deck.kinds import drawn
from dcnn_cards.deck.kinds.cloze import for_others
from dcnn_cards.errors import CardsError
from dcnn_cards.signs import visible
from dcnn_cards.study.paper import Paper

_HEADING = re.compile(r"^( {0,3})(?=#{1,6}(?:\s|$)|(?:=+|-+)\s*$)", re.MULTILINE)


def printed(deck: Deck, paper: Paper, minutes: float | None, again: str) -> Iterator[str]:
    """Yield the pieces of the text; `again` is the command that makes the same paper.

    A figure that cannot be read is left out, as on the screen.
    """
    asked = [_as_asked(card, paper) for card in paper.questions]
    time = f", {minutes:g} minutes" if minutes else ""
    yield f"# {_line(deck.title or deck.name)}: mock exam\n\n"
    yield f"{len(asked)} questions{time}. Paper {paper.seed}: `{again}`\n\n"
    section = None
    for number, card in enumerate(asked, 1):
        if card.section != section and card.section:
            yield f"## {_line(card.section)}\n\n"
        section = card.section
        yield _numbered(
            number, [*_before(deck, card), card.asked, *_figure(deck, card, "question")]
        )
    yield "# Answers\n\n"
    for number, card in enumerate(asked, 1):
        yield _numbered(number, [card.revealed, *_figure(deck, card, "answer"), card.added])


def _as_asked(card: Card, paper: Paper) -> Card:
    found = drawn(card, paper.seed)
    return found.card if found else card


def _before(deck: Deck, card: Card) -> list[str]:
    """What the question needs: its context, or the question that it follows on and its answer."""
    if card.context:
        return [_quoted(card.context)]
    before = deck.card(card.follows) if card.follows else None
    if before is None:
        return []
    asked = [] if before.cloze else [before.asked]
    return [_quoted("\n\n".join([*asked, before.revealed]))]


def _numbered(number: int, parts: list[str]) -> str:
    """Parts of a text below a number; what they say is no heading of the paper."""
    text = "\n\n".join(for_others(part).strip("\n") for part in parts if part.strip())
    said = _HEADING.sub(r"\1\\", visible(text))
    return f"### {number}\n\n{said}\n\n"


def _figure(deck: Deck, card: Card, side: str) -> list[str]:
    if card.figure_on != side:
        return []
    try:
        figure = read_figure(deck, card)
    except CardsError:
        return []
    longest = max((len(run) for run in re.findall("`{3,}", figure)), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}\n{figure}\n{fence}"] if figure else []


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))


def _line(text: str) -> str:
    return " ".join(visible(text).split())
