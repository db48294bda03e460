"""What a line of text is made of. `start` and `end` are offsets into the text that was read."""

from __future__ import annotations

from enum import Enum

from dcnn_cards.frozen import Frozen
from dcnn_cards.markup.math import unfinished_braces


class Emphasis(Enum):
    """How words are emphasised; what is marked or struck is no more than that.

    Terms that matter are marked. The signs around what is struck stay among the words: without them
    it would say the opposite wherever nothing can be struck through.
    """

    NONE = "none"
    ITALIC = "italic"
    BOLD = "bold"
    BOLD_ITALIC = "bold italic"
    STRUCK = "struck"
    MARK = "mark"


class Text(Frozen):
    r"""Words with their spaces, on one line.

    A sign behind a backslash (`\$`) or one that is named (`&amp;`) is a text of its own. So `text`
    is what stands in the source from `start` to `end`, unless it is such a sign.
    """

    text: str
    start: int
    end: int
    emphasis: Emphasis = Emphasis.NONE

    @property
    def escaped(self) -> bool:
        """Whether it is a sign that its author wants to be no more than a sign."""
        return self.end - self.start != len(self.text)


class Code(Frozen):
    """A code span, without its backticks."""

    text: str
    start: int
    end: int


class Formula(Frozen):
    r"""LaTeX without what it stands between; `source` with it.

    A `display` stands between `$$`, between `\[` and `\]`, or is an environment such as `align`,
    which has no other delimiters than its own.
    """

    latex: str
    source: str
    display: bool
    start: int
    end: int

    @property
    def unfinished_braces(self) -> int:
        """How many of its braces are never closed, less than 0 if more are closed than opened."""
        return unfinished_braces(self.latex)

    @property
    def loose(self) -> bool:
        """Whether it stands between nothing, and was found by `with_loose`."""
        return self.latex == self.source and not self.display


class Link(Frozen):
    """A link: `opening`, `label` and `closing` are how it was written, `address` where it leads.

    An address that stands by itself is all `opening`. A `[[Page]]` leads to what has that name.
    """

    address: str
    opening: str
    label: tuple[Part, ...]
    closing: str
    start: int
    end: int
    emphasis: Emphasis = Emphasis.NONE

    @property
    def by_name(self) -> bool:
        """Whether it leads to a page of that name, and not to an address."""
        return self.opening.startswith("[[")


class Image(Frozen):
    """An image: as it was written, where it is, and what is said of it, in words."""

    address: str
    source: str
    start: int
    end: int
    emphasis: Emphasis = Emphasis.NONE
    says: str = ""


class Note(Frozen):
    """Where a footnote is referred to, by its name."""

    name: str
    start: int
    end: int


class Html(Frozen):
    """A tag or a comment of HTML, as it was written."""

    source: str
    start: int
    end: int
    emphasis: Emphasis = Emphasis.NONE


class Break(Frozen):
    """The end of a line of the source; `hard`: its author said that the line is to end there."""

    start: int
    end: int
    hard: bool = False


Part = Text | Code | Formula | Link | Image | Note | Html | Break
