"""Writes decks as YAML that people like to edit, and changes one without touching the rest of it.

A deck is somebody's text file: a change replaces the lines of the fields that it changes, so
comments, order, quoting and blank lines elsewhere stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any
from unicodedata import normalize

import yaml

from dcnn_cards.deck.card import CARD_KEYS, FIELDS, PAIRS, Card, Deck, Source, Span
from dcnn_cards.deck.reading import compose
from dcnn_cards.digest import digest
from dcnn_cards.errors import CardsError
from dcnn_cards.schedule.units import DeckName

# The line breaks of YAML 1.1; lines are counted by them in the marks of its nodes.
_LINE = re.compile(
    "[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+\\Z"
)
# What a literal block cannot hold: YAML would drop it, or read it as a line break.
_NOT_LITERAL = re.compile(
    r"[^\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

# What means itself wherever it stands, by itself and in a list; and words that mean something else.
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9 ,;?=_./()+'\"-]*(?<! )", re.ASCII)
_WORDS_OF_LIST = re.compile(r"[A-Za-z][A-Za-z0-9 ;=_./()+'\"-]*(?<! )", re.ASCII)
_OTHER_VALUES = frozenset("yes no true false on off null y n".split())

MAX_NAME = 80
"""The most characters of the name that a deck is given."""

_DEFAULTS = {field.name: field.default for field in FIELDS}


def deck_name(stem: str) -> DeckName:
    """Return a name for the deck in a file called `stem`, before its ending.

    Letters lose their accents. Where others are lost or it is too long, a digest of the whole sets
    it apart, for progress is kept under it.
    """
    ascii_only = "".join(sign for sign in normalize("NFKD", stem) if sign.isascii())
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_only).strip("-_")
    lost = any(sign.isalnum() for sign in re.sub(r"[\u0300-\u036f]", "", normalize("NFKD", stem))
               if not sign.isascii())  # fmt: skip
    if not lost and 0 < len(name) <= MAX_NAME:
        return DeckName(name)
    apart = digest(normalize("NFC", stem).encode(errors="surrogatepass"))[:8]
    return DeckName(f"{name[: MAX_NAME - 9] or 'deck'}-{apart}")


def dump_deck(deck: Deck) -> str:
    """Return `deck` as a whole new file."""
    head = [f"deck: {_inline(deck.name)}", f"title: {_inline(deck.title)}"]
    if deck.source_file:
        head.append(_source_line(deck.source_file, deck.source_sha256))
    return "\n".join([*head, "cards:", ""]) + "\n".join(map(dump_card, deck.cards))


def dump_card(card: Card) -> str:
    """Return the block of one card, indented as an item of `cards:`."""
    lines: list[str] = []
    for key, value in card_fields(card).items():
        lines += _field(key, value, "    ")
    lines[0] = "  - " + lines[0].lstrip()
    return "\n".join(lines) + "\n"


def card_fields(card: Card) -> dict[str, Any]:
    """Return what a deck file says of `card`, key by key in the file's order, defaults left out."""
    values = {key: getattr(card, key) for key in CARD_KEYS}
    if not card.figure:
        del values["figure_on"]
    return {key: value for key, value in values.items() if value not in ("", _DEFAULTS[key])}


def with_source(text: str, source_file: str, sha256: str) -> str:
    """Return the deck `text` with another `source:` line at its head."""
    lines = _LINE.findall(text)
    line = _source_line(source_file, sha256) + "\n"
    for key, value in compose(text).value:
        if key.value == "source":
            first, last = _field_lines(lines, key, value)
            return "".join([*lines[:first], line, *lines[last:]])
        if key.value == "cards":
            at = key.start_mark.line
            return "".join([*lines[:at], line, *lines[at:]])
    raise ValueError("not a deck")


