r"""Things over and under each other: `\overset`, `\underbrace`, `\substack`, `\xrightarrow`."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import painted, stack, text_box
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.glyphs import drawn, horizontal
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import NOTHING, Node, spelled
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces, join
from dcnn_cards.typeset.math.setting import Form, Setting


class Labelled(Node):
    """A base with smaller labels centred above and below; it keeps the base's class."""

    base: Node
    above: Node | None = None
    below: Node | None = None
    role: Atom | None = None

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            return self._spelled(setting)
        base = self.base.pieces(setting)
        left, right = (base[0].left, base[-1].right) if len(base) == 1 else (Atom.ORD, Atom.ORD)
        if self.role is not None:
            left = right = self.role
        above = [self.above.box(setting.script())] if self.above else []
        below = [self.below.box(setting.script())] if self.below else []
        box = stack([*above, join(base), *below], on=len(above))
        return (Piece(box, left, right),)

    def _spelled(self, setting: Setting) -> Pieces:
        if self.above is not None and self.below is not None:
            return spelled(setting, "underset", self.below, self.replace(below=None))
        if self.above is not None:
            return spelled(setting, "overset", self.above, self.base)
        return spelled(setting, "underset", self.below or NOTHING, self.base)


@command("overset", "underset", "stackrel")
def _set(parser: Parser, name: str) -> Node:
    label, base = parser.argument(), parser.argument()
    if name == "underset":
        return Labelled(base, below=label)
    return Labelled(base, above=label, role=Atom.REL if name == "stackrel" else None)


class Braced(Node):
    """A body with a brace or bracket lying above or below it; its script is its label."""

    body: Node
    sign: str
    over: bool

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            return spelled(setting, "overbrace" if self.over else "underbrace", self.body)
        body = self.body.within_room(setting)
        brace = drawn(horizontal(self.sign, max(3, body.width), setting.ascii))
        box = stack([brace, body], on=1) if self.over else stack([body, brace], on=0)
        return (Piece(box, Atom.INNER, Atom.INNER),)

    def takes_limits(self, setting: Setting) -> bool:
        return not setting.linear


_BRACES = {
    "overbrace": ("⏞", True),
    "underbrace": ("⏟", False),
    "overparen": ("⏠", True),
    "underparen": ("⏡", False),
    "overbracket": ("⎴", True),
    "underbracket": ("⎵", False),
}


@command(*_BRACES)
def _brace(parser: Parser, name: str) -> Node:
    if name.endswith("bracket"):  # how thick and how high it is to be
        for _ in range(2):
            parser.optional_tokens()
    return Braced(parser.argument(), *_BRACES[name])


class LongArrow(Node):
    """An arrow as long as the labels above and below it."""

    sign: str
    above: Node
    below: Node | None

    def pieces(self, setting: Setting) -> Pieces:
        if setting.form is not Form.PICTURE:
            sign = symbols.to_ascii(self.sign) if setting.ascii else self.sign
            named = [label for label in (self.below, self.above) if label and label != NOTHING]
            if not named:
                return (Piece(painted(text_box(sign), "relation"), Atom.REL, Atom.REL),)
            return spelled(setting, sign, *named)
        labels = [part.box(setting.script()) for part in (self.above, self.below) if part]
        width = 2 + max(2, *(label.width for label in labels), 0)
        line = text_box(horizontal(self.sign, width, setting.ascii))
        arrow = [painted(line, "relation")]
        box = stack([labels[0], *arrow, *labels[1:]], on=1) if labels[0].width else arrow[0]
        if not labels[0].width and self.below is not None:
            box = stack([*arrow, labels[1]], on=0)
        return (Piece(box, Atom.REL, Atom.REL),)


_LONG_ARROWS = {
    "xrightarrow": "→",
    "xleftarrow": "←",
    "xleftrightarrow": "↔",
    "xRightarrow": "⇒",
    "xLeftarrow": "⇐",
    "xLeftrightarrow": "⇔",
    "xmapsto": "↦",
    "xhookrightarrow": "↪",
    "xhookleftarrow": "↩",
    "xrightharpoonup": "⇀",
    "xrightharpoondown": "⇁",
    "xleftharpoonup": "↼",
    "xleftharpoondown": "↽",
    "xrightleftharpoons": "⇌",
    "xrightequilibrium": "⇌",
    "xleftrightharpoons": "⇋",
    "xleftequilibrium": "⇋",
    "xrightleftarrows": "⇄",
    "xtofrom": "⇄",
    "xtwoheadrightarrow": "↠",
    "xtwoheadleftarrow": "↞",
    "xlongequal": "=",
}


@command(*_LONG_ARROWS)
def _long_arrow(parser: Parser, name: str) -> Node:
    below = parser.optional()
    return LongArrow(_LONG_ARROWS[name], parser.argument() or NOTHING, below)


class Substack(Node):
    """Several rows in the place of one script."""

    rows: tuple[Node, ...]

    def pieces(self, setting: Setting) -> Pieces:
        if setting.linear:
            return (Piece(text_box(", ".join(row.box(setting).row for row in self.rows))),)
        if setting.form is not Form.PICTURE:
            raise TallError
        return (Piece(stack([row.box(setting) for row in self.rows], on=0)),)


@command("substack")
def _substack(parser: Parser, _name: str) -> Node:
    parser.expect(Sort.OPEN)
    rows = [parser.row()]
    while parser.take_command("\\", "cr"):
        rows.append(parser.row())
    parser.expect(Sort.CLOSE)
    return Substack(tuple(rows))
