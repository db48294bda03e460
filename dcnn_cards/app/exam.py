"""The exam of a deck: what was set last, as the log has it."""

from __future__ import annotations

from dcnn_cards.deck.filters import Filters
from dcnn_cards.schedule.event import WHOLE_DECK, Kind
from dcnn_cards.schedule.exam import Exam, exam_of
from dcnn_cards.schedule.units import DeckName
from dcnn_cards.store import Store


def exam_in_force(store: Store, deck: DeckName) -> Exam | None:
    """Return the exam that is set for a deck, None if none is. Quick, and it may be over by now."""
    return exam_of(store.log.last_standing(deck, WHOLE_DECK, Kind.EXAM))


def examined(exam: Exam) -> Filters:
    """Return what the cards pass that are examined."""
    given = dict(exam.cards)
    return Filters(
        weeks=given.get("weeks", ()),
        section=" ".join(given.get("section", ())),
        topic=" ".join(given.get("topic", ())),
        text=" ".join(given.get("text", ())),
        tags=given.get("tags", ()),
    )
