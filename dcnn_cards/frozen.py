"""Frozen classes, whose annotations name the fields of their instances, which never change.

One is written and used like a `dataclass(frozen=True, slots=True)`. But a first question needs
twenty such classes and a first formula forty, and `dataclasses` takes a third of a millisecond to
make each and five to be imported: more than the formula. What is left out is to stop an assignment
to a field while the program runs, which would treble the time to make an instance; the type checker
does that.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes two milliseconds to import
if TYPE_CHECKING:
    from typing import Any, Self, TypeVar, dataclass_transform

    _I = TypeVar("_I", bound=type[int])
else:

    def dataclass_transform(**_: object):
        """Nothing: it tells a type checker how instances are made."""
        return lambda cls: cls


@dataclass_transform(frozen_default=True)
class _FrozenType(type):
    """Makes slots and the parameters of `__init__` of the annotations in a class."""

    _fields: tuple[str, ...]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _FrozenType:
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = tuple(namespace.pop(field) for field in fields if field in namespace)
        namespace["_fields"] = namespace["__slots__"] = fields
        if fields:
            body = "; ".join(f"self.{field} = {field}" for field in fields)
            # As in dataclasses and namedtuple: nothing else takes arguments as fast.
            exec(f"def __init__(self, {', '.join(fields)}): {body}", {}, namespace)  # noqa: S102
            namespace["__init__"].__defaults__ = defaults
        return super().__new__(cls, name, bases, namespace)


class Frozen(metaclass=_FrozenType):
    """Base of a class with fields; one that has fields is not to be a base of more."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        named = zip(type(self)._fields, _values(self), strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in named)})"

    def replace(self, **changes: Any) -> Self:
        """The same with other values in some fields."""
        new = object.__new__(type(self))
        for field in type(self)._fields:
            setattr(new, field, changes.pop(field) if field in changes else getattr(self, field))
        if changes:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
        return new


def _values(of: Frozen) -> tuple[Any, ...]:
    return tuple([getattr(of, field) for field in type(of)._fields])


def enumerated(cls: _I) -> _I:
    """Gives the annotated names in a class of integers their numbers, from 0 on.

    An `IntEnum` takes ten times as long to make, and before Python 3.12 a member of one takes four
    times as long to look up.
    """
    for number, name in enumerate(cls.__annotations__):
        setattr(cls, name, cls(number))
    return cls
