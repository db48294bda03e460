"""What holds for every answer."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.judging import judge
from dcnn_cards.judging.wording import distance, words
from dcnn_cards.schedule.event import Grade

Tree = tuple[str, "Tree", "Tree"] | str

LEAVES = st.sampled_from("a b c x 2 3".split())
TREES: st.SearchStrategy[Tree] = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.sampled_from("+-*"), inner, inner),
    max_leaves=8,
)

PIECES = st.sampled_from(
    r"""a x 2 0 1e9 + - * / ^ ** _ = ( ) [ ] { } | , ; $ $$ \\ \frac \sqrt \log \max \left( \right)
    \sigma ( \alpha σ λ ² ∇ × → \sum \text{a} exp( max( word not 32x32 x_1 W_{hh} ' % ^T""".split()
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join))


def plainly(tree: Tree) -> str:
    """A tree as a student types it, every bracket written."""
    if isinstance(tree, str):
        return tree
    sign, left, right = tree
    return f"({plainly(left)} {sign} {plainly(right)})"


def latex(tree: Tree) -> str:
    """The same tree in LaTeX."""
    if isinstance(tree, str):
        return tree
    sign, left, right = tree
    sign = r"\cdot" if sign == "*" else sign
    return rf"\left({latex(left)} {sign} {latex(right)}\right)"


def rewritten(tree: Tree, choose: st.DataObject) -> Tree:
    """An equal tree: sums and products turned round, brackets multiplied out."""
    if isinstance(tree, str):
        return tree
    sign, left, right = tree[0], rewritten(tree[1], choose), rewritten(tree[2], choose)
    sums = sign == "*" and not isinstance(right, str) and right[0] in "+-"
    if sums and choose.draw(st.booleans()):
        return (right[0], ("*", left, right[1]), ("*", left, right[2]))
    if sign in "+*" and choose.draw(st.booleans()):
        return (sign, right, left)
    return (sign, left, right)


@given(TREES, st.data())
def test_a_formula_equals_itself_rewritten(tree: Tree, data: st.DataObject) -> None:
    other = plainly(rewritten(tree, data))
    assert judge(f"${latex(tree)}$", other).right is True
    assert judge(f"$$y = {plainly(tree)}$$", f"y = {other}").right is True


@given(TREES)
def test_a_formula_differs_from_itself_and_more(tree: Tree) -> None:
    assert judge(f"$x + {latex(tree)}$", f"{plainly(tree)} + x + x/1000").right is not True


@given(TEXTS)
def test_every_text_is_its_own_right_answer(text: str) -> None:
    if text.strip():
        assert judge(text, text).right is True
        assert judge(text, text).proposal is Grade.GOOD


@given(st.lists(st.text(string.ascii_lowercase, min_size=2, max_size=9), min_size=1, max_size=9))
def test_case_and_punctuation_do_not_matter(parts: list[str]) -> None:
    assert judge(" ".join(parts), ", ".join(parts).upper() + "!").right is not False


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_nothing_raises_and_the_score_is_a_share(expected: str, typed: str) -> None:
    found = judge(expected, typed, seconds=0.2)
    assert 0 <= found.score <= 1
    assert (found.right is None) == (found.proposal is None)
    assert found.why


@given(TEXTS)
def test_words_have_no_spaces(text: str) -> None:
    assert all(word and not set(word) & set(" \n") for word in words(text))


@given(*[st.text("abc", max_size=6)] * 2)
def test_distance_is_symmetric_and_zero_for_the_same(left: str, right: str) -> None:
    assert distance(left, right, 9) == distance(right, left, 9)
    assert (distance(left, right, 9) == 0) == (left == right)
