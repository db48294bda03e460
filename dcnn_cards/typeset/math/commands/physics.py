r"""The physics package: `\dv{f}{x}`, `\qty(x)`, `\ev{A}`, `\ketbra{a}{b}`, `\mqty{a & b}`.

What is written here is LaTeX with `#1` and so on for the arguments, as the package defines it. Its
`\div` is left what it is elsewhere, a sign of division.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.commands import units
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command

Tokens = Sequence[Token]

_PAIRS = {"(": ")", "[": "]", "|": "|"}
_SIZES = ("big", "Big", "bigg", "Bigg")
_BRACED = (r"\{", r"\}")


def _held(parser: Parser, signs: str = "([|") -> tuple[str, str, list[Token]] | None:
    """What stands in brackets or braces right here, with the brackets that are drawn for it."""
    parser.take_command(*_SIZES)  # the brackets grow by themselves
    for opening in signs:
        if (held := parser.within(opening, _PAIRS[opening])) is not None:
            return opening, _PAIRS[opening], held
    if parser.peek().sort == Sort.OPEN:
        return *_BRACED, parser.argument_tokens()
    return None


# Quantities in brackets that grow.


@command("quantity", "qty", "pqty", "bqty", "Bqty", "vqty")
def _quantity(parser: Parser, name: str) -> Node:
    starred = parser.take_star()
    held = _held(parser)
    if held is None:
        return NOTHING
    if name == "qty" and held[0] == _BRACED[0] and parser.peek().sort == Sort.OPEN:
        return units.quantity(parser, held[2])
    left, right = _DRAWN.get(name, held[:2])
    return _between(parser, left, right, held[2], grows=not starred)


_DRAWN = {"pqty": ("(", ")"), "bqty": ("[", "]"), "Bqty": _BRACED, "vqty": ("|", "|")}


def _between(parser: Parser, left: str, right: str, held: Tokens, *, grows: bool = True) -> Node:
    if grows:
        return parser.written(rf"\left{left}#1\right{right}", held)
    return parser.written(rf"{{{left}#1{right}}}", held)


_AROUND = {
    "absolutevalue": ("|", "|"), "abs": ("|", "|"), "norm": (r"\|", r"\|"),
    "order": (r"\mathcal{O}\left(", r"\right)"),
}  # fmt: skip


@command(*_AROUND)
def _around(parser: Parser, name: str) -> Node:
    starred = parser.take_star()
    held = _held(parser, "(")
    if held is None and name != "order":
        held = ("", "", parser.argument_tokens())
    if held is None:
        return symbols.character("O")
    left, right = _AROUND[name]
    if name == "order":
        return parser.written(f"{{{left}#1{right}}}", held[2])
    return _between(parser, left, right, held[2], grows=not starred)


@command("evaluated", "eval")
def _evaluated(parser: Parser, _name: str) -> Node:
    parser.take_star()
    held = parser.within("(", "|")
    if held is not None:
        return parser.written(r"\left(#1\right|", held)
    held = parser.within("[", "|")
    if held is not None:
        return parser.written(r"\left[#1\right|", held)
    return parser.written(r"\left.#1\right|", parser.argument_tokens())


_COMMUTATORS = {
    "commutator": ("[", "]"), "comm": ("[", "]"),
    "anticommutator": _BRACED, "anticomm": _BRACED, "acomm": _BRACED,
    "poissonbracket": _BRACED, "pb": _BRACED,
}  # fmt: skip


@command(*_COMMUTATORS)
def _commutator(parser: Parser, name: str) -> Node:
    starred = parser.take_star()
    left, right = _COMMUTATORS[name]
    parser.take_command(*_SIZES)
    first, second = parser.argument_tokens(), parser.argument_tokens()
    template = r"\left%s#1,#2\right%s" if not starred else "{%s#1,#2%s}"
    return parser.written(template % (left, right), first, second)


# Vectors.

_VECTORS = {
    "vectorbold": r"\mathbf{#1}", "vb": r"\mathbf{#1}",
    "vectorarrow": r"\vec{\mathbf{#1}}", "va": r"\vec{\mathbf{#1}}",
    "vectorunit": r"\hat{\mathbf{#1}}", "vu": r"\hat{\mathbf{#1}}",
}  # fmt: skip


@command(*_VECTORS)
def _vector(parser: Parser, name: str) -> Node:
    parser.take_star()
    return parser.written(_VECTORS[name], parser.argument_tokens())


_OPERATORS = {
    "dotproduct": r"\cdot", "vdot": r"\cdot", "vdp": r"\cdot",
    "crossproduct": r"\times", "cross": r"\times", "cp": r"\times", "cprod": r"\times",
}  # fmt: skip
_NABLAS = {
    "gradient": r"\nabla", "grad": r"\nabla", "divergence": r"\nabla\cdot",
    "curl": r"\nabla\times", "laplacian": r"\nabla^2",
}  # fmt: skip


@command(*_OPERATORS)
def _product(parser: Parser, name: str) -> Node:
    return parser.written(_OPERATORS[name])


@command(*_NABLAS)
def _nabla(parser: Parser, name: str) -> Node:
    held = _held(parser, "([")
    if held is None:
        return parser.written(f"{{{_NABLAS[name]}}}")
    left, right, body = held
    drawn = "#1" if left == _BRACED[0] else rf"\left{left}#1\right{right}"
    return parser.written(f"{{{_NABLAS[name]}{drawn}}}", body)


# Functions whose argument in brackets may have its power before it, `\sin[2](x)`.

_NAMED = {
    "Trace": "Tr", "Residue": "Res", "Res": "Res", "Imaginary": "Im",
    "principalvalue": r"\mathcal{P}", "pv": r"\mathcal{P}", "PV": "P.V.",
}  # fmt: skip


@command(*_NAMED)
def _named(parser: Parser, name: str) -> Node:
    return parser.written(rf"\operatorname{{{_NAMED[name]}}}")


_LONG = {
    "sine": "sin", "hypsine": "sinh", "arcsine": "arcsin", "asine": "asin", "asin": "asin",
    "cosine": "cos", "hypcosine": "cosh", "arccosine": "arccos", "acosine": "acos", "acos": "acos",
    "tangent": "tan", "hyptangent": "tanh", "arctangent": "arctan", "atangent": "atan",
    "atan": "atan", "cosecant": "csc", "hypcosecant": "csch", "arccosecant": "arccsc",
    "acosecant": "acsc", "acsc": "acsc", "secant": "sec", "hypsecant": "sech",
    "arcsecant": "arcsec", "asecant": "asec", "asec": "asec", "cotangent": "cot",
    "hypcotangent": "coth", "arccotangent": "arccot", "acotangent": "acot", "acot": "acot",
    "exponential": "exp", "logarithm": "log", "naturallogarithm": "ln", "determinant": "det",
    "Probability": "Pr",
}  # fmt: skip


@command(*_LONG)
def _function(parser: Parser, name: str) -> Node:
    power = parser.optional_tokens()
    shown = rf"\operatorname{{{_LONG[name]}}}"
    return parser.written(shown) if power is None else parser.written(f"{{{shown}^{{#1}}}}", power)


# Words between formulas.

_WORDS = {
    "qcomma": ",", "qc": ",", "qcc": "c.c.", "qif": "if", "qthen": "then", "qelse": "else",
    "qotherwise": "otherwise", "qunless": "unless", "qgiven": "given", "qusing": "using",
    "qassume": "assume", "qsince": "since", "qlet": "let", "qfor": "for", "qall": "all",
    "qeven": "even", "qodd": "odd", "qinteger": "integer", "qand": "and", "qor": "or", "qas": "as",
    "qin": "in",
}  # fmt: skip


@command(*_WORDS)
def _words(parser: Parser, name: str) -> Node:
    starred = parser.take_star()
    before = "" if starred or name in ("qcomma", "qc") else r"\quad"
    return parser.written(rf"{{{before}\text{{{_WORDS[name]}}}\quad}}")


@command("qq", "qqtext")
def _quoted(parser: Parser, _name: str) -> Node:
    before = "" if parser.take_star() else r"\quad"
    return parser.written(rf"{{{before}\text{{#1}}\quad}}", parser.argument_tokens())


# Derivatives.


@command("differential", "dd")
def _differential(parser: Parser, _name: str) -> Node:
    power = parser.optional_tokens()
    raised = "" if power is None else "^{#2}"
    held = _held(parser, "(")
    if held is None:
        return parser.written(rf"{{\mathrm{{d}}{raised}}}", (), power or ())
    body = r"\left(#1\right)" if held[0] == "(" else "#1"
    return parser.written(rf"{{\mathrm{{d}}{raised}{body}}}", held[2], power or ())


@command("variation", "var")
def _variation(parser: Parser, _name: str) -> Node:
    held = _held(parser, "(")
    if held is None:
        return symbols.character("δ")
    body = r"\left(#1\right)" if held[0] == "(" else "#1"
    return parser.written(rf"{{\delta {body}}}", held[2])


_SIGNS = {
    "derivative": r"\mathrm{d}", "dv": r"\mathrm{d}",
    "partialderivative": r"\partial", "pderivative": r"\partial", "pdv": r"\partial",
    "functionalderivative": r"\delta", "fderivative": r"\delta", "fdv": r"\delta",
}  # fmt: skip


@command(*_SIGNS)
def _derivative(parser: Parser, name: str) -> Node:
    r"""`\dv[n]{f}{x}`, `\dv{x}(f)` or `\dv{x}`; `\pdv{f}{x}{y}` is mixed, a star writes a slash."""
    sign, starred = _SIGNS[name], parser.take_star()
    order = parser.optional_tokens() or ()
    groups = [parser.argument_tokens()]
    most = 3 if sign == r"\partial" else 2
    while len(groups) < most and parser.peek().sort == Sort.OPEN:
        groups.append(parser.argument_tokens())
    applied = parser.within("(", ")") if len(groups) == 1 else None
    body, *below = groups if len(groups) > 1 else [(), *groups]
    power = "^{#2}" if order else ""
    if len(below) == 2:
        power, under = "^{2}", rf"{sign} #3\,{sign} #4"
    else:
        under = rf"{sign} {{#3}}{power}"
    shape = "{{%s%s #1}/{%s}}" if starred else r"\frac{%s%s #1}{%s}"
    fraction = shape % (sign, power, under)
    if applied is not None:
        return parser.written(rf"{{{fraction}\left(#4\right)}}", (), order, below[0], applied)
    return parser.written(fraction, body, order, *below)


# Dirac's brackets; the package's own grow, those with a star do not.


@command("innerproduct", "ip")
def _inner(parser: Parser, _name: str) -> Node:
    parser.take_star()
    first = parser.argument_tokens()
    second = parser.argument_tokens() if parser.peek().sort == Sort.OPEN else first
    return parser.written(r"\left\langle #1\middle|#2\right\rangle", first, second)


@command("outerproduct", "dyad", "ketbra", "op")
def _outer(parser: Parser, _name: str) -> Node:
    parser.take_star()
    first = parser.argument_tokens()
    second = parser.argument_tokens() if parser.peek().sort == Sort.OPEN else first
    return parser.written(r"{\left|#1\right\rangle\!\left\langle #2\right|}", first, second)


@command("expectationvalue", "expval", "ev")
def _expectation(parser: Parser, _name: str) -> Node:
    while parser.take_star():
        pass
    value = parser.argument_tokens()
    if parser.peek().sort != Sort.OPEN:
        return parser.written(r"\left\langle #1\right\rangle", value)
    state = parser.argument_tokens()
    return parser.written(r"\left\langle #2\middle|#1\middle|#2\right\rangle", value, state)


@command("matrixelement", "matrixel", "mel")
def _element(parser: Parser, _name: str) -> Node:
    while parser.take_star():
        pass
    parts = [parser.argument_tokens() for _ in range(3)]
    return parser.written(r"\left\langle #1\middle|#2\middle|#3\right\rangle", *parts)


# Matrices.

_BY_SIGN = {"(": "pmatrix", "[": "bmatrix", "|": "vmatrix", _BRACED[0]: "matrix"}


@command("matrixquantity", "mqty", "smallmatrixquantity", "smqty")
def _matrix(parser: Parser, _name: str) -> Node:
    parser.take_star()
    held = _held(parser)
    if held is None:
        return NOTHING
    environment = _BY_SIGN[held[0]]
    return parser.written(rf"\begin{{{environment}}}#1\end{{{environment}}}", held[2])


_SMALL = {
    "pmqty": "pmatrix", "Pmqty": "pmatrix", "bmqty": "bmatrix", "vmqty": "vmatrix",
    "spmqty": "pmatrix", "sPmqty": "pmatrix", "sbmqty": "bmatrix", "svmqty": "vmatrix",
    "matrixdeterminant": "vmatrix", "mdet": "vmatrix", "smdet": "vmatrix",
}  # fmt: skip


@command(*_SMALL)
def _fixed_matrix(parser: Parser, name: str) -> Node:
    held = parser.argument_tokens()
    return parser.written(rf"\begin{{{_SMALL[name]}}}#1\end{{{_SMALL[name]}}}", held)


MAX_SIDE = 20
"""Rows and columns of a matrix that is made by its size."""


def _matrix_of(parser: Parser, rows: Iterable[str], *values: Tokens) -> Node:
    """A matrix without brackets, from its rows as they are written."""
    return parser.written("\\begin{matrix}" + "\\\\".join(rows) + "\\end{matrix}", *values)


def _size(parser: Parser) -> int:
    text = "".join(token.text for token in parser.argument_tokens()).strip()
    if not text.isdecimal():
        return 0
    if int(text) > MAX_SIDE:
        raise MathError(f"a matrix of more than {MAX_SIDE} rows")
    return int(text)


@command("identitymatrix", "imat")
def _identity(parser: Parser, _name: str) -> Node:
    side = _size(parser)
    rows = (
        "&".join("1" if row == column else "0" for column in range(side)) for row in range(side)
    )
    return _matrix_of(parser, rows)


@command("zeromatrix", "zmat", "xmatrix", "xmat")
def _filled(parser: Parser, name: str) -> Node:
    """A matrix of one entry, with a star of that with its indices."""
    indexed = parser.take_star()
    entry: Tokens = (
        (Token(Sort.CHARACTER, "0"),) if name.startswith("z") else parser.argument_tokens()
    )
    height, width = _size(parser), _size(parser)
    rows = (
        "&".join(
            "{#1}" + (f"_{{{_index(row, height, column, width)}}}" if indexed else "")
            for column in range(1, width + 1)
        )
        for row in range(1, height + 1)
    )
    return _matrix_of(parser, rows, entry)


def _index(row: int, height: int, column: int, width: int) -> str:
    return f"{row if height > 1 else ''}{column if width > 1 else ''}"


_PAULI = {
    "0": r"1 & 0 \\ 0 & 1",
    "1": r"0 & 1 \\ 1 & 0", "2": r"0 & -i \\ i & 0", "3": r"1 & 0 \\ 0 & -1",
}  # fmt: skip
_PAULI |= dict(zip("xyz", (_PAULI[digit] for digit in "123"), strict=True))


@command("paulimatrix", "pmat")
def _pauli(parser: Parser, _name: str) -> Node:
    which = "".join(token.text for token in parser.argument_tokens()).strip()
    if which not in _PAULI:
        return NOTHING
    return parser.written(rf"\begin{{matrix}}{_PAULI[which]}\end{{matrix}}")


@command("diagonalmatrix", "dmat", "antidiagonalmatrix", "admat")
def _diagonal(parser: Parser, name: str) -> Node:
    parser.optional_tokens()
    entries = _parted(parser.argument_tokens())
    side = len(entries)
    if side > min(MAX_SIDE, 9):
        raise MathError(f"a matrix of {side} rows")
    from_right = "anti" in name or name.startswith("ad")
    rows: list[str] = []
    for row in range(side):
        cells = [""] * side
        cells[side - 1 - row if from_right else row] = f"#{row + 1}"
        rows.append("&".join(cells))
    return _matrix_of(parser, rows, *entries)


def _parted(tokens: Tokens) -> list[list[Token]]:
    """Tokens at their commas outside braces."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
        if token.text == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
