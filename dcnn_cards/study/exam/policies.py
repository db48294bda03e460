"""In what order the cards of an exam may be asked, to be compared at the same minutes.

- `due`: what is due, the most overdue first, then what was failed today, then new cards: what a
  session does without an exam, FSRS deciding what is due at a recall of 90 %.
- `new`: new cards while there are any, then those that would be recalled least on the exam day.
  Of what was tried by hand the best: with new cards up to a share of the minutes, or of the days,
  or with what is due in place of what is weakest, less was recalled.
- `worth`: what is worth most on the exam day, by `dcnn_cards.study.exam.worth`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.units import Day
from dcnn_cards.study.exam.beliefs import Beliefs
from dcnn_cards.study.exam.course import Policy
from dcnn_cards.study.exam.standing import Standing
from dcnn_cards.study.exam.worth import untouched, worths

_DUE, _FAILED_TODAY, _NEW = 3.0, 2.0, 1.0


def due_first(exam_day: Day, fsrs: Fsrs, beliefs: Beliefs) -> Policy:
    """Return the policy `due`; it asks the same whatever the exam and the beliefs."""
    del exam_day, fsrs, beliefs

    def policy(cards: Sequence[Standing], today: Day) -> list[float]:
        return [_due(card, today) if card.weight else 0.0 for card in cards]

    return policy


def _due(card: Standing, today: Day) -> float:
    if card.memory is None:
        return _NEW
    days = card.days_since(today)
    if not days:
        return _FAILED_TODAY if card.grade is Grade.AGAIN else 0.0
    overdue = days - max(1, round(card.memory[0]))
    return _DUE + overdue if overdue >= 0 else 0.0


def new_first(exam_day: Day, fsrs: Fsrs, beliefs: Beliefs) -> Policy:
    """Return the policy `new`; it asks the same whatever the beliefs."""
    del beliefs

    def policy(cards: Sequence[Standing], today: Day) -> list[float]:
        recalls = untouched(cards, exam_day, fsrs)
        return [
            _new(card, recall, today) if card.weight else 0.0
            for card, recall in zip(cards, recalls, strict=True)
        ]

    return policy


def _new(card: Standing, recall: float, today: Day) -> float:
    if card.memory is None:
        return _NEW
    return 1 - recall if card.days_since(today) else 0.0


def by_worth(exam_day: Day, fsrs: Fsrs, beliefs: Beliefs) -> Policy:
    """Return the policy `worth`."""

    def policy(cards: Sequence[Standing], today: Day) -> list[float]:
        return worths(cards, today, exam_day, fsrs, beliefs)

    return policy


POLICIES: Mapping[str, Callable[[Day, Fsrs, Beliefs], Policy]] = {
    "due": due_first,
    "new": new_first,
    "worth": by_worth,
}
"""What makes each of them for an exam, by name."""
