"""What the parts of a screen look like: styles by name, for terminals light and dark.

Only the 16 colours that a terminal's own theme defines are used, and of these only what can be read
on its ground in the palettes of xterm, VGA, Tango, Windows, macOS and Solarized: on a dark one not
blue, on a light one not yellow and cyan. Where the ground is not known, words are red, magenta or
uncoloured; single digits and the bar may also be green and cyan.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dcnn_cards.errors import CardsError
from dcnn_cards.frozen import Frozen
from dcnn_cards.schedule.event import Grade

if TYPE_CHECKING:
    from rich.console import Console

THEMES = ("auto", "dark", "light", "mono")
"""What `--theme` takes: after the terminal's ground, for a dark or a light one, without colour."""


class Look(StrEnum):
    """What a piece of text on the screen is; the value is its name among rich's styles."""

    TITLE = "cards.title"
    QUESTION = "cards.question"
    CONTEXT = "cards.context"
    CORRECTION = "cards.correction"
    LINE = "cards.line"
    BAR = "cards.bar"
    KEY = "cards.key"
    NOTICE = "cards.notice"
    ERROR = "cards.error"
    DIM = "cards.dim"
    AGAIN = "cards.again"
    HARD = "cards.hard"
    GOOD = "cards.good"
    EASY = "cards.easy"
    RIGHT = "cards.right"
    NEARLY = "cards.nearly"
    SAME = "cards.same"
    MISSING = "cards.missing"
    WRONG = "cards.wrong"


GRADES = {
    Grade.AGAIN: Look.AGAIN,
    Grade.HARD: Look.HARD,
    Grade.GOOD: Look.GOOD,
    Grade.EASY: Look.EASY,
}

# By the name that users give: where the ground is not known, where it is dark, where it is light.
_STYLES = {
    "title": ("bold", "bold", "bold"),
    "question": ("bold", "bold", "bold"),
    "context": ("dim", "dim", "dim"),
    "correction": ("magenta", "yellow", "magenta"),
    "line": ("dim", "dim", "dim"),
    "bar": ("green", "green", "blue"),
    "key": ("bold", "bold", "bold"),
    "notice": ("bold magenta", "bold yellow", "bold magenta"),
    "error": ("red", "bold red", "red"),
    "dim": ("dim", "dim", "dim"),
    "again": ("bold red", "bold red", "bold red"),
    "hard": ("bold magenta", "bold yellow", "bold magenta"),
    "good": ("green", "bold green", "green"),  # bold is bright on many, and not to be read on white
    "easy": ("bold cyan", "bold cyan", "bold blue"),
    "right": ("bold", "bold green", "bold blue"),
    "nearly": ("bold magenta", "bold yellow", "bold magenta"),
    "same": ("none", "green", "none"),
    "missing": ("underline", "underline yellow", "underline blue"),
    "wrong": ("red", "red", "red"),
    "math": ("none", "none", "none"),
    "relation": ("none", "none", "none"),
    "rule": ("none", "none", "none"),
    "text": ("none", "none", "none"),
    "mark": ("bold underline", "bold underline", "bold underline"),
    "code": ("none", "cyan", "blue"),
    "keyword": ("bold", "bold cyan", "bold blue"),
    "literal": ("none", "green", "none"),
    "comment": ("dim", "dim", "dim"),
    "link": ("underline", "underline", "underline"),
    "address": ("dim", "dim", "dim"),
    "marker": ("bold", "cyan", "blue"),
    "source": ("red", "yellow", "red"),
    "more": ("dim", "dim", "dim"),
}
STYLE_NAMES = tuple(_STYLES)
"""What the config file may give a style to."""

_OF_TYPESETTING = (
    "math", "relation", "rule", "text", "mark", "code", "keyword", "literal", "comment", "link",
    "address", "marker", "source", "more",
)  # fmt: skip
# What terminals call themselves that know bold and reverse, and no colours; rich takes them for
# terminals of 16.
_COLOURLESS = re.compile(r"vt\d|.*-(?:m|mono)$")
_WITHOUT_LINKS = re.compile(r"dumb|unknown|linux|cons|sun|vt\d")
# Those that a formula may ask for itself.
_COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan")


class Theme(Frozen):
    """One of `THEMES`, and what is different from it: rich's words for a style, by name."""

    name: str = "auto"
    changes: Mapping[str, str] = {}

    def styles(self, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return every style by its name, as rich takes them."""
        ground = _ground(environ) if self.name == "auto" else self.name
        column = {"dark": 1, "light": 2}.get(ground, 0)
        found = {name: looks[column] for name, looks in _STYLES.items()}
        if self.name == "mono":
            found = {name: _without_colour(style) for name, style in found.items()}
        return {**found, **self.changes}

    def console(self, **options: Any) -> Console:
        """Return a console on which every `Look`, and each style of typesetting, has its style."""
        from rich.console import Console
        from rich.theme import Theme as RichTheme

        styles = {rich_name(name): style for name, style in self.styles().items()}
        if self.name == "mono":
            styles.update(dict.fromkeys(_COLOURS, "none"))
        if _COLOURLESS.match(os.environ.get("TERM", "")):
            options.setdefault("no_color", True)
        return Console(theme=RichTheme(styles), highlight=False, **options)


def follows_links(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the terminal may be told where words lead (OSC 8).

    Those that know nothing of it leave it out, but for the consoles of kernels and the oldest ones.
    """
    return not _WITHOUT_LINKS.match(environ.get("TERM", "dumb"))


def theme(name: str, changes: Mapping[str, str] | None = None) -> Theme:
    """Return the theme `name` with `changes`. Raises CardsError for a style that is none."""
    from rich.errors import StyleSyntaxError
    from rich.style import Style

    for style in (changes or {}).values():
        try:
            Style.parse(style)
        except StyleSyntaxError:
            raise CardsError(
                f"`{style}` is not a style",
                "Allowed are bold, dim, italic, underline, reverse, and a colour: black, red,"
                " green, yellow, blue, magenta, cyan, white, the same with bright_ before it, or"
                " #5f87ff; `on` and a colour for what is behind; none for nothing.",
            ) from None
    return Theme(name, changes or {})


def rich_name(name: str) -> str:
    """Return what rich knows the style `name` as."""
    return f"typeset.{name}" if name in _OF_TYPESETTING else f"cards.{name}"


def _ground(environ: Mapping[str, str]) -> str:
    """Return "dark" or "light" as COLORFGBG says, "" where it says nothing.

    The terminal could be asked too (OSC 11), but an answer that comes late is read as keys, by this
    program or by the shell after it.
    """
    behind = environ.get("COLORFGBG", "").rpartition(";")[2]
    if not behind.isdecimal():
        return ""
    return "dark" if int(behind) < 7 or int(behind) == 8 else "light"


def _without_colour(style: str) -> str:
    return " ".join(word for word in style.split() if word not in _COLOURS) or "none"
