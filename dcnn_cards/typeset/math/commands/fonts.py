r"""Alphabets: `\mathbb`, `\mathcal`, `\mathbf` and their relatives, old and new.

Upright, sans serif, typewriter and italic letters are all the terminal's own letters.
"""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Pieces
from dcnn_cards.typeset.math.setting import MathStyle, Setting

_ALPHABETS = {
    "mathbb": "blackboard",
    "Bbb": "blackboard",
    "mathbbm": "blackboard",
    "mathds": "blackboard",
    "mathcal": "script",
    "mathscr": "script",
    "mathfrak": "fraktur",
    "frak": "fraktur",
    "mathbf": "bold",
    "bold": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "pmb": "bold",
    "mathbfit": "bold",
    "mathrm": "",
    "mathup": "",
    "mathit": "",
    "mathsf": "",
    "mathsfit": "",
    "mathtt": "",
    "mathnormal": "",
}
# Longer names of the same, as MathJax and unicode-math have them.
_ALPHABETS |= dict.fromkeys(
    "mathbfup mathbfsf mathbfsfup mathbfsfit symbf symbfup symbfit "
    "symbfsf symbfsfup symbfsfit".split(),
    "bold",
)
_ALPHABETS |= dict.fromkeys("mathbfscr mathbfcal symcal symscr symbfscr symbfcal".split(), "script")
_ALPHABETS |= dict.fromkeys("mathbffrak symfrak symbffrak".split(), "fraktur") | {
    "symbb": "blackboard"
}
_ALPHABETS |= dict.fromkeys(
    "mathsfup symrm symup symnormal symit symsf symsfup symsfit symtt".split(), ""
)
_SWITCHES = {"bf": "bold", "cal": "script", "rm": "", "it": "", "sf": "", "tt": ""}
_STYLES = {
    "displaystyle": MathStyle.DISPLAY,
    "textstyle": MathStyle.TEXT,
    "scriptstyle": MathStyle.SCRIPT,
    "scriptscriptstyle": MathStyle.SCRIPT,
}


class Lettered(Node):
    """A body whose letters are of one alphabet."""

    body: Node
    alphabet: str

    def pieces(self, setting: Setting) -> Pieces:
        return self.body.pieces(setting.with_alphabet(self.alphabet))

    def glyphs(self, setting: Setting) -> str | None:
        return self.body.glyphs(setting.with_alphabet(self.alphabet))


class Styled(Node):
    """A body set in a style of its own."""

    body: Node
    style: MathStyle

    def pieces(self, setting: Setting) -> Pieces:
        return self.body.pieces(setting.with_style(self.style))

    def glyphs(self, setting: Setting) -> str | None:
        return self.body.glyphs(setting.with_style(self.style))

    def unwrapped(self) -> Node:
        return self.body.unwrapped()


@command(*_ALPHABETS)
def _alphabet(parser: Parser, name: str) -> Node:
    return Lettered(parser.argument(), _ALPHABETS[name])


@command(*_SWITCHES)
def _switch(parser: Parser, name: str) -> Node:
    return parser.switched(lambda body: Lettered(body, _SWITCHES[name]))


@command(*_STYLES)
def _style(parser: Parser, name: str) -> Node:
    return parser.switched(lambda body: Styled(body, _STYLES[name]))
