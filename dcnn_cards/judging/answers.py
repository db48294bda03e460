"""A card's answer and a typed one → what is to be compared: formulas, or words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dcnn_cards.markup import Formula, formulas, masked, unmarked

MAX_WORDS = 14
"""Words beside a formula with which it still counts as the answer."""

MAX_DISPLAY_WORDS = 40
"""The same, where the formula stands on a line of its own."""

MAX_SPANS = 4
"""Formulas that an answer may have; with more it is a proof or an essay."""

MAX_NAMING = 3
"""Words before a formula that name it."""

MAX_LEADING = 8
"""Words with a colon before a formula that lead to it."""

MAX_BARE = 80
"""Characters of an answer that is mathematics though no dollars say so."""

_ALIGNED = re.compile(
    r"\A\s*\\begin\{(aligned|align\*?|gathered|split)\}(?P<body>.*)\\end\{\1\}\s*\Z", re.DOTALL
)
_LINE_END = re.compile(r"\\\\(?:\[[^\]]*\])?")
_MARKUP = re.compile(
    r"^ *(?:[0-9]{1,2}[.)]|[-*+]) +|^ *\([a-z]\) +|\*\*|(?<![A-Za-z0-9])[*_]|[*_](?![A-Za-z0-9])"
    r"|^#+\s|^```.*$|`",
    re.MULTILINE,
)
_COMMAND = re.compile(
    r"\\(?:begin|end)\{[a-z*]+\}|\\(?:text|mathbf|mathbb|mathcal|mathrm|left|right|frac|operatorname"
    r"|quad|[,;:!])(?![A-Za-z])|[\\{}$^&]"
)
_ASIDE = re.compile(r"[\s,]*(?:where|with|value)\b")
_THEREFORE = {"so", "then", "thus", "hence", "therefore", "is", "get"}
_LISTED_LINE = re.compile(r"^ *(?:[0-9]{1,2}[.)]|[-*+]) +[^\W\d_]", re.MULTILINE)
_COMMENT = re.compile(r"\\text\s*\{[^{}]*\}[\s.]*\Z")
# A comma, too, where an equation with a name on its left begins behind it.
_BETWEEN_LINES = re.compile(r"[\n;]|,\s+(?=[^\W\d][\w^'{}+\\-]*\s*=[^=])")
_LISTED = re.compile(r" *(?:[0-9]{1,2}[.)]|[-*+]) +[^\W\d_]")
_SIGNS = re.compile(r"[∞^*/=+]|[\[(].*,")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BARE = re.compile(
    r"[+-]?\(?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?(?:\s*[x×*/^+-]\s*\(?[0-9.]+\)?)*(?:\s*\))?"
    r"\s*(?P<unit>%|[^\W\d_]{1,12}\.?)?"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A card's answer taken apart.

    `equations` are the formulas that count, in LaTeX, one for each line of a system; empty where
    the words do. `beside` are the words outside of them, `plain` the whole without markup, `unit`
    what a number is counted in, % included. `whole` tells whether they are all that is asked for,
    and the words only lead to them or explain them; `steps` are all formulas, line by line.
    """

    equations: tuple[str, ...]
    beside: str
    plain: str
    unit: str = ""
    whole: bool = True
    steps: tuple[str, ...] = ()


def cleaned(text: str) -> str:
    """Return a text without control characters, surrogates and marks that cannot be seen."""
    kept = "".join(
        char
        for char in text.replace("\r", "\n").replace("\t", " ")
        if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Cf", "Co")
    )
    return unicodedata.normalize("NFC", kept).strip()


def plain(markdown: str) -> str:
    """Return a text without the marks of Markdown and LaTeX."""
    return _COMMAND.sub(" ", _MARKUP.sub(" ", unmarked(markdown))).strip()


