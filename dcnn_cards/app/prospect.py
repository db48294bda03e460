"""What score to expect of an exam: the forecast, and where it is kept until something changes.

A forecast takes up to a second for 300 cards, and up to five for 10,000: too long before a first
question. So the last one is kept in a file beside the decks as they were read, under a name for all
that it depends on. Who has to be quick takes the last one, as of the day that it was made; who
shows it makes it anew where something has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from dcnn_cards import places
from dcnn_cards.app.decks import load_deck
from dcnn_cards.app.exam import (
    Examined,
    Expected,
    basis_of,
    exam_in_force,
    examined_cards,
    fsrs_of,
    minutes_spent,
    plan_of,
    score_in,
    standings_of,
)
from dcnn_cards.app.scheduling import Scheduling
from dcnn_cards.busy import busy
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.frozen import Frozen
from dcnn_cards.progress.holding import held_of
from dcnn_cards.schedule.exam import Exam, Score
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import Day, DeckName
from dcnn_cards.store import Store, default_path, open_store
from dcnn_cards.study.exam.beliefs import beliefs_of
from dcnn_cards.study.exam.doubt import MOST_TRIALS, doubt_after, trials
from dcnn_cards.study.exam.forecast import Forecast, SectionForecast, forecast
from dcnn_cards.whole_file import read_whole, write_whole

_MOST_BYTES = 10_000_000


HOW_TO_SET = "Say when it is, and how much time there is: dcnn-cards exam 2027-02-03 --minutes 25"


class Drift(NamedTuple):
    """How far the memory model has been off in `trials` reviews, more than chance allows.

    Of them the share `believed` was expected to be recalled, and `recalled` was. The forecast has
    taken that in; without it the score `uncorrected` would be expected.
    """

    trials: int
    believed: float
    recalled: float
    uncorrected: float


class Prospect(NamedTuple):
    """What an exam is expected to come to, as of the study day `today`.

    It asks `cards`; `set_aside` more, which would be in it, are suspended or have no answer. Of
    today's minutes so many are `spent`. `drift` is None where the model has held.
    """

    exam: Exam
    today: Day
    cards: int
    set_aside: int
    spent: float
    forecast: Forecast
    drift: Drift | None

    @property
    def expected(self) -> Expected:
        """What is expected, in a few numbers."""
        found = self.forecast
        return Expected(self.exam.day, self.today, found.expected, found.low, found.high, found.now)


class Ahead(NamedTuple):
    """What lies ahead on study day `today`: the exam of a `deck`; its `score` once that is kept."""

    deck: DeckName
    today: Day
    prospect: Prospect
    score: Score | None


def look_ahead(path: Path | None, scheduling: Scheduling, today: Day) -> Ahead:
    """Return what to expect, on study day `today`, of the exam of the deck in `path`.

    Nothing but the forecast is kept. Raises CardsError where no exam is set, and as `prospect_of`.
    """
    deck = load_deck(path)
    with open_store(default_path(), create=False) as store:
        exam = exam_in_force(store, deck.name)
        if exam is None:
            raise CardsError("no exam is set", fix=HOW_TO_SET)
        found = prospect_of(deck, store, scheduling.scheduler(store), exam, today)
        return Ahead(deck.name, today, found, score_in(store, exam, deck.name))


def prospect_of(deck: Deck, store: Store, scheduler: Scheduler, exam: Exam, today: Day) -> Prospect:
    """Return what to expect on study day `today`; what was kept, if nothing has changed since.

    `scheduler` is the one in force. Of an exam that is over, it is what was expected that day, of
    the reviews before it. Raises CardsError where the library of the memory model is missing, or no
    card is examined that counts.
    """
    key = _key(deck, store, exam, today)
    kept = _kept(deck)
    if kept and kept.key == key:
        return kept.prospect
    made = _made(deck, store, scheduler, exam, today)
    _keep(deck, key, made)
    return made


def last_prospect(deck: Deck, exam: Exam) -> Prospect | None:
    """Return what was expected of `exam` when that was last reckoned, None if that is gone. Quick.

    Its `today` says when that was.
    """
    kept = _kept(deck)
    return kept.prospect if kept and kept.prospect.exam == exam else None


def _made(deck: Deck, store: Store, scheduler: Scheduler, exam: Exam, today: Day) -> Prospect:
    records = store.records.of_deck(deck.name, scheduler)
    asked = examined_cards(deck, exam, records)
    if not any(exam.weight_of(card.section) for card in asked.cards):
        raise CardsError(
            "none of the cards counts in this exam", fix=_how_to_count(asked), file=deck.path
        )
    fsrs = fsrs_of(store)
    with busy("looking ahead to the exam"):
        events = [event for event in store.log.events(deck.name) if event.day < exam.day]
        stands = standings_of(asked.cards, exam, events, fsrs)
        of_today = store.log.standing_on(deck.name, today)
        ahead = stands, plan_of(exam, today, of_today), fsrs, beliefs_of(events)
        tried = list(trials(events, fsrs))
        found = _in_order_of(asked.cards, forecast(*ahead, doubt_after(tried[-MOST_TRIALS:])))
        held = held_of((each.believed, each.recalled) for each in tried)
        drift = None
        if held.is_off:
            shares = held.expected / held.trials, held.recalled / held.trials
            drift = Drift(held.trials, *shares, uncorrected=forecast(*ahead).expected)
    spent = minutes_spent(of_today)
    return Prospect(exam, today, len(asked.cards), asked.set_aside, spent, found, drift)


def _in_order_of(cards: Iterable[Card], found: Forecast) -> Forecast:
    """The same with its sections in the order in which `cards` have them."""
    places = {section: at for at, section in enumerate(dict.fromkeys(c.section for c in cards))}
    return found.replace(
        sections=tuple(sorted(found.sections, key=lambda each: places[each.section]))
    )


def _how_to_count(asked: Examined) -> str:
    if asked.cards:
        return "All of them have the weight 0: `dcnn-cards exam --weigh SECTION=1` changes that."
    if not asked.set_aside:
        return "None passes its filters any more: `dcnn-cards exam --whole-deck` examines all."
    return f"All {asked.set_aside} are suspended, or have no answer."


class _Kept(NamedTuple):
    """A prospect, and what stands for all that it depends on."""

    key: str
    prospect: Prospect


def _key(deck: Deck, store: Store, exam: Exam, today: Day) -> str:
    """Stand for all that a forecast depends on, without looking into any of it."""
    return digest(f"{basis_of(deck, store, exam)} {today}".encode())


def _place(deck: Deck) -> Path:
    return places.cache_folder() / f"exam-{digest(deck.name.encode())}.json"


def _keep(deck: Deck, key: str, made: Prospect) -> None:
    """Keep what was made, where there is a folder for it; without one it is made again."""
    text = json.dumps(made, default=_values)
    with suppress(CardsError):
        write_whole(_place(deck), f"{key} {digest(text.encode())}\n{text}\n")


def _kept(deck: Deck) -> _Kept | None:
    """What was kept last; whatever is wrong with it is as if nothing had been."""
    with suppress(CardsError, ValueError, KeyError, TypeError):
        head, text = read_whole(_place(deck), _MOST_BYTES).decode().splitlines()
        key, sum_of_text = head.split()
        if sum_of_text == digest(text.encode()):
            return _Kept(key, _prospect(json.loads(text)))
    return None


def _values(of: Frozen) -> list[Any]:
    return [getattr(of, name) for name in type(of)._fields]


def _prospect(values: list[Any]) -> Prospect:
    """What `_values` made a list of."""
    exam, today, cards, set_aside, spent, found, drift = map(_in_tuples, values)
    facts = dict(zip(Forecast._fields, found, strict=True))
    facts["sections"] = tuple(SectionForecast(*each) for each in facts["sections"])
    return Prospect(
        Exam(*exam), today, cards, set_aside, spent, Forecast(**facts), drift and Drift(*drift)
    )


def _in_tuples(value: Any) -> Any:
    return tuple(map(_in_tuples, value)) if isinstance(value, list) else value
