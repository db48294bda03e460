r"""Texts with parts to be recalled: `{{c1::part::hint}}`, in a formula `\cloze[1]{part}{hint}`.

Each number is a thing to review, with all parts that have it hidden. What stands between dollars is
a formula for the rule of all texts, so that its braces end no part in the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from dcnn_cards.deck.card import Card
from dcnn_cards.deck.kinds import CardKind, part_of
from dcnn_cards.markup import BlockKind, Code, Document, Formula, read, unmarked

MOST = 30
"""How many numbers a card may have."""

BEFORE = 32
"""Characters that a list has at most of what is before a part that is hidden."""

LONGEST = 20_000
"""Characters of a text with parts to be recalled."""

_OPEN = re.compile(r"\{\{c(?P<number>[1-9]\d?)::")
_COMMAND = re.compile(r"\\cloze(?![A-Za-z])(?:\[(?P<number>[1-9]\d?)\])?")
_SET = re.compile(r"\\cloze(?:(?P<hidden>hidden)|shown|\[\d+\])(?=\{)")  # as it writes them
_HIDDEN = re.compile(r"\\clozehidden\{|(?:==)?\[\.\.\.[\]:]")  # as `_hidden` writes it
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LIKE_ONE = re.compile(r"\{\{\s*c\d*\s*:|\\cloze\b")


class Part(NamedTuple):
    """What is to be recalled, and where it stands in a text with all that says so.

    It is `bare` where marks around it would be shown: in a word that goes on before or behind it,
    beside another part, and in code.
    """

    start: int
    end: int
    number: int
    body: str
    hint: str
    in_formula: bool = False
    bare: bool = False


def seems_to_hide(text: str) -> bool:
    """Tell whether anything in `text` looks like a part to be recalled, even if it is none."""
    return bool(_LIKE_ONE.search(text))


def opened(text: str) -> str:
    """Return `text` with all of its parts in sight."""
    text, parts = _read(text)
    return _with(text, parts, _open)


def with_parts(text: str, said: Callable[[Part], str]) -> str:
    """Return `text` with what is `said` in place of each of its parts."""
    text, parts = _read(text)
    return _with(text, parts, said)


def _items(card: Card) -> Sequence[Card]:
    """A card for each number, with its parts hidden in the question."""
    text, parts = _read(card.cloze)
    made: list[Card] = []
    for number in sorted({part.number for part in parts}):
        asked = [part for part in parts if part.number == number]
        hints = dict.fromkeys(part.hint for part in asked if part.in_formula and part.hint)
        hidden = _with(text, parts, partial(_hidden, number))
        shown = _with(text, parts, partial(_shown, number))
        above = [card.asked] if card.asked else []
        below = [f"Hint: {'; '.join(hints)}"] if hints else []
        made.append(
            card.replace(id=part_of(card, f"c{number}"),
                question="\n\n".join([*above, hidden, *below]),
                corrected_question="",
                answer="\n".join(f"${part.body}$" if part.in_formula else part.body
                                 for part in asked),
                cloze=shown,
            )
        )  # fmt: skip
    return made


def _faults(card: Card) -> Iterator[str]:
    if card.learned:
        yield "`cloze` is the answer too: leave `answer` out, or put it into `added` or `note`"
    if len(card.cloze) > LONGEST:
        yield f"`cloze` has more than {LONGEST:,} characters"
        return
    text, parts = _read(card.cloze)
    rest = "".join(_without(text, parts))
    inner = (part.body for part in parts if _LIKE_ONE.search(part.body))
    rest = next(inner, rest)
    wrong = _LIKE_ONE.search(rest)
    if not parts and not wrong:
        yield r"`cloze` hides nothing: write {{c1::part}}, in a formula \cloze[1]{part}{hint}"
    elif len({part.number for part in parts}) > MOST:
        yield f"`cloze` has more than {MOST} numbers"
    if any(not part.body.strip() for part in parts):
        yield "`cloze` has a part without anything in it"
    if wrong:
        found = " ".join(rest[wrong.start() : wrong.start() + 30].split())
        yield (
            f"`cloze` has a part that is not closed, not numbered from 1 to 99, within another, or"
            rf" between dollars without being \cloze[1]{{part}}{{hint}}: {found}"
        )


def _read(text: str) -> tuple[str, list[Part]]:
    """The text with its parts, in order."""
    document = read(text)
    formulas = {formula.start: formula for formula in document.formulas}
    code = _code(document)
    text, parts, at = document.text, list[Part](), 0
    while at < len(text):
        part: Part | None = None
        if formula := formulas.get(at):
            parts += _in_formula(text, formula)
            at = formula.end
        elif opening := _OPEN.match(text, at):
            if part := _in_words(text, opening, formulas):
                in_code = any(start <= at < end for start, end in code)
                parts.append(part._replace(bare=True) if in_code else part)
            at = part.end if part else opening.end()
        else:
            at += 1
    return text, parts


def _code(document: Document) -> list[tuple[int, int]]:
    """From where to where there is code in a text."""
    lines = [0, *accumulate(len(line) + 1 for line in document.text.split("\n"))]
    blocks = (block for block in document.blocks if block.kind is BlockKind.CODE)
    spans = (part for part in document.parts if isinstance(part, Code))
    return [
        *((lines[block.first - 1], lines[block.last]) for block in blocks),
        *((part.start, part.end) for part in spans),
    ]


def _in_words(text: str, opening: re.Match[str], formulas: Mapping[int, Formula]) -> Part | None:
    """The part that is opened among words, None if it is not closed before another is opened."""
    start = at = opening.end()
    depth = parting = 0
    while at < len(text) and not _OPEN.match(text, at):
        if formula := formulas.get(at):
            at = formula.end
            continue
        if not depth and text.startswith("}}", at):
            body, hint = text[start : parting or at], text[parting + 2 : at] if parting else ""
            around = text[opening.start() - 1 : opening.start()], text[at + 2 : at + 3]
            bare = any(sign.isalnum() or sign in tuple("_={}") for sign in around)
            number = int(opening["number"])
            return Part(opening.start(), at + 2, number, body.strip(), hint.strip(), bare=bare)
        if not depth and not parting and text.startswith("::", at):
            parting = at
        depth += (text[at] == "{") - (text[at] == "}")
        at += 1
    return None


def _in_formula(text: str, formula: Formula) -> Iterator[Part]:
    groups = _groups(text, formula)
    at = formula.start
    while command := _COMMAND.search(text, at, formula.end):
        end = groups.get(command.end())
        if command["number"] is None or end is None:
            at = command.end()
            continue
        body, hint = text[command.end() + 1 : end - 1], ""
        if behind := groups.get(end):
            hint, end = text[end + 1 : behind - 1], behind
        yield Part(command.start(), end, int(command["number"]), body, hint, in_formula=True)
        at = end


def _groups(text: str, formula: Formula) -> dict[int, int]:
    """Where the groups in braces begin and end."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(text, formula.start, formula.end):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            ends[opened.pop()] = brace.end()
    return ends


