"""Strategies and short forms for events and histories of reviews."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis

FIRST_DAY = Day(738_000)
DECK = DeckName("dcnn")
A, B = CardId("a"), CardId("b")


def event(number: int, kind: Kind, *, card: str = "a", **facts: object) -> Event:
    """The event made `number` hours after the start, with `number` for its id."""
    values: dict[str, object] = {
        "id": f"{number:08}",
        "device": "laptop",
        "at": 1_700_000_000_000 + number * 3_600_000,
        "day": FIRST_DAY + number // 24,
        "deck": DECK,
        "card": card,
        "kind": kind,
        **facts,
    }
    return Event(**values)  # type: ignore[arg-type]


def review(number: int, grade: Grade = Grade.GOOD, *, card: str = "a", **facts: object) -> Event:
    values: dict[str, object] = {"thinking_ms": 1500, "scheduler": "sm2", **facts}
    return event(number, Kind.REVIEW, card=card, grade=grade, **values)


def undo(number: int, of: Event) -> Event:
    return event(number, Kind.UNDO, card=of.card, deck=of.deck, undoes=of.id)


@st.composite
def logs(draw: st.DrawFn, max_size: int = 25) -> list[Event]:
    """Logs of a few cards with events of every kind, in order; undos may name anything."""
    log: list[Event] = []
    hours = 0
    for number in range(draw(st.integers(0, max_size))):
        hours += draw(st.sampled_from([0, 1, 8, 30, 200]))
        card = draw(st.sampled_from("ab"))
        kind = draw(st.sampled_from([Kind.REVIEW, Kind.REVIEW, Kind.REVIEW, *Kind]))
        facts: dict[str, object] = {
            "id": f"{number:08}",
            "at": 1_700_000_000_000 + hours * 3_600_000,
            "day": FIRST_DAY + hours // 24,
        }
        if kind is Kind.REVIEW:
            facts["grade"] = draw(st.sampled_from(Grade))
        if kind is Kind.UNDO:
            facts["undoes"] = f"{draw(st.integers(0, max_size)):08}"
        log.append(event(number, kind, card=card, **facts))
    return log


def studied(cards: int, days: int, seed: int = 1, last: int = FIRST_DAY) -> list[Event]:
    """The log of a learner up to the day `last` who reviews on due days by SM-2.

    What they recall goes by FSRS-6 with parameters of their own, far from the default ones.
    """
    default = Fsrs(Settings()).parameters
    own = (0.5, 1.5, 6.0, 20.0, *default[4:8], 1.3, *default[9:20], 0.3)
    memory, rules, rng = Fsrs(Settings(parameters=own)), scheduler("sm2"), Random(seed)
    log: list[Event] = []
    for card in range(cards):
        day = last - days + rng.randrange(days // 2)
        remembered = state = None
        while day <= last:
            if remembered and rng.random() > memory.recall(remembered, Day(day)):
                grade = Grade.AGAIN
            else:
                weights = (0, 10, 75, 15) if remembered else (15, 10, 60, 15)
                grade = rng.choices(list(Grade), weights)[0]
            remembered = memory.review(remembered, grade, Day(day))
            state = rules.review(state, grade, Day(day))
            number = (day - FIRST_DAY) * 24
            log.append(review(number, grade, card=f"c{card}", id=f"{len(log):08}", day=day))
            log[-1] = log[-1].replace(at=Millis(log[-1].at + len(log)))
            if not state.again:
                day = state.due
    return log
