"""Numbers from the log: how far the cards have come, what is due, how well they are recalled."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from dcnn_cards.deck.card import Card, Deck
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.asking import Stage, day_due, is_due, is_due_later, stage_of
from dcnn_cards.schedule.counts import CardCounts, ReviewCounts, counted_ms
from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import NEW, Record, standing_events
from dcnn_cards.schedule.units import CardId, Day, DeckName

FORECAST_DAYS = 7
"""How many days after today the forecast has."""


class DayDue(Frozen):
    """Cards that come due on one study day (ordinal), as things stand."""

    day: Day
    due: int


class DayReviews(Frozen):
    """One study day (ordinal): its reviews, and how many cards were seen for the first time."""

    day: Day
    introduced: int
    reviews: ReviewCounts


class SectionProgress(Frozen):
    """One section of the deck. `section` is empty for cards without one."""

    section: str
    cards: CardCounts
    due_today: int
    reviews: ReviewCounts


class Summary(Frozen):
    """Progress on a choice of cards of one deck.

    `due_today` counts cards to be asked on study day `today`: due, overdue, and learning; new cards
    are not due. `forecast` has the `FORECAST_DAYS` days after today. `days` has the days with
    reviews, the earliest first, `sections` all sections in the order of the deck. `streak` is the
    number of days in a row with a review, up to today, or to yesterday while today has none yet.
    """

    deck: DeckName
    today: Day
    cards: CardCounts
    due_today: int
    forecast: tuple[DayDue, ...]
    streak: int
    reviews: ReviewCounts
    days: tuple[DayReviews, ...]
    sections: tuple[SectionProgress, ...]


def summarize(
    deck: Deck,
    cards: Sequence[Card],
    records: Mapping[CardId, Record],
    events: Iterable[Event],
    today: Day,
) -> Summary:
    """Return the progress on `cards`, a choice of those of `deck`, on study day `today`.

    `records` are by card id. Of `events`, those of other cards and decks and those that were
    undone are left out.
    """
    chosen = {card.id: card for card in cards}
    reviews = _reviews(deck.name, chosen, events)
    by_day: dict[Day, list[_Review]] = defaultdict(list)
    by_section: dict[str, list[_Review]] = defaultdict(list)
    for review in reviews:
        by_day[review.event.day].append(review)
        by_section[chosen[review.event.card].section].append(review)
    sections: dict[str, list[Card]] = {}
    for card in cards:
        sections.setdefault(card.section, []).append(card)
    return assembled(
        deck.name,
        today,
        sections={
            section: (_card_counts(own, records, today), due_today(own, records, today))
            for section, own in sections.items()
        },
        by_section={section: _review_counts(own) for section, own in by_section.items()},
        by_day={day: _review_counts(by_day[day]) for day in sorted(by_day)},
        introduced=Counter(records.get(card.id, NEW).introduced for card in cards),
        due=_coming(cards, records, today),
    )


def assembled(
    deck: DeckName,
    today: Day,
    *,
    sections: Mapping[str, tuple[CardCounts, int]],
    by_section: Mapping[str, ReviewCounts],
    by_day: Mapping[Day, ReviewCounts],
    introduced: Mapping[Day | None, int],
    due: Mapping[Day, int],
) -> Summary:
    """Return the summary that these parts add up to.

    `sections`, in the order of the deck, have their cards and how many are due today; `by_day` has
    the days with reviews, the earliest first. What is introduced and due is counted by day.
    """
    return Summary(
        deck=deck,
        today=today,
        cards=_added(_NO_CARDS, (cards for cards, _ in sections.values())),
        due_today=sum(waiting for _, waiting in sections.values()),
        forecast=_forecast(due, today, FORECAST_DAYS),
        streak=streak(by_day.keys(), today),
        reviews=_added(_NO_REVIEWS, by_day.values()),
        days=tuple(
            DayReviews(day, introduced.get(day, 0), reviews) for day, reviews in by_day.items()
        ),
        sections=tuple(
            SectionProgress(section, cards, waiting, by_section.get(section, _NO_REVIEWS))
            for section, (cards, waiting) in sections.items()
        ),
    )


_NO_CARDS = CardCounts(0, 0, 0, 0, 0, 0)
_NO_REVIEWS = ReviewCounts(0, 0, 0, 0, 0)
_Counts = TypeVar("_Counts", CardCounts, ReviewCounts)


def _added(none: _Counts, others: Iterable[_Counts]) -> _Counts:
    return type(none)(*map(sum, zip(none, *others, strict=True)))


class _Review(Frozen):
    event: Event
    first: bool  # of its card on its day


def _reviews(
    deck: DeckName, cards: Mapping[CardId, Card], events: Iterable[Event]
) -> list[_Review]:
    seen: set[tuple[CardId, Day]] = set()
    reviews = []
    own = (made for made in events if made.deck == deck and made.card in cards)
    for event in standing_events(own):
        if event.kind is Kind.REVIEW:
            key = event.card, event.day
            reviews.append(_Review(event, key not in seen))
            seen.add(key)
    return reviews


def _review_counts(reviews: Sequence[_Review]) -> ReviewCounts:
    first = [review.event for review in reviews if review.first]
    times = [made.event.thinking_ms for made in reviews if made.event.thinking_ms is not None]
    return ReviewCounts(
        reviews=len(reviews),
        first_reviews=len(first),
        recalled=sum(event.grade is not Grade.AGAIN for event in first),
        timed=len(times),
        thinking_ms=sum(map(counted_ms, times)),
    )


def _card_counts(cards: Iterable[Card], records: Mapping[CardId, Record], today: Day) -> CardCounts:
    counts = Counter(stage_of(card, records.get(card.id, NEW), today) for card in cards)
    return CardCounts(counts.total(), *(counts[stage] for stage in Stage))


def due_today(cards: Iterable[Card], records: Mapping[CardId, Record], today: Day) -> int:
    """Return how many of `cards` are to be asked on study day `today`, without new ones."""
    return sum(is_due(card, records.get(card.id, NEW), today) for card in cards)


def forecast(
    cards: Iterable[Card], records: Mapping[CardId, Record], today: Day, days: int = FORECAST_DAYS
) -> tuple[DayDue, ...]:
    """Return how many of `cards` come due on each of the `days` days after `today`."""
    return _forecast(_coming(cards, records, today), today, days)


def _coming(cards: Iterable[Card], records: Mapping[CardId, Record], today: Day) -> Counter[Day]:
    """Count the cards that come due on each day after `today`."""
    own = ((card, records.get(card.id, NEW)) for card in cards)
    return Counter(
        day_due(record.state, record.buried, today)
        for card, record in own
        if is_due_later(card, record, today) and record.state
    )


def _forecast(due: Mapping[Day, int], today: Day, days: int) -> tuple[DayDue, ...]:
    coming = (today + n for n in range(1, days + 1))
    return tuple(DayDue(day, due.get(day, 0)) for day in coming)


def streak(days: Iterable[Day], today: Day) -> int:
    """Return how many days in a row up to today, or to yesterday, are among `days`."""
    studied = set(days)
    last = today if today in studied else today - 1
    day = last
    while day in studied:
        day -= 1
    return last - day