def _without(text: str, parts: Sequence[Part]) -> list[str]:
    """What stands before, between and behind the parts."""
    starts, ends = [part.start for part in parts], [part.end for part in parts]
    return [text[at:to] for at, to in zip([0, *ends], [*starts, len(text)], strict=True)]


def _with(text: str, parts: Sequence[Part], said: Callable[[Part], str]) -> str:
    """The text with what is `said` in place of each of its parts."""
    first, *others = _without(text, parts)
    pairs = zip(map(said, parts), others, strict=True)
    return first + "".join(piece for pair in pairs for piece in pair)


def _hidden(number: int, part: Part) -> str:
    if part.number != number:
        return _open(part)
    if latex := _latex(part):
        return _command(part, "clozehidden", latex)
    return _marked(part, f"[...: {part.hint}]" if part.hint else "[...]")


def _shown(number: int, part: Part) -> str:
    if part.number != number:
        return _open(part)
    if latex := _latex(part):
        return _command(part, "clozeshown", latex)
    own = part.body.startswith("[") and part.body.endswith("]")  # two would make a link
    return _marked(part, part.body if own else f"[{part.body}]")


def _open(part: Part) -> str:
    """A part that is not asked for."""
    return rf"\cloze[{part.number}]{{{part.body}}}{{}}" if part.in_formula else part.body


def _latex(part: Part) -> str:
    """The LaTeX of a part that is one, or part of one; "" for words."""
    if part.in_formula:
        return part.body
    formulas = list(read(part.body).formulas)
    alone = len(formulas) == 1 and formulas[0].source == part.body and not formulas[0].display
    return formulas[0].latex if alone else ""


def _command(part: Part, name: str, latex: str) -> str:
    command = rf"\{name}{{{latex}}}{{}}"
    return command if part.in_formula else f"${command}$"


def _marked(part: Part, words: str) -> str:
    """Words in brackets, which tell without colour what they are, between marks if these can be."""
    mark = f"=={words}=="
    return mark if not part.bare and unmarked(mark) == words else words


def for_others(text: str) -> str:
    """Return a text of a card with nothing that only this program reads: without marks, too."""
    return in_plain_latex(unmarked(text))


def in_plain_latex(text: str) -> str:
    r"""Return a text of a card for programs that read LaTeX: what is hidden as an empty box."""
    if r"\cloze" not in text:
        return text
    document = read(text)
    text, said, at = document.text, "", 0
    for formula in document.formulas:
        groups = _groups(text, formula)
        for command in _SET.finditer(text, formula.start, formula.end):
            end = groups.get(command.end(), -1)
            if (behind := groups.get(end)) is not None:
                body = text[command.end() : end]
                said += text[at : command.start()]
                said += rf"\boxed{{\phantom{body}}}" if command["hidden"] else body
                at = behind
    return said + text[at:]


def _named(card: Card) -> str:
    """The line with what is hidden, of a formula all; of a long one little of what is before it."""
    document = read(card.asked)
    text, found = document.text, _HIDDEN.search(document.text)
    if found is None:
        return text
    formulas = [(formula.start, formula.end) for formula in document.formulas]
    holding = (each for each in formulas if each[0] <= found.start() < each[1])
    start, end = next(holding, found.span())
    line = text.rfind("\n", 0, start) + 1
    more = text[end:].partition("\n")[0]
    if start - line <= BEFORE:
        named = text[line:end] + more
        if line and not any(map(str.isalnum, _HIDDEN.sub("", named))):
            question, _, _ = text.partition("\n")
            named = f"{question} {named.strip()}"
        return named
    blanks = (at for at in range(start - BEFORE, start) if text[at] == " ")
    outside = (at for at in blanks if not any(one < at < other for one, other in formulas))
    return f"…{text[next(outside, start) : end]}{more}"


EXAMPLE = r"""
- id: sigmoid
  cloze: |
    The {{c1::sigmoid::which}} is
    $\sigma(x) = \frac{1}{\cloze[2]{1 + e^{-x}}{}}$.
"""

KIND = CardKind(EXAMPLE, _items, _faults, named=_named)
