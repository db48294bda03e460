"""Tokens → tree, by recursive descent. The grammar of LaTeX is here, its commands are not.

An own parser, not a library's: a command's entry says both how it is read and how it is set, macros
need the tokens, and a compiled dependency would decide on which machines the program starts.
"""

from __future__ import annotations

from collections.abc import Callable

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.commands.scripts import Scripts, primes
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.kinds import Kind
from dcnn_cards.typeset.math.lexer import Sort, Token, tokens
from dcnn_cards.typeset.math.node import NOTHING, Group, Node, Row, Symbol
from dcnn_cards.typeset.math.registry import COMMANDS, ENVIRONMENTS, INFIXES

MAX_DEPTH = 40
"""Groups within groups; deeper ones are no mathematics that anyone can read."""

_CLOSING = {"end", "right", "middle", "\\", "cr", "tag", "tag*", "hline", "hdashline"}
_ENDS = {Sort.END, Sort.CLOSE, Sort.CELL, Sort.DOLLAR}


class Parser:
    """Reads one formula. The readers of commands are given it to read what follows."""

    def __init__(self, source: str) -> None:
        self._tokens = tokens(source)
        self._place = 0
        self._depth = 0

    def formula(self) -> Node:
        """The whole source as one node."""
        node = self.row()
        if self.peek().sort is not Sort.END:
            raise self.error(f"{self._shown()} in the wrong place")
        return node

    # What the readers of commands read with.

    def peek(self) -> Token:
        """The next token that is not a space, which stays the next."""
        while self._tokens[self._place].sort is Sort.SPACE:
            self._place += 1
        return self._tokens[self._place]

    def peek_raw(self) -> Token:
        """The next token, a space included."""
        return self._tokens[self._place]

    def next(self) -> Token:
        """Take the next token that is not a space."""
        token = self.peek()
        self._place += token.sort is not Sort.END
        return token

    def next_raw(self) -> Token:
        """Take the next token, a space included."""
        token = self._tokens[self._place]
        self._place += token.sort is not Sort.END
        return token

    def error(self, reason: str) -> MathError:
        """What to raise to give the formula up, at the next token."""
        return MathError(reason, self._tokens[self._place].at)

    def take(self, sort: Sort, text: str | None = None) -> bool:
        """Take the next token if it is this one."""
        token = self.peek()
        if token.sort is sort and text in (None, token.text):
            self.next()
            return True
        return False

    def take_command(self, *names: str) -> str | None:
        """Take the next token if it is one of these commands, and say which."""
        token = self.peek()
        if token.sort is Sort.COMMAND and token.text in names:
            return self.next().text
        return None

    def expect(self, sort: Sort, text: str | None = None) -> None:
        """Take this token, or give the formula up."""
        if not self.take(sort, text):
            raise self.error(f"{text or sort.value} missing before {self._shown()}")

    def row(self, until: str = "") -> Node:
        """What stands from here to the end of the group, cell or environment, or to `until`."""
        self._descend()
        nodes: list[Node] = []
        while not self._at_end(until):
            token = self.peek()
            if token.sort is Sort.COMMAND and token.text in INFIXES:
                self.next()
                nodes = [INFIXES[token.text](_row(nodes), self.row(until))]
            else:
                nodes.append(self._scripted())
        self._depth -= 1
        return _row(nodes)

    def argument(self) -> Node:
        """A group in braces, or a single token."""
        if self.peek().sort in _ENDS or self.peek().sort in (Sort.SUPER, Sort.SUB):
            raise self.error(f"an argument is missing before {self._shown()}")
        node = self.atom()
        return node.body if isinstance(node, Group) else node

    def optional(self) -> Node | None:
        """An argument in square brackets, if there is one."""
        if not self.take(Sort.CHARACTER, "["):
            return None
        node = self.row(until="]")
        self.expect(Sort.CHARACTER, "]")
        return node

    def name(self) -> str:
        """An argument in braces as it is written, such as an environment's name."""
        self.expect(Sort.OPEN)
        parts: list[str] = []
        depth = 1
        while True:
            token = self.next_raw()
            if token.sort is Sort.END:
                raise self.error("} missing")
            depth += (token.sort is Sort.OPEN) - (token.sort is Sort.CLOSE)
            if not depth:
                return "".join(parts)
            parts.append("\\" + token.text if token.sort is Sort.COMMAND else token.text)

    def optional_name(self) -> str | None:
        """An argument in square brackets as it is written, if there is one."""
        if not self.take(Sort.CHARACTER, "["):
            return None
        parts: list[str] = []
        while (token := self.next_raw()).text != "]":
            if token.sort is Sort.END:
                raise self.error("] missing")
            parts.append(token.text)
        return "".join(parts)

    def take_option(self, *names: str) -> bool:
        """Pass over `[name]` if one of these stands here; say whether it did."""
        self.peek()
        ahead = self._tokens[self._place : self._place + 3]
        found = [token.text for token in ahead]
        if len(found) == 3 and found[0] == "[" and found[1] in names and found[2] == "]":
            self._place += 3
            return True
        return False

    def delimiter(self) -> str:
        """The glyph of a delimiter, empty for `.`."""
        token = self.next()
        if token.sort is Sort.CHARACTER and token.text == ".":
            return ""
        if token.sort is Sort.COMMAND:
            symbol = symbols.named(token.text)
        else:
            symbol = symbols.character(token.text) if token.sort is Sort.CHARACTER else None
        if symbol is None or symbol.glyph not in symbols.DELIMITERS:
            self._place -= token.sort is not Sort.END
            raise self.error(f"{self._shown()} is no delimiter")
        return symbols.DELIMITERS[symbol.glyph]

    def atom(self) -> Node:
        """One nucleus without its scripts."""
        token = self.next()
        if token.sort is Sort.OPEN:
            body = self.row()
            self.expect(Sort.CLOSE)
            return body if _is_plain(body) else Group(body)
        if token.sort is Sort.COMMAND:
            return self._command(token)
        if token.sort is Sort.CHARACTER:
            return symbols.character(token.text)
        self._place -= token.sort is not Sort.END
        raise self.error(f"{self._shown()} in the wrong place")

    def nested(self, read: Callable[[], Node]) -> Node:
        """What `read` gives, counted as one more level of depth."""
        self._descend()
        node = read()
        self._depth -= 1
        return node

    # The grammar.

    def _command(self, token: Token) -> Node:
        name = token.text
        if name == "begin":
            return self._environment(token.at)
        if name in COMMANDS:
            reader = COMMANDS[name]
            return self.nested(lambda: reader(self, name))
        if (symbol := symbols.named(name)) is not None:
            return symbol
        if name.endswith("*") and name[:-1] in COMMANDS:
            self._split_star(token)
            return self._command(token._replace(text=name[:-1]))
        if name.endswith("*") and (symbol := symbols.named(name[:-1])) is not None:
            self._split_star(token)
            return symbol
        raise MathError(f"unknown command \\{name}", token.at)

    def _environment(self, at: int) -> Node:
        name = self.name().strip()
        if name not in ENVIRONMENTS:
            raise MathError(f"unknown environment {name}", at)
        reader = ENVIRONMENTS[name]
        node = self.nested(lambda: reader(self, name))
        if not self.take_command("end") or self.name().strip() != name:
            raise self.error(f"\\end{{{name}}} missing")
        return node

    def _split_star(self, token: Token) -> None:
        self._place -= 1
        self._tokens[self._place] = Token(Sort.CHARACTER, "*", token.at + len(token.text))

    def _scripted(self) -> Node:
        starts_with_script = self.peek().sort in (Sort.SUPER, Sort.SUB, Sort.PRIME)
        nucleus = NOTHING if starts_with_script else self.atom()
        sub: Node | None = None
        sup: Node | None = None
        count = 0
        while (sort := self.peek().sort) in (Sort.SUPER, Sort.SUB, Sort.PRIME):
            if sort is Sort.PRIME:
                while self.take(Sort.PRIME):
                    count += 1
            elif sort is Sort.SUB:
                if sub is not None:
                    raise self.error("two subscripts at one symbol")
                self.next()
                sub = self.argument()
            else:
                if sup is not None:
                    raise self.error("two superscripts at one symbol")
                self.next()
                sup = self.argument()
        if count:
            sup = primes(count) if sup is None else Row((primes(count), sup))
        return nucleus if sub is None and sup is None else Scripts(nucleus, sub, sup)

    def _at_end(self, until: str) -> bool:
        token = self.peek()
        if token.sort in _ENDS or (token.sort is Sort.COMMAND and token.text in _CLOSING):
            return True
        return bool(until) and token.sort is Sort.CHARACTER and token.text == until

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(f"nested deeper than {MAX_DEPTH} levels")

    def _shown(self) -> str:
        token = self.peek()
        if token.sort is Sort.COMMAND:
            return "\\" + token.text
        return token.text or token.sort.value


def _row(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))


def _is_plain(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role is Kind.ORD


def parse(source: str) -> Node:
    """The tree of a formula; MathError says why there is none."""
    return Parser(source).formula()
