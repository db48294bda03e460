"""FSRS-6's parameters fitted to a learner's own reviews.

Source: the optimiser of fsrs-rs, the implementation behind `fsrs.py`. It learns from every review
on a later day than the one before it: what had happened to the card until then, and whether it was
recalled. Reviews that were undone, and what was before a reset, teach nothing.

How good parameters are is told by two numbers, both better when lower. Log loss: the mean of -ln(p)
for the probability p that was given to what happened. RMSE(bins): reviews are put into bins by
interval, number of reviews and lapses; how far recall as predicted is from recall as it was in a
bin, as a root mean square weighted by reviews. Both as fsrs-rs computes them, which lets the latest
reviews count four times as much as the first: by 1/4 + 3/4·x³ at the place x, from 0 to 1.

The parameters are judged in order of time: fitted to the first four fifths of the reviews they
predict the last fifth, which they have not seen. What is then used is fitted to all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import standing
from dcnn_cards.schedule.fsrs import engine

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

_FIRST_PART = 0.8

STEPS = ("fitting to the first four fifths", "judging by the last fifth", "fitting to all")
"""What `optimise` does, in order."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well recall was predicted; both numbers are 0 or more, and lower is better."""

    log_loss: float
    rmse_bins: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Parameters fitted to `lessons` reviews, and how parameters predicted the last `judged`.

    `fitted` tells of parameters that were fitted to the reviews before those; `default` and
    `in_use` of the ones FSRS-6 comes with and those used until now. The latter may have been fitted
    to some of the reviews that they are judged by.
    """

    parameters: tuple[float, ...]
    lessons: int
    judged: int
    default: Accuracy
    in_use: Accuracy
    fitted: Accuracy

    @property
    def is_better(self) -> bool:
        """Whether fitting to earlier reviews helped to predict later ones."""
        return self.fitted.log_loss < self.default.log_loss


def lessons(events: Iterable[Event]) -> list[FSRSItem]:
    """Return what can be learned from a log of any decks and cards, in order of time."""
    rust = engine()
    log = standing(events)
    resets = {(made.deck, made.card): n for n, made in enumerate(log) if made.kind is Kind.RESET}
    histories: dict[tuple[str, str], list[FSRSReview]] = {}
    last_days: dict[tuple[str, str], int] = {}
    found = []
    for number, made in enumerate(log):
        card = made.deck, made.card
        if made.grade is None or number < resets.get(card, 0):
            continue
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


def accuracy(parameters: Sequence[float], judged: Sequence[FSRSItem]) -> Accuracy:
    """Return how well FSRS-6 with `parameters` predicts the last review of each of `judged`."""
    found = engine().FSRS(parameters).evaluate(judged)
    return Accuracy(found.log_loss, found.rmse_bins)


def optimise(
    learned: Sequence[FSRSItem],
    in_use: Sequence[float] = (),
    begins: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Fit FSRS-6 to `learned` and judge it; `begins` is told each of the three `STEPS`.

    `in_use` are the parameters used until now, empty for the default ones. Raises CardsError if
    there are fewer than `MIN_LESSONS`.
    """
    if len(learned) < MIN_LESSONS:
        raise CardsError(
            f"too few reviews to learn from: {len(learned)}, and {MIN_LESSONS} are needed",
            fix="What counts are reviews of cards that you had seen on an earlier day. "
            "Until there are enough, FSRS works well with the parameters that it comes with.",
        )
    cut = round(len(learned) * _FIRST_PART)
    earlier, later = learned[:cut], learned[cut:]
    begins(STEPS[0])
    trial = fit(earlier)
    begins(STEPS[1])
    default = engine().DEFAULT_PARAMETERS
    default_, in_use_, fitted = (accuracy(p, later) for p in (default, in_use or default, trial))
    begins(STEPS[2])
    return Outcome(fit(learned), len(learned), len(later), default_, in_use_, fitted)
