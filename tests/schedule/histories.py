"""Strategies and short forms for events and histories of reviews."""

from __future__ import annotations

from hypothesis import strategies as st

from dcnn_cards.schedule.event import Event, Grade, Kind

FIRST_DAY = 738_000


def event(number: int, kind: Kind, *, card: str = "a", **facts: object) -> Event:
    """The event made `number` hours after the start, with `number` for its id."""
    values: dict[str, object] = {
        "id": f"{number:08}",
        "device": "laptop",
        "at": 1_700_000_000_000 + number * 3_600_000,
        "day": FIRST_DAY + number // 24,
        "deck": "dcnn",
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
