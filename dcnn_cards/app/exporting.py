"""The review log and the cards of an agenda as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dcnn_cards.app.agenda import Agenda
from dcnn_cards.progress.exports import (
    CARD_FIELDS,
    REVIEW_FIELDS,
    card_rows,
    memory_fields,
    review_rows,
)
from dcnn_cards.progress.fields import Field, Row
from dcnn_cards.schedule.units import Day


class Table(NamedTuple):
    """Rows, each with a value under the name of each field."""

    fields: Sequence[Field]
    rows: Iterable[Row]


def reviews_of(agenda: Agenda) -> Table:
    """Return every event of the cards chosen; where all are, of cards no longer in the deck too.

    They are read from the log as they are taken, however many there are.
    """
    cards = agenda.cards()
    chosen = {card.id for card in cards}
    everything = len(cards) == len(agenda.deck.cards)
    events = (event for event in agenda.events() if everything or event.card in chosen)
    return Table(REVIEW_FIELDS, review_rows(cards, events, agenda.undos()))


def cards_of(agenda: Agenda, today: Day) -> Table:
    """Return the progress of each card chosen on study day `today`."""
    cards, records, _ = agenda.whole()
    fields = (*CARD_FIELDS, *memory_fields(agenda.scheduler))
    return Table(fields, card_rows(cards, records, agenda.scheduler, today))