def taken_apart(markdown: str) -> Answer:
    """Return a card's answer taken apart."""
    spans = formulas(markdown)
    whole = plain(markdown)
    if not spans:
        return _bare(markdown, whole)
    beside = plain(masked(markdown, lambda _: " "))
    count = len(_WORD.findall(beside))
    last = spans[-1]
    starts = not _WORD.search(markdown[: spans[0].start])
    ends = len(_WORD.findall(markdown[last.end :])) <= 3
    nothing = Answer((), beside, whole)
    if len(spans) > MAX_SPANS or not (starts or ends):
        return nothing
    if count > (MAX_DISPLAY_WORDS if last.display and ends else MAX_WORDS):
        return nothing
    if all(span.display for span in spans):
        equations = tuple(line for span in spans for line in lines(span.latex))
        chosen = spans[0]
        # What words stand behind is a definition, where a system comes after them.
        if len(ended := lines(last.latex)) > 1 and len(spans) > 1 and not _follow(markdown, spans):
            equations = ended
    else:
        aside = _ASIDE.match(markdown, spans[0].end)
        chosen = spans[0] if starts and (aside or not ends) else last
        if chosen is last and len(spans) > 1 and not _concludes(markdown, spans):
            return nothing
        equations = lines(chosen.latex)[-1:]
        if not _WORD.search(masked(markdown[spans[0].start : last.end], lambda _: " ")):
            equations = tuple(line for span in spans for line in lines(span.latex))
        # A lone letter among words is a word.
        if count > 2 and len("".join(equations).strip(" .")) < 4:
            return nothing
    equations = tuple(_COMMENT.sub("", equation) for equation in equations)
    leading = plain(masked(markdown[: chosen.start], lambda _: " "))
    leads = not _LISTED_LINE.search(markdown) and _leads(leading)
    steps = tuple(line for span in spans for line in lines(span.latex))
    return Answer(equations, beside, whole, whole=leads, steps=steps)


def _leads(words: str) -> bool:
    """Tell whether the words before a formula say no more than that it comes."""
    found = _WORD.findall(words)
    if len(found) <= MAX_NAMING or found[-1].casefold() in _THEREFORE:
        return True
    return words.endswith(":") and len(found) <= MAX_LEADING


def _follow(markdown: str, spans: Sequence[Formula]) -> bool:
    """Tell whether no words stand before the last formula."""
    return not _WORD.search(markdown[spans[-2].end : spans[-1].start])


def _concludes(markdown: str, spans: Sequence[Formula]) -> bool:
    """Tell whether the last formula follows from those before: no words between, or a "so"."""
    between = _WORD.findall(markdown[spans[-2].end : spans[-1].start])
    return not between or between[-1].casefold() in _THEREFORE


def _bare(markdown: str, whole: str) -> Answer:
    """An answer without formulas: a number, or words."""
    match = _BARE.fullmatch(markdown.strip().rstrip("."))
    if _LISTED.match(markdown):
        return Answer((), whole, whole)
    if match is None:
        formula = len(markdown) < MAX_BARE and not _WORD.search(markdown)
        return Answer((markdown,) if formula and _SIGNS.search(markdown) else (), whole, whole)
    unit = match["unit"] or ""
    number = markdown.strip().rstrip(".").removesuffix(unit).strip()
    return Answer((sized(thousands(number)),), "", whole, unit)


def sized(source: str) -> str:
    """Return a source with × where an x stands between numbers."""
    return re.sub(r"(?<=[0-9])\s*(?:[xX]|\bby\b)\s*(?=[0-9])", "×", source)


def thousands(source: str) -> str:
    """Return a source without the commas that group the digits of a number by three."""
    return re.sub(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", _without_commas, source)


def _without_commas(match: re.Match[str]) -> str:
    return match[0].replace(",", "")


def lines(latex: str) -> tuple[str, ...]:
    """Return the equations of a display; a line that begins with = goes on with the one before."""
    match = _ALIGNED.match(latex)
    body = match["body"] if match else latex
    found: list[str] = []
    for line in _LINE_END.split(body) if match else [body]:
        line = line.replace("&", " ").strip()
        if not line:
            continue
        if found and (line.startswith("=") or found[-1].endswith("=")):
            found[-1] += " " + line
        else:
            found.append(line)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TypedFormula:
    """One line of what was typed, and whether it is LaTeX."""

    source: str
    latex: bool


def typed_lines(text: str) -> tuple[TypedFormula, ...]:
    """Return the lines of mathematics in what was typed."""
    if spans := formulas(text):
        return tuple(TypedFormula(line, True) for span in spans for line in lines(span.latex))
    stripped = text.replace("$", " ").strip()
    if "\\begin" in stripped:
        return tuple(TypedFormula(line, True) for line in lines(stripped))
    return tuple(
        TypedFormula(line.strip().rstrip(".,;: "), "\\" in line)
        for line in _BETWEEN_LINES.split(stripped)
        if line.strip()
    )
