r"""The rule for mathematics: where in a text a formula begins and ends.

Between `$` it is in a sentence, as between `\(` and `\)` or `` $` `` and `` `$ ``. Between `$$`,
between `\[` and `\]`, or as an environment that begins a line, it is a display. Where Markdown is
read before mathematics, as on many a web site, the backslashes of brackets are doubled.

What stands between signs that words have too must look like mathematics: dollars are prices and
the names of variables, `\[` is how Markdown writes a bracket that is none of its own. The rule for
`$` is pandoc's (no space behind the first nor before the second, no digit behind the second) where
that alone can tell, and looser where what is between leaves no doubt.
"""

from __future__ import annotations

import re

from dcnn_cards.frozen import Frozen

ENVIRONMENTS = frozenset(
    "align alignat displaymath eqnarray equation flalign gather multline subequations".split()
)
"""Environments that are displays where they begin a line; a star may follow their names."""

_OPENER = re.compile(r"\$`|\$\$?|\\{1,2}[(\[]|\\begin\{(?P<name>[A-Za-z]+)\*?\}")
_CLOSERS = {
    "$$": "$$", "$`": "`$", r"\(": r"\)", r"\[": r"\]", r"\\(": r"\\)", r"\\[": r"\\]",
}  # fmt: skip
_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")
_TRIES = 8  # dollars within unfinished braces that it passes over

# Patterns that few formulas need are compiled when one does.
# A command, a power, an index of one letter, or a relation with blanks around it.
_SURE = (
    r"\\[A-Za-z]{2}|\\[{}|$%]|(?<=[\w)}\]])\^|(?<![^\W_])[^\W\d_]_[^\W_{\\]*[{\\\w]"
    r"|(?<=\s)[=<>≤≥](?=\s)"
)
_POWERFUL = re.compile(r"\\\S|\^|_")
# Single letters and numbers with signs between them, of which one is a letter.
_LETTERS = r"(?=.*[^\W\d_])(?:\d+(?:\.\d+)?|[^\W\d_](?![^\W\d_])|[-+*/=<>(),|!':\s]|\[|\])+"
_NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
_ENDINGS = r"(?:th|st|nd|rd|s|D|NN|d|ary|fold|gram)s?(?![A-Za-z0-9])"
_LONE_SIGNS = ("-", "+", "=", "<", ">")
_GROUP = re.compile(r"\{[^{}]*\}")
_COMMAND = r"\\[A-Za-z]+"
_PUNCTUATION = r"[,;:.?!)]\s"
_WORD = re.compile(r"(?:^|[\s(])[A-Za-z][a-z]+[,;:.?!]?(?=\s|$)")
_WORDS = r"[A-Za-z][a-z]+[,;:]?\s+[a-z]{2,}[,;:]?\s+[a-z]{2,}"
_STOPS = "。，、；："  # of sentences that no formula has without a command
# As in `a** and **b`: where emphasis ends or begins, and not between two factors.
_FLANKING = re.compile(r"(?:^|(?<=\s))\*\*(?=\S)|(?<=\S)\*\*(?=\s|$)")
_ESCAPED = r"\\([!-/:-@\[-`{-~])"


class Found(Frozen):
    """A formula in a text: where it ends, its LaTeX, and whether it is a display."""

    end: int
    latex: str
    display: bool


class Opener(Frozen):
    """Where a display begins that is not closed, and what would close it."""

    at: int
    closer: str


_DELIMITED = r"\s*(?:\$\$(.*)\$\$|\$(.*)\$|\\\[(.*)\\\]|\\\((.*)\\\))\s*"


def bare(latex: str) -> str:
    """Return one formula without the delimiters that it has in a text, if it has any."""
    found = re.fullmatch(_DELIMITED, latex, re.DOTALL)
    inner = next((part for part in found.groups() if part is not None), "") if found else ""
    return latex if not inner.strip() or "$" in inner else inner


def opens_display(text: str) -> bool:
    """Whether a text begins as a display does."""
    match = _OPENER.match(text)
    return match is not None and (
        match[0] in ("$$", r"\[", r"\\[") or (match["name"] or "") in ENVIRONMENTS
    )


def formula_at(text: str, at: int, hopeless: set[str]) -> Found | Opener | None:
    """The formula that begins at `at`, a display that is not closed, or None.

    `hopeless` is for what closes nothing behind any place that was asked for so far, so that a
    text is not searched once for each of its openers.
    """
    match = _OPENER.match(text, at)
    if match is None:
        return None
    opener = match[0]
    if opener == "$":
        end = _partner(text, match.end())
        return Found(end + 1, text[match.end() : end].strip(), display=False) if end else None
    if match["name"]:
        begins = at == 0 or text[at - 1] == "\n"
        if not begins or match["name"] not in ENVIRONMENTS:
            return None
        return _closed(text, at, opener, opener.replace("begin", "end"), hopeless)
    return _closed(text, at, opener, _CLOSERS[opener], hopeless)


