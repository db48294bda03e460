"""How well each scheduler would have predicted the reviews of a log.

Source: the open srs-benchmark of the Open Spaced Repetition project (`features/base.py`,
`model_processors.py`). A card's first review tells nothing to predict from, and what follows on a
day that already had a review is drill; every other review is a trial of what was predicted. The
trials, in order of time, are split as scikit-learn's `TimeSeriesSplit` does with five splits: the
first sixth is only there to learn from, each of the other five is predicted by what was learned
from all before it, and is then among what is learned from.

The benchmark also leaves out what its data set has and a log of one's own has not: cards with more
than 128 reviews, reviews with unlikely first intervals. Here they count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field
from dcnn_cards.progress.holding import HELD_FIELDS, DayHeld, held_by_day, held_document
from dcnn_cards.progress.metrics import Bin, auc, bin_of, log_loss, rmse_bins
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import in_their_days_by_card, standing_events
from dcnn_cards.schedule.scheduler import Scheduler, Settings, State
from dcnn_cards.schedule.units import CardId, DeckName

SPLITS = 5
"""In how many parts the trials are predicted; one more, the first, is only learned from."""

MIN_TRIALS = 60
"""Fewer trials are not evaluated: ten a part. The benchmark takes one a part."""


@dataclass(frozen=True, slots=True)
class Trials:
    """The reviews of a log that try a prediction, in order of time.

    `log` has all standing reviews and resets; `places` says where in it each trial stands.
    `firsts` counts the first reviews of cards and `drills` the further ones of a day, which are no
    trials.
    """

    log: tuple[Event, ...]
    places: tuple[int, ...]
    recalled: tuple[bool, ...]
    bins: tuple[Bin, ...]
    firsts: int
    drills: int

    @property
    def reviews(self) -> int:
        """The number of all reviews."""
        return len(self.places) + self.firsts + self.drills

    @property
    def parts(self) -> list[tuple[int, int]]:
        """The parts that are predicted, as (first trial, end)."""
        return time_series_split(len(self.places))

    @property
    def learned_from(self) -> int:
        """The number of trials, the first ones, that are not predicted."""
        return self.parts[0][0] if self.parts else len(self.places)

    @property
    def recall_rate(self) -> float:
        """The share of the predicted trials that was recalled, 0 to 1."""
        predicted = self.recalled[self.learned_from :]
        return sum(predicted) / len(predicted)


@dataclass(frozen=True, slots=True)
class Predictor:
    """Something that predicts recall.

    `train` makes a scheduler of the log before a part, or says by None that it is too short; the
    part is then predicted by `scheduler`, as it is throughout where there is no `train`. Where it
    is `by_interval`, that says when to ask, and recall is read into it by us.
    """

    name: str
    scheduler: Scheduler
    train: Callable[[Sequence[Event]], Scheduler | None] | None = None
    by_interval: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How well one predictor did over `reviews` trials; `dcnn_cards.progress.metrics` says more.

    `auc` is None where all or none were recalled. `trained` counts the parts that were predicted
    with parameters learned from what was before them; it is None for what does not learn.
    `by_interval` is that of the predictor.
    """

    name: str
    reviews: int
    log_loss: float
    rmse_bins: float
    auc: float | None
    trained: int | None = None
    by_interval: bool = False


def trials(events: Iterable[Event]) -> Trials:
    """Return the trials among `events`, those of any decks; reviews undone do not count."""
    log, places, recalled, bins = list[Event](), list[int](), list[bool](), list[Bin]()
    firsts = drills = 0
    seen: dict[tuple[DeckName, CardId], tuple[int, int, int]] = {}  # last day, reviews, lapses
    for event in in_their_days_by_card(standing_events(events)):
        card = event.deck, event.card
        if event.kind is Kind.RESET:
            seen.pop(card, None)
        elif event.kind is not Kind.REVIEW:
            continue
        elif (before := seen.get(card)) is None:
            firsts += 1
            seen[card] = event.day, 1, 0
        elif event.day <= before[0]:
            drills += 1
        else:
            day, reviews, lapses = before
            knew = event.grade is not Grade.AGAIN
            places.append(len(log))
            recalled.append(knew)
            bins.append(bin_of(event.day - day, reviews + 1, lapses))
            seen[card] = event.day, reviews + 1, lapses + (not knew)
        log.append(event)
    return Trials(tuple(log), tuple(places), tuple(recalled), tuple(bins), firsts, drills)


def time_series_split(count: int, splits: int = SPLITS) -> list[tuple[int, int]]:
    """Return the parts (start, end) of `count` rows that are predicted, each by all before it.

    All have the same size; what is left over by that is in the first part, which is not returned.
    """
    size = count // (splits + 1)
    starts = range(count - splits * size, count, size) if size else range(0)
    return [(start, start + size) for start in starts]


