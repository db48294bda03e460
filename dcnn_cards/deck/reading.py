"""Reads deck files: bytes to text to YAML nodes, with an error for each way that can fail."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Any

import yaml

from dcnn_cards.busy import busy
from dcnn_cards.deck.card import Deck
from dcnn_cards.deck.schema import Problem, UnreadableError, read_nodes
from dcnn_cards.errors import CardsError
from dcnn_cards.whole_file import read_whole

# A deck of 100,000 cards has some 60 MB; what is larger was not meant to be a deck.
MAX_BYTES = 256_000_000
# Endings of documents, which `import` makes decks of.
_OF_DOCUMENTS = (
    ".md",
    ".markdown",
    ".txt",
    ".text",
    ".tex",
    ".rst",
    ".org",
    ".html",
    ".docx",
    ".pdf",
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_deck(path: Path) -> Deck:
    """Read the deck in `path`. Raises CardsError that names the first problem and its line."""
    return sound_deck(read_text(path), path)


def sound_deck(text: str, path: Path) -> Deck:
    """Read a deck from the text of `path`. Raises CardsError that names the first problem."""
    deck, problems = parse_deck(text, path)
    if deck is None and path.suffix.lower() in _OF_DOCUMENTS:
        raise CardsError("is a document, not a deck", fix=_into_a_deck(path), file=path)
    if problems or deck is None:
        first, more = problems[0], len(problems) - 1
        fix = first.fix
        if more:
            fix += f"\n(and {more} more: `dcnn-cards check {quote(str(path))}` lists them all)"
        raise CardsError(first.what, fix=fix.strip(), file=path, line=first.line)
    return deck


def _into_a_deck(path: Path) -> str:
    deck = path.with_suffix(".yaml")
    return (
        f"Make a deck of it: dcnn-cards import {quote(str(path))} -o {quote(str(deck))}\n"
        f"Then study it: dcnn-cards quiz --deck {quote(str(deck))}"
    )


def read_text(path: Path) -> str:
    """Read a file as strict UTF-8; a byte order mark at its start is passed over.

    Raises CardsError for a file that is missing, too large or not UTF-8, with the line of the
    first byte that is not.
    """
    return decoded(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Read a file, or a pipe, that the user named.

    Raises CardsError for one that is missing, too large or unreadable.
    """
    with suppress(OSError):  # told when it is read
        if path.is_dir():
            decks = sorted(path.glob("*.yaml"))[:5]
            fix = "Name a file in it" + (f", such as {decks[0]}" if decks else "") + "."
            raise CardsError("is a folder", fix=fix, file=path)
    return read_whole(path, MAX_BYTES, pipes=True)


def named_by_deck(deck: Deck, name: str) -> str:
    """Read the file `name` that a deck names: a regular one in the deck's folder, also by links.

    A deck is somebody else's file. Raises CardsError for all others.
    """
    assert deck.path is not None
    folder = deck.path.resolve().parent
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a name that can be none
        raise CardsError(f"cannot be read: {error}", file=deck.path) from error
    if not path.is_relative_to(folder):
        raise CardsError("it lies outside the deck's folder", file=path)
    return decoded(read_whole(path, MAX_BYTES), path)


def decoded(data: bytes, path: Path) -> str:
    """Return the bytes of `path` as text. Raises CardsError if they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CardsError(
            f"is not UTF-8: found the byte 0x{data[error.start]:02X}",
            fix="Save the file as UTF-8; for one in Latin-1:"
            f" iconv -f latin1 -t utf-8 {path.name} > utf8-{path.name}",
            file=path,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None


def parse_deck(text: str, path: Path | None = None) -> tuple[Deck | None, list[Problem]]:
    """Read a deck from YAML text; return it, if it is one at all, and all that is wrong with it."""
    try:
        deck, problems = read_nodes(compose(text))
    except UnreadableError as error:
        return None, [error.problem]
    return replace(deck, path=path), problems


def compose(text: str) -> Any:
    """Return the root node of YAML text. Raises UnreadableError with the place of a fault."""
    if not text.strip():
        raise UnreadableError(
            Problem(
                1, "the file is empty", "A deck has `deck:`, `title:` and `cards:`; see README."
            )
        )
    try:
        with busy("reading YAML"):
            return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise UnreadableError(_syntax(text, line, mark.column if mark else 0, error)) from None
    except yaml.YAMLError as error:  # a control character, say, which has no mark
        position = getattr(error, "position", 0)
        raise UnreadableError(
            Problem(
                text.count("\n", 0, position) + 1,
                f"not YAML: {getattr(error, 'reason', error)}",
                "Remove the character; YAML allows no control characters.",
            )
        ) from None
    except RecursionError:
        raise UnreadableError(Problem(1, "not a deck: nested too deeply")) from None


def _syntax(text: str, line: int, column: int, error: yaml.MarkedYAMLError) -> Problem:
    """Put a YAML syntax error into words, with a remedy where the cause is a common one."""
    lines = text.splitlines()
    for number in range(min(line, len(lines)), max(0, line - 2), -1):
        if "\t" in lines[number - 1][: len(lines[number - 1]) - len(lines[number - 1].lstrip())]:
            return Problem(
                number, "a tab in the indentation", "YAML is indented with spaces: replace the tab."
            )
    said = ", ".join(str(part) for part in (error.context, error.problem) if part)
    fix = "Check the indentation and the line above."
    if "mapping values are not allowed" in said or "could not find expected ':'" in said:
        fix = "Text with a colon or over several lines goes under `|`, or between single quotes."
    elif "escape" in said:
        fix = "Backslashes (LaTeX) go under `|` or between single quotes, never double ones."
    return Problem(line, f"not YAML at column {column + 1}: {said}", fix)
