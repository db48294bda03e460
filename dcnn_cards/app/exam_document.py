"""What is expected of an exam as a document, under names that scripts rely on."""

from __future__ import annotations

from dcnn_cards.app.exam import examined_by
from dcnn_cards.app.prospect import Ahead
from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, iso_day
from dcnn_cards.schedule.exam import WEEKDAYS

EXAM_FIELDS = (
    Field("deck", "name of the deck"),
    Field("today", "the study day, ISO 8601"),
    Field("exam", "the day of the exam, ISO 8601"),
    Field("days_left", "days until it, negative once it is over"),
    Field("days_to_study", "those of them, today included, that are not off"),
    Field("minutes", "the time on each of them"),
    Field("minutes_spent", "what reviews took today, from question to grade"),
    Field("cards", "how many cards are examined"),
    Field("set_aside", "further cards that pass the filters: suspended, or without an answer"),
    Field("filters", "which cards are examined, in words; null for the whole deck"),
    Field("now", "the expected score if it were today, 0 to 1, as all scores"),
    Field("untouched", "the same on the day if nothing more is studied"),
    Field("expected", "the same on the day if the plan is kept"),
    Field("low", "eight of ten such learners end from here"),
    Field("high", "to here"),
    Field("unseen", "how many cards are expected never to be seen"),
    Field("day_off", "what the expected score loses by one day off"),
    Field("ten_more", "what it gains by ten minutes more on each day"),
    Field(
        "off_believed",
        "share of past reviews that FSRS expected to be recalled, where it was off by more than"
        " chance allows; else null",
    ),
    Field("off_recalled", "share of them that was recalled; null as above"),
    Field("uncorrected", "`expected` if that were not taken in; null as above"),
    Field("pass", "the score that --pass names, null without it"),
    Field("pass_chance", "the probability of that score or more, null without it"),
    Field("score", "how it went, null if that was not said"),
    Field("score_expected", "what was expected then, null as above"),
    Field("minutes_for.score", "a score"),
    Field("minutes_for.minutes", "minutes a day that it needs; null if four hours are too few"),
    Field("days_off.from", "a day of the week that is off, or the first of some days"),
    Field("days_off.to", "the last of them; null for a day of the week"),
    Field("weights.section", "a section whose cards do not count 1"),
    Field("weights.weight", "how much each of them counts"),
    Field("sections.section", "each section with cards that count"),
    Field("sections.cards", "how many these are"),
    Field("sections.now", "their expected score if it were today"),
    Field("sections.expected", "the same on the day"),
)
"""Every name in the document of an exam, lists written as `list.field`."""


def exam_document(ahead: Ahead, mark: float | None = None) -> Document:
    """Return what is expected as plain values under the names of `EXAM_FIELDS`, in their order.

    `mark` is a score, 0 to 1, whose chance is told.
    """
    deck, today, (exam, _, cards, set_aside, spent, found, drift), score = ahead
    return {
        "deck": deck,
        "today": iso_day(today),
        "exam": iso_day(exam.day),
        "days_left": exam.day - today,
        "days_to_study": sum(map(bool, exam.minutes_from(today))),
        "minutes": exam.minutes,
        "minutes_spent": round(spent, 2),
        "cards": cards,
        "set_aside": set_aside,
        "filters": str(examined_by(exam)) or None,
        **{name: round(getattr(found, name), 4) for name in _SHARES},
        "off_believed": round(drift.believed, 4) if drift else None,
        "off_recalled": round(drift.recalled, 4) if drift else None,
        "uncorrected": round(drift.uncorrected, 4) if drift else None,
        "pass": mark,
        "pass_chance": None if mark is None else round(found.chance(mark), 4),
        "score": score and score.score,
        "score_expected": score and score.expected,
        "minutes_for": [
            {"score": target, "minutes": None if minutes is None else round(minutes, 1)}
            for target, minutes in found.minutes_for
        ],
        "days_off": [
            *({"from": WEEKDAYS[number], "to": None} for number in exam.weekdays),
            *({"from": iso_day(first), "to": iso_day(last)} for first, last in exam.breaks),
        ],
        "weights": [{"section": name, "weight": weight} for name, weight in exam.weights],
        "sections": [
            {
                "section": each.section,
                "cards": each.cards,
                "now": round(each.now, 4),
                "expected": round(each.expected, 4),
            }
            for each in found.sections
        ],
    }


_SHARES = ("now", "untouched", "expected", "low", "high", "unseen", "day_off", "ten_more")
