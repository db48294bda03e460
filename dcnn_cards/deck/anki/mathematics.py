r"""Formulas as the MathJax that comes with Anki reads them: between `\(` and `\)`, `\[` and `\]`.

A formula's own macros are spelt out, since MathJax would keep them for the next card. Commands that
the typesetter knows and MathJax does not are put into ones that it knows; the list was found by
having MathJax 3.2.2 read every command and symbol that the typesetter has.
"""

from __future__ import annotations

import re
from html import escape

from dcnn_cards.markup import Formula
from dcnn_cards.typeset import spelled

_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)")
_AS = {
    **{
        name: rf"\mathbb{{{name[0]}}}"
        for name in ("R", "N", "Z", "Reals", "Real", "Complex")
    },
    "reals": r"\mathbb{R}",
    "real": r"\Re",
    "natnums": r"\mathbb{N}",
    "cnums": r"\mathbb{C}",
    "Image": r"\Im",
    "image": r"\Im",
    "bm": r"\boldsymbol",
    "bold": r"\mathbf",
    **dict.fromkeys(("mathds", "mathbbm"), r"\mathbb"),
    "textsc": r"\text",
    "textsl": r"\textit",
    "textmd": r"\text",
    "emph": r"\textit",
    "argmax": r"\operatorname*{arg\,max}",
    "argmin": r"\operatorname*{arg\,min}",
    "plim": r"\operatorname*{plim}",
    "operatornamewithlimits": r"\operatorname*",
    **{name: rf"\operatorname{{{name}}}" for name in ("sh", "ch", "th", "tg", "ctg", "cth", "cotg",
                                                      "cosec", "arctg", "arcctg")},
    "lang": r"\langle",
    "rang": r"\rangle",
    "llbracket": r"[\![",
    "rrbracket": r"]\!]",
    "lBrack": r"[\![",
    "rBrack": r"]\!]",
    "isin": r"\in",
    "exist": r"\exists",
    "infin": r"\infty",
    "empty": r"\emptyset",
    "sub": r"\subset",
    "sube": r"\subseteq",
    "supe": r"\supseteq",
    "notni": r"\not\ni",
    "plusmn": r"\pm",
    "sdot": r"\cdot",
    "sect": r"\S",
    "bull": r"\bullet",
    "weierp": r"\wp",
    "alef": r"\aleph",
    "alefsym": r"\aleph",
    "thetasym": r"\vartheta",
    "slash": "/",
    "ratio": ":",
    "vcentcolon": r"\mathrel{:}",
    "coloncolon": r"\mathrel{::}",
    **dict.fromkeys(("colonequals", "eqdef"), r"\mathrel{:=}"),
    "coloncolonequals": r"\mathrel{::=}",
    "equalscolon": r"\mathrel{=:}",
    "larr": r"\leftarrow",
    "rarr": r"\rightarrow",
    "uarr": r"\uparrow",
    "darr": r"\downarrow",
    "harr": r"\leftrightarrow",
    "lrarr": r"\leftrightarrow",
    **dict.fromkeys(("lArr", "Larr"), r"\Leftarrow"),
    **dict.fromkeys(("rArr", "Rarr"), r"\Rightarrow"),
    **dict.fromkeys(("hArr", "lrArr", "Harr", "Lrarr"), r"\Leftrightarrow"),
    "mapsfrom": r"\leftarrow\!\shortmid",
    "clubs": r"\clubsuit",
    "diamonds": r"\diamondsuit",
    "hearts": r"\heartsuit",
    "spades": r"\spadesuit",
    "dag": r"\dagger",
    "ddag": r"\ddagger",
    **dict.fromkeys(("textellipsis", "mathellipsis"), r"\ldots"),
    "dotsx": r"\dots",
    "oiint": "∯",
    "oiiint": "∰",
    "lq": "‘",
    "rq": "’",
    "textdegree": r"^\circ",
    "ang": r"\angle",
    "underbar": r"\underline",
    "widecheck": r"\check",
    "utilde": r"\underset{\sim}",
    "enskip": r"\enspace",
    "medspace": r"\:",
    "thickspace": r"\;",
    **dict.fromkeys(
        ("allowbreak", "nobreak", "relax", "global", "long", "displaylimits", "footnotesize"), ""
    ),
    **{
        name: rf"\mathrm{{{letter}}}"
        for name, letter in zip(
            "Alpha Beta Epsilon Zeta Eta Iota Kappa Mu Nu Omicron Rho Tau Chi".split(),
            "ABEZHIKMNOPTX",
            strict=True,
        )
    },
}  # fmt: skip
# The colours of Khan Academy, in shades from A on, whose commands colour what follows.
_HUES = {
    "blue": "#4a90c2", "kaBlue": "#314453", "teal": "#29abca", "green": "#5f9a3f",
    "kaGreen": "#71b307", "gold": "#c78d46", "red": "#e07d10", "maroon": "#ca337c",
    "purple": "#9a72ac", "mint": "#6b9c76", "gray": "#888888", "orange": "#ff8c00",
    "pink": "#d147bd",
}  # fmt: skip
_SHADE = re.compile(rf"(?P<hue>{'|'.join(_HUES)})[A-I]?")


def mathjax(formula: Formula) -> str:
    """Return a formula as HTML for Anki's MathJax."""
    latex = escape(for_mathjax(formula.latex), quote=False)
    return rf"\[{latex}\]" if formula.display else rf"\({latex}\)"


def for_mathjax(latex: str) -> str:
    """Return the LaTeX of a formula as MathJax knows it."""
    return _COMMAND.sub(_known, spelled(latex))


def _known(command: re.Match[str]) -> str:
    name = command["name"]
    if shade := _SHADE.fullmatch(name):
        return rf"\textcolor{{{_HUES[shade['hue']]}}}"
    if name not in _AS:
        return command[0]
    known, behind = _AS[name], command.string[command.end() : command.end() + 1]
    return f"{known} " if known[-1:].isalpha() and behind.isalpha() else known
