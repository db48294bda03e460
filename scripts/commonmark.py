"""Reads the examples of CommonMark's specification, and tells which come out otherwise than meant.

    python scripts/commonmark.py spec.txt [--show]

`spec.txt` is the file of that name in https://github.com/commonmark/commonmark-spec. It is under
another licence than this project, so that it is not kept here. Compared are the blocks with their
words in order: what they are, in how many quotes, whether they begin an item, and what they say.
The reference is markdown-it-py as it comes, which passes all examples. HTML is left out of both,
since a terminal shows what tags mean.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dcnn_cards.markup import BlockKind, Break, Code, Formula, Html, Image, Link, Part, Text, read

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$|^#{1,6} *([^\n]*)$", re.S | re.M)


class Leaf(NamedTuple):
    """A block without others in it; `words` are without blanks."""

    kind: str
    quotes: int
    begins_item: bool
    words: str


def main() -> None:
    """Print how many examples are read as meant, by section."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("spec", type=Path)
    parser.add_argument("--show", action="store_true", help="print what differs")
    given = parser.parse_args()
    all_of, same_of = Counter[str](), Counter[str]()
    for number, (section, text) in enumerate(examples(given.spec.read_text("utf-8")), 1):
        meant, found = list(reference(text)), list(ours(text))
        all_of[section] += 1
        same_of[section] += meant == found
        if given.show and meant != found:
            print(f"=== {number} {section}\n{text}")
            print(*(f"- {leaf}" for leaf in meant), *(f"+ {leaf}" for leaf in found), sep="\n")
    for section, count in all_of.items():
        print(f"{section}: {same_of[section]} of {count}")
    print(f"all: {same_of.total()} of {all_of.total()}")


def examples(spec: str) -> Iterator[tuple[str, str]]:
    """Each example's section and text."""
    section = ""
    for match in EXAMPLE.finditer(spec):
        if match[1] is None:
            section = match[2]
        else:
            yield section, match[1].replace("→", "\t")


def reference(text: str) -> Iterator[Leaf]:
    """The blocks of a text as markdown-it-py reads it."""
    quotes, begins = 0, False
    kind = ""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type.startswith("blockquote"):
            quotes += token.nesting
        elif token.type == "list_item_open":
            begins = True
        elif token.type == "list_item_close":
            begins = False
        elif token.type in ("fence", "code_block"):
            yield Leaf("code", quotes, begins, _bare(token.content))
            begins = False
        elif token.type == "hr":
            yield Leaf("rule", quotes, begins, "")
            begins = False
        elif token.type in ("paragraph_open", "heading_open"):
            kind = "words" if token.tag == "p" else token.tag
        elif token.type == "inline":
            yield Leaf(kind, quotes, begins, _bare(_said(token.children or ())))
            begins = False


def _said(tokens: Iterable[Token]) -> str:
    return "".join(
        _said(token.children or ()) if token.type == "image" else token.content
        for token in tokens
        if token.type != "html_inline"
    )


def ours(text: str) -> Iterator[Leaf]:
    """The blocks of a text as this program reads it."""
    begins = False
    for block in read(text).blocks:
        words = _bare("\n".join(block.code) or _words(block.parts))
        leaf = Leaf("words", len(block.bars), begins or bool(block.marker), words)
        begins = block.kind is BlockKind.ITEM and not block.parts
        match block.kind:
            case BlockKind.HIDDEN | BlockKind.HTML:
                pass
            case BlockKind.CODE:
                yield leaf._replace(kind="code")
            case BlockKind.RULE:
                yield leaf._replace(kind="rule")
            case BlockKind.HEADING:
                yield leaf._replace(kind=f"h{block.level}")
            case BlockKind.ITEM if not block.parts:
                pass  # what it has follows
            case _:
                yield leaf


def _words(parts: Iterable[Part]) -> str:
    return "".join(map(_word, parts))


def _word(part: Part) -> str:
    match part:
        case Text() | Code():
            return part.text
        case Formula():
            return part.source
        case Link():
            return _words(part.label) or (part.opening.strip("<>") if not part.closing else "")
        case Image():
            return part.says
        case Html() | Break():
            return ""
    return part.name


def _bare(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    main()
