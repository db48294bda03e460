"""FSRS-6 fitted to a learner's reviews, and whether that helps to predict them.

The parameters are judged in order of time: fitted to the first four fifths of the reviews they
predict the last fifth, which they have not seen, and what is then used is fitted to all of them.
Which reviews are predicted, and how it is measured, is as in `dcnn_cards.progress.evaluation`; but
what was before a reset does not count, as nothing is learned from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from dcnn_cards.errors import CardsError
from dcnn_cards.progress.evaluation import predictions, trials
from dcnn_cards.progress.metrics import log_loss, rmse_bins
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event
from dcnn_cards.schedule.fitting import MIN_LESSONS, fit, lessons, reviews
from dcnn_cards.schedule.scheduler import Settings

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


def optimise(
    events: Iterable[Event],
    in_use: tuple[float, ...] = (),
    begins: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Fit FSRS-6 to a log of any decks and judge it; `begins` is told each of the three `STEPS`.

    `in_use` are the parameters used until now, empty for the default ones. Raises CardsError if
    there are fewer than `MIN_LESSONS` reviews to learn from.
    """
    tried = trials(reviews(events))
    learned = lessons(tried.log)
    if len(learned) < MIN_LESSONS:
        raise CardsError(
            f"too few reviews to learn from: {len(learned)}, and {MIN_LESSONS} are needed",
            fix="What counts are reviews of cards that you had seen on an earlier day. "
            "Until there are enough, FSRS works well with the parameters that it comes with.",
        )
    cut = round(len(tried.places) * _FIRST_PART)
    recalled, bins = tried.recalled[cut:], tried.bins[cut:]

    def judged(parameters: tuple[float, ...]) -> Accuracy:
        algorithm = scheduler("fsrs", Settings(parameters=parameters))
        predicted = list(islice(predictions(tried.log, algorithm), cut, None))
        return Accuracy(log_loss(predicted, recalled), rmse_bins(predicted, recalled, bins))

    begins(STEPS[0])
    trial = fit(lessons(tried.log[: tried.places[cut]]))
    begins(STEPS[1])
    default = judged(())
    used, fitted = judged(in_use) if in_use else default, judged(trial)
    begins(STEPS[2])
    return Outcome(fit(learned), len(learned), len(recalled), default, used, fitted)
