"""What it comes to in which order the cards of an exam are asked, over many made-up learners."""

from __future__ import annotations

from collections.abc import Sequence

from dcnn_cards.frozen import Frozen
from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field

POLICY_FIELDS = (
    Field("policies.policy", "in what order cards are asked: due, new or worth"),
    Field("policies.recall", "mean chance of recall, 0 to 1, of all cards in the exam"),
    Field("policies.low", "the same for the learner whom one of ten falls short of"),
    Field("policies.high", "the same for the learner whom one of ten exceeds"),
    Field("policies.minutes_a_day", "from question to grade, on average"),
)
"""Every name in the document of a comparison, lists written as `list.field`."""


class PolicyResult(Frozen):
    """How learners ended under one policy: their recall in the exam, 0 to 1, `low` to `high`.

    Eight of ten ended between the two. `minutes_a_day` is the mean of what they used.
    """

    policy: str
    recall: float
    low: float
    high: float
    minutes_a_day: float


def policy_result(policy: str, recalls: Sequence[float], minutes: Sequence[float]) -> PolicyResult:
    """Return how learners ended, given the recall and the minutes a day of each of them."""
    ordered = sorted(recalls)
    return PolicyResult(
        policy,
        sum(recalls) / len(recalls),
        _quantile(ordered, 0.1),
        _quantile(ordered, 0.9),
        sum(minutes) / len(minutes),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two numbers that the quantile lies between, in proportion."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def policies_document(results: Sequence[PolicyResult]) -> Document:
    """Return the results as plain values under the names of `POLICY_FIELDS`, in order."""
    return {
        "policies": [
            {
                "policy": each.policy,
                "recall": round(each.recall, 4),
                "low": round(each.low, 4),
                "high": round(each.high, 4),
                "minutes_a_day": round(each.minutes_a_day, 2),
            }
            for each in results
        ]
    }
