"""Answers in scripts of all kinds: marks that are letters count, those that help to read do not."""

from __future__ import annotations

import pytest

from dcnn_cards.judging import judge
from dcnn_cards.judging.wording import words


@pytest.mark.parametrize(
    ("wanted", "typed"),
    [
        ("が", "か"),
        ("パ", "ハ"),
        ("ガラス", "カラス"),
        ("की", "का"),
        ("हिन्दी", "हनद"),
        ("เบียร์", "เบยร"),
        ("மொழி", "மழ"),
        ("মা", "ম"),
        ("мой", "мои"),
        ("їжа", "іжа"),
    ],
)
def test_a_mark_that_makes_another_letter_counts(wanted: str, typed: str) -> None:
    assert judge(wanted, typed).right is not True
    assert judge(typed, wanted).right is not True
    assert judge(wanted, wanted).right is True


@pytest.mark.parametrize(
    ("wanted", "typed"),
    [
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
        ("كتـــاب", "كتاب"),
        ("naïve Bayes", "naive bayes"),
        ("Schrödinger", "Schrodinger"),
        ("άλφα", "αλφα"),
        ("ёлка", "елка"),
        ("за́мок", "замок"),
        ("می\u200cخواهم", "میخواهم"),
        ("neu\xadral", "neural"),
        ("Cafe\u0301", "café"),
        ("ｶﾞ", "ガ"),
        ("한국어", "한국어"),
    ],
)
def test_what_helps_to_read_may_be_left_out(wanted: str, typed: str) -> None:
    assert judge(wanted, typed).right is True
    assert judge(typed, wanted).right is True


def test_marks_do_not_end_a_word() -> None:
    assert words("हिन्दी भाषा, भारत") == ["हिन्दी", "भाषा", "भारत"]
    assert words("שָׁלוֹם ω_t 3.14") == ["שָׁלוֹם", "ω", "t", "3.14"]
