"""What score to expect of a plan."""

from __future__ import annotations

import pytest

from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import Settings
from dcnn_cards.schedule.units import CardId, Day
from dcnn_cards.study.exam.beliefs import PUBLISHED
from dcnn_cards.study.exam.course import Plan
from dcnn_cards.study.exam.doubt import Doubt
from dcnn_cards.study.exam.forecast import TARGETS, Forecast, forecast, scores
from dcnn_cards.study.exam.standing import Standing

FSRS = Fsrs(Settings())
TODAY = Day(740_000)
CARDS = [Standing(CardId(f"c{n}"), 1.0, f"Week {n % 2}") for n in range(30)]


def found(minutes: float, days: int = 7, cards: list[Standing] = CARDS) -> Forecast:
    return forecast(cards, Plan(TODAY, (minutes,) * days), FSRS, PUBLISHED)


def test_the_same_seed_gives_the_same_forecast() -> None:
    assert found(2) == found(2)


def test_without_minutes_what_is_untouched_is_expected() -> None:
    seen = [card.after(Grade.GOOD, TODAY - 2, FSRS) for card in CARDS[:10]] + CARDS[10:]
    idle = found(0, cards=seen)
    assert idle.expected == pytest.approx(idle.untouched, abs=0.02)  # learners differ
    assert 0 < idle.untouched < idle.now < 1 / 3
    assert idle.unseen == pytest.approx(20)
    assert len(set(idle.learners)) > 1


def test_the_expected_score_lies_in_its_range_and_more_minutes_raise_it() -> None:
    little, much = found(1), found(5)
    for each in (little, much):
        assert 0 <= each.low <= each.expected <= each.high <= 1
        assert each.chance(0) == pytest.approx(1, abs=0.01)
        assert each.chance(each.low) == pytest.approx(0.9, abs=0.01)
    assert little.expected < much.expected
    assert little.unseen > much.unseen


def test_what_a_score_takes_does_not_depend_on_what_there_is() -> None:
    assert found(1).minutes_for == found(9).minutes_for
    needed = [minutes for _, minutes in found(1).minutes_for]
    assert None not in needed
    assert needed == sorted(filter(None, needed))
    assert found(0).minutes_for == tuple((target, None) for target in TARGETS)


def test_sections_add_up_to_the_whole() -> None:
    whole = found(2)
    assert [each.section for each in whole.sections] == ["Week 0", "Week 1"]
    assert sum(each.cards for each in whole.sections) == 30
    mean = sum(each.expected * each.cards for each in whole.sections) / 30
    assert mean == pytest.approx(whole.expected)


def test_cards_of_weight_0_do_not_matter_and_without_others_there_is_no_forecast() -> None:
    nothing = [card.replace(weight=0.0) for card in CARDS]
    assert found(2, cards=CARDS + nothing) == found(2)
    with pytest.raises(ValueError, match="no card"):
        found(2, cards=nothing)


def test_on_the_exam_day_the_score_of_today_is_expected() -> None:
    seen = [card.after(Grade.GOOD, TODAY - 2, FSRS) for card in CARDS]
    over = forecast(seen, Plan(TODAY, ()), FSRS, PUBLISHED)
    assert over.expected == pytest.approx(over.now, abs=0.02)
    assert over.now == over.untouched
    assert (over.day_off, over.ten_more) == (0, 0)


def test_what_was_seen_today_is_looked_at_again_tomorrow() -> None:
    failed = [card.after(Grade.AGAIN, TODAY, FSRS) for card in CARDS]
    told = forecast(failed, Plan(TODAY, (0.0, 5.0, 5.0)), FSRS, PUBLISHED)
    assert told.expected > told.untouched + 0.05


@pytest.mark.parametrize(("grade", "known"), [(Grade.AGAIN, 1 - 0.3686), (Grade.GOOD, 1 - 0.0519)])
def test_what_was_graded_today_is_known_today_as_often_as_such_cards_are(
    grade: Grade, known: float
) -> None:
    graded = [card.after(grade, TODAY, FSRS) for card in CARDS]
    assert found(0, cards=graded).now == pytest.approx(known, abs=0.001)


def test_sections_come_in_the_order_of_the_deck() -> None:
    cards = [card.replace(section=f"Week {9 - place // 10}") for place, card in enumerate(CARDS)]
    told = found(1, cards=cards)
    assert [each.section for each in told.sections] == ["Week 9", "Week 8", "Week 7"]


def test_a_large_deck_is_told_from_a_sample_of_it() -> None:
    cards = [Standing(CardId(f"c{n}"), 1.0, f"Week {n // 100}") for n in range(900)]
    cards = [card.after(Grade.GOOD, TODAY - n % 7, FSRS) for n, card in enumerate(cards)]
    small, large = (
        scores(every, Plan(TODAY, (minutes,) * 4), FSRS, PUBLISHED)
        for minutes, every in ((1.0, cards[::9]), (9.0, cards))
    )
    assert sum(large.learners) / 12 == pytest.approx(sum(small.learners) / 12, abs=0.02)
    assert large.dice < small.dice  # the more cards, the less luck


def test_more_doubt_is_a_wider_range() -> None:
    plan = Plan(TODAY, (2.0,) * 5)
    sure, unsure = (
        scores(CARDS, plan, FSRS, PUBLISHED, Doubt(0.0, 0.0, spread**2, 0.01))
        for spread in (0.01, 0.8)
    )
    widths = [each.quantile(0.9) - each.quantile(0.1) for each in (sure, unsure)]
    assert widths[1] > 1.5 * widths[0]


def test_a_plan_of_years_is_told_too_and_what_is_far_off_counts_in_it() -> None:
    cards = CARDS[:3]
    # On every fifth of the far days, each of which is off but for a step that ends with it.
    early = Plan(TODAY, (*[0.0, 0.0, 0.0, 0.0, 2.0] * 60, *[0.0] * 60))
    assert min(scores(cards, early, FSRS, PUBLISHED).learners) > 0.5
