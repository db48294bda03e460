"""FSRS-6 against steps worked out from its equations, and against the reference in Python."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import fsrs as reference
import pytest
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.errors import CardsError
from dcnn_cards.schedule import scheduler
from dcnn_cards.schedule.event import Grade
from dcnn_cards.schedule.fsrs import Fsrs
from dcnn_cards.schedule.scheduler import MAX_INTERVAL, Settings, State
from dcnn_cards.schedule.units import Day

AGAIN, HARD, GOOD, EASY = Grade
FSRS = Fsrs(Settings())

# Days since the review before, grade, stability and difficulty after it, interval, lapses. With
# w = DEFAULT_PARAMETERS, G the grade from 1 to 4, D0(G) = w4 - e^(w5·(G-1)) + 1, bounded by 1 and
# 10 where it is a difficulty; F = 0.9^(-1/w20) - 1 = 0.98035 and R = (1 + F·t/S)^-w20 after t days.
#   new                 S = w(G-1), D = D0(G)
#   known               S' = S·(1 + e^w8·(11-D)·S^-w9·(e^(w10·(1-R)) - 1)·[w15 Hard]·[w16 Easy])
#   forgotten           S' = w11·D^-w12·((S+1)^w13 - 1)·e^(w14·(1-R)), at most S/e^(w17·w18)
#   on the same day     S' = S·e^(w17·(G-3+w18))·S^-w19, for Hard and better at least S
#   difficulty          D' = w7·D0(4) + (1-w7)·(D - w6·(G-3)·(10-D)/9), D0(4) = -4.7716 unbounded
VECTORS = {
    "known again and again": [
        (0, GOOD, 2.3065, 2.1181, 2, 0),  # w2; 6.4133 - e^(2·0.8334) + 1
        (2, GOOD, 10.9643, 2.1112, 11, 0),  # R = 0.90949; S·4.75365
        (11, GOOD, 46.2803, 2.1043, 46, 0),
        (46, HARD, 116.3927, 4.7437, 116, 0),  # w15 = 0.6014 of what Good would add
        (50, EASY, 288.5660, 2.9725, 289, 0),  # w16 = 1.8729 times, and 66 days early
        (100, AGAIN, 5.1300, 7.6753, 5, 1),
        (0, GOOD, 5.1300, 7.6629, 5, 1),  # e^(0.5425·0.0912)·5.13^-0.0658 = 0.944: S stays
    ],
    "not known at first, then on the same day": [
        (0, AGAIN, 0.2120, 6.4133, 1, 0),  # a day at least
        (0, GOOD, 0.2467, 6.4021, 1, 0),  # 0.212·1.0507·1.1075
        (1, GOOD, 2.0215, 6.3909, 2, 0),
        (3, AGAIN, 0.5527, 8.7990, 1, 1),
    ],
    "the other two first grades": [(0, HARD, 1.2931, 5.1122, 1, 0)],
    "the easiest": [(0, EASY, 8.2956, 1.0, 8, 0)],  # D0(4) is under 1
}


@pytest.mark.parametrize("steps", VECTORS.values(), ids=VECTORS)
def test_each_review_changes_stability_and_difficulty_by_the_equations(
    steps: list[tuple[int, Grade, float, float, int, int]],
) -> None:
    state: State | None = None
    day = 738_000
    for count, (days, grade, stability, difficulty, interval, lapses) in enumerate(steps, start=1):
        day += days
        state = FSRS.review(state, grade, Day(day))
        assert state.memory == pytest.approx((stability, difficulty), abs=6e-5)
        assert (state.interval, state.due) == (interval, day + interval)
        assert (state.reviews, state.lapses) == (count, lapses)
        assert state.again is (grade is AGAIN)


def references(seed: int, count: int) -> Iterator[tuple[tuple[float, ...], float, Random]]:
    """Parameters and retentions: the default ones and others near them, within their bounds."""
    rng = Random(seed)
    bounds = list(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))
    for number in range(count):
        parameters: tuple[float, ...] = DEFAULT_PARAMETERS
        if number % 2:
            parameters = tuple(
                min(high, max(low, w * rng.uniform(0.7, 1.4)))
                for w, (low, high) in zip(DEFAULT_PARAMETERS, bounds, strict=True)
            )
        yield parameters, round(rng.uniform(0.7, 0.97), 2), rng


def test_it_computes_what_the_reference_in_python_does() -> None:
    """4,000 random histories of up to 20 reviews, same days, early and late reviews among them.

    The reference is told to do what is done here: no learning and relearning steps, so that each
    review is followed by an interval of whole days, 1 to MAX_INTERVAL; and no fuzz, which would
    vary intervals at random. Its reviews are at noon UTC, a whole number of days apart. It computes
    in double precision, fsrs-rs in single, hence the tolerances: a 20,000th of the stability, and
    as much of a point of difficulty. An interval may then be rounded the other way, if it lies
    halfway. Stabilities beyond 100 years, which fsrs-rs cuts off and the reference does not, end a
    history.
    """
    start = datetime(2024, 1, 1, 12, tzinfo=UTC)
    reviews = 0
    for parameters, retention, rng in references(seed=1, count=4000):
        theirs = reference.Scheduler(
            parameters=parameters,
            desired_retention=retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=MAX_INTERVAL,
            enable_fuzzing=False,
        )
        decay = -parameters[20]
        days_by_stability = (retention ** (1 / decay) - 1) / (0.9 ** (1 / decay) - 1)
        ours = Fsrs(Settings(retention, parameters))
        card = reference.Card(card_id=1)  # without one it waits for a new millisecond
        state: State | None = None
        day = 0
        for _ in range(rng.randint(1, 20)):
            if state:
                ahead = [0, 0, 1, 2, rng.randrange(30), rng.randrange(400), state.interval % 3650]
                day += rng.choice(ahead)
            grade = rng.choice(list(Grade))
            now = start + timedelta(days=day)
            state = ours.review(state, grade, Day(start.toordinal() + day))
            card, _ = theirs.review_card(card, reference.Rating(int(grade)), now)
            assert card.stability is not None
            if card.stability > 36_500:
                break
            reviews += 1
            assert state.memory[0] == pytest.approx(card.stability, rel=5e-5)
            assert state.memory[1] == pytest.approx(card.difficulty, abs=5e-5)
            exact = card.stability * days_by_stability
            assert abs(state.interval - min(MAX_INTERVAL, max(1, exact))) <= 0.5 + exact * 5e-5
            assert abs(state.interval - (card.due - now).days) <= 1
            later = rng.randrange(1000)
            recall = theirs.get_card_retrievability(card, now + timedelta(days=later))
            assert ours.recall(state, state.last_day + later) == pytest.approx(recall, abs=1e-5)
    assert reviews > 30_000


def test_recall_has_fallen_to_nine_tenths_after_as_many_days_as_the_stability() -> None:
    state = State(due=Day(20), interval=10, reviews=1, lapses=0, again=False, memory=(10.0, 5.0))
    assert FSRS.recall(state, Day(20)) == pytest.approx(0.9)
    assert FSRS.recall(state, Day(10)) == FSRS.recall(state, Day(9)) == 1


@pytest.mark.parametrize("retention", [0.7, 0.8, 0.9, 0.97])
def test_a_card_is_due_on_the_day_nearest_to_the_retention(retention: float) -> None:
    rules = Fsrs(Settings(retention))
    state = rules.review(rules.review(None, EASY, Day(10)), GOOD, Day(18))
    assert state.interval > 1
    off = [abs(rules.recall(state, state.due + days) - retention) for days in (-1, 0, 1)]
    assert min(off) == off[1]


def test_a_review_on_the_same_day_counts_and_the_interval_runs_from_that_day() -> None:
    forgotten = FSRS.review(FSRS.review(None, GOOD, Day(10)), AGAIN, Day(12))
    known = FSRS.review(forgotten, EASY, Day(12))
    assert forgotten.is_learning(Day(12))
    assert not known.is_learning(Day(12))
    assert known.last_day == forgotten.last_day == 12
    assert known.memory[0] > forgotten.memory[0]
    assert known.lapses == forgotten.lapses == 1


def test_after_a_clock_was_set_back_a_review_counts_for_the_last_day() -> None:
    state = FSRS.review(None, GOOD, Day(100))
    assert FSRS.review(state, GOOD, Day(40)) == FSRS.review(state, GOOD, Day(100))


def test_a_lapse_is_counted_only_on_a_later_day_for_what_had_been_learned() -> None:
    lapses = []
    state, day = None, 5
    steps = [(AGAIN, 0), (GOOD, 1), (AGAIN, 5), (AGAIN, 0), (AGAIN, 1), (HARD, 1), (AGAIN, 9)]
    for grade, days in steps:
        day += days
        state = FSRS.review(state, grade, Day(day))
        lapses.append(state.lapses)
    assert lapses == [0, 0, 1, 1, 1, 1, 2]


@given(
    reviews=st.lists(st.tuples(st.sampled_from(Grade), st.integers(0, 300)), min_size=1),
    low=st.integers(70, 97),
    high=st.integers(70, 97),
)
def test_more_retention_never_means_a_longer_interval(
    reviews: list[tuple[Grade, int]], low: int, high: int
) -> None:
    intervals = []
    for percent in sorted((low, high)):
        rules = Fsrs(Settings(percent / 100))
        state, day = None, 738_000
        for grade, days in reviews:
            day += days
            state = rules.review(state, grade, Day(day))
        assert state is not None
        intervals.append(state.interval)
    assert intervals == sorted(intervals, reverse=True)


def test_intervals_end_at_a_hundred_years() -> None:
    rules = Fsrs(Settings(0.7))
    state, day = None, 1
    for _ in range(15):
        state = rules.review(state, EASY, Day(day))
        day = state.due
    assert state is not None
    assert state.interval == MAX_INTERVAL


def test_the_edition_changes_with_the_parameters_and_the_retention_and_only_then() -> None:
    other = (*DEFAULT_PARAMETERS[:20], 0.2)
    settings = [Settings(), Settings(0.8), Settings(parameters=other), Settings(0.8, other)]
    assert len({Fsrs(each).edition for each in settings}) == 4
    assert Fsrs(Settings(0.8, other)).edition == Fsrs(settings[3]).edition


def test_an_engine_that_computes_otherwise_is_another_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = FSRS.edition
    review = Fsrs.review
    monkeypatch.setattr(Fsrs, "review", lambda self, state, _, day: review(self, state, EASY, day))
    assert Fsrs(Settings()).edition != before


@pytest.mark.parametrize(
    "parameters",
    [
        DEFAULT_PARAMETERS[:20],
        (*DEFAULT_PARAMETERS[:20], 0.0),
        (*DEFAULT_PARAMETERS[:20], 9.0),
        (float("nan"), *DEFAULT_PARAMETERS[1:]),
        (float("inf"), *DEFAULT_PARAMETERS[1:]),
        (-1.0, *DEFAULT_PARAMETERS[1:]),
    ],
)
def test_what_are_no_parameters_is_told(parameters: tuple[float, ...]) -> None:
    with pytest.raises(CardsError, match="not parameters of FSRS-6"):
        scheduler("fsrs", Settings(parameters=parameters))


@pytest.mark.parametrize("decay", [0.10000000149011612, 0.800000011920929])  # 0.1, 0.8 as float32
def test_a_decay_on_a_bound_of_the_fit_is_one(decay: float) -> None:
    assert scheduler("fsrs", Settings(parameters=(*DEFAULT_PARAMETERS[:20], decay)))


@pytest.mark.parametrize("retention", [0.0, 0.69, 0.98, 1.0, float("nan")])
def test_a_retention_that_cannot_be_aimed_at_is_told(retention: float) -> None:
    with pytest.raises(CardsError, match="cannot be aimed at"):
        scheduler("fsrs", Settings(retention))


def test_without_its_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(CardsError, match="fsrs-rs-python") as caught:
        scheduler("fsrs")
    assert "--scheduler sm2" in caught.value.fix
    assert scheduler("sm2").name == "sm2"


def test_its_library_is_loaded_only_for_those_who_use_it() -> None:
    code = (
        "import sys, dcnn_cards.cli.quiz_command; from dcnn_cards.schedule import scheduler;"
        "scheduler('sm2'), scheduler('leitner'); assert 'fsrs_rs_python' not in sys.modules;"
        "scheduler('fsrs'); assert 'fsrs_rs_python' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
