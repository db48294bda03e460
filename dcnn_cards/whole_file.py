"""Files as a whole: written whole or not at all, read if they are files and not too large."""

from __future__ import annotations

import os
import select
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dcnn_cards.errors import CardsError

PIPE_SECONDS = 5.0
"""How long a pipe is waited for until something comes through it."""

_DRAFT = ".dcnn-cards-draft"
_DRAFTS_LAST_S = 3600  # no writing takes an hour


def read_whole(path: Path, most: int, *, pipes: bool = False) -> bytes:
    """The bytes of a regular file, which are at most `most`. Raises CardsError for anything else.

    With `pipes`, for a path that the user gave, also what comes through a pipe. Of what has no end
    no more is read than may be kept.
    """
    try:
        with open(path, "rb", opener=open_at_once) as file:
            is_now = os.fstat(file.fileno())
            if pipes and stat.S_ISFIFO(is_now.st_mode):
                _wait_for(file.fileno(), path)
            elif not stat.S_ISREG(is_now.st_mode):
                raise CardsError("it is no regular file", file=path)
            data = file.read(most + 1) if is_now.st_size <= most else b""
    except FileNotFoundError:
        raise CardsError("there is no such file", file=path) from None
    except (OSError, ValueError) as error:  # such as a name with a NUL
        what = getattr(error, "strerror", None) or error
        raise CardsError(f"cannot be read: {what}", file=path) from error
    if max(len(data), is_now.st_size) > most:
        over = f"over {most} bytes" if most < 1_000_000 else f"larger than {most // 1_000_000} MB"
        raise CardsError(f"it is {over}", file=path)
    return data


def _wait_for(pipe: int, path: Path) -> None:
    if not select.select([pipe], [], [], PIPE_SECONDS)[0]:
        raise CardsError(f"nothing came through the pipe in {PIPE_SECONDS:g} s", file=path)
    os.set_blocking(pipe, True)


def open_at_once(path: str | Path, flags: int = os.O_RDONLY) -> int:
    """Open a file without waiting for somebody to write into it, should it be a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def write_whole(path: Path, text: str | bytes | Iterable[str]) -> None:
    """Put `text`, whole or in pieces, into `path` as UTF-8: a reader sees the old file or the new.

    Bytes are put as they are. All goes to a new file in the same folder, is flushed to disk and
    renamed over `path`, whose permissions and, if it is a link, whose target are kept. A device, a
    pipe or a socket is never replaced: the text is written into it. Raises CardsError when the
    folder or the file cannot be written; nothing is left behind then.
    """
    import tempfile  # a first question reads files and writes none

    pieces = [text] if isinstance(text, str | bytes) else text
    data = (each if isinstance(each, bytes) else each.encode() for each in pieces)
    try:
        if is_stream(path):
            with path.open("wb") as stream:
                stream.writelines(data)
            return
        target = path.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        _clear_drafts(target)
        handle, name = tempfile.mkstemp(_DRAFT, f".{target.name}.", target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CardsError(
            f"cannot be written: {error.strerror or error}",
            fix="Check that the folder exists, is writable and has room, or name another file.",
            file=path,
        ) from error


def _clear_drafts(target: Path) -> None:
    """Take away what killed processes left of their drafts of `target`."""
    import glob  # as tempfile

    for draft in target.parent.glob(f".{glob.escape(target.name)}.*{_DRAFT}"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _DRAFTS_LAST_S:
                draft.unlink()


def is_stream(path: Path) -> bool:
    """Whether there is something at `path` that is neither a file nor a folder.

    Raises OSError where that cannot be known.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _umask() -> int:
    """The process's file mode mask; there is no way to read it without setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
