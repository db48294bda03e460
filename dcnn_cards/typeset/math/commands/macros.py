r"""Macros: `\newcommand`, `\def`, `\let` and their relatives. They hold for their own formula."""

from __future__ import annotations

from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command
from dcnn_cards.typeset.math.stream import Macro

MAX_PARAMETERS = 9
"""As many parameters as a macro may have, as in TeX."""


@command("newcommand", "renewcommand", "providecommand", "newcommand*", "renewcommand*")
def _newcommand(parser: Parser, _name: str) -> Node:
    new = _new_name(parser)
    count = parser.optional_name() or "0"
    if not count.strip().isdecimal() or int(count) > MAX_PARAMETERS:
        raise MathError(f"\\{new} cannot have {count.strip()} parameters")
    default = parser.optional_tokens()
    parser.define(new, Macro(int(count), tuple(parser.argument_tokens()), default))
    return NOTHING


@command("newenvironment", "renewenvironment", "newenvironment*", "renewenvironment*")
def _newenvironment(parser: Parser, _name: str) -> Node:
    r"""What its `\begin` and `\end` stand for are macros, which no command can be named like."""
    name = parser.name().strip()
    count = parser.optional_name() or "0"
    if not count.strip().isdecimal() or int(count) > MAX_PARAMETERS:
        raise MathError(f"{name} cannot have {count.strip()} parameters")
    default = parser.optional_tokens()
    opening = Macro(int(count), tuple(parser.argument_tokens()), default)
    parser.define(f"begin {name}", opening)
    parser.define(f"end {name}", Macro(0, tuple(parser.argument_tokens())))
    return NOTHING


@command("def", "gdef", "edef", "xdef")
def _def(parser: Parser, name: str) -> Node:
    new = parser.next_bare()
    if new.sort != Sort.COMMAND:
        raise MathError("\\def needs a command to define")
    count = 0
    while parser.peek_raw().text == "#":
        parser.next_raw()
        count += 1
        if parser.next_raw().text != str(count):
            raise MathError(f"the parameters of \\{new.text} are not #1, #2 and so on")
    if parser.peek_raw().sort != Sort.OPEN:
        raise MathError(f"the parameters of \\{new.text} are not all of the form #1")
    macro = Macro(count, tuple(parser.argument_tokens()))
    parser.define(new.text, macro, lasting=name in ("gdef", "xdef"))
    return NOTHING


@command("let", "futurelet")
def _let(parser: Parser, name: str) -> Node:
    new = parser.next_bare()
    if new.sort != Sort.COMMAND:
        raise MathError("\\let needs a command to define")
    value = parser.next_bare() if name == "let" else parser.ahead()
    if name == "let" and value.text == "=":
        value = parser.next_bare()
    known = parser.macros.get(value.text) if value.sort == Sort.COMMAND else None
    if value.sort == Sort.COMMAND:
        value = value.replace(sort=Sort.PRIMITIVE)  # whatever its name stands for later
    parser.define(new.text, known or Macro(0, (value,)))
    return NOTHING


@command("DeclareMathOperator", "DeclareMathOperator*")
def _declare_operator(parser: Parser, which: str) -> Node:
    new, shown = _new_name(parser), parser.argument_tokens()
    star = "*" if which.endswith("*") else ""
    operator = Token(Sort.COMMAND, f"operatorname{star}")
    body = (operator, Token(Sort.OPEN, "{"), *shown, Token(Sort.CLOSE, "}"))
    parser.define(new, Macro(0, body))
    return NOTHING


def _new_name(parser: Parser) -> str:
    """The command to define, in braces or not."""
    braced = parser.take(Sort.OPEN)
    token = parser.next_bare()
    if token.sort != Sort.COMMAND:
        raise MathError("a command to define is missing")
    if braced:
        parser.expect(Sort.CLOSE)
    return token.text


@command("global")
def _global(parser: Parser, _name: str) -> Node:
    """What is defined right behind it holds beyond the group."""
    outer = parser.macros
    node = parser.atom()
    for new, macro in parser.macros.items():
        if outer.get(new) is not macro:
            parser.define(new, macro, lasting=True)
    return node


@command("long", "noexpand", "expandafter", "DOTSB", "DOTSI", "DOTSX")
def _nothing(_parser: Parser, _name: str) -> Node:
    return NOTHING
