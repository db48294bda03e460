"""Whatever stands in a text, its blocks are set within the width, and code keeps its words."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.typeset import Style, cell_len, typeset
from dcnn_cards.typeset.code import MOST, coloured
from dcnn_cards.typeset.flow import block_of
from dcnn_cards.typeset.math.setting import Setting

untimed = settings(deadline=None, max_examples=int(os.environ.get("STRUCTURE_EXAMPLES", "40")))

PIECES = st.sampled_from(
    r"""a word longer-word
    $x^2$ $\frac{a}{b}$ $$\frac{a}{b}$$ `code` ``` ```python ~~~ * ** *** _ ~~
    == [ ] ( ) ]( ][ ![ [[ ]] [^1] [^1]: [a]: > >> - + 1. (a) [x] # === --- | |-|-| :-: <b> </b>
    <br> <div> </div> <sub> </sub> <li> <td> <pre> <script> <!-- --> &amp; &#27; &#10; https://e.org/a
    <a@b.c> \( \) \[ \] \\( \\) $` `$ 日本語、です 🎉 : [!NOTE] +--+ \begin{align} \end{align} \|
    <img\nsrc="x"\nalt="y"> <a\nhref="http://x.y"> </a>""".split()
).map(lambda piece: piece.replace(r"\n", " "))
BETWEEN = st.sampled_from([" ", " ", "\n", "\n\n", "", "    ", "\t", "  \n", "\n> ", "\n- ", " | "])
TEXTS = st.lists(st.one_of(PIECES, BETWEEN), max_size=50).map("".join)


@untimed
@given(TEXTS, st.sampled_from([40, 60, 100]), st.booleans(), st.booleans())
def test_any_text_is_set_within_the_width(
    text: str, width: int, in_ascii: bool, linear: bool
) -> None:
    block = block_of(text, Setting(ascii=in_ascii, linear=linear), width=width)
    assert linear or all(cell_len(line) <= width for line in block.plain.split("\n"))
    assert not in_ascii or block.plain.isascii()
    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in block.plain.replace("\n", ""))
    assert list(block.seams) == sorted(set(block.seams))
    assert not block.lines or block.seams[-1:] < (len(block.lines),)
    assert block.from_json(block.to_json()) == block


def test_code_has_the_colours_of_its_language() -> None:
    text = "def f(x):\n    return 'a'  # why"
    told = {run.text.strip(): run.style for line in coloured((*text.split("\n"),), "python")
            for run in line}  # fmt: skip
    assert told["def"] is told["return"] is Style.KEYWORD
    assert told["'a'"] is Style.LITERAL
    assert told["# why"] is Style.COMMENT
    for language in ("python", "Python", "{.python .input}", "nosuch", ""):
        shown = typeset(f"```{language}\n{text}\n```", width=60).plain
        assert shown == "    def f(x):\n        return 'a'  # why"


@pytest.mark.parametrize("language", ["nosuch", "", "python"])
def test_code_without_a_language_or_too_long_is_of_one_colour(language: str) -> None:
    line = "x" * (MOST + 1) if language == "python" else "def"
    (made,) = coloured((line,), language)
    assert [run.style for run in made] == [Style.CODE]


@untimed
@given(
    st.lists(st.text("ab'\"\\#{}()<>/* \t=;:%&é", max_size=20), min_size=1, max_size=6),
    st.sampled_from("python c html json bash latex yaml diff pycon".split()),
)
def test_colours_change_no_letter(lines: list[str], language: str) -> None:
    made = coloured(tuple(lines), language)
    assert ["".join(run.text for run in line) for line in made] == lines
