"""The door that all text goes out by: standard output and standard error.

What is written there may quote a deck, a document, the name of a file. Whatever it is, no control
character reaches a terminal or a pipe, and what an encoding has no character for is spelled: no
output fails of the letters in it. Colours, which rich writes, pass on a terminal.

A screen that is painted by itself (`terminal.screen`) does not come by here; its frames are made of
texts that are visible already.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from contextlib import suppress
from typing import TextIO

from dcnn_cards.errors import CardsError
from dcnn_cards.program import NAME
from dcnn_cards.signs import harmless

_COLOUR = re.compile("(\x1b\\[[0-9;]*m)")
_SIZE = re.compile("0*[1-9][0-9]{0,4}")
_SPELLED = "dcnn_cards.spelled"


class Door(io.TextIOWrapper):
    """A text stream that lets out what is harmless and can be shown."""

    def __init__(self, buffer: io.BufferedIOBase, encoding: str, *, coloured: bool = False) -> None:
        codecs.register_error(_SPELLED, _spelled)
        # What stands in ASCII is Latin-1 too. Called ASCII, click would take it for a mistake of
        # the environment and write UTF-8.
        self._ascii = codecs.lookup(encoding).name == "ascii"
        if self._ascii:
            encoding = "latin-1"
        super().__init__(
            buffer,  # type: ignore[arg-type]  # typeshed asks for more than is needed
            encoding=encoding,
            errors=_SPELLED,
            line_buffering=coloured,
        )
        self._coloured = coloured

    def write(self, text: str) -> int:
        """Write what may go out of `text`."""
        if "\x1b" in text and self._coloured:
            pieces = _COLOUR.split(text)
            pieces[::2] = map(self._fit, pieces[::2])
            super().write("".join(pieces))
        else:
            super().write(self._fit(text))
        return len(text)

    def _fit(self, text: str) -> str:
        text = harmless(text)
        return spelled(text) if self._ascii else text


def spelled(text: str) -> str:
    """Return `text` in ASCII: each character that is not in it as it is spelled."""
    if text.isascii():
        return text
    from dcnn_cards.terminal.frame import in_plain

    return in_plain(text)


def open_doors() -> None:
    """Put doors in place of the program's own standard output and error.

    Where one of the standard streams was closed before the start, its number is taken, so that no
    file that is opened later gets it, by something that can neither be read nor written. A stream
    that somebody else has put in their place stays.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _take(number, name)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__") and type(stream) is io.TextIOWrapper:
            encoding, coloured = stream.encoding, _may_colour(stream)
            door = Door(stream.detach(), encoding, coloured=coloured)
            setattr(sys, name, door)
            setattr(sys, f"__{name}__", door)


def pass_over_sizes() -> None:
    """Take sizes that no terminal has out of the environment: rich would believe them."""
    for name in ("COLUMNS", "LINES"):
        if not _SIZE.fullmatch(os.environ.get(name, "")):
            os.environ.pop(name, None)


def speaks_unicode() -> bool:
    """Whether what is written to standard output is in an encoding that has every character."""
    return sys.stdout.encoding.lower().startswith("utf")


def say(words: object) -> None:
    """Say something on standard output, wrapped at words where that is a terminal."""
    print(_wrapped(str(words), sys.stdout), flush=True)


def tell(words: object) -> None:
    """Say something on standard error, wrapped at words where that is a terminal."""
    try:
        print(_wrapped(str(words), sys.stderr), file=sys.stderr, flush=True)
    except OSError:  # nobody listens
        abandon(sys.stderr)


def tell_error(error: CardsError) -> None:
    """Say what the user can put right."""
    tell(f"{NAME}: {error}")


def abandon(stream: TextIO) -> None:
    """Let what could not be written to `stream` go, so that nothing fails of it at the end."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def _wrapped(text: str, stream: TextIO) -> str:
    """`text` in lines that the terminal behind `stream` has room for; elsewhere as it is."""
    if not stream.isatty():
        return text
    try:
        columns = os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        columns = 80
    return "\n".join(row for line in text.split("\n") for row in _rows(line, columns))


def _rows(line: str, columns: int) -> list[str]:
    """A line in rows, each indented as it is."""
    from textwrap import wrap

    if len(line) <= columns:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    rows = wrap(
        line,
        columns,
        subsequent_indent=indent if 2 * len(indent) < columns else "",
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return rows or [""]


def _may_colour(stream: TextIO) -> bool:
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


def _take(number: int, name: str) -> None:
    """Put what refuses to be used where the standard stream of this number was."""
    # A file that is open the other way round.
    taken = os.open(os.devnull, os.O_RDONLY if number else os.O_WRONLY)
    if taken != number:
        os.dup2(taken, number)
        os.close(taken)
    raw = io.FileIO(number, "w" if number else "r", closefd=False)
    stream = io.TextIOWrapper((io.BufferedWriter if number else io.BufferedReader)(raw), "utf-8")
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spelled(error.object[error.start : error.end]), error.end
