r"""The rule for mathematics: where in a text a formula begins and ends.

Between `$` it is in a sentence, as between `\(` and `\)`. Between `$$`, between `\[` and `\]`, or
as an environment that begins a line, it is a display. The rule for `$` is pandoc's: no space behind
the first dollar nor before the second, and no digit behind the second.
"""

from __future__ import annotations

import re

from dcnn_cards.frozen import Frozen

ENVIRONMENTS = frozenset("align alignat eqnarray equation flalign gather multline".split())
"""Environments that are displays where they begin a line; a star may follow their names."""

_OPENER = re.compile(r"\$\$?|\\[(\[]|\\begin\{(?P<name>[A-Za-z]+)\*?\}")
_CLOSERS = {"$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")
_TRIES = 8  # dollars within unfinished braces that it passes over


class Found(Frozen):
    """A formula in a text: where it ends, its LaTeX, and whether it is a display."""

    end: int
    latex: str
    display: bool


class Opener(Frozen):
    """Where a display begins that is not closed, and what would close it."""

    at: int
    closer: str


def opens_display(text: str) -> bool:
    """Whether a text begins as a display does."""
    match = _OPENER.match(text)
    return match is not None and (
        match[0] in ("$$", r"\[") or (match["name"] or "") in ENVIRONMENTS
    )


def formula_at(text: str, at: int, hopeless: set[str]) -> Found | Opener | None:
    """The formula that begins at `at`, a display that is not closed, or None.

    `hopeless` is for what closes nothing behind any place that was asked for so far, so that a
    text is not searched once for each of its openers.
    """
    match = _OPENER.match(text, at)
    if match is None:
        return None
    opener, start = match[0], match.end()
    if opener == "$":
        end = _partner(text, start)
        return Found(end + 1, text[start:end], display=False) if end else None
    if match["name"]:
        begins = at == 0 or text[at - 1] == "\n"
        if not begins or match["name"] not in ENVIRONMENTS:
            return None
        closer = opener.replace("begin", "end")
    else:
        closer = _CLOSERS[opener]
    end = -1 if closer in hopeless else text.find(closer, start)
    if end < 0:
        hopeless.add(closer)
        return None if opener == r"\(" else Opener(at, closer)
    if opener == "$$" and not text[start:end].strip():
        return None
    whole = end + len(closer)
    latex = text[at:whole] if match["name"] else text[start:end]
    return Found(whole, latex, display=opener != r"\(")


def _partner(text: str, start: int) -> int:
    r"""Where the formula that may begin at `start` ends, 0 if it is none.

    A dollar within unfinished braces, as in `\text{if $x$}`, ends nothing, unless the braces are
    never finished.
    """
    if start >= len(text) or text[start].isspace():
        return 0
    place, nearest = start, 0
    for _ in range(_TRIES):
        match = _DOLLAR.search(text, place)
        if match is None:
            break
        end = match.end() - 1
        inner = text[start:end]
        digit = text[end + 1 : end + 2].isdigit()
        ends = bool(inner) and not inner[-1].isspace() and not digit and "\n\n" not in inner
        if unfinished_braces(inner) <= 0:
            return end if ends else nearest
        nearest = nearest or (end if ends else 0)
        place = end + 1
    return nearest


def unfinished_braces(latex: str) -> int:
    r"""How many braces are opened and not closed, less than 0 if more are closed than opened."""
    return latex.count("{") - latex.count(r"\{") - latex.count("}") + latex.count(r"\}")