def with_fields(text: str, changes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the deck `text` with other values for some fields: {card id: {key: value}}.

    A value is of the type that the field has in `Card`; None, "" or () takes the field out. A card
    between braces is written line by line first. Raises CardsError where all are between brackets.
    """
    text = _without_braces(text, changes)
    lines = _LINE.findall(text)
    for node in reversed(_card_nodes(text)):
        nodes = {key.value: (key, value) for key, value in node.value}
        changed = changes.get(nodes["id"][1].value if "id" in nodes else "", {})
        # From the last line to the first, so that the lines of the others stay true.
        for key in sorted(changed, key=lambda key: _place(key, nodes), reverse=True):
            column = node.start_mark.column
            new = _field(key, changed[key], " " * column) if changed[key] else []
            if key in nodes:
                first, last = _field_lines(lines, *nodes[key])
                if new and first == node.start_mark.line:
                    new[0] = lines[first][:column] + new[0].lstrip()
            else:
                before = [
                    nodes[name] for name in CARD_KEYS[: CARD_KEYS.index(key)] if name in nodes
                ]
                first = last = max(_field_lines(lines, *pair)[1] for pair in before)
            lines[first:last] = [f"{line}\n" for line in new]
    return "".join(lines)


def with_cards(text: str, cards: Sequence[tuple[str | None, Card]]) -> str:
    """Return the deck `text` with cards added, each behind the card of the id given with it.

    None puts a card behind the last one. Cards behind the same one keep their order.
    """
    lines = _LINE.findall(text)
    ends: dict[str | None, int] = {}
    for node in _card_nodes(text):
        end = max(_field_lines(lines, *pair)[1] for pair in node.value)
        for key, value in node.value:
            if key.value == "id":
                ends[value.value] = end
        ends[None] = end
    behind: dict[int, list[Card]] = {}
    for after, card in cards:
        behind.setdefault(ends[after if after in ends else None], []).append(card)
    for end in sorted(behind, reverse=True):
        if not lines[end - 1].endswith("\n"):
            lines[end - 1] += "\n"
        lines[end:end] = ["\n" + dump_card(card) for card in behind[end]]
    return "".join(lines)


def _card_nodes(text: str) -> list[Any]:
    for key, value in compose(text).value:
        if key.value == "cards":
            if value.flow_style and value.value:
                raise CardsError(
                    "the cards are between brackets, where no line is a card's own",
                    fix="Write each below `cards:`, behind a `-`.",
                )
            return list(value.value)
    return []


def _without_braces(text: str, cards: Container[str]) -> str:
    """Return the deck `text` with a line for each field of those of the cards that are `{...}`."""
    for node in reversed(_card_nodes(text)):
        named = {key.value: value.value for key, value in node.value}
        if not node.flow_style or named.get("id") not in cards:
            continue
        indent = " " * node.start_mark.column
        fields = [_in_block(key.value, value, text, indent) for key, value in node.value]
        block = f"\n{indent}".join(fields)
        text = text[: node.start_mark.index] + block + text[node.end_mark.index :]
    return text


def _in_block(key: str, node: Any, text: str, indent: str) -> str:
    """A field that stood between braces, as it is written below one another."""
    written = text[node.start_mark.index : node.end_mark.index]
    if "\n" in written and isinstance(node, yaml.ScalarNode) and node.style:
        return "\n".join(_field(key, node.value, indent)).lstrip()  # its lines are its own
    return f"{key}: {' '.join(written.splitlines())}"


def _place(key: str, nodes: Mapping[str, Any]) -> tuple[int, int]:
    """Return where `key` stands, or would be put, for sorting by lines."""
    order = CARD_KEYS.index(key)
    if key in nodes:
        return nodes[key][0].start_mark.line, order
    lines = [nodes[name][0].start_mark.line for name in CARD_KEYS[:order] if name in nodes]
    return max(lines), order


def _field_lines(lines: list[str], key: Any, value: Any) -> tuple[int, int]:
    """Return the first line of a field, and the one behind its last, counted from 0."""
    first = key.start_mark.line
    if getattr(value, "style", None) in ("|", ">"):
        # A block's end mark lies behind the blank lines and comments that follow it.
        last = first + 1
        column = key.start_mark.column
        for number in range(first + 1, len(lines)):
            bare = lines[number].lstrip(" ").rstrip()
            indent = len(lines[number]) - len(lines[number].lstrip(" "))
            if bare and indent <= column:
                break
            if bare:
                last = number + 1
        return first, last
    end = value.end_mark
    return first, max(first + 1, end.line + (end.column > 0))


def _field(key: str, value: Any, indent: str) -> list[str]:
    """Return the lines of `key: value`."""
    if isinstance(value, Source):
        return [f"{indent}{key}: {_source_fields(value)}"]
    if key in PAIRS:
        return [f"{indent}{key}: {_inline(dict(value))}"]
    if isinstance(value, tuple):
        return [f"{indent}{key}: {_inline(list(value))}"]
    if isinstance(value, bool):
        return [f"{indent}{key}: {str(value).lower()}"]
    if re.search(r"[\n\t$]", value) and not _NOT_LITERAL.search(value):
        # Text that begins with a blank needs its indentation told.
        mark = "|2" if value[0] in " \t\n" else "|"
        body = [f"{indent}  {line}" if line else "" for line in value.split("\n")]
        return [f"{indent}{key}: {mark}", *body]
    return [f"{indent}{key}: {_inline(value)}"]


def _inline(value: str | list[str] | dict[str, str]) -> str:
    """Return `value` as YAML on one line, quoted only where it must be.

    Tabs become blanks: between double quotes a reader takes them for LaTeX that was not meant so.
    """
    if isinstance(value, str):
        if _is_plain(_WORDS, value):
            return value
        value = value.replace("\t", "    ")
        texts: Iterable[str] = (value,)
    elif isinstance(value, dict):
        value = {key: text.replace("\t", "    ") for key, text in value.items()}
        texts = value.values()
    else:
        if all(_is_plain(_WORDS_OF_LIST, text) for text in value):
            return f"[{', '.join(value)}]"
        texts = value = [text.replace("\t", "    ") for text in value]
    plain = not any(map(_NOT_LITERAL.search, texts))
    dumped: str = yaml.safe_dump(
        value, width=2**31, allow_unicode=plain, default_flow_style=True, sort_keys=False
    )
    return dumped.removesuffix("\n").removesuffix("\n...")


def _is_plain(words: re.Pattern[str], text: str) -> bool:
    """Whether YAML has a text without quotes, as most are: its dumper takes a hundred times as long
    to say so.
    """
    return words.fullmatch(text) is not None and text.lower() not in _OTHER_VALUES


def _source_line(source_file: str, sha256: str | None) -> str:
    return f"source: {_inline({'file': source_file, 'sha256': sha256 or ''})}"


def _source_fields(source: Source) -> str:
    parts = [f"question: {_span(source.question)}"]
    if source.answer:
        parts.append(f"answer: {_span(source.answer)}")
    if source.digest:
        parts.append(f"digest: {_inline(source.digest)}")
    if source.text:
        parts.append(f"text: {_inline(source.text)}")
    return "{" + ", ".join(parts) + "}"


def _span(span: Span) -> str:
    return f"[{span.first}, {span.last}]"
