"""Answers that are lists, cut into the items that are recalled one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcnn_cards.schedule.event import Grade
from dcnn_cards.study.recall import item_list, proposed


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
    assert found.first(2) == "Train:\n\n1. a\n2. b"


@given(st.text(alphabet="a1.- \n`$()", max_size=80))
def test_all_items_together_are_the_answer(answer: str) -> None:
    found = item_list(answer)
    if found is not None:
        assert found.whole() == answer.strip("\n")
        assert len(found.items) >= 3


def test_items_that_were_not_known_are_marked() -> None:
    found = item_list("Pro:\n\n1. a\n2. b\n\nCon. Or so:\n\n- c\n\nThat is all.")
    assert found is not None
    assert found.first(2, {1}) == "Pro:\n\n1. a\n2. ✗ b"
    assert found.whole({0, 2}) == ("Pro:\n\n1. ✗ a\n2. b\n\nCon. Or so:\n\n- ✗ c\n\nThat is all.")


@pytest.mark.parametrize(
    ("known", "grade"), [(7, Grade.GOOD), (6, Grade.HARD), (4, Grade.HARD), (3, Grade.AGAIN)]
)
def test_the_share_of_items_known_proposes_a_grade(known: int, grade: Grade) -> None:
    assert proposed(known, 7) is grade
