r"""Explicit spaces, phantoms, and commands that leave no trace in a terminal."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import re

from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.box import Box, blank
from dcnn_cards.typeset.math.commands.text import text_argument
from dcnn_cards.typeset.math.errors import TallError
from dcnn_cards.typeset.math.glyphs import drawn
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.node import NOTHING, Classed, Node, Space
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Piece, Pieces
from dcnn_cards.typeset.math.setting import Form, MathStyle, Setting

_CELLS = {
    " ": 1,
    ",": 1,
    ":": 1,
    ">": 1,
    ";": 1,
    "!": 0,
    "thinspace": 1,
    "medspace": 1,
    "thickspace": 1,
    "negthinspace": 0,
    "negmedspace": 0,
    "negthickspace": 0,
    "enspace": 1,
    "enskip": 1,
    "space": 1,
    "nobreakspace": 1,
    "quad": 3,  # two and four columns would do, but for them an index can be as wide
    "qquad": 6,
}

MAX_SPACE = 40
"""Cells that an explicit length may ask for."""

_LENGTH = re.compile(r"\s*(-?[\d.]*)\s*([a-z]*)")
_CELLS_OF_UNIT = {"em": 2.0, "ex": 1.0, "mu": 1 / 9, "pt": 0.2, "cm": 5.7, "mm": 0.57, "in": 14.5}


@command(*_CELLS)
def _space(_parser: Parser, name: str) -> Node:
    return Space(_CELLS[name])


@command("hspace", "hspace*", "mspace")
def _length(parser: Parser, _name: str) -> Node:
    parser.take(Sort.CHARACTER, "*")
    return Space(_cells(parser.name()))


@command("kern", "mkern", "hskip", "mskip")
def _kern(parser: Parser, _name: str) -> Node:
    return Space(_cells(parser.length()))


def _cells(length: str) -> int:
    match = _LENGTH.match(length)
    assert match is not None
    try:
        cells = float(match[1] or 0) * _CELLS_OF_UNIT.get(match[2], 0.0)
    except ValueError:
        return 0
    return round(min(MAX_SPACE, max(0.0, cells)))


class Phantom(Node):
    """Room for a body that is not shown: its width, its height, or both."""

    body: Node
    wide: bool
    high: bool

    def pieces(self, setting: Setting) -> Pieces:
        box = self.body.box(setting)
        if not self.high:
            return (Piece(blank(box.width)),)
        if setting.form is not Form.PICTURE and box.height > 1:
            raise TallError
        width = box.width if self.wide else 0
        return (Piece(Box((" " * width,) * box.height, box.baseline, width)),)


_PHANTOMS = {"phantom": (True, True), "hphantom": (True, False), "vphantom": (False, True)}


@command(*_PHANTOMS)
def _phantom(parser: Parser, name: str) -> Node:
    return Phantom(parser.argument(), *_PHANTOMS[name])


@command(
    "mathstrut", "strut", "relax", "nonumber", "notag", "allowbreak", "nobreak", "displaylimits"
)
def _nothing(_parser: Parser, _name: str) -> Node:
    return NOTHING


@command(
    *"tiny sixptsize scriptsize footnotesize small normalsize large Large LARGE huge Huge".split()
)
def _size(_parser: Parser, _name: str) -> Node:
    return NOTHING  # cells come in one size


@command("rule")
def _rule(parser: Parser, _name: str) -> Node:
    parser.optional_name()
    width, height = parser.name(), parser.name()
    return Rule(_cells(width)) if height.strip(" 0.")[:1].isdigit() else Space(_cells(width))


class Rule(Node):
    """A black bar, one row high."""

    cells: int

    def pieces(self, setting: Setting) -> Pieces:
        return (Piece(drawn(("#" if setting.ascii else "█") * self.cells)),)


@command("label", "vspace", "vspace*")
def _ignored(parser: Parser, _name: str) -> Node:
    parser.name()
    return NOTHING


@command("raisebox")
def _raised(parser: Parser, _name: str) -> Node:
    parser.name()
    return text_argument(parser)


class Choice(Node):
    """One body for displays, one for sentences, one for scripts."""

    display: Node
    text: Node
    script: Node

    def pieces(self, setting: Setting) -> Pieces:
        return self._chosen(setting).pieces(setting)

    def glyphs(self, setting: Setting) -> str | None:
        return self._chosen(setting).glyphs(setting)

    def _chosen(self, setting: Setting) -> Node:
        if setting.is_script:
            return self.script
        return self.display if setting.style is MathStyle.DISPLAY else self.text


@command("mathchoice")
def _mathchoice(parser: Parser, _name: str) -> Node:
    display, text, script, _smaller = (parser.argument() for _ in range(4))
    return Choice(display, text, script)


@command("smash", "mathclap", "mathllap", "mathrlap", "clap", "llap", "rlap")
@command("vcenter", "ensuremath")
def _unmoved(parser: Parser, name: str) -> Node:
    if name == "smash" or name.startswith("math"):
        parser.optional_name()
    return parser.argument()


_CLASSES = {
    "mathord": Atom.ORD,
    "mathbin": Atom.BIN,
    "mathrel": Atom.REL,
    "mathopen": Atom.OPEN,
    "mathclose": Atom.CLOSE,
    "mathpunct": Atom.PUNCT,
    "mathinner": Atom.INNER,
}


@command(*_CLASSES)
def _class(parser: Parser, name: str) -> Node:
    return Classed(parser.argument(), _CLASSES[name])
