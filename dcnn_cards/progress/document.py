"""The summary as a document of plain values, under names that scripts rely on."""

from __future__ import annotations

from dcnn_cards.progress.fields import Field, Value, iso_day
from dcnn_cards.progress.stats import Summary
from dcnn_cards.schedule.counts import CardCounts, ReviewCounts

Entry = dict[str, Value]
Document = dict[str, Value | Entry | list[Entry]]
"""Values by name, one level of entries deep; the first field of an entry in a list is its key."""

_CARD_FIELDS = (
    Field("total", "number of cards"),
    Field("new", "not reviewed yet"),
    Field("learning", "coming back in today's session"),
    Field("young", "interval under 21 days"),
    Field("mature", "interval of 21 days or more"),
    Field("suspended", "not asked: suspended, or without an answer"),
)
_REVIEW_FIELDS = (
    Field("reviews", "all reviews that were not undone"),
    Field("first_reviews", "each card counted once a study day: the rest is drill"),
    Field("recalled", "first reviews graded hard, good or easy"),
    Field("recall_rate", "recalled / first_reviews, 0 to 1; null without reviews"),
    Field("thinking_seconds", "from question to grade, all reviews together, each up to 60 s"),
    Field("mean_thinking_seconds", "the same a review; null where none was measured"),
)
STATS_FIELDS = (
    Field("deck", "name of the deck"),
    Field("today", "the study day, ISO 8601"),
    Field("due_today", "cards due today: overdue and learning ones too, but no new ones"),
    Field("streak_days", "days in a row with a review, up to today or yesterday"),
    *(Field(f"cards.{name}", meaning) for name, meaning in _CARD_FIELDS),
    *(Field(f"reviews.{name}", meaning) for name, meaning in _REVIEW_FIELDS),
    Field("forecast.day", "each of the seven days after today, ISO 8601"),
    Field("forecast.due", "cards that come due on it, as things stand"),
    Field("days.day", "each study day with reviews, ISO 8601"),
    Field("days.introduced", "cards seen for the first time on it"),
    *(Field(f"days.{name}", f"on that day: {meaning}") for name, meaning in _REVIEW_FIELDS),
    Field("sections.section", "each section, in the order of the deck"),
    Field("sections.due_today", "in that section: cards due today"),
    *(Field(f"sections.{name}", f"in that section: {meaning}") for name, meaning in _CARD_FIELDS),
    *(Field(f"sections.{name}", f"in that section: {meaning}") for name, meaning in _REVIEW_FIELDS),
)
"""Every name in the document of the statistics, lists written as `list.field`."""


def stats_document(summary: Summary) -> Document:
    """Return `summary` as plain values under the names of `STATS_FIELDS`, in their order."""
    return {
        "deck": summary.deck,
        "today": iso_day(summary.today),
        "due_today": summary.due_today,
        "streak_days": summary.streak,
        "cards": _cards(summary.cards),
        "reviews": _reviews(summary.reviews),
        "forecast": [{"day": iso_day(day.day), "due": day.due} for day in summary.forecast],
        "days": [
            {"day": iso_day(day.day), "introduced": day.introduced, **_reviews(day.reviews)}
            for day in summary.days
        ],
        "sections": [
            {
                "section": section.section,
                "due_today": section.due_today,
                **_cards(section.cards),
                **_reviews(section.reviews),
            }
            for section in summary.sections
        ],
    }


def _cards(counts: CardCounts) -> Entry:
    return {field.name: getattr(counts, field.name) for field in _CARD_FIELDS}


def _reviews(counts: ReviewCounts) -> Entry:
    rate, thinking = counts.recall_rate, counts.mean_thinking_ms
    return {
        "reviews": counts.reviews,
        "first_reviews": counts.first_reviews,
        "recalled": counts.recalled,
        "recall_rate": None if rate is None else round(rate, 4),
        "thinking_seconds": counts.thinking_ms / 1000,
        "mean_thinking_seconds": None if thinking is None else round(thinking / 1000, 3),
    }
