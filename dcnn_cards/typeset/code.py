"""Lines of code in the colours of what is in them, broken between words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from dcnn_cards.typeset.block import Run, Style
from dcnn_cards.typeset.cells import cell_len, cut
from dcnn_cards.typeset.wrap import Line, merged

MOST = 4_000
"""Characters of code that is coloured; what is longer is shown as it is.

The patterns of some languages take a time that grows with the square of that.
"""


def coloured(lines: tuple[str, ...], language: str) -> list[Line]:
    """Lines of code as runs; each line has the text that it had."""
    source = "\n".join(lines)
    lexer = _lexer(language) if language and len(source) <= MOST else None
    if lexer is None:
        return [(Run(line, Style.CODE),) if line else () for line in lines]
    found: list[list[Run]] = [[]]
    for token, text in lexer.get_tokens(source):
        for number, piece in enumerate(text.split("\n")):
            if number:
                found.append([])
            if piece:
                found[-1].append(Run(piece, _style(token)))
    made = [merged(line) for line in found[: len(lines)]]
    same = ["".join(run.text for run in line) for line in made] == list(lines)
    return made if same else coloured(lines, "")


@lru_cache(maxsize=16)
def _lexer(language: str) -> Any:
    """What reads a language, None if nothing does."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


_OF_TOKENS = {"Keyword": Style.KEYWORD, "Comment": Style.COMMENT, "Literal": Style.LITERAL}


def _style(token: tuple[str, ...]) -> Style:
    """How a token of Pygments looks: a tuple of what it is, more closely from name to name."""
    return _OF_TOKENS.get(token[0], Style.CODE) if token else Style.CODE


def broken(line: Line, width: int, in_ascii: bool) -> Iterator[Line]:
    """A line of code in lines of at most `width` cells, with a mark before each but the first.

    It is broken behind a blank if there is one in the last two thirds of what fits, and goes on
    below where it began.
    """
    if sum(cell_len(run.text) for run in line) <= width:
        yield line
        return
    text = "".join(run.text for run in line)
    margin = min(len(text) - len(text.lstrip(" ")), width // 2)
    sign = "> " if in_ascii else "↪ "
    mark = (Run(" " * margin + sign if margin else sign, Style.MORE),)
    room = width - margin - cell_len(sign)
    head, rest = _split(line, width)
    yield head
    while rest:
        head, rest = _split(rest, room if room > 0 else width)
        yield (*mark, *head) if room > 0 else head


def _split(line: Line, width: int) -> tuple[Line, Line]:
    """The most of a line that fits, and the rest."""
    text = "".join(run.text for run in line)
    head, rest = cut(text, width)
    if not rest:
        return line, ()
    at = len(head)
    if text[at] != " ":
        blank = head.rstrip().rfind(" ") + 1 if " " in head.strip() else 0
        at = blank if blank > at // 3 else at
    before, after = _cut_runs(line, at)
    *runs, last = before
    end = last.text.rstrip(" ")
    return (*runs, last.replace(text=end)) if end else tuple(runs), after


def _cut_runs(line: Iterable[Run], at: int) -> tuple[Line, Line]:
    before: list[Run] = []
    after: list[Run] = []
    for run in line:
        head, tail = run.text[: max(0, at)], run.text[max(0, at) :]
        at -= len(run.text)
        before += [run.replace(text=head)] if head else []
        after += [run.replace(text=tail)] if tail else []
    return tuple(before), tuple(after)
