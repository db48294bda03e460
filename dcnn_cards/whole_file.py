"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dcnn_cards.errors import CardsError


def write_whole(path: Path, text: str) -> None:
    """Put `text` into `path` as UTF-8, so that a reader sees the old file or the new one.

    The text goes to a new file in the same folder, is flushed to disk and renamed over `path`,
    whose permissions and, if it is a link, whose target are kept. Raises CardsError when the
    folder or the file cannot be written; nothing is left behind then.
    """
    target = path.resolve()
    try:
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


def _umask() -> int:
    """The process's file mode mask; there is no way to read it without setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
