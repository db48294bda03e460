r"""Fractions and binomials: `\frac`, `\binom`, `\genfrac`, `\over` and their relatives."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from collections.abc import Callable

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, beside, pad, stack, text_box
from dcnn_cards.typeset.math.commands.delimiters import Delimited, read_delimiter
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.glyphs import fraction_rule
from dcnn_cards.typeset.math.ink import unpainted
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import Node, enclosed
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import COMMANDS, Infix, command
from dcnn_cards.typeset.math.row import BARS, Piece, Pieces, bracketed, join
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

_VULGAR = {"1/2": "½", "1/4": "¼", "3/4": "¾"}  # in the fonts of every terminal


class Fraction(Node):
    """A numerator over a denominator, with a rule between them or, for binomials, without.

    On one row, and in scripts wherever that can be read, it is written with a slash. `enclosed`:
    it has brackets of its own.
    """

    kind = Atom.INNER

    numerator: Node
    denominator: Node
    ruled: bool = True
    style: MathStyle | None = None
    enclosed: bool = False

    def pieces(self, setting: Setting) -> Pieces:
        if self.style is not None:
            setting = setting.with_style(self.style)
        if setting.form is not Form.PICTURE:
            return self._slashed(setting)
        if setting.is_script and self.ruled:
            try:
                return self._slashed(setting.with_form(Form.ROW))
            except TallError:
                pass
        return (Piece(self._stacked(setting.smaller()), self.kind, self.kind),)

    def _stacked(self, setting: Setting) -> Box:
        parts = [part.within_room(setting) for part in (self.numerator, self.denominator)]
        width = max(1, *(part.width for part in parts))
        if not self.ruled:
            top, bottom = (pad(part, width) for part in parts)
            return stack([top, text_box(" " * width), bottom], on=1)
        if any(_is_rule(row, part.width) for part in parts if part.height > 1 for row in part.rows):
            width += 2  # the rule of the whole is wider than the rules of its parts
        return stack([parts[0], fraction_rule(width, setting.ascii), parts[1]], on=1)

    def _slashed(self, setting: Setting) -> Pieces:
        if not (self.ruled or setting.linear):
            raise TallError
        upper, lower = (part.pieces(setting) for part in (self.numerator, self.denominator))
        if not self.ruled:
            pair = beside([join(upper), text_box(" choose "), join(lower)])
            return (Piece(pair if self.enclosed else bracketed(pair)),)
        if not setting.linear and any(piece.slashed for piece in (*upper, *lower)):
            raise TallError
        top = _bare_or_bracketed(self.numerator, upper, setting, _is_sum_or_quotient)
        bottom = _bare_or_bracketed(self.denominator, lower, setting, self._needs_brackets)
        vulgar = _VULGAR.get(f"{top.line}/{bottom.line}")
        if vulgar and not setting.ascii:
            return (Piece(text_box(vulgar)),)
        box = beside([top, text_box("/"), bottom])
        return (Piece(box, Atom.INNER, Atom.INNER, slashed=True),)

    def _needs_brackets(self, pieces: Pieces) -> bool:
        """Whether a denominator does: a sum or a product, but not the ∂x of ∂f/∂x."""
        if not pieces or _is_sum_or_quotient(pieces):
            return bool(pieces)
        differential = pieces[0].box.line in ("∂", "d") and len(pieces) == 2
        return not differential and _factors(pieces) > 1


def _is_rule(row: str, width: int) -> bool:
    """Whether a row of a box is the rule of a fraction that is all of the box."""
    return unpainted(row) in ("─" * width, "-" * width)


def _bare_or_bracketed(
    node: Node, pieces: Pieces, setting: Setting, needs: Callable[[Pieces], bool]
) -> Box:
    if _is_in_bars(pieces) or not needs(pieces):
        return join(pieces)
    return enclosed(node, pieces, setting)


def _is_in_bars(pieces: Pieces) -> bool:
    """Whether one pair of bars, the second with scripts or not, encloses the whole row."""
    if len(pieces) < 3 or pieces[0].box.line not in BARS:
        return False
    *inner, last = (piece.box.line for piece in pieces[1:])
    bar = pieces[0].box.line
    return last.startswith(bar) and not any(line.startswith(bar) for line in inner)


_TERMS = {Atom.BIN, Atom.REL, Atom.PUNCT, Atom.OP}


def _is_sum_or_quotient(pieces: Pieces) -> bool:
    """Whether terms, relations, a slash or an operator's whole range stand outside any brackets."""
    depth = 0
    for piece in pieces:
        depth += piece.level
        if depth <= 0 and (piece.left in _TERMS or piece.slashed or piece.box.line == "/"):
            return True
    return depth != 0 or not pieces


