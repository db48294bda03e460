r"""mhchem: `\ce{2H2 + O2 -> 2H2O}` and `\pu{123 kJ//mol}`, rewritten as LaTeX and read as that.

After the manual of the mhchem package, version 4: numbers behind letters are subscripts, numbers
before them are how many there are, a plus or minus at the end of a word is a charge.
"""

from __future__ import annotations

import re

from dcnn_cards.typeset.math.node import Node
from dcnn_cards.typeset.math.parser import Parser
from dcnn_cards.typeset.math.registry import command

# The longest first; what stands for each, with its labels above and below in brackets.
_ARROWS = {
    "<=>>": r"\xrightleftharpoons", "<<=>": r"\xrightleftharpoons", "<-->": r"\xleftrightarrow",
    "<=>": r"\xrightleftharpoons", "<->": r"\xleftrightarrow", "-->": r"\xrightarrow",
    "<--": r"\xleftarrow", "->": r"\xrightarrow", "<-": r"\xleftarrow",
    "⇌": r"\xrightleftharpoons", "→": r"\xrightarrow", "⟶": r"\xrightarrow", "←": r"\xleftarrow",
    "↔": r"\xleftrightarrow",
}  # fmt: skip
_ARROW = re.compile("|".join(map(re.escape, _ARROWS)))
_ALONE = {"v": r"\downarrow", "(v)": r"\downarrow", "^": r"\uparrow", "(^)": r"\uparrow"}
_AMOUNT = re.compile(
    r"(\(?-?\d+(?:[.,]\d+)?(?:/\d+)?\)?|[a-z]{1,2}(?=[A-Z(\[])) *(?=[A-Za-z(\[\\{^_$])"
)
_LETTERS = re.compile(r"[A-Za-zͰ-Ͽ]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SCRIPT = re.compile(r"[\^_]\s*([{$])?")
_CHARGE = re.compile(r"\d+[+\-−]*|[+\-−]\d+|[+\-−]+|[.•*]|[A-Za-z][+\-−]?")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)")
_BONDS = {
    "-": "{-}", "=": "{=}", "#": "{≡}", "1": "{-}", "2": "{=}", "3": "{≡}", "...": r"{\cdots}",
    "....": r"{\cdots}", "->": r"\rightarrow ", "<-": r"\leftarrow ", "~": r"{\sim}",
    "~-": r"{\simeq}", "~=": r"{\simeq}", "~--": r"{\cong}", "-~-": r"{\cong}",
}  # fmt: skip


@command("ce", "cee", "cf")
def _chemistry(parser: Parser, _name: str) -> Node:
    return _rewritten(parser, chemistry(_source(parser)))


@command("pu")
def _physical_unit(parser: Parser, _name: str) -> Node:
    return _rewritten(parser, quantity(_source(parser)))


@command("bond")
def _bond(parser: Parser, _name: str) -> Node:
    return _rewritten(parser, _BONDS.get(_source(parser).strip(), "{-}"))


def _source(parser: Parser) -> str:
    """An argument as it is written."""
    return "".join(token.source for token in parser.argument_tokens())


def _rewritten(parser: Parser, latex: str) -> Node:
    return parser.written(f"{{{latex}}}")


def chemistry(text: str) -> str:
    """A chemical formula or equation as LaTeX."""
    return _Chemistry(text).latex()


class _Chemistry:
    """Reads a formula from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._made: list[str] = []

    def latex(self) -> str:
        while self._at < len(self._text):
            self._word_begins()
            while self._at < len(self._text) and not self._text[self._at].isspace():
                self._part()
            self._blank()
        return "".join(self._made)

    def _word_begins(self) -> None:
        """What only stands by itself, and how many there are of what follows."""
        rest = self._text[self._at :]
        word = rest.split(maxsplit=1)[0] if rest.split() else ""
        if word in ("+", "-", "−", "="):
            self._add(rf" {'+' if word == '+' else '=' if word == '=' else '-'} ", len(word))
        elif word in _ALONE:
            self._add(rf"\,{_ALONE[word]} ", len(word))
        elif found := _AMOUNT.match(rest):
            self._add(rf"{_amount(found[1])}\,", found.end())

    def _blank(self) -> None:
        rest = self._text[self._at :]
        blank = len(rest) - len(rest.lstrip())
        if blank:
            self._add(r"\ " if self._made and rest.strip() else "", blank)

    def _add(self, latex: str, taken: int) -> None:
        last = self._made[-1] if self._made else ""
        if latex[:2] in ("^{", "_{") and last[:2] == latex[:2]:  # two of a kind are one script
            self._made[-1] = f"{last[:-1]}{latex[2:]}"
        elif last[:2] in ("^{", "_{") and self._made[-2:-1] and self._made[-2][:2] == latex[:2]:
            self._made.append("{}" + latex)
        else:
            self._made.append(latex)
        self._at += taken

    def _part(self) -> None:
        rest = self._text[self._at :]
        sign = rest[0]
        if arrow := _ARROW.match(rest):
            self._arrow(arrow[0])
        elif found := _LETTERS.match(rest):
            self._add(rf"\mathrm{{{found[0]}}}", found.end())
        elif found := _NUMBER.match(rest):
            behind = self._made and self._made[-1][-1:] in "})]" and not self._follows_blank()
            digits = found[0].split(".")[0].split(",")[0] if behind else found[0]
            self._add(f"_{{{digits}}}" if behind else f"{{{digits}}}", len(digits))
        elif sign in "^_":
            self._script(rest)
        elif sign in "+-−":
            self._sign(rest)
        elif sign == "$":
            end = rest.find("$", 1)
            end = len(rest) if end < 0 else end
            self._add(f"{{{rest[1:end]}}}", end + 1)
        elif sign == "{":
            body = _group(rest)
            inner = body[1:-1]
            bare = inner[1:-1] if inner[:1] == inner[-1:] == "$" else rf"\mathrm{{{inner}}}"
            self._add(f"{{{bare}}}", len(body))
        elif sign == "\\":
            self._command(rest)
        elif sign in "=#":
            self._add(_BONDS[sign], 1)
        elif sign in ".*•·":
            self._add(r"\cdot ", 1)
        elif sign in "()[]":
            self._add(f"{{{sign}}}" if sign in "([" else sign, 1)
        else:
            self._add({"&": "&", "~": r"\ "}.get(sign, f"{{{sign}}}"), 1)

    def _follows_blank(self) -> bool:
        return self._at == 0 or self._text[self._at - 1].isspace()

    def _arrow(self, arrow: str) -> None:
        """An arrow with its labels, which are chemistry or text themselves."""
        self._at += len(arrow)
        labels: list[str] = []
        while len(labels) < 2 and self._text[self._at : self._at + 1] == "[":
            end = _closing(self._text, self._at)
            labels.append(chemistry(self._text[self._at + 1 : end]))
            self._at = end + 1
        above, below = [*labels, "", ""][:2]
        self._made.append(rf"{_ARROWS[arrow]}{f'[{{{below}}}]' if below else ''}{{{above}}}")

    def _script(self, rest: str) -> None:
        found = _SCRIPT.match(rest)
        assert found is not None
        mark, start = rest[0], found.end()
        if found[1] == "{":
            body = _group(rest[start - 1 :])
            self._add(f"{mark}{{{_raised(body[1:-1])}}}", start - 1 + len(body))
        elif found[1] == "$":
            end = rest.find("$", start)
            end = len(rest) if end < 0 else end
            self._add(f"{mark}{{{rest[start:end]}}}", end + 1)
        elif (charge := _CHARGE.match(rest, start)) is not None:
            self._add(f"{mark}{{{_raised(charge[0])}}}", charge.end())
        elif (name := _COMMAND.match(rest, start)) is not None:
            self._add(f"{mark}{{{name[0]}}}", name.end())
        else:
            self._add(r"\uparrow " if mark == "^" else r"\_", start)

    def _sign(self, rest: str) -> None:
        """A charge at the end of a word, a bond between letters, else a sign."""
        signs = re.match(r"[+\-−]+", rest)
        assert signs is not None
        ends = len(rest) == signs.end() or rest[signs.end()] in " )]},\n^_"
        if ends and not self._follows_blank():
            self._add(f"^{{{_raised(signs[0])}}}", signs.end())
        else:
            self._add("{-}" if rest[0] in "-−" else "+", 1)

    def _command(self, rest: str) -> None:
        name = _COMMAND.match(rest)
        if name is None:
            self._at += 1
            return
        end = name.end()
        if name[0] == r"\ca":  # about
            self._add(r"{\sim}", end)
            return
        if name[0] == r"\bond" and rest[end : end + 1] == "{":
            body = _group(rest[end:])
            self._add(_BONDS.get(body[1:-1], "{-}"), end + len(body))
            return
        latex = name[0]
        while rest[end : end + 1] == "{":
            body = _group(rest[end:])
            inner = body[1:-1]
            plain = name[0] in (r"\text", r"\mathrm", r"\color", r"\pu", r"\ce")
            latex += body if plain or len(inner) == 1 else f"{{{chemistry(inner)}}}"
            end += len(body)
        self._add(f"{latex} ", end)


_RADICAL = re.compile(r"(?<!\d)\.|\.(?!\d)")


def _raised(text: str) -> str:
    """What is in a script, its letters upright."""
    if text[:1] == "$" and text[-1:] == "$":
        return text[1:-1]
    text = _RADICAL.sub("•", text)
    upright = (
        _LETTERS.sub(lambda found: rf"\mathrm{{{found[0]}}}", text) if "\\" not in text else text
    )
    return upright.replace("•", r"\bullet ").replace("$", "")


def _amount(text: str) -> str:
    upper, slash, lower = text.strip("()").partition("/")
    return rf"\tfrac{{{upper}}}{{{lower}}}" if slash else text


def _group(text: str) -> str:
    """The group in braces that `text` begins with; all of it if it is not closed."""
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return text[: index + 1]
    return text + "}" * depth


def _closing(text: str, start: int) -> int:
    """Where the square bracket at `start` closes."""
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == "[") - (text[index] == "]")
        if not depth:
            return index
    return len(text)


_AMOUNT_OF_UNIT = re.compile(
    r"\s*([+\-−]?[\d.,]*(?:\([\d.,]+\))?(?:\s*\+-\s*[\d.,]+)?)(?:([eE])([+\-−]?\d+)|\s*[*x]\s*10\^\{?([+\-−]?\d+)\}?)?\s*"
)
_UNIT = re.compile(r"(\\(?:[A-Za-z]+|.)|[A-Za-zµΩ°%Å]+)|\^?\{?([+\-−]?\d+)\}?|//|/|[*.]|\s+|.")


def quantity(text: str) -> str:
    """A number with its unit as LaTeX."""
    found = _AMOUNT_OF_UNIT.match(text)
    assert found is not None
    power = found[3] or found[4]
    made = found[1].replace("+-", r"\pm ")
    if power:
        times = r"\times " if found[2] == "E" else r"\cdot "
        made += (times if made else "") + f"10^{{{power}}}"
    unit = unit_of(text[found.end() :])
    return made + (r"\," if made and unit else "") + unit


def unit_of(text: str) -> str:
    """A unit as LaTeX: letters upright, numbers behind them powers, two slashes a fraction."""
    upper, double, lower = text.partition("//")
    if double:
        return rf"\frac{{{unit_of(upper)}}}{{{unit_of(lower)}}}"
    made: list[str] = []
    for found in _UNIT.finditer(text.strip()):
        if found[1]:
            made.append(f"{found[1]} " if found[1].startswith("\\") else rf"\mathrm{{{found[1]}}}")
        elif found[2]:
            made.append(f"^{{{found[2]}}}" if made else found[2])
        elif found[0] in "*.":
            made.append(r"\cdot ")
        elif found[0].isspace():
            made.append(r"\,")
        else:
            made.append({"/": "/", "%": r"\%"}.get(found[0], f"{found[0]}"))
    return "".join(made)
