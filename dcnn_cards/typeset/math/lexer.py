"""LaTeX source → tokens."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from dcnn_cards.typeset.frozen import Frozen
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
    COMMENT = "comment"
    END = "end of the formula"


class Token(Frozen):
    """A token; `text` is a command's name without its backslash."""

    sort: str
    text: str


_TOKEN = re.compile(
    r"\s+|\\(?:[A-Za-z]+\*?|.|\Z)|%[^\n]*\n?\s*|.[\u0300-\u036e\u20d0-\u20ef]*", re.DOTALL
)
_SORTS = {
    sort: sort
    for sort in (Sort.OPEN, Sort.CLOSE, Sort.SUPER, Sort.SUB, Sort.PRIME, Sort.CELL, Sort.DOLLAR)
}
_SORTS |= {
    "\u2019": Sort.PRIME,
    "\\bgroup": Sort.OPEN,
    "\\egroup": Sort.CLOSE,
    "\\begingroup": Sort.OPEN,
    "\\endgroup": Sort.CLOSE,
}


def tokens(source: str) -> tuple[list[Token], list[int]]:
    """The tokens of a formula, with one of sort END at the end, and their offsets in it.

    Comments are left out.
    """
    if len(source) > MAX_LENGTH:
        raise MathError(f"longer than {MAX_LENGTH:,} characters")
    texts = _TOKEN.findall(source)
    if texts[-1:] == ["\\"]:
        raise MathError("a backslash at the end", len(source) - 1)
    found = [*map(_token, texts), Token(Sort.END, "")]
    offsets = [0, *accumulate(map(len, texts))]
    if "%" in source:
        kept = [at for at, token in enumerate(found) if token.sort != Sort.COMMENT]
        return [found[at] for at in kept], [offsets[at] for at in kept]
    return found, offsets


@lru_cache(maxsize=512)
def _token(text: str) -> Token:
    """What is written as `text`; the same few tokens make up most of all formulas."""
    if text.isspace():
        return Token(Sort.SPACE, " ")
    if text[0] == "%":
        return Token(Sort.COMMENT, "")
    name = text.removeprefix("\\")
    if name == text:
        return Token(_SORTS.get(text, Sort.CHARACTER), text)
    return Token(_SORTS.get(text, Sort.COMMAND), " " if name.isspace() else name)
