"""Where the parts of a formula stand, told from nothing but the picture."""

from __future__ import annotations

import os
import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcnn_cards.typeset import render
from dcnn_cards.typeset.formula import tree
from dcnn_cards.typeset.math.setting import Setting
from tests.typeset import geometry as g
from tests.typeset.geometry import Formula, Picture, Style

# Letters with script characters of both kinds come first, then those with one or none.
LETTERS = "aehijklmnoprstuvxβφχbcdfgqwyz" + string.ascii_uppercase + "αγδθλμπρωΓΔΘΛΦΩ"
# In ASCII operators and roots on one row are words, and the point of a brace is a letter.
ASCII_LETTERS = "abcefghjklwxyz" + string.ascii_uppercase
ASCII_OPERATORS = ("sum", "prod", "int", "bigoplus")
FENCES = [(a, b) for a in ("", *g.OPENING) for b in ("", *g.CLOSING) if a or b]
MAX_DEPTH = 5

# The first picture of all imports sympy. A picture that is taken apart takes its time: a long night
# draws thousands.
untimed = settings(deadline=None, max_examples=int(os.environ.get("GEOMETRY_EXAMPLES", "40")))


class Maker:
    """Draws formulas of a given number of leaves, no letter and no operator twice."""

    def __init__(self, draw: st.DrawFn, *, in_ascii: bool = False) -> None:
        self.draw = draw
        self.ascii = in_ascii
        self.letters = list(ASCII_LETTERS if in_ascii else LETTERS)
        self.operators = list(ASCII_OPERATORS if in_ascii else g.OPERATORS)
        self.depth = 0

    def formula(self, leaves: int, *, script: bool = False, row: bool = True) -> Formula:
        """A formula of any kind, or of any but a row."""
        if leaves == 1 and (self.depth >= MAX_DEPTH or self.draw(st.booleans())):
            return self.letter()
        if self.depth >= MAX_DEPTH or (row and leaves > 1 and self.draw(st.booleans())):
            return self.row(leaves, script)
        kinds = [kind for least, kind in self.kinds(script) if least <= leaves]
        self.depth += 1
        made = self.draw(st.sampled_from(kinds))(leaves, script)
        self.depth -= 1
        return made

    def kinds(self, script: bool) -> list[tuple[int, Callable[[int, bool], Formula]]]:
        """What can be drawn besides letters and rows, by the leaves it needs."""
        kinds: list[tuple[int, Callable[[int, bool], Formula]]] = [
            (2, self.scripts), (1, self.fenced), (1, self.radical), (1, self.accent),
            (1, self.underline), (1, self.boxed), (1, self.brace), (2, self.labelled),
            (2, self.binomial), (2, self.matrix),
        ]  # fmt: skip
        if self.operators:
            kinds.append((1, self.operator))
        if not script:
            kinds.append((4, self.aligned))
        if not (script and self.ascii):
            # A fraction in a script is on one row, where ASCII has words for roots and accents.
            kinds.append((2, self.fraction))
        return kinds

    def shares(self, leaves: int, count: int) -> list[int]:
        """The leaves of each of some parts."""
        shares: list[int] = []
        for others in reversed(range(count)):
            most = leaves - sum(shares) - others
            shares.append(self.draw(st.integers(1, most)) if others else most)
        return shares

    def parts(self, leaves: int, count: int, script: bool) -> tuple[Formula, ...]:
        return tuple(self.formula(n, script=script) for n in self.shares(leaves, count))

    def count(self, most: int, leaves: int, least: int = 1) -> int:
        return self.draw(st.integers(least, min(most, leaves)))

    def letter(self) -> g.Letter:
        letter = self.draw(st.sampled_from(self.letters))
        self.letters.remove(letter)
        return g.Letter(letter)

    def row(self, leaves: int, script: bool) -> Formula:
        if leaves == 1:
            return self.letter()
        shares = self.shares(leaves, self.count(5, leaves, 2))
        items = tuple(self.formula(n, script=script, row=False) for n in shares)
        signs = st.tuples(*[st.sampled_from(["", "+", "=", ","])] * (len(items) - 1))
        return g.Row(items, self.draw(signs))

    def fraction(self, leaves: int, script: bool) -> Formula:
        upper, lower = self.parts(leaves, 2, script)
        return g.Fraction(upper, lower)

    def binomial(self, leaves: int, script: bool) -> Formula:
        upper, lower = self.parts(leaves, 2, script)
        return g.Binomial(upper, lower)

    def scripts(self, leaves: int, script: bool) -> Formula:
        scripts = self.count(2, leaves - 1)
        first, *shares = self.shares(leaves, 1 + scripts)
        kinds = [self.radical, self.accent, self.fenced, self.boxed]
        kinds += [self.matrix] if first > 1 else []
        simple = self.draw(st.booleans()) and first == 1
        nucleus = self.letter() if simple else self.draw(st.sampled_from(kinds))(first, script)
        return self._scripted(nucleus, shares)

    def operator(self, leaves: int, _script: bool) -> Formula:
        scripts = self.count(2, leaves)
        named = leaves - scripts
        if named == 0 or not self.draw(st.booleans()):
            sign = self.draw(st.sampled_from(self.operators))
            self.operators.remove(sign)
            return self._scripted(g.Sign(sign), self.shares(leaves, scripts))
        name = tuple(self.letter() for _ in range(min(3, named) + 1))
        shares = self.shares(max(scripts, leaves - len(name)), scripts)
        return self._scripted(g.Name(name, self.draw(st.booleans())), shares)

    def _scripted(self, nucleus: Formula, shares: list[int]) -> Formula:
        scripts = [self.formula(n, script=True) for n in shares]
        if len(scripts) == 2:
            return g.Scripts(nucleus, *scripts)
        if self.draw(st.booleans()):
            return g.Scripts(nucleus, sub=scripts[0])
        return g.Scripts(nucleus, sup=scripts[0])

    def radical(self, leaves: int, script: bool) -> Formula:
        if leaves == 1 or self.draw(st.booleans()):
            return g.Radical(None, self.formula(leaves, script=script))
        small, rest = self.shares(leaves, 2)
        return g.Radical(self.formula(small, script=True), self.formula(rest, script=script))

    def fenced(self, leaves: int, script: bool) -> Formula:
        opening, closing = self.draw(st.sampled_from(FENCES))
        return g.Fenced(opening, self.parts(leaves, self.count(2, leaves), script), closing)

    def matrix(self, leaves: int, script: bool) -> Formula:
        rows = self.count(3, leaves)
        columns = self.count(3, leaves // rows)
        kind = self.draw(st.sampled_from(list(g.MATRICES)))
        cells = self.parts(leaves, rows * columns, script)
        return g.Matrix(kind, tuple(cells[r * columns : (r + 1) * columns] for r in range(rows)))

    def aligned(self, leaves: int, script: bool) -> Formula:
        rows = self.count(3, leaves // 2)
        cells = self.parts(leaves, 2 * rows, script)
        return g.Aligned(tuple(zip(cells[::2], cells[1::2], strict=True)))

    def labelled(self, leaves: int, script: bool) -> Formula:
        small, rest = self.shares(leaves, 2)
        base, label = self.formula(rest, script=script), self.formula(small, script=True)
        return g.Labelled(base, label, self.draw(st.booleans()))

    def brace(self, leaves: int, script: bool) -> Formula:
        small, *rest = self.shares(leaves, self.count(2, leaves))
        label = self.formula(small, script=True) if rest else None
        body = self.formula(rest[0] if rest else small, script=script)
        return g.Brace(body, label, self.draw(st.booleans()))

    def accent(self, leaves: int, script: bool) -> Formula:
        name = self.draw(st.sampled_from(list(g.ACCENTS)))
        return g.Accent(name, self.formula(leaves, script=script))

    def underline(self, leaves: int, script: bool) -> Formula:
        return g.Underline(self.formula(leaves, script=script))

    def boxed(self, leaves: int, script: bool) -> Formula:
        return g.Boxed(self.formula(leaves, script=script))


@st.composite
def formulas(draw: st.DrawFn, *, in_ascii: bool = False) -> Formula:
    return Maker(draw, in_ascii=in_ascii).formula(draw(st.integers(1, 12)))


@st.composite
def wide_formulas(draw: st.DrawFn, *, in_ascii: bool = False) -> Formula:
    """Formulas that can be broken: rows and aligned rows."""
    maker = Maker(draw, in_ascii=in_ascii)
    leaves = draw(st.integers(4, 20))
    return maker.aligned(leaves, False) if draw(st.booleans()) else maker.row(leaves, False)


@untimed
@given(formulas())
def test_every_sign_of_a_display_stands_where_its_part_of_the_formula_says(f: Formula) -> None:
    hold(f, render(f.latex()), Style.DISPLAY)


@untimed
@given(formulas(in_ascii=True))
def test_every_sign_of_a_display_in_ascii_does_so_too(f: Formula) -> None:
    hold(f, render(f.latex(), ascii=True), Style.DISPLAY, in_ascii=True)


@untimed
@given(formulas())
def test_a_formula_of_a_sentence_is_read_in_order_or_set_in_several_rows(f: Formula) -> None:
    drawn = render(f.latex(), display=False)
    if "\n" in drawn:
        hold(f, drawn, Style.TEXT)
    else:
        g.check_order(f, Picture.of(drawn))


@untimed
@given(wide_formulas(), st.integers(1, 60))
def test_a_line_of_a_broken_formula_is_a_contiguous_piece_of_it(f: Formula, width: int) -> None:
    hold_broken(f, width)


@untimed
@given(wide_formulas(in_ascii=True), st.integers(1, 60))
def test_a_line_of_a_broken_formula_in_ascii_is_one_too(f: Formula, width: int) -> None:
    hold_broken(f, width, in_ascii=True)


def hold(formula: Formula, drawn: str, style: Style, *, in_ascii: bool = False) -> None:
    """Hold a picture against its formula; what is wrong, the source and the picture if not."""
    try:
        g.check(formula, Picture.of(drawn, in_ascii=in_ascii), style)
    except AssertionError as fault:
        pytest.fail(f"{fault}\n{formula.latex()}\n{drawn}", pytrace=False)


def hold_broken(formula: Formula, width: int, *, in_ascii: bool = False) -> None:
    """Hold the picture of a formula in so many cells against its picture in one line.

    Its parts stay whole: fractions, roots and tables are broken where no line alone would do.
    """
    whole = render(formula.latex(), ascii=in_ascii)
    broken = "\n".join(tree(formula.latex()).fit(Setting(ascii=in_ascii), width).lines())
    try:
        g.check_broken(formula, Picture.of(whole), Picture.of(broken))
    except AssertionError as fault:
        message = f"{fault}\n{formula.latex()}\n{whole}\n--- in {width} cells:\n{broken}"
        pytest.fail(message, pytrace=False)
