"""The parts of a text as what can be set: words in a style, formulas, and ends of lines.

Links are their words, with the address behind them the first time that it comes up; images what is
said of them and the name of their file; footnotes are their names in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dcnn_cards.frozen import Frozen
from dcnn_cards.markup import (
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
from dcnn_cards.typeset.block import Style
from dcnn_cards.typeset.cells import is_wide, visible

_EMPHASIS = {
    Emphasis.NONE: Style.PLAIN,
    Emphasis.ITALIC: Style.ITALIC,
    Emphasis.BOLD: Style.BOLD,
    Emphasis.BOLD_ITALIC: Style.BOLD_ITALIC,
    Emphasis.STRUCK: Style.STRUCK,
    Emphasis.MARK: Style.MARK,
}
_CLICKED = re.compile(r"(?:https?://|mailto:)[!-~]+$")
_SCHEME = re.compile(r"(?:https?://|mailto:)")
_LOW = re.compile(r"[a-z][a-z'’-]")


class Words(Frozen):
    """Words with their spaces, in one style; `link` is where they lead, if that may be followed."""

    text: str
    style: Style
    link: str = ""


Shown = Words | Formula | Break


def shown(parts: Iterable[Part], addresses: set[str], *, bold: bool = False) -> list[Shown]:
    """What is to be set, with neighbouring words of one style as one.

    `addresses` has those that need not be shown again; those that are shown are added to it.
    """
    parts = list(parts)
    if any(isinstance(part, Html) for part in parts):
        from dcnn_cards.typeset.html import meant

        spans: Iterable[Shown] = meant(parts, addresses)
    else:
        spans = simple(parts, addresses)
    found: list[Shown] = []
    for span in spans:
        if isinstance(span, Words):
            if bold and span.style in _BOLDER:
                span = span.replace(style=_BOLDER[span.style])
            last = found[-1] if found else None
            if isinstance(last, Words) and (last.style, last.link) == (span.style, span.link):
                found[-1] = last.replace(text=last.text + span.text)
                continue
        found.append(span)
    return _filled(found)


_BOLDER = {Style.PLAIN: Style.BOLD, Style.ITALIC: Style.BOLD_ITALIC}


def simple(parts: Iterable[Part], addresses: set[str]) -> Iterator[Shown]:
    """The parts as words, formulas and ends of lines; tags of HTML as they are written."""
    for part in parts:
        match part:
            case Formula() | Break():
                yield part
            case Code():
                yield Words(part.text, Style.CODE)
            case Note():
                yield Words(f"[{part.name}]", Style.MARKER)
            case Link():
                yield from _link(part, addresses)
            case Image():
                yield Words(_image(part), _EMPHASIS[part.emphasis])
            case Html():
                yield Words(part.source, _EMPHASIS[part.emphasis])
            case Text():
                yield Words(part.text, _EMPHASIS[part.emphasis])


def _link(link: Link, addresses: set[str]) -> Iterator[Shown]:
    if not link.label:
        said = visible(link.address) if link.closing else link.opening.strip("<>")
        yield Words(said, Style.LINK, followed(link.address))
        return
    for span in simple(link.label, addresses):
        if isinstance(span, Words) and span.style is not Style.CODE:
            yield span.replace(style=Style.LINK, link=followed(link.address))
        else:
            yield span
    label = "".join(part.text for part in link.label if isinstance(part, Text | Code))
    if not link.by_name:
        yield from address(link.address, label, addresses)


def address(to: str, label: str, addresses: set[str]) -> Iterator[Words]:
    """The address behind what leads there, if it is not shown yet and leads out of the text."""
    bare = _SCHEME.sub("", to).rstrip("/")
    if not bare or to.startswith("#") or to in addresses:
        return
    addresses.add(to)
    if bare != _SCHEME.sub("", label).rstrip("/"):
        yield Words(" (", Style.PLAIN)
        yield Words(_legible(to), Style.ADDRESS, followed(to))
        yield Words(")", Style.PLAIN)


def _legible(to: str) -> str:
    """An address with letters in place of their numbers, which it is followed by."""
    if "%" not in to:
        return visible(to)
    from urllib.parse import unquote

    plain = visible(unquote(to))
    return to if any(sign.isspace() for sign in plain) else plain


def followed(to: str) -> str:
    """The address, if a terminal may be told it: of the web or of a mailbox, in plain signs."""
    return to if _CLICKED.match(to) else ""


def _image(image: Image) -> str:
    return image_words(image.says, image.address)


def image_words(says: str, to: str) -> str:
    """What stands in place of an image: what is said of it, and the name of its file."""
    name = re.split("[?#]", to)[0].rstrip("/").rpartition("/")[2]
    name = "" if to.startswith("data:") else name
    said = visible(" ".join(says.split()))
    if said and name and said != name:
        return f"[image: {said}, {visible(name)}]"
    return f"[image: {said or visible(name)}]" if said or name else "[image]"


def _filled(spans: list[Shown]) -> list[Shown]:
    """The spans of a paragraph with its lines run on, if its author only broke them to a width.

    That is so if one of them goes on in the middle of a sentence; where each begins as one does,
    the lines are the author's own.
    """
    soft = [at for at, span in enumerate(spans) if isinstance(span, Break) and not span.hard]
    if not any(_goes_on(spans[at + 1 : at + 2]) for at in soft):
        return spans
    found: list[Shown] = []
    for at, span in enumerate(spans):
        if isinstance(span, Break) and not span.hard:
            before, after = found[-1:], spans[at + 1 : at + 2]
            span = Words("" if _is_wide(before, -1) and _is_wide(after, 0) else " ", Style.PLAIN)
        found.append(span)
    return found


def _goes_on(following: list[Shown]) -> bool:
    return any(isinstance(span, Words) and bool(_LOW.match(span.text)) for span in following)


def _is_wide(spans: list[Shown], at: int) -> bool:
    return any(isinstance(span, Words) and is_wide(span.text[at:][:1]) for span in spans)