def _factors(pieces: Pieces) -> int:
    """Factors of a product; digits of one number, and a letter with its argument, are one."""
    count, depth = 0, 0
    for index, piece in enumerate(pieces):
        if depth == 0 and piece.left is not Atom.CLOSE:
            before = pieces[index - 1] if index else None
            number = before is not None and _is_digit(before) and _is_digit(piece)
            count += not (number or _is_argument(pieces, index))
        depth += piece.level
    return count


def _is_argument(pieces: Pieces, opening: int) -> bool:
    """Whether the bracket at `opening` holds a function's argument: f(x), not n(n − 1)."""
    if opening == 0 or pieces[opening].left is not Atom.OPEN:
        return False
    letter = pieces[opening - 1]
    if letter.left is not Atom.ORD or not letter.box.line[:1].isalpha():
        return False
    depth = 0
    for piece in pieces[opening:]:
        depth += piece.level
        if piece.left is Atom.BIN or depth == 0:
            return piece.left is Atom.CLOSE
    return False


def _is_digit(piece: Piece) -> bool:
    return all(sign.isdigit() or sign == "." for sign in piece.box.line)


_STYLES = {
    "frac": None,
    "dfrac": MathStyle.DISPLAY,
    "cfrac": MathStyle.DISPLAY,
    "tfrac": MathStyle.TEXT,
}


@command("frac", "dfrac", "tfrac", "cfrac")
def _frac(parser: Parser, name: str) -> Node:
    if name == "cfrac":
        parser.optional_name()
    return Fraction(parser.argument(), parser.argument(), style=_STYLES[name])


@command("binom", "dbinom", "tbinom")
def _binom(parser: Parser, _name: str) -> Node:
    return _binomial(parser.argument(), parser.argument())


def _binomial(upper: Node, lower: Node) -> Node:
    return _braced("(", upper, lower, ")")


@command("genfrac")
def _genfrac(parser: Parser, _name: str) -> Node:
    left, right = _bare_delimiter(parser), _bare_delimiter(parser)
    thickness, style = (_plain(parser) for _ in range(2))
    styles = {"0": MathStyle.DISPLAY, "1": MathStyle.TEXT}
    ruled = not thickness.strip().startswith("0")
    upper, lower = parser.argument(), parser.argument()
    enclosed = bool(left and right)
    fraction = Fraction(upper, lower, ruled, styles.get(style.strip()), enclosed)
    return Delimited(left, fraction, right) if left or right else fraction


def _plain(parser: Parser) -> str:
    return "".join(token.text for token in parser.argument_tokens())


def _bare_delimiter(parser: Parser) -> str:
    """A delimiter in braces, which may be empty, or by itself."""
    braced = parser.take(Sort.OPEN)
    if braced and parser.take(Sort.CLOSE):
        return ""
    sign = read_delimiter(parser)
    if braced:
        parser.expect(Sort.CLOSE)
    return sign


def _above(parser: Parser, _name: str) -> Callable[[Node, Node], Node]:
    """A fraction whose rule has a thickness of its own; one of no thickness is none."""
    ruled = parser.length().strip(" -.0")[:1].isdigit()
    return lambda upper, lower: Fraction(upper, lower, ruled)


def _between(parser: Parser, name: str) -> Callable[[Node, Node], Node]:
    """A fraction between delimiters that follow the command."""
    left, right = read_delimiter(parser), read_delimiter(parser)
    ruled = not name.startswith("atop")
    if name.startswith("above"):
        ruled = parser.length().strip(" -.0")[:1].isdigit()
    return lambda upper, lower: Delimited(
        left, Fraction(upper, lower, ruled, enclosed=bool(left and right)), right
    )


COMMANDS.update(
    dict.fromkeys(("overwithdelims", "atopwithdelims", "abovewithdelims"), Infix(_between))
)


def _infix(node: Callable[[Node, Node], Node]) -> Infix:
    return Infix(lambda _parser, _name: node)


COMMANDS["over"] = _infix(Fraction)
COMMANDS["above"] = Infix(_above)
COMMANDS["choose"] = _infix(_binomial)
COMMANDS["atop"] = _infix(lambda upper, lower: Fraction(upper, lower, ruled=False))
COMMANDS["brace"] = _infix(lambda upper, lower: _braced("{", upper, lower, "}"))
COMMANDS["brack"] = _infix(lambda upper, lower: _braced("[", upper, lower, "]"))


def _braced(left: str, upper: Node, lower: Node, right: str) -> Node:
    return Delimited(left, Fraction(upper, lower, ruled=False, enclosed=True), right)
