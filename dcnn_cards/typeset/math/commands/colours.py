r"""Colours: `\color`, `\textcolor`, `\colorbox` and the named ones, as colours of the terminal."""

# ruff: noqa: D102 (what the methods of a node take and do is said once, in Node)

from __future__ import annotations

import re
from colorsys import rgb_to_hls

from dcnn_cards.typeset.math.commands.enclosures import Framed
from dcnn_cards.typeset.math.commands.text import text_argument
from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.row import Pieces, inked
from dcnn_cards.typeset.math.setting import Setting

# Names of colours by what they are in a terminal; black, white and grey are the letters' own.
_NAMES = {
    "red": "red crimson maroon brown firebrick darkred tomato salmon coral",
    "yellow": "yellow orange gold goldenrod darkorange",
    "green": "green lime olive darkgreen forestgreen seagreen mint limegreen",
    "cyan": "cyan aqua teal turquoise darkcyan",
    "blue": "blue navy royalblue darkblue dodgerblue steelblue skyblue kablue",
    "magenta": "magenta fuchsia purple violet pink indigo orchid hotpink",
}
_INKS = {name: ink for ink, names in _NAMES.items() for name in names.split()}
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
_HUES = ("red", "yellow", "green", "cyan", "blue", "magenta")
_GREY = 0.15  # saturation below which a colour is grey


def ink_of(colour: str) -> str:
    """The ink for a colour's name or its #rgb; "" for one that is no colour to speak of."""
    name = colour.strip().lower()
    if match := _HEX.match(name):
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        hue, light, saturation = rgb_to_hls(red, green, blue)
        if saturation < _GREY or not 0.05 < light < 0.95:
            return ""
        return _HUES[round(hue * len(_HUES)) % len(_HUES)]
    return _INKS.get(name, "")


_HIGHEST = {"rgb": 1.0, "RGB": 255.0, "gray": 1.0}


def _colour(parser: Parser) -> str:
    """A colour's name or #rgb; one that is given by numbers becomes that."""
    model = (parser.optional_name() or "").strip()
    colour = parser.name()
    if model not in _HIGHEST:
        return colour if model != "HTML" else f"#{colour.strip()}"
    try:
        parts = [float(part) / _HIGHEST[model] for part in colour.replace(",", " ").split()]
    except ValueError:
        return ""
    parts = parts * 3 if len(parts) == 1 else parts
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)


class Coloured(Node):
    """A body painted in one ink."""

    body: Node
    ink: str

    def pieces(self, setting: Setting) -> Pieces:
        return inked(self.body.pieces(setting), self.ink)

    def unwrapped(self) -> Node:
        return self.body.unwrapped()

    def takes_limits(self, setting: Setting) -> bool:
        return self.body.takes_limits(setting)


def _coloured(body: Node, colour: str) -> Node:
    ink = ink_of(colour)
    return Coloured(body, ink) if ink else body


@command("color")
def _color(parser: Parser, _name: str) -> Node:
    colour = _colour(parser)
    return parser.switched(lambda body: _coloured(body, colour))


@command("textcolor")
def _textcolor(parser: Parser, _name: str) -> Node:
    colour = _colour(parser)
    return _coloured(parser.argument(), colour)


@command("colorbox")
def _colorbox(parser: Parser, _name: str) -> Node:
    colour = _colour(parser)
    return _coloured(text_argument(parser), colour)


@command("fcolorbox")
def _fcolorbox(parser: Parser, _name: str) -> Node:
    colour, _ground = _colour(parser), _colour(parser)
    return _coloured(Framed(text_argument(parser)), colour)


# The colours of Khan Academy, which KaTeX knows as commands, most in shades from A on.
_KHAN = {
    "blue": "ABCDE", "teal": "ABCDE", "green": "ABCDE", "gold": "ABCDE", "red": "ABCDE",
    "maroon": "ABCDE", "purple": "ABCDE", "mint": "ABC", "gray": "ABCDEFGHI",
    "orange": "", "pink": "", "kaBlue": "", "kaGreen": "",
}  # fmt: skip
_SHADES = {name + shade: name for name, shades in _KHAN.items() for shade in ("", *shades)}


@command(*_SHADES)
def _khan(parser: Parser, name: str) -> Node:
    return _coloured(parser.argument(), _SHADES[name].removeprefix("ka"))
