"""What is in a text: one reader of Markdown with mathematics, for everybody.

`read` gives the blocks of a text and their parts, each with its place in the source. Typesetter,
importer, judge, linter and the recall of lists walk these; nobody else looks for dollars. It
imports nothing of the program, and markdown-it-py only for what is more than a line of words.
"""

from __future__ import annotations

from dcnn_cards.markup.document import (
    Block,
    BlockKind,
    Column,
    Document,
    formulas,
    masked,
    read,
)
from dcnn_cards.markup.lists import may_be_marked
from dcnn_cards.markup.loose import with_loose
from dcnn_cards.markup.marks import unmarked
from dcnn_cards.markup.parts import (
    Break,
    Code,
    Emphasis,
    Formula,
    Html,
    Image,
    Link,
    Note,
    Part,
    Text,
)

__all__ = [
    "Block",
    "BlockKind",
    "Break",
    "Code",
    "Column",
    "Document",
    "Emphasis",
    "Formula",
    "Html",
    "Image",
    "Link",
    "Note",
    "Part",
    "Text",
    "formulas",
    "masked",
    "may_be_marked",
    "read",
    "unmarked",
    "with_loose",
]
