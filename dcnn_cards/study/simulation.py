"""Sessions that were not held: a learner who does not exist, day after day, under a scheduler.

Every day is a session as a person would have it, with the same queue and the same state machine,
and ends when nothing is left to ask. What comes out is a log like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from dcnn_cards.busy import each
from dcnn_cards.deck.card import Card
from dcnn_cards.schedule.event import Event, Kind
from dcnn_cards.schedule.fold import Record, after
from dcnn_cards.schedule.scheduler import Scheduler
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.schedule.uuid7 import uuid7_text
from dcnn_cards.study.learner import Learner
from dcnn_cards.study.queue import build_queue
from dcnn_cards.study.session import Session

DECK = DeckName("simulated")
"""Name of the deck in the events of a simulation, and of the device."""

_DAY_MS = 86_400_000
_HOUR_OF_STUDY = 18 * 3_600_000  # UTC, so it is the same day nearly everywhere
_EPOCH = date(1970, 1, 1).toordinal()

FIRST_DAY = Day(date(2025, 1, 1).toordinal())
"""The study day on which simulations begin."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be learned: `cards`, at most `new` new ones a day, for `days` study days.

    The first of them is `first_day` (ordinal).
    """

    days: int = 365
    cards: int = 300
    new: int = 10
    first_day: Day = FIRST_DAY


@dataclass(frozen=True, slots=True)
class Course:
    """What became of it: the log, and what the learner knows.

    `recall` has for each day the mean probability, 0 to 1, that a card introduced so far would be
    recalled on the next.
    """

    plan: Plan
    log: tuple[Event, ...]
    recall: tuple[float, ...]


def simulate(plan: Plan, scheduler: Scheduler, learner: Learner, seed: int) -> Course:
    """Return the course that `learner` takes under `scheduler`; the same for the same `seed`."""
    width = len(str(plan.cards))
    cards = [
        Card(CardId(f"card-{number:0{width}}"), "?", "!") for number in range(1, plan.cards + 1)
    ]
    dice = Random(f"{seed}/ids")
    records: dict[CardId, Record] = {}
    log: list[Event] = []
    recall = []
    at = Millis(0)
    days = [plan.first_day + number for number in range(plan.days)]
    for today in each(f"simulating days under {scheduler.name}", days, plan.days):
        session = Session(build_queue(cards, records, today, plan.new).cards, records, today)
        # Later than all before, also where the work of a day took longer than a day.
        at = Millis(max(at, (today - _EPOCH) * _DAY_MS + _HOUR_OF_STUDY))
        while session.card:
            card = session.card
            grade, thinking_ms = learner.answer(card.id, today)
            at = Millis(at + max(1, thinking_ms))
            name = uuid7_text(at << 74 | dice.getrandbits(74))
            event = Event(
                name, DECK, at, today, DECK, card.id, Kind.REVIEW, grade, thinking_ms,
                scheduler.name,
            )  # fmt: skip
            log.append(event)
            session = session.after(event, after(session.record(card), event, scheduler))
        records |= session.changed
        known = learner.recalls(today + 1)
        recall.append(sum(known) / len(known) if known else 0.0)
    return Course(plan, tuple(log), tuple(recall))
