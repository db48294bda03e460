"""Writing a file whole or not at all, or into what is no file that could be replaced."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from dcnn_cards.errors import CardsError


def write_whole(path: Path, text: str) -> None:
    """Put `text` into `path` as UTF-8, so that a reader sees the old file or the new one.

    The text goes to a new file in the same folder, is flushed to disk and renamed over `path`,
    whose permissions and, if it is a link, whose target are kept. A device, a pipe or a socket is
    never replaced: the text is written into it. Raises CardsError when the folder or the file
    cannot be written; nothing is left behind then.
    """
    try:
        if is_stream(path):
            with path.open("w", encoding="utf-8", newline="") as stream:
                stream.write(text)
            return
        target = path.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
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
