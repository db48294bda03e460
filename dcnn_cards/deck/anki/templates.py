"""Follows the templates of a note type: from the fields of a note to the two sides of a card.

Source: "Card Templates", docs.ankiweb.net/templates, with what cannot be on paper left out: a hint
is in sight only once it was clicked, an answer that is typed only once it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from dcnn_cards.frozen import Frozen

MAX_DEPTH = 20
"""Sections within sections."""

MAX_SIDE = 150_000
"""Characters of a template, and of what is made of it."""

FRONT = "FrontSide"

_TAG = re.compile(r"\{\{(?P<sign>[#^/!]?)(?P<name>[^{}]*)\}\}|<!--(?:[^-]|-(?!->))*-->", re.DOTALL)
_BLANK = re.compile(r"<(?!img|audio|video)[^<>]*>|&nbsp;|\s", re.IGNORECASE)


class Piece(Frozen):
    """A piece of a template: text, a field with its filters, or a section of pieces.

    A section is there if its field has something in it, one that is `inverted` if it has not.
    """

    text: str = ""
    field: str = ""
    filters: tuple[str, ...] = ()
    section: tuple[Piece, ...] | None = None
    inverted: bool = False


Shown = Callable[[str, Sequence[str]], str]
"""Returns what is shown of a field with the filters of its place."""


def rendered(template: str, fields: Mapping[str, str], shown: Shown) -> str:
    """Return a side of a card: the template with what is `shown` of each of its fields.

    Of a template, and of a side, no more is made than `MAX_SIDE` characters and a field.
    """
    made: list[str] = []
    length = 0
    for piece in _rendered(_pieces(template[:MAX_SIDE]), fields, shown):
        made.append(piece)
        length += len(piece)
        if length > MAX_SIDE:
            break
    return "".join(made)


def uses(template: str, filter_: str) -> list[str]:
    """Return the fields that stand in a template with this filter."""
    return [piece.field for piece in _all(_pieces(template)) if filter_ in piece.filters]


def is_blank(html: str) -> bool:
    """Whether a field has nothing in it, for a section that hangs on that."""
    return not _BLANK.sub("", html)


def _rendered(pieces: Sequence[Piece], fields: Mapping[str, str], shown: Shown) -> Iterator[str]:
    for piece in pieces:
        if piece.section is not None:
            if is_blank(fields.get(piece.field, "")) == piece.inverted:
                yield from _rendered(piece.section, fields, shown)
        elif piece.field:
            yield shown(piece.field, piece.filters)
        else:
            yield piece.text


def _all(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        yield from _all(piece.section or ())


@lru_cache(maxsize=64)
def _pieces(template: str) -> tuple[Piece, ...]:
    """A template as it was read; a section that is not closed ends with it."""
    open_: list[tuple[str, bool, list[Piece]]] = [("", False, [])]
    at = 0
    for tag in _TAG.finditer(template):
        open_[-1][2].append(Piece(template[at : tag.start()]))
        at = tag.end()
        sign, name = tag["sign"], (tag["name"] or "").strip()
        if tag["name"] is None or sign == "!":
            continue
        if sign in ("#", "^") and len(open_) <= MAX_DEPTH:
            open_.append((name, sign == "^", []))
        elif sign == "/":
            if len(open_) > 1:
                _close(open_)
        elif not sign:
            *filters, field = name.split(":")
            open_[-1][2].append(Piece(field=field.strip(), filters=tuple(map(str.strip, filters))))
    open_[-1][2].append(Piece(template[at:]))
    while len(open_) > 1:
        _close(open_)
    return tuple(open_[0][2])


def _close(open_: list[tuple[str, bool, list[Piece]]]) -> None:
    field, inverted, pieces = open_.pop()
    open_[-1][2].append(Piece(field=field, section=tuple(pieces), inverted=inverted))
