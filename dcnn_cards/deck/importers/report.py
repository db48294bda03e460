"""What an import did, for the person who has to check it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dcnn_cards.counted import counted
from dcnn_cards.deck.card import Card
from dcnn_cards.deck.importers import Imported
from dcnn_cards.deck.importers.merge import Merge
from dcnn_cards.deck.importers.outline import Note

_WIDTH = 72


def summary(imported: Imported) -> str:
    """Return the cards of each section and whether every line is accounted for."""
    counts = Counter(card.section or "(before the first heading)" for card in imported.cards)
    width = max(map(len, counts))
    sections = [f"  {name:<{width}}  {count:>4}" for name, count in counts.items()]
    filled = sum(1 for line in imported.lines if line.strip())
    missing = ", ".join(map(str, imported.unaccounted)) or "none"
    return "\n".join(
        [
            f"{counted(len(imported.cards), 'card')} in {counted(len(counts), 'section')}",
            *sections,
            f"{filled} non-blank lines, unaccounted for: {missing}",
            f"left out: {len(imported.left_out)} · decisions to check: {len(imported.unsure)}",
        ]
    )


def account(imported: Imported) -> str:
    """Return what was left out and what was decided in doubt, with lines and reasons."""
    return "\n\n".join(
        [
            _notes("Left out", imported.left_out),
            _notes("Decisions to check", imported.unsure),
            _notes("Headings", imported.headings),
        ]
    )


def changes(merge: Merge) -> str:
    """Return what importing again did to the deck."""
    parts = [
        f"{merge.unchanged} cards unchanged, {len(merge.added)} added, {len(merge.reworded)}"
        f" reworded, {len(merge.kept)} in conflict, {len(merge.gone)} gone from the document"
    ]
    parts += _cards("added", (card for _, card in merge.added))
    parts += _cards("reworded as in the document", merge.reworded)
    parts += _cards("edited both here and in the document, left as it is here", merge.kept)
    parts += _cards("gone from the document, kept here (suspend it to retire it)", merge.gone)
    if merge.uncovered:
        parts.append(f"  lines on no card now: {', '.join(map(str, merge.uncovered))}")
    return "\n".join(parts)


def _cards(what: str, cards: Iterable[Card]) -> list[str]:
    return [f"  {card.id}: {what}" for card in cards]


def _notes(title: str, notes: Iterable[Note]) -> str:
    lines = [title]
    for note in notes:
        first, last = note.span.first, note.span.last
        where = f"{first}" if first == last else f"{first}-{last}"
        text = " ".join(note.text.split())
        text = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
        lines.append(f"  {where:>9}  {text}\n             {note.why}")
    return "\n".join(lines)