def predictions(log: Iterable[Event], algorithm: Scheduler) -> Iterator[float]:
    """Yield the probability of recall that `algorithm` gives to each trial in `log`, in order."""
    states: dict[tuple[DeckName, CardId], State] = {}
    for event in log:
        card = event.deck, event.card
        state = states.get(card)
        if event.grade is None:
            states.pop(card, None)
            continue
        if state is not None and event.day > state.last_day:
            yield algorithm.recall(state, event.day)
        states[card] = algorithm.review(state, event.grade, event.day)


def forecast_held(tried: Trials, memory: Scheduler) -> list[DayHeld]:
    """Return for each day with trials how well what `memory` expects of them held."""
    days = (tried.log[place].day for place in tried.places)
    return held_by_day(zip(days, predictions(tried.log, memory), tried.recalled, strict=True))


def score(
    tried: Trials, predictor: Predictor, begins: Callable[[int], None] = lambda _: None
) -> Score:
    """Return how well `predictor` did; `begins` is told each part, from 1, that is fitted to.

    Raises ValueError where there are too few trials to split.
    """
    if predictor.train is None:
        every = predictions(tried.log, predictor.scheduler)
        predicted = list(islice(every, tried.learned_from, None))
        found = _measured(predictor.name, tried, predicted)
        return replace(found, by_interval=predictor.by_interval)
    predicted = []
    trained = 0
    for number, (start, end) in enumerate(tried.parts, 1):
        begins(number)
        fitted = predictor.train(tried.log[: tried.places[start]])
        trained += fitted is not None
        up_to_end = tried.log[: tried.places[end - 1] + 1]
        predicted += islice(predictions(up_to_end, fitted or predictor.scheduler), start, None)
    return _measured(predictor.name, tried, predicted, trained)


def average(tried: Trials, name: str = "average") -> Score:
    """Return how well the average recall of the past does as the prediction for every review.

    What does worse knows nothing of memory. Raises ValueError as `score` does.
    """
    predicted: list[float] = []
    for start, end in tried.parts:
        predicted += [sum(tried.recalled[:start]) / start] * (end - start)
    return _measured(name, tried, predicted)


def predictors(name: str) -> list[Predictor]:
    """Return what predicts as the scheduler `name` does, also with parameters if it learns them.

    Raises CardsError where the scheduler cannot be loaded.
    """
    algorithm = scheduler(name)
    fit = algorithm.fit
    if fit is None:
        return [Predictor(name, algorithm, by_interval=not algorithm.predicts)]

    def train(past: Sequence[Event]) -> Scheduler | None:
        fitted = fit(past)
        return scheduler(name, Settings(parameters=fitted)) if fitted else None

    return [Predictor(f"{name}-default", algorithm), Predictor(f"{name}-fitted", algorithm, train)]


def _measured(
    name: str, tried: Trials, predicted: Sequence[float], trained: int | None = None
) -> Score:
    recalled, bins = tried.recalled[tried.learned_from :], tried.bins[tried.learned_from :]
    return Score(
        name,
        len(predicted),
        log_loss(predicted, recalled),
        rmse_bins(predicted, recalled, bins),
        auc(predicted, recalled),
        trained,
    )


EVALUATION_FIELDS = (
    Field("reviews", "all reviews that were not undone"),
    Field("first_reviews", "first reviews of a card, which nothing predicts"),
    Field("drill", "further reviews on a day that had one"),
    Field("learned_from", "the first sixth of the rest, which is only learned from"),
    Field("predicted", "what is left: the reviews that were predicted"),
    Field("recall_rate", "share of them that was recalled, 0 to 1"),
    Field("predictors.name", "what predicted them"),
    Field("predictors.log_loss", "as the srs-benchmark defines it; less is better"),
    Field("predictors.rmse_bins", "as the srs-benchmark defines it; less is better"),
    Field("predictors.auc", "more is better; null where all or none were recalled"),
    Field(
        "predictors.trained_parts", "of five parts, those predicted with fitted parameters; or null"
    ),
    *HELD_FIELDS,
)
"""Every name in the document of an evaluation, lists written as `list.field`."""


def evaluation_document(
    tried: Trials, found: Sequence[Score], held: Sequence[DayHeld] = ()
) -> Document:
    """Return an evaluation as plain values under the names of `EVALUATION_FIELDS`, in order.

    `held` says of each past day how the forecast of an exam held, the first first.
    """
    return {
        "reviews": tried.reviews,
        "first_reviews": tried.firsts,
        "drill": tried.drills,
        "learned_from": tried.learned_from,
        "predicted": len(tried.recalled) - tried.learned_from,
        "recall_rate": round(tried.recall_rate, 4),
        "predictors": [
            {
                "name": each.name,
                "log_loss": round(each.log_loss, 6),
                "rmse_bins": round(each.rmse_bins, 6),
                "auc": None if each.auc is None else round(each.auc, 6),
                "trained_parts": each.trained,
            }
            for each in found
        ],
        **held_document(held),
    }
