"""What typesetting gives: lines of runs, as plain data that can be stored and shown anywhere."""

from __future__ import annotations

from enum import StrEnum

from dcnn_cards.frozen import Frozen
from dcnn_cards.typeset.cells import cell_len

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Style(StrEnum):
    """What a run of text is. What it looks like is the business of whoever shows it."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold italic"
    STRUCK = "strike"
    LINK = "link"
    ADDRESS = "address"  # of a link, behind its words
    MARK = "mark"  # a term that matters
    CODE = "code"
    KEYWORD = "keyword"  # of code, as what follows
    LITERAL = "literal"
    COMMENT = "comment"
    MATH = "math"
    RELATION = "relation"
    RULE = "rule"  # a line, frame or bracket that is drawn
    TEXT = "text"  # words within a formula
    MARKER = "marker"  # of a list item: "1.", "(a)", "-"
    SOURCE = "source"  # a formula that could not be read, as it was written
    MORE = "more"  # the mark before the rest of a line that was cut


_STYLES = tuple(Style)
_COLOURS = ("", "red", "green", "yellow", "blue", "magenta", "cyan")
_LOOKS = tuple((style, colour) for colour in _COLOURS for style in _STYLES)
_CODES = {look: code for code, look in enumerate(_LOOKS)}


class Run(Frozen):
    """A piece of one line that has one style. It holds no control characters.

    `colour` is red, green, yellow, blue, magenta or cyan where a formula asks for it, else empty.
    `link` is where a terminal may lead who follows it: an address of the web or of a mailbox, in
    plain signs, else empty.
    """

    text: str
    style: Style = Style.PLAIN
    colour: str = ""
    link: str = ""


def _code(run: Run) -> object:
    """What stands for the looks of a run, and for where it leads if it leads anywhere."""
    code = _CODES[run.style, run.colour]
    return [code, run.link] if run.link else code


def _run(code: int | list[Any], text: str) -> Run:
    if isinstance(code, int):
        return Run(text, *_LOOKS[code])
    number, link = code
    style, colour = _LOOKS[number]
    return Run(text, style, colour, link)


class Fault(Frozen):
    """A formula that is shown as its source, and why; line and column count from 1."""

    source: str
    reason: str
    line: int = 1
    column: int = 1


class Block(Frozen):
    """Typeset lines from top to bottom, each a row of runs from left to right.

    `seams` are the lines, counted from 0, at which a paragraph, an item, a displayed formula or a
    line of code begins: where the text may be cut without cutting a sentence or formula in two.
    """

    lines: tuple[tuple[Run, ...], ...]
    faults: tuple[Fault, ...] = ()
    seams: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """Cells of the widest line."""
        return max((cell_len(line) for line in self.plain.split("\n")), default=0)

    @property
    def plain(self) -> str:
        """The lines without their styles."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)

    def to_json(self) -> str:
        """A compact form for a cache; `Block.from_json` reads it back."""
        import json

        lines = [[part for run in line for part in (_code(run), run.text)] for line in self.lines]
        faults = [[f.source, f.reason, f.line, f.column] for f in self.faults]
        kept = [lines, faults, self.seams]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Block:
        """Read back what `to_json` wrote; ValueError if it is something else."""
        import json

        try:
            lines, faults, seams = json.loads(text)
            return cls(
                tuple(
                    tuple(
                        _run(code, words) for code, words in zip(line[::2], line[1::2], strict=True)
                    )
                    for line in lines
                ),
                tuple(Fault(*fault) for fault in faults),
                tuple(seams),
            )
        except (TypeError, IndexError, KeyError) as error:
            raise ValueError("not a typeset block") from error
