"""Tables and documents as text: a file per format, and its line in the table below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, cast

from dcnn_cards.progress.document import Document
from dcnn_cards.progress.fields import Field, Row
from dcnn_cards.registries import module_of

_MODULES = {
    "csv": "dcnn_cards.progress.formats.csv_text",
    "json": "dcnn_cards.progress.formats.json_text",
}

FORMATS: tuple[str, ...] = tuple(_MODULES)
"""Names of the formats."""


class Format(Protocol):
    """A way to write tables and documents. The text ends with a line end."""

    MEANING: str
    """What it is, and what becomes of values in it, for those who write scripts."""

    def table(self, fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
        """Yield rows, each with all of `fields`, as pieces of a text."""

    def document(self, document: Document) -> str:
        """Return a document as text."""


def text_format(name: str) -> Format:
    """Return the format called `name`; raises CardsError for a name that is not known."""
    return cast(Format, module_of(name, _MODULES, "format"))
