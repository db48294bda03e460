"""The tokens of a formula in their order, the formula's own macros expanded on the way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.math.errors import MathError
from dcnn_cards.typeset.math.lexer import Sort, Token, tokens

MAX_EXPANDED = 5_000
"""Tokens that macros may expand to in one formula."""

_UNITS = {"em", "ex", "mu", "pt", "cm", "mm", "in", "bp", "pc", "sp", "dd", "cc"}
_NUMERALS = set("-.0123456789")


class Macro(Frozen):
    """What a command of the formula's own stands for.

    `body` has `#` and a digit where an argument goes. With `default`, the first argument is in
    square brackets and may be left out.
    """

    arguments: int
    body: tuple[Token, ...]
    default: tuple[Token, ...] | None = None


class Stream:
    """The tokens that are still to be read; MathError where they are not what they must be."""

    def __init__(self, source: str) -> None:
        self.macros: dict[str, Macro] = {}
        self._lasting: dict[str, Macro] = {}
        self._tokens = tokens(source)
        self._place = 0
        self._expanded = 0

    def restart(self) -> None:
        """Go back to the first token."""
        self._place = 0

    # Macros.

    def define(self, name: str, macro: Macro, *, lasting: bool = False) -> None:
        """Give a command a meaning of the formula's own, to the end of the group or beyond it."""
        self.macros = {**self.macros, name: macro}
        if lasting:
            self._lasting = {**self._lasting, name: macro}

    def end_group(self, outer: dict[str, Macro]) -> None:
        """Forget what was defined in a group that began with the macros `outer`."""
        self.macros = outer | self._lasting if self._lasting else outer

    # One token.

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

    def take_star(self) -> bool:
        """Take the star right behind a command that has just been taken, if there is one."""
        token = self.peek_raw()
        starred = token.sort == Sort.CHARACTER and token.text == "*"
        self._place += starred
        return starred

    def take_option(self, *names: str) -> bool:
        """Pass over `[name]` if one of these stands here; say whether it did."""
        self.peek()
        ahead = self._tokens[self._place : self._place + 3]
        found = [token.text for token in ahead]
        if len(found) == 3 and found[0] == "[" and found[1] in names and found[2] == "]":
            self._place += 3
            return True
        return False

    def expect(self, sort: str, text: str | None = None) -> None:
        """Take this token, or give the formula up."""
        if not self.take(sort, text):
            raise MathError(f"{text or sort} missing before {self.shown()}")

    def shown(self) -> str:
        """The next token as it is called in a message."""
        token = self.peek()
        return token.source or token.sort

    # Several, as they are written.

    def argument_tokens(self) -> list[Token]:
        """An argument as tokens: what is in braces, or a single token."""
        token = self.next_bare()
        if token.sort in (Sort.CLOSE, Sort.END):
            raise MathError("an argument is missing")
        return self._until(Sort.CLOSE, "}") if token.sort == Sort.OPEN else [token]

    def optional_tokens(self) -> tuple[Token, ...] | None:
        """An argument in square brackets as tokens, if there is one."""
        start = self._place
        if self.next_bare().text != "[":
            self._place = start
            return None
        return tuple(self._until(Sort.CHARACTER, "]"))

    def name(self) -> str:
        """An argument in braces as it is written, such as an environment's name."""
        self.expect(Sort.OPEN)
        return "".join(token.source for token in self._until(Sort.CLOSE, "}"))

    def optional_name(self) -> str | None:
        """An argument in square brackets as it is written, if there is one."""
        if not self.take(Sort.CHARACTER, "["):
            return None
        parts: list[str] = []
        while (token := self.next_raw()).text != "]":
            if token.sort == Sort.END:
                raise MathError("] missing")
            parts.append(token.text)
        return "".join(parts)

    def length(self) -> str:
        """A length such as `2pt`, in braces or not."""
        if self.peek().sort == Sort.OPEN:
            return self.name()
        text = ""
        while self.peek().text in _NUMERALS:
            text += self.next().text
        while self.peek().sort == Sort.CHARACTER and self.peek().text.isalpha():
            text += self.next().text
            if text[-2:] in _UNITS:
                break
        return text

    def within(self, opening: str, closing: str) -> list[Token] | None:
        """What stands between these signs, which may be nested; None if nothing begins here."""
        start = self._place
        if self.next_bare().text != opening:
            self._place = start
            return None
        found: list[Token] = []
        depth = braces = 0
        while True:
            token = self.next_raw()
            if token.sort == Sort.END:
                self._place = start
                return None
            braces += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
            if not braces and token.text == closing and not depth:
                return found
            depth += not braces and (token.text == opening) - (token.text == closing)
            found.append(token)

    def words_behind_cells(self) -> None:
        r"""Make words of what stands behind the first `&` of each row, up to the next `\\end`."""
        depth, at, second = 0, self._place, False
        while self._tokens[at].sort != Sort.END:
            token = self._tokens[at]
            depth += (token.sort == Sort.OPEN) - (token.sort == Sort.CLOSE)
            if token.sort == Sort.CELL and not depth and not second:
                self._tokens[at + 1 : at + 1] = _TEXT
                second, at = True, at + len(_TEXT)
            elif token.sort == Sort.COMMAND and token.text in ("\\", "cr", "end") and not depth:
                if second:
                    self._tokens.insert(at, Token(Sort.CLOSE, "}"))
                    at += 1
                if token.text == "end":
                    return
                second = False
            at += 1

    def put(self, template: str, *values: Sequence[Token]) -> None:
        """Put LaTeX before the next token; `#1` and so on in it stand for the values."""
        body = _filled(_template(template), values)
        self._count(len(body))
        self._tokens[self._place : self._place] = body

    def _count(self, expanded: int) -> None:
        self._expanded += 1 + expanded
        if self._expanded > MAX_EXPANDED:
            raise MathError(f"macros that expand to more than {MAX_EXPANDED:,} tokens")

    def _until(self, sort: str, text: str) -> list[Token]:
        """The tokens up to this one outside braces, which is taken too."""
        found: list[Token] = []
        depth = 0
        while True:
            token = self.next_raw()
            if token.sort == Sort.END:
                raise MathError(f"{text} missing")
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
        self._count(len(body))
        self._tokens[start : self._place] = body
        self._place = start


@lru_cache(maxsize=256)
def _template(source: str) -> tuple[Token, ...]:
    return tuple(tokens(source)[:-1])


_TEXT = [Token(Sort.COMMAND, "text"), Token(Sort.OPEN, "{")]


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