def _closed(
    text: str, at: int, opener: str, closer: str, hopeless: set[str]
) -> Found | Opener | None:
    """The formula from the opener at `at` to the closer behind it."""
    start = at + len(opener)
    # No bracket stands within one of its kind, and where many are opened none is looked for twice.
    another = text.find(opener, start) if opener[-1] in "([" else -1
    end = -1 if closer in hopeless else text.find(closer, start, another if another > 0 else None)
    if end < 0:
        if another > 0:
            return None
        hopeless.add(closer)
        rest = text[start:].partition("\n")[0].strip()
        possible = opener[-1] != "[" or not rest or _is_sure(rest)
        return Opener(at, closer) if possible and opener[-1] not in "(`" else None
    latex, whole = text[start:end], end + len(closer)
    if opener.startswith(r"\\"):
        latex = re.sub(_ESCAPED, r"\1", latex)  # as Markdown leaves it to what reads mathematics
    if opener.startswith(r"\begin"):
        return Found(whole, text[at:whole], display=True)
    if opener == "$$":
        fits = bool(latex.strip()) and not _is_prose(latex)
    else:
        fits = opener == "$`" or _is_sure(latex)
    if not fits:
        return None
    return Found(whole, latex, display=opener[-1] in "$[")


def _partner(text: str, start: int) -> int:
    r"""Where the formula that may begin at `start` ends, 0 if it is none.

    A dollar within unfinished braces, as in `\text{if $x$}`, ends nothing, unless the braces are
    never finished.
    """
    place, nearest = start, 0
    for _ in range(_TRIES):
        match = _DOLLAR.search(text, place)
        if match is None:
            break
        end = match.end() - 1
        ends = _ends(text, start, end)
        if unfinished_braces(text[start:end]) <= 0:
            return end if ends else nearest
        nearest = nearest or (end if ends else 0)
        place = end + 1
    return nearest


def _ends(text: str, start: int, end: int) -> bool:
    """Whether the dollar at `end` closes the one before `start`."""
    inner = text[start:end]
    latex = inner.strip()
    if not latex or "\n\n" in inner or _is_prose(inner):
        return False
    powerful = bool(_POWERFUL.search(latex))
    before, after = text[max(0, start - 2) : start - 1], text[end + 1 : end + 2]
    worded = before.isascii() and before.isalnum()
    if after.isascii() and after.isalnum() and (worded or latex not in _LONE_SIGNS):
        suffix = len(latex) <= 2 and re.match(_ENDINGS, text[end + 1 : end + 8])
        if not (suffix or (powerful and _is_sure(latex))):
            return False
    if worded and not powerful:
        return False
    spaces = inner[0].isspace() + inner[-1].isspace()
    if not spaces:
        return True
    number = spaces == 2 and re.fullmatch(_NUMBER, latex)
    sure = _is_sure(latex) and (spaces == 2 or not latex[0].isdigit())
    return bool(re.search(_COMMAND, latex) or ("\n" not in inner and (sure or number)))


def _is_sure(latex: str) -> bool:
    """Whether it can be nothing but mathematics, whatever stands around it."""
    return bool(re.search(_SURE, latex) or re.fullmatch(_LETTERS, latex.strip()))


def _is_prose(latex: str) -> bool:
    """Whether what is between dollars is words, code or emphasis between two that are no formula's.

    Formulas have words too; what they do not have is several of them in a row and nothing else.
    """
    bare = latex
    while (inner := _GROUP.sub(" ", bare)) != bare:
        bare = inner
    if "`" in bare or '"' in bare or _FLANKING.search(bare):
        return True
    if "\n\n" in latex and re.search(_WORDS, bare):
        return True
    if any(stop in bare for stop in _STOPS) and not re.search(_COMMAND, latex):
        return any("一" <= sign <= "龥" for sign in bare)
    unbalanced = latex.count("(") != latex.count(")")
    if unbalanced and latex[0].isdigit():
        return True
    if not _WORD.search(bare) or _POWERFUL.search(latex) or re.search("[=<>+]", bare):
        return False
    return bool(latex[:1].isdigit() or unbalanced or re.search(_PUNCTUATION, bare))


def unfinished_braces(latex: str) -> int:
    r"""How many braces are opened and not closed, less than 0 if more are closed than opened."""
    return latex.count("{") - latex.count(r"\{") - latex.count("}") + latex.count(r"\}")
