"""Tokens → tree, by recursive descent. The grammar of LaTeX is here, its commands are not.

An own parser, not a library's: a command's entry says both how it is read and how it is set, macros
need the tokens, and a compiled dependency would decide on which machines the program starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.atoms import Atom
from dcnn_cards.typeset.math.commands.scripts import Scripts, primes
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort, Token
from dcnn_cards.typeset.math.node import NOTHING, Group, Node, Row, Symbol
from dcnn_cards.typeset.math.registry import COMMANDS, UNKNOWN, Ending, Infix, Meaning, registered
from dcnn_cards.typeset.math.stream import Stream

MAX_DEPTH = 40
"""Groups within groups; deeper ones are no mathematics that anyone can read."""

_ENDS = {Sort.END, Sort.CLOSE, Sort.CELL, Sort.DOLLAR}
_SCRIPTS = {Sort.SUPER, Sort.SUB, Sort.PRIME}


class Parser(Stream):
    """Reads one formula. The readers of commands are given it to read what follows."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.unknown: list[str] = []
        self._depth = 0
        self._row_end = ""
        self._carried: list[Callable[[Node], Node]] = []

    def formula(self) -> Node:
        """The whole source as one node."""
        node = self.row()
        end = self.peek()
        meaning = _meaning_of(end)
        if isinstance(meaning, Ending) and meaning.whole is not None:
            self.restart()
            self.unknown = []
            node = meaning.whole(self, end.text)
        if self.peek().sort != Sort.END:
            raise MathError(f"{self.shown()} in the wrong place")
        return node

    # What the readers of commands read with.

    def row(self, until: str = "") -> Node:
        """What stands from here to the end of the group, cell or environment, or to `until`."""
        return self._row(until, divided=False)

    def switched(self, switch: Callable[[Node], Node]) -> Node:
        """What stands from here to the end of the row, changed by a command such as `\\bf`.

        A fraction by `\\over` is one of the whole row; the change goes on below its rule.
        """
        node = switch(self._row(self._row_end, divided=True))
        if isinstance(_meaning_of(self.peek()), Infix):
            self._carried.append(switch)
        return node

    def _row(self, until: str, *, divided: bool) -> Node:
        """A row; if it is `divided`, an infix command is left to the row that it is part of."""
        self._descend()
        outer, self._row_end = self._row_end, until
        nodes: list[Node] = []
        while (token := self.peek()).sort not in _ENDS:
            if token.sort == Sort.COMMAND:
                meaning = _meaning(token.text)
                if isinstance(meaning, Ending):
                    break
                if isinstance(meaning, Infix):
                    if divided:
                        break
                    self.next()
                    nodes = [self._divided(meaning.reader(self, token.text), _row(nodes), until)]
                    continue
            elif token.text == until and token.sort == Sort.CHARACTER:
                break
            nodes.append(self._scripted(token))
        self._depth -= 1
        self._row_end = outer
        return _row(nodes)

    def _divided(self, join: Callable[[Node, Node], Node], upper: Node, until: str) -> Node:
        carried, self._carried = self._carried, []
        lower = self.row(until)
        for switch in reversed(carried):
            lower = switch(lower)
        return join(upper, lower)

    def upper(self) -> Node:
        r"""What stands from here to an infix command such as `\over`."""
        return self._row("", divided=True)

    def argument(self) -> Node:
        """A group in braces, or a single token."""
        token = self.peek()
        if token.sort in _ENDS or token.sort in (Sort.SUPER, Sort.SUB):
            raise MathError(f"an argument is missing before {self.shown()}")
        node = self._nucleus(token)
        return node.body if isinstance(node, Group) else node

    def optional(self) -> Node | None:
        """An argument in square brackets, if there is one."""
        if not self.take(Sort.CHARACTER, "["):
            return None
        node = self.row(until="]")
        self.expect(Sort.CHARACTER, "]")
        return node

    def atom(self) -> Node:
        """One nucleus without its scripts."""
        return self._nucleus(self.peek())

    def written(self, template: str, *values: Sequence[Token]) -> Node:
        """What a nucleus of LaTeX stands for, with values for its `#1` and so on."""
        self.put(template, *values)
        return self.atom()

    def nested(self, read: Callable[[], Node]) -> Node:
        """What `read` gives, counted as one more level of depth."""
        self._descend()
        node = read()
        self._depth -= 1
        return node

    # The grammar.

    def _nucleus(self, token: Token) -> Node:
        """The next token, which is this, and what belongs to it."""
        self._place += 1
        if token.sort == Sort.CHARACTER:
            command = symbols.TYPED_COMMANDS.get(token.text)
            return self._command(command) if command else symbols.character(token.text)
        if token.sort == Sort.OPEN:
            outer = self.macros
            body = self.row()
            self.expect(Sort.CLOSE)
            if self.macros is not outer:
                self.end_group(outer)
            return body if _is_plain(body) else Group(body)
        if token.sort in (Sort.COMMAND, Sort.PRIMITIVE):
            return self._command(token.text)
        self._place -= 1
        raise MathError(f"{self.shown()} in the wrong place")

    def _command(self, name: str) -> Node:
        """What a command that has just been taken stands for."""
        meaning = _meaning(name)
        if isinstance(meaning, Symbol):
            return meaning
        if isinstance(meaning, (Infix, Ending)):
            raise MathError(f"\\{name} in the wrong place")
        if self.peek_raw().text == "*":
            starred = COMMANDS.get(name + "*")
            if callable(starred) and self.take_star():
                name, meaning = name + "*", starred
        self._descend()
        node = meaning(self, name)
        self._depth -= 1
        return node

    def _scripted(self, token: Token) -> Node:
        """The next nucleus, which begins with this token, with its scripts."""
        nucleus = NOTHING if token.sort in _SCRIPTS else self._nucleus(token)
        if self.peek().sort not in _SCRIPTS:
            return nucleus
        sub: Node | None = None
        sup: Node | None = None
        count = 0
        while (sort := self.peek().sort) in _SCRIPTS:
            if sort == Sort.PRIME:
                while self.take(Sort.PRIME):
                    count += 1
            elif sort == Sort.SUB:
                if sub is not None:
                    raise MathError("two subscripts at one symbol")
                self.next()
                sub = self.argument()
            else:
                if sup is not None:
                    raise MathError("two superscripts at one symbol")
                self.next()
                if self.peek().sort == Sort.PRIME:  # texvc, and MathJax, read R^' as R'
                    continue
                sup = self.argument()
        if count:
            sup = primes(count) if sup is None else Row((primes(count), sup))
        return Scripts(nucleus, sub, sup)

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise MathError(f"nested deeper than {MAX_DEPTH} levels")


def _row(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))


def _meaning(name: str) -> Symbol | Meaning:
    """What a command stands for."""
    meaning = COMMANDS.get(name) or symbols.named(name) or registered(name, COMMANDS)
    return meaning or COMMANDS[UNKNOWN]


def _meaning_of(token: Token) -> Symbol | Meaning | None:
    return _meaning(token.text) if token.sort == Sort.COMMAND else None


def _is_plain(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role is Atom.ORD


def parse(source: str) -> tuple[Node, tuple[str, ...]]:
    """The tree of a formula and what is unknown in it; MathError says why there is none."""
    parser = Parser(source)
    node = parser.formula()
    return node, tuple(dict.fromkeys(parser.unknown))
