"""Formulas that know how they must look, and pictures that know where each sign stands.

Every leaf of a formula is a letter that occurs in it once, so its cell can be found in what the
renderer printed. Each part finds its own parts, holds their cells against each other, and gives
back the cells that belong to it: a cell that nobody asks for, or that two ask for, is a fault.
"""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import cached_property
from itertools import chain, groupby, pairwise
from typing import NamedTuple


class Style(IntEnum):
    """How a part is set: TeX's styles, and what has to stay on one row."""

    DISPLAY = 0
    TEXT = 1
    SCRIPT = 2
    ROW = 3

    def smaller(self) -> Style:
        """The style of a numerator or a matrix cell."""
        return max(self, Style.TEXT)

    def script(self) -> Style:
        """The style of a script or a limit."""
        return max(self, Style.SCRIPT)


# Pictures.


class Cell(NamedTuple):
    """A sign in its place; `shift` is -1 for one that stands half a row high, 1 for half low."""

    row: int
    column: int
    sign: str
    shift: int = 0

    @property
    def level(self) -> int:
        """Half rows from the top."""
        return 2 * self.row + self.shift


Cells = frozenset[Cell]
NO_CELLS: Cells = frozenset()


@dataclass(frozen=True)
class Ink:
    """The cells of one part, and the level of its baseline."""

    cells: Cells
    line: int

    @cached_property
    def top(self) -> int:
        return min(cell.row for cell in self.cells)

    @cached_property
    def bottom(self) -> int:
        return max(cell.row for cell in self.cells)

    @cached_property
    def left(self) -> int:
        return min(cell.column for cell in self.cells)

    @cached_property
    def right(self) -> int:
        return max(cell.column for cell in self.cells)

    @cached_property
    def highest(self) -> int:
        return min(cell.level for cell in self.cells)

    @cached_property
    def lowest(self) -> int:
        return max(cell.level for cell in self.cells)

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    def along(self, *more: Cells) -> Ink:
        """This with more cells, none of which may belong to two parts."""
        cells = self.cells.union(*more)
        assert len(cells) == len(self.cells) + sum(map(len, more)), "a cell belongs to two parts"
        return Ink(cells, self.line)

    def centred(self) -> Ink:
        """The same cells with the baseline in the middle, on the upper of two rows there."""
        return Ink(self.cells, 2 * ((self.top + self.bottom) // 2))


@dataclass(frozen=True)
class Picture:
    """What was printed: signs by row and column, and the marks that combine with them."""

    cells: dict[tuple[int, int], Cell]
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    ascii: bool = False

    @classmethod
    def of(cls, text: str, *, in_ascii: bool = False) -> Picture:
        cells: dict[tuple[int, int], Cell] = {}
        marks: dict[tuple[int, int], str] = {}
        for row, line in enumerate(text.split("\n")):
            column = -1
            for sign in unicodedata.normalize("NFD", line):
                if unicodedata.combining(sign):
                    marks[row, column] = marks.get((row, column), "") + sign
                    continue
                column += 1
                if sign != " ":
                    cells[row, column] = Cell(row, column, *_unscripted(sign))
        return cls(cells, marks, in_ascii)

    @property
    def ink(self) -> Cells:
        return frozenset(self.cells.values())

    def without(self, mark: str) -> Picture:
        """The same, with the mark taken off every sign once."""
        marks = {place: found.replace(mark, "", 1) for place, found in self.marks.items()}
        return Picture(self.cells, marks, self.ascii)

    def letter(self, letter: str) -> Cell:
        """The only cell that has this letter."""
        found = [cell for cell in self.cells.values() if cell.sign == letter]
        assert len(found) == 1, f"{letter} is there {len(found)} times"
        return found[0]

    def word(self, text: str) -> Cells:
        """The only cells that have these signs one after the other."""
        starts = [cell for cell in self.cells.values() if cell.sign == text[0]]
        ends = [(c, c.column + len(text) - 1) for c in starts]
        found = [c for c, end in ends if self.text(c.row, c.column, end) == text]
        assert len(found) == 1, f"{text} is there {len(found)} times"
        return self.lying(found[0].row, found[0].column, text)

    def sign(self, row: int, column: int) -> str:
        """The sign in a cell, a blank if there is none."""
        cell = self.cells.get((row, column))
        return cell.sign if cell else " "

    def text(self, row: int, left: int, right: int) -> str:
        """The signs from column `left` to column `right` of a row."""
        return "".join(self.sign(row, column) for column in range(left, right + 1))

    def lying(self, row: int, left: int, text: str) -> Cells:
        """The cells of a text that has to be at this place."""
        right = left + len(text) - 1
        shown = self.text(row, left, right)
        assert shown == text, f"{shown!r} instead of {text!r} in row {row} from column {left}"
        return self.part(row, row, left, right)

    def standing(self, top: int, bottom: int, column: int) -> Cells:
        """The cells of a column that has to have a sign in each of these rows."""
        cells = self.part(top, bottom, column, column)
        assert len(cells) == bottom - top + 1, f"a gap in column {column}, rows {top} to {bottom}"
        return cells

    def part(self, top: int, bottom: int, left: int, right: int) -> Cells:
        """The cells in a rectangle, its edges included."""
        places = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        return frozenset(self.cells[place] for place in places if place in self.cells)

    def in_brackets(self, ink: Ink) -> Ink:
        """What is on one row, with the round brackets around it if there are any."""
        around = {(ink.left - 1, "("), (ink.right + 1, ")")}
        if ink.height > 1 or any(self.sign(ink.top, column) != sign for column, sign in around):
            return ink
        return ink.along(*(self.lying(ink.top, column, sign) for column, sign in around))


def _unscripted(sign: str) -> tuple[str, int]:
    """A sign made full size, and by how many half rows it had been lowered."""
    kind, _, code = unicodedata.decomposition(sign).partition(" ")
    shift = {"<super>": -1, "<sub>": 1}.get(kind, 0)
    return (chr(int(code, 16)), shift) if shift else (sign, 0)


# What the parts have in common.


def centred(one: Ink, other: Ink) -> bool:
    """Whether two parts have the same middle, as far as cells allow."""
    return abs(one.left + one.right - other.left - other.right) <= 1


def joined(parts: Sequence[Ink]) -> Ink:
    """Parts as one, on the baseline of the first."""
    return Ink(NO_CELLS, parts[0].line).along(*(part.cells for part in parts))


def in_line(parts: Sequence[Ink]) -> Ink:
    """Parts that have to stand on one baseline, as one."""
    assert len({part.line for part in parts}) == 1, "parts of a row are not on one baseline"
    return joined(parts)


def between(picture: Picture, left: Ink, right: Ink, sign: str) -> Cells:
    """The sign between two neighbours, with a blank at most on either side; nothing if empty."""
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    assert left.right < right.left, "neighbours overlap"
    cells = picture.part(top, bottom, left.right + 1, right.left - 1)
    assert "".join(cell.sign for cell in cells) == sign, f"not {sign!r} between two neighbours"
    room = right.left - left.right - 1 - len(sign)
    if not sign:
        assert room <= 1, "neighbours too far apart"
        return cells
    (cell,) = cells
    assert left.line == cell.level == right.line, f"{sign} is not on the baseline"
    before = cell.column - left.right - 1
    assert before <= (sign != ","), f"blanks before {sign}"
    assert room - before <= 1, f"blanks behind {sign}"
    return cells


def scripted(picture: Picture, nucleus: Ink, scripts: Scripts, style: Style) -> Ink:
    """A nucleus with its scripts directly right of it, the upper higher and the lower lower."""
    sub = scripts.sub and scripts.sub.check(picture, style.script())
    sup = scripts.sup and scripts.sup.check(picture, style.script())
    if sup:
        assert sup.lowest < nucleus.line, "a superscript is not higher than its nucleus"
        at_top = sup.bottom in (nucleus.top, nucleus.top - 1)
        assert at_top, "a superscript is not at the top of its nucleus"
    if sub:
        assert sub.highest > nucleus.line, "a subscript is not lower than its nucleus"
        at_bottom = sub.top in (nucleus.bottom, nucleus.bottom + 1)
        assert at_bottom, "a subscript is not at the bottom of its nucleus"
    both = sorted((script for script in (sub, sup) if script), key=lambda script: script.left)
    starts = {nucleus.right + 1}
    for script in both:
        assert script.left in starts, "a script is not directly behind its nucleus"
        starts.add(script.right + 1)
    return nucleus.along(*(script.cells for script in both))


def stacked(base: Ink, label: Ink, *, above: bool) -> Ink:
    """A base with a label directly above or below it, the middles of both in one column."""
    touching = label.bottom == base.top - 1 if above else label.top == base.bottom + 1
    assert touching, f"a label is not directly {'above' if above else 'below'} its base"
    assert centred(base, label), "a label is not centred on its base"
    return base.along(label.cells)


def stretched(picture: Picture, row: int, body: Ink, ends: str, least: int = 1) -> Cells:
    """A line, an arrow or a brace as wide as what it lies along, `least` cells or more."""
    width = max(least, body.width)
    for left in range(body.left - (width - body.width), body.left + 1):
        text = picture.text(row, left, left + width - 1)
        if text[0] + text[-1] == ends and " " not in text:
            # Its ends must not run on into those of a neighbour.
            outside = {picture.sign(row, left - 1), picture.sign(row, left + width)}
            assert not outside & set(ends) & set("_─-‾"), f"{ends} goes on to the left or right"
            return picture.part(row, row, left, left + width - 1)
    raise AssertionError(f"no {ends} in row {row} as wide as its body")


OPENING = "([{|‖⟨⌊⌈/↑⇕"
CLOSING = ")]}|‖⟩⌋⌉\\↓⇕"
_NAMES = {
    "": ".", "{": r"\{", "}": r"\}", "‖": r"\|", "⟨": r"\langle", "⟩": r"\rangle",
    "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "\\": r"\backslash",
    "↑": r"\uparrow", "↓": r"\downarrow", "⇕": r"\Updownarrow",
}  # fmt: skip
_ASCII = {
    "‖": "||", "⟨": "<", "⟩": ">", "⌊": "|_", "⌋": "_|", "⌈": "|^", "⌉": "^|", "↑": "^", "↓": "v",
    "⇕": "|",
}  # fmt: skip
# The top and the bottom of those that are drawn in one column.
_ENDS = {
    "(": "⎛⎝", "[": "⎡⎣", "{": "⎧⎩", "|": "││", "‖": "║║", "⌊": "⎢⎣", "⌈": "⎡⎢", "↑": "↑│",
    ")": "⎞⎠", "]": "⎤⎦", "}": "⎫⎭", "⌋": "⎥⎦", "⌉": "⎤⎥", "↓": "│↓", "⇕": "⇑⇓",
}  # fmt: skip


def fenced(picture: Picture, parts: Sequence[Ink], opening: str, closing: str) -> Ink:
    """Parts between delimiters as high as they are, with bars as high between the parts.

    A brace has a point in its middle: next to one there is a row more if their number is even. What
    a bar belongs to may have brackets on one row: a fraction with a slash, all before a lone bar.
    """
    if len(parts) > 1:
        parts = [picture.in_brackets(part) for part in parts]
    body = in_line(parts)
    if not opening and closing in ("|", "‖"):
        body = picture.in_brackets(body)
    braced = bool({opening, closing} & {"{", "}"})
    rows = range(body.top, body.bottom + 1 + (braced and body.height % 2 == 0))
    left = fence(picture, body, rows, opening, -1) if opening else NO_CELLS
    right = fence(picture, body, rows, closing, 1) if closing else NO_CELLS
    bars = (bar(picture, rows, *neighbours) for neighbours in pairwise(parts))
    return body.along(left, right, *bars)


def bar(picture: Picture, rows: range, left: Ink, right: Ink) -> Cells:
    """The bar between two neighbours, as high as the whole."""
    cells = picture.part(rows[0], rows[-1], left.right + 1, right.left - 1)
    assert {cell.sign for cell in cells} <= set("|│"), "no bar in the middle"
    assert len({cell.column for cell in cells}) == 1, "no bar or a bent one in the middle"
    assert len(cells) == len(rows), "a bar in the middle is not as high as the whole"
    return cells


def fence(picture: Picture, body: Ink, rows: range, sign: str, side: int) -> Cells:
    """The delimiter left (-1) or right (1) of a body, or at most a blank column away from it."""
    text = _ASCII.get(sign, sign) if picture.ascii else sign
    if len(rows) == 1:
        left = body.left - len(text) if side < 0 else body.right + 1
        return picture.lying(body.top, left, text)
    slanted = {"/": len(rows), "\\": len(rows), "⟨": (len(rows) + 1) // 2}
    width = slanted.get(sign.replace("⟩", "⟨"), len(text))
    for room in (0, 1):
        left = body.left - room - width if side < 0 else body.right + room + 1
        cells = picture.part(rows[0], rows[-1], left, left + width - 1)
        least = len(rows) * (width if sign == "‖" else 1)
        if {cell.row for cell in cells} == set(rows) and len(cells) >= least:
            break
    else:
        raise AssertionError(f"{sign} is not as high as its content, or not beside it")
    if not picture.ascii and sign in _ENDS:
        ends = picture.sign(rows[0], left) + picture.sign(rows[-1], left)
        assert ends == _ENDS[sign], f"{ends} are no ends of {sign}"
    letters = {cell.sign for cell in cells if cell.sign.isalnum()}
    assert not letters or (letters == {"v"} and sign in "↓⇕"), f"a letter instead of {sign}"
    return cells


def table(rows: Sequence[Sequence[Ink]]) -> Ink:
    """Cells in rows one below the other and columns one beside the other."""
    bands = [in_line(row) for row in rows]
    for upper, lower in pairwise(bands):
        assert upper.bottom < lower.top, "rows of a table overlap"
    columns = [joined(column) for column in zip(*rows, strict=True)]
    for left, right in pairwise(columns):
        assert left.right + 1 < right.left, "columns of a table overlap"
    return joined(bands)


# Formulas.


def _formulas(values: Iterable[object]) -> Iterator[Formula]:
    """The formulas among some values and in tuples of them."""
    for value in values:
        if isinstance(value, Formula):
            yield value
        elif isinstance(value, tuple):
            yield from _formulas(value)


@dataclass(frozen=True)
class Formula(ABC):
    """A part of a formula."""

    @abstractmethod
    def latex(self) -> str:
        """Its source."""

    @abstractmethod
    def check(self, picture: Picture, style: Style) -> Ink:
        """Its cells, after each has been found in the right place; AssertionError if not."""

    @property
    def parts(self) -> tuple[Formula, ...]:
        """What it is made of, from left to right where it is on one row."""
        return tuple(_formulas(getattr(self, each.name) for each in fields(self)))

    def letters(self) -> str:
        """Its letters, in no particular order where they are in several rows."""
        return "".join(part.letters() for part in self.parts)


GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "θ": "theta", "λ": "lambda", "μ": "mu",
    "π": "pi", "ρ": "rho", "φ": "varphi", "χ": "chi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Φ": "Phi", "Ω": "Omega",
}  # fmt: skip


@dataclass(frozen=True)
class Letter(Formula):
    """A letter that occurs nowhere else."""

    letter: str

    def latex(self) -> str:
        return "\\" + GREEK[self.letter] if self.letter in GREEK else self.letter

    def letters(self) -> str:
        return self.letter

    def check(self, picture: Picture, style: Style) -> Ink:
        cell = picture.letter(self.letter)
        assert not picture.marks.get((cell.row, cell.column)), f"an accent on {self.letter}"
        assert style >= Style.SCRIPT or cell.shift == 0, f"{self.letter} is small"
        return Ink(frozenset((cell,)), cell.level)


@dataclass(frozen=True)
class Row(Formula):
    """Two items or more from left to right, with a sign or nothing between neighbours."""

    items: tuple[Formula, ...]
    signs: tuple[str, ...]

    def latex(self) -> str:
        pairs = zip(self.items, (*self.signs, ""), strict=True)
        return " ".join(f"{item.latex()} {sign}" for item, sign in pairs).strip()

    def check(self, picture: Picture, style: Style) -> Ink:
        inks = [self._item(index, picture, style) for index in range(len(self.items))]
        signs = [
            between(picture, left, right, sign)
            for (left, right), sign in zip(pairwise(inks), self.signs, strict=True)
        ]
        return in_line(inks).along(*signs)

    def _item(self, index: int, picture: Picture, style: Style) -> Ink:
        """An item; a fraction on one row stands in brackets before a factor."""
        item = self.items[index]
        ink = item.check(picture, style)
        if not isinstance(item, Fraction) or ink.height > 1:
            return ink
        bracketed = picture.in_brackets(ink)
        factor = index < len(self.signs) and not self.signs[index]
        assert bracketed is not ink or not factor, "a/b before a factor without brackets"
        return bracketed


@dataclass(frozen=True)
class Fraction(Formula):
    """A numerator above a denominator; in scripts they may be on one row."""

    numerator: Formula
    denominator: Formula

    def latex(self) -> str:
        return rf"\frac{{{self.numerator.latex()}}}{{{self.denominator.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        if style >= Style.SCRIPT and self._is_on_one_row(picture):
            return self._slashed(picture)
        above, below = (part.check(picture, style.smaller()) for part in self.parts)
        row = above.bottom + 1
        assert below.top == row + 1, "no single row between numerator and denominator"
        rule = self._rule(picture, row, min(above.left, below.left), max(above.right, below.right))
        for part, ink in zip(self.parts, (above, below), strict=True):
            assert centred(ink, rule), "numerator or denominator is not centred on the rule"
            wider = rule.width > ink.width or not isinstance(part, Fraction)
            assert wider or ink.height == 1, "the rule is not wider than that of a part"
        return rule.along(above.cells, below.cells)

    def _is_on_one_row(self, picture: Picture) -> bool:
        above, below = ({picture.letter(c).row for c in part.letters()} for part in self.parts)
        return max(above) >= min(below)

    def _rule(self, picture: Picture, row: int, left: int, right: int) -> Ink:
        sign = "-" if picture.ascii else "─"
        longer = picture.sign(row, left - 1) == sign and picture.sign(row, right + 1) == sign
        cells = picture.lying(row, left - longer, sign * (right - left + 1 + 2 * longer))
        rule = Ink(cells, 2 * row)
        for column in (rule.left - 1, rule.right + 1):
            assert picture.sign(row, column) != sign, "a rule runs into a neighbour"
        return rule

    def _slashed(self, picture: Picture) -> Ink:
        before, after = (picture.in_brackets(part.check(picture, Style.ROW)) for part in self.parts)
        assert before.height == after.height == 1, "a fraction with a slash is not on one row"
        assert after.left == before.right + 2, "no slash right between numerator and denominator"
        slash = picture.lying(before.top, before.right + 1, "/")
        return in_line([before, after]).along(slash)


@dataclass(frozen=True)
class Scripts(Formula):
    """A nucleus with a subscript, a superscript or both."""

    nucleus: Formula
    sub: Formula | None = None
    sup: Formula | None = None

    def latex(self) -> str:
        sub = f"_{{{self.sub.latex()}}}" if self.sub else ""
        sup = f"^{{{self.sup.latex()}}}" if self.sup else ""
        return self.nucleus.latex() + sub + sup

    def check(self, picture: Picture, style: Style) -> Ink:
        nucleus = self.nucleus.check(picture, style)
        if style is Style.ROW:
            nucleus = picture.in_brackets(nucleus)
        if style is Style.DISPLAY and isinstance(self.nucleus, Sign | Name) and self.nucleus.limits:
            return self._with_limits(nucleus, picture)
        return scripted(picture, nucleus, self, style)

    def _with_limits(self, operator: Ink, picture: Picture) -> Ink:
        whole = operator
        for limit, above in ((self.sub, False), (self.sup, True)):
            if limit:
                label = limit.check(picture, Style.SCRIPT)
                stacked(operator, label, above=above)
                whole = whole.along(label.cells)
        return whole


class Operator(NamedTuple):
    """A big operator; `limits` is whether they stand above and below it in displays."""

    glyph: str
    ascii: str
    limits: bool


OPERATORS = {
    "sum": Operator("∑", "sum", True),
    "prod": Operator("∏", "prod", True),
    "int": Operator("∫", "int", False),
    "oint": Operator("∮", "oint", False),
    "bigcup": Operator("⋃", "U", True),
    "bigoplus": Operator("⨁", "(+)", True),
}


@dataclass(frozen=True)
class Sign(Formula):
    """A big operator that occurs nowhere else."""

    name: str

    @property
    def limits(self) -> bool:
        return OPERATORS[self.name].limits

    def latex(self) -> str:
        return "\\" + self.name

    def check(self, picture: Picture, style: Style) -> Ink:  # noqa: ARG002
        operator = OPERATORS[self.name]
        cells = picture.word(operator.ascii if picture.ascii else operator.glyph)
        return Ink(cells, min(cell.level for cell in cells))


@dataclass(frozen=True)
class Name(Formula):
    """A function of several letters."""

    name: tuple[Letter, ...]
    limits: bool

    def latex(self) -> str:
        return rf"\operatorname{'*' * self.limits}{{{' '.join(c.latex() for c in self.name)}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        inks = [letter.check(picture, style) for letter in self.name]
        for left, right in pairwise(inks):
            assert left.right + 1 == right.left, "the letters of a name are apart"
        return in_line(inks)


@dataclass(frozen=True)
class Radical(Formula):
    """A root: its sign as high as the radicand, its roof as wide, the index at the upper left."""

    index: Formula | None
    radicand: Formula

    def latex(self) -> str:
        index = f"[{{{self.index.latex()}}}]" if self.index else ""
        return rf"\sqrt{index}{{{self.radicand.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        radicand = self.radicand.check(picture, style)
        if style is Style.ROW:
            radicand = picture.in_brackets(radicand)
            root = radicand.along(picture.lying(radicand.top, radicand.left - 1, "√"))
            foot = root.left
        else:
            root = self._roofed(picture, radicand)
            foot = root.left
        if self.index is None:
            return root
        index = self.index.check(picture, style.script())
        assert index.lowest < 2 * radicand.bottom, "the index of a root is not above its foot"
        assert index.right == foot - 1, "the index of a root is not right before it"
        return root.along(index.cells)

    def _roofed(self, picture: Picture, radicand: Ink) -> Ink:
        row, left = radicand.top - 1, radicand.left - 1
        if radicand.height == 1 and not picture.ascii:
            sign = picture.lying(radicand.top, left, "√")
            return radicand.along(sign, stretched(picture, row, radicand, "__"))
        side, foot, corner, line = ("|", "\\", "", "__") if picture.ascii else ("│", "╲", "┌", "──")
        body = radicand
        first = {cell.sign for cell in radicand.cells if cell.column == radicand.left}
        if radicand.height > 1 and first & set("│║|"):
            left -= 1  # the sign's side would make a bar a double one
            body = radicand.along(frozenset((Cell(radicand.bottom, left + 1, " "),)))
        bars = picture.standing(radicand.top, radicand.bottom, left)
        assert {cell.sign for cell in bars} == {side}, "the sign of a root is not as high as it"
        foot_cell = picture.lying(radicand.bottom, left - 1, foot)
        roof = stretched(picture, row, body, line)
        corners = picture.lying(row, left, corner) if corner else NO_CELLS
        return radicand.along(bars, foot_cell, roof, corners)


@dataclass(frozen=True)
class Fenced(Formula):
    r"""Parts between \left and \right, with \middle| between the parts."""

    opening: str
    bodies: tuple[Formula, ...]
    closing: str

    def latex(self) -> str:
        left, right = (_NAMES.get(sign, sign) for sign in (self.opening, self.closing))
        bodies = r" \middle| ".join(body.latex() for body in self.bodies)
        return rf"\left{left} {bodies} \right{right}"

    def check(self, picture: Picture, style: Style) -> Ink:
        inks = [body.check(picture, style) for body in self.bodies]
        return fenced(picture, inks, self.opening, self.closing)


MATRICES = {
    "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "cases": ("{", ""), "rcases": ("", "}"),
}  # fmt: skip


@dataclass(frozen=True)
class Matrix(Formula):
    """Rows of as many cells each, in brackets or behind a brace."""

    kind: str
    rows: tuple[tuple[Formula, ...], ...]

    def latex(self) -> str:
        rows = r" \\ ".join(" & ".join(cell.latex() for cell in row) for row in self.rows)
        return rf"\begin{{{self.kind}}} {rows} \end{{{self.kind}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        inner = style.smaller()
        rows = [[cell.check(picture, inner) for cell in row] for row in self.rows]
        whole = fenced(picture, [table(rows)], *MATRICES[self.kind])
        return whole.centred() if len(rows) > 1 else Ink(whole.cells, rows[0][0].line)


@dataclass(frozen=True)
class Aligned(Formula):
    """Equations whose relations stand in one column."""

    rows: tuple[tuple[Formula, Formula], ...]

    def latex(self) -> str:
        rows = r" \\ ".join(f"{left.latex()} &= {right.latex()}" for left, right in self.rows)
        return rf"\begin{{aligned}} {rows} \end{{aligned}}"

    def check(self, picture: Picture, style: Style) -> Ink:  # noqa: ARG002
        bands: list[Ink] = []
        columns: set[int] = set()
        for row in self.rows:
            left, right = (side.check(picture, Style.DISPLAY) for side in row)
            (relation,) = between(picture, left, right, "=")
            columns.add(relation.column)
            bands.append(in_line([left, right]).along(frozenset((relation,))))
        assert len(columns) == 1, "the relations are not in one column"
        for upper, lower in pairwise(bands):
            assert upper.bottom < lower.top, "aligned rows overlap"
        whole = joined(bands)
        return whole.centred() if len(bands) > 1 else whole


@dataclass(frozen=True)
class Labelled(Formula):
    r"""A base with a label above it or below: \overset and \underset."""

    base: Formula
    label: Formula
    above: bool

    def latex(self) -> str:
        command = "overset" if self.above else "underset"
        return rf"\{command}{{{self.label.latex()}}}{{{self.base.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        base = self.base.check(picture, style)
        return stacked(base, self.label.check(picture, style.script()), above=self.above)


@dataclass(frozen=True)
class Brace(Formula):
    """A body with a brace lying above it or below, and a label beyond the brace."""

    body: Formula
    label: Formula | None
    above: bool

    def latex(self) -> str:
        command, mark = ("overbrace", "^") if self.above else ("underbrace", "_")
        label = f"{mark}{{{self.label.latex()}}}" if self.label else ""
        return rf"\{command}{{{self.body.latex()}}}{label}"

    def check(self, picture: Picture, style: Style) -> Ink:
        body = self.body.check(picture, style)
        row = body.top - 1 if self.above else body.bottom + 1
        ends = ("/\\", "\\/") if picture.ascii else ("╭╮", "╰╯")
        brace = Ink(stretched(picture, row, body, ends[not self.above], least=3), body.line)
        assert centred(brace, body), "a brace is not centred on its body"
        if self.label is None:
            return body.along(brace.cells)
        label = self.label.check(picture, style.script())
        return body.along(stacked(brace, label, above=self.above).cells)


ACCENTS = {
    "hat": "\u0302", "tilde": "\u0303", "dot": "\u0307", "widehat": "\u0302", "bar": "\u0304",
    "overline": "\u0305", "vec": "\u20d7", "overrightarrow": "\u20d7",
}  # fmt: skip
_SINGLE = {"hat": "^^", "tilde": "~~", "dot": "˙."}
"""The sign of accents that stay as they are above several letters, and the one in ASCII."""
_STRETCHED = {
    "bar": ("__", "__", 1), "overline": ("__", "__", 1), "widehat": ("╱╲", "/\\", 2),
    "vec": ("─→", "->", 2), "overrightarrow": ("─→", "->", 2),
}  # fmt: skip
"""The ends of accents as wide as their body, also in ASCII, and how wide they are at least."""


@dataclass(frozen=True)
class Accent(Formula):
    """A mark above a body: in the same cell as a single letter, else in a row of its own."""

    name: str
    body: Formula

    def latex(self) -> str:
        return rf"\{self.name}{{{self.body.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        if is_single(self.body, style) and not picture.ascii:
            return combined(picture, self.body, style, ACCENTS[self.name])
        if style is Style.ROW:
            # Lines above several signs are made of pieces that join.
            return combined(picture, self.body, style, ACCENTS["overline"])
        body = self.body.check(picture, style)
        if self.name in _STRETCHED:
            ends, ascii_ends, least = _STRETCHED[self.name]
            ends = ascii_ends if picture.ascii else ends
            return body.along(stretched(picture, body.top - 1, body, ends, least))
        cells = picture.part(body.top - 1, body.top - 1, body.left, body.right)
        signs = "".join(cell.sign for cell in cells)
        assert signs == _SINGLE[self.name][picture.ascii], f"{signs!r} instead of an accent"
        return stacked(body, Ink(cells, body.line), above=True)


@dataclass(frozen=True)
class Underline(Formula):
    """A body with a line as wide as it below."""

    body: Formula

    def latex(self) -> str:
        return rf"\underline{{{self.body.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        if style is Style.ROW:
            return combined(picture, self.body, style, "\u0332")
        body = self.body.check(picture, style)
        line = "--" if picture.ascii else "‾‾"
        return body.along(stretched(picture, body.bottom + 1, body, line))


def is_single(body: Formula, style: Style) -> bool:
    """Whether all of a body is in one cell."""
    if isinstance(body, Accent) or (isinstance(body, Underline) and style is Style.ROW):
        return is_single(body.body, style)
    return isinstance(body, Letter)


def combined(picture: Picture, body: Formula, style: Style, mark: str) -> Ink:
    """A body each of whose signs has the mark."""
    ink = body.check(picture.without(mark), style)
    for cell in ink.cells:
        marks = picture.marks.get((cell.row, cell.column), "")
        assert mark in marks, f"no mark on {cell.sign}"
    return ink


@dataclass(frozen=True)
class Binomial(Formula):
    """Two parts one above the other in round brackets, with an empty row between."""

    upper: Formula
    lower: Formula

    def latex(self) -> str:
        return rf"\binom{{{self.upper.latex()}}}{{{self.lower.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        upper, lower = (part.check(picture, style.smaller()) for part in self.parts)
        assert lower.top == upper.bottom + 2, "no single row between the parts of a binomial"
        assert centred(upper, lower), "the parts of a binomial are not centred"
        parts = Ink(joined([upper, lower]).cells, 2 * (upper.bottom + 1))
        return fenced(picture, [parts], "(", ")")


@dataclass(frozen=True)
class Boxed(Formula):
    """A body in a frame, with a blank column on either side."""

    body: Formula

    def latex(self) -> str:
        return rf"\boxed{{{self.body.latex()}}}"

    def check(self, picture: Picture, style: Style) -> Ink:
        body = self.body.check(picture, style)
        across, side = ("-", "|") if picture.ascii else ("─", "│")
        corners = "++++" if picture.ascii else "┌┐└┘"
        left, right = body.left - 2, body.right + 2
        line = across * (right - left - 1)
        edges = [picture.standing(body.top, body.bottom, column) for column in (left, right)]
        assert {cell.sign for cell in chain(*edges)} == {side}, "the sides of a frame"
        return body.along(
            *edges,
            picture.lying(body.top - 1, left, corners[0] + line + corners[1]),
            picture.lying(body.bottom + 1, left, corners[2] + line + corners[3]),
        )


# Whole pictures.


def check(formula: Formula, picture: Picture, style: Style) -> None:
    """Every sign of the picture belongs to one part of the formula, and is where it should be."""
    ink = formula.check(picture, style)
    assert ink.cells == picture.ink, "a sign that belongs to nothing"
    assert (ink.top, ink.left) == (0, 0), "an empty margin"


def check_order(formula: Formula, picture: Picture) -> None:
    """On one row parts stand in order, none in another; only two scripts may change places."""
    spans = [
        [picture.letter(c).column for c in part.letters()]
        for part in formula.parts
        if part.letters()
    ]
    if isinstance(formula, Scripts):
        scripts = len(formula.parts) - 1
        spans[-scripts:] = sorted(spans[-scripts:])
    for left, right in pairwise(spans):
        assert max(left) < min(right), "parts of a row are not in order"
    for part in formula.parts:
        check_order(part, picture)


Shift = tuple[int, int]
"""Rows and columns from the place of a sign in one picture to its place in another."""


class Piece(NamedTuple):
    """Letters that stay together when a row is broken, in the columns from `start` to `end`."""

    letters: str
    shift: Shift
    start: int
    end: int


def check_broken(formula: Formula, whole: Picture, broken: Picture) -> None:
    """Each line of the broken picture is the whole one from one column to another, moved."""
    rows = formula.rows if isinstance(formula, Aligned) else ((formula,),)
    bands = [_pieces("".join(part.letters() for part in row), whole, broken) for row in rows]
    for before, after in pairwise(chain(*bands)):
        lowest = max(broken.letter(c).row for c in before.letters)
        below = min(broken.letter(c).row for c in after.letters) > lowest
        beside = isinstance(formula, Aligned) and before.shift[0] == after.shift[0]
        assert below or beside, f"{after.letters} is not below {before.letters}"
    found: set[Cell] = set()
    for cell in whole.ink:
        moved = {moved for band in bands for moved in _moved(cell, band)} & broken.ink
        assert moved, f"{cell.sign} is not where its line is"
        found |= moved
    assert found == broken.ink, "a sign too many"
    assert len(broken.ink) == len(whole.ink), "a sign too few"


def _pieces(letters: str, whole: Picture, broken: Picture) -> list[Piece]:
    """The letters of one row, line by line."""
    cells = sorted((whole.letter(c) for c in letters), key=lambda cell: cell.column)
    groups = groupby(cells, key=lambda cell: _shift(cell, broken.letter(cell.sign)))
    pieces = [_piece(list(group), shift) for shift, group in groups]
    assert len({piece.shift for piece in pieces}) == len(pieces), "a line is no contiguous piece"
    return pieces


def _piece(cells: Sequence[Cell], shift: Shift) -> Piece:
    letters = "".join(cell.sign for cell in cells)
    return Piece(letters, shift, cells[0].column, cells[-1].column)


def _shift(before: Cell, after: Cell) -> Shift:
    return after.row - before.row, after.column - before.column


def _moved(cell: Cell, pieces: Sequence[Piece]) -> list[Cell]:
    """Where a sign may go: with the letters around it, or with those on either side."""
    before = next((p for p in reversed(pieces) if p.start <= cell.column), pieces[0])
    after = next((p for p in pieces if p.end >= cell.column), pieces[-1])
    return [
        cell._replace(row=cell.row + down, column=cell.column + right)
        for down, right in (before.shift, after.shift)
    ]
