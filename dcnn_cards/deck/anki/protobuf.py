"""The few messages of Protocol Buffers that a package has: field by field, as they were encoded.

Source: "Encoding", protobuf.dev/programming-guides/encoding. A message that is no message gives
ValueError; one within another is read only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

Value = int | bytes
"""A number, or bytes: a text or a message."""

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


def fields_of(message: bytes) -> Iterator[tuple[int, Value]]:
    """Yield the fields of a message, in order, each with its number."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        if wire == _BYTES:
            length, at = _varint(message, at)
        elif wire in (_FIXED_32, _FIXED_64):
            length = 8 if wire == _FIXED_64 else 4
        else:
            raise ValueError(f"a field of the wire type {wire}")
        if at + length > len(message):
            raise ValueError("a field that is cut off")
        data = message[at : at + length]
        at += length
        yield number, data if wire == _BYTES else int.from_bytes(data, "little")


def text_in(message: bytes, field: int) -> str:
    """Return the text in a field of a message, "" if it has none."""
    found = (value for number, value in fields_of(message) if number == field)
    return "".join(value.decode() for value in found if isinstance(value, bytes))


def number_in(message: bytes, field: int) -> int:
    """Return the number in a field of a message, 0 if it has none."""
    found = (value for number, value in fields_of(message) if number == field)
    return next((value for value in found if isinstance(value, int)), 0)


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """The number that begins at `at`, and where it ends."""
    value = 0
    for shift in range(_LONGEST_VARINT):
        if at >= len(message):
            break
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number that does not end")
