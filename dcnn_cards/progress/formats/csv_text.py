r"""CSV as RFC 4180 has it, but with lines that end in \n, as other command line programs expect.

Fields with a comma, a quote or a line end are quoted, and quotes in them doubled. What is not there
is an empty field; true and false are written so.

Spreadsheets run a text field that begins with one of = + - @ as a formula, also where it is quoted,
and a deck is somebody else's file. Such a field, and one that begins with a tab, gets an apostrophe
in front, which spreadsheets take as "text follows". Numbers are left alone. Control characters,
which could steer a terminal, become U+FFFD. JSON has every text as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from dcnn_cards.progress.document import Document, Entry
from dcnn_cards.progress.fields import Field, Row, Value

_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

DOCUMENT_FIELDS = (
    Field("metric", "name of the number, as in the JSON document, lists written as `list.field`"),
    Field("key", "the day, section or scheduler it belongs to, empty where it belongs to all"),
    Field("value", "the number"),
)
"""Columns of a document written as a table."""

MEANING = (
    "As RFC 4180, but with lines that end in \\n. What is not there is empty. Text that a"
    " spreadsheet would take for a formula gets an apostrophe in front. What is one document in"
    f" JSON is a table here: {', '.join(f'{name} ({said})' for name, said in DOCUMENT_FIELDS)}."
)


def table(fields: Sequence[Field], rows: Iterable[Row]) -> str:
    """Return rows as CSV under a line with the names of `fields`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    names = [field.name for field in fields]
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return text.getvalue()


def document(document: Document) -> str:
    """Return a document as a table of `DOCUMENT_FIELDS`."""
    return table(DOCUMENT_FIELDS, _flat(document))


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


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("\ufffd", value)
    return f"'{text}" if text.startswith(_FORMULA) else text
