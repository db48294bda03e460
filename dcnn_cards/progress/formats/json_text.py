"""JSON: one document, indented, with letters as they are; what cannot be seen is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, Row
from dcnn_cards.signs import escaped

MEANING = "One document, in UTF-8. What is not there is null."


def table(fields: Sequence[Field], rows: Iterable[Row]) -> str:
    """Return rows as a JSON array of objects with the names of `fields`, in their order."""
    return dumped([{field.name: row[field.name] for field in fields} for row in rows])


def document(document: Document) -> str:
    """Return a document as a JSON object."""
    return dumped(document)


def dumped(value: object) -> str:
    """Return any value as JSON that is safe to be shown by a terminal."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
