"""What a card's answer is takes no longer than its length says."""

from __future__ import annotations

import time

import pytest

from dcnn_cards.judging.answers import taken_apart


@pytest.mark.parametrize(
    "answer",
    ["1" + " " * 19_000 + "!", "1 " + "x 1 " * 4_000 + "!", "1" * 19_000 + "!", "(" * 19_000,
     "1,[" * 6_000, "$" * 19_000, "a " * 9_000, "- a\n" * 4_000, "or " * 6_000],
)  # fmt: skip
def test_an_answer_is_read_at_once(answer: str) -> None:
    began = time.process_time()
    taken_apart(answer)
    assert time.process_time() - began < 1
