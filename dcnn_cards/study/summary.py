"""What a session came to."""

from __future__ import annotations

from dcnn_cards.deck.card import Card
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.counts import counted_ms
from dcnn_cards.schedule.event import Grade
from dcnn_cards.study.session import Session


class Summary(Frozen):
    """The numbers of a session."""

    cards: int
    grades: dict[Grade, int]
    recalled: float | None  # share of cards not graded Again at first, 0 to 1; None without grades
    seconds_a_card: float  # thinking time per grade, as `counted_ms` has it
    hard: tuple[Card, ...]  # graded Again at least once, in the order they came
    left: int  # cards still in the queue
    left_today: int = 0  # those of them that are asked today
    left_due: int = 0  # those of these that were due, and have no day of their own after today


def summarize(session: Session) -> Summary:
    """Return the summary of `session` as it stands."""
    answered, left = session.answered, session.left()
    first = [given for given in answered if not given.repeated]
    recalled = sum(given.grade > Grade.AGAIN for given in first) / len(first) if first else None
    thought = sum(counted_ms(given.thinking_ms) for given in answered) / 1000
    failed = {given.card.id: given.card for given in answered if given.grade is Grade.AGAIN}
    return Summary(
        cards=len(first),
        grades={grade: sum(given.grade is grade for given in answered) for grade in Grade},
        recalled=recalled,
        seconds_a_card=thought / len(answered) if answered else 0.0,
        hard=tuple(failed.values()),
        left=session.waiting,
        left_today=left.total,
        left_due=left.due,
    )
