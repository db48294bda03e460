"""Texts as they are shown and compared: nothing steers a terminal, nothing unseen is in the way."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from dcnn_cards.errors import MAX_FIX, MAX_WHAT, CardsError
from dcnn_cards.signs import bounded, escaped, folded, harmless, visible
from dcnn_cards.typeset import typeset

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))


def test_of_all_characters_none_steers_a_terminal() -> None:
    shown = visible(EVERY)
    assert {unicodedata.category(sign) for sign in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"} <= {
        "Cc",  # the line end
        "Cf",  # letters of scripts that are seen, such as the Syriac and Brahmi number signs
    }
    assert {sign for sign in shown if unicodedata.category(sign) == "Cc"} == {"\n"}
    shown.encode()  # no lone surrogate is left
    assert visible(visible(EVERY)) == visible(EVERY)


@pytest.mark.parametrize(
    "sign", "\xad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\u2063\ufeff\u180e\u034f\ufe0f\U000e0041"
)
def test_what_is_invisible_is_left_out(sign: str) -> None:
    assert visible(f"neu{sign}ral") == visible(f"neu{sign}ral", in_ascii=True) == "neural"
    assert typeset(f"a neu{sign}{sign}ral $x$", width=40).plain == "a neural x"


@pytest.mark.parametrize(
    ("text", "shown", "in_ascii"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇", "?[31mred?"),
        ("\x9b31m\x85", "\ufffd31m\ufffd", "?31m?"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc", "a?b?c"),
        ("\udcff.md", "\ufffd.md", "?.md"),
        ("a\u2028b\u202fc", "a b\xa0c", "a b c"),
        ("a\tb\n\tc", "a   b\n    c", "a   b\n    c"),
        ("می\u200cخواهم", "میخواهم", "میخواهم"),
        ("👨\u200d👩", "👨👩", "👨👩"),
    ],
)
def test_what_is_shown(text: str, shown: str, in_ascii: str) -> None:
    assert visible(text) == shown
    assert visible(text, in_ascii=True) == in_ascii


def test_what_programs_read_keeps_its_tabs() -> None:
    assert harmless("a\tb\x1b\n") == "a\tb␛\n"
    assert harmless("a\tb\n") == "a\tb\n"
    assert harmless("a\u200bb") != "a\u200bb"


def test_escaped_json_means_the_same() -> None:
    text = "\x9b\u202e\xad\ufeff\udc80\U000e0041é😀\x7f"
    written = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert visible(written) == written
    assert "é😀" in written


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("café", "Cafe\u0301"),
        ("ZÜRICH", "zu\u0308rich"),
        ("neural", "neu\xadral"),
        ("zero", "ze\u200bro"),
        ("ﬁeld", "FIELD"),
        ("Straße", "STRASSE"),
        ("Ａ１", "a1"),
        ("가", "가"),
        ("ガ", "ｶﾞ"),
    ],
)
def test_forms_of_a_text_are_one(left: str, right: str) -> None:
    assert folded(left) == folded(right)
    assert folded(folded(left)) == folded(left)


def test_other_letters_are_others() -> None:
    assert folded("か") != folded("が")
    assert folded("resume") != folded("résumé")


def test_what_is_long_is_cut_in_the_middle() -> None:
    assert bounded("x" * 10, 10) == "x" * 10
    cut = bounded("a" * 50 + "b" * 50, 10)
    assert (len(cut), cut[0], cut[-1]) == (10, "a", "b")


def test_an_error_is_visible_and_bounded_whatever_it_quotes() -> None:
    from pathlib import Path

    error = CardsError(f"found `\x1b]0;t\x07\x9b\u202e{'x' * 10**6}`", "y\x1b" * 10**6)
    error.file = Path(f"/a\x1b]0;PWN\x07\n{'z' * 10**6}\udcff.yaml")
    text = str(error)
    assert len(text) < 2 * MAX_WHAT + MAX_FIX + 10
    assert harmless(text) == text
    assert text.startswith("/a␛]0;PWN␇␤z")
    assert text.count("\n") == 1
