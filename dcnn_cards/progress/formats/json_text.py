"""JSON: one document, indented, with letters as they are; what cannot be seen is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, Row
from dcnn_cards.signs import escaped

MEANING = "One document, in UTF-8. What is not there is null."


def table(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
    """Yield rows as a JSON array of objects with the names of `fields`, in their order."""
    before = "[\n  "
    for row in rows:
        entry = _safe({field.name: row[field.name] for field in fields})
        yield before + entry.replace("\n", "\n  ")
        before = ",\n  "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def document(document: Document) -> str:
    """Return a document as a JSON object."""
    return dumped(document)


def dumped(value: object) -> str:
    """Return any value as JSON that is safe to be shown by a terminal."""
    return _safe(value) + "\n"


def _safe(value: object) -> str:
    return escaped(json.dumps(value, ensure_ascii=False, indent=2))
