"""Answers that are lists, cut into the items that are recalled one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule.event import Grade
from dcnn_cards.study.recall import (
    MOST_KEPT,
    in_sight,
    is_led_to,
    item_list,
    kept,
    missed_in,
    proposed,
    recall_order,
)
from tests.schedule.histories import review


@pytest.mark.parametrize(
    ("answer", "items"),
    [
        ("1. a\n2. b\n3. c", ["1. a", "2. b", "3. c"]),
        ("- a\n- b\n- c", ["- a", "- b", "- c"]),
        ("Train:\n\n1. a\n2. b\n3. c", ["1. a", "2. b", "3. c"]),
        # What is indented, or follows without a blank line, or is a formula belongs to its item.
        ("1. a\nmore\n2. b\n   - x\n3. c\n$$z$$", ["1. a\nmore", "2. b\n   - x", "3. c\n$$z$$"]),
        ("- a\n\n- b\n\n  more\n\n- c\n\n$$z$$", ["- a\n", "- b\n\n  more\n", "- c\n\n$$z$$"]),
        # Two lists are recalled one after the other; what stands behind the last is no item.
        ("1. a\n2. b\n3. c\n\nThat is all.", ["1. a", "2. b", "3. c\n"]),
        ("1. a\n2. b\n\n- d\n- e", ["1. a", "2. b\n", "- d", "- e"]),
        ("Pro:\n\n- a\n- b\n\nCon:\n\n- d\n\nSo.", ["- a", "- b\n", "Con:\n\n- d\n"]),
        # No list: too short, code.
        ("1. a\n2. b", None),
        ("```\n1. a\n2. b\n3. c\n```", None),
        ("The first.", None),
    ],
)
def test_a_list_is_cut_into_its_items(answer: str, items: list[str] | None) -> None:
    found = item_list(answer)
    assert (list(found.items) if found else None) == items


def test_the_first_items_stand_below_what_leads_to_them() -> None:
    found = item_list("Train:\n\n1. a\n2. b\n3. c")
    assert found is not None
    assert found.some(range(2)) == "Train:\n\n1. a\n2. b"


@given(st.text(alphabet="a1.- \n`$()", max_size=80))
def test_all_items_together_are_the_answer(answer: str) -> None:
    found = item_list(answer)
    if found is not None:
        assert found.whole() == answer.strip("\n")
        assert len(found.items) >= 3


def test_items_that_were_not_known_are_marked() -> None:
    found = item_list("Pro:\n\n1. a\n2. b\n\nCon. Or so:\n\n- c\n\nThat is all.")
    assert found is not None
    assert found.some(range(2), {1}) == "Pro:\n\n1. a\n2. ✗ b"
    assert found.whole({0, 2}) == ("Pro:\n\n1. ✗ a\n2. b\n\nCon. Or so:\n\n- ✗ c\n\nThat is all.")


def test_an_item_that_is_asked_for_has_its_number() -> None:
    found = item_list("Pro:\n\n1. a\n2. b\n\nCon. Or so:\n\n- c\n  more\n\nThat is all.")
    assert found is not None
    assert found.some([0, 1], blank=1) == "Pro:\n\n1. a\n2. ?"
    assert found.some([2], blank=2) == "Pro:\n\n- ?"


@pytest.mark.parametrize(
    ("items", "first", "seen"),
    [
        # Each is seen with those before it, after a look at the question.
        (3, (), [("0", False), ("01", False), ("012", False)]),
        # What was missed comes with the step before it; then all from the first one on.
        (5, (1, 3), [("01", False), ("123", True), ("0", True), ("012", False), ("01234", False)]),
        (4, (1, 2), [("01", False), ("12", False), ("0", True), ("0123", False)]),
        (4, (0, 3), [("0", False), ("023", True), ("01", False), ("012", False)]),
    ],
)
def test_what_was_missed_is_recalled_first(
    items: int, first: tuple[int, ...], seen: list[tuple[str, bool]]
) -> None:
    order = recall_order(items, first)
    assert sorted(order) == list(range(items))
    assert order[: len(first)] == first
    found = [
        ("".join(map(str, in_sight(order, judged))), judged > 0 and not is_led_to(order, judged))
        for judged in range(items)
    ]
    assert found == seen
    assert in_sight(order, items) == tuple(range(items))


def test_what_was_missed_is_kept_with_the_review() -> None:
    missed = review(1).replace(detail=kept({4, 1}, 6))
    assert missed_in(missed, 6) == (1, 4)
    assert missed_in(missed, 7) == ()  # the steps are others now
    assert missed_in(review(1), 6) == missed_in(None, 6) == ()
    assert missed_in(review(1).replace(detail=kept(range(3), 3)), 3) == ()  # all of them
    many = review(1).replace(detail=kept(range(5_000), 9_999))
    assert len(missed_in(many, 9_999)) == MOST_KEPT


@pytest.mark.parametrize(
    "detail",
    ["{", "[]", "{}", '{"items":3}', '{"items":3,"missed":2}', '{"items":3,"missed":[[2]]}',
     '{"items":3,"missed":[0,4,"2",null]}',
     '{"items":3,"missed":[2.0,true]}', "9" * 5_000],
)  # fmt: skip
def test_what_this_program_never_kept_is_no_item(detail: str) -> None:
    assert missed_in(review(1).replace(detail=detail), 3) == ()


@pytest.mark.parametrize(
    ("known", "grade"), [(7, Grade.GOOD), (6, Grade.HARD), (4, Grade.HARD), (3, Grade.AGAIN)]
)
def test_the_share_of_items_known_proposes_a_grade(known: int, grade: Grade) -> None:
    assert proposed(known, 7) is grade
