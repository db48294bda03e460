r"""Big operators and named functions, with `\limits` and `\nolimits`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import text_box
from dcnn_cards.typeset.math.commands.accents import Accent, Underlined
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.node import Node, Row, Space, Symbol
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import Form, Setting
from dcnn_cards.typeset.math.symbols.operators import BIG, FUNCTIONS, LIMIT_FUNCTIONS


class Operator(Node):
    """An operator sign or a function's name, set upright. `limits` is None for "in displays"."""

    kind = Atom.OP

    body: Node
    limits: bool | None

    def pieces(self, setting: Setting) -> Pieces:
        box = self.body.box(setting.with_alphabet(""))
        word = len(box.line) > 1 and box.line[-1].isalnum()
        applies = word and self.limits is False and box.height == 1
        return (Piece(box, Atom.OP, Atom.OP, word=word, applies=applies),)

    def glyphs(self, setting: Setting) -> str | None:
        return self.body.glyphs(setting)

    def takes_limits(self, setting: Setting) -> bool:
        return (
            setting.is_display
            if self.limits is None
            else self.limits and setting.form is Form.PICTURE
        )


def name(text: str) -> Node:
    """A word as upright letters, `_` standing for a thin space."""
    return Row(tuple(Space(1) if c == "_" else Symbol(c, symbols.to_ascii(c)) for c in text))


def _limited(parser: Parser, operator: Operator) -> Node:
    while (which := parser.take_command("limits", "nolimits", "displaylimits")) is not None:
        choice = {"limits": True, "nolimits": False}.get(which)
        operator = operator.replace(limits=choice)
    return operator


# The glyph, its spelling in ASCII, and limits as in Operator.
_BIG = {
    each: (glyph, in_ascii, None if limits == "limits" else False)
    for names, glyph, in_ascii, limits in map(str.split, BIG.strip().splitlines())
    for each in names.split(",")
}
# What is shown, and limits.
_FUNCTIONS: dict[str, tuple[str, bool | None]] = {
    word: (word, False) for word in FUNCTIONS.split()
} | {
    word: (shown or word, None)
    for word, _, shown in (entry.partition("=") for entry in LIMIT_FUNCTIONS.split())
}


@command(*_BIG)
def _big(parser: Parser, which: str) -> Node:
    glyph, in_ascii, limits = _BIG[which]
    return _limited(parser, Operator(Symbol(glyph, in_ascii), limits))


@command(*_FUNCTIONS)
def _function(parser: Parser, which: str) -> Node:
    shown, limits = _FUNCTIONS[which]
    return _limited(parser, Operator(name(shown), limits))


@command("operatorname", "operatorname*", "operatornamewithlimits")
def _operatorname(parser: Parser, which: str) -> Node:
    limits = None if which != "operatorname" else False
    return _limited(parser, Operator(parser.argument(), limits))


_LIMITS = {
    "varliminf": Underlined("\u0332", "‾", name("lim")),
    "varlimsup": Accent("overline", name("lim")),
    "varinjlim": Underlined("", "→", name("lim")),
    "varprojlim": Underlined("", "←", name("lim")),
}


@command(*_LIMITS)
def _variant_limit(parser: Parser, which: str) -> Node:
    return _limited(parser, Operator(_LIMITS[which], None))


@command("mathop")
def _mathop(parser: Parser, _name: str) -> Node:
    return _limited(parser, Operator(parser.argument(), None))


class Modulo(Node):
    r"""`\bmod` between two numbers, or `\pmod{n}` behind a congruence."""

    before: str
    modulus: Node | None
    after: str
    role: Atom

    def pieces(self, setting: Setting) -> Pieces:
        if self.modulus is None:
            return (Piece(text_box(self.before), self.role, self.role, word=True),)
        parts = (name(self.before), self.modulus, name(self.after))
        return (Piece(text_box("  "), space=True), *Row(parts).pieces(setting))


@command("bmod")
def _bmod(_parser: Parser, _name: str) -> Node:
    return Modulo("mod", None, "", Atom.BIN)


@command("pmod")
def _pmod(parser: Parser, _name: str) -> Node:
    return Modulo("(mod_", parser.argument(), ")", Atom.ORD)


@command("mod")
def _mod(parser: Parser, _name: str) -> Node:
    return Modulo("mod_", parser.argument(), "", Atom.ORD)


@command("pod")
def _pod(parser: Parser, _name: str) -> Node:
    return Modulo("(", parser.argument(), ")", Atom.ORD)


@command("dots")
def _dots(parser: Parser, _name: str) -> Node:
    """Dots at the height of the operator or relation that follows, if one does."""
    token = parser.peek()
    following = symbols.named(token.text) or symbols.character(token.text)
    high = token.text and following.role in (Atom.BIN, Atom.REL)
    return symbols.character("⋯" if high else "…")


@command("limits", "nolimits")
def _stray_limits(_parser: Parser, which: str) -> Node:
    raise MathError(f"\\{which} without an operator before it")
