"""Source of a formula, plain or LaTeX → tokens."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from dcnn_cards.judging.expression import FUNCTIONS, ReadingError

MAX_LENGTH = 4_000
"""Characters of a formula that is read."""

MAX_TOKENS = 1_500
"""Tokens of a formula that is read."""


class Sort(Enum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    COMMAND = "command"
    SIGN = "sign"
    STRANGE = "what is not read here"
    END = "end"


class Token(NamedTuple):
    """A token; `glued` tells whether nothing stands between it and the one before.

    The text of a strange one says why it is not read.
    """

    sort: Sort
    text: str
    glued: bool = True


_GREEK_LETTERS = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϵϕϑ",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
        "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
        "epsilon phi theta".split(),
        strict=True,
    )
)
GREEK = frozenset(_GREEK_LETTERS.values())
"""Names of Greek letters."""

_SAME_NAMES = {
    **{"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho"},
    **{"ln": "log", "sigmoid": "sigma", "logistic": "sigma", "infty": "inf", "infinity": "inf"},
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan", "grad": "nabla", "absolute": "abs"},
}
KNOWN = GREEK | FUNCTIONS | _SAME_NAMES.keys() | {"inf", "nabla", "inv", "relu", "ReLU"}
"""Names of several letters that are never letters side by side."""

_SIGNS = {
    **{"×": "×", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "−": "-", "–": "-", "÷": "/", "∕": "/"},
    **{"‖": "‖", "←": "=", "≈": "=", "≡": "=", "→": "→", "⇒": "→", "’": "'", "′": "'"},
}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ", "0123456789T", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₜₖᵢⱼ", "0123456789tkij", strict=True))

_COMMAND_SIGNS = {
    **{"cdot": "*", "times": "×", "ast": "*", "star": "*", "div": "/", "|": "‖", "Vert": "‖"},
    **{"lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|", "vert": "|", "{": "(", "}": ")"},
    **{"lbrace": "(", "rbrace": ")", "lbrack": "[", "rbrack": "]", "top": "T", "intercal": "T"},
    **{"leftarrow": "=", "gets": "=", "approx": "=", "equiv": "=", "prime": "'"},
    **{"rightarrow": "→", "to": "→", "Rightarrow": "→", "implies": "→", "longrightarrow": "→"},
}
_INVISIBLE = frozenset(
    """left right big Big bigg Bigg bigl bigr Bigl Bigr , ; : ! quad qquad displaystyle textstyle
    limits nolimits mathbf mathrm mathit mathsf boldsymbol bm""".split()
) | {" ", "\n", "\t"}
_COMMANDS = frozenset({"frac", "dfrac", "tfrac", "sqrt"})
# Accents by LaTeX's names, and what is added to the name below: typed plainly it is `W_tilde`.
_ACCENTS = {name: name for name in ("hat", "bar", "tilde", "vec", "dot")}
_ACCENTS |= {"widehat": "hat", "widetilde": "tilde", "overline": "bar"}

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n~]+)"
    r"|(?P<number>[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]{1,3}(?![A-Za-z0-9_]))?|\.[0-9]+)"
    rf"|\\(?P<accent>{'|'.join(_ACCENTS)})\s*"
    r"(?:\{\s*\\?(?P<under>[A-Za-z]{1,12})\s*\}|\\?(?P<single>[A-Za-z]))"
    r"|\\(?:text|textbf|textit|operatorname|mathrm|mathcal|mathbb|mathbf|boldsymbol|bm)\s*"
    r"\{\s*(?P<word>[A-Za-z][A-Za-z_ ]{0,30})\}"
    r"|\\(?P<command>[A-Za-z]+|.)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<sign>\*\*|\|\||:=|<-|->|.)",
    re.DOTALL,
)
_COMPOUND = {"**": "^", "||": "‖", ":=": "=", "<-": "=", "->": "→"}
_PLAIN_SIGNS = frozenset("+-*/^_(){}[],=|'!;")


def tokens(source: str, latex: bool) -> list[Token]:
    """Return the tokens of a formula, with one of sort END at the end.

    In LaTeX a run of letters is as many variables; plainly typed it stays together here. Raise
    `ReadingError` where it is too long.
    """
    if len(source) > MAX_LENGTH:
        raise ReadingError(f"it is longer than {MAX_LENGTH:,} characters")
    found: list[Token] = []
    glued = False
    for match in _TOKEN.finditer(source):
        if match["space"] or match["command"] in _INVISIBLE:
            glued = False
            continue
        found += _tokens_of(match, glued, latex)
        glued = True
        if len(found) > MAX_TOKENS:
            raise ReadingError("it is too long")
    return [*found, Token(Sort.END, "", False)]


def _tokens_of(match: re.Match[str], glued: bool, latex: bool) -> list[Token]:
    if match["number"]:
        return [Token(Sort.NUMBER, match["number"], glued)]
    if match["accent"]:
        name = _named(match["under"] or match["single"])
        return [Token(Sort.NAME, f"{name}_{_ACCENTS[match['accent']]}", glued)]
    if match["word"]:
        return [Token(Sort.NAME, _named("_".join(match["word"].split())), glued)]
    if match["command"]:
        return [_command(match["command"], glued)]
    if letters := match["letters"]:
        if latex and letters not in KNOWN:
            return [Token(Sort.NAME, letter, glued and not at) for at, letter in enumerate(letters)]
        return [Token(Sort.NAME, _named(letters), glued)]
    return _sign(match["sign"], glued)


def _command(name: str, glued: bool) -> Token:
    if name in _COMMANDS:
        return Token(Sort.COMMAND, "sqrt" if name == "sqrt" else "frac", glued)
    if name in _COMMAND_SIGNS:
        text = _COMMAND_SIGNS[name]
        return Token(Sort.NAME if text == "T" else Sort.SIGN, text, glued)
    if name in KNOWN and name not in ("inv", "relu", "ReLU"):
        return Token(Sort.NAME, _named(name), glued)
    return _strange(f"\\{name[:20]}")


def _sign(text: str, glued: bool) -> list[Token]:
    if text in _COMPOUND:
        return [Token(Sort.SIGN, _COMPOUND[text], glued)]
    if text in _SIGNS:
        return [Token(Sort.SIGN, _SIGNS[text], glued)]
    if text in _GREEK_LETTERS:
        return [Token(Sort.NAME, _GREEK_LETTERS[text], glued)]
    if text in _SUPERSCRIPTS:
        raised = _SUPERSCRIPTS[text]
        sort = Sort.NAME if raised == "T" else Sort.NUMBER
        return [Token(Sort.SIGN, "^"), Token(sort, raised)]
    if text in _SUBSCRIPTS:
        return [Token(Sort.SIGN, "_"), Token(Sort.NAME, _SUBSCRIPTS[text])]
    if text == "√":
        return [Token(Sort.NAME, "sqrt", glued)]
    if text == "∇":
        return [Token(Sort.NAME, "nabla", glued)]
    if text == "∞":
        return [Token(Sort.NAME, "inf", glued)]
    if text in _PLAIN_SIGNS:
        return [Token(Sort.SIGN, text, glued)]
    return [_strange(text)]


def _strange(text: str) -> Token:
    shown = text if text.isprintable() else "an odd sign"
    return Token(Sort.STRANGE, f"{shown} is not judged", False)


def _named(name: str) -> str:
    return _SAME_NAMES.get(name, name)
