"""A formula without macros of its own: what they stand for in their places."""

from __future__ import annotations

from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import COMMANDS, registered

DEFINING = frozenset(
    "newcommand renewcommand providecommand def gdef edef xdef let futurelet DeclareMathOperator"
    .split()
)  # fmt: skip
"""The commands that define one; a star may follow their names."""


def spelled(latex: str) -> str:
    """Return `latex` with its macros spelt out; as it is where that cannot be done."""
    if not any(f"\\{name}" in latex for name in DEFINING):
        return latex
    try:
        return _spelled(Parser(latex))
    except MathError:
        return latex


def _spelled(parser: Parser) -> str:
    made = ""
    while (token := parser.peek_raw()).sort != Sort.END:
        command = token.sort in (Sort.COMMAND, Sort.PRIMITIVE)
        if token.sort == Sort.COMMAND and token.text in parser.macros:
            parser.peek()  # puts what it stands for in its place
            continue
        parser.next_raw()
        if command and token.text in DEFINING:
            _define(parser, token.text)
        else:
            letter = token.text[:1].isalpha() and not command
            made += " " * (letter and _ends_in_command(made))
            made += f"\\{token.text}" if command else token.text
    return made.strip()


def _define(parser: Parser, name: str) -> None:
    """Have the parser read a definition, behind the name of its command."""
    starred = f"{name}*"
    if registered(starred, COMMANDS) and parser.take_star():
        name = starred
    read = registered(name, COMMANDS)
    if callable(read):
        read(parser, name)


def _ends_in_command(latex: str) -> bool:
    """Whether a letter behind it would become part of a command's name."""
    _, backslash, name = latex.rpartition("\\")
    return bool(backslash) and name.isalpha()
