"""How well each scheduler would have predicted the reviews in the log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.exam import fsrs_of
from dcnn_cards.app.scheduling import available
from dcnn_cards.errors import CardsError
from dcnn_cards.progress.evaluation import (
    MIN_TRIALS,
    Score,
    Trials,
    average,
    forecast_held,
    predictors,
    score,
    trials,
)
from dcnn_cards.progress.holding import DayHeld
from dcnn_cards.store import default_path, open_store


class Evaluation(NamedTuple):
    """What was to be predicted, how well that went, and why some schedulers cannot be evaluated.

    `held` says of each past day how the forecast of an exam held: nothing without its library.
    """

    tried: Trials
    scores: list[Score]
    missing: list[CardsError]
    held: list[DayHeld]


def evaluation_of(path: Path | None, tell: Callable[[str, int], None]) -> Evaluation:
    """Evaluate every scheduler on the reviews of the deck in `path`, or of all decks.

    `tell` is called with what predicts and the number of the part that is predicted next. Raises
    CardsError where there are too few reviews.
    """
    deck = load_deck(path).name if path else None
    with open_store(default_path(), create=False) as store:
        tried = trials(store.log.events(deck))
        held = list[DayHeld]()
        with suppress(CardsError):  # told as that of a scheduler that cannot be evaluated
            held = forecast_held(tried, fsrs_of(store))
    if len(tried.places) < MIN_TRIALS:
        raise CardsError(
            f"too few reviews to evaluate: {len(tried.places)} of cards that were first seen on an"
            f" earlier day, and {MIN_TRIALS} are needed",
            fix="Study some more days.",
        )
    candidates, missing = available(predictors)
    scores = [score(tried, each, partial(tell, each.name)) for each in chain(*candidates)]
    return Evaluation(tried, [average(tried), *scores], missing, held)
