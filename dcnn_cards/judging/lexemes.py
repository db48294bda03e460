"""Source of a formula, plain or LaTeX → lexemes: what it is written in, and what that says.

What is a command and what its argument, the typesetter's lexer knows. Its tree would not do: it is
one of looks, where brackets and digits are signs side by side, and what is typed is plain notation
more often than LaTeX, so that x^10 and sqrt(2) mean what they do not mean in TeX. Both notations
end here in the same lexemes, that the two answers may be read the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from dcnn_cards.judging.expression import FUNCTIONS, ReadingError
from dcnn_cards.typeset import latex as tex

MAX_LENGTH = 4_000
"""Characters of a formula that is read."""

MAX_LEXEMES = 1_500
"""Lexemes of a formula that is read."""


class LexemeKind(Enum):
    """What a lexeme is."""

    NUMBER = "number"
    NAME = "name"
    COMMAND = "command"
    SIGN = "sign"
    STRANGE = "what is not read here"
    END = "end"


class Lexeme(NamedTuple):
    """A lexeme; `glued` tells whether nothing stands between it and the one before.

    The text of a strange one says why it is not read.
    """

    kind: LexemeKind
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

CLOSING = {"(": ")", "[": "]", "{": "}"}
"""Brackets that open, each with the one that closes it."""

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

_SETTING = frozenset(
    "text textbf textit operatorname mathrm mathcal mathbb mathbf boldsymbol bm".split()
)

# Of what a command is applied to: what an accent stands over, and a name of several letters.
_UNDER = re.compile(r"\{ *\\?(?P<braced>[A-Za-z]{1,12}) *\}|\\?(?P<bare>[A-Za-z]{1,12})")
_WORD = re.compile(r"\{ *(?P<name>[A-Za-z][A-Za-z_ ]{0,30})\}")

_WRITTEN = re.compile(
    r"(?P<number>[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]{1,3}(?![A-Za-z0-9_]))?|\.[0-9]+)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<sign>\*\*|\|\||:=|<-|->|.)",
    re.DOTALL,
)
_COMPOUND = {"**": "^", "||": "‖", ":=": "=", "<-": "=", "->": "→"}
_PLAIN_SIGNS = frozenset("+-*/^_(){}[],=|'!;")


def lexemes(source: str, latex: bool) -> list[Lexeme]:
    """Return the lexemes of a formula, with one of kind END at the end.

    In LaTeX a run of letters is as many variables; plainly typed it stays together here. Raise
    `ReadingError` where it is too long.
    """
    if len(source) > MAX_LENGTH:
        raise ReadingError(f"it is longer than {MAX_LENGTH:,} characters")
    tokens = tuple(tex.raw_tokens(source))
    found: list[Lexeme] = []
    at, glued = 0, False
    while at < len(tokens):
        read: list[Lexeme] = []
        if _is_space(tokens[at]):
            at += 1
        elif tokens[at].sort == tex.Sort.COMMAND:
            read, at = _of_command(tokens, at, glued)
        else:
            start, at = at, _end_of_signs(tokens, at)
            read = _of_signs(_source(tokens[start:at]), glued, latex)
        found += read
        glued = bool(read)
        if len(found) > MAX_LEXEMES:
            raise ReadingError("it is too long")
    return [*found, Lexeme(LexemeKind.END, "", False)]


def _is_space(token: tex.Token) -> bool:
    return token.sort == tex.Sort.SPACE or token.source == "~"


def _end_of_signs(tokens: Sequence[tex.Token], start: int) -> int:
    """Where the next command or space is."""
    for at in range(start, len(tokens)):
        if tokens[at].sort == tex.Sort.COMMAND or _is_space(tokens[at]):
            return at
    return len(tokens)


def _source(tokens: Sequence[tex.Token]) -> str:
    return "".join(token.source for token in tokens)


def _of_command(tokens: Sequence[tex.Token], at: int, glued: bool) -> tuple[list[Lexeme], int]:
    """What a command says together with what it is applied to, and where that ends."""
    name = tokens[at].text
    at += 1
    if name in _ACCENTS or name in _SETTING:
        argument, end = _argument(tokens, at)
        if name in _ACCENTS and (match := _UNDER.fullmatch(argument)):
            under = _named(match["braced"] or match["bare"])
            return [Lexeme(LexemeKind.NAME, f"{under}_{_ACCENTS[name]}", glued)], end
        if name in _SETTING and (match := _WORD.fullmatch(argument)):
            return [Lexeme(LexemeKind.NAME, _named("_".join(match["name"].split())), glued)], end
    return ([], at) if name in _INVISIBLE else ([_command(name, glued)], at)


def _argument(tokens: Sequence[tex.Token], at: int) -> tuple[str, int]:
    """What stands in the braces that come next, or else the next sign, and where it ends."""
    while at < len(tokens) and tokens[at].sort == tex.Sort.SPACE:
        at += 1
    end = at + 1
    if at < len(tokens) and tokens[at].sort == tex.Sort.OPEN:
        while end < len(tokens) and tokens[end - 1].sort != tex.Sort.CLOSE:
            end += 1
    return _source(tokens[at:end]), end


def _of_signs(text: str, glued: bool, latex: bool) -> list[Lexeme]:
    """Numbers, names and signs, with nothing between them."""
    found: list[Lexeme] = []
    for match in _WRITTEN.finditer(text):
        glued = glued or bool(found)
        if match["number"]:
            found.append(Lexeme(LexemeKind.NUMBER, match["number"], glued))
        elif match["sign"]:
            found += _sign(match["sign"], glued)
        elif latex and match["letters"] not in KNOWN:
            letters = match["letters"]
            found.append(Lexeme(LexemeKind.NAME, letters[0], glued))
            found += [Lexeme(LexemeKind.NAME, letter) for letter in letters[1:]]
        else:
            found.append(Lexeme(LexemeKind.NAME, _named(match["letters"]), glued))
    return found


def _command(name: str, glued: bool) -> Lexeme:
    if name in _COMMANDS:
        return Lexeme(LexemeKind.COMMAND, "sqrt" if name == "sqrt" else "frac", glued)
    if name in _COMMAND_SIGNS:
        text = _COMMAND_SIGNS[name]
        return Lexeme(LexemeKind.NAME if text == "T" else LexemeKind.SIGN, text, glued)
    if name in KNOWN and name not in ("inv", "relu", "ReLU"):
        return Lexeme(LexemeKind.NAME, _named(name), glued)
    if name == "dots":  # the terms left out are the same in both answers, or nothing is
        return Lexeme(LexemeKind.NAME, name, glued)
    return _strange(f"\\{name[:20]}")


def _sign(text: str, glued: bool) -> list[Lexeme]:
    if text in _COMPOUND:
        return [Lexeme(LexemeKind.SIGN, _COMPOUND[text], glued)]
    if text in _SIGNS:
        return [Lexeme(LexemeKind.SIGN, _SIGNS[text], glued)]
    if text in _GREEK_LETTERS:
        return [Lexeme(LexemeKind.NAME, _GREEK_LETTERS[text], glued)]
    if text in _SUPERSCRIPTS:
        raised = _SUPERSCRIPTS[text]
        kind = LexemeKind.NAME if raised == "T" else LexemeKind.NUMBER
        return [Lexeme(LexemeKind.SIGN, "^"), Lexeme(kind, raised)]
    if text in _SUBSCRIPTS:
        return [Lexeme(LexemeKind.SIGN, "_"), Lexeme(LexemeKind.NAME, _SUBSCRIPTS[text])]
    if text == "√":
        return [Lexeme(LexemeKind.NAME, "sqrt", glued)]
    if text == "∇":
        return [Lexeme(LexemeKind.NAME, "nabla", glued)]
    if text == "∞":
        return [Lexeme(LexemeKind.NAME, "inf", glued)]
    if text in _PLAIN_SIGNS:
        return [Lexeme(LexemeKind.SIGN, text, glued)]
    return [_strange(text)]


def _strange(text: str) -> Lexeme:
    shown = text if text.isprintable() else "an odd sign"
    return Lexeme(LexemeKind.STRANGE, f"{shown} is not judged", False)


def _named(name: str) -> str:
    return _SAME_NAMES.get(name, name)
