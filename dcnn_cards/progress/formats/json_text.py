"""JSON: one document, indented, with letters as they are and control characters escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, Row

MEANING = "One document, in UTF-8. What is not there is null."

# `json` escapes those under U+0020 only; a terminal obeys these too.
_CONTROL = re.compile(r"[\x7f-\x9f]")


def table(fields: Sequence[Field], rows: Iterable[Row]) -> str:
    """Return rows as a JSON array of objects with the names of `fields`, in their order."""
    return _text([{field.name: row[field.name] for field in fields} for row in rows])


def document(document: Document) -> str:
    """Return a document as a JSON object."""
    return _text(document)


def _text(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
