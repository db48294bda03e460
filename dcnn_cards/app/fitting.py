"""FSRS fitted to one's own reviews, and what of that is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dcnn_cards.errors import CardsError
from dcnn_cards.progress.fitting import Outcome, optimise
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.fsrs import engine
from dcnn_cards.schedule.scheduler import Fitted, Settings
from dcnn_cards.schedule.units import Day
from dcnn_cards.store import Store

FITTED = "fsrs"
"""Name of the scheduler that can be fitted."""


class InUse(NamedTuple):
    """The parameters in use, None for the default ones.

    `unreadable` says why those that were kept cannot be used; what is fitted takes their place.
    """

    fitted: Fitted | None
    unreadable: CardsError | None = None


def in_use(store: Store) -> InUse:
    """Return the parameters in use. Raises CardsError if what fits them is missing."""
    engine()
    try:
        kept = store.fits.get(FITTED)
        scheduler(FITTED, Settings(parameters=kept.parameters if kept else ()))
    except CardsError as error:
        return InUse(None, error)
    return InUse(kept)


def fit(store: Store, kept: Fitted | None, begins: Callable[[str], None]) -> Outcome:
    """Fit to the reviews of all decks, and compare with the parameters in use.

    `begins` is told each step. Raises CardsError if there are too few reviews.
    """
    return optimise(store.log.events(), kept.parameters if kept else (), begins)


def keep(store: Store, outcome: Outcome, today: Day) -> None:
    """Have the scheduler use what was fitted, from now on."""
    store.fits.put(FITTED, Fitted(outcome.parameters, today, outcome.lessons))


def forget(store: Store) -> None:
    """Have the scheduler use the parameters that it comes with."""
    store.fits.remove(FITTED)
