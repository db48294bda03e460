"""LaTeX source → tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.math.errors import MathError

MAX_LENGTH = 20_000
"""Characters of one formula; a longer one is shown as its source."""


class Sort:
    """What a token is, one of these; no enumeration, since its members are slow to look up."""

    COMMAND = "command"
    PRIMITIVE = "command as it was before it was defined anew"
    CHARACTER = "character"
    OPEN = "{"
    CLOSE = "}"
    SUPER = "^"
    SUB = "_"
    PRIME = "'"
    CELL = "&"
    DOLLAR = "$"
    SPACE = "space"
    COMMENT = "%"
    END = "end of the formula"


class Token(Frozen):
    """A token; `text` is a command's name without its backslash, of braces always a brace."""

    sort: str
    text: str

    @property
    def source(self) -> str:
        """The token as it is written."""
        return "\\" + self.text if self.sort == Sort.COMMAND else self.text


_SIGN = r"\s+|\\(?:[A-Za-z]+|.|\Z)|.[\u0300-\u036e\u20d0-\u20ef]*"
_TOKEN = re.compile(rf"%[^\n]*\n?\s*|{_SIGN}", re.DOTALL)
_SORTS = {
    sort: sort
    for sort in (Sort.OPEN, Sort.CLOSE, Sort.SUPER, Sort.SUB, Sort.PRIME, Sort.CELL, Sort.DOLLAR)
}
_SORTS["\u2019"] = Sort.PRIME
_PLAIN_SCRIPTS = {"sp": Sort.SUPER, "sb": Sort.SUB}
_BRACES = {"bgroup": "{", "egroup": "}", "begingroup": "{", "endgroup": "}"}


def tokens(source: str) -> list[Token]:
    """The tokens of a formula, with one of sort END at the end; comments are left out."""
    if len(source) > MAX_LENGTH:
        raise MathError(f"longer than {MAX_LENGTH:,} characters")
    texts = _TOKEN.findall(source)
    if texts[-1:] == ["\\"]:
        raise MathError("a backslash at the end")
    found = [*map(_token, texts), END]
    if "%" in source:
        return [token for token in found if token.sort != Sort.COMMENT]
    return found


def raw_tokens(source: str) -> Iterator[Token]:
    """The tokens of what is LaTeX only here and there: a percent sign begins no comment in it."""
    return map(_token, re.findall(_SIGN, source, re.DOTALL))


END = Token(Sort.END, "")


@lru_cache(maxsize=512)
def _token(text: str) -> Token:
    """What is written as `text`; the same few tokens make up most of all formulas."""
    if text.isspace():
        return Token(Sort.SPACE, " ")
    if text[0] == "%":
        return Token(Sort.COMMENT, "%")
    name = text.removeprefix("\\")
    if name == text:
        return Token(_SORTS.get(text, Sort.CHARACTER), text)
    if name in _PLAIN_SCRIPTS:
        return Token(_PLAIN_SCRIPTS[name], _PLAIN_SCRIPTS[name])
    if name in _BRACES:
        return Token(_BRACES[name], _BRACES[name])
    return Token(Sort.COMMAND, " " if name.isspace() else name)
