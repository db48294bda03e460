r"""A paragraph's text → words, code, emphasis and formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dcnn_cards.typeset.block import Style


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their spaces, in one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX without its dollars; `source` with them; `line` and `column` of its start, from 1."""

    latex: str
    source: str
    display: bool
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line that the author wants to end here."""


Part = Text | Formula | Break


@dataclass(frozen=True, slots=True)
class _Mark:
    """A `*`, `**` or `_` that may begin or end emphasis."""

    text: str
    opens: bool
    closes: bool


_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<dollar>\$\$?)|(?P<mark>\*+|_+)|(?P<line>\n)"
    r"|(?P<text>[^\\`$*_\n]+|.)",
    re.DOTALL,
)
_CLOSERS = {r"\(": r"\)", r"\[": r"\]"}
_TRIES = 8  # dollars within unfinished braces that it passes over


def parts(text: str) -> tuple[Part, ...]:
    """The parts of a paragraph; formulas tell their line and column within it."""
    found: list[Part | _Mark] = []
    hopeless: set[str] = set()
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        assert match is not None
        sort, token = match.lastgroup, match.group()
        end = match.end()
        part: Part | _Mark = Text(token)
        if sort == "line":
            part = Break()
        elif sort == "code":
            part, end = _code(text, place, token, hopeless)
        elif sort == "dollar":
            part, end = _dollars(text, place, token, hopeless)
        elif sort == "escape":
            part, end = _escape(text, place, token, hopeless)
        elif sort == "mark":
            part = _mark(text, place, token)
        found.append(part)
        place = end
    return _merged(_emphasised(found))


def _code(text: str, at: int, run: str, hopeless: set[str]) -> tuple[Part, int]:
    start = at + len(run)
    if run not in hopeless:
        close = re.compile(rf"(?<!`){run}(?!`)").search(text, start)
        if close is not None:
            inner = text[start : close.start()].replace("\n", " ")
            if inner.strip() and inner[0] == inner[-1] == " ":
                inner = inner[1:-1]
            return Text(inner, Style.CODE), close.end()
        hopeless.add(run)
    return Text(run), start


def _escape(text: str, at: int, token: str, hopeless: set[str]) -> tuple[Part, int]:
    closer = _CLOSERS.get(token)
    if closer is not None and closer not in hopeless:
        end = text.find(closer, at + 2)
        if end > 0:
            return _formula(text, at, end + 2, 2, display=token == r"\["), end + 2
        hopeless.add(closer)
    return Text(token[1]), at + 2


def _dollars(text: str, at: int, token: str, hopeless: set[str]) -> tuple[Part, int]:
    start = at + len(token)
    if token == "$$" and "$$" not in hopeless:
        end = text.find("$$", start)
        if end > 0 and text[start:end].strip():
            return _formula(text, at, end + 2, 2, display=True), end + 2
        if end < 0:
            hopeless.add("$$")
    if token == "$" and (end := _partner(text, start)):
        return _formula(text, at, end + 1, 1, display=False), end + 1
    return Text(token), start


_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")


def _partner(text: str, start: int) -> int:
    r"""Where the formula that may begin at `start` ends, 0 if it is none.

    The rule is pandoc's: no space behind the first dollar nor before the second, and no digit
    behind the second. A dollar within unfinished braces, as in `\text{if $x$}`, ends nothing,
    unless the braces are never finished.
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
        if inner.count("{") - inner.count(r"\{") <= inner.count("}") - inner.count(r"\}"):
            return end if ends else nearest
        nearest = nearest or (end if ends else 0)
        place = end + 1
    return nearest


def _formula(text: str, at: int, end: int, dollars: int, *, display: bool) -> Formula:
    line = text.count("\n", 0, at)
    column = at - (text.rfind("\n", 0, at) + 1)
    latex = text[at + dollars : end - dollars]
    return Formula(latex, text[at:end], display, line + 1, column + 1)


def _mark(text: str, at: int, token: str) -> Part | _Mark:
    if len(token) > 2 or token == "__":
        return Text(token)
    before = text[at - 1 : at] or " "
    after = text[at + len(token) : at + len(token) + 1] or " "
    opens = not before.isalnum() and not after.isspace()
    closes = not after.isalnum() and not before.isspace()
    return _Mark(token, opens, closes) if opens or closes else Text(token)


def _emphasised(found: list[Part | _Mark]) -> list[Part]:
    """Marks paired from the inside; what stands between a pair has its style, others are text."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = {"*": [], "**": [], "_": []}
    for index, part in enumerate(found):
        if isinstance(part, Break):
            waiting["*"].clear()
            waiting["_"].clear()
        if not isinstance(part, _Mark):
            continue
        openers = waiting[part.text]
        if part.closes and openers and openers[-1] < index - 1:
            start = openers.pop()
            pairs[start] = index
            for others in waiting.values():
                while others and others[-1] > start:
                    others.pop()
        elif part.opens:
            openers.append(index)
    return _styled(found, pairs)


def _styled(found: list[Part | _Mark], pairs: dict[int, int]) -> list[Part]:
    ends = set(pairs.values())
    depth = {Style.BOLD: 0, Style.ITALIC: 0}
    shown: list[Part] = []
    for index, part in enumerate(found):
        if isinstance(part, _Mark):
            style = Style.BOLD if part.text == "**" else Style.ITALIC
            if index in pairs or index in ends:
                depth[style] += 1 if index in pairs else -1
                continue
            part = Text(part.text)
        if isinstance(part, Text) and part.style is Style.PLAIN:
            bold, italic = depth[Style.BOLD], depth[Style.ITALIC]
            part = replace(
                part, style=Style.BOLD if bold else Style.ITALIC if italic else part.style
            )
        shown.append(part)
    return shown


def _merged(found: list[Part]) -> tuple[Part, ...]:
    """Neighbouring texts of one style as one."""
    merged: list[Part] = []
    pending: list[str] = []
    style = Style.PLAIN
    for part in [*found, Break()]:
        if pending and not (isinstance(part, Text) and part.style is style):
            merged.append(Text("".join(pending), style))
            pending = []
        if isinstance(part, Text):
            pending.append(part.text)
            style = part.style
        else:
            merged.append(part)
    return tuple(merged[:-1])
