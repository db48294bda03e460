"""Tokens → tree, by recursive descent. The grammar of LaTeX is here, its commands are not.

An own parser, not a library's: a command's entry says both how it is read and how it is set, macros
need the tokens, and a compiled dependency would decide on which machines the program starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dcnn_cards.typeset.frozen import Frozen
from dcnn_cards.typeset.math import symbols
from dcnn_cards.typeset.math.commands.scripts import Scripts, primes
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.kinds import Kind
from dcnn_cards.typeset.math.lexer import Sort, Token, tokens
from dcnn_cards.typeset.math.node import NOTHING, Group, Node, Row, Symbol
from dcnn_cards.typeset.math.registry import COMMANDS, ENVIRONMENTS, Infix, Reader, registered

MAX_DEPTH = 40
"""Groups within groups; deeper ones are no mathematics that anyone can read."""

MAX_EXPANDED = 5_000
"""Tokens that macros may expand to in one formula."""

UNITS = {"em", "ex", "mu", "pt", "cm", "mm", "in", "bp", "pc", "sp", "dd", "cc"}
"""Units that a length may end in."""

_NUMERALS = set("-.0123456789")

LINES = {"\\", "cr", "newline", "tag", "tag*"}
"""Commands that only a display of lines has."""

_CLOSING = {
    *("end", "right", "middle", ")", "\\", "cr", "newline", "tag", "tag*", "hline", "hdashline")
}
_ENDS = {Sort.END, Sort.CLOSE, Sort.CELL, Sort.DOLLAR}
_SCRIPTS = {Sort.SUPER, Sort.SUB, Sort.PRIME}


class Macro(Frozen):
    """What a command of the formula's own stands for.

    `body` has `#` and a digit where an argument goes. With `default`, the first argument is in
    square brackets and may be left out.
    """

    arguments: int
    body: tuple[Token, ...]
    default: tuple[Token, ...] | None = None


class Parser:
    """Reads one formula. The readers of commands are given it to read what follows."""

    def __init__(self, source: str) -> None:
        self.macros: dict[str, Macro] = {}
        self._tokens, self._offsets = tokens(source)
        self._place = 0
        self._depth = 0
        self._expanded = 0

    def formula(self) -> Node:
        """The whole source as one node; with several lines or a tag it is a display of lines."""
        node = self.row()
        if self.peek().sort == Sort.COMMAND and self.peek().text in LINES:
            self._place = 0
            gathered = registered("gathered", ENVIRONMENTS)
            assert gathered is not None
            node = gathered(self, "gathered")
        if self.peek().sort != Sort.END:
            raise self.error(f"{self._shown()} in the wrong place")
        return node

    # What the readers of commands read with.

    def peek(self) -> Token:
        """The next token that is not a space, macros expanded; it stays the next."""
        while True:
            token = self._tokens[self._place]
            if token.sort == Sort.SPACE:
                self._place += 1
            elif token.sort == Sort.COMMAND and token.text in self.macros:
                self._expand(token)
            else:
                return token

    def peek_raw(self) -> Token:
        """The next token, a space included."""
        return self._tokens[self._place]

    def ahead(self) -> Token:
        """The token behind the next one that is not a space; both stay to be read."""
        rest = self._tokens[self._place + 1 :]
        return next((token for token in rest if token.sort != Sort.SPACE), self._tokens[-1])

    def next(self) -> Token:
        """Take the next token that is not a space."""
        token = self.peek()
        self._place += token.sort != Sort.END
        return token

    def next_raw(self) -> Token:
        """Take the next token, a space included."""
        token = self._tokens[self._place]
        self._place += token.sort != Sort.END
        return token

    def next_bare(self) -> Token:
        """Take the next token that is not a space, without expanding it."""
        while self.peek_raw().sort == Sort.SPACE:
            self._place += 1
        return self.next_raw()

    def argument_tokens(self) -> list[Token]:
        """An argument as tokens: what is in braces, or a single token."""
        token = self.next_bare()
        if token.sort in (Sort.CLOSE, Sort.END):
            raise self.error("an argument is missing")
        return self._until(Sort.CLOSE, "}") if token.sort == Sort.OPEN else [token]

    def optional_tokens(self) -> tuple[Token, ...] | None:
        """An argument in square brackets as tokens, if there is one."""
        start = self._place
        if self.next_bare().text != "[":
            self._place = start
            return None
        return tuple(self._until(Sort.CHARACTER, "]"))

    def error(self, reason: str) -> MathError:
        """What to raise to give the formula up, at the next token."""
        return self._error(reason, self._place)

    def _error(self, reason: str, place: int) -> MathError:
        return MathError(reason, self._offsets[place])

    def take(self, sort: str, text: str | None = None) -> bool:
        """Take the next token if it is this one."""
        token = self.peek()
        if token.sort == sort and text in (None, token.text):
            self._place += sort != Sort.END
            return True
        return False

    def take_command(self, *names: str) -> str | None:
        """Take the next token if it is one of these commands, and say which."""
        token = self.peek()
        if token.sort == Sort.COMMAND and token.text in names:
            return self.next().text
        return None

    def expect(self, sort: str, text: str | None = None) -> None:
        """Take this token, or give the formula up."""
        if not self.take(sort, text):
            raise self.error(f"{text or sort} missing before {self._shown()}")

    def row(self, until: str = "") -> Node:
        """What stands from here to the end of the group, cell or environment, or to `until`."""
        self._descend()
        nodes: list[Node] = []
        while not _is_end(token := self.peek(), until):
            infix = _meaning(token.text) if token.sort == Sort.COMMAND else None
            if isinstance(infix, Infix):
                nodes = [self._infix(infix, _row(nodes), until)]
            else:
                nodes.append(self._scripted(token))
        self._depth -= 1
        return _row(nodes)

    def argument(self) -> Node:
        """A group in braces, or a single token."""
        token = self.peek()
        if token.sort in _ENDS or token.sort in (Sort.SUPER, Sort.SUB):
            raise self.error(f"an argument is missing before {self._shown()}")
        node = self._nucleus(token)
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
            if token.sort == Sort.END:
                raise self.error("} missing")
            depth += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
            if not depth:
                return "".join(parts)
            parts.append("\\" + token.text if token.sort == Sort.COMMAND else token.text)

    def optional_name(self) -> str | None:
        """An argument in square brackets as it is written, if there is one."""
        if not self.take(Sort.CHARACTER, "["):
            return None
        parts: list[str] = []
        while (token := self.next_raw()).text != "]":
            if token.sort == Sort.END:
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

    def length(self) -> str:
        """A length such as `2pt`, in braces or not."""
        if self.peek().sort == Sort.OPEN:
            return self.name()
        text = ""
        while self.peek().text in _NUMERALS:
            text += self.next().text
        while self.peek().sort == Sort.CHARACTER and self.peek().text.isalpha():
            text += self.next().text
            if text[-2:] in UNITS:
                break
        return text

    def delimiter(self) -> str:
        """The glyph of a delimiter, empty for `.`."""
        token = self.next()
        if token.sort == Sort.CHARACTER and token.text == ".":
            return ""
        if token.sort == Sort.COMMAND:
            symbol = symbols.named(token.text)
        else:
            symbol = symbols.character(token.text) if token.sort == Sort.CHARACTER else None
        if symbol is None or symbol.glyph not in symbols.DELIMITERS:
            self._place -= token.sort != Sort.END
            raise self.error(f"{self._shown()} is no delimiter")
        return symbols.DELIMITERS[symbol.glyph]

    def atom(self) -> Node:
        """One nucleus without its scripts."""
        return self._nucleus(self.peek())

    def _nucleus(self, token: Token) -> Node:
        """The next token, which is this, and what belongs to it."""
        self._place += 1
        if token.sort == Sort.CHARACTER:
            command = symbols.TYPED_COMMANDS.get(token.text)
            return self._command(command) if command else symbols.character(token.text)
        if token.sort == Sort.OPEN:
            body = self.row()
            self.expect(Sort.CLOSE)
            return body if _is_plain(body) else Group(body)
        if token.sort in (Sort.COMMAND, Sort.PRIMITIVE):
            return self._command(token.text)
        self._place -= 1
        raise self.error(f"{self._shown()} in the wrong place")

    def environment(self) -> Node:
        """An environment whose `\\begin` has just been taken."""
        place = self._place - 1
        name = self.name().strip()
        reader = registered(name, ENVIRONMENTS)
        if reader is None:
            raise self._error(f"unknown environment {name}", place)
        node = reader(self, name)
        if not self.take_command("end") or self.name().strip() != name:
            raise self.error(f"\\end{{{name}}} missing")
        return node

    def nested(self, read: Callable[[], Node]) -> Node:
        """What `read` gives, counted as one more level of depth."""
        self._descend()
        node = read()
        self._depth -= 1
        return node

    # Macros.

    def _until(self, sort: str, text: str) -> list[Token]:
        """The tokens up to this one outside braces, which is taken too."""
        found: list[Token] = []
        depth = 0
        while True:
            token = self.next_raw()
            if token.sort == Sort.END:
                raise self.error(f"{text} missing")
            if not depth and (token.sort, token.text) == (sort, text):
                return found
            depth += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
            found.append(token)

    def _expand(self, token: Token) -> None:
        """Put what a macro stands for in its place."""
        macro, start = self.macros[token.text], self._place
        self._place += 1
        values: list[list[Token]] = []
        if macro.default is not None:
            given = self.optional_tokens()
            values.append(list(macro.default if given is None else given))
        while len(values) < macro.arguments:
            values.append(self.argument_tokens())
        body = _filled(macro.body, values)
        self._expanded += 1 + len(body)
        if self._expanded > MAX_EXPANDED:
            raise self._error(f"macros that expand to more than {MAX_EXPANDED:,} tokens", start)
        self._tokens[start : self._place] = body
        self._offsets[start : self._place] = [self._offsets[start]] * len(body)
        self._place = start

    # The grammar.

    def _infix(self, infix: Infix, before: Node, until: str) -> Node:
        """What the infix command that comes next makes of what stands before and after it."""
        if self.next().text == "above" and not self.length().strip(" -.0")[:1].isdigit():
            unruled = _meaning("atop")  # a rule of no thickness is none
            assert isinstance(unruled, Infix)
            infix = unruled
        return infix.node(before, self.row(until))

    def _command(self, name: str) -> Node:
        """What a command that has just been taken stands for."""
        place = self._place - 1
        meaning = _meaning(name)
        starred = meaning is None and name.endswith("*")
        if starred:
            meaning = _meaning(name[:-1])
        if meaning is None or isinstance(meaning, Infix):
            raise self._error(f"unknown command \\{name}", place)
        if starred:
            name = name[:-1]
            self._place = place
            self._tokens[place] = Token(Sort.CHARACTER, "*")
            self._offsets[place] += 1 + len(name)
        if isinstance(meaning, Symbol):
            return meaning
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
        return Scripts(nucleus, sub, sup)

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(f"nested deeper than {MAX_DEPTH} levels")

    def _shown(self) -> str:
        token = self.peek()
        if token.sort == Sort.COMMAND:
            return "\\" + token.text
        return token.text or token.sort


COMMANDS["begin"] = lambda parser, _name: parser.environment()


def _filled(body: Sequence[Token], values: Sequence[Sequence[Token]]) -> list[Token]:
    """The body of a macro with its arguments in their places."""
    filled: list[Token] = []
    at = 0
    while at < len(body):
        following = body[at + 1].text if at + 1 < len(body) else ""
        if body[at].text == "#" and following.isdecimal() and 1 <= int(following) <= len(values):
            filled += values[int(following) - 1]
            at += 1
        else:
            filled.append(body[at])
        at += 1
    return filled


def _is_end(token: Token, until: str) -> bool:
    """Whether a token ends a group, a cell or an environment, or is the sign `until`."""
    if token.sort == Sort.COMMAND:
        return token.text in _CLOSING
    return token.sort in _ENDS or (token.text == until and token.sort == Sort.CHARACTER)


def _row(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))


def _meaning(name: str) -> Symbol | Reader | Infix | None:
    """What a command stands for, if it is known."""
    return symbols.named(name) or registered(name, COMMANDS)


def _is_plain(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role is Kind.ORD


def parse(source: str) -> Node:
    """The tree of a formula; MathError says why there is none."""
    return Parser(source).formula()
