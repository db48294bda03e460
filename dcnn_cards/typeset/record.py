"""Records: classes whose annotations name the fields of their instances, which never change.

They are what `dataclass(frozen=True, slots=True)` makes. But a first formula needs forty such
classes, and with `dataclasses` half of the time to it would go into making them: a third of a
millisecond each, and five for the module. A `NamedTuple` takes a tenth, but can have no base.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any, dataclass_transform

if TYPE_CHECKING:
    from typing import Self


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Puts a named tuple of the annotated fields behind the bases of a class."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _RecordType:
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = [namespace.pop(field) for field in fields if field in namespace]
        namespace["__slots__"] = ()
        if fields:
            bases = (*bases, namedtuple(name, fields, defaults=defaults))
        return super().__new__(cls, name, bases, namespace)


class Record(metaclass=_RecordType):
    """Base of a class with fields; one that has fields is not to be a base of more."""

    def replace(self, **changes: Any) -> Self:
        """The same with other values in some fields."""
        return self._replace(**changes)  # type: ignore[attr-defined, no-any-return]
