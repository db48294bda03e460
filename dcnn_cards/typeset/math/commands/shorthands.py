r"""Commands that stand for others: of amsmath, mathtools, HTML extensions, as LaTeX with `#1`."""

from __future__ import annotations

from dcnn_cards.typeset.cells import visible
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import END, Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.stream import Macro

# command, number of arguments, what it stands for: one nucleus
_TEMPLATES = r"""
prescript 3 {{}^{#1}_{#2}#3}
sideset 3 \mathop{{}#1{#3}#2}
overunderset 3 \overset{#1}{\underset{#2}{#3}}
underoverset 3 \underset{#1}{\overset{#2}{#3}}
splitfrac 2 \begin{aligned}#1\\#2\end{aligned}
splitdfrac 2 \begin{aligned}#1\\#2\end{aligned}
cancelto 2 {\cancel{#2}^{#1}}
slashed 1 \cancel{#1}
idotsint 0 \mathop{\int{\cdots}\int}
shoveleft 1 {#1}
shoveright 1 {#1}
multirow 3 {#3}
hdotsfor 1 {\cdots}
vdotswithin 1 {\vdots}
shortvdotswithin 1 {\vdots}
mathmbox 1 {#1}
ref 1 {\text{#1}}
eqref 1 {(\text{#1})}
refeq 1 {\text{#1}}
class 2 {#2}
cssId 2 {#2}
style 2 {#2}
data 2 {#2}
htmlClass 2 {#2}
htmlId 2 {#2}
htmlStyle 2 {#2}
htmlData 2 {#2}
texttip 2 {#1}
mathtip 2 {#1}
tooltip 2 {#1}
nicefrac 2 {#1/#2}
centernot 1 \not{#1}
uline 1 \underline{#1}
Aboxed 1 \boxed{#1}
bigint 0 \int
oldstylenums 1 {#1}
micro 0 \mu
ohm 0 \Omega
celsius 0 {^\circ\mathrm C}
perthousand 0 {‰}
KK 0 \mathbb{K}
NN 0 \mathbb{N}
ZZ 0 \mathbb{Z}
QQ 0 \mathbb{Q}
RR 0 \mathbb{R}
CC 0 \mathbb{C}
FF 0 \mathbb{F}
1 0 {𝟙}
bigO 0 \mathcal{O}
textllap 1 \text{#1}
textrlap 1 \text{#1}
textclap 1 \text{#1}
crampedsubstack 1 \substack{#1}
xlongleftarrow 1 \xleftarrow{#1}
xLongleftarrow 1 \xLeftarrow{#1}
xlongrightarrow 1 \xrightarrow{#1}
xLongrightarrow 1 \xRightarrow{#1}
stackbin 2 \mathbin{\overset{#1}{#2}}
framebox 1 \boxed{\text{#1}}
flatfrac 2 {#1/#2}
divsymbol 0 \div
divisionsymbol 0 \div
vnabla 0 \nabla
imaginary 0 \operatorname{Im}
vtop 1 {#1}
vbox 1 {#1}
parbox 2 {\text{#2}}
Rule 3 \rule{#1}{#2}
Space 3 \hspace{#1}
empheql 0 {}
empheqr 0 {}
notChar 0 /
* 0 {}
array 1 \begin{matrix}#1\end{matrix}
"""
_EMPHEQ = {
    "brace": (r"\{", r"\}"), "brack": "[]", "paren": "()", "angle": (r"\langle", r"\rangle"),
    "vert": (r"\lvert", r"\rvert"), "Vert": (r"\lVert", r"\rVert"),
    "floor": (r"\lfloor", r"\rfloor"), "ceil": (r"\lceil", r"\rceil"),
}  # fmt: skip
_TABLE = {
    name: (int(count), body)
    for name, count, body in (line.split(" ", 2) for line in _TEMPLATES.strip().splitlines())
}

_TABLE |= {
    f"empheq{big}{side}{name}": (0, sign)
    for name, signs in _EMPHEQ.items()
    for side, sign in zip("lr", signs, strict=True)
    for big in ("", "big")
}


@command(*_TABLE)
def _shorthand(parser: Parser, name: str) -> Node:
    count, body = _TABLE[name]
    if count:
        parser.optional_tokens()
    values = [parser.argument_tokens() for _ in range(count)]
    if name == "Aboxed":
        values = [[token for token in values[0] if token.sort != Sort.CELL]]
    return parser.written(body, *values)


