"""Where cards stand after a log, whichever scheduler is in force."""

from __future__ import annotations

from dcnn_cards.schedule.event import Event, Grade, Kind
from dcnn_cards.schedule.fold import fold_card
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId, Day, DeckName, Millis
from dcnn_cards.study.exam.standing import Standing, standings

AGAIN, HARD, GOOD, EASY = Grade
FSRS = Fsrs(Settings())
DECK, CARD = DeckName("deck"), CardId("card")
NEW = Standing(CARD, 2.0, "Week 1")


def log(*reviews: tuple[int, Grade | Kind]) -> list[Event]:
    """Events of a card, each on its day from 740000 on."""
    return [
        Event(
            f"{number:032}",
            "device",
            Millis(((740_000 - 719_163 + day) * 86_400 + number) * 1000),
            Day(740_000 + day),
            DECK,
            CARD,
            what if isinstance(what, Kind) else Kind.REVIEW,
            what if isinstance(what, Grade) else None,
        )
        for number, (day, what) in enumerate(reviews)
    ]


REVIEWS = log((0, AGAIN), (0, AGAIN), (0, GOOD), (3, HARD), (9, AGAIN), (9, AGAIN))


def test_a_card_stands_where_fsrs_folds_its_events_to() -> None:
    (found,) = standings([NEW], REVIEWS[::-1], FSRS)
    state = fold_card(REVIEWS, FSRS).state
    assert state is not None
    assert found.memory == state.memory
    assert found == NEW.replace(
        memory=state.memory,
        first_day=Day(740_000),
        last_day=Day(740_009),
        grade=AGAIN,
        failures=2,
    )


def test_one_grade_after_the_other_leads_to_the_same() -> None:
    card = NEW
    for event in REVIEWS:
        assert event.grade is not None
        card = card.after(event.grade, event.day, FSRS)
    assert [card] == standings([NEW], REVIEWS, FSRS)


def test_what_was_before_a_reset_or_undone_is_forgotten() -> None:
    again = log((0, EASY), (2, GOOD), (3, Kind.RESET))
    assert standings([NEW], again, FSRS) == [NEW]
    undone = log((0, GOOD), (4, AGAIN), (4, Kind.UNDO))
    undone[2] = undone[2].replace(undoes=undone[1].id)
    assert standings([NEW], undone, FSRS) == standings([NEW], undone[:1], FSRS)


def test_a_review_dated_before_the_last_counts_for_the_day_of_that() -> None:
    card = NEW.after(GOOD, Day(740_005), FSRS)
    assert card.after(HARD, Day(740_001), FSRS) == card.after(HARD, Day(740_005), FSRS)


def test_cards_without_events_are_new_and_events_of_other_cards_do_not_matter() -> None:
    other = NEW.replace(card=CardId("other"))
    assert standings([other], REVIEWS, FSRS) == [other]
