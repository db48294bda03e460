r"""CSV as RFC 4180 has it, but with lines that end in \n, as other command line programs expect.

Every text is quoted, and quotes in it doubled; numbers, the names of the fields and true and false
are not. What is not there is an empty field.

Spreadsheets run a text field that begins with one of = + - @ as a formula, also where it is quoted,
and a deck is somebody else's file. Such a field, and one that begins with a tab, gets an apostrophe
in front, which spreadsheets take as "text follows". So does the same behind a semicolon, a tab or a
line end within a text: read with another separator, which many locales have, that begins a field
too. Numbers are left alone. Control characters and overrides of direction, which could steer a
terminal, become U+FFFD, and what cannot be seen is left out. JSON has every text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dcnn_cards.progress.document import Document, Entry
from dcnn_cards.progress.fields import Field, Row, Value
from dcnn_cards.signs import harmless

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Where a field begins, with commas or with another separator, and what spreadsheets calculate. A
# hyphen and a blank at the beginning of a line are an item of a list.
_FORMULA = re.compile(
    r"""(\A["\s]*|[;\t]["\s]*|[\r\n]["\s]*(?!-[ ]))(?=[=+\-@＝＋－＠])|\A(?=\t)"""
)

DOCUMENT_FIELDS = (
    Field("metric", "name of the number, as in the JSON document, lists written as `list.field`"),
    Field("key", "the day, section or scheduler it belongs to, empty where it belongs to all"),
    Field("value", "the number"),
)
"""Columns of a document written as a table."""

MEANING = (
    "As RFC 4180, but with lines that end in \\n. Every text is quoted; what is not there is"
    " empty. What a spreadsheet would take for a formula gets an apostrophe in front. What is one"
    " document in JSON is a table here:"
    f" {', '.join(f'{name} ({said})' for name, said in DOCUMENT_FIELDS)}."
)


def table(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows as lines of CSV, after one with the names of `fields`."""
    names = [field.name for field in fields]
    yield ",".join(names) + "\n"
    for row in rows:
        yield ",".join(_cell(row[name]) for name in names) + "\n"


def document(document: Document) -> str:
    """Return a document as a table of `DOCUMENT_FIELDS`."""
    return "".join(table(DOCUMENT_FIELDS, _flat(document)))


def _flat(document: Document) -> Iterator[Row]:
    for name, part in document.items():
        if isinstance(part, list):
            for entry in part:
                key, *rest = entry.items()
                yield from _entry(name, key[1], dict(rest))
        elif isinstance(part, dict):
            yield from _entry(name, None, part)
        else:
            yield {"metric": name, "key": None, "value": part}


def _entry(name: str, key: Value, entry: Entry) -> Iterator[Row]:
    for field, value in entry.items():
        yield {"metric": f"{name}.{field}", "key": key, "value": value}


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = _FORMULA.sub(lambda begins: f"{begins[0]}'", harmless(_CONTROL.sub("\ufffd", value)))
    return '"' + text.replace('"', '""') + '"'
