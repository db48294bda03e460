"""LaTeX source → tokens."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from dcnn_cards.typeset.math.errors import MathError

MAX_LENGTH = 20_000
"""Characters of one formula; a longer one is shown as its source."""


class Sort(Enum):
    """What a token is."""

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
    END = "end of the formula"


class Token(NamedTuple):
    """A token; `text` is a command's name without its backslash, `at` its offset."""

    sort: Sort
    text: str
    at: int


_TOKEN = re.compile(
    r"(?P<space>\s+)|\\(?P<command>[A-Za-z]+\*?|.|\Z)|(?P<comment>%[^\n]*\n?\s*)"
    r"|(?P<sign>.[\u0300-\u036e\u20d0-\u20ef]*)",
    re.DOTALL,
)

_SORTS = {
    sort.value: sort
    for sort in (Sort.OPEN, Sort.CLOSE, Sort.SUPER, Sort.SUB, Sort.PRIME, Sort.CELL, Sort.DOLLAR)
}
_SORTS["\u2019"] = Sort.PRIME
_GROUPS = {
    "bgroup": Sort.OPEN,
    "egroup": Sort.CLOSE,
    "begingroup": Sort.OPEN,
    "endgroup": Sort.CLOSE,
}


def tokens(source: str) -> list[Token]:
    """The tokens of a formula, with one of sort END at the end. Comments are left out."""
    if len(source) > MAX_LENGTH:
        raise MathError(f"longer than {MAX_LENGTH:,} characters")
    found: list[Token] = []
    for match in _TOKEN.finditer(source):
        group = match.lastgroup
        if group == "sign":
            text = match[0]
            found.append(Token(_SORTS.get(text, Sort.CHARACTER), text, match.start()))
        elif group == "space":
            found.append(Token(Sort.SPACE, " ", match.start()))
        elif group == "command":
            text = match["command"]
            if not text:
                raise MathError("a backslash at the end", match.start())
            sort = _GROUPS.get(text, Sort.COMMAND)
            found.append(Token(sort, " " if text.isspace() else text, match.start()))
    found.append(Token(Sort.END, "", len(source)))
    return found
