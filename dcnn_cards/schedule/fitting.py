"""FSRS-6's parameters fitted to a learner's own reviews.

Source: the optimiser of fsrs-rs, the implementation behind `fsrs.py`. It learns from every review
on a later day than the one before it: what had happened to the card until then, and whether it was
recalled. Reviews that were undone, and what was before a reset, teach nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import in_their_days_by_card, standing_events
from dcnn_cards.schedule.fsrs import engine
from dcnn_cards.schedule.units import CardId, Day, DeckName

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSItem, FSRSReview

MIN_LESSONS = 400
"""With fewer reviews to learn from nothing is fitted.

fsrs-rs itself returns the default parameters below 8 and fits but the first four of 21 below 64.
Anki required 1000 reviews before version 24.04, then 400, and any number since 24.06; here a fifth
of them has to suffice to tell whether the fit is any good.
"""

MAX_HISTORY = 256
"""Longer histories of a card are not learned from, as in fsrs-rs (`max_seq_len`)."""


def reviews(events: Iterable[Event]) -> list[Event]:
    """Return the reviews of a log that count, in order of time: of each card since its reset."""
    log = in_their_days_by_card(standing_events(events))
    resets = {(made.deck, made.card): n for n, made in enumerate(log) if made.kind is Kind.RESET}
    return [
        made
        for number, made in enumerate(log)
        if made.grade is not None and number >= resets.get((made.deck, made.card), 0)
    ]


def lessons(events: Iterable[Event]) -> list[FSRSItem]:
    """Return what can be learned from a log of any decks and cards, in order of time."""
    rust = engine()
    histories: dict[tuple[DeckName, CardId], list[FSRSReview]] = {}
    last_days: dict[tuple[DeckName, CardId], Day] = {}
    found = []
    for made in reviews(events):
        card = made.deck, made.card
        history = histories.setdefault(card, [])
        last = last_days.get(card, made.day)
        elapsed = max(0, made.day - last)
        last_days[card] = last + elapsed
        history.append(rust.FSRSReview(made.grade, elapsed))
        if elapsed and len(history) <= MAX_HISTORY:
            found.append(rust.FSRSItem(history))
    return found


def fit(learned: Sequence[FSRSItem]) -> tuple[float, ...]:
    """Return FSRS-6's 21 parameters as fitted to `learned`; the same every time.

    They are the default ones where there is too little to learn from, or too little alike: fsrs-rs
    leaves out first intervals that hardly any other card has.
    """
    return tuple(engine().FSRS([]).compute_parameters(learned))
