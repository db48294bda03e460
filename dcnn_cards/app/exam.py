"""The exam of a deck: what was set last, as the log has it, and what that comes to today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dcnn_cards import __version__
from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.deck.filters import Filters
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.event import WHOLE_DECK, Event, Kind
from dcnn_cards.schedule.exam import Exam, Score, exam_facts, exam_of, score_of
from dcnn_cards.schedule.fold import NEW, Record
from dcnn_cards.schedule.units import CardId, Day, DeckName
from dcnn_cards.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dcnn_cards.schedule.fsrs import Fsrs
    from dcnn_cards.study.exam.course import Plan
    from dcnn_cards.study.exam.standing import Standing


def exam_in_force(store: Store, deck: DeckName) -> Exam | None:
    """Return the exam that is set for a deck, None if none is. Quick, and it may be over by now."""
    return exam_of(store.log.last_standing(deck, WHOLE_DECK, Kind.EXAM))


def score_in(store: Store, exam: Exam, deck: DeckName) -> Score | None:
    """Return how an exam went, None if that was not said. Quick."""
    score = score_of(store.log.last_standing(deck, WHOLE_DECK, Kind.SCORE))
    return score if score and score.day == exam.day else None


def newly_over(store: Store, deck: DeckName, today: Day) -> Day | None:
    """Return the day of a deck's exam if it is over, and nothing was said or studied since. Quick.

    So that whoever studies next is asked once how it went.
    """
    exam = exam_in_force(store, deck)
    if exam is None or exam.day >= today or score_in(store, exam, deck):
        return None
    return None if store.log.is_reviewed_after(deck, exam.day) else exam.day


class Expected(NamedTuple):
    """What was expected, on study day `today`, of the exam on the day `exam_day`.

    The scores are shares, 0 to 1: `score` on the day, for eight of ten such learners `low` to
    `high`, and `now` if it were today.
    """

    exam_day: Day
    today: Day
    score: float
    low: float
    high: float
    now: float


def basis_of(deck: Deck, store: Store, exam: Exam) -> str:
    """Return what stands for all that an exam's numbers depend on, without looking into any."""
    seen = deck.path.stat() if deck.path and deck.path.exists() else None
    deck_is = (deck.name, len(deck.cards), seen and (seen.st_mtime_ns, seen.st_size, seen.st_ino))
    depends = __version__, deck_is, store.log.end(), store.fits.get("fsrs"), exam_facts(exam)
    return digest(repr(depends).encode())


def examined_by(exam: Exam) -> Filters:
    """Return what cards pass that are examined."""
    given = dict(exam.cards)
    return Filters(
        weeks=given.get("weeks", ()),
        section=" ".join(given.get("section", ())),
        topic=" ".join(given.get("topic", ())),
        text=" ".join(given.get("text", ())),
        tags=given.get("tags", ()),
    )


def as_given(filters: Filters) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return `filters` as an `Exam` has them: `examined_by` the other way round."""
    given = {
        "weeks": filters.weeks,
        "section": (filters.section,) * bool(filters.section),
        "topic": (filters.topic,) * bool(filters.topic),
        "text": (filters.text,) * bool(filters.text),
        "tags": filters.tags,
    }
    return tuple((name, words) for name, words in given.items() if words)


class Examined(NamedTuple):
    """The cards that an exam asks; `set_aside` more are suspended, or have no answer."""

    cards: Sequence[Card]
    set_aside: int


def examined_cards(deck: Deck, exam: Exam, records: Mapping[CardId, Record]) -> Examined:
    """Return which cards of `deck` an exam asks; `records` are by card, under any scheduler."""
    passing = [card for card in deck.cards if examined_by(exam).match(card)]
    asked = [card for card in passing if card.askable and not records.get(card.id, NEW).suspended]
    return Examined(asked, len(passing) - len(asked))


def standings_of(
    cards: Iterable[Card], exam: Exam, events: Iterable[Event], fsrs: Fsrs
) -> list[Standing]:
    """Return where cards that are examined stand after the `events` of their deck, in any order."""
    from dcnn_cards.study.exam.standing import Standing, standings

    new = [Standing(card.id, exam.weight_of(card.section), card.section) for card in cards]
    return standings(new, events, fsrs)


def fsrs_of(store: Store) -> Fsrs:
    """Return the memory model, with the learner's own parameters if they were fitted.

    Raises CardsError where its library is missing, or what was fitted cannot be read.
    """
    from dcnn_cards.schedule.fsrs import Fsrs, engine
    from dcnn_cards.schedule.scheduler import Settings

    try:
        engine()
    except CardsError as error:
        fix = "What is expected of an exam needs it: pip install fsrs-rs-python"
        raise CardsError(error.what, fix=fix) from None
    fitted = store.fits.get(Fsrs.name)
    return Fsrs(Settings(parameters=fitted.parameters if fitted else ()))


def minutes_spent(events: Iterable[Event]) -> float:
    """Return the minutes, from question to grade, that the reviews among `events` took."""
    from dcnn_cards.schedule.counts import counted_ms

    spent = (event.thinking_ms for event in events if event.kind is Kind.REVIEW)
    return sum(map(counted_ms, filter(None, spent))) / 60_000


def plan_of(exam: Exam, today: Day, events: Iterable[Event]) -> Plan:
    """Return the time from study day `today` on; `events` are those of today that stand.

    What they took is gone from today's. From the exam on there is none.
    """
    from dcnn_cards.study.exam.course import Plan

    if today >= exam.day:
        return Plan(exam.day, ())
    first, *others = map(float, exam.minutes_from(today))
    return Plan(today, (max(0.0, first - minutes_spent(events)), *others))