# Commands that leave no trace, by how many groups belong to them, after any in square brackets.
_UNSEEN = {
    0: "goodbreak badbreak nonscript Tiny begingroupReset begingroupSandbox adjustlimits "
       "cramped displaybreak MoveEqLeft nobreakdash",
    1: "xmathstrut hsize cellcolor rowcolor rowcolors columncolor require "
       "usepackage leftroot uproot "
       "mathtoolsset usetagform cline cmidrule enlargethispage "
       "hypertarget allowdisplaybreaks pagecolor",
    2: "breakAlign newcolumntype setlength addtolength newtagform renewtagform",
    3: "definecolor",
}  # fmt: skip
_GROUPS = {name: count for count, names in _UNSEEN.items() for name in names.split()}


@command(*_GROUPS)
def _unseen(parser: Parser, name: str) -> Node:
    parser.optional_tokens()
    for _ in range(_GROUPS[name]):
        parser.argument_tokens()
    return NOTHING


@command("bbox", "mathmakebox", "crampedclap", "crampedllap", "crampedrlap", "smashoperator")
@command("makebox")
def _with_options(parser: Parser, _name: str) -> Node:
    """What is shown as it is, behind what says how to place it."""
    while parser.optional_tokens() is not None:
        pass
    return parser.argument()


@command("mmlToken")
def _token(parser: Parser, _name: str) -> Node:
    parser.argument_tokens()
    parser.optional_tokens()
    return parser.written(r"{\text{#1}}", parser.argument_tokens())


@command("units", "unitfrac")
def _units(parser: Parser, name: str) -> Node:
    """A unit of the package of that name, with how many of them in front of it."""
    amount = parser.optional_tokens() or ()
    parts = [parser.argument_tokens() for _ in range(1 + (name == "unitfrac"))]
    template = {1: r"{#1\,\mathrm{#2}}", 2: r"{#1\,\mathrm{#2}/\mathrm{#3}}"}[len(parts)]
    return parser.written(template if amount else template.replace(r"\,", ""), amount, *parts)


_ENCLOSED = {"strike": r"\cancel{#1}", "top": r"\overline{#1}", "bottom": r"\underline{#1}"}


@command("enclose")
def _enclose(parser: Parser, _name: str) -> Node:
    """What stands in one of the notations of MathML: struck, under a line, else in a frame."""
    notation = parser.name()
    parser.optional_tokens()
    shape = next((each for name, each in _ENCLOSED.items() if name in notation), r"\boxed{#1}")
    return parser.written(shape, parser.argument_tokens())


@command("intertext", "shortintertext")
def _intertext(parser: Parser, _name: str) -> Node:
    """Words between the rows of a display, as a row of their own."""
    parser.put(r"\text{#1}\\", parser.argument_tokens())
    return parser.atom()


MAX_SPANNED = 20
"""Columns that one cell may go over."""


@command("multicolumn")
def _multicolumn(parser: Parser, _name: str) -> Node:
    """A cell over several columns: in the first of them, the others empty."""
    count = parser.name()
    parser.name()
    if not count.strip().isdecimal():
        raise MathError("\\multicolumn without a number of columns")
    parser.put("{#1}" + "&" * (min(int(count), MAX_SPANNED) - 1), parser.argument_tokens())
    return parser.atom()


@command("DeclarePairedDelimiter", "DeclarePairedDelimiterX", "DeclarePairedDelimiterXPP")
def _paired(parser: Parser, _name: str) -> Node:
    name, *_ = parser.argument_tokens() or [END]
    if name.sort != Sort.COMMAND:
        raise MathError("a command to define is missing")
    left, right = parser.argument_tokens(), parser.argument_tokens()
    body = [Token(Sort.COMMAND, "left"), *left, *_FIRST, Token(Sort.COMMAND, "right"), *right]
    parser.define(name.text, Macro(1, tuple(body)))
    return NOTHING


_FIRST = (Token(Sort.CHARACTER, "#"), Token(Sort.CHARACTER, "1"))


@command("unicode", "U")
def _unicode(parser: Parser, name: str) -> Node:
    """A character by its number, hexadecimal behind an x."""
    while parser.optional_tokens() is not None:
        pass
    digits = parser.name().strip().lower().removeprefix("u+").removeprefix("0")
    try:
        hexadecimal = name == "U" or digits.startswith("x")
        code = int(digits.removeprefix("x"), 16 if hexadecimal else 10)
        return symbols.character(visible(chr(code)))
    except (ValueError, OverflowError) as error:
        raise MathError("\\unicode without a character's number") from error
